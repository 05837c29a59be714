"""Where boxes and links of a picture go, in pixels: a small layered layout.

Links over several layers pass through narrow slots in the layers between, so that they run between boxes. The order
in each layer comes from sweeps that put a slot at the mean place of its neighbours (barycentres), places within the
order from a least-squares fit to the neighbours with the gaps kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.draw.order import Slots, slots
from graph.draw.picture import Link, Picture

Point = tuple[float, float]

GAP = 22.0
"""Between two boxes."""
ROWS = 76.0
"""From the bottom of a layer to the top of the next."""
MARGIN = 24.0
SPREAD = 1.15
"""How much wider than its fullest layer a drawing may be."""
SLOT = 10.0
"""What a link that passes through a layer takes there, the gaps beside it included."""
LOOP = 78.0
"""What a self-link needs to the right of its box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its left top corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a link: points from the border of the owner's box to that of the owned's."""

    link: Link
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Boxes by id, the ways of the links, and the size that holds them all."""

    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    width: float
    height: float


def place(picture: Picture, sizes: Mapping[str, tuple[float, float]]) -> Placed:
    """The layout of a picture whose boxes have these widths and heights by id."""
    made = slots(picture)
    wide = _widths(picture, made, sizes)
    centres = _centres(made, wide)
    tops = _tops(made, sizes)
    looped = {link.owner for link in picture.links if link.owner == link.owned}
    boxes = {}
    for id, (width, height) in sizes.items():
        left = centres[id] - (wide[id] if id in looped else width + GAP) / 2 + GAP / 2
        row = tops[made.row[id]]
        boxes[id] = Box(left, row[0] + (row[1] - height) / 2, width, height)
    routes = _routes(picture, made, boxes, centres, tops)
    right = max(centres[s] + wide[s] / 2 for s in centres) + MARGIN
    return Placed(boxes, routes, right, sum(tops[-1]) + MARGIN)


def _widths(picture: Picture, made: Slots, sizes: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """How much room each slot takes in its layer, with half a gap on either side."""
    wide = {s: sizes[s][0] + GAP if s in sizes else SLOT for row in made.rows for s in row}
    for link in picture.links:
        if link.owner == link.owned:
            wide[link.owner] = sizes[link.owner][0] + GAP + LOOP
    return wide


def _tops(made: Slots, sizes: Mapping[str, tuple[float, float]]) -> list[tuple[float, float]]:
    """The top and the height of each layer."""
    found = []
    y = MARGIN
    for row in made.rows:
        height = max(sizes[s][1] for s in row if s in sizes)
        found.append((y, height))
        y += height + ROWS
    return found


def _centres(made: Slots, wide: Mapping[str, float]) -> dict[str, float]:
    """The middle of each slot; the leftmost slot begins at the margin."""
    x: dict[str, float] = {}
    for row in made.rows:
        total = -sum(wide[s] for s in row) / 2
        for s in row:
            x[s] = total + wide[s] / 2
            total += wide[s]
    edge = SPREAD * max(sum(wide[s] for s in row) for row in made.rows) / 2
    for turn in range(12):
        for row in made.rows if turn % 2 else reversed(made.rows):
            x.update(zip(row, _fitted(row, [_wish(made, x, s) for s in row], wide, edge), strict=True))
    left = min(x[s] - wide[s] / 2 for s in x)
    return {s: round(x[s] - left + MARGIN, 1) for s in x}


def _wish(made: Slots, x: Mapping[str, float], s: str) -> float:
    near = (*made.above[s], *made.below[s])
    return sum(x[n] for n in near) / len(near) if near else x[s]


def _fitted(row: Sequence[str], wishes: Sequence[float], wide: Mapping[str, float], edge: float) -> list[float]:
    """The places nearest to the wishes, in squares, that keep order and gaps (pool adjacent violators).

    None is nearer than half its width to -edge or edge.
    """
    offsets = [0.0]
    for s, following in itertools.pairwise(row):
        offsets.append(offsets[-1] + (wide[s] + wide[following]) / 2)
    pools: list[list[float]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append([wish - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, count = pools.pop()
            before = pools[-1]
            before[0] = (before[0] * before[1] + mean * count) / (before[1] + count)
            before[1] += count
    left, right = wide[row[0]] / 2 - edge, edge - offsets[-1] - wide[row[-1]] / 2
    bases = [min(max(mean, left), right) for mean, count in pools for _ in range(int(count))]
    return [base + offset for base, offset in zip(bases, offsets, strict=True)]


def _routes(
    picture: Picture,
    made: Slots,
    boxes: Mapping[str, Box],
    centres: Mapping[str, float],
    tops: Sequence[tuple[float, float]],
) -> tuple[Route, ...]:
    """The way of every link, in the order of the picture; ends are spread over the borders of the boxes."""
    ports = _ports(made, boxes, centres)
    found = []
    for n, link in enumerate(picture.links):
        if link.owner == link.owned:
            found.append(Route(link, _loop(boxes[link.owner])))
            continue
        points = [ports[n, False]]
        for s in made.paths[n][1:-1]:
            y, height = tops[made.row[s]]
            points += [(centres[s], y), (centres[s], y + height)]
        points.append(ports[n, True])
        found.append(Route(link, tuple(points if made.falls(n) else reversed(points))))
    return tuple(found)


def _loop(box: Box) -> tuple[Point, ...]:
    """From the right border of a box back to it."""
    right, middle = box.x + box.width, box.y + box.height / 2
    return ((right, middle - 10), (right + 30, middle - 10), (right + 30, middle + 10), (right, middle + 10))


def _ports(made: Slots, boxes: Mapping[str, Box], centres: Mapping[str, float]) -> dict[tuple[int, bool], Point]:
    """Where the way of each link leaves the upper box (False) and meets the lower one (True)."""
    sides: dict[tuple[str, bool], list[tuple[float, int]]] = {}
    for n, path in made.paths.items():
        sides.setdefault((path[0], False), []).append((centres[path[1]], n))
        sides.setdefault((path[-1], True), []).append((centres[path[-2]], n))
    ports = {}
    for (id, lower), some in sides.items():
        box = boxes[id]
        y = box.y if lower else box.y + box.height
        spread = _spread(box)
        for k, (_, n) in enumerate(sorted(some)):
            ports[n, lower] = (spread(k, len(some)), y)
    return ports


def _spread(box: Box) -> Callable[[int, int], float]:
    """The k-th of so many ends on a border: near the middle while there are few."""

    def x(k: int, count: int) -> float:
        step = min(26.0, (box.width - 24) / max(count - 1, 1))
        return round(box.x + box.width / 2 + (k - (count - 1) / 2) * step, 1)

    return x
