"""Boards and committees behind a firm's name, which are the firm's own: "the Foobar Board of Directors"."""

from __future__ import annotations

from collections.abc import Sequence


def without(form: str, inner: Sequence[str]) -> str:
    """The firm's name in front of one of its `inner` bodies; the form itself where nothing else is left or ends it."""
    own = next((w for w in inner if " " in w and form.endswith(f" {w}")), None)
    return form[: -len(own) - 1].removesuffix("'s").removesuffix("’s") if own is not None else form
