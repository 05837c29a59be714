"""Headings that run into their paragraph: "SMELTER SOLD  Foobar is selling its smelter", "COSTS RISE: Foobar said"."""

from __future__ import annotations

import re

from loaders.en.parsing.model import ordinary

HEADING = re.compile(
    r"((?:[A-Z][A-Z'’-]*|\d+|&)(?:[ \t](?:[A-Z][A-Z'’-]*|\d+|&)){0,9})(\s{2,}|[:?!.]\s+|\s)(?=[A-Z]\w*[a-z])"
)
"""A run of words in capitals, what parts it from the first word that has small letters."""


def behind(text: str, start: int, end: int) -> int:
    """Where the first sentence of a paragraph begins; `start` where no heading runs into it.

    The words of a heading are words of the language: "ALBA Says" opens with a name. One word alone needs more than a
    space behind it.
    """
    match = HEADING.match(text, start, min(end, start + 120))
    if match is None:
        return start
    words = re.findall(r"[A-Z]{2,}", match[1])
    parted = match[2] != " "
    told = len(words) > 1 or (parted and len(words) == 1 and len(words[0]) > 3)
    return match.end() if told and all(map(ordinary, words)) else start
