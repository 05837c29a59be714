"""What stands around a figure: its clause, its brackets, its product."""

from __future__ import annotations

import functools

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, process, shared

Span = tuple[int, int]
BEFORE = 25
"""Characters before a plant within which its metal is told."""
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


def words_of(context: Context, span: Span) -> str:
    base = context.sentence.start
    return context.sentence.text[span[0] - base : span[1] - base]


def product_of(context: Context, metric: Metric, quantity: Quantity, hit: Span, subject: Mention) -> str | None:
    """The canonical product: right after the figure, else before it, else by process or kind of plant."""
    if not metric.product:
        return None
    if quantity.unit == "kWh":
        return next(iter(shared().priced))
    if quantity.unit == "MW":  # of no metal
        return next((m.product for m in context.sentence.mentions if m.product in shared().priced), None)
    if _other_metal(context, subject):
        return None
    if subject.start <= quantity.start < subject.end and subject.type in shared().plants:
        return shared().plants[subject.type]  # "a mine at A and a 218,000 tonne smelter at B"
    if _describes(context, quantity, subject):
        return shared().plants[subject.type]  # "sources bauxite for its 2-million-tonne alumina refinery"
    weighed = quantity.unit.partition("/")[0] == "t"
    none = shared().priced if weighed else ()
    named = [m for m in context.sentence.mentions if m.type == "Product" and m.product and m.product not in none]
    others = clue("window.others")
    base, text = context.sentence.start, context.sentence.text
    named = [m for m in named if m.start >= quantity.start or others.match(text, m.end - base) is None]
    if (kind := clue("window.kind").match(text, quantity.end - base)) is not None:
        return process(kind["kind"]) or None  # "the 269,000-ton smelter"
    if (own := clue("window.process").match(text, quantity.end - base)) is not None:
        return shared().plants.get(subject.type) or process(own[0]) or None  # "60,000 tonnes of melting capacity"
    named = [m for m in named if not of_next(context, quantity, m)]
    after = [m for m in named if quantity.end <= m.start <= _stop(context, quantity)]
    before = [m for m in named if m.end <= quantity.start or m.end <= hit[0]]
    inside = [m for m in named if hit[0] <= m.start < hit[1]]
    near = [m for m in before if hit[0] - NEAR <= m.start and m.end <= hit[0] + 1]
    first = _first_product(context, quantity, named)
    amid = [m for m in named if hit[1] <= m.start < quantity.start] if metric.name == "consumption" else []
    whole = bool(before) and before[-1].end <= subject.start < subject.end <= quantity.start
    if whole and not (after or amid or inside or near or first) and (told := _made_at(subject)):
        return told  # "Vinacom, a coal producer, has an alumina project with an output of 300,000 tonnes"
    rows = after or amid[::-1] or inside or near[::-1] or first or before[::-1]
    return rows[0].product if rows else _implied(context, quantity, subject)


def _made_at(subject: Mention) -> str:
    """What a plant or project makes by its kind or its words; "" for a firm."""
    site = subject.entity.startswith("site/")
    return (shared().plants.get(subject.type) or process(subject.text)) if site else ""


def of_next(context: Context, quantity: Quantity, product: Mention) -> bool:
    """Whether a product behind a figure is that of the next one: "1.2 million tonnes, and alumina output was 2"."""
    if product.start < quantity.end:
        return False
    gap = words_of(context, (quantity.end, product.start))
    behind = clue("window.metric").match(context.sentence.text, product.end - context.sentence.start)
    told = behind is not None or clue("window.that").search(gap) is not None
    return told and clue("window.joins").search(gap) is not None


def _describes(context: Context, quantity: Quantity, plant: Mention) -> bool:
    """Whether the figure stands before a plant whose kind tells what it makes."""
    gap = words_of(context, (quantity.end, plant.start)) if quantity.end <= plant.start else ""
    return bool(gap) and plant.type in shared().plants and shared().leading.match(gap) is not None


def _first_product(context: Context, quantity: Quantity, named: list[Mention]) -> list[Mention]:
    """Where figures of one sentence follow each other, the product of the first serves the next: "the remaining"."""
    same = [q for q in context.quantities if q.unit == quantity.unit and q.end <= quantity.start]
    return [m for q in same[:1] for m in named if q.end <= m.start <= _stop(context, q)][:1]


def _stop(context: Context, quantity: Quantity) -> int:
    """How far after the figure its product may stand."""
    right = narrow(context, quantity)[1]
    nearest = min((q.start for q in context.quantities if q.start >= quantity.end), default=right)
    return min(quantity.end + NEAR, right, nearest)


def _customers(context: Context, subject: Mention) -> list[str]:
    """The names of those whom the subject of a figure is said to supply."""
    base, text = context.sentence.start, context.sentence.text
    told = clue("window.supplier").search(text)
    if told is None or not subject.entity.startswith("org/"):
        return []
    rows = [m for m in context.sentence.mentions if m.type == "Company" and m.start - base >= told.end()]
    return [m.text for m in rows if m.entity != subject.entity]


def _implied(context: Context, quantity: Quantity, subject: Mention) -> str | None:
    said = words_of(context, narrow(context, quantity))
    words = clue("window.theirs").sub("", said)
    for other in _customers(context, subject):
        words = words.replace(other, "")  # "a supplier of Foobar Aluminium"
    bare = clue("window.theirs").sub("", said) == said
    named = context.product if context.product not in shared().priced and bare else None
    return shared().plants.get(subject.type) or process(words) or named or None


def _other_metal(context: Context, plant: Mention) -> bool:
    """Whether the words of a plant tell another metal: "the copper rolling mill"."""
    base, text = context.sentence.start, context.sentence.text
    around = text[max(0, plant.start - base - BEFORE) : max(0, plant.end - base)]
    return "alumin" not in around.lower() and clue("window.metals").search(around) is not None
