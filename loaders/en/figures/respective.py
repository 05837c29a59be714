"""Whose the figures of a list are that "respectively" pairs with a list of names."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention

LEAST = 2
"""A pair of names is a list."""


def respective(context: Context, start: int) -> Mention | None:
    """The name that a figure at `start` is paired with: B's in "A and B made 5 and 7 tonnes respectively"."""
    if "respectively" not in context.sentence.text:
        return None
    run = _run(context, start)
    names = _names(context, run[0].start) if len(run) >= LEAST else []
    at = next((k for k, q in enumerate(run) if q.start == start), None)
    return names[at] if at is not None and len(names) == len(run) else None


def _run(context: Context, start: int) -> Sequence[Quantity]:
    """The list of figures of one unit in which one stands."""
    runs: list[list[Quantity]] = []
    for q in context.quantities:
        last = runs[-1][-1] if runs else None
        alike = last is not None and last.unit.partition("/")[0] == q.unit.partition("/")[0]
        if last is not None and alike and clue("respective.joined").fullmatch(_text(context, last.end, q.start)):
            runs[-1].append(q)
        else:
            runs.append([q])
    return next((run for run in runs if any(q.start == start for q in run)), [])


def _names(context: Context, end: int) -> list[Mention]:
    """The last list of firms, plants or places before the figures."""
    rows = [
        m for k in context.sentence.mentions for m in k.each if m.type not in ("Product", "Person") and m.end <= end
    ]
    run: list[Mention] = []
    for m in rows:
        joined = run and clue("respective.joined").fullmatch(_text(context, run[-1].end, m.start))
        alike = joined and (run[-1].type == "Place") == (m.type == "Place")
        run = [*run, m] if alike else [m]
    return run if all(m.entity for m in run) and len({m.entity for m in run}) == len(run) else []


def _text(context: Context, start: int, end: int) -> str:
    base = context.sentence.start
    return context.sentence.text[start - base : end - base] if start < end else ""
