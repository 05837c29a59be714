"""Figures: which metric a quantity is of, whose, of what product, when, and how certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from graph.statement import Scalar
from loaders.amounts import units
from loaders.certain import status_of
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.figures.bearer import bearer
from loaders.en.figures.befitting import befitting
from loaders.en.figures.beside import is_site
from loaders.en.figures.charged import seller
from loaders.en.figures.created import created
from loaders.en.figures.designed import capacity_of
from loaders.en.figures.funded import funded
from loaders.en.figures.gapped import counted, fitted, gapped, spent_building
from loaders.en.figures.made import made
from loaders.en.figures.parted import own_figure
from loaders.en.figures.promised import promised
from loaders.en.figures.respective import respective
from loaders.en.figures.topical import allowed, of_firm
from loaders.en.parsing.parse import Sentence
from loaders.lending import Quantity
from loaders.lent_periods import FLOWS, lent, timed
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metric_words import CROSSING, Hit, hit_of, is_compared, kin, rated_for, said_again
from loaders.metrics import Metric, metrics, shared
from loaders.ranks import ranks
from loaders.repeated import again, repeated
from loaders.timing import Dated, dated, earlier
from loaders.window import of_next, product_of, words_of

OPENING = 12
"""How many characters of a sentence may stand before "demand" where it is the whole country's."""


def measures(sentence: Sentence, context: Context) -> Iterator[Candidate]:
    """All figures of a sentence, quantities first, then ranks."""
    if not context.asks:
        yield from lent(context, list(_measured(context)))
        yield from ranks(context)


def _measured(context: Context) -> Iterator[tuple[Quantity, Candidate]]:
    """The figures of the quantities of a sentence, and what is made by those who have them."""
    timely = timed(context)
    anytime = dated(context)
    results = anytime if timely is context else dated(timely)
    before: dict[str, Hit | None] = {}
    whose: dict[str, Mention | None] = {}
    when: dict[str, str | None] = {}
    for k, quantity in enumerate(context.quantities):
        last_hit = before.get(kin(quantity))
        former = last_hit if last_hit and is_compared(context, quantity, last_hit.metric.name) else None
        compared = former is not None
        unread = kin(quantity) in before and last_hit is None and is_compared(context, quantity, "")
        if unread and not said_again(context, quantity):
            continue  # "the premium was $86 a tonne, down from $108", not "EBITDA was $9 mln and net profit $4 mln"
        same = former is not None and not said_again(context, quantity)
        hit = before[kin(quantity)] = former if same else hit_of(context, quantity, before)
        bare = hit is None or hit.span == (quantity.start, quantity.end)
        if bare and (last := again(context, quantity)) is not None:
            yield quantity, repeated(context, last, quantity, anytime[k])
            continue
        if hit is None:
            continue
        hit, plant, certainty = capacity_of(context, hit, quantity)
        former_subject = whose.get(kin(quantity))
        compared = compared and certainty is None
        subject = whose[kin(quantity)] = plant or (former_subject if compared else _subject(context, hit, quantity))
        if subject is not None and last_hit is not None and _beside(hit, last_hit, subject, former_subject):
            context.refuse("spent on a plant or by a firm", f"measures/{hit.metric.name}: {quantity.text}")
            continue
        if subject is None or (quantity.unit == "MW" and not _powered(subject)):
            context.refuse("no one that the figure is of", f"measures/{hit.metric.name}: {quantity.text}")
            continue
        hit = rated_for(hit, context, quantity, subject)
        time = (results if hit.metric.name in FLOWS else anytime)[k]
        time = earlier(context, quantity, when.get(kin(quantity)), time) if compared else time
        when[kin(quantity)] = when.get(kin(quantity)) if compared else time.period
        figure = _candidate(context, hit, quantity, subject, time)
        figure = figure if certainty is None else replace(figure, status=certainty)
        yield quantity, figure
        yield from ((quantity, c) for c in made(context, quantity, hit.span, figure))


def _beside(hit: Hit, last: Hit, subject: Mention, former: Mention | None) -> bool:
    """Whether a firm's money stands beside a plant's: "X has budgeted $75 million for the restart, while Y will"."""
    both = hit.metric.name == last.metric.name == "investment" and former is not None
    return both and former is not None and is_site(former) and subject.type == "Company"


