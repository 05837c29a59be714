"""Which metric a figure is of: the words around it that tell one, the nearest first."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.bracketed import bracketed
from loaders.context import Context
from loaders.en.figures.aimed import aimed
from loaders.en.figures.barred import barred, gases
from loaders.en.figures.respective import respective
from loaders.lending import Quantity
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import Metric, by_name, metrics, shared
from loaders.paired import after_pairs, paired
from loaders.window import Span, between, clause, narrow, words_of
from ontology.load import ontology

CROSSING = 60
"""What a word of another clause is further away, in characters."""
SUMS = frozenset({"revenue", "profit"})
"""What a firm has once: a part of it is none of its figures."""
LEVELS = frozenset({"production", "price"})
"""What is told as a level: a step of it is none."""
DATED = 12
"""Characters within which a date is right behind a figure: "in the year"."""
LED = 45
"""How far a word that leads to a figure stands from it, whatever its place: a nearer word of another metric counts."""


@dataclass(frozen=True)
class Hit:
    """A metric's word near a quantity: how far it is and where, in the document."""

    metric: Metric
    distance: int
    span: Span


def kin(quantity: Quantity) -> str:
    """The unit in which it may be compared with others: "from 575,000 tonnes a year to 1 million tonnes"."""
    return "t" if quantity.unit == "t/a" else quantity.unit


def hit_of(context: Context, quantity: Quantity, before: dict[str, Hit | None]) -> Hit | None:
    """The nearest metric's word; a member of a list takes that of the one before."""
    last = before.get(kin(quantity))
    if last is not None and last.metric.name in SUMS and _of_it(context, quantity):
        return None
    if _is_money(quantity) and (told := paired(context, quantity)) is not None:
        return Hit(told[0], 0, told[1])
    if after_pairs(context, quantity) or _unmade(context, quantity):
        return None
    if _listed(context, quantity) and kin(quantity) in before:
        return before[kin(quantity)]
    if _converted(context, quantity) or _unclear(context, quantity) or _other(context, quantity):
        return None
    here = clause(context, quantity.start, quantity.end)
    most = quantity.max or quantity.value
    rows = [h for m in metrics() if m.takes(quantity.unit, most) for h in _hits(context, m, quantity, here)]
    rows = [h for h in rows if not _no_level(context, quantity, h)]
    nearest = min(rows, key=lambda h: (h.distance, -(h.span[1] - h.span[0])), default=None)
    return before.get(kin(quantity)) if nearest is None and _gapped(context, quantity) else nearest


def _no_level(context: Context, quantity: Quantity, hit: Hit) -> bool:
    """Whether it is only a step: "output rose by 5,000 tonnes", or what a tonne earns: "EBITDA of $165 per tonne"."""
    if hit.metric.name not in LEVELS:
        return False
    lead = words_of(context, (context.sentence.start, quantity.start))
    earned = hit.metric.name == "price" and clue("metric_words.earned").search(lead) is not None
    return earned or clue("metric_words.step").search(lead) is not None


def _gapped(context: Context, quantity: Quantity) -> bool:
    """Whether the verb of the figure before is left out here: "X made 2.1 million tonnes, and Y 460,000 tonnes"."""
    rows = [q for q in context.quantities if q.end <= quantity.start]
    if not rows or kin(rows[-1]) != kin(quantity):
        return False
    between_ = [t for t in context.sentence.tokens if rows[-1].end <= t.start and t.end <= quantity.start]
    whose = [m for m in context.sentence.mentions if rows[-1].end <= m.start and m.end <= quantity.start and m.entity]
    joined = clue("metric_words.gapped").search(words_of(context, (rows[-1].end, quantity.start)))
    verbal = any(t.tag.startswith(("VB", "MD")) for t in between_)
    return joined is not None and not verbal and any(m.type not in ("Place", "Product") for m in whose)


def _listed(context: Context, quantity: Quantity) -> bool:
    """Whether only a comma or "and" parts this quantity from the one before in the sentence."""
    rows = [q for q in context.quantities if q.end <= quantity.start]
    if not rows or kin(rows[-1]) != kin(quantity):
        return False
    gap = words_of(context, (rows[-1].end, quantity.start))
    return (
        re.fullmatch(
            r"\s*(?:,|and|,\s*and|and\s+(?:about|some|around|another|roughly|nearly|over|then|eventually|possibly)|to|、|和)\s*",
            gap,
        )
        is not None
    )


