"""Joint ventures without a controller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.ownership import face
from graph.ownership.cascade import HALF, cascade, counted
from graph.ownership.face import Links, Row
from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.net import Net
from graph.ownership.paths import links
from graph.ownership.proof import Pair
from graph.ownership.rules import Figures, over, rule_named

RULE = rule_named("majority")


@dataclass(frozen=True, slots=True)
class Venture:
    """A company or site with several owners of whom none has a majority."""

    id: str
    certain: bool
    """Whether nobody can have one; else somebody may, whom no document settles."""
    owners: Mapping[str, Interval]
    """What each holds directly; itself left out."""
    unnamed: float
    """The most, in percent, that owners whom nobody names may hold."""
    leader: str
    share: Interval
    """What the greatest holder has by the rule `majority`, through companies that it controls too."""

    @property
    def links(self) -> list[Pair]:
        """What is held directly, the greatest first."""
        return [(k, self.id) for k in sorted(self.owners, key=lambda k: (-self.owners[k].low, -self.owners[k].high, k))]


@dataclass(frozen=True, slots=True)
class Ventures:
    """The joint ventures of a day, those without a controller for certain first."""

    matrix: Matrix
    items: tuple[Venture, ...]

    def as_dict(self, limit: int = 0) -> dict[str, Any]:
        """The answer as JSON; the first `limit` items (0: all). `meets` says how surely nobody has a majority."""
        m, cut = self.matrix, list[Row]()
        shown = face.limited(self.items, limit, cut)
        m.learn({id for v in shown for id in (v.id, *v.owners)})
        proof, chains = Links(m, cut), Links(m, cut)
        for v in shown:
            proof.add(v.id, v.links)
            chains.add(v.id, self._chain(v))
        items = [self._item(v, proof, chains) for v in shown]
        return {**face.head(m, None, RULE.name, HALF), "items": items, **face.tail(m, {v.id for v in shown}, cut)}

    def _item(self, v: Venture, proof: Links, chains: Links) -> Row:
        m = self.matrix
        return {
            **face.named(m, v.id),
            "meets": "certainly" if v.certain else "possibly",
            "owners": [{**face.named(m, k), **face.ends(v.owners[k])} for k, _ in v.links],
            "unnamed": {"low": 0, "high": round(v.unnamed, 9)},
            "greatest": {**face.named(m, v.leader), **face.ends(v.share), "proof": chains.of(v.id)},
            "proof": proof.of(v.id),
        }

    def _chain(self, v: Venture) -> list[Pair]:
        """The links that make the greatest share, where it is more than what its holder has directly."""
        if v.owners.get(v.leader) == v.share:
            return []
        net = self.matrix.net
        return links(net, {v.leader}, v.id, set(counted(cascade(net, [v.leader], RULE), RULE)))


def ventures(matrix: Matrix, *, certain: bool = False) -> Ventures:
    """Companies and sites with two or more named owners of whom none has a majority; `certain`: none can have.

    What counts: at least two owners other than the company itself that hold, or may hold, a part of it;
    a company with one named owner of 49 % is no venture, as nobody says who its others are. Nobody has a majority
    for certain by the rule `majority`: no one holds over 50 % together with the companies that it
    controls. That is *certain* where nobody's greatest share passes 50, at least two surely hold a
    part, and the part that nobody is named for is 50 at most; else it is *possible*.
    """
    net = matrix.net
    named = {j: {k: s for k, s in net.into[j].items() if k != j} for j in sorted(net.into)}
    several = {j: owners for j, owners in named.items() if len(owners) > 1}
    found = (v for v in _without(net, several) if v.certain or not certain)
    return Ventures(matrix, tuple(sorted(found, key=lambda v: (not v.certain, v.id))))


def _without(net: Net, several: Mapping[str, Mapping[str, Interval]]) -> Iterator[Venture]:
    """Those of whom nobody surely has a majority."""
    free = {j: owners for j, owners in several.items() if not any(_majority(s) for s in owners.values())}
    most = _greatest(net, free)
    for j, owners in free.items():
        if not any(_majority(s) for s in most[j].values()):
            yield _venture(net, j, owners, most[j])


def _majority(share: Interval) -> bool:
    return over(share.floor, HALF, strict=True)


def _venture(net: Net, j: str, owners: Mapping[str, Interval], held: Figures) -> Venture:
    unnamed = max(0.0, 100 - net.owners(j).lows)
    surely = sum(s.floor > (0.0, 0) for s in owners.values())
    nobody = not any(over(s.ceiling, HALF, strict=True) for s in held.values())
    leader = max(sorted(held), key=lambda i: (held[i].floor, held[i].ceiling))
    return Venture(j, nobody and surely > 1 and unnamed <= HALF, owners, unnamed, leader, held[leader])


def _greatest(net: Net, free: Mapping[str, Mapping[str, Interval]]) -> dict[str, Figures]:
    """What each holder has of these companies by the rule: its own, and what companies hold that it controls."""
    found: dict[str, Figures] = {j: dict(owners) for j, owners in free.items()}
    holders = {k for k, held in net.out.items() if any(j in net.out and _may_control(net, k, j) for j in held)}
    for i in sorted(holders):
        for j, share in cascade(net, [i], RULE).items():
            if j in found and share.high > 0:
                found[j][i] = share
    return found


def _may_control(net: Net, owner: str, company: str) -> bool:
    """Whether a holding alone may be a majority: who has none such controls nothing, so that it has its own alone."""
    return owner != company and over(net.into[company][owner].ceiling, HALF, strict=True)
