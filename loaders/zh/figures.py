"""Figures of Chinese texts: the metric's word stands in the figure's own clause, its bearer is the clause's subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.bearer import allowed
from loaders.check import Candidate
from loaders.context import Context
from loaders.mentions import Mention
from loaders.metrics import Metric, metrics, process, shared
from loaders.quantities import Quantity
from loaders.window import _fitting as fitting
from loaders.zh.clauses import Clause
from loaders.zh.plants import PARKS
from loaders.zh.sites import BUILT, PROJECT
from ontology.load import ontology

REACH = 30
"""Characters between a metric's word and the figure behind it."""
CLOSE = 5
"""Characters between a figure and the metric's word behind it, products apart."""
ROW = 5
"""Words of a line of a table besides its product and its figure: "铝箔  产量11.2万吨"."""
SITED = frozenset({"capacity", "production", "employees", "area", "consumption", "emissions"})
"""What a plant has as well as its firm."""
OTHER = re.compile(r"自给|消耗|需求|价格|进口|采购")
SPENT = frozenset({"investment", "area"})
"""What is told of a project rather than of whoever builds it."""
MAKING = dict.fromkeys(("actual", "idled", "designed", "trial"), "actual")
"""The statuses of figures that say that something is made."""
TOTAL = re.compile(r"合计|总|共|全部")
AGAIN = re.compile(r"(?:其中|每期|各|另有?|分别|首期|[一二三四五]期|[、和及,\s]|去年同期|上年同期|同期|上年|为|约)*")
COVERB = re.compile(r"(?:向|与|对|由|给|从|自|同|和)$")


@dataclass
class Last:
    """What the figure before in the sentence was: its metric, and its product."""

    metric: Metric | None = None
    again: bool = False
    subjects: tuple[Mention, ...] = ()
    product: str | None = None
    unit: str = ""


def figures(
    clauses: Sequence[Clause], context: Context, thing: Mention | None, place: Mention | None
) -> Iterator[Candidate]:
    """All figures of a sentence; `thing` and `place` are what a line without a subject is about."""
    last = Last()
    for quantity in context.quantities:
        holding = [c for c in clauses if c.start <= quantity.start and quantity.end <= c.end]
        if not holding:
            continue
        clause = min(holding, key=lambda c: c.end - c.start)
        last.again = False
        metric = _metric(context, clause, quantity, last)
        if metric is None:
            continue
        product = _product(context, clause, metric, quantity, last)
        last.metric, last.product, last.unit = metric, product, quantity.unit
        rows = _bearers(context, clause, metric, quantity, thing, place)
        if last.again and not clause.own:
            rows = last.subjects
        subjects = [m for m in rows if allowed(m, metric)]
        if len(subjects) > 1 and all(m.type == "Place" for m in subjects):
            subjects = []  # the total of several places is no one's
        last.subjects = tuple(subjects)
        if not subjects:
            context.refuse("no one that the figure is of", f"measures/{metric.name}: {quantity.text}")
        for subject in subjects[:3]:
            row = _candidate(context, clause, metric, quantity, subject, product)
            yield row
            yield from _made(row, clause, context)


def _words(context: Context, start: int, end: int) -> str:
    base = context.sentence.start
    return context.sentence.text[max(0, start - base) : max(0, end - base)]


def _around(context: Context, quantity: Quantity) -> Mention | None:
    """The project whose name holds the figure."""
    words = ontology()
    rows = (m for m in context.sentence.mentions if m.start <= quantity.start and quantity.end <= m.end)
    return next((m for m in rows if m.type in words.classes and words.is_a(m.type, "Site")), None)


def _metric(context: Context, clause: Clause, quantity: Quantity, last: Last) -> Metric | None:
    around = _around(context, quantity)
    if around is not None:
        return next((m for m in metrics() if m.name == "capacity" and m.takes(quantity.unit, quantity.value)), None)
    rows = [h for m in metrics() if m.takes(quantity.unit, quantity.value) for h in _hits(context, clause, m, quantity)]
    if rows:
        return min(rows, key=lambda h: h[0])[1]
    before = _words(context, clause.start, quantity.start)
    for m in context.sentence.mentions:
        before = before.replace(m.text, "") if clause.start <= m.start and m.end <= quantity.start else before
    again = AGAIN.fullmatch(before) is not None and _plain(last.unit) == _plain(quantity.unit)
    if again:
        last.again = last.metric is not None
        return last.metric
    yearly = quantity.unit == "t/a"
    return next((m for m in metrics() if m.name == "capacity"), None) if yearly else None


