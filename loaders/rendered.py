"""A sentence in which mentions, quantities and periods are single signs, as patterns read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.context import Context
from loaders.en.names.facilities import behind
from loaders.mentions import Mention

Span = tuple[int, int]
DOT = re.compile(r"\.(?=[,;:]|\s[a-z(])")
"""The full stop of a legal form, which ends no sentence: "Alcoa Inc. has agreed"."""


@dataclass(frozen=True)
class Rendered:
    """A sentence with signs for what was found in it."""

    text: str
    mentions: tuple[Mention, ...]
    scope: str = "clause"
    plan: str = ""


def render(context: Context, text: str, silent: Sequence[Span], about: Mention | None = None) -> Rendered:
    """The sentence with one sign for each mention, quantity and period; plants with a place are spelled out.

    `about` is whom a sentence without a subject explains: "Maker of foil in Rugby" reads "X, the maker of foil".
    """
    units: list[Mention] = []
    pieces: list[tuple[int, int, str]] = [(a, b, "") for a, b in silent]
    for mention in context.sentence.mentions:
        dot = DOT.match(text, mention.end)
        pieces.append((mention.start, dot.end() if dot else mention.end, _sign(mention, units, text)))
    taken = [(a, b) for a, b, _ in pieces if a < b]
    found = [(0xE800, q.start, q.end, k) for k, q in enumerate(context.quantities)]
    found += [(0xF000, t.start, t.end, k) for k, t in enumerate(context.periods)]
    for code, start, end, k in found:
        if not any(a < end and start < b for a, b in taken):
            pieces.append((start, end, chr(code + k)))
            taken.append((start, end))
    words = _joined(context, text, pieces)
    if about is not None:
        units.append(about)
        words = f"{chr(0xE000 + len(units) - 1)}, the {words[:1].lower()}{words[1:]}"
    return Rendered(words, tuple(units))


def _sign(mention: Mention, units: list[Mention], text: str) -> str:
    """The sign of a mention; of a plant with the signs of its firm and its place: "S S in S"."""
    firms = [m for m in mention.inside if m.type != "Place" and m.entity]
    places = [m for m in mention.inside if m.type == "Place"]
    after = [m for m in places if m.end <= mention.end and behind(mention, m)]
    first = len(units)
    units += [*firms, mention]
    sign = " ".join(chr(0xE000 + k) for k in range(first, len(units)))
    if after:
        units.append(after[0])
        words = re.search(r"\s(?:in|at|near|outside|around|on)\s[^A-Z]*$", text[mention.start : after[0].start])
        return sign + (words.group() if words else " in ") + chr(0xE000 + len(units) - 1)
    if len(places) == 2:
        units += places
        return f"{sign} in {chr(0xE000 + len(units) - 2)}, {chr(0xE000 + len(units) - 1)}"
    return sign


def _joined(context: Context, text: str, pieces: list[tuple[int, int, str]]) -> str:
    out, at = [], context.sentence.start
    for start, end, sign in sorted(pieces):
        if start < at or end > context.sentence.end:
            continue
        out += [text[at:start], sign]
        at = end
    return "".join([*out, text[at : context.sentence.end]])
