"""Figures: which metric a quantity is of, whose, of what product, when, and how certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.statement import Scalar
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.aimed import aimed
from loaders.en.bearer import bearer
from loaders.en.charged import seller
from loaders.en.made import made
from loaders.en.parse import Sentence
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, metrics, shared
from loaders.ranks import ranks
from loaders.repeated import again, repeated
from loaders.timing import Dated, dated, earlier
from loaders.window import Span, between, clause, narrow, product_of, status_of

CROSSING = 60
"""What a word of another clause is further away, in characters."""


OPENING = 12
"""How many characters of a sentence may stand before "demand" where it is the whole country's."""
LED = 45
"""How far a word that leads to a figure stands from it, whatever its place: a nearer word of another metric counts."""

NATIONAL = re.compile(r"U\.?S|\$|(?-i:\b[A-Z]{3}\b)|norwegian|french", re.IGNORECASE)
"""What says whose money it is; "dlrs" and "crowns" alone do not."""


@dataclass(frozen=True)
class Hit:
    """A metric's word near a quantity: how far it is and where, in the document."""

    metric: Metric
    distance: int
    span: Span


def measures(sentence: Sentence, context: Context) -> Iterator[Candidate]:
    """All figures of a sentence, quantities first, then ranks."""
    times = dated(context)
    before: dict[str, Hit | None] = {}
    whose: dict[str, Mention | None] = {}
    when: dict[str, str | None] = {}
    for k, quantity in enumerate(context.quantities):
        former = before.get(_kin(quantity)) if _compared(context, quantity) else None
        compared = former is not None
        same = former is not None and not _said_again(context, quantity)
        hit = before[_kin(quantity)] = former if same else _hit(context, quantity, before)
        if hit is None and (last := again(context, quantity)) is not None:
            yield repeated(context, last, quantity, times[k])
        if hit is None:
            continue
        subject = whose[_kin(quantity)] = whose.get(_kin(quantity)) if compared else _subject(context, hit, quantity)
        if subject is None or (quantity.unit == "MW" and not _powered(subject)):
            context.refuse("no one that the figure is of", f"measures/{hit.metric.name}: {quantity.text}")
            continue
        time = earlier(context, quantity, when.get(_kin(quantity)), times[k]) if compared else times[k]
        when[_kin(quantity)] = when.get(_kin(quantity)) if compared else time.period
        figure = _candidate(context, hit, quantity, subject, time)
        yield figure
        yield from made(context, quantity, hit.span, figure)
    yield from ranks(context)


def _kin(quantity: Quantity) -> str:
    """The unit in which it may be compared with others: "from 575,000 tonnes a year to 1 million tonnes"."""
    return "t" if quantity.unit == "t/a" else quantity.unit


def _hit(context: Context, quantity: Quantity, before: dict[str, Hit | None]) -> Hit | None:
    """The nearest metric's word; a member of a list takes that of the one before."""
    if _listed(context, quantity) and _kin(quantity) in before:
        return before[_kin(quantity)]
    if _converted(context, quantity) or _unclear(context, quantity):
        return None
    here = clause(context, quantity.start, quantity.end)
    most = quantity.max or quantity.value
    rows = [h for m in metrics() if m.takes(quantity.unit, most) for h in _hits(context, m, quantity, here)]
    return min(rows, key=lambda h: (h.distance, -(h.span[1] - h.span[0])), default=None)


def _listed(context: Context, quantity: Quantity) -> bool:
    """Whether only a comma or "and" parts this quantity from the one before in the sentence."""
    rows = [q for q in context.quantities if q.end <= quantity.start]
    if not rows or _kin(rows[-1]) != _kin(quantity):
        return False
    gap = _text(context, rows[-1].end, quantity.start)
    return (
        re.fullmatch(
            r"\s*(?:,|and|,\s*and|and\s+(?:about|some|around|another|roughly|nearly|over|then|eventually|possibly)|to|、|和)\s*",
            gap,
        )
        is not None
    )


def _compared(context: Context, quantity: Quantity) -> bool:
    """Whether the figure before is compared with this one: "487 mln, against 412 mln the year before"."""
    rows = [q for q in context.quantities if q.end <= quantity.start and _kin(q) == _kin(quantity)]
    if not rows:
        return False
    gap = _text(context, rows[-1].end, quantity.start)
    if shared().again.search(gap) is not None:
        return True
    named = any(rows[-1].end <= m.start and m.end <= quantity.start for m in context.sentence.mentions)
    return not named and shared().compared.match(gap) is not None


