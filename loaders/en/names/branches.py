"""Firms that their country in a bracket tells from a parent of the same name: "Foobar Metals (Vietnam)"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.names import peoples
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention


@functools.lru_cache(maxsize=4)
def _land(lexicon: Lexicon) -> re.Pattern[str]:
    """The bracket that may belong to a name."""
    lands = {*filter(None, peoples().values()), *lexicon["facilities"]["places"]["vast"]}
    return re.compile(rf"\s\((?:{alternation(lands)})\)")


def branches(text: str, names: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """The names, a firm's with the country behind it where that tells it from another of the text.

    It does where the firm is called a part of another, or the text names it without the bracket too; not where a
    bracket behind every name only says whence it comes: "Foobar (Norway) and Northmet (Spain)".
    """
    rows = {m.end: b for m in names if m.type == "Company" and (b := _land(lexicon).match(text, m.end)) is not None}
    done = -1
    for m in names:
        bracket = rows.get(m.end)
        if bracket is not None and _apart(text, m, bracket.end()):
            done = bracket.end()
            yield replace(m, end=done, text=text[m.start : done], guess=False, name="")
        elif m.start >= done:
            yield m


def _apart(text: str, firm: Mention, end: int) -> bool:
    """Whether the bracket tells the firm from another, and stands in no list of such brackets."""
    line = text[text.rfind("\n", 0, firm.start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    if len(clue("branches.lands").findall(line)) > 1 and not re.search(r"\s", firm.text):
        return False
    if clue("branches.listed").match(text, end) or clue("branches.after").search(
        text, max(0, firm.start - 30), firm.start
    ):
        return False
    part = clue("branches.part").search(text, max(0, firm.start - 40), firm.start) is not None
    again = firm.text.count(" ") and re.search(rf"\b{re.escape(firm.text)}\b(?! \()", text) is not None
    return part or bool(again)
