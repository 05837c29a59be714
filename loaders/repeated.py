"""A figure that a sentence goes on with: "Output was 38,000 tonnes. It had been 41,500 in 2023"."""

from __future__ import annotations

from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import by_name, shared
from loaders.timing import Dated, year_before


def again(context: Context, quantity: Quantity) -> Candidate | None:
    """The last figure of the sentence before, where this one goes on with it: "It was 41,500 in 2023"."""
    if not context.follows or shared().continued.fullmatch(_lead(context, quantity)) is None:
        return None
    rows = [c for c in context.figured if c.predicate in by_name()]  # and not what the figure's owner makes
    if not rows:
        return None
    last = rows[-1]
    return last if by_name()[last.predicate].renamed.get(quantity.unit, quantity.unit) == last.unit else None


def repeated(context: Context, last: Candidate, quantity: Quantity, time: Dated) -> Candidate:
    """The same as a figure of before, with another value at another time."""
    return replace(
        last,
        start=context.sentence.start,
        end=context.sentence.end,
        value=quantity.value,
        max=quantity.max,
        period=_when(context, last, quantity) or time.period,
        status=_status(context, last, quantity),
        qualifiers={"note": time.note} if time.note else {},
        confidence=0.8,
    )


def _status(context: Context, last: Candidate, quantity: Quantity) -> str:
    """What will be is no more than planned: "When every pot is in service, it will be 1 million tonnes"."""
    coming = clue("repeated.coming").search(_lead(context, quantity)) is not None
    return by_name()[last.predicate].planned if coming else "actual"


def _when(context: Context, last: Candidate, quantity: Quantity) -> str | None:
    """The year before that of the figure that it goes on with: "A year earlier it was 48 million"."""
    ago = last.period is not None and clue("repeated.ago").match(_lead(context, quantity)) is not None
    return year_before(last.period) if ago and last.period is not None else None


def _lead(context: Context, quantity: Quantity) -> str:
    """The sentence before a figure."""
    return context.sentence.text[: quantity.start - context.sentence.start]
