"""The legend below a drawing: the classes and the kinds of lines that it has."""

from __future__ import annotations

from collections.abc import Iterator

from graph.draw.colours import palette
from graph.draw.picture import Link, Picture
from graph.draw.place import MARGIN
from graph.draw.text import width, xml

SIZE = 11.5
ROW = 22.0
OPEN = ' stroke-dasharray="9 5"'
POSSIBLE = ' stroke-dasharray="3 4"'
Entry = tuple[str, str]
"""A mark as SVG whose left middle is at 0, 0, and the words beside it."""


def legend(picture: Picture, right: float, top: float) -> tuple[list[str], float]:
    """The legend as SVG, in rows up to `right`, and where the drawing ends below it."""
    x, y = MARGIN, top + ROW / 2
    parts = []
    for mark, words in _entries(picture):
        start = 34 if mark else 0
        wide = start + width(words, SIZE) + 20
        if x > MARGIN and x + wide > right:
            x, y = MARGIN, y + ROW
        text = f'<text x="{start}" y="4" font-size="{SIZE:g}" fill="{palette().text}">{xml(words)}</text>'
        parts.append(f'<g transform="translate({x:.1f} {y:.1f})">{mark}{text}</g>')
        x += wide
    return parts, y + ROW / 2 + MARGIN / 2


def _entries(picture: Picture) -> Iterator[Entry]:
    for type in dict.fromkeys(n.type for n in picture.nodes if n.type):
        colour = palette().of(type)
        yield (
            f'<rect x="4" y="-7" width="20" height="14" rx="3" fill="{colour.fill}" stroke="{colour.line}"/>',
            spoken(type),
        )
    for style, words, here in (
        ("", "holds a share now", any(not link.open and not link.possible for link in picture.links)),
        (POSSIBLE, "no least share is known", any(not k.open and k.possible for k in picture.links)),
        (OPEN, "planned or rumoured", any(link.open for link in picture.links)),
    ):
        if here:
            yield f'<path d="M0 0H28" stroke="{palette().link}" stroke-width="1.5"{style}/>', words
    if picture.results:
        yield "", f"= x %: share in all, by the rule {picture.rule}"


def dashes(link: Link) -> str:
    """How a line is broken: long dashes where planned or rumoured, short ones where it may be nothing."""
    return OPEN if link.open else POSSIBLE if link.possible else ""


def spoken(type: str) -> str:
    """A class in words: `AluminiumSmelter` is "Aluminium smelter"."""
    return "".join(" " + c.lower() if c.isupper() and n else c for n, c in enumerate(type))