def _subject(context: Context, hit: Hit, quantity: Quantity) -> Mention | None:
    """Whose it is: by the figure's place in the tree, else by that of the metric's word."""
    world = _around(context, hit, shared().world, shared().world_after) and not _its_own(context, hit)
    if hit.metric.name == "price":
        return seller(context, hit.span, quantity) or _product_mention(context, quantity)
    if "Product" in hit.metric.subjects and world:
        return _product_mention(context, quantity)
    if "Place" in hit.metric.subjects and _around(context, hit, shared().national, shared().national_after):
        return context.country
    if _summed(context, quantity):
        return None
    if (paired := respective(context, quantity.start)) is not None and allowed(paired, hit.metric):
        return paired
    if (named := gapped(context, quantity.start, quantity.end)) is not None and allowed(named, hit.metric):
        return named
    if (built := spent_building(context, hit.metric, quantity.start, quantity.end)) is not None:
        return built
    found = bearer(context, hit.metric, quantity.start, quantity.end, hit.span)
    if some := counted(context, hit.metric, quantity.start, quantity.end, found):
        return some[0]
    found = found or next(iter(fitted(context, hit.metric)), None)
    found = promised(context, hit.metric, quantity, found) if found is not None else None
    span = quantity.start, quantity.end
    found = of_firm(context, hit.metric, hit.span, created(context, hit.metric, span, found))
    found = befitting(context, hit.metric, span, funded(context, hit.metric, span, hit.span, found))
    found = own_figure(context, hit.metric, span, hit.span, found)
    return context.home if found is None and _at_large(context, hit) else found


def _its_own(context: Context, hit: Hit) -> bool:
    """Whether a firm has it, all over the world: "X has 2.9 million tonnes of smelting capacity worldwide"."""
    after = context.sentence.text[hit.span[1] - context.sentence.start :]
    if clue("measure.global_own").search(context.sentence.text[: hit.span[0] - context.sentence.start]):
        return True
    firms = (m for m in context.sentence.mentions if m.type == "Company" and m.end <= hit.span[0])
    return clue("measure.worldwide").match(after) is not None and any(firms)


def _at_large(context: Context, hit: Hit) -> bool:
    """Whether it is nobody's but the land's: "Demand was put at 320,000 tonnes" in a text about a country."""
    opens = context.sentence.text[: hit.span[0] - context.sentence.start]
    named = any(m.type != "Product" and m.start < hit.span[0] for m in context.sentence.mentions)
    whose = re.match(r"\s+(?:\w+\s+){0,3}in\s", context.sentence.text[hit.span[1] - context.sentence.start :])
    return hit.metric.at_large and not named and len(opens) < OPENING and whose is None


def _summed(context: Context, quantity: Quantity) -> bool:
    """Whether several plants have it together: "smelters at A and B with a combined capacity of 545,000 tonnes"."""
    several = any(m.group and m.end <= quantity.start for m in context.sentence.mentions)
    return several and shared().summed.search(words_of(context, (context.sentence.start, quantity.start))) is not None


def _powered(subject: Mention) -> bool:
    """Whether megawatts may be its own: a smelter's are what it takes."""
    return not subject.entity.startswith("site/") or subject.type in shared().powered


def _around(context: Context, hit: Hit, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    """Whether the words before or after a metric's word are such."""
    text, base = context.sentence.text, context.sentence.start
    return bool(before.search(text[: hit.span[0] - base]) or after.match(text[hit.span[1] - base :]))


def _product_mention(context: Context, quantity: Quantity) -> Mention | None:
    rows = [m for m in context.sentence.mentions if m.type == "Product" and m.entity and _priced(m, quantity)]
    rows = [m for m in rows if not of_next(context, quantity, m)] or rows
    thing = context.thing
    if thing is not None and clue("measure.premium").search(context.sentence.text):
        thing = thing if thing.product == shared().plants["AluminiumSmelter"] else None
    near = min(rows, key=lambda m: abs(m.start - quantity.start), default=thing)
    return near if near is not None and _priced(near, quantity) else None


def _priced(mention: Mention, quantity: Quantity) -> bool:
    """Whether a product has its price by this unit: electricity has none by the tonne, metal none by the kWh."""
    below = quantity.unit.rpartition("/")[2]
    per = shared().priced.get(mention.product)
    return below in per if per is not None else all(below not in units for units in shared().priced.values())


def _candidate(context: Context, hit: Hit, quantity: Quantity, subject: Mention, time: Dated) -> Candidate:
    metric = hit.metric
    sign = -1 if metric.negative.search(words_of(context, hit.span)) and not _regained(context, hit, quantity) else 1
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
        status=status_of(context, metric, quantity, subject),
        qualifiers=_notes(time),
        confidence=0.9 if hit.distance <= CROSSING else 0.7,
        extractor=f"measures/{metric.name}.toml",
    )


def _regained(context: Context, hit: Hit, quantity: Quantity) -> bool:
    """Whether what is compared with a loss was none: "a loss of 9 million; a year earlier it had made 3 million"."""
    before = [q for q in context.quantities if hit.span[1] <= q.start and q.end <= quantity.start]
    lead = words_of(context, (before[-1].end, quantity.start)) if before else ""
    return clue("measure.regained").search(lead) is not None


def _unit(context: Context, metric: Metric, quantity: Quantity, subject: Mention) -> str:
    """The unit as the metric stores it; bare dollars or crowns in a firm's accounts are its own country's."""
    if metric.units == ("currency",) and not units().whose.search(quantity.text):
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
        and clue("measure.daily").search(words_of(context, (context.sentence.start, quantity.start)))
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
