"""A question of ownership and its answer with proof: owners, holdings, the chain between two.

Shares are intervals in percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.ownership.interests import Interval
from graph.ownership.matrix import Matrix
from graph.ownership.matrix import matrix as matrix
from graph.ownership.proof import Proof, assumptions, conflicts, ends
from graph.ownership.rules import Figures, Rule, rule_named, shares_upstream, threshold_of


@dataclass(frozen=True, slots=True)
class Item:
    """One owner or holding: the share by the rule and, where there is one, the direct share."""

    id: str
    owner: str
    owned: str
    share: Interval
    direct: Interval | None
    meets: str | None
    hops: int


Cut = Mapping[str, Any]
"""{"kind", …, "effect"}: what kind of thing was left out, and the greatest percentage that any of it has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one entity; items from the greatest share down."""

    question: str
    """owners, holdings or chain."""
    matrix: Matrix
    of: str
    rule: Rule
    threshold: float | None
    items: tuple[Item, ...]
    scope: frozenset[str]
    """The companies whose owners were looked at."""
    cut: tuple[Cut, ...] = ()
    """What was left out on demand, and how much it could matter."""

    @property
    def bound(self) -> str:
        """Whether highs are the greatest possible figures, or (where lows sum above 100) only a bound."""
        uneven = self.matrix.net.uneven
        return "monotone" if any(uneven[j].lows > 100 for j in uneven.keys() & self.scope) else "exact"

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON; percent from 0 to 100."""
        m = self.matrix
        proof = Proof(m, self.rule)
        for item in self.items:
            proof.add(item.id, item.owner, item.owned, low=item.share.low > 0)
        m.learn({self.of, *(item.id for item in self.items), *proof.entities()})
        return {
            "of": {"id": self.of, "name": m.name(self.of)},
            "question": self.question,
            "rule": self.rule.name,
            "as_of": m.as_of,
            "known_by": m.known_by,
            "threshold": self.threshold,
            "revision": m.revision,
            "bound": self.bound,
            "items": [self._item(item, proof) for item in self.items],
            "conflicts": conflicts(m, self.scope),
            "assumptions": assumptions(m, self.scope),
            "cut": [*self.cut, *proof.cut],
            "planned": proof.planned(self.scope),
        }

    def _item(self, item: Item, proof: Proof) -> dict[str, Any]:
        return {
            "id": item.id,
            "name": self.matrix.name(item.id),
            "type": self.matrix.type(item.id),
            **ends(item.share),
            "direct": None if item.direct is None else ends(item.direct),
            "meets": item.meets,
            "hops": item.hops,
            "proof": proof.links(item.id),
        }


def owners(matrix: Matrix, of: str, *, rule: str = "integrated", threshold: float | None = None) -> Answer:
    """All that own `of`, directly or through others. InputError for an unknown rule or a bad threshold."""
    by, limit, of = rule_named(rule), threshold_of(rule_named(rule), threshold), matrix.canon(of)
    hops = matrix.net.upstream(of)
    found = shares_upstream(matrix.net, of, by, hops)
    items = (_made(matrix, i, (i, of), found, by, limit, hops[i]) for i in found)
    return Answer("owners", matrix, of, by, limit, _sorted(items), frozenset(hops))


def holdings(matrix: Matrix, of: str, *, rule: str = "integrated", threshold: float | None = None) -> Answer:
    """All that `of` owns, directly or through others. InputError as for `owners`."""
    by, limit, of = rule_named(rule), threshold_of(rule_named(rule), threshold), matrix.canon(of)
    hops = matrix.net.downstream(of)
    found = by.reach(matrix.net, of, hops)
    items = (_made(matrix, j, (of, j), found, by, limit, hops[j]) for j in found if j != of)
    return Answer("holdings", matrix, of, by, limit, _sorted(items), frozenset(hops) - {of})


def chain(
    matrix: Matrix, source: str, target: str, *, rule: str = "integrated", threshold: float | None = None
) -> Answer:
    """What `source` owns of `target`: one item or, where no chain leads there, none. InputError as for `owners`."""
    by, limit = rule_named(rule), threshold_of(rule_named(rule), threshold)
    source, target = matrix.canon(source), matrix.canon(target)
    hops = matrix.net.downstream(source, matrix.net.upstream(target))
    items: list[Item] = []
    if target in hops and source != target:
        found = {source: by.reach(matrix.net, source, hops)[target]}
        items.append(_made(matrix, source, (source, target), found, by, limit, hops[target]))
    return Answer("chain", matrix, target, by, limit, _sorted(items), frozenset(hops) | {target})


def _made(
    m: Matrix, id: str, ends: tuple[str, str], found: Figures, rule: Rule, threshold: float | None, hops: int
) -> Item:
    share = found[id]
    return Item(id, *ends, share, m.net.direct(*ends), rule.meets(share, threshold), hops)


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    some = (item for item in items if item.share.high > 0)
    return tuple(sorted(some, key=lambda i: (-i.share.low, -i.share.high, i.hops, i.id)))
