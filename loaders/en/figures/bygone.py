"""What a plant made that is no more: "the smelter had a capacity of 230,000 tonnes", of no time that is told."""

from __future__ import annotations

from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention


def gone(plant: Mention, context: Context) -> bool:
    """Whether the past tense of what a plant can make says that it does so no more."""
    base = context.sentence.start
    if not plant.entity.startswith("site/") or not base <= plant.start < context.sentence.end:
        return False
    told = clue("bygone.had").match(context.sentence.text, plant.end - base)
    return told is not None and not any(p.start - base >= told.end() for p in context.periods)
