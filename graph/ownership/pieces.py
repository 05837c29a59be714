"""Amounts that can be added up: totals of companies and parks with their parts taken out.

Among the amounts of one product, unit and status (of an output: and one period)
- a plant's amount is a piece;
- a park, and a facility of which the sort is not told, may hold the plants at its place: it counts with
  what is left of its amount when those are taken out;
- a company's amount may hold all that it owns or runs, also through others, and the plants that bear its
  name: it counts with what is left of it. Low: every part is taken out in whole. High: every part is
  taken out by the company's own share in it, as where a company's total counts only what is its own. A
  part that it runs is taken out in whole both ways;
- of companies of which neither owns the other but which both own something that has no amount itself, the
  later one counts with what it has more than the other: what both own may be in either total.
Nothing is below 0. So no reading adds a tonne twice, and what a total says is never less than kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from graph.ownership.amounts import Amount, Held
from graph.ownership.interests import Interval
from graph.ownership.plants import Place
from graph.ownership.rules import rule_named
from graph.ownership.stakes import WHOLE, Stakes
from graph.statement import Entity

UNSORTED = frozenset({"IndustrialPark", "Facility"})
"""Classes of sites that may be, or hold, other plants."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What counts of one amount; `less` are the entities whose amounts were taken out of it."""

    held: Held
    amount: Amount
    less: tuple[str, ...] = ()


@dataclass
class Sorting:
    """Turns amounts into pieces; `conflicts`, `assumptions` and `cut` fill up with what is to be said."""

    stakes: Stakes
    place: Callable[[str], Place]
    entities: Mapping[str, Entity]
    makes: Mapping[str, Set[str | None]]
    """The products of which an entity has an amount, or that it is said to make; left out where nobody says."""
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    assumptions: list[dict[str, Any]] = field(default_factory=list)
    cut: list[dict[str, Any]] = field(default_factory=list)

    def pieces(self, amounts: Iterable[Held]) -> list[Piece]:
        """The pieces of the amounts of one product, unit and status."""
        found: list[Piece] = []
        for held in sorted(amounts, key=self._order):
            piece = self._company(held, found) if self._is_company(held) else self._site(held, found)
            if piece.amount.high > 0 or held.amount.high == 0:
                found.append(piece)
        return found

    def _is_company(self, held: Held) -> bool:
        return not held.entity.startswith("site/")

    def _order(self, held: Held) -> tuple[int, int, float, str]:
        """Plants, then parks, then companies; each after what may be in it, and the greater first."""
        if self._is_company(held):
            return 2, len(self.stakes.below(held.entity)), -held.amount.high, held.entity
        unsorted = self.entities[held.entity].type in UNSORTED
        return int(unsorted), 0, held.amount.high if unsorted else 0.0, held.entity

    def _site(self, held: Held, before: Sequence[Piece]) -> Piece:
        inside = self._inside(held, before) if self.entities[held.entity].type in UNSORTED else []
        if not inside:
            return Piece(held, held.amount)
        self.assumptions.append(_said("site", held, inside))
        return _rest(held, [(p, WHOLE) for p in inside])

    def _inside(self, held: Held, before: Sequence[Piece]) -> list[Piece]:
        here = self.place(held.entity).ids[:1]
        return [p for p in before if here and here[0] in self.place(p.held.entity).ids]

    def _company(self, held: Held, before: Sequence[Piece]) -> Piece:
        below = self.stakes.below(held.entity)
        parts = [p for p in before if p.held.entity in below or self._bears_name(held, p)]
        rest = self._without_common(held, self._without(held, parts), before)
        if parts and rest.less:
            self.assumptions.append(_said("total", held, parts))
        return rest

    def _bears_name(self, held: Held, piece: Piece) -> bool:
        """Whether a plant is called by a company's name ("Alunorte refinery")."""
        if self._is_company(piece.held):
            return False
        company, site = self.entities[held.entity], self.entities[piece.held.entity]
        starts = tuple(f"{name.casefold()} " for name in {company.name, *company.names} if len(name) > 3)
        return any(name.casefold().startswith(starts) for name in {site.name, *site.names})

    def _without(self, held: Held, parts: Sequence[Piece]) -> Piece:
        shares, _ = self.stakes.of(held.entity, rule_named("integrated"))
        rest = _rest(held, [(p, self._own(held.entity, p, shares)) for p in parts])
        least = fsum(p.amount.low * self._own(held.entity, p, shares).low / 100 for p in parts)
        if least > held.amount.high and not held.amount.near(Amount(least, least)):
            self.conflicts.append({**_said("parts", held, parts), "total": held.amount.high, "sum": least})
        return rest

    def _own(self, company: str, part: Piece, shares: Mapping[str, Interval]) -> Interval:
        """How much of a part a company's total surely holds if the part is in it."""
        return shares.get(part.held.entity, WHOLE)

    def _without_common(self, held: Held, rest: Piece, before: Sequence[Piece]) -> Piece:
        below = self.stakes.below(held.entity)
        for other in before:
            apart = self._is_company(other.held) and other.held.entity not in below
            common = self._common(held, other, {p.held.entity for p in before}) if apart else []
            if common:
                amount = _minus(rest.amount, Amount(other.amount.high, other.amount.high))
                self.cut.append(
                    {**_said("overlap", held, [other]), "common": common, "effect": rest.amount.high - amount.high}
                )
                rest = Piece(held, amount, (*rest.less, other.held.entity))
        return rest

    def _common(self, held: Held, other: Piece, counted: set[str]) -> list[str]:
        """What two companies both own or run, has no piece, and may be in both totals."""
        both = self.stakes.below(held.entity) & self.stakes.below(other.held.entity)
        return [id for id in sorted(both - counted) if held.product in self.makes.get(id, {held.product})]


def _rest(held: Held, parts: Sequence[tuple[Piece, Interval]]) -> Piece:
    """What is left of an amount: low without the parts in whole, high without the shares of them."""
    whole = fsum(p.amount.high for p, _ in parts)
    own = fsum(p.amount.low * share.low / 100 for p, share in parts)
    low, high = max(0.0, held.amount.low - whole), max(0.0, held.amount.high - own)
    return Piece(held, Amount(low, high), tuple(sorted({p.held.entity for p, _ in parts})))


def _minus(a: Amount, b: Amount) -> Amount:
    return Amount(max(0.0, a.low - b.high), max(0.0, a.high - b.low))


def _said(kind: str, held: Held, parts: Iterable[Piece]) -> dict[str, Any]:
    return {
        "kind": kind,
        "entity": held.entity,
        "product": held.product,
        "unit": held.unit,
        "status": held.status,
        "parts": sorted(p.held.entity for p in parts),
    }
