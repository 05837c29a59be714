"""A figure that a sentence goes on with: "Output was 38,000 tonnes. It had been 41,500 in 2023"."""

from __future__ import annotations

from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.lending import Quantity
from loaders.metrics import metrics, shared
from loaders.timing import Dated


def again(context: Context, quantity: Quantity) -> Candidate | None:
    """The last figure of the sentence before, where this one goes on with it: "It was 41,500 in 2023"."""
    lead = context.sentence.text[: quantity.start - context.sentence.start]
    last = context.figured[-1] if context.follows and context.figured else None
    if last is None or shared().continued.fullmatch(lead) is None:
        return None
    metric = next(m for m in metrics() if m.name == last.predicate)
    return last if metric.renamed.get(quantity.unit, quantity.unit) == last.unit else None


def repeated(context: Context, last: Candidate, quantity: Quantity, time: Dated) -> Candidate:
    """The same as a figure of before, with another value at another time."""
    return replace(
        last,
        start=context.sentence.start,
        end=context.sentence.end,
        value=quantity.value,
        max=quantity.max,
        period=time.period,
        status="actual",
        qualifiers={"note": time.note} if time.note else {},
        confidence=0.8,
    )
