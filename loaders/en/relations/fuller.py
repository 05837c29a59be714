"""What a sentence tells of a relation besides its ends, where the rule that found it did not look: a share, a price,
what is sold, an amount a year, a role. The words are data in fuller.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.statement import Scalar, number
from loaders.amounts import units
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.figures.bygone import coming, gone
from loaders.en.relations import posts
from loaders.en.relations.around import beyond, jointly, reason, trade
from loaders.en.relations.pacts import utility
from loaders.en.relations.portions import part_of, portions, worded_part
from loaders.lending import Quantity
from loaders.lexicon import clue, read
from loaders.measure import home
from loaders.mentions import Mention
from loaders.metrics import process
from loaders.quick import Quick

MONEY = re.compile("[A-Z]{3}")
FLOWS = frozenset({"t", "t/a", "MW", "kWh"})
BACK = 90
"""Characters before a sum within which it is said what it is."""


@dataclass(frozen=True)
class Words:
    """The patterns of fuller.toml."""

    before: re.Pattern[str]
    bars: Quick
    bars_flow: Quick
    products: Mapping[str, Quick]
    sellers: Mapping[str, Quick]
    called: Mapping[str, Quick]
    aside: re.Pattern[str]
    yearly: tuple[re.Pattern[str], re.Pattern[str]]


@functools.cache
def _words() -> Words:
    data = read()["fuller"]
    price, product, yearly = data["price"], data["product"], data["yearly"]
    return Words(
        _compiled(price["before"]),
        Quick(price["bars"], re.IGNORECASE),
        Quick(yearly["bars"], re.IGNORECASE),
        {p: Quick(w, re.IGNORECASE) for p, w in product["words"].items()},
        {p: Quick(w, re.IGNORECASE) for p, w in product["sellers"].items()},
        {p: Quick(w, re.IGNORECASE) for p, w in product["called"].items()},
        _compiled(product["aside"]),
        (_compiled(yearly["before"]), _compiled(yearly["after"])),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def fuller(rows: Sequence[Candidate], context: Context) -> list[Candidate]:
    """The relations of a sentence with what it tells of them besides."""
    rows = [_timely(c, context) for c in rows if not posts.of_part(c, context)]
    if not any(_open(c) for c in rows):
        return list(rows)
    shares = portions(rows, context)
    return [_with(c, rows, shares, context) for c in rows]


def _timely(c: Candidate, context: Context) -> Candidate:
    """What a plant makes that makes it no more, or not yet."""
    if c.predicate != "produces" or c.status not in ("actual", "rumoured"):
        return c
    if gone(c.subject, context):
        return replace(c, status="ended")
    return replace(c, status="planned") if c.status == "actual" and coming(c.subject, context) else c


def _open(c: Candidate) -> bool:
    return c.object is not None and c.predicate in (
        "owns",
        "acquires",
        "sells",
        "supplies",
        "officerOf",
        "advises",
        "transfersCapacityTo",
    )


def _with(c: Candidate, rows: Sequence[Candidate], shares: Mapping[int, float], context: Context) -> Candidate:
    found: dict[str, Scalar] = {}
    if not any(q.startswith("share") for q in c.qualifiers) and id(c) in shares and not jointly(c, rows, context):
        found["share"] = number(shares[id(c)])
    if (part := part_of(c, context)) is not None:
        found["share"] = number(part)
    if c.predicate in ("acquires", "sells") and "price" not in c.qualifiers:
        found |= _price(c, rows, context)
    if c.predicate == "supplies":
        found |= _product(c, context) if "product" not in c.qualifiers or _bought(c, context) else {}
        found |= _flow(c, context) if "quantity" in c.qualifiers else _amount(c, rows, context)
    if c.predicate == "transfersCapacityTo" and "product" not in c.qualifiers:
        smelted = process(context.sentence.text)
        found |= {"product": smelted} if smelted else {}
    if c.predicate in ("officerOf", "advises"):
        found |= posts.role(c, context)
    if "currency" in c.qualifiers:
        found |= _own_money(c, rows, context)
    told = replace(c, object=posts.firm(c, context), qualifiers={**c.qualifiers, **found})
    return replace(told, status=posts.status(told, context))


def _price(c: Candidate, rows: Iterable[Candidate], context: Context) -> dict[str, Scalar]:
    """The one sum that is paid, where the sentence tells of one deal."""
    things = {r.object.entity for r in rows if r.predicate in ("acquires", "sells") and r.object is not None}
    sums = [q for q in context.quantities if MONEY.fullmatch(q.unit) and not _converted(q, context)]
    paid = [q for q in sums if _paid(q, context)]
    if len(things) != 1 or len(paid) != 1 or len({q.value for q in sums}) > 2 or beyond(c, paid[0], context):
        return {}
    return {"price": number(paid[0].value), "currency": _currency(paid[0].unit, paid[0].text, c, rows, context)}


def _converted(quantity: Quantity, context: Context) -> bool:
    base = context.sentence.start
    before = [q.end for q in context.quantities if q.end <= quantity.start]
    gap = context.sentence.text[before[-1] - base : quantity.start - base] if before else ""
    return clue("fuller.converted").fullmatch(gap) is not None


def _paid(quantity: Quantity, context: Context) -> bool:
    """Whether the words before a sum say that it is paid for something."""
    base, text = context.sentence.start, _nameless(context)
    lead = text[max(0, quantity.start - base - BACK) : quantity.start - base]
    clause = re.split(r"[;:]|, (?:which|who|while|and)\b", lead)[-1]
    if _words().bars.search(clause) or clue("fuller.each").match(text, quantity.end - base):
        return False
    return _words().before.search(clause) is not None


def _nameless(context: Context, but: Sequence[Mention] = ()) -> str:
    """The sentence without the letters of names, which tell nothing of a sum: "to Foobar Investments for"."""
    text, base = context.sentence.text, context.sentence.start
    for m in context.sentence.mentions:
        if m in but or (m.type != "Product" and not m.nominal and m.type):
            text = text[: m.start - base] + "X" * (m.end - m.start) + text[m.end - base :]
    return text


def _currency(unit: str, text: str, c: Candidate, rows: Iterable[Candidate], context: Context) -> str:
    """Bare dollars of a deal are those of the buyer's or the seller's country, and of the thing's."""
    deals = [r for r in rows if r.ends[1] == c.ends[1] and r.predicate in ("acquires", "sells")]
    ends = [*c.ends, *(r.ends[0] for r in deals)]
    bare = not units().whose.search(text)
    return next((u for e in ends if (u := home(unit, e, context.based)) != unit), unit) if bare else unit


