"""What the sentence says of a deal beside the clause that tells it: its price, all of the shares, both sides alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue

MOVES = "transfersCapacityTo"
DEALS = frozenset({"acquires", "sells"})
AROUND = 12


def whole(rows: Sequence[Candidate], context: Context) -> Iterator[Candidate]:
    """The candidates of a sentence, with what the rest of the sentence says of its deal."""
    merged = _exact(_once(rows))
    deals = [c for c in merged if c.predicate in DEALS and c.object is not None]
    one = len({c.object.entity for c in deals if c.object is not None}) == 1
    told = _told(deals, context) if one else {}
    for row in merged:
        more = told if row in deals else _measured(row, context)
        yield replace(row, qualifiers={**more, **row.qualifiers}) if more else row


def _measured(row: Candidate, context: Context) -> dict[str, Scalar]:
    """The unit of an amount; capacity that moves is of a year, though Chinese leaves the year out."""
    amount = row.qualifiers.get("quantity")
    unit = next((q.unit for q in context.quantities if amount is not None and number(q.value) == amount), "")
    yearly = row.predicate == MOVES and unit == "t"
    return {"unit": f"{unit}/a" if yearly else unit} if unit else {}


def _once(rows: Sequence[Candidate]) -> list[Candidate]:
    """The rows, those that say the same thing each with the qualifiers of all."""
    found: list[Candidate] = []
    for row in rows:
        alike = [c for c in rows if _alike(c, row)]
        found.append(replace(row, qualifiers={k: v for c in (*alike, row) for k, v in c.qualifiers.items()}))
    return found


def _exact(rows: Sequence[Candidate]) -> list[Candidate]:
    """The rows without the place to which capacity moves where they tell who takes it over there."""
    moved = [c for c in rows if c.predicate == MOVES and c.object is not None and c.object.type != "Place"]
    taken = {(c.subject.entity, c.qualifiers.get("quantity")) for c in moved}
    return [
        c
        for c in rows
        if c.predicate != MOVES
        or c.object is None
        or c.object.type != "Place"
        or (c.subject.entity, c.qualifiers.get("quantity")) not in taken
    ]


def _alike(a: Candidate, b: Candidate) -> bool:
    same = (a.predicate, a.ends, a.status) == (b.predicate, b.ends, b.status) and a.object is not None
    return same and all(b.qualifiers.get(k, v) == v for k, v in a.qualifiers.items())


def _told(deals: Sequence[Candidate], context: Context) -> dict[str, Scalar]:
    """Price and share of the one deal of a sentence."""
    told: dict[str, Scalar] = {}
    text, base = context.sentence.text, context.sentence.start
    sums = [q for q in context.quantities if re.fullmatch("[A-Z]{3}", q.unit)]
    paid = [q for q in sums if clue("zh.deals.price").search(text[max(0, q.start - base - AROUND) : q.start - base])]
    if len(paid) == 1:
        told |= {"price": number(paid[0].value), "currency": paid[0].unit}
    shares = {c.qualifiers["share"] for c in deals if "share" in c.qualifiers}
    if len(shares) == 1:
        told["share"] = shares.pop()
    elif not shares and any(c.object and clue("zh.deals.whole").match(text, c.object.end - base) for c in deals):
        told["share"] = 100
    return told
