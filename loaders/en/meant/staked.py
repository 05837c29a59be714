"""Of which firm "a stake in the company" is: the one in which the text has told of stakes, not a holder."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.lexicon import clue
from loaders.mentions import Mention

NEAR = 600
"""Characters back to the last firm whose shares the text spoke of; further back it is about something else."""


def staked(text: str, mention: Mention, seen: Iterable[Mention]) -> Mention | None:
    """The firm in which the last stake was, where the words before the mention are such: "5 percent of the company".

    `seen` are the mentions before it, the last first.
    """
    if not _held(text, mention):
        return None
    firms = (m for m in seen if m.type == "Company" and m.entity and not m.nominal)
    near = next((m for m in firms if _held(text, m)), None)
    return near if near is not None and mention.start - near.end < NEAR else None


def _held(text: str, mention: Mention) -> bool:
    return clue("staked.of").search(text[max(0, mention.start - 40) : mention.start]) is not None
