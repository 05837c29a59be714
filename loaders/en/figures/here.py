"""What "there" is: the plant spoken of last, where the sentence names no place itself."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.figures.pointed import verb_of
from loaders.lexicon import clue
from loaders.mentions import Mention


def there(context: Context, start: int, end: int) -> bool:
    """Whether the figure is of what is "there": "some 1,000 people are employed there"."""
    base = context.sentence.start
    around = context.sentence.text[max(0, start - base - 40) : end - base + 60]
    return bool(re.search(r"\bthere\b(?!\s+(?:is|are|was|were|has|have|had|will|would|may|can)\b)", around))


def site_there(context: Context, start: int) -> Mention | None:
    """The one plant of the sentence before the figure; else that at its place, else the one spoken of last."""
    before = [m for k in context.sentence.mentions if k.end <= start for m in k.each]
    sites = {m.entity: m for m in before if is_site(m)}
    if sites:
        return next(iter(sites.values())) if len(sites) == 1 and "" not in sites else None
    places = {m.entity: p for m in before if m.type == "Place" and (p := context.lying(m.entity)) is not None}
    if sited(context, start):
        return next(iter(places.values())) if len(places) == 1 else None
    return context.site


def sited(context: Context, start: int) -> bool:
    """Whether the sentence names a place or a plant before the figure."""
    return any(m.end <= start and (m.type == "Place" or is_site(m)) for m in context.sentence.mentions)


def right_there(context: Context, start: int, end: int) -> bool:
    """Whether "there" stands in the figure's own phrase: "it can make 110,000 tonnes a year there".

    Not where a verb's doer is unknown: "the first makes 180,000 tonnes there".
    """
    if clue("here.there").match(context.sentence.text, end - context.sentence.start) is None:
        return False
    verb = verb_of(context, start, end)
    doers = context.reader.filled(context.reader.agents(verb.i)) if verb is not None else []
    return verb is not None and (context.reader.passive(verb) or any(m.entity for _, m in doers))
