"""Amounts that can be added up: totals of companies and parks with their parts taken out.

Among the amounts of one product, unit and status (of an output: and one period)
- a plant's amount is a piece;
- a park, and a facility of which the sort is not told, may hold the plants at its place: it counts with
  what is left of its amount when those are taken out;
- a company's amount may hold all that it owns or runs, also through others, and the plants that bear its
  name: it counts with what is left of it. Totals are told one of two ways, all of them the same. Low: whole
  parts are in them, and are taken out whole. High: of each part only the company's own share is in them,
  and is taken out (a part that it runs, or that bears its name, without a share that is known: in whole);
- where the parts make more than the total, what is left of lower totals is cut down to it, for it may be in
  the other parts; plants stay as they are, and where they alone make more it is a conflict;
- of companies of which neither owns the other but which both own something that has no amount itself, the
  later one counts with what it has more than the other: what both own may be in either total.
Nothing is below 0. So no tonne counts twice, whichever way totals are told; what may be missed is said.
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
        rest = _rest(held, [(p, WHOLE) for p in inside])
        self.assumptions.append(_said("site", held, inside) | {"total": held.amount.high, **rest.amount.as_dict()})
        return rest

    def _inside(self, held: Held, before: Sequence[Piece]) -> list[Piece]:
        here = self.place(held.entity).ids[:1]
        return [p for p in before if here and here[0] in self.place(p.held.entity).ids]

    def _company(self, held: Held, found: list[Piece]) -> Piece:
        below = self.stakes.below(held.entity)
        parts = [p for p in found if p.held.entity in below or self._bears_name(held, p)]
        parts = self._cut_down(held, parts, found)
        rest = _rest(held, self._owned(held.entity, parts))
        if parts:
            self.assumptions.append(_said("total", held, parts) | {"total": held.amount.high, **rest.amount.as_dict()})
        return self._without_common(held, rest, found)

    def _owned(self, company: str, parts: Sequence[Piece]) -> list[tuple[Piece, Interval]]:
        """The parts, each with how much of it a total surely holds that holds it by the company's share."""
        shares, _ = self.stakes.of(company, rule_named("integrated"))
        return [(p, shares.get(p.held.entity, WHOLE)) for p in parts]

    def _cut_down(self, held: Held, parts: Sequence[Piece], found: list[Piece]) -> list[Piece]:
        """The parts, with what is left of lower totals no more than what this total leaves for it."""
        owned = self._owned(held.entity, parts)
        for n, (part, share) in reversed(list(enumerate(owned))):
            room = _rest(held, [*owned[:n], *owned[n + 1 :]]).amount
            if self._is_company(part.held) and held.entity not in self.stakes.below(part.held.entity):
                high = room.high * 100 / share.low if share.low else part.amount.high
                cut = Amount(min(part.amount.low, room.low, high), min(part.amount.high, high))
                owned[n] = self._replaced(part, cut, held, found), share
        self._compared(held, owned)
        return [p for p, _ in owned]

    def _replaced(self, part: Piece, amount: Amount, by: Held, found: list[Piece]) -> Piece:
        if amount.near(part.amount):
            return part
        self.cut.append({**_said("total", part.held, []), "whole": by.entity, "effect": part.amount.high - amount.high})
        new = Piece(part.held, amount, tuple(sorted({*part.less, by.entity})))
        found[found.index(part)] = new
        return new

    def _compared(self, held: Held, owned: Sequence[tuple[Piece, Interval]]) -> None:
        least = fsum(p.amount.low * share.low / 100 for p, share in owned)
        if least > held.amount.high and not held.amount.near(Amount(least, least)):
            self.conflicts.append(
                {**_said("parts", held, [p for p, _ in owned]), "total": held.amount.high, "sum": least}
            )

    def _bears_name(self, held: Held, piece: Piece) -> bool:
        """Whether a plant is called by a company's name ("Alunorte refinery")."""
        if self._is_company(piece.held):
            return False
        company, site = self.entities[held.entity], self.entities[piece.held.entity]
        starts = tuple(f"{name.casefold()} " for name in {company.name, *company.names} if len(name) > 3)
        return any(name.casefold().startswith(starts) for name in {site.name, *site.names})

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
    """What is left of an amount: low without the parts in whole, high without the shares of them.

    What is left of a lower total is low where whole parts are told and high where shares of them are; the
    amounts of plants may be high or low either way.
    """
    whole = fsum(_ends(p).high for p, _ in parts)
    own = fsum(_ends(p).low * share.low / 100 for p, share in parts)
    low, high = max(0.0, held.amount.low - whole), max(0.0, held.amount.high - own)
    return Piece(held, Amount(min(low, high), high), tuple(sorted({p.held.entity for p, _ in parts})))


def _ends(piece: Piece) -> Amount:
    """What goes out of a total that is told in whole parts (high), and of one that is told in shares (low)."""
    turned = piece.held.entity.startswith("org/")
    return Amount(piece.amount.high, piece.amount.low) if turned else piece.amount


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
        "statements": sorted(s.id for s in held.statements),
    }
