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
from ontology.load import ontology

REACH = 30
"""Characters between a metric's word and the figure behind it."""
CLOSE = 5
"""Characters between a figure and the metric's word behind it, products apart."""
ROW = 5
"""Words of a line of a table besides its product and its figure: "铝箔  产量11.2万吨"."""
AGAIN = re.compile(r"(?:其中|每期|各|另有?|分别|首期|[一二三四五]期|[、和及,\s]|去年同期|上年同期|同期|上年|为|约)*")
COVERB = re.compile(r"(?:向|与|对|由|给|从|自|同|和)$")
PROJECT = ("项目", "工程")
BUILT = re.compile(r"投产|建成|达产|投运")


@dataclass
class Last:
    """What the figure before in the sentence was: its metric, and its product."""

    metric: Metric | None = None
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
        metric = _metric(context, clause, quantity, last)
        if metric is None:
            continue
        product = _product(context, clause, metric, quantity, last)
        last.metric, last.product, last.unit = metric, product, quantity.unit
        subjects = [m for m in _bearers(context, clause, metric, quantity, thing, place) if allowed(m, metric)]
        if not subjects:
            context.refuse("no one that the figure is of", f"measures/{metric.name}: {quantity.text}")
        for subject in subjects[:3]:
            yield _candidate(context, clause, metric, quantity, subject, product)


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
    rows = near or tuple(e for m in clause.subjects for e in m.each)
    rows = tuple(m for m in rows if m.type != "IndustrialPark" or metric.name in ("area", "investment")) or rows[:0]
    fit = tuple(m for m in rows if allowed(m, metric))
    if rows:
        return fit
    text = _words(context, clause.start, clause.end)
    for m in (*context.sentence.mentions, *context.quantities):
        text = text.replace(m.text, "") if clause.start <= m.start and m.end <= clause.end else text
    row = context.topic if len(text.strip()) < ROW and clause.start == context.sentence.start else None
    fallback = (thing, place, row)
    return tuple(m for m in fallback if m is not None and allowed(m, metric))[:1]


def _nearest(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> tuple[Mention, ...]:
    """The plant right before the figure's words; of an investment the project right behind."""
    words, rows = ontology(), []
    for m in context.sentence.mentions:
        site = m.type in words.classes and words.is_a(m.type, "Site") and (m.entity or m.group)
        site = site and (m.type != "IndustrialPark" or metric.name in ("area", "investment"))
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
    after = [m for m in named if 0 <= m.start - quantity.end <= 2]
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


def made(rows: Sequence[Candidate], context: Context) -> Iterator[Candidate]:
    """A capacity or an output that names its product says that it is made there."""
    for row in rows:
        if row.predicate not in ("capacity", "production") or row.product is None or row.subject.type == "Place":
            continue
        named = [m for m in context.sentence.mentions if m.product == row.product and m.entity]
        status = {"actual": "actual", "idled": "actual", "designed": "actual", "trial": "actual"}.get(row.status)
        if named and status is not None:
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
