"""Firms that their country in a bracket tells from a parent of the same name: "Foobar Metals (Vietnam)"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.names import peoples
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention

NEAR = 300
"""Characters around a name in which other brackets tell what its own is; and those of a heading."""


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
    plain = {m.text for m in names if m.type == "Company" and m.end not in rows} if rows else set()
    plain |= {form.rpartition(" ")[0] for form in plain}  # "Foobar Metals Ltd"
    done = -1
    for m in names:
        bracket = rows.get(m.end)
        if bracket is not None and _apart(text, m, bracket.end(), plain):
            done = bracket.end()
            yield replace(m, end=done, text=text[m.start : done], guess=False, name="")
        elif m.start >= done:
            yield m


def _apart(text: str, firm: Mention, end: int, plain: set[str]) -> bool:
    """Whether the bracket tells the firm from another, and stands in no list of such brackets."""
    many = " " in firm.text
    near = text[max(0, firm.start - NEAR) : end + NEAR]
    if not many and len(clue("branches.lands").findall(near)) > 1:
        return False
    before = text[max(0, firm.start - 40) : firm.start]
    if clue("branches.listed").match(text, end) or clue("branches.after").search(before):
        return False
    part = clue("branches.part").search(before) is not None
    return part or (many and (firm.text in plain or firm.text in text[: min(NEAR, firm.start)]))
