"""How a clause is spelled for patterns: signs for what stands in it, words for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.bounds import Placed
from loaders.context import Context
from loaders.mentions import Mention
from loaders.zh.plants import PARKS
from loaders.zh.sites import leveled


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
