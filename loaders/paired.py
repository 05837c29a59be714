"""Metrics listed before a list of their sums: "Revenue and net profit were EUR 54 million and EUR 3 million"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import Metric, metrics, shared
from loaders.window import Span

ACCOUNTS = frozenset({"revenue", "profit", "investment"})


def paired(context: Context, quantity: Quantity) -> tuple[Metric, Span] | None:
    """The metric of a sum by its place in the list, and where its word stands; None where there are no such lists."""
    sums = _sums(context, quantity)
    if len(sums) < 2:
        return None
    words = _words(context, sums[0].start)
    return words[sums.index(quantity)] if len(words) == len(sums) and len({m.name for m, _ in words}) > 1 else None


def after_pairs(context: Context, quantity: Quantity) -> bool:
    """Whether such a list is compared with that in which the sum stands: "were 4 and 2, compared with 3 and 1"."""
    first = next(iter(_sums(context, quantity)), quantity)
    before = [q for q in context.quantities if q.unit == quantity.unit and q.end <= first.start]
    if not before or paired(context, before[-1]) is None or paired(context, quantity) is not None:
        return False
    gap = _text(context, before[-1].end, first.start)
    return shared().again.search(gap) is not None or shared().compared.match(gap) is not None


def _sums(context: Context, quantity: Quantity) -> Sequence[Quantity]:
    """The list of sums of one currency in which this one stands."""
    rows = [q for q in context.quantities if q.unit == quantity.unit]
    runs: list[list[Quantity]] = []
    for q in rows:
        if runs and clue("paired.joined").fullmatch(_text(context, runs[-1][-1].end, q.start)):
            runs[-1].append(q)
        else:
            runs.append([q])
    return next((run for run in runs if quantity in run), [])


def _words(context: Context, end: int) -> list[tuple[Metric, Span]]:
    """The last list of metrics' words before an offset, and no more than a verb behind it."""
    run: list[tuple[Metric, Span]] = []
    for metric, span in sorted(_said(context, end), key=lambda row: row[1]):
        if run and span[0] < run[-1][1][1]:
            continue
        joined = run and clue("paired.between").fullmatch(_text(context, run[-1][1][1], span[0]))
        run = [*run, (metric, span)] if joined else [(metric, span)]
    return run if run and clue("paired.verb").fullmatch(_text(context, run[-1][1][1], end)) else []


def _said(context: Context, end: int) -> Iterator[tuple[Metric, Span]]:
    base = context.sentence.start
    for metric in metrics():
        if metric.name in ACCOUNTS:
            found = metric.triggers.finditer(context.sentence.text[: end - base])
            yield from ((metric, (m.start() + base, m.end() + base)) for m in found)


def _text(context: Context, start: int, end: int) -> str:
    base = context.sentence.start
    return context.sentence.text[start - base : end - base]
