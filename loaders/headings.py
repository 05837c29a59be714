"""Which lines announce what is none of the article's: other news, links, comments."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.facts import over
from loaders.lexicon import read

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?")
EDGE = re.compile(r"^[^\w]+|[^\w]*(?:\(\d+\)|\[\d+\])?[^\w]*$")
STOP = re.compile(r"[.!?。！？]$")
LINK = re.compile(
    r"https?://|www\.|\S+@\S+\.\w|\d+\s+(?:min(?:ute)?s?|hours?|days?|weeks?)\s+(?:ago|read)\b", re.IGNORECASE
)
LISTED = 2
"""Headlines below a heading that make a list."""
SIGNS = re.compile(r"[:;|•\t]| {2}|^\W|\d{2}")
"""What stands in the lines of lists, tables and boxes."""
LEAST, MOST = 4, 16
"""Words of a headline among the paragraphs."""
SHORT = 6
"""Words of a heading whose list tells what it is."""


@dataclass(frozen=True)
class Headings:
    """The words of headings over other news, from data/boilerplate.toml."""

    tail: re.Pattern[str]
    heads: re.Pattern[str]
    which: frozenset[str]
    what: frozenset[str]
    fill: frozenset[str]
    behind: frozenset[str]
    most: int

    def opens(self, line: str, below: Sequence[str], body: bool) -> bool:
        """Whether a line opens a tail; `below` are the lines that follow, `body` says that the article has begun."""
        heading = EDGE.sub("", line)
        if not heading or len(line.split()) > self.most:
            return False
        if self.tail.match(line) or self.tail.match(heading):
            return True
        return body and (self.heads.match(heading) is not None or self._made(heading) or self._over(line, below))

    def announces(self, line: str) -> bool:
        """Whether a line is an item behind its heading: "Also read: Alcoa shuts a smelter"."""
        head, sign, item = line.partition(": ")
        head, sign, item = (head, sign, item) if sign else line.partition(" | ")
        return bool(item.strip()) and (self.heads.match(head) is not None or self._made(head, alone=True))

    def _made(self, heading: str, alone: bool = False) -> bool:
        """Whether a heading is made of words that announce."""
        if "." in heading or ":" in heading:
            return False
        words = WORD.findall(heading.lower().replace("’", "'"))
        cut = next((k for k, w in enumerate(words) if k and w in self.behind and self._told(words[:k])), len(words))
        head = words[:cut]
        known = self.which | self.what | self.fill
        topical = bool(head) and not alone and head[0] in self.which and head[-1] in self.what and len(head) < SHORT
        return self._told(head) and (topical or all(w in known for w in head))

    def _told(self, words: Sequence[str]) -> bool:
        return any(w in self.which for w in words) and any(w in self.what for w in words)

    def _over(self, line: str, below: Sequence[str]) -> bool:
        """Whether a line with one such word stands over a list of headlines or links."""
        words = WORD.findall(line.lower().replace("’", "'"))
        if STOP.search(line) or len(words) > SHORT or not any(w in self.which | self.what for w in words):
            return False
        if over(line) is not None:
            return False  # "Our main subsidiaries" is the firm's own
        return len(below) >= LISTED and all(map(_headline, below[:LISTED]))


def _headline(line: str) -> bool:
    """Whether a line is written like a headline, or is a link."""
    if LINK.search(line):
        return True
    return STOP.search(line) is None and len(line.split()) > 3 and headed(line)


def headed(line: str) -> bool:
    """Whether most of the longer words begin with a capital letter, as in a headline."""
    words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
    return 4 * len([w for w in words if w[0].isupper()]) >= 3 * len(words)


@functools.lru_cache(maxsize=1000)
def subhead(line: str) -> bool:
    """Whether a line among the paragraphs is a headline in capitals of titles: "Foobar's Acquisition of Northmet"."""
    words = len(line.split())
    return LEAST <= words <= MOST and not SIGNS.search(line) and STOP.search(line) is None and headed(line)


def patterns(found: Sequence[str]) -> re.Pattern[str]:
    """Patterns of data as one."""
    return re.compile("|".join(f"(?:{p})" for p in found), re.IGNORECASE)


@functools.cache
def headings() -> Headings:
    """The words of data/boilerplate.toml."""
    data = read()["boilerplate"]
    which, what, fill, behind = (frozenset(data["announcing"][k]) for k in ("which", "what", "fill", "behind"))
    return Headings(patterns(data["tail"]), patterns(data["heads"]), which, what, fill, behind, data["tail_words"])
