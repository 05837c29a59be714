"""Which parts of a text are its title, its body and boilerplate."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from loaders.facts import keys, over
from loaders.headings import Headings, headed, headings, patterns
from loaders.lexicon import read

Kind = Literal["title", "body", "boilerplate"]
LINE = re.compile(r"[^\n]*\n*")
SENTENCE = re.compile(r"[.!?。！？;；:：][\"”’')）]*\s*$")
STOP = re.compile(r"[.!?。！？][\"”’')）]*$")
HAN = re.compile("[一-鿿]")
MENU = 60
"""Characters of an item of a menu at most."""
AHEAD = 3
"""Lines below a heading that tell what it is."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind at [start, end) of a text; blocks in order cover the whole text. `why` it is boilerplate."""

    kind: Kind
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True)
class Markers:
    """The signs of boilerplate, from data/boilerplate.toml."""

    headings: Headings
    noise: re.Pattern[str]
    items: re.Pattern[str]
    resuming: re.Pattern[str]
    title_words: int
    title_letters: int
    title_han: int
    repeated: int

    def noisy(self, line: str) -> bool:
        """Whether a line on its own is none of the article's."""
        return self.noise.match(line) is not None or self.headings.announces(line)

    def long(self, line: str) -> bool:
        """Whether a line is longer than a title."""
        if len(line) > self.title_letters or len(line.split()) > self.title_words:
            return True
        return len(HAN.findall(line)) > self.title_han


@functools.cache
def markers() -> Markers:
    """The markers of data/boilerplate.toml."""
    data = read()["boilerplate"]
    facts = rf"(?:\|\s*)?(?:{keys()})(?:\s+\([^()\n]{{1,30}}\))?\s*[:|]\s*\S.*"
    noise, items = patterns(data["noise"]), patterns([*data["items"], facts])
    resuming = patterns(data["resuming"]["lines"])
    words, letters, han = (data[f"title_{of}"] for of in ("words", "letters", "han"))
    return Markers(headings(), noise, items, resuming, words, letters, han, data["repeated"])


def blocks(text: str, markers: Markers) -> tuple[Block, ...]:
    """The blocks of a text, one a line, in order and without gaps.

    The first lines that are no noise are titles while they are short and end no sentence; where no other follow,
    only the first is.
    """
    found: list[Block] = []
    spans = list(_lines(text))
    full = [line for a, b in spans if (line := text[a:b].strip())]
    page, k = _Page(markers), 0
    for start, end in spans:
        line = text[start:end].strip()
        if line:
            k += 1
            kind, why = page.kind(line, full[k : k + AHEAD])
            found.append(Block(kind, start, end, why))
        else:
            _append(found, Block(found[-1].kind if found else "boilerplate", start, end))
    return tuple(found if "body" in page.kinds else _below(found))


def _below(found: Sequence[Block]) -> Iterator[Block]:
    """Of a text that is headings only, what stands below the first of them is what it says."""
    titled = False
    for block in found:
        yield replace(block, kind="body") if titled and block.kind == "title" else block
        titled = titled or block.kind == "title"


def _append(found: list[Block], blank: Block) -> None:
    """Empty lines belong to the block before them."""
    last = found.pop() if found else blank
    found.append(Block(last.kind, last.start, blank.end, last.why))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return (m.span() for m in LINE.finditer(text) if m.group())


@dataclass
class _Page:
    """What has been seen of a text, line by line; `told` is set while a company tells of itself below a tail."""

    markers: Markers
    kinds: set[Kind] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    tail: str = ""
    told: bool = False
    begun: bool = False
    """Whether prose of the article has been seen: what stands above it may be the page's menu."""

    def kind(self, line: str, below: Sequence[str]) -> tuple[Kind, str]:
        """The kind of the next line, and why it is boilerplate if so; `below` are lines that follow."""
        why = self._why(line, below)
        kind: Kind = "boilerplate" if why else "title" if self._is_title(line) else "body"
        self.seen.add(line)
        if not why:
            self.kinds.add(kind)
            self.begun = self.begun or (kind == "body" and _prose(line))
        return kind, why

    def _why(self, line: str, below: Sequence[str]) -> str:
        if self.markers.headings.opens(line, below, self.begun):
            # A heading above everything is the page's own, or that of a menu or box beside the article.
            self.tail, self.told = line if self.begun else "", False
            return "a heading over other news, links or notices"
        if self.tail and not self._resumes(line):
            return f"below '{self.tail}'"
        if line in self.seen and len(line) >= self.markers.repeated:
            return "stands above already"
        return "a notice, menu or byline" if self.markers.noisy(line) else ""

    def _resumes(self, line: str) -> bool:
        """Whether a line of a tail is what a company says of itself: "About Alcoa" and the sentences below it."""
        heads = self.markers.resuming.match(line) is not None
        self.told = heads or (self.told and STOP.search(line) is not None)
        return self.told

    def _is_title(self, line: str) -> bool:
        """Whether this line is a heading over the text: short, before any body, and no sentence.

        A first line that ends like a sentence is a heading only where it is written like one.
        """
        if "body" in self.kinds or self.markers.long(line) or self.markers.items.match(line):
            return False
        if "title" in self.kinds and over(line) is not None:
            return False
        if SENTENCE.search(line) is None:
            return True
        return "title" not in self.kinds and ". " not in line and headed(line) and not _spoken(line)


def _prose(line: str) -> bool:
    """Whether a line is longer than an item of a menu, or ends as sentences do."""
    return STOP.search(line) is not None or len(line) > MENU


def _spoken(line: str) -> bool:
    """Whether a line that ends with a full stop has a small word that a headline would begin with a capital."""
    small = set(re.findall(r"\b[a-z]+\b", re.sub(r"[\u2019']s\b", "", line)))
    return line.endswith(".") and not small <= read().words("boilerplate", "small")
