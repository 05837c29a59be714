"""Where a nameless plant lies, from its own words: "its smelter at Bintulu", "the Shanxi refinery"."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.names.facilities import behind
from loaders.mentions import WIDE

EXTRACTOR = "mentions#place"
"""Levels of places that a plant is not named after: what "the Shanxi refinery" says is where it is."""


def sited(context: Context) -> Iterator[Candidate]:
    """The plant in its place, and a town in its state, for the nameless plants of a sentence.

    A town before the noun may be no more than a name ("the Sebree smelter"): it counts only where
    the text gives its state, or speaks of the town itself elsewhere.
    """
    for whole, mention in ((k, m) for k in context.sentence.mentions for m in k.each):
        places = [m for m in mention.inside if m.type == "Place" and m.entity]
        if not (mention.nominal and mention.entity and places):
            continue
        town, state = places[0], places[1] if len(places) == 2 else None
        lies = state is not None and context.within(town.entity, state.entity)
        explains = mention.entity.startswith("org/")  # "Valesul, the Rio de Janeiro smelter"
        known = context.level(town.entity) in WIDE or town.entity in context.places
        if behind(whole, town) or town.end < whole.start or lies or explains or known:
            yield context.relation(mention, "locatedIn", town, EXTRACTOR, 0.9)
        if state is not None and lies:
            yield context.relation(town, "locatedIn", state, EXTRACTOR, 0.9)