def _own_money(c: Candidate, rows: Iterable[Candidate], context: Context) -> dict[str, Scalar]:
    unit, price = c.qualifiers["currency"], c.qualifiers.get("price")
    told = next((q for q in context.quantities if q.unit == unit and number(q.value) == price), None)
    return {"currency": _currency(str(unit), told.text, c, rows, context)} if told is not None else {}


def _product(c: Candidate, context: Context) -> dict[str, Scalar]:
    """The one material that the sentence names, else what the seller makes, else what its words tell."""
    if (stuff := _bought(c, context)) is not None:
        return {"product": stuff}
    last = reason(c, context)
    near = (m for m in context.sentence.mentions if m.start < last)
    here = [m for m in near if m.type == "Product" and m.product and _beside(m, c, context)]
    trades = [m for m in here if trade(m, c, context)]
    here = [m for m in here if m not in trades]
    named, sold = {m.product for m in here}, {m.product for m in here if _sold(m, context)}
    made = context.makes.get(c.subject.entity, set())
    for rows in (sold, sold & made, set() if sold else made):
        if len(rows) == 1:
            return {"product": next(iter(rows))}
    if sold:
        return {}
    words = _nameless(context, trades)[: last - context.sentence.start]
    said = [p for p, w in _words().products.items() if w.search(words)]
    told = _seller(c.subject, context)
    burnt = [p for p in said if p in read()["fuller"]["product"]["fuels"]]
    if told == "electricity" and burnt and told not in said:
        told = burnt[0]  # "steam is supplied by X Energy"
    told = told or next(iter(said), "")
    told = told or _by_name(c.subject, _words().called, context)
    told = told or ("" if named or trades or last < context.sentence.end else context.product)
    if told == "electricity" and c.object is not None and c.object.type == "PowerPlant":
        told = _fuel(context)
    return {"product": told} if told else {}


