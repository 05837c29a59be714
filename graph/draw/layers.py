"""Which layer of a drawing each entity stands in: owners above what they own, no layer too wide.

Links that close a cycle are turned round before (the ones that a depth-first walk finds going back). Then layers are
filled from below: each entity as low as what it owns allows, and one higher where a layer is full. Everything follows
the order of the ids given, so the same input gives the same layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]

WIDEST = 8
"""Most entities side by side."""


def layers(ids: Sequence[str], pairs: Iterable[Pair], widest: int = WIDEST, down: bool = False) -> dict[str, int]:
    """The layer of each id, 0 at the top; `pairs` are (owner, owned) among the ids.

    They are filled from below, or with `down` from above, so that who was asked about has the first ids near.
    """
    below = acyclic(ids, ((held, owner) for owner, held in pairs) if down else pairs)
    depth = _longest(ids, below)
    found: dict[str, int] = {}
    room: dict[int, int] = {}
    for id in sorted(ids, key=lambda id: depth[id]):  # stable: within a depth in the order given
        layer = max((found[j] + 1 for j in below[id]), default=0)
        while room.get(layer, 0) == widest:
            layer += 1
        room[layer] = room.get(layer, 0) + 1
        found[id] = layer
    top = max(found.values(), default=0)
    return found if down else {id: top - layer for id, layer in found.items()}


def acyclic(ids: Sequence[str], pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """What stands below each id: the pairs without self-links, those that go back in a walk turned round."""
    owned: dict[str, list[str]] = {id: [] for id in ids}
    for owner, held in dict.fromkeys(pairs):
        if owner != held:
            owned[owner].append(held)
    rank = _finished(ids, owned)
    below: dict[str, set[str]] = {id: set() for id in ids}
    for owner, some in owned.items():
        for held in some:
            first, second = (owner, held) if rank[owner] > rank[held] else (held, owner)
            below[first].add(second)
    return below


def _finished(ids: Sequence[str], owned: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The order in which a depth-first walk is done with the ids; it starts at those that nobody owns."""
    held = {j for some in owned.values() for j in some}
    rank: dict[str, int] = {}
    seen: set[str] = set()
    for start in sorted(ids, key=lambda id: id in held):
        stack = [] if start in seen else [(start, iter(owned[start]))]
        seen.add(start)
        while stack:
            id, rest = stack[-1]
            following = next((j for j in rest if j not in seen), None)
            if following is None:
                rank[id] = len(rank)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(owned[following])))
    return rank


def _longest(ids: Sequence[str], below: Mapping[str, set[str]]) -> dict[str, int]:
    """The length of the longest chain down from each id, without recursion."""
    depth: dict[str, int] = {}
    stack = list(reversed(ids))
    while stack:
        id = stack[-1]
        missing = sorted(j for j in below[id] if j not in depth)
        if missing:
            stack += missing
        else:
            stack.pop()
            depth[id] = max((depth[j] + 1 for j in below[id]), default=0)
    return depth
