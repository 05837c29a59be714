"""Firms that nothing but a trade with them tells: 供应奥瑞金和宝钢包装, 向宁德时代供应电池箔, 主要客户为X."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.lexicon import clue
from loaders.mentions import Mention

PART = re.compile("[^、和及与]+")


def traded(text: str, start: int, end: int, known: Sequence[Mention]) -> Iterator[Mention]:
    """The names of buyers and suppliers without a word that ends a firm's name; words of kinds are none."""
    if clue("zh.traded.gate").search(text, start, end) is None:
        return
    for said in clue("zh.traded.place").finditer(text, start, end):
        group = "n" if said["n"] else "to"
        for part in PART.finditer(said[group]):
            a, b = said.start(group) + part.start(), said.start(group) + part.end()
            if _named(part.group()) and not _taken(a, b, known):
                yield Mention(a, b, part.group(), "Company", guess=True)


def _taken(start: int, end: int, known: Sequence[Mention]) -> bool:
    """Whether what is known stands there; a place may begin a name: 宁德时代."""
    rows = [m for m in known if m.start < end and start < m.end]
    return any(m.type != "Place" or m.start != start or m.end == end for m in rows)


def _named(part: str) -> bool:
    """Whether it may be a name: no word for a kind of buyer, for a region or for how much there is."""
    return clue("zh.traded.name").fullmatch(part) is not None and clue("zh.traded.kind").search(part) is None
