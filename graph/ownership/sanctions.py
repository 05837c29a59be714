"""Who is blocked if these are: one question for a whole list of persons, their holdings counted together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.ownership import face
from graph.ownership.cascade import cascade, counted
from graph.ownership.face import Links, Row
from graph.ownership.matrix import Matrix
from graph.ownership.net import walk
from graph.ownership.paths import links
from graph.ownership.proof import Pair
from graph.ownership.rules import Figures, Rule, direct_of, rule_named, threshold_of
from ontology.errors import InputError

AGGREGATED = ("ofac-50", "majority")
"""The rules that can count several owners as one."""


@dataclass(frozen=True)
class Blocked:
    """What a list of persons holds together, by a rule that counts them as one."""

    matrix: Matrix
    listed: tuple[str, ...]
    """Canonical ids, each once, sorted."""
    rule: Rule
    threshold: float | None
    figures: Figures
    """What the listed persons and all that they hold 50 % of hold of each company, where that is something."""

    @cached_property
    def inside(self) -> frozenset[str]:
        """The listed persons and all whose holdings count, or may count, in full."""
        return self._listed.union(counted(self.figures, self.rule))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.listed)

    @cached_property
    def _companies(self) -> frozenset[str]:
        """Those inside that are not listed."""
        return self.inside - self._listed

    @cached_property
    def reached(self) -> Mapping[str, tuple[str, ...]]:
        """By company the listed persons from whom a chain leads to it through companies that count in full.

        A chain ends at another listed person: that one's holdings count by the list already.
        """
        found: dict[str, list[str]] = {}
        for person in self.listed:
            for j in walk([person], self._further(person)):
                if j != person:
                    found.setdefault(j, []).append(person)
        return {j: tuple(persons) for j, persons in found.items()}

    def _further(self, person: str) -> Callable[[str], Iterable[str]]:
        """The steps down from a person: through itself, and through companies that count, none of them listed."""
        out, through = self.matrix.net.out, self._companies
        return lambda here: out.get(here, ()) if here == person or here in through else ()

    @cached_property
    def hops(self) -> Mapping[str, int]:
        """The least number of steps from any of the listed persons through what counts in full."""
        out, inside = self.matrix.net.out, self.inside
        return walk(self.listed, lambda here: out.get(here, ()) if here in inside else ())

    @property
    def items(self) -> tuple[str, ...]:
        """The companies of which a share is held, from the greatest share down."""
        some = ((j, s) for j, s in self.figures.items() if s.high > 0)
        return tuple(j for j, s in sorted(some, key=lambda i: (-i[1].low, -i[1].high, self.hops[i[0]], i[0])))

    def links(self, company: str) -> list[Pair]:
        """The links that chains from the listed persons to a company use, nearest to it first."""
        return links(self.matrix.net, self._listed, company, self._companies)

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON; percent from 0 to 100; `reached_by` are the listed persons behind an item."""
        m, cut = self.matrix, list[Row]()
        m.learn({*self.listed, *self.items})
        proof = Links(m, cut)
        for j in self.items:
            proof.add(j, self.links(j))
        return {
            **face.head(m, [face.named(m, id) for id in self.listed], self.rule.name, self.threshold),
            "items": [self._item(j, proof) for j in self.items],
            **face.tail(m, frozenset(self.items), cut),
        }

    def _item(self, j: str, proof: Links) -> Row:
        m, share = self.matrix, self.figures[j]
        direct = direct_of(m.net, j, self._listed)
        return {
            **face.named(m, j),
            **face.ends(share),
            "direct": None if direct is None else face.ends(direct),
            "meets": self.rule.meets(share, self.threshold),
            "hops": self.hops[j],
            "reached_by": [face.named(m, id) for id in self.reached[j]],
            "proof": proof.of(j),
        }


def blocked(
    matrix: Matrix, persons: Iterable[str], *, rule: str = "ofac-50", threshold: float | None = None
) -> Blocked:
    """What `persons` hold together: two who hold 30 % each block a company, and what it holds half of, and so on.

    B = all of `persons`; S = the least set with B in it and every j whose owners in S hold >= 50
    together; the figure of j = the sum of the shares that S without j holds. The persons themselves
    are no items: they are blocked by the list. `threshold` says what is shown as met; the cascade
    keeps the rule's own 50. Source: OFAC FAQ 398 to 402.
    InputError for an unknown rule, one that cannot count owners together, or a bad threshold.
    """
    by = rule_named(rule)
    if by.name not in AGGREGATED:
        raise InputError(f"the rule {by.name} asks of one owner; of several together ask {' or '.join(AGGREGATED)}")
    listed = tuple(sorted({matrix.canon(id) for id in persons}))
    return Blocked(matrix, listed, by, threshold_of(by, threshold), cascade(matrix.net, listed, by))
