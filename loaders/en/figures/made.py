"""Who makes what, as figures tell it: "a capacity of 585,000 tonnes of billet", "alumina output was 3.8 mln tonnes"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.figures.bygone import coming, gone
from loaders.lending import Quantity
from loaders.lexicon import clue, makes
from loaders.mentions import Mention

METRICS = frozenset({"capacity", "production"})
NEVER = frozenset(
    {"electricity", "scrap", "dross", "coal", "natural gas", "used beverage cans", "salt slag", "caustic soda"}
)
CASTS = "AluminiumSmelter"
"""Plants with casthouses: they make more than their own metal."""
BEFORE = re.compile(r"\s+(?:[a-z]+\s+)?")
"""Between a product and the metric's word: "alumina refining capacity"."""
OF = re.compile(r"\s+(?:of|for)\s+(?:[a-z-]+\s+){0,2}")
"""Between the metric's word and a product: "output of primary aluminium"."""
LISTED = re.compile(r"(?:,|,? and)\s+")


def made(context: Context, quantity: Quantity, word: tuple[int, int], figure: Candidate) -> Iterator[Candidate]:
    """That whose the figure is makes the products that stand right beside the figure or the metric's `word`."""
    if figure.predicate not in METRICS or figure.product in NEVER or figure.subject.type in ("Place", "Product"):
        return
    if any(figure.subject.entity in {e.entity for e in m.group} for m in context.sentence.mentions):
        return  # "X's smelter and casthouse": which of them makes it is not said
    fit = frozenset() if figure.subject.type == CASTS else makes(figure.subject.type)
    rows = [m for m in context.sentence.mentions if m.type == "Product" and m.entity]
    named = [m for m in rows if m.product not in NEVER and (not fit or m.product in fit)]
    for product in _listed(context, [m for m in named if _beside(context, quantity, word, m)], named):
        yield replace(
            figure,
            predicate="produces",
            object=product,
            value=None,
            max=None,
            unit=None,
            product=None,
            period=None,
            qualifiers={},
            status=_status(figure, context),
            confidence=0.85,
            extractor=f"{figure.extractor}#made",
        )


def _status(figure: Candidate, context: Context) -> str:
    """A plant that is planned makes nothing yet; more of the same is made already."""
    if gone(figure.subject, context):
        return "ended"
    if coming(figure.subject, context):
        return "planned"
    if not figure.subject.entity.startswith("site/") or figure.status not in ("planned", "under_construction"):
        return "actual"
    more = not figure.subject.indefinite and clue("made.more").search(context.sentence.text)
    return "actual" if more else "planned"


def _beside(context: Context, quantity: Quantity, word: tuple[int, int], product: Mention) -> bool:
    text, base = context.sentence.text, context.sentence.start
    for pattern, start, end in (
        (clue("made.behind"), quantity.end, product.start),
        (BEFORE, product.end, word[0]),
        (OF, word[1], product.start),
    ):
        if start < end and pattern.fullmatch(text, start - base, end - base):
            return True
    return False


def _listed(context: Context, found: list[Mention], named: list[Mention]) -> Iterator[Mention]:
    """The products and those that are listed behind the last of them."""
    yield from found
    text, base, last = context.sentence.text, context.sentence.start, found[-1] if found else None
    for m in named:
        if last is not None and m.start > last.end and LISTED.fullmatch(text, last.end - base, m.start - base):
            yield m
            last = m
