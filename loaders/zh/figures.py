"""Figures of Chinese texts: the metric's word stands in the figure's own clause, its bearer is the clause's subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.certain import fitting
from loaders.check import Candidate
from loaders.context import Context
from loaders.en.figures.topical import allowed
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, by_name, metrics, process, shared
from loaders.zh.bearers import bearers, project_around, spoken
from loaders.zh.clauses import Clause
from loaders.zh.pairs import share
from loaders.zh.plants import BUILDING, PARKS
from loaders.zh.sites import PROJECT, built

REACH = 30
"""Characters between a metric's word and the figure behind it."""
CLOSE = 5
"""Characters between a figure and the metric's word behind it, products apart."""
NEXT = 6
"""Characters of the next clause that may tell what a sum is spent on."""
MAKING = dict.fromkeys(("actual", "idled", "designed", "trial"), "actual")
"""The statuses of figures that say that something is made."""


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
    for quantity, clause in _held(clauses, context):
        last.again = False
        metric = _metric(context, clause, quantity, last)
        if metric is None:
            continue
        dealt = share(context, clause, quantity)
        if dealt is not None and not dealt:
            context.refuse("a list that its figures do not fit", f"measures/{metric.name}: {quantity.text}")
            continue
        product = _product(context, clause, metric, quantity, last)
        if dealt is not None:
            metric = dealt.metric or metric
            made = shared().plants.get(dealt.subject.type) if dealt.subject else None
            product = dealt.product.product if dealt.product else made or product
        last.metric, last.product, last.unit = metric, product, quantity.unit
        rows = bearers(context, clause, metric, quantity, thing, place)
        if last.again and not clause.own:
            rows = last.subjects
        rows = (dealt.subject,) if dealt is not None and dealt.subject else rows
        last.subjects = _fit(rows, context, clause, metric, quantity)
        for subject in last.subjects[:3]:
            row = _candidate(context, clause, metric, quantity, subject, product)
            row = replace(row, period=dealt.period) if dealt is not None and dealt.period else row
            yield row
            yield from _made(row, clause, context)


def _held(clauses: Sequence[Clause], context: Context) -> Iterator[tuple[Quantity, Clause]]:
    """The figures with the clauses that they stand in; those that tell a change are left out."""
    for quantity in context.quantities:
        holding = [c for c in clauses if c.start <= quantity.start and quantity.end <= c.end]
        if holding:
            clause = _lined(context, min(holding, key=lambda c: c.end - c.start))
            before = spoken(context, clause.start, quantity.start)
            if not clue("zh.figures.changed").search(before):
                carbon = quantity.unit == "t" and clue("zh.figures.carbon").search(before) is not None
                yield replace(quantity, unit="tCO2e") if carbon else quantity, clause


def _words(context: Context, clause: Clause) -> str:
    return spoken(context, clause.start, clause.end)


def _fit(
    rows: Sequence[Mention], context: Context, clause: Clause, metric: Metric, quantity: Quantity
) -> tuple[Mention, ...]:
    """Those of whom the metric can be told."""
    subjects = tuple(m for m in rows if m.entity and allowed(m, metric))
    if metric.name == "investment":
        firms = tuple(m for m in subjects if m.type not in ("GovernmentBody", "Place"))
        subjects = firms or subjects  # a firm signs with a government: it is the firm's money
        if _projects(subjects, context, quantity) or _bought(context, quantity):
            subjects = ()
    if metric.name == "employees" and not clause.own and clue("zh.figures.staying").search(_words(context, clause)):
        subjects = ()  # whom a buyer takes over are not its own yet
    if len(subjects) > 1 and all(m.type == "Place" for m in subjects):
        subjects = ()  # the total of several places is no one's
    if not subjects:
        context.refuse("no one that the figure is of", f"measures/{metric.name}: {quantity.text}")
    return subjects


def _bought(context: Context, quantity: Quantity) -> bool:
    """Whether the next clause says that a sum is paid for shares: "出资46亿元,取得X 75%的股权"."""
    return clue("zh.figures.shares").match(spoken(context, quantity.end, context.sentence.end)) is not None


def _projects(subjects: Sequence[Mention], context: Context, quantity: Quantity) -> bool:
    """Whether it is the cost of several projects that others sign for or bring together."""
    before = spoken(context, context.sentence.start, quantity.start)
    shared = len(subjects) > 1 or any(m.type in ("GovernmentBody", "Place", PARKS) for m in subjects)
    shared = shared or clue("zh.figures.signed").search(before) is not None
    named = any(m.text.endswith(PROJECT) for m in subjects)
    return shared and not named and clue("zh.figures.many").search(before) is not None