def _said_again(context: Context, quantity: Quantity) -> bool:
    """Whether a metric's word stands beside the figure compared too: "a loss of 3 mln against a profit of 5 mln"."""
    last = max(q.end for q in context.quantities if q.end <= quantity.start)
    near = clue("measure.after").match(_text(context, quantity.end, context.sentence.end))
    gap = _text(context, last, quantity.start) + (f" {near[1]}" if near else "")
    return any(m.triggers.search(gap) for m in metrics() if m.takes(quantity.unit, quantity.value))


def _unclear(context: Context, quantity: Quantity) -> bool:
    """Whether "respectively" pairs the figures with something that is neither periods nor products."""
    if "respectively" not in context.sentence.text or len(context.periods) > 1:
        return False
    return len({m.product for m in context.sentence.mentions if m.product}) < 2


def _converted(context: Context, quantity: Quantity) -> bool:
    """Whether it is the same amount in another unit: "3 billion yuan (approx. 375 million euros)"."""
    before = [q for q in context.quantities if q.end <= quantity.start]
    other = before and before[-1].unit != quantity.unit
    return (
        bool(other) and clue("measure.converted").fullmatch(_text(context, before[-1].end, quantity.start)) is not None
    )


def _text(context: Context, start: int, end: int) -> str:
    base = context.sentence.start
    return context.sentence.text[start - base : end - base]


def _hits(context: Context, metric: Metric, quantity: Quantity, here: Span) -> Iterator[Hit]:
    text, base = context.sentence.text, context.sentence.start
    left, right = between(context, quantity, here)
    if metric.bars.search(_text(context, left, min(right, narrow(context, quantity)[1]))):
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
        if distance <= metric.reach and not _in_name(context, span):
            yield Hit(metric, distance, span)


def _said(context: Context, quantity: Quantity) -> bool:
    """Whether a verb stands before the figure: "Suralco, Paranam: profiles, 25,000 tpa; closed in 2022" has none."""
    return any(t.tag.startswith(("VB", "MD")) and t.start < quantity.start for t in context.sentence.tokens)


def _in_name(context: Context, span: Span) -> bool:
    """Whether the word is a part of a name: "Investment" of "Hong Kong Prime Investment"."""
    names = (m for m in context.sentence.mentions if not m.nominal and m.type != "Product")
    return any(m.start <= span[0] and span[1] <= m.end for m in names)


def _distance(context: Context, metric: Metric, span: Span, quantity: Quantity, here: Span) -> int:
    """Characters between word and figure; more across clauses and across other figures of the unit."""
    gap = max(span[0] - quantity.end, quantity.start - span[1], 0)
    inside = here[0] <= span[0] and span[1] <= here[1]
    low, high = min(span[1], quantity.end), max(span[0], quantity.start)
    others = sum(low <= q.start and q.end <= high for q in context.quantities if q.unit == quantity.unit)
    rest = (q for q in context.quantities if span[0] >= quantity.end and metric.takes(q.unit, q.value))
    taken = any(0 <= q.start - span[1] < 12 for q in rest)
    return gap + (CROSSING if not inside or taken else 0) + 40 * others


def _subject(context: Context, hit: Hit, quantity: Quantity) -> Mention | None:
    """Whose it is: by the figure's place in the tree, else by that of the metric's word."""
    world = _around(context, hit, shared().world, shared().world_after)
    if hit.metric.name == "price":
        return seller(context, hit.span, quantity) or _product_mention(context, quantity)
    if "Product" in hit.metric.subjects and world:
        return _product_mention(context, quantity)
    if "Place" in hit.metric.subjects and _around(context, hit, shared().national, shared().national_after):
        return context.country
    if _summed(context, quantity):
        return None
    found = bearer(context, hit.metric, quantity.start, quantity.end, hit.span)
    return context.home if found is None and _at_large(context, hit) else found