def _bought(c: Candidate, context: Context) -> str | None:
    """What is bought where the words right before the seller say it: "buys its metal from X"."""
    at = c.subject.start - context.sentence.start
    told = clue("fuller.stuff").search(context.sentence.text, max(0, at - 70), at) if at > 0 else None
    return read()["flows"]["called"].get(told[1].lower(), told[1].lower()) if told is not None else None


def _fuel(context: Context) -> str:
    """What a power plant is given: it makes power itself."""
    rows = (p for p in read()["fuller"]["product"]["fuels"] if _words().products[p].search(context.sentence.text))
    return next(rows, "")


def _beside(mention: Mention, c: Candidate, context: Context) -> bool:
    """Whether a product stands in the same part of the sentence as one of the ends: no "; " between them."""
    ends = [
        m for m in (c.subject, c.object) if m is not None and context.sentence.start <= m.start < context.sentence.end
    ]
    gaps = ((min(e.end, mention.end), max(e.start, mention.start)) for e in ends)
    base = context.sentence.start
    return not ends or any("; " not in context.sentence.text[a - base : b - base] for a, b in gaps)


def _sold(mention: Mention, context: Context) -> bool:
    """Whether a product is more than what a firm or plant is called by, or makes of it: "cable maker X"."""
    after = context.sentence.text[mention.end - context.sentence.start :]
    return mention.type == "Product" and _words().aside.match(after) is None and not _turned_out(mention, context)


def _turned_out(mention: Mention, context: Context) -> bool:
    """Whether a clause says that somebody makes it: foil in "X, which rolls foil, takes so much of us"."""
    tokens = context.sentence.tokens
    told = (tokens[t.head] for t in context.sentence.at(mention.start, mention.end) if t.dep == "dobj")
    return any(verb.lemma in read()["flows"]["works"] and verb.dep == "relcl" for verb in told)


def _seller(mention: Mention, context: Context) -> str:
    kind = read()["fuller"]["product"]["plants"].get(mention.type)
    kind = kind or ("electricity" if utility(context, mention, read()) else "")
    return kind or _by_name(mention, _words().sellers, context)


def _by_name(mention: Mention, words: Mapping[str, Quick], context: Context) -> str:
    """What a firm sells by the words of its name."""
    called = f"{mention.text} {context.name(mention.entity)}"
    return next((p for p, w in words.items() if w.search(called)), "")


def _flow(c: Candidate, context: Context) -> dict[str, Scalar]:
    """The unit of an amount that flows each year."""
    if c.qualifiers.get("unit") != "t":
        return {}
    base, text = context.sentence.start, context.sentence.text
    rows = [q for q in context.quantities if q.unit == "t" and number(q.value) == c.qualifiers.get("quantity")]
    before, after = _words().yearly
    yearly = any(before.search(text[: q.start - base]) or after.match(text[q.end - base :]) for q in rows)
    return {"unit": "t/a"} if yearly else {}


def _amount(c: Candidate, rows: Iterable[Candidate], context: Context) -> dict[str, Scalar]:
    """The one amount of a sentence that tells of nothing else."""
    flows = [q for q in context.quantities if q.unit in FLOWS or _part(q, context)]
    if len({r.ends for r in rows if r.predicate == c.predicate}) != 1:
        return {}
    if not flows and (part := worded_part(context)) is not None:
        return {"quantity": number(part), "unit": "percent"}
    if len(flows) != 1:
        return {}
    base, text = context.sentence.start, context.sentence.text
    around = text[max(0, flows[0].start - base - 40) : flows[0].end - base + 25]
    if _words().bars_flow.search(around):
        return {}
    found = {"quantity": number(flows[0].value), "unit": flows[0].unit}
    return found | _flow(replace(c, qualifiers={**c.qualifiers, **found}), context)


def _part(quantity: Quantity, context: Context) -> bool:
    """Whether it is so much of what somebody needs: "80 percent of its alumina"."""
    after = context.sentence.text[quantity.end - context.sentence.start :]
    return quantity.unit == "percent" and clue("fuller.of_its").match(after) is not None
