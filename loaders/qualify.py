"""Qualifiers of a relation: a share, an amount, a price, a product, a period, a role, a place of origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from graph.statement import Scalar, number
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import process

if TYPE_CHECKING:
    from loaders.frames import Frame

Found = dict[str, Scalar]
MASS = frozenset({"t", "t/a"})
SINCE = len("since the beginning of the year ")
FIGURE = 120
"""Characters before a date in which an amount may stand that is of that date."""
FUELS = frozenset({"electricity", "natural gas", "coal", "steam"})


def qualify(frame: Frame, use: Use, object: int, context: Context) -> Found | None:
    """The qualifiers that a frame asks for; None where a required one is not there.

    `object` is the token that fills the object: a figure on the way to it counts before others.
    """
    found: Found = dict(frame.fixes)
    for word, values in frame.when.items():
        if word in context.phrase(use):
            found.update(values)
    for name, kind in frame.qualifiers.items():
        maker = MAKERS.get(kind.partition(":")[0])
        if maker is not None and name not in found:
            found.update(maker(name, kind, use, object, context))
    return found if all(r in found for r in frame.required) else None


def _near(use: Use, object: int, context: Context, fits: Callable[[Quantity], bool]) -> Quantity | None:
    """The one fitting quantity of the clause; of several, the one that governs the object."""
    clause = context.clause(use.token)
    rows = [(q, ids) for q, ids in context.amounts if fits(q) and ids & clause]
    if not rows and context.sentence.tokens[use.token].dep == "acl":  # "the 12.5 % of X held by A"
        rows = [(q, ids) for q, ids in context.amounts if fits(q) and ids & context.above(object)]
    if len(rows) > 1:
        way = context.above(object)
        rows = [row for row in rows if row[1] & way] or rows
    return rows[0][0] if len(rows) == 1 else None


def _percent(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    quantity = _near(use, object, context, lambda q: q.unit == "percent" and (name != "share" or _held(q, context)))
    if role := kind.partition(":")[2]:  # "raised it from 25 to 37 percent"
        quantity = next((q for r in role.split("|") if (q := _governed(use.roles.get(r, ()), context))), quantity)
    if quantity is None or (name == "share" and _among(quantity, context)):
        return {}
    if quantity.max is not None:
        return {f"{name}_min": number(quantity.value), f"{name}_max": number(quantity.max)}
    return {name: number(quantity.value)}


def _among(quantity: Quantity, context: Context) -> bool:
    """Whether it is the last of a list, each of another holder: "A and B own 30 and 70 percent of X"."""
    text, base = context.sentence.text, context.sentence.start
    before = (q for q, _ in context.amounts if q.unit == "percent" and q.end <= quantity.start)
    return any(text[q.end - base : quantity.start - base] in (" and ", ", and ") for q in before)


def _held(quantity: Quantity, context: Context) -> bool:
    """Whether the words behind a figure leave it to be a share of a firm: no "30 percent scrap"."""
    return clue("qualify.other").match(context.sentence.text, quantity.end - context.sentence.start) is None


def _governed(ids: tuple[int, ...], context: Context) -> Quantity | None:
    """The share that stands in a role."""
    return next((q for q, where in context.amounts if q.unit == "percent" and where & set(ids)), None)


def _amount(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    """A share of the flow, or its tonnes."""
    share = _percent(name, "percent", use, object, context)
    return {**share, "unit": "percent"} if share else _mass(name, "mass", use, object, context)


def _mass(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    quantity = _near(use, object, context, lambda q: q.unit in MASS)
    return {} if quantity is None else {name: number(quantity.value), "unit": kind.partition(":")[2] or quantity.unit}


def _money(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    quantity = _near(use, object, context, lambda q: re.fullmatch("[A-Z]{3}", q.unit) is not None)
    if quantity is not None and clue("qualify.each").match(
        context.sentence.text, quantity.end - context.sentence.start
    ):
        return {}
    return {} if quantity is None else {name: number(quantity.value), "currency": quantity.unit}


def _product(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    """The product that the clause names; with `product:document`, else the only one named so far."""
    clause = context.clause(use.token)
    tokens = context.sentence.tokens
    rows = [context.sentence.mentions[m] for i in sorted(clause) if (m := tokens[i].mention) is not None]
    text, base = context.sentence.text, context.sentence.start
    if name == "product":  # "supplies aluminium maker X with pitch"
        rows = [m for m in rows if clue("qualify.maker").match(text, m.end - base) is None]
    names = {m.product for m in rows if m.type == "Product" and m.product}
    if kind.endswith(":document"):  # "its quota to X, where electricity costs little": no capacity is of power
        names -= FUELS
    if len(names) == 1:
        return {name: names.pop()}
    if names or not kind.endswith(":document"):
        return {}
    thing = context.thing.product if context.thing else ""
    told = (context.product, process(context.sentence.text), thing)
    found = next((p for p in told if p and p not in FUELS), "")
    return {name: found} if found else {}


def _period(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    """The one date of the clause; one behind "since" only of what goes on from there, with `period:since`."""
    clause, text, base = context.clause(use.token), context.sentence.text, context.sentence.start
    rows = [(p, text[max(0, p.start - base - SINCE) : p.start - base]) for p, ids in context.times if ids & clause]
    if not kind.endswith(":since"):  # "built the first mill since 1980", "bought the mill, idle since 2009"
        rows = [row for row in rows if clue("qualify.since").search(row[1]) is None]
        ends = (clue("qualify.figured").search(text, max(0, p.start - base - FIGURE), p.start - base) for p, _ in rows)
        rows = [row for row, told in zip(rows, list(ends), strict=True) if told is None]
    values = {p.value for p, _ in rows}
    return {name: values.pop()} if len(values) == 1 else {}


def _place(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    """A place in one of the named roles of this use, or of the same happening earlier; else the firm or plant there."""
    roles = kind.partition(":")[2].split("|")
    others = context.reader.uses({t.lemma for t in context.sentence.tokens if t.tag.startswith("VB")})
    for other in (use, *others):
        for role in roles:
            for _, mention in context.reader.filled(other.roles.get(role, ())):
                if mention.type == "Place" and mention.entity:
                    return {name: context.name(mention.entity)}
    if "held" in roles and (where := _held_in(use, context)):
        return {name: where}
    whose = (m for role in roles for _, m in context.reader.filled(use.roles.get(role, ())))
    left = next((m for m in whose if m.entity and not m.nominal), None)
    return {name: context.name(left.entity)} if left is not None else {}


def _held_in(use: Use, context: Context) -> str:
    """Where that is which is moved: "its capacity in Henan", told behind the object and before the verb's own words."""
    below = [k for i in use.roles.get("patient", ()) for k in context.sentence.subtree(i)]
    ins = [c for c in (context.sentence.tokens[k] for k in below) if c.dep == "prep" and c.lemma in ("in", "at")]
    rows = context.reader.filled(g.i for c in ins for g in context.sentence.children(c.i) if g.dep == "pobj")
    places = {m.entity: m for _, m in rows if m.type == "Place" and m.entity}
    return context.name(next(iter(places))) if len(places) == 1 else ""


def _word(name: str, kind: str, use: Use, object: int, context: Context) -> Found:
    """The trigger with the adjectives and nouns before it: `joint sponsor`."""
    tokens = context.sentence.tokens
    before = [c for c in context.sentence.children(use.token) if c.dep in ("amod", "compound") and c.mention is None]
    words = [t.text.lower() for t in (*before, tokens[use.token])]
    words[-1] = tokens[use.token].lemma
    return {name: " ".join(words)}


Maker = Callable[[str, str, Use, int, Context], Found]
MAKERS: Mapping[str, Maker] = {
    "percent": _percent,
    "mass": _mass,
    "amount": _amount,
    "money": _money,
    "product": _product,
    "period": _period,
    "place": _place,
    "word": _word,
}
