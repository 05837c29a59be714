"""Names of what is only a part of a firm: "the Rolled Products Segment", "the Foobar Board of Directors"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.lexicon import clue
from loaders.mentions import Mention

DIVISION = "division"
"""The noun of every part of a firm that reports: the tracker tells whose it is."""


def parts(text: str, names: Iterable[Mention]) -> Iterator[Mention]:
    """The names; a part that reports is a nominal of its firm, and a board is called by its firm's name."""
    for m in names:
        if m.type not in ("Company", "GovernmentBody", ""):
            yield m
        elif m.type != "GovernmentBody" and clue("divisions.reports").search(m.text):
            if clue("divisions.office").match(text, m.end):
                yield m
                continue
            yield replace(m, type="Company", nominal=True, head=DIVISION, guess=False)
        elif m.type == "GovernmentBody" and (board := clue("divisions.board").search(m.text)):
            end = m.start + board.start()
            yield replace(m, end=end, text=text[m.start : end], type="Company", guess=True)
        else:
            yield m


def opens(text: str, mention: Mention, start: int) -> bool:
    """Whether what is told is told of the part itself: it opens the sentence, as a label or as the subject."""
    return clue("divisions.opens").fullmatch(text[start : mention.start]) is not None
