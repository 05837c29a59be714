"""The edges of names: boards that are a firm's own, "the Foobar Board of Directors", and names of two letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.lexicon import clue
from loaders.mentions import Mention

LETTERS = re.compile(r"\s\(([A-Z]{2,6})\)")
TOLD = 60
"""Characters before a name within which somebody "reports" or "writes"."""
NEAR = 3000
"""Characters around a name in which the text may tell that it is one."""


def without(form: str, inner: Sequence[str]) -> str:
    """The firm's name in front of one of its `inner` bodies; the form itself where nothing else is left or ends it."""
    own = next((w for w in inner if " " in w and form.endswith(f" {w}")), None)
    return form[: -len(own) - 1].removesuffix("'s").removesuffix("’s") if own is not None else form


def unnamed(form: str, text: str, start: int) -> bool:
    """Whether a run with capitals is no firm's name: a land's industry, a paper, whoever wrote it, a sum of money."""
    if clue("organisations.papers").fullmatch(form) or clue("organisations.industry").fullmatch(form):
        return True
    if clue("organisations.money").fullmatch(form):
        return clue("organisations.sum").match(text, start + len(form)) is not None
    near = text[max(0, start - TOLD) : start]
    told = "wr" in near or "report" in near
    return told and clue("organisations.told_by").search(near) is not None


def two(form: str, text: str, at: int) -> bool:
    """Whether two letters are a firm's name: the text around says that it holds, buys or sells something."""
    if not re.fullmatch(r"[A-Z]{2}", form) or clue("edges.common").fullmatch(form):
        return False
    holds = clue("edges.holds").pattern
    return re.search(rf"\b{form}(?:{holds})", text[max(0, at - NEAR) : at + NEAR]) is not None


def landed(text: str, at: int, known: Sequence[Mention]) -> bool:
    """Whether "General" stands between a land and a firm's words: "China General Nuclear", no "General Manager"."""
    if not clue("edges.general").match(text, at):
        return False
    return any(m.end == at - 1 and m.type == "Place" for m in known)


def generic(common: str, lands: str, closing: str) -> re.Pattern[str]:
    """Words that any firm may have in its name, a land before the legal form too: "Aluminium Australia Ltd"."""
    return re.compile(rf"(?:(?:{common})\s*)+(?:(?:{lands})\s+(?={closing}))?(?:,?\s*{closing})*")


def lettered(text: str, start: int, end: int) -> bool:
    """Whether letters in brackets count a nation in: "the Venezuelan Guayana Corporation (CVG)"."""
    letters = LETTERS.match(text, end)
    initials = [w[0] for w in text[start:end].split()]
    return letters is not None and len(initials) > 2 and sorted(letters[1]) == sorted(initials)
