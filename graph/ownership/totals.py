"""Attributed amounts added up by product, unit, status and what else is asked: place, plant, owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from graph.ownership.amounts import NOTHING, Amount
from graph.ownership.attribution import Attribution, Part, summed
from graph.ownership.interests import Interval
from graph.ownership.pieces import Piece
from ontology.errors import InputError

BY = ("product", "country", "province", "status", "site", "owner", "class")
OWNERS = ("owner", "class")
"""By these the same plants are shared out; by the others they are sorted."""
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """What of some plants is attributed, and what is left of them."""

    product: str | None
    unit: str | None
    status: str
    period: str | None
    by: dict[str, str | None]
    attributed: Amount
    others: Amount
    whole: Amount


def totals(found: Attribution, by: Sequence[str] = ()) -> list[Total]:
    """Totals of each product, unit, status and (of an output) period, split by what is asked.

    Attributed + others = whole in each. By owner, or by the owners' class, the attributed amounts are parts
    of one whole, those of None what nobody is named for. InputError for what nothing can be split by.
    """
    unknown = sorted(set(by) - set(BY))
    if unknown:
        raise InputError(f"by {unknown[0]!r}: an attribution is split by {', '.join(BY)}")
    dimensions = [b for b in by if b not in OWNERS]
    plants: dict[tuple[tuple[str, ...], Key], list[Piece]] = defaultdict(list)
    for piece in found.pieces:
        plants[summed(piece.held), tuple(_value(found, piece, b) for b in dimensions)].append(piece)
    made = [
        _total(key, dict(zip(dimensions, values, strict=True)) | owner, rows)
        for (key, values), pieces in plants.items()
        for owner, rows in _shared_out(found, pieces, [b for b in by if b in OWNERS])
    ]
    order = found.ground.ontology.observation_statuses.index
    return sorted(made, key=lambda t: (order(t.status), t.product or "~", -t.attributed.high, -t.whole.high, str(t.by)))


Rows = list[tuple[Piece, Interval]]


def _shared_out(
    found: Attribution, pieces: Sequence[Piece], by: Sequence[str]
) -> Iterator[tuple[dict[str, str | None], Rows]]:
    """Pieces with the share of the asked one; or once for each owner, or class of owners, with its share."""
    groups: dict[Key, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for n, piece in enumerate(pieces):
        for owner, share in _by_owner(found, piece) if by else _of(found, piece):
            groups[tuple(_owner(found, b, owner) for b in by)][n].append(share)
    for key, shares in groups.items():
        yield dict(zip(by, key, strict=True)), [(p, _sum(shares.get(n, []))) for n, p in enumerate(pieces)]


def _of(found: Attribution, piece: Piece) -> list[tuple[str | None, Interval]]:
    return [(p.id, p.share) for p in _parts(found, piece)] or [(None, Interval((0.0, 0), (0.0, 0)))]


def _parts(found: Attribution, piece: Piece) -> Iterator[Part]:
    return (p for p in found.parts if p.piece is piece)


def _by_owner(found: Attribution, piece: Piece) -> list[tuple[str | None, Interval]]:
    ends = found.ground.stakes.ends(piece.held.entity)
    named = _sum(list(ends.values()))
    rest = Interval((100 - named.high, 0), (100 - named.low, 0))
    return [*ends.items(), *([(None, rest)] if rest.high > 1e-9 else [])]


def _sum(shares: Sequence[Interval]) -> Interval:
    low = min(100.0, fsum(s.low for s in shares))
    return Interval((low, 0), (min(100.0, max(low, fsum(s.high for s in shares))), 0))


def _owner(found: Attribution, dimension: str, owner: str | None) -> str | None:
    return owner if dimension == "owner" or owner is None else found.ground.type(owner)


def _value(found: Attribution, piece: Piece, dimension: str) -> str | None:
    if dimension == "site":
        return piece.held.entity
    if dimension in ("country", "province"):
        place = found.ground.place(piece.held.entity)
        return place.country if dimension == "country" else place.province
    return piece.held.product if dimension == "product" else piece.held.status


def _total(key: tuple[str, ...], by: dict[str, str | None], rows: Sequence[tuple[Piece, Interval]]) -> Total:
    product, unit, status, period = key
    attributed = others = whole = NOTHING
    for piece, share in rows:
        part = Part("", piece, share, share)
        attributed, others = attributed.plus(part.attributed), others.plus(part.rest)
        whole = whole.plus(piece.amount)
    return Total(product or None, unit or None, status, period or None, by, attributed, others, whole)