def is_compared(context: Context, quantity: Quantity, metric: str) -> bool:
    """Whether the figure before is compared with this one: "487 mln, against 412 mln the year before"."""
    rows = [q for q in context.quantities if q.end <= quantity.start and kin(q) == kin(quantity)]
    if (
        not rows
        or gases(context, quantity)
        or _other(context, quantity)
        or (_is_money(quantity) and paired(context, quantity))
    ):
        return False
    if after_pairs(context, quantity) or respective(context, quantity.start) is not None:
        return False
    gap = words_of(context, (rows[-1].end, quantity.start))
    if shared().again.search(gap) is not None or bracketed(context, rows[-1], quantity):
        return True
    if clue("metric_words.next").fullmatch(gap) and _timed(context, quantity):  # ", and expects 95,000 in 2021"
        return True
    if clue("metric_words.since").search(gap) and _timed(context, quantity):  # ", after 54 million in 2024"
        return True
    if _resumed().fullmatch(gap) is not None:  # "; in 2023 they were"
        return True
    named = any(rows[-1].end <= m.start and m.end <= quantity.start for m in context.sentence.mentions)
    more = words_of(context, (rows[-1].end, quantity.end)) if " and " in gap else ""  # "took in 9 and recovered 5"
    told = any(m.triggers.search(more) for m in metrics() if more and m.takes(quantity.unit, quantity.value))
    compared = shared().compared.match(gap) is not None and not told
    return not named and (compared or _is_part(context, quantity, metric, gap))


def _timed(context: Context, quantity: Quantity) -> bool:
    """Whether a date stands right behind a figure."""
    ago = shared().year_before.match(words_of(context, (quantity.end, context.sentence.end)))
    return ago is not None or any(0 <= p.start - quantity.end < DATED for p in context.periods)


@functools.cache
def _resumed() -> re.Pattern[str]:
    """Between two figures: a clause goes on with the first, "; in 2023 they were", "and a year earlier it was"."""
    return re.compile(rf"[^;.]{{0,60}}[,;]\s+(?:(?:and|but|while)\s+)?{read()['figures']['continued']}", re.IGNORECASE)


def _is_part(context: Context, quantity: Quantity, metric: str, gap: str) -> bool:
    """Whether it is a part of the figure before, of nobody else: "360,000 tonnes, of which 130,000 is foil"."""
    right = clause(context, quantity.start, quantity.end)[1]
    after = words_of(context, (quantity.end, right))
    others = (
        m for m in context.sentence.mentions if quantity.end <= m.start < right and m.type not in ("Place", "Product")
    )
    part = clue("metric_words.part").search(gap) or clue("metric_words.of_it").match(after)
    return part is not None and metric not in SUMS and not any(others)


def _of_it(context: Context, quantity: Quantity) -> bool:
    """Whether it is a part of the sum before: "812 million euros, over 100 million of it from foil"."""
    rows = [q for q in context.quantities if q.end <= quantity.start and kin(q) == kin(quantity)]
    after = clue("metric_words.of_it").match(words_of(context, (quantity.end, context.sentence.end)))
    lead = rows and clue("metric_words.part").search(words_of(context, (rows[-1].end, quantity.start)))
    return bool(rows) and bool(after or lead)


def said_again(context: Context, quantity: Quantity) -> bool:
    """Whether a metric's word stands beside the figure compared too: "a loss of 3 mln against a profit of 5 mln"."""
    last = max(q.end for q in context.quantities if q.end <= quantity.start)
    near = clue("metric_words.after").match(words_of(context, (quantity.end, context.sentence.end)))
    gap = words_of(context, (last, quantity.start)) + (f" {near[1]}" if near else "")
    return any(m.triggers.search(gap) for m in metrics() if m.takes(quantity.unit, quantity.value))


def _unclear(context: Context, quantity: Quantity) -> bool:
    """Whether "respectively" pairs the figures with something that is neither periods nor products."""
    if "respectively" not in context.sentence.text or len(context.periods) > 1:
        return False
    if respective(context, quantity.start) is not None:
        return False
    return len({m.product for m in context.sentence.mentions if m.product}) < 2


def _converted(context: Context, quantity: Quantity) -> bool:
    """Whether it is the same amount in another unit: "3 billion yuan (approx. 375 million euros)"."""
    before = [q for q in context.quantities if q.end <= quantity.start]
    other = before and before[-1].unit != quantity.unit
    return (
        bool(other)
        and clue("metric_words.converted").fullmatch(words_of(context, (before[-1].end, quantity.start))) is not None
    )


def _other(context: Context, quantity: Quantity) -> bool:
    """Whether the word right before a sum says what it is, and it is no metric: "after a write-down of 12 million"."""
    lead = words_of(context, (context.sentence.start, quantity.start))
    told = clue("metric_words.other").search(lead) or clue("metric_words.dealt").search(lead)
    return _is_money(quantity) and told is not None


def _unmade(context: Context, quantity: Quantity) -> bool:
    """Whether it is none that is or will be: not reached, a difference, or a part that goes to somebody."""
    lead = words_of(context, (clause(context, quantity.start, quantity.end)[0], quantity.start))
    after = words_of(context, (quantity.end, context.sentence.end))
    sent = clue("metric_words.part").search(words_of(context, (context.sentence.start, quantity.start)))
    if (
        gases(context, quantity)
        or clue("metric_words.unmade").search(lead)
        or clue("metric_words.differs").match(after)
    ):
        return True
    return sent is not None and clue("metric_words.sent").match(after) is not None


