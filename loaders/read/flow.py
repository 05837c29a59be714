"""Lines that run on: when a line goes on in the next one, and how the two are joined."""

from __future__ import annotations

import re
from functools import cache

from loaders.lexicon import read

PARTED = re.compile(r"(?P<first>[^\W\d_]+)-$")
HAN = "\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
STOP = re.compile(r"[.!?:;。！？：；][\"”’')）]*\s*$")
PROSE = re.compile(rf"(?:(?:^|\s)[a-z]{{2,}}\b.*){{2}}|[{HAN}]{{6}}")
"""Two words in small letters, or a run of Chinese: what a row of a table or a heading seldom has."""


def joined(run: str, line: str) -> str:
    """A line put behind what it goes on from: no space in a parted word nor between Chinese signs."""
    if not run or not line:
        return run or line
    parted = PARTED.search(run)
    if parted is not None and line[0].islower() and parted["first"][-1].islower():
        return run + line if _compound(parted["first"], line) else run[:-1] + line
    bare = re.search(r"\w-$", run) or (re.search(f"[{HAN}]$", run) and re.match(f"[{HAN}\\d]", line))
    return run + line if bare else f"{run} {line}"


def _compound(first: str, line: str) -> bool:
    """Whether the hyphen at the end of a line belongs to the word: high-purity, state-owned."""
    firsts, seconds = _hyphened()
    second = re.match(r"[^\W\d_]+", line)
    return first.lower() in firsts or (second is not None and second.group().lower() in seconds)


@cache
def _hyphened() -> tuple[frozenset[str], frozenset[str]]:
    return read().words("metadata", "hyphens", "before"), read().words("metadata", "hyphens", "after")


def ends(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return STOP.search(line) is not None


def prose(line: str) -> bool:
    """Whether a line is running text and no row of a table."""
    return PROSE.search(line) is not None
