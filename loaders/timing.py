"""For what time a figure is: lists of figures are paired with lists of periods only where the counts agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import shared
from loaders.periods import Period
from loaders.window import clause

REACH = 100
"""Characters between a figure and its period, unless that opens the sentence."""
OPENING = 30
"""Characters within which a period opens the sentence."""
TAKEN = 7
"""Characters within which a period after another figure is that one's: "in 1985"."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The period of a figure, None where the text gives none, and a remark on it."""

    period: str | None = None
    note: str = ""


def dated(context: Context) -> tuple[Dated, ...]:
    """The periods of the sentence's quantities, in their order."""
    rows: list[Dated] = []
    while len(rows) < len(context.quantities):
        run = _run(context, len(rows))
        rows += _listed(context, run) if len(run) > 1 else [_single(context, run[0])]
    return tuple(rows)


def earlier(context: Context, quantity: Quantity, former: str | None, time: Dated) -> Dated:
    """The period of a figure that another is compared with: "a year earlier" is before that one's, not before today."""
    text = context.sentence.text[quantity.end - context.sentence.start :]
    if former is None or not shared().year_before.match(text):
        return time
    return Dated(re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda m: str(int(m[0]) - 1), former))


def _run(context: Context, at: int) -> Sequence[Quantity]:
    """The list that begins with this quantity: same unit, nothing but commas and "and" between."""
    rows = context.quantities
    end = at + 1
    while end < len(rows) and rows[end].unit == rows[at].unit and _gap(context, rows[end - 1].end, rows[end].start):
        end += 1
    return rows[at:end]


def _gap(context: Context, start: int, end: int) -> bool:
    base = context.sentence.start
    return (
        start <= end and clue("timing.joined").fullmatch(context.sentence.text[start - base : end - base]) is not None
    )


def _listed(context: Context, run: Sequence[Quantity]) -> list[Dated]:
    """A list is paired with the list of periods before it, else with that after it."""
    before = [p for p in context.periods if p.end <= run[0].start]
    times = _lists(context, before) or _lists(context, [p for p in context.periods if p.start >= run[-1].end])
    if len(times) == len(run):
        return [Dated(p.value) for p in times]
    if len(times) > 1:
        return [Dated(None, shared().unpaired)] * len(run)
    return [_single(context, q) for q in run]


def _lists(context: Context, rows: Sequence[Period]) -> list[Period]:
    """The last list of at least two periods; empty where there is none."""
    best: list[Period] = []
    run: list[Period] = []
    for p in rows:
        run = [*run, p] if run and _gap(context, run[-1].end, p.start) else [p]
        best = run if len(run) > 1 else best
    return best


def _single(context: Context, quantity: Quantity) -> Dated:
    """The nearest period of the clause, else the one that opens the sentence."""
    left, right = clause(context, quantity.start, quantity.end)
    here = [p for p in context.periods if left <= p.start and p.end <= right]
    after = [p for p in here if p.start >= quantity.end and _beside(context, quantity.end, p.start)]
    before = [p for p in here if p.end <= quantity.start and _beside(context, p.end, quantity.start)]
    before = [p for p in before if not any(0 <= p.start - q.end < TAKEN for q in context.quantities)]
    rows = sorted((*after, *before), key=lambda p: max(p.start - quantity.end, quantity.start - p.end))
    opening = [p for p in context.periods if p.start - context.sentence.start < OPENING and p.end <= quantity.start]
    found = [*rows, *opening]
    return Dated(found[0].value) if found else Dated()


def _beside(context: Context, start: int, end: int) -> bool:
    """Whether neither another figure nor a comma stands between, and not too much."""
    base = context.sentence.start
    gap = context.sentence.text[start - base : end - base]
    return len(gap) < REACH and not re.search(r"[,,、;]", gap) and not _parted(context, start, end)


def _parted(context: Context, start: int, end: int) -> bool:
    """Whether another figure stands between."""
    return any(start <= q.start and q.end <= end for q in context.quantities)