def _is_money(quantity: Quantity) -> bool:
    return len(quantity.unit) == 3 and quantity.unit.isupper()


def _hits(context: Context, metric: Metric, quantity: Quantity, here: Span) -> Iterator[Hit]:
    text, base = context.sentence.text, context.sentence.start
    left, right = between(context, quantity, here)
    if barred(context, metric, quantity, (left, min(right, narrow(context, quantity)[1]))):
        return
    if metric.owns(quantity.unit):
        yield Hit(metric, 20, (quantity.start, quantity.end))
    if quantity.unit in metric.bare and not _said(context, quantity):
        yield Hit(metric, 30, (quantity.start, quantity.end))
    if metric.after.search(text[quantity.end - base :]):
        yield Hit(metric, 1, (quantity.start, quantity.end))
    if lead := metric.before.search(text[: quantity.start - base]):
        yield Hit(metric, LED, (lead.start() + base, lead.end() + base))
    for match in metric.weak.finditer(text):
        span = (match.start() + base, match.end() + base)
        if aimed(context, metric, quantity.start, quantity.end, span):
            yield Hit(metric, _distance(context, metric, span, quantity, here), span)
    for match in metric.triggers.finditer(text):
        span = (match.start() + base, match.end() + base)
        distance = _distance(context, metric, span, quantity, here)
        if distance <= metric.reach and not _in_name(context, span) and not _of_firm(context, metric, span):
            yield Hit(metric, distance, span)


def rated_for(hit: Hit, context: Context, quantity: Quantity, subject: Mention) -> Hit:
    """What a plant will make a year is its capacity: "the plant is to make 900,000 tonnes of anodes a year"."""
    coming = clue("metric_words.coming").search(words_of(context, (context.sentence.start, hit.span[0])))
    after = words_of(context, (quantity.end, context.sentence.end))
    may = clue("metric_words.possible").match(after) is not None
    if hit.metric.name == "production" and may and (quantity.unit == "t/a" or clue("metric_words.annual").match(after)):
        return Hit(by_name()["capacity"], hit.distance, hit.span)
    built = (
        subject.type in ontology().classes and ontology().is_a(subject.type, "Site") and subject.type != "BauxiteMine"
    )
    if hit.metric.name != "production" or not built or coming is None or not _yearly(context, quantity):
        return hit
    return Hit(by_name()["capacity"], hit.distance, hit.span)


def _yearly(context: Context, quantity: Quantity) -> bool:
    """Whether it is so much a year: "900,000 tonnes of prebaked anodes a year"."""
    after = words_of(context, (quantity.end, context.sentence.end))
    return quantity.unit == "t/a" or (quantity.unit == "t" and clue("metric_words.yearly").match(after) is not None)


def _said(context: Context, quantity: Quantity) -> bool:
    """Whether a verb stands before the figure: "Suralco, Paranam: profiles, 25,000 tpa; closed in 2022" has none.

    Or one behind it that tells of trade: "Alumina, 90,000 tonnes a year, comes from Brazil".
    """
    if clue("metric_words.traded").match(words_of(context, (quantity.end, context.sentence.end))):
        return True
    return any(t.tag.startswith(("VB", "MD")) and t.start < quantity.start for t in context.sentence.tokens)


def _in_name(context: Context, span: Span) -> bool:
    """Whether the word is a part of a name: "Investment" of "Hong Kong Prime Investment"."""
    names = (m for m in context.sentence.mentions if not m.nominal and m.type != "Product")
    return any(m.start <= span[0] and span[1] <= m.end for m in names)


def _of_firm(context: Context, metric: Metric, span: Span) -> bool:
    """Whether it is a part of what a firm has, no part of a market: "30 percent of X's output"."""
    firms = (m for m in context.sentence.mentions if m.type not in ("Place", "Product"))
    return metric.name == "share" and any(span[0] <= m.start and m.end <= span[1] for m in firms)


def _distance(context: Context, metric: Metric, span: Span, quantity: Quantity, here: Span) -> int:
    """Characters between word and figure; more across clauses and across other figures of the unit."""
    gap = max(span[0] - quantity.end, quantity.start - span[1], 0)
    inside = here[0] <= span[0] and span[1] <= here[1]
    low, high = min(span[1], quantity.end), max(span[0], quantity.start)
    others = sum(low <= q.start and q.end <= high for q in context.quantities if q.unit == quantity.unit)
    rest = (q for q in context.quantities if span[0] >= quantity.end and metric.takes(q.unit, q.value))
    taken = any(0 <= q.start - span[1] < 12 for q in rest) or _goes_on(context, quantity, span)
    taken = taken and gap > 1  # "took 27 percent of the market, after 14 percent"
    return gap + (CROSSING if not inside or taken else 0) + 40 * others


def _goes_on(context: Context, quantity: Quantity, span: Span) -> bool:
    """Whether something else is told from before the word on: "sales rose to 1.9 billion and it earned"."""
    words = words_of(context, (quantity.end, max(quantity.end, span[1])))
    return clue("metric_words.goes_on").search(words) is not None
