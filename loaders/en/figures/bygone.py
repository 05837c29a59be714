"""What a plant made that is no more ("the smelter had a capacity of 230,000 tonnes"), or is to make one day."""

from __future__ import annotations

from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention


def gone(plant: Mention, context: Context) -> bool:
    """Whether the words behind a plant say that it does so no more: the past tense of what it can make, its end."""
    behind = _behind(plant, context)
    if behind is None:
        return False
    text, base = context.sentence.text, context.sentence.start
    told = clue("bygone.had").match(text, behind)
    if told is not None and not any(p.start - base >= told.end() for p in context.periods):
        return True
    if clue("bygone.could").match(text, behind):
        return True
    return bool(clue("bygone.closed").match(text, behind)) and not clue("undone.again").search(text)


def coming(plant: Mention, context: Context) -> bool:
    """Whether what a plant is designed for is still to come: "is designed for 9 tonnes and will cost 4 billion"."""
    behind = _behind(plant, context)
    if behind is None or clue("bygone.designed").match(context.sentence.text, behind) is None:
        return False
    return clue("bygone.coming").search(context.sentence.text) is not None


def _behind(plant: Mention, context: Context) -> int | None:
    base = context.sentence.start
    inside = plant.entity.startswith("site/") and base <= plant.start < context.sentence.end
    return plant.end - base if inside else None
