"""How much of what plants can make (or made) is a group's, by effective share; no tonne counts twice.

Attributed = amount x share, each from low to high. The exact rule:

1. Whose. The group holds what the ownership rule says; a plant that nobody is said to own is wholly its
   operator's (several operators: from the least to the greatest of their shares), which `assumptions` say.
2. Which amount. One of each entity, product, unit and status: see `amounts.choose`.
3. Never twice. Totals are made of pieces, from which the parts are taken out: see `pieces`. Products,
   units, statuses and (of outputs) periods are never added to each other.
4. What is left. Of each piece the rest is others': attributed + others = the plants' whole.
5. A plant asked for: the same from the other end. Its amount goes to the owners at which chains end, each
   with what its own named owners do not hold (see `stakes.Stakes.ends`); what nobody is named for is others'.
6. A place asked for: all plants that lie in it, by the owners at which chains end; companies do not count,
   since a seat is no plant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.ownership.amounts import Amount, Held
from graph.ownership.ground import Ground
from graph.ownership.interests import Interval
from graph.ownership.pieces import Piece, Sorting
from graph.ownership.plants import NOWHERE, Place
from graph.ownership.rules import Rule, rule_named
from graph.ownership.stakes import WHOLE
from ontology.errors import InputError

ADDITIVE = frozenset({"integrated", "eu-amlr"})
"""Rules by which the shares of all owners of a plant are parts of one whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one piece gives to one party. `id` is the plant or company, or the owner where a plant was asked for."""

    id: str
    piece: Piece
    share: Interval
    effective: Interval
    """With what the party's own named owners hold of it; else the share."""
    place: Place = NOWHERE

    @property
    def attributed(self) -> Amount:
        """Amount x share."""
        whole = self.piece.amount
        return Amount(whole.low * self.share.low / 100, whole.high * self.share.high / 100)

    @property
    def rest(self) -> Amount:
        """What is not the party's."""
        whole = self.piece.amount
        return Amount(whole.low * (100 - self.share.high) / 100, whole.high * (100 - self.share.low) / 100)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Parts from the greatest down, and what is to be said of them."""

    ground: Ground
    of: str
    rule: Rule
    parts: tuple[Part, ...]
    pieces: tuple[Piece, ...]
    conflicts: tuple[dict[str, Any], ...]
    assumptions: tuple[dict[str, Any], ...]
    cut: tuple[dict[str, Any], ...]


def attribute(on: Ground, of: str, *, rule: str = "integrated") -> Attribution:
    """What is attributed to a group, person or state body; of a plant or a place, to its owners.

    InputError for an unknown rule, and for a rule whose shares are no parts where owners are asked for.
    """
    by, of = rule_named(rule), on.canon(of)
    if of.startswith(("site/", "place/")):
        if rule not in ADDITIVE:
            raise InputError(f"rule {rule}: by it the shares of all owners are no parts of a whole; take integrated")
        return _of_owners(on, of, by)
    shares, _ = on.stakes.of(of, by)
    sorting, pieces = _pieces(on, shares)
    parts = (_part(on, piece, shares[piece.held.entity]) for piece in pieces)
    return _made(on, of, by, parts, (sorting, pieces), shares)


def _part(on: Ground, piece: Piece, share: Interval) -> Part:
    return Part(piece.held.entity, piece, share, share, on.place(piece.held.entity))


def _of_owners(on: Ground, of: str, rule: Rule) -> Attribution:
    """The amounts of a plant, or of all plants in a place, by the owners at which chains end."""
    sites = {h.entity for h in on.choice.held if h.entity.startswith("site/")}
    inside = {of} if of.startswith("site/") else {s for s in sites if of in on.places.of(s).ids}
    sorting, pieces = _pieces(on, inside)
    parts = [
        Part(owner, piece, end, _effective(on, owner, piece.held.entity, rule), on.place(piece.held.entity))
        for piece in pieces
        for owner, end in on.stakes.ends(piece.held.entity).items()
    ]
    return _made(on, of, rule, parts, (sorting, pieces), inside)


def _effective(on: Ground, owner: str, entity: str, rule: Rule) -> Interval:
    shares, _ = on.stakes.of(owner, rule)
    return shares.get(entity, WHOLE)


def _pieces(on: Ground, entities: Iterable[str]) -> tuple[Sorting, list[Piece]]:
    """The amounts of these entities as pieces, each product, unit, status and (of an output) period apart."""
    wanted = set(entities)
    groups: dict[tuple[str, ...], list[Held]] = defaultdict(list)
    for held in on.choice.held:
        if held.entity in wanted:
            groups[summed(held)].append(held)
    sorting = Sorting(on.stakes, on.places.of, on.entities, on.makes)
    return sorting, [piece for _, amounts in sorted(groups.items()) for piece in sorting.pieces(amounts)]


def summed(held: Held) -> tuple[str, ...]:
    """What two amounts must share to be added up: product, unit, status and, of what is no rate, the period."""
    rate = held.unit is None or "/" in held.unit or held.unit == "MW"
    return held.product or "", held.unit or "", held.status, "" if rate else held.period or ""


def _made(
    on: Ground,
    of: str,
    rule: Rule,
    parts: Iterable[Part],
    sorted_out: tuple[Sorting, Sequence[Piece]],
    scope: Iterable[str],
) -> Attribution:
    (sorting, pieces), within = sorted_out, frozenset(scope)
    order = sorted(parts, key=lambda p: _place_in_list(on, p))
    conflicts = [*_about(on.choice.conflicts, within), *sorting.conflicts]
    assumptions = [
        *_operated(on, pieces),
        *_seated(on, pieces),
        *_about(on.choice.assumptions, within),
        *sorting.assumptions,
    ]
    cut = [*_about(on.choice.cut, within), *sorting.cut, *_without_figure(on, within - {of}), *_companies(on, of)]
    return Attribution(on, of, rule, tuple(order), tuple(pieces), tuple(conflicts), tuple(assumptions), tuple(cut))


def _place_in_list(on: Ground, part: Part) -> tuple[object, ...]:
    """What operates first, then the greatest share of an amount."""
    status = on.ontology.observation_statuses.index(part.piece.held.status)
    return status, -part.attributed.low, -part.attributed.high, part.id, part.piece.held.entity


def _about(remarks: Iterable[dict[str, Any]], entities: frozenset[str]) -> list[dict[str, Any]]:
    return [remark for remark in remarks if remark["entity"] in entities]


def _operated(on: Ground, pieces: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    """The plants that count as their operator's, each once."""
    for site in sorted({p.held.entity for p in pieces}):
        operators = on.stakes.operators(site)
        if operators:
            statements = sorted(s.id for o in operators for s in on.runs[o, site])
            yield {"kind": "operator", "entity": site, "operators": list(operators), "statements": statements}


def _seated(on: Ground, pieces: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    """The companies that have a place, each once: their plants are not all known."""
    for id in sorted({p.held.entity for p in pieces}):
        if not id.startswith("site/") and on.place(id) != NOWHERE:
            yield {"kind": "seat", "entity": id}


def _without_figure(on: Ground, entities: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The plants, and the companies that hold and run nothing, of which there is no amount."""
    known = {h.entity for h in on.choice.held}
    bare = sorted(id for id in entities - known if id.startswith("site/") or not on.leads(id))
    if bare:
        yield {"kind": "figure", "entities": bare}


def _companies(on: Ground, of: str) -> Iterator[dict[str, Any]]:
    """The companies with a seat in a place that was asked for, and amounts that do not count there."""
    seated = sorted({h.entity for h in on.choice.held if not h.entity.startswith("site/")})
    left_out = [id for id in seated if of.startswith("place/") and of in on.places.of(id).ids]
    if left_out:
        yield {"kind": "companies", "entities": left_out}