def _lined(context: Context, clause: Clause) -> Clause:
    """The clause with the product that a cell of its line names before it: "铝箔   产量11.2万吨"."""
    before = spoken(context, context.sentence.start, clause.start)
    for product in (m.text for m in context.sentence.mentions if m.product and m.end <= clause.start):
        before = before.replace(product, "", 1)
    return clause if before.strip(" :") else replace(clause, start=context.sentence.start)


def _metric(context: Context, clause: Clause, quantity: Quantity, last: Last) -> Metric | None:
    around = project_around(context, quantity)
    if around is not None:
        return next((m for m in metrics() if m.name == "capacity" and m.takes(quantity.unit, quantity.value)), None)
    rows = [h for m in metrics() if m.takes(quantity.unit, quantity.value) for h in _hits(context, clause, m, quantity)]
    if rows:
        return min(rows, key=lambda h: h[0])[1]
    before = spoken(context, clause.start, quantity.start)
    for m in context.sentence.mentions:
        before = before.replace(m.text, "") if clause.start <= m.start and m.end <= quantity.start else before
    again = clue("zh.figures.again").fullmatch(before) is not None and _plain(last.unit) == _plain(quantity.unit)
    if again and last.metric is not None and last.metric.bars.search(spoken(context, clause.start, clause.end)):
        return None  # "其中10万吨指标已转让给X" is none of its capacity
    if again:
        last.again = last.metric is not None
        return last.metric
    words, capacity = spoken(context, clause.start, clause.end), by_name()["capacity"]
    other = clue("zh.figures.given").search(words) is not None or capacity.bars.search(words) is not None
    return capacity if quantity.unit == "t/a" and not other else None


def _plain(unit: str) -> str:
    return unit.removesuffix("/a")


def _hits(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> Iterator[tuple[int, Metric]]:
    """How far the metric's words in the clause are from the figure."""
    text = spoken(context, clause.start, clause.end)
    if metric.bars.search(spoken(context, clause.start, clause.end + NEXT) if metric.name == "investment" else text):
        return  # "出资12亿元,受让其所持股权" is no investment
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


def _product(context: Context, clause: Clause, metric: Metric, quantity: Quantity, last: Last) -> str | None:
    if not metric.product:
        return None
    around = project_around(context, quantity)
    if around is not None:
        return process(around.text) or shared().plants.get(around.type)
    named = [m for m in context.sentence.mentions if m.product and clause.start <= m.start and m.end <= clause.end]
    after = [m for m in named if quantity.end <= m.start and spoken(context, quantity.end, m.start) in ("", "的")]
    before = [m for m in named if m.end <= quantity.start]
    if after or before:
        return (after or before[::-1])[0].product
    words = process(spoken(context, clause.start, min(clause.end, quantity.end + CLOSE)))
    kinds = [k for s in clause.subjects if (k := shared().plants.get(s.type))]
    same = last.product if last.metric is metric else None
    return words or (kinds[0] if kinds else same)


def _candidate(
    context: Context, clause: Clause, metric: Metric, quantity: Quantity, subject: Mention, product: str | None
) -> Candidate:
    words = spoken(context, clause.start, clause.end)
    sign = -1 if metric.negative.search(spoken(context, clause.start, quantity.start)[-8:]) else 1
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
    if metric.name == "capacity" and clue("zh.figures.closed").match(spoken(context, clause.end, context.sentence.end)):
        return "idled"  # "原有产能20万吨,已于2023年12月关停"
    building = subject.text.endswith(PROJECT) or subject.head == BUILDING
    planned = building and not built(context.sentence.text)
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
            for m in metric.triggers.finditer(spoken(context, clause.start, clause.end)):
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
    if row.subject.text.endswith(PROJECT) and not built(context.sentence.text) and row.status != "idled":
        status = "planned"  # a project makes nothing before it is built
    if row.predicate not in ("capacity", "production") or row.subject.type == "Place" or status is None:
        return
    text, base = context.sentence.text, context.sentence.start
    here = [m for m in context.sentence.mentions if clause.start <= m.start and m.end <= clause.end and m.entity]
    named = [
        m
        for m in here
        if m.product and m.product == row.product and not clue("zh.figures.other").match(text, m.end - base)
    ]
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
