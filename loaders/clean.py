"""Which parts of a text are its title, its body and boilerplate."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from loaders.lexicon import read

Kind = Literal["title", "body", "boilerplate"]
LINE = re.compile(r"[^\n]*\n*")
SENTENCE = re.compile(r"[.!?。！？;；:：][\"”’')）]*\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind at [start, end) of a text; blocks in order cover the whole text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Markers:
    """The signs of boilerplate, from data/boilerplate.toml."""

    tail: re.Pattern[str]
    noise: re.Pattern[str]
    items: re.Pattern[str]
    tail_words: int
    title_words: int
    repeated: int


@functools.cache
def markers() -> Markers:
    """The markers of data/boilerplate.toml."""
    data = read()["boilerplate"]
    tail, noise, items = (
        re.compile("|".join(f"(?:{p})" for p in data[k]), re.IGNORECASE) for k in ("tail", "noise", "items")
    )
    return Markers(tail, noise, items, data["tail_words"], data["title_words"], data["repeated"])


def blocks(text: str, markers: Markers) -> tuple[Block, ...]:
    """The blocks of a text, one a line, in order and without gaps.

    The first lines that are no noise are titles while they are short and end no sentence.
    """
    found: list[Block] = []
    kinds: set[Kind] = set()
    seen: set[str] = set()
    tail = False
    for start, end in _lines(text):
        line = text[start:end].strip()
        if not line:
            _append(found, Block(found[-1].kind if found else "boilerplate", start, end))
            continue
        tail = tail or _opens_tail(line, markers)
        kind: Kind = "boilerplate" if tail or _noise(line, seen, markers) else "body"
        if kind == "body" and _is_title(line, kinds, markers):
            kind = "title"
        seen.add(line)
        kinds.add(kind)
        found.append(Block(kind, start, end))
    return tuple(found)


def _append(found: list[Block], blank: Block) -> None:
    """Empty lines belong to the block before them."""
    found.append(Block(blank.kind, found.pop().start, blank.end) if found else blank)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in LINE.finditer(text) if m.group())


def _opens_tail(line: str, markers: Markers) -> bool:
    return len(line.split()) <= markers.tail_words and markers.tail.match(line) is not None


def _noise(line: str, seen: set[str], markers: Markers) -> bool:
    return (line in seen and len(line) >= markers.repeated) or markers.noise.match(line) is not None


def _is_title(line: str, kinds: set[Kind], markers: Markers) -> bool:
    """Whether this line is a heading over the text: short, before any body, and no sentence.

    A first line that ends like a sentence is a heading only where it is written like one.
    """
    if "body" in kinds or len(line.split()) > markers.title_words or markers.items.match(line):
        return False
    return SENTENCE.search(line) is None or ("title" not in kinds and ". " not in line and _capitalised(line))


def _capitalised(line: str) -> bool:
    """Whether most of the longer words begin with a capital letter, as in a headline."""
    words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
    return 4 * len([w for w in words if w[0].isupper()]) >= 3 * len(words)