def _plain(unit: str) -> str:
    return unit.removesuffix("/a")


def _hits(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> Iterator[tuple[int, Metric]]:
    """How far the metric's words in the clause are from the figure."""
    text = _words(context, clause.start, clause.end)
    if metric.bars.search(text):
        return
    at, end = quantity.start - clause.start, quantity.end - clause.start
    same = [q for q in context.quantities if q.unit == quantity.unit and clause.start <= q.start < clause.end]
    if metric.own:
        yield 25, metric
    for m in metric.triggers.finditer(text):
        if m.end() <= at or m.start() < at:
            passed = sum(m.end() <= q.start - clause.start < at for q in same)
            gap = max(0, at - m.end())
            if gap < REACH:
                yield gap + 12 * passed - len(m.group()) / 10, metric  # type: ignore[misc]
        elif m.start() - end <= CLOSE + _named(context, quantity.end, clause.start + m.start()):
            yield m.start() - end + 2, metric


def _named(context: Context, start: int, end: int) -> int:
    """The characters of products between a figure and a word behind it."""
    return sum(m.end - m.start for m in context.sentence.mentions if start <= m.start and m.end <= end and m.product)


def _bearers(
    context: Context, clause: Clause, metric: Metric, quantity: Quantity, thing: Mention | None, place: Mention | None
) -> tuple[Mention, ...]:
    """Whose figure it is."""
    around = _around(context, quantity)
    if around is not None:
        return (around,)
    if metric.subjects == ("Product",):
        named = [m for m in context.sentence.mentions if m.product and clause.start <= m.start < clause.end]
        return tuple(named[:1])
    if clause.bracket:
        return tuple(e for m in clause.subjects for e in m.each)
    near = _nearest(context, clause, metric, quantity)
    if not near and not clause.own and metric.name in SPENT and (project := _project(context, clause)) is not None:
        return (project,)
    if not near and not clause.own and metric.name in SITED and _unsure(context, clause):
        return ()
    rows = near or tuple(e for m in clause.subjects for e in m.each)
    rows = tuple(m for m in rows if m.type != PARKS or metric.name in ("area", "investment")) or rows[:0]
    fit = tuple(m for m in rows if allowed(m, metric))
    if rows:
        return fit
    text = _words(context, clause.start, clause.end)
    here = [m.text for m in context.sentence.mentions if clause.start <= m.start and m.end <= clause.end]
    for said in (*here, *(q.text for q in context.quantities)):
        text = text.replace(said, "")
    row = context.topic if len(text.strip()) < ROW and clause.start == context.sentence.start else None
    fallback = (thing, place, row)
    return tuple(m for m in fallback if m is not None and allowed(m, metric))[:1]


def _project(context: Context, clause: Clause) -> Mention | None:
    """The project or park that the sentence named before: "建设X项目,总投资 ..." is said of it."""
    before = [m for m in context.sentence.mentions if m.end <= clause.start and m.entity]
    rows = [m for m in before if m.text.endswith(PROJECT) or (m.type == PARKS and not clause.subjects)]
    return rows[-1] if rows else None


def _unsure(context: Context, clause: Clause) -> bool:
    """Whether the sentence named a plant before, so that the figure may be that one's: "缩减X的生产,涉及产能 ..."."""
    words, whose = ontology(), {e.entity for m in clause.subjects for e in m.each}
    sites = (m for m in context.sentence.mentions if m.end <= clause.start and not m.group)
    named = [m for m in sites if m.type in words.classes and words.is_a(m.type, "Site") and m.type != PARKS]
    total = TOTAL.search(_words(context, clause.start, clause.end)) is not None
    return not total and any(m.entity not in whose for m in named)


def _nearest(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> tuple[Mention, ...]:
    """The plant right before the figure's words; of an investment the project right behind."""
    words, rows = ontology(), []
    for m in context.sentence.mentions:
        known = m.type in words.classes and words.is_a(m.type, "Site") and (m.entity or m.group)
        site = known and (m.type != PARKS or metric.name in ("area", "investment"))
        if not site or not clause.start <= m.start < clause.end:
            continue
        if m.end <= quantity.start and not COVERB.search(_words(context, clause.start, m.start)):
            rows.append(m)
        elif metric.name == "investment" and m.start >= quantity.end and m.text.endswith(PROJECT):
            return m.each
    return rows[-1].each if rows else ()


def _product(context: Context, clause: Clause, metric: Metric, quantity: Quantity, last: Last) -> str | None:
    if not metric.product:
        return None
    around = _around(context, quantity)
    if around is not None:
        return process(around.text) or shared().plants.get(around.type)
    named = [m for m in context.sentence.mentions if m.product and clause.start <= m.start and m.end <= clause.end]
    after = [m for m in named if quantity.end <= m.start and _words(context, quantity.end, m.start) in ("", "的")]
    before = [m for m in named if m.end <= quantity.start]
    if after or before:
        return (after or before[::-1])[0].product
    words = process(_words(context, clause.start, quantity.end + CLOSE))
    kinds = [k for s in clause.subjects if (k := shared().plants.get(s.type))]
    same = last.product if last.metric is metric else None
    return words or same or (kinds[0] if kinds else None)


def _candidate(
    context: Context, clause: Clause, metric: Metric, quantity: Quantity, subject: Mention, product: str | None
) -> Candidate:
    words = _words(context, clause.start, clause.end)
    sign = -1 if metric.negative.search(_words(context, clause.start, quantity.start)[-8:]) else 1
    ends = sorted(sign * v for v in (quantity.value, quantity.max) if v is not None)
    return Candidate(
        subject=subject,
        predicate=metric.name,
        start=context.sentence.start,
        end=context.sentence.end,
        value=ends[0],
        max=ends[1] if len(ends) > 1 else None,
        unit=metric.renamed.get(quantity.unit, quantity.unit),
        product=product,
        period=_period(context, clause, metric, quantity),
        status=_status(context, words, metric, clause, subject),
        confidence=0.85,
        extractor=f"measures/{metric.name}.toml",
    )


def _status(context: Context, words: str, metric: Metric, clause: Clause, subject: Mention) -> str:
    for status, pattern, bars in shared().statuses:
        if pattern.search(words) and not bars.search(words):
            return fitting(status, metric)
    planned = subject.text.endswith(PROJECT) and not BUILT.search(context.sentence.text)
    if planned or (clause.plan and not clause.own):
        return fitting("planned", metric)
    return "actual"


def _period(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> str | None:
    """The nearest period of the clause, else the last one before it in the sentence for what is of a time."""
    here = [p for p in context.periods if clause.start <= p.start and p.end <= clause.end]
    before = [p for p in here if p.end <= quantity.start]
    if before or here:
        return (before[::-1] or here)[0].value
    if metric.name in ("capacity", "investment", "area"):
        return None
    earlier = [p for p in context.periods if p.end <= clause.start]
    return earlier[-1].value if earlier else None


def ranked(clauses: Sequence[Clause], context: Context) -> Iterator[Candidate]:
    """Ranks of whom a clause speaks: "居全球首位"."""
    for metric in (m for m in metrics() if m.ordinals):
        for clause in clauses:
            for m in metric.triggers.finditer(_words(context, clause.start, clause.end)):
                words = [v for k, v in m.groupdict().items() if k.partition("_")[0] == "k" and v]
                for subject in (e for s in clause.subjects for e in s.each if allowed(e, metric)):
                    yield Candidate(
                        subject=subject,
                        predicate=metric.name,
                        start=context.sentence.start,
                        end=context.sentence.end,
                        value=float(metric.ordinals[words[0]] if words else 1),
                        extractor=f"measures/{metric.name}.toml",
                    )


def _made(row: Candidate, clause: Clause, context: Context) -> Iterator[Candidate]:
    """A capacity or an output that names its product says that it is made there."""
    status = MAKING.get(row.status)
    if row.subject.text.endswith(PROJECT) and not BUILT.search(context.sentence.text) and row.status != "idled":
        status = "planned"  # a project makes nothing before it is built
    if row.predicate not in ("capacity", "production") or row.subject.type == "Place" or status is None:
        return
    text, base = context.sentence.text, context.sentence.start
    here = [m for m in context.sentence.mentions if clause.start <= m.start and m.end <= clause.end and m.entity]
    named = [m for m in here if m.product and m.product == row.product and not OTHER.match(text, m.end - base)]
    if named:
        yield Candidate(
            subject=row.subject,
            predicate="produces",
            object=named[0],
            start=row.start,
            end=row.end,
            status=status,
            confidence=0.85,
            extractor=row.extractor,
        )
