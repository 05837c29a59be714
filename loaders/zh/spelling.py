"""How a clause is spelled for patterns: signs for what stands in it, words for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.bounds import Placed
from loaders.context import Context
from loaders.mentions import Mention
from loaders.wording import MENTION
from loaders.zh.cuts import BRACKET, Span
from loaders.zh.plants import PARKS
from loaders.zh.sites import leveled

SPACED = re.compile(
    rf"(?<=[{MENTION}]) (?=[\ue800-\uefff])|(?<=[一-鿿]) (?=[\ue000-\uf7ff])|(?<=[\ue800-\uf7ff]) (?=[一-鿿])"
)
"""Spaces that say nothing: "持有PT BAI 71%的股权", "由 43.4%增至 58%"."""


def held(mention: Mention) -> list[Mention]:
    """The firm and the places in a plant's own words: of a park a place with its level alone.

    "邹平经济技术开发区" is a name, "崇仁县工业园区" says where the park is.
    """
    inside = () if mention.group else mention.inside
    if mention.type == PARKS:
        inside = tuple(m for m in inside if leveled(m))
    return [m for kind in ("Company", "Place") for m in inside if m.type == kind and m.entity]


def joined(text: str, base: int, start: int, end: int, pieces: list[tuple[int, int, str]]) -> str:
    out, at = [], start
    for a, b, sign in sorted(pieces):
        if a < at:
            continue
        out += [text[at - base : a - base], sign]
        at = b
    return "".join([*out, text[at - base : end - base]])


def texts(context: Context, inside: Sequence[Mention], start: int, end: int) -> Iterator[str]:
    """What stands in [start, end) and is no word of the clause: times, figures, products, places."""
    rows: list[Placed] = [*context.periods, *context.quantities]
    rows += [m for m in inside if m.type in ("Product", "Place")]
    base = context.sentence.start
    return (context.sentence.text[r.start - base : r.end - base] for r in rows if start <= r.start and r.end <= end)


@dataclass
class Spelling:
    """The signs of one sentence; the k-th stands for the k-th mention."""

    mentions: list[Mention] = field(default_factory=list)

    def sign(self, mention: Mention) -> str:
        """The sign that stands for a mention."""
        self.mentions.append(mention)
        return chr(0xE000 + len(self.mentions) - 1)

    def _spelled(self, mention: Mention) -> str:
        """The sign of a mention, after those of the firm and the places in a plant's own words, spaced."""
        return "".join(self.sign(m) + " " for m in held(mention)) + self.sign(mention)

    def rendered(self, context: Context, start: int, end: int, silent: Sequence[Span], bracket: bool) -> str:
        """The clause with signs; brackets are left out, a plant's own firm and places stand before it, spaced."""
        text, base = context.sentence.text, context.sentence.start
        pieces: list[tuple[int, int, str]] = [(a, b, "") for a, b in silent if start <= a and b <= end]
        for m in context.sentence.mentions:
            if start <= m.start and m.end <= end:
                pieces.append((m.start, m.end, self._spelled(m)))
        taken = [(a, b) for a, b, _ in pieces]
        if not bracket:
            for found in BRACKET.finditer(text, start - base, end - base):
                a, b = found.start() + base, found.end() + base
                if not any(x < b and a < y and not (a <= x and y <= b) for x, y in taken):
                    pieces = [p for p in pieces if not (a <= p[0] and p[1] <= b)] + [(a, b, "")]
                    taken = [(x, y) for x, y, _ in pieces]
        marks = [(0xE800, q.start, q.end, k) for k, q in enumerate(context.quantities)]
        marks += [(0xF000, t.start, t.end, k) for k, t in enumerate(context.periods)]
        for code, a, b, k in marks:
            if start <= a and b <= end and not any(x < b and a < y for x, y in taken):
                pieces.append((a, b, chr(code + k)))
                taken.append((a, b))
        return SPACED.sub("", joined(text, base, start, end, pieces))
