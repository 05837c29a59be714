"""Figures that look like output and are what a plant is built for or allowed: "the 1.5 million tonnes for which it was
designed", "the ministry allowed the mine to raise its output to 8.5 million tonnes a year"."""

from __future__ import annotations

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metric_words import Hit
from loaders.metrics import by_name
from loaders.window import words_of

TOLD = frozenset({"production", "capacity"})
DESIGNED = "designed"
LICENSED = "licensed"


def capacity_of(context: Context, hit: Hit, quantity: Quantity) -> tuple[Hit, Mention | None, str | None]:
    """The hit, as one of capacity where the figure is no output; the plant where it is named behind; the status."""
    if hit.metric.name not in TOLD:
        return hit, None, None
    end = context.sentence.end
    rated = Hit(by_name()["capacity"], hit.distance, hit.span)
    behind = clue("designed.behind").match(words_of(context, (quantity.end, end)))
    if behind is not None:
        span = quantity.end, quantity.end + behind.end()
        sites = [m for m in context.sentence.mentions if span[0] <= m.start and m.end <= span[1] and is_site(m)]
        plant = sites[-1] if sites and sites[-1].entity and not sites[-1].group else None
        return rated, plant, DESIGNED
    if hit.metric.name == "production" and _permitted(context, quantity):
        return rated, None, LICENSED
    return hit, None, None


def _permitted(context: Context, quantity: Quantity) -> bool:
    """Whether a body lets a plant make so much: "The agency cleared X to lift its output to 2 million tonnes"."""
    lead = words_of(context, (context.sentence.start, quantity.start))
    told = clue("designed.permitted").search(lead)
    if told is None:
        return False
    at = context.sentence.start + told.start()
    bodies = (m for m in context.sentence.mentions if m.type == "GovernmentBody" and m.end <= at)
    return any(bodies) or clue("designed.bodies").search(lead[: told.start()]) is not None
