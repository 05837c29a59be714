"""Figures of a report share its period: "profit rose to 41 million for April-June, while revenue was 500 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.dates import day, span
from loaders.check import Candidate
from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import shared
from loaders.timing import year_after, year_before, years_on

FLOWS = frozenset({"revenue", "profit", "production", "consumption"})
"""What comes in over a time: of no single day."""
YEAR = re.compile(r"\d{4}")
BESIDE = 40
"""Characters between a figure and that of the year before it."""
Row = tuple[Quantity, Candidate]


def timed(context: Context) -> Context:
    """The same sentence without its days, which no result is for: "announced on 9 August"."""
    kept = [p for p in context.periods if day(p.value) is None]
    return context if len(kept) == len(context.periods) else replace(context, periods=kept)


def flow(figure: Candidate) -> bool:
    """Whether it is a figure of what comes in over a time."""
    return figure.predicate in FLOWS and figure.object is None


def former(text: str, start: int, end: int) -> bool:
    """Whether the figure at [start, end) is that of the year before: "from 5 million", "(5 million a year earlier)"."""
    told = clue("lent_periods.base").search(text, max(0, start - 60), start)
    return told is not None or shared().year_before.match(text[end : end + 90]) is not None


def lent(context: Context, rows: Sequence[Row]) -> Iterator[Candidate]:
    """The figures of a sentence; those without a period take that of another of the same firm or plant."""
    found = [figure for _, figure in rows]
    if len(rows) > 1 and any(flow(c) and c.period for c in found):
        for k in reversed(range(len(rows) - 1)):
            if _compared(context, (rows[k][0], found[k]), (rows[k + 1][0], found[k + 1])):
                found[k] = replace(found[k], period=year_after(found[k + 1].period or ""))
        for k in range(1, len(rows)):
            found[k] = _same_part(context, rows[k][0], found[k], found[:k])
            found[k] = _before(context, rows[k][0], found[k], found[k - 1])
            if flow(found[k]) and not found[k].period:
                found[k] = _after(context, [(rows[i][0], found[i]) for i in range(k)], rows[k][0], found[k])
        for k in reversed(range(len(rows) - 1)):
            gap, free = _gap(context, rows[k][0], rows[k + 1][0]), _first(context, rows[k][0])
            if free and _alike(found[k + 1], found[k]) and clue("lent_periods.close").fullmatch(gap):
                found[k] = replace(found[k], period=found[k + 1].period)
    yield from found


def _after(context: Context, before: Sequence[Row], last: Quantity, taker: Candidate) -> Candidate:
    """The taker with the period of the last figure before it that is no comparison."""
    base, text = context.sentence.start, context.sentence.text
    others = ((q, c) for q, c in reversed(before) if flow(c) and not former(text, q.start - base, q.end - base))
    first, giver = next(others, (None, None))
    if first is None or giver is None or not giver.period or giver.ends != taker.ends:
        return taker
    if giver.predicate == taker.predicate:
        told = shared().year_before.match(text[last.end - base :]) is not None
        return replace(taker, period=year_before(giver.period)) if told else taker
    times = (p.value for p in context.periods if before[-1][0].end <= p.start < last.start)
    between = clue("lent_periods.elsewhen").search(_gap(context, before[-1][0], last))
    other = between or any(v != giver.period for v in times)
    return replace(taker, period=giver.period) if _alike(giver, taker) and not other else taker


def _compared(context: Context, row: Row, after: Row) -> bool:
    """Whether a figure without a period is followed by that of the year before: "5 million (2023: 4 million)"."""
    (first, taker), (last, giver) = row, after
    same = giver.predicate == taker.predicate and giver.ends == taker.ends and flow(taker) and taker.status == "actual"
    if not same or taker.period or not giver.period or not _first(context, first):
        return False
    base = context.sentence.start
    return (
        former(context.sentence.text, last.start - base, last.end - base) and len(_gap(context, first, last)) < BESIDE
    )


def _same_part(context: Context, quantity: Quantity, figure: Candidate, before: Sequence[Candidate]) -> Candidate:
    """The figure of "the same period of 2021": of the part of that year that the one before is of."""
    year = figure.period or ""
    behind = context.sentence.text[quantity.end - context.sentence.start :]
    if not flow(figure) or YEAR.fullmatch(year) is None or clue("lent_periods.same").match(behind) is None:
        return figure
    parts = [c.period for c in before if c.predicate == figure.predicate and c.period and c.period != year]
    if not parts or YEAR.fullmatch(parts[-1]) is not None:
        return figure
    last = span(parts[-1])[1].year
    return replace(figure, period=years_on(parts[-1], int(year) - last))


def _before(context: Context, quantity: Quantity, figure: Candidate, last: Candidate) -> Candidate:
    """What a figure of the same period is compared with is of the year before: "lost 9 in 2024 from a profit of 4"."""
    base, text = context.sentence.start, context.sentence.text
    alike = (
        flow(figure) and figure.predicate == last.predicate and figure.ends == last.ends and figure.value != last.value
    )
    behind = any(p.start >= quantity.end for p in context.periods)
    lead = clue("lent_periods.base").search(text[: quantity.start - base])
    if not alike or behind or lead is None or "(" in lead[0] or not figure.period or figure.period != last.period:
        return figure
    return replace(figure, period=year_before(figure.period))


def _first(context: Context, quantity: Quantity) -> bool:
    """Whether no date stands before a figure."""
    return not any(p.end <= quantity.start for p in context.periods)


def _alike(giver: Candidate, taker: Candidate) -> bool:
    """Whether one figure has the period that the other lacks, and they are two of one report."""
    lacks = bool(giver.period) and not taker.period and flow(giver) and flow(taker) and not taker.qualifiers.get("note")
    return lacks and giver.status == taker.status and giver.ends == taker.ends and giver.predicate != taker.predicate


def _gap(context: Context, first: Quantity, last: Quantity) -> str:
    """What stands between two figures, without its dates and "a year earlier"."""
    base, text = context.sentence.start, context.sentence.text
    for p in context.periods:
        if first.end <= p.start < last.start:
            text = text[: p.start - base] + " " * (p.end - p.start) + text[p.end - base :]
    gap = text[first.end - base : last.start - base]
    ago = shared().year_before.match(gap)
    return gap[ago.end() :] if ago is not None else gap
