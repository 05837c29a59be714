"""Names of what is only a part of a firm: "the Rolled Products Segment"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.lexicon import clue
from loaders.mentions import Mention

DIVISION = "division"
"""The noun of every part of a firm that reports: the tracker tells whose it is."""


def parts(text: str, names: Iterable[Mention]) -> Iterator[Mention]:
    """The names; a part that reports is a nominal of its firm."""
    for m in names:
        reports = m.type in ("Company", "") and clue("divisions.reports").search(m.text)
        if reports and not clue("divisions.office").match(text, m.end):
            yield replace(m, type="Company", nominal=True, head=DIVISION, guess=False)
        else:
            yield m


def opens(text: str, mention: Mention, start: int) -> bool:
    """Whether what is told is told of the part itself: it opens the sentence, as a label or as the subject."""
    return clue("divisions.opens").fullmatch(text[start : mention.start]) is not None
