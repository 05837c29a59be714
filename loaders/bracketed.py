"""Amounts in brackets right behind another: "GBP 212 million (2023: GBP 240 million)" says what it was before."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.periods import Period
from loaders.window import Span, bracket

SIDE = re.compile(r"[,;]")
"""What parts a figure in brackets from the date of another: "(2023: 240; 2022: 231)"."""


def bracketed(context: Context, last: Quantity, quantity: Quantity) -> bool:
    """Whether a figure in brackets is the one before them at another time: all else in there tells when."""
    base, text = context.sentence.start, context.sentence.text
    span = bracket(text, quantity.start - base, quantity.end - base)
    if span is None:
        return False
    inside = last.start - base >= span[0]  # "(2023: 240; 2022: 231)"
    gap = "" if inside else _blanked(context, (last.end - base, span[0] - 1))
    return clue("bracketed.gap").fullmatch(gap) is not None and _timed(context, span)


def _timed(context: Context, span: Span) -> bool:
    return clue("bracketed.only").fullmatch(_blanked(context, span)) is not None


def _blanked(context: Context, span: Span) -> str:
    """A part of the sentence without its figures, dates and products."""
    base, text = context.sentence.start, context.sentence.text
    told: list[Quantity | Period] = [*context.quantities, *context.periods]
    taken = [(t.start, t.end) for t in told]
    taken += [(m.start, m.end) for m in context.sentence.mentions if m.type == "Product"]
    kept = list(text)
    for start, end in taken:
        kept[start - base : end - base] = " " * (end - start)
    return "".join(kept[span[0] : span[1]])


def inner_time(context: Context, quantity: Quantity) -> Period | None:
    """The date beside a figure in brackets; one without a value where there is none and all else in there tells when.

    None where the brackets tell of something else, or there are none.
    """
    base, text = context.sentence.start, context.sentence.text
    span = bracket(text, quantity.start - base, quantity.end - base)
    if span is None:
        return None
    inside = [p for p in context.periods if span[0] <= p.start - base < span[1]]
    near = [p for p in inside if SIDE.search(_gap(context, quantity, p)) is None]
    here = min(near, key=lambda p: max(p.start - quantity.end, quantity.start - p.end), default=None)
    return here or (Period("", 0, 0, "") if _timed(context, span) else None)


def _gap(context: Context, quantity: Quantity, period: Period) -> str:
    """What stands between a figure and a date, other figures struck out."""
    base = context.sentence.start
    start, end = (quantity.end, period.start) if quantity.start < period.start else (period.end, quantity.start)
    words = context.sentence.text[start - base : end - base]
    others = any(start <= q.start and q.end <= end for q in context.quantities)
    return words + (";" if others else "")


def outer_times(context: Context) -> tuple[Period, ...]:
    """The dates that stand in no brackets with a figure: those are for another time than what is outside."""
    if "(" not in context.sentence.text:
        return tuple(context.periods)
    return tuple(p for p in context.periods if not _of_another(context, p))


def _of_another(context: Context, period: Period) -> bool:
    """Whether a date stands in brackets with a figure: the one of before them is for another time."""
    base = context.sentence.start
    span = bracket(context.sentence.text, period.start - base, period.end - base)
    return span is not None and any(span[0] <= q.start - base < span[1] for q in context.quantities)
