"""What stands around a figure: its clause, its status, its product."""

from __future__ import annotations

import functools
import re

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, process, shared

Span = tuple[int, int]
COMING = frozenset({"planned", "forecast", "under_construction"})
NEAR = 45
"""Characters after a figure within which "of alumina" or "for alumina" is its product."""


def clause(context: Context, start: int, end: int) -> Span:
    """The part of the sentence between the ends of clauses around [start, end), as document offsets."""
    base = context.sentence.start
    cuts = _cuts(context.sentence.text)
    left = max((b for _, b in cuts if b <= start - base), default=0)
    right = min((a for a, _ in cuts if a >= end - base), default=context.sentence.end - base)
    return left + base, right + base


@functools.lru_cache(maxsize=8)
def _cuts(text: str) -> tuple[Span, ...]:
    """Where the clauses of a sentence end; asked for once a figure."""
    return tuple(m.span() for m in shared().boundary.finditer(text))


def bracket(text: str, start: int, end: int) -> Span | None:
    """Where the round brackets around [start, end) of a text open and close; None where it stands in none."""
    left = text.rfind("(", 0, start)
    right = text.find(")", end)
    inside = left >= 0 and right >= 0 and ")" not in text[left:start] and "(" not in text[end:right]
    return (left + 1, right) if inside else None


def between(context: Context, quantity: Quantity, span: Span) -> Span:
    """The part of a span from the figure before to the figure after."""
    others = [q for q in context.quantities if q.unit != "percent"]
    left = max([span[0], *(q.end for q in others if q.end <= quantity.start)])
    return left, min([span[1], *(q.start for q in others if q.start >= quantity.end)])


def narrow(context: Context, quantity: Quantity) -> Span:
    """The clause up to the next figure, or to what else is told after this one."""
    left, right = clause(context, quantity.start, quantity.end)
    right = between(context, quantity, (left, right))[1]
    base = context.sentence.start
    span = bracket(context.sentence.text, right - base, right - base)
    aside = span is not None and quantity.end - base < span[0]  # "(guidance: 50 million)" is told of another figure
    right = span[0] + base if span is not None and aside else right
    onward = shared().onward.search(context.sentence.text, quantity.end - base, right - base)
    return left, onward.start() + base if onward and onward[0].strip() else right


def _words(context: Context, span: Span) -> str:
    base = context.sentence.start
    return context.sentence.text[span[0] - base : span[1] - base]


def status_of(context: Context, metric: Metric, quantity: Quantity, hit: Span) -> str:
    """The status that the words of the clause tell."""
    whole = _part_of(context, quantity)
    if metric.name == "employees" and any(_part_of(context, q) is quantity for q in context.quantities):
        return "actual"  # "90 of its 410 workers will leave": 410 there are
    words = _words(context, narrow(context, whole or quantity))
    for status, pattern, bars in shared().statuses:
        if pattern.search(words) and not bars.search(words):
            there = metric.name != "investment" and _former(context, quantity)
            coming = status in COMING and (there or _since(context, quantity))
            return "actual" if coming else _fitting(status, metric)
    return "actual"


def _former(context: Context, quantity: Quantity) -> bool:
    """Whether a change sets out from it, so that it is there: 40,000 in "will rise from 40,000 to 60,000 tonnes"."""
    left, right = clause(context, quantity.start, quantity.end)
    lead = _words(context, (left, quantity.start))
    if clue("window.leaving").search(lead) is None or clue("window.change").search(lead) is None:
        return False
    before = [q for q in context.quantities if left <= q.start and q.end <= quantity.start]
    after = [q for q in context.quantities if quantity.end <= q.start < right]
    goals = [(left, before[-1].start)] if before else []
    goals += [(quantity.end, after[0].start)] if after else []
    return any(clue("window.reaching").search(_words(context, goal)) for goal in goals)


def _since(context: Context, quantity: Quantity) -> bool:
    """Whether it was before what is to come: 54 million in "expects 60 million in 2025, after 54 million in 2024"."""
    lead = _words(context, (context.sentence.start, quantity.start))
    return clue("metric_words.since").search(lead) is not None


def _part_of(context: Context, part: Quantity) -> Quantity | None:
    """The figure of the whole: 410 for 90 in "90 of the smelter's 410 workers"."""
    after = [q for q in context.quantities if q.start >= part.end]
    gap = _words(context, (part.end, after[0].start)) if after else ""
    alike = bool(after) and (after[0].unit == part.unit or {after[0].unit, part.unit} == {"people", "persons"})
    return after[0] if alike and re.fullmatch(r"\sof\s[^,;.]{1,60}", gap) else None


def _fitting(status: str, metric: Metric) -> str:
    """Only what is built can be designed, licensed, idled; of other figures a plan may be a forecast."""
    if metric.planned == "forecast":
        return "forecast" if status in ("planned", "forecast") else "actual"
    if status == "licensed" and metric.name == "investment":
        return metric.planned  # "approved 20 million dollars for"
    if metric.name == "capacity" or status in ("planned", "forecast", "under_construction", "actual"):
        return status
    return "idled" if status == "idled" and metric.name == "employees" else "actual"


def product_of(context: Context, metric: Metric, quantity: Quantity, hit: Span, subject: Mention) -> str | None:
    """The canonical product: right after the figure, else before it, else by process or kind of plant."""
    if not metric.product:
        return None
    if subject.start <= quantity.start < subject.end and subject.type in shared().plants:
        return shared().plants[subject.type]  # "a mine at A and a 218,000 tonne smelter at B"
    weighed = quantity.unit.partition("/")[0] == "t"
    none = shared().priced if weighed else ()
    named = [m for m in context.sentence.mentions if m.type == "Product" and m.product and m.product not in none]
    after = [m for m in named if quantity.end <= m.start <= _stop(context, quantity)]
    before = [m for m in named if m.end <= quantity.start or m.end <= hit[0]]
    inside = [m for m in named if hit[0] <= m.start < hit[1]]
    near = [m for m in before if hit[0] - NEAR <= m.start and m.end <= hit[0] + 1]
    first = _first_product(context, quantity, named)
    rows = after or inside or near[::-1] or first or before[::-1]
    return rows[0].product if rows else _implied(context, quantity, subject)


def _first_product(context: Context, quantity: Quantity, named: list[Mention]) -> list[Mention]:
    """Where figures of one sentence follow each other, the product of the first serves the next: "the remaining"."""
    same = [q for q in context.quantities if q.unit == quantity.unit and q.end <= quantity.start]
    return [m for q in same[:1] for m in named if q.end <= m.start <= _stop(context, q)][:1]


def _stop(context: Context, quantity: Quantity) -> int:
    """How far after the figure its product may stand."""
    right = clause(context, quantity.start, quantity.end)[1]
    nearest = min((q.start for q in context.quantities if q.start >= quantity.end), default=right)
    return min(quantity.end + NEAR, right, nearest)


def _implied(context: Context, quantity: Quantity, subject: Mention) -> str | None:
    words = _words(context, clause(context, quantity.start, quantity.end))
    named = context.product if context.product not in shared().priced else None
    return shared().plants.get(subject.type) or process(words) or named or None
