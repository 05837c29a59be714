"""What stands on a link, and where: beside no box and no other label if there is such a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.draw.picture import Link, span
from graph.draw.place import Box, Placed, Point, Route
from graph.draw.text import width

SIZE = 11.5
HEIGHT = 15.0
TRIES = (0.4, 0.28, 0.52, 0.18, 0.64, 0.76)
"""Parts of the way between two layers, from the end that fewer links share."""


@dataclass(frozen=True, slots=True)
class Label:
    """A share on its link; `box` is what it covers."""

    text: str
    box: Box


def share(link: Link) -> str:
    """What a link says of its share: "60 %", "over 50 %", "60 % planned"."""
    known = f"over {link.low:.4g} %" if link.above and link.low > 0 and link.high == 100 else span(link.low, link.high)
    return f"{known} {link.status}" if link.status != "actual" else known


def labels(placed: Placed) -> tuple[Label, ...]:
    """A label for each route, in their order."""
    out = Counter(r.link.owner for r in placed.routes)
    into = Counter(r.link.owned for r in placed.routes)
    taken = list(placed.boxes.values())
    found = []
    for route in placed.routes:
        text = share(route.link)
        points = route.points if out[route.link.owner] <= into[route.link.owned] else route.points[::-1]
        boxes = [_box(text, at, route) for at in _places(points)]
        box = next((b for b in boxes if not any(overlap(b, other) for other in taken)), boxes[0])
        taken.append(box)
        found.append(Label(text, box))
    return tuple(found)


def _places(points: Sequence[Point]) -> Iterator[Point]:
    """Points on a way, the likeliest first: in the gap at its beginning, then in the others."""
    for p, q in zip(points[::2], points[1::2], strict=True):
        for t in TRIES:
            yield on_curve(p, q, t)


def on_curve(p: Point, q: Point, t: float) -> Point:
    """The point at t (0 to 1) of the curve that leaves p and reaches q upright."""
    bend = 3 * t * t - 2 * t * t * t
    middle = (p[1] + q[1]) / 2
    y = (1 - t) ** 3 * p[1] + 3 * t * (1 - t) * middle + t**3 * q[1]
    return (p[0] + (q[0] - p[0]) * bend, y)


def _box(text: str, at: Point, route: Route) -> Box:
    wide = width(text, SIZE) + 6
    if route.link.owner == route.link.owned:
        right = max(x for x, _ in route.points)
        top, bottom = route.points[0][1], route.points[-1][1]
        return Box(round(right - 4, 1), round((top + bottom - HEIGHT) / 2, 1), round(wide, 1), HEIGHT)
    return Box(round(max(at[0] - wide / 2, 2.0), 1), round(at[1] - HEIGHT / 2, 1), round(wide, 1), HEIGHT)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have more than a border in common."""
    across = a.x < b.x + b.width and b.x < a.x + a.width
    return across and a.y < b.y + b.height and b.y < a.y + a.height


def names(shown: Mapping[str, str], link: Link) -> str:
    """A link in words, with the names of its ends by id, and its first sentences."""
    lines = [f"{shown[link.owner]} → {shown[link.owned]}: {share(link)}"]
    if link.weight is not None:
        lines.append(f"{link.weight:.4g} points of the result flow over it")
    lines += [f"“{_short(s.quote)}” {s.title or s.document}" for s in link.said[:3]]
    return "\n".join(lines)


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= 300 else text[:299] + "…"
