"""Figures that 分别 deals out to a list before them: "A和B年产能分别为35万吨和12万吨" is one of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, metrics
from loaders.periods import Period
from loaders.zh.bearers import spoken
from loaders.zh.clauses import Clause

VERB = 12
"""Characters between 分别 and the first figure: 分别实现营业收入."""


@dataclass(frozen=True)
class Share:
    """What of a list belongs to one figure; all empty where the list and the figures do not agree."""

    subject: Mention | None = None
    product: Mention | None = None
    period: str | None = None
    metric: Metric | None = None

    def __bool__(self) -> bool:
        """Whether the figure belongs to something."""
        return any((self.subject, self.product, self.period, self.metric))


def share(context: Context, clause: Clause, quantity: Quantity) -> Share | None:
    """What of a list a figure behind 分别 belongs to; None where it stands in no such row."""
    row = _row(context, quantity)
    before = spoken(context, clause.start, row[0].start) if row else ""
    said = list(clue("zh.pairs.each").finditer(before))
    if not said or len(before) - said[-1].end() > VERB + _named(context, clause, row[0]):
        return None
    at = clause.start + said[-1].start()
    things, products = _lists(context, clause, at, row[0].start)
    periods, words = _periods(context, at), _metrics(context, clause, row[0])
    labelled = any(m.product and row[0].start <= m.start < row[-1].end for m in context.sentence.mentions)
    products = () if labelled else products
    several = [r for r in (things, products, periods, words) if len(r) > 1]
    if labelled and not several:
        return None
    if len(several) != 1 or len(several[0]) != len(row) or len(row) < 2:
        return Share()
    if things in several and things[0].type == "Place" and any(m.type != "Place" for m in clause.subjects):
        return Share()  # somebody's capacity in each place is not that of the place
    if any(r in several and _open(context, clause, r) for r in (things, products)):
        return Share()
    k = row.index(quantity)
    return Share(
        things[k] if len(things) > 1 else None,
        products[k] if len(products) > 1 else None,
        periods[k].value if len(periods) > 1 else None,
        words[k] if len(words) > 1 else None,
    )


def _named(context: Context, clause: Clause, first: Quantity) -> int:
    """The characters of products in a clause before its first figure."""
    rows = (m for m in context.sentence.mentions if m.product and clause.start <= m.start < first.start)
    return sum(m.end - m.start for m in rows)


def _row(context: Context, quantity: Quantity) -> Sequence[Quantity]:
    """The figures of one unit joined to each other in which this one stands."""
    rows: list[list[Quantity]] = []
    for q in (q for q in context.quantities if q.unit == quantity.unit):
        if rows and _joined(context, rows[-1][-1].end, q.start):
            rows[-1].append(q)
        else:
            rows.append([q])
    return next((r for r in rows if quantity in r), [])


def _joined(context: Context, start: int, end: int) -> bool:
    """Whether nothing but "and" and the names of products stands between."""
    gap = spoken(context, start, end)
    for m in context.sentence.mentions:
        gap = gap.replace(m.text, "", 1) if m.product and start <= m.start and m.end <= end else gap
    return clue("zh.pairs.joined").fullmatch(gap) is not None


def _lists(context: Context, clause: Clause, at: int, end: int) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """The last list of firms, plants or places and that of products before 分别; one thing is none."""
    here = [m for m in context.sentence.mentions if clause.start <= m.start and m.end <= end and not m.nominal]
    things = _run(context, [m for m in here if not m.product and m.end <= at and m.type != "Person"])
    products = _run(context, [m for m in here if m.product])
    if len(things) < 2:
        things = [e for m in clause.subjects for e in m.each]
    return things, products


def _run(context: Context, rows: Sequence[Mention]) -> Sequence[Mention]:
    """The last run of mentions of two or more that are joined by "and"."""
    runs: list[list[Mention]] = []
    for m in rows:
        gap = spoken(context, runs[-1][-1].end, m.start) if runs else ""
        if runs and clue("zh.pairs.joined").fullmatch(gap):
            runs[-1].append(m)
        else:
            runs.append([m])
    return next((r for r in runs[::-1] if len(r) > 1), runs[-1] if runs else [])


def _open(context: Context, clause: Clause, run: Sequence[Mention]) -> bool:
    """Whether a list goes on with something that is not known by name."""
    before = spoken(context, clause.start, run[0].start)[-1:]
    after = spoken(context, run[-1].end, min(clause.end, run[-1].end + 1))
    return any(c and clue("zh.pairs.joined").fullmatch(c) for c in (before, after))


def _periods(context: Context, at: int) -> Sequence[Period]:
    """The last list of periods before 分别."""
    rows = [p for p in context.periods if p.end <= at]
    run = rows[-1:]
    for a, b in itertools.pairwise(rows[::-1]):
        if not clue("zh.pairs.joined").fullmatch(spoken(context, b.end, a.start)):
            break
        run.insert(0, b)
    return run


def _metrics(context: Context, clause: Clause, first: Quantity) -> Sequence[Metric]:
    """The metrics whose words stand in a list before the first figure: 营业收入和净利润分别为."""
    text = spoken(context, clause.start, first.start)
    run: list[tuple[int, Metric]] = []
    for a, b, metric in sorted(_words(text, first), key=lambda w: (w[0], -w[1])):
        if run and a < run[-1][0]:
            continue
        joined = run and clue("zh.pairs.joined").fullmatch(text[run[-1][0] : a])
        run = [*run, (b, metric)] if joined else [(b, metric)]
    found = [m for _, m in run]
    return found if len({m.name for m in found}) == len(found) else found[-1:]


def _words(text: str, quantity: Quantity) -> Iterator[tuple[int, int, Metric]]:
    for metric in (m for m in metrics() if m.takes(quantity.unit, quantity.value)):
        for m in metric.triggers.finditer(text):
            yield m.start(), m.end(), metric