def _at_large(context: Context, hit: Hit) -> bool:
    """Whether it is nobody's but the land's: "Demand was put at 320,000 tonnes" in a text about a country."""
    opens = context.sentence.text[: hit.span[0] - context.sentence.start]
    named = any(m.type != "Product" and m.start < hit.span[0] for m in context.sentence.mentions)
    whose = re.match(r"\s+(?:\w+\s+){0,3}in\s", context.sentence.text[hit.span[1] - context.sentence.start :])
    return hit.metric.at_large and not named and len(opens) < OPENING and whose is None


def _summed(context: Context, quantity: Quantity) -> bool:
    """Whether several plants have it together: "smelters at A and B with a combined capacity of 545,000 tonnes"."""
    several = any(m.group and m.end <= quantity.start for m in context.sentence.mentions)
    return several and shared().summed.search(_text(context, context.sentence.start, quantity.start)) is not None


def _powered(subject: Mention) -> bool:
    """Whether megawatts may be its own: a smelter's are what it takes."""
    return not subject.entity.startswith("site/") or subject.type in shared().powered


def _around(context: Context, hit: Hit, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Whether the words before or after a metric's word are such."""
    text, base = context.sentence.text, context.sentence.start
    return bool(before.search(text[: hit.span[0] - base]) or after.match(text[hit.span[1] - base :]))


def _product_mention(context: Context, quantity: Quantity) -> Mention | None:
    rows = [m for m in context.sentence.mentions if m.type == "Product" and m.entity and _priced(m, quantity)]
    near = min(rows, key=lambda m: abs(m.start - quantity.start), default=context.thing)
    return near if near is not None and _priced(near, quantity) else None


def _priced(mention: Mention, quantity: Quantity) -> bool:
    """Whether a product has its price by this unit: electricity has none by the tonne."""
    per = shared().priced.get(mention.product)
    return per is None or quantity.unit.rpartition("/")[2] in per


def _candidate(context: Context, hit: Hit, quantity: Quantity, subject: Mention, time: Dated) -> Candidate:
    metric = hit.metric
    sign = -1 if metric.negative.search(_text(context, *hit.span)) else 1
    ends = sorted(sign * v for v in (quantity.value, quantity.max) if v is not None)
    product = product_of(context, metric, quantity, hit.span, subject)
    return Candidate(
        subject=subject,
        predicate=metric.name,
        start=context.sentence.start,
        end=context.sentence.end,
        value=ends[0],
        max=ends[1] if len(ends) > 1 else None,
        unit=_unit(context, metric, quantity, subject),
        product=product,
        period=time.period,
        status=status_of(context, metric, quantity, hit.span),
        qualifiers=_notes(time),
        confidence=0.9 if hit.distance <= CROSSING else 0.7,
        extractor=f"measures/{metric.name}.toml",
    )


def _unit(context: Context, metric: Metric, quantity: Quantity, subject: Mention) -> str:
    """The unit as the metric stores it; bare dollars or crowns in a firm's accounts are its own country's."""
    if metric.units == ("currency",) and not NATIONAL.search(quantity.text):
        plant = subject.entity.startswith("site/")
        keeper = (context.keepers.get(subject.entity) or context.topic) if plant else None
        whose = [subject.entity, *([keeper.entity] if keeper is not None else [])]
        return next(
            (u for id in whose if (u := home(quantity.unit, id, context.based)) != quantity.unit), quantity.unit
        )
    unit = metric.renamed.get(quantity.unit, quantity.unit)
    daily = unit == "t/a" and quantity.unit == "t" and any(q.unit == "t/d" for q in context.quantities)
    each = (
        metric.name == "production"
        and unit == "t"
        and clue("measure.daily").search(_text(context, context.sentence.start, quantity.start))
    )
    return "t/d" if daily or each else unit  # "at 2,500 tonnes a day, near its whole capacity of 2,800 tonnes"


def home(unit: str, entity: str, based: Callable[[str, str], bool]) -> str:
    """What bare money is in the accounts of a firm: Australian dollars where it is `based` in Australia."""
    return next((c for country, c in shared().bare.get(unit, {}).items() if based(entity, country)), unit)


def _notes(time: Dated) -> dict[str, Scalar]:
    return {"note": time.note} if time.note else {}


def examples() -> Sequence[tuple[Metric, str, list[list[object]]]]:
    """The examples of the metrics' files: metric, sentence, the expected figures."""
    return [(m, e["text"], e["expect"]) for m in metrics() for e in m.examples]
