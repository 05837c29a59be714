"""Where a text stands in another, letter by letter but for the kind of white space."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]
WORD = re.compile(r"[一-鿿]|[^\W_]+")
LONGEST = 5_000
"""Characters of the longest phrase that is looked for."""


def stands(phrase: str, text: str, spans: Iterable[Span]) -> list[Span]:
    """All places of `phrase` in the spans of `text`, in their order; whole words only."""
    words = phrase.split()
    if not words or len(phrase) > LONGEST:
        return []
    pattern = re.compile(_edge(words[0][0], "<!") + r"\s+".join(map(re.escape, words)) + _edge(words[-1][-1], "!"))
    return [m.span() for start, end in spans for m in pattern.finditer(text, start, end)]


def _edge(letter: str, side: str) -> str:
    """No letter or digit may touch the phrase at an end that is one; Chinese parts no words."""
    return rf"(?{side}[^\W_一-鿿])" if letter.isalnum() and not "一" <= letter <= "鿿" else ""


def gap(a: Span, b: Span) -> int:
    """The characters between two spans; 0 where they touch or overlap."""
    return max(b[0] - a[1], a[0] - b[1], 0)


def nearest(spans: Iterable[Span], to: Span) -> Span:
    """The span with the fewest characters between; of several the first."""
    return min(spans, key=lambda s: gap(s, to))


def words(text: str) -> int:
    """How many words a text has; each Chinese character is one."""
    return len(WORD.findall(text))
