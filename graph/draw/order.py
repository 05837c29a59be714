"""The order of entities within the layers of a picture, with slots for the links that pass through."""

from __future__ import annotations

import itertools
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.draw.picture import Picture

SWEEPS = 12
PASSAGE = "\0passage "
"""How names of passages begin; no id holds a control character."""


@dataclass(frozen=True, slots=True)
class Slots:
    """Layers from the top, each a sequence of slots from the left: ids of entities, and names of passages."""

    rows: Sequence[Sequence[str]]
    row: Mapping[str, int]
    above: Mapping[str, Sequence[str]]
    below: Mapping[str, Sequence[str]]
    paths: Mapping[int, tuple[str, ...]]
    """By the number of a link, its slots from the upper end to the lower one; self-links have none."""
    turned: frozenset[int]
    """Links whose owner stands below the owned."""

    def falls(self, link: int) -> bool:
        """Whether a link goes down from its owner."""
        return link not in self.turned


def slots(picture: Picture) -> Slots:
    """The slots of a picture, in an order with few crossings."""
    row = {n.id: n.layer for n in picture.nodes}
    rows: list[list[str]] = [[] for _ in range(max(row.values()) + 1)]
    for node in picture.nodes:
        rows[node.layer].append(node.id)
    paths: dict[int, tuple[str, ...]] = {}
    turned = set()
    for n, link in enumerate(picture.links):
        if link.owner == link.owned:
            continue
        upper, lower = link.owner, link.owned
        if row[upper] > row[lower]:
            upper, lower = lower, upper
            turned.add(n)
        passed = [f"{PASSAGE}{n}.{layer}" for layer in range(row[upper] + 1, row[lower])]
        for layer, s in enumerate(passed, row[upper] + 1):
            row[s] = layer
            rows[layer].append(s)
        paths[n] = (upper, *passed, lower)
    above, below = _neighbours(row, paths.values())
    start = [_parted(layer) for layer in rows]
    return Slots(_ordered(start, above, below, picture.down), row, above, below, paths, frozenset(turned))


def _neighbours(
    names: Iterable[str], paths: Iterable[Sequence[str]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {s: [] for s in names}
    below: dict[str, list[str]] = {s: [] for s in above}
    for path in paths:
        for upper, lower in itertools.pairwise(path):
            above[lower].append(upper)
            below[upper].append(lower)
    return above, below


def _ordered(
    rows: Sequence[Sequence[str]],
    above: Mapping[str, Sequence[str]],
    below: Mapping[str, Sequence[str]],
    up: bool,
) -> Sequence[Sequence[str]]:
    """The order with the fewest crossings that the sweeps, down and up in turn, come by; the first goes `up` or not."""
    now = [list(row) for row in rows]
    best, fewest = now, _crossings(now, below)
    for turn in range(SWEEPS):
        down = (turn % 2 == 1) == up
        near = above if down else below
        now = [list(row) for row in now]
        for n in range(1, len(now)) if down else range(len(now) - 2, -1, -1):
            _sort(now[n], now[n - 1 if down else n + 1], near)
        count = _crossings(now, below)
        if count < fewest:
            best, fewest = now, count
    return best


def _sort(row: list[str], fixed: Sequence[str], near: Mapping[str, Sequence[str]]) -> None:
    """Sort a layer by the mean place of the neighbours in the fixed one; who has none keeps its place."""
    at = {s: n / max(len(fixed) - 1, 1) for n, s in enumerate(fixed)}
    own = {s: n / max(len(row) - 1, 1) for n, s in enumerate(row)}
    means = {s: sum(at[m] for m in near[s]) / len(near[s]) if near[s] else own[s] for s in row}
    row.sort(key=means.__getitem__)
    row[:] = [s for _, tied in itertools.groupby(row, key=means.__getitem__) for s in _parted(tied)]


def _parted(tied: Iterable[str]) -> list[str]:
    """Slots that may stand in any order: passages in the middle, entities on both sides of them."""
    some = list(tied)
    entities = [s for s in some if not s.startswith(PASSAGE)]
    half = len(entities) // 2
    return [*entities[:half], *(s for s in some if s.startswith(PASSAGE)), *entities[half:]]


def _crossings(rows: Sequence[Sequence[str]], below: Mapping[str, Sequence[str]]) -> int:
    """How many pairs of ways cross between neighbouring layers."""
    count = 0
    for row, under in itertools.pairwise(rows):
        at = {s: n for n, s in enumerate(under)}
        seen: list[int] = []
        for s in row:
            ends = sorted(at[m] for m in below[s])
            count += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return count
