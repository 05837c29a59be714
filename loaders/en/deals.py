"""What both sides of a deal have in common: the price that the sentence names once, and the share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import Context
from loaders.quantities import Quantity

DEALS = frozenset({"acquires", "sells"})
SHARED = ("price", "currency", "share")
CURRENCY = re.compile("[A-Z]{3}")
BEFORE = re.compile(
    r"\b(?:for|at|worth|valued at|pa(?:y|ys|id|ying)|raised|raising|brought(?: in)?|nett?ed|fetched|yielded|received"
    r"|got|(?:price|consideration|value|sum|payment|total|tag|amount|equivalent) of)\s"
    r"(?:(?:about|around|some|nearly|almost|over|just|more than|less than|up to|a total of|a (?:[a-z]+ ){1,2}of"
    r"|the equivalent of|cash|in) ){0,3}$"
)
BETWEEN = re.compile(r"\b(?:brought|paid|cost|netted|gave|earned) (?:the |its )?[^,.;\d]{2,25} $")
"""Who gets it stands between: "brought the miner 200 million dollars"."""
AFTER = re.compile(r"[\s-](?:deal|purchase|acquisition|takeover|transaction|sale|buyout|bid|offer)\b")
EACH = re.compile(r"\s(?:each|apiece|a (?:share|ton|tonne|year)|per \w+|of (?:assumed|debt|sales|revenue))\b")


def completed(rows: Iterable[Candidate], context: Context) -> list[Candidate]:
    """The rows, with what the sentence says of the one deal in it told of both sides."""
    rows = list(rows)
    deals = [c for c in rows if c.predicate in DEALS and c.object is not None]
    if not deals or len({c.object.entity for c in deals if c.object}) > 1:
        return rows
    common = {k: v for c in deals for k, v in c.qualifiers.items() if k in SHARED}
    if "price" not in common:
        common |= _price(context)
    shares = {c.qualifiers["share"] for c in deals if "share" in c.qualifiers}
    if len(shares) != 1:
        common.pop("share", None)
    return [_with(c, common) if c in deals else c for c in rows]


def _with(deal: Candidate, common: dict[str, Scalar]) -> Candidate:
    return replace(deal, qualifiers={**common, **deal.qualifiers})


def _price(context: Context) -> dict[str, Scalar]:
    """The one sum of money that is paid."""
    sums = [q for q in context.quantities if CURRENCY.fullmatch(q.unit) and _paid(q, context)]
    return {"price": number(sums[0].value), "currency": sums[0].unit} if len(sums) == 1 else {}


def _paid(sum: Quantity, context: Context) -> bool:
    text, base = context.sentence.text, context.sentence.start
    before, after = text[max(0, sum.start - base - 60) : sum.start - base], text[sum.end - base : sum.end - base + 30]
    if EACH.match(after):
        return False
    return bool(BEFORE.search(before) or BETWEEN.search(before) or AFTER.match(after))
