"""Text in a drawing: how wide it is, where it breaks, and how it is written in XML.

No font is at hand when a drawing is made, so widths are those of common sans-serif fonts, a little generous.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape

_NARROW = frozenset("iIjlftr.,:;'’|!()[]-· ")
_BROAD = frozenset("mwMW@%&—…")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def width(text: str, size: float) -> float:
    """The width of a text in pixels at a font size; East Asian characters are one em wide."""
    return size * sum(map(_ems, text))


def _ems(char: str) -> float:
    if char.isascii():
        return 0.36 if char in _NARROW else 0.92 if char in _BROAD else 0.7 if char.isupper() else 0.58
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.92 if char in _BROAD else 0.72


def wrap(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of at most `room` pixels; what does not fit ends in "…".

    Lines break at spaces and between East Asian characters, and inside a word only where it is wider than a line.
    """
    lines = [""]
    for piece in _pieces(" ".join(plain(text).split()), size, room):
        if width((lines[-1] + piece).rstrip(), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    lines = [line.rstrip() for line in lines if line.strip()]
    if len(lines) > most:
        lines = [*lines[: most - 1], _shortened(lines[most - 1] + "…", size, room)]
    return tuple(lines)


def _pieces(text: str, size: float, room: float) -> Iterator[str]:
    """Words with the space after them, wide characters alone, and words cut where one is wider than a line."""
    for word in re.findall(r"\S+\s*", text):
        for piece in _unglued(word):
            while width(piece.rstrip(), size) > room:
                end = next(n for n in range(1, len(piece) + 1) if width(piece[: n + 1], size) > room)
                yield piece[:end]
                piece = piece[end:]
            yield piece


def _unglued(word: str) -> Iterator[str]:
    """A word, cut before and after each East Asian character."""
    start = 0
    for n, char in enumerate(word):
        if unicodedata.east_asian_width(char) in "WF":
            yield from (part for part in (word[start:n], char) if part)
            start = n + 1
    if word[start:]:
        yield word[start:]


def _shortened(text: str, size: float, room: float) -> str:
    while width(text, size) > room and len(text) > 1:
        text = text[:-2] + "…"
    return text


def plain(text: str) -> str:
    """The text with what XML cannot hold (most control characters) as U+FFFD."""
    return _NO_XML.sub("\ufffd", text)


def xml(text: str) -> str:
    """The text for the body or a quoted attribute of an XML element; the same string comes out of a reader."""
    marks = {'"': "&quot;", "'": "&#39;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
    return escape(plain(text), marks)
