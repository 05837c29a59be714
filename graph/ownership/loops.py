"""Cross-holding loops: companies that own each other, directly or through others, and what that changes.

A loop is a strongly connected part of the net: two or more companies of which each owns each other
by some chain, or one that holds shares of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.ownership import face
from graph.ownership.effects import Effect, effects, outside
from graph.ownership.face import Links, Row
from graph.ownership.matrix import Matrix
from graph.ownership.net import Net
from graph.ownership.proof import Pair

MEMBERS = 500
"""Most members of a loop that are shown, and of one whose effects are solved."""
ROWS = 1000
"""Most effects of one loop that are shown, those that change most first."""


def loops_of(net: Net, nodes: Set[str]) -> list[tuple[str, ...]]:
    """The members of each loop among `nodes`, sorted; larger loops first. With each node all upstream of it."""
    turning = net.into.keys() & net.out.keys() & nodes  # who holds nothing, or is held by nobody, is in no loop
    return sorted(set(net.loops(turning).values()), key=lambda members: (-len(members), members))


@dataclass(frozen=True)
class Loop:
    """Companies that own each other, and what that changes for those outside who hold one of them."""

    matrix: Matrix
    members: tuple[str, ...]

    @cached_property
    def links(self) -> list[Pair]:
        """The holdings inside, of itself too."""
        inside, into = set(self.members), self.matrix.net.into
        return [(k, j) for j in self.members for k in sorted(into.get(j, {}).keys() & inside)]

    @cached_property
    def effects(self) -> tuple[list[Effect], list[Row]]:
        """What the loop changes, the greatest change first, and what was left out."""
        if len(self.members) > MEMBERS:
            return [], [{"kind": "effects", "why": f"a loop of more than {MEMBERS} members"}]
        found, cut = effects(self.matrix.net, self.members)
        found.sort(key=lambda e: (-e.change, e.owner, e.member))
        if len(found) > ROWS:
            cut.append({"kind": "effects", "rows": len(found) - ROWS, "effect": round(found[ROWS].change, 10)})
        return found[:ROWS], cut

    def as_dict(self, proof: Links) -> Row:
        """The loop as JSON; what is left out is added to the cut of `proof`."""
        m, item, cut = self.matrix, self.members[0], proof.cut
        found, left = self.effects
        cut += [{**row, "item": item} for row in left]
        if len(self.members) > MEMBERS:
            cut.append({"kind": "members", "item": item, "members": len(self.members) - MEMBERS})
        return {
            "members": [face.named(m, id) for id in self.members[:MEMBERS]],
            "outside": [face.named(m, id) for id in outside(m.net, self.members)[:MEMBERS]],
            "effects": [self._effect(e) for e in found],
            "proof": proof.of(item),
        }

    def _effect(self, e: Effect) -> Row:
        m = self.matrix
        return {
            "owner": face.named(m, e.owner),
            "member": face.named(m, e.member),
            "with": face.ends(e.with_loop),
            "without": face.ends(e.without),
            "difference": {
                "low": round(e.with_loop.low - e.without.low, 10),
                "high": round(e.with_loop.high - e.without.high, 10),
            },
        }


@dataclass(frozen=True, slots=True)
class Loops:
    """The loops of a net, or those that contain one entity or lie upstream of it."""

    matrix: Matrix
    of: str | None
    loops: tuple[Loop, ...]

    def as_dict(self, limit: int = 0) -> dict[str, Any]:
        """The answer as JSON; the `limit` largest loops (0: all).

        `effects` has, by outside owner and member, the integrated share with the loop and without it (the
        links inside left out), and the differences of the lows and of the highs; `proof` the links inside.
        """
        m, cut = self.matrix, list[Row]()
        shown = face.limited(self.loops, limit, cut)
        proof = Links(m, cut)
        for loop in shown:
            proof.add(loop.members[0], loop.links)
        m.learn({id for loop in shown for id in (*loop.members[:MEMBERS], *outside(m.net, loop.members))})
        items = [loop.as_dict(proof) for loop in shown]
        of = None if self.of is None else {"id": self.of, "name": m.name(self.of)}
        scope = {id for loop in shown for id in loop.members}
        return {**face.head(m, of, "integrated", None), "items": items, **face.tail(m, scope, cut)}


def loops(matrix: Matrix, of: str | None = None) -> Loops:
    """All loops; or those that `of` is in or that lie upstream of it. A loop downstream changes nothing for it."""
    net, of = matrix.net, None if of is None else matrix.canon(of)
    nodes: Iterable[str] = entities(net) if of is None else net.upstream(of)
    return Loops(matrix, of, tuple(Loop(matrix, members) for members in loops_of(net, frozenset(nodes))))


def entities(net: Net) -> set[str]:
    """All that hold or are held."""
    return net.into.keys() | net.out.keys()
