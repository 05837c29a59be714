"""The larger place that a text puts right behind a place."""

from __future__ import annotations

import re

from graph.resolve import Resolver
from graph.statement import Entity
from loaders.mentions import Mention
from loaders.parse import Sentence

BETWEEN = re.compile(r",\s+|\s+in\s+(?:(?:the|northern|southern|eastern|western|central|north|south|east|west)\s+)*")


def larger(text: str, resolver: Resolver, mention: Mention, sentence: Sentence, k: int) -> Entity | None:
    """The place that stands right after mention `k`: "Portland, Victoria", "Loon-Plage in northern France"."""
    if mention.type != "Place" or k + 1 >= len(sentence.mentions):
        return None
    after = sentence.mentions[k + 1]
    gap = text[mention.end : after.start]
    listed = gap.startswith(",") and k + 2 < len(sentence.mentions) and _listed(text, sentence, k)
    if after.type != "Place" or not BETWEEN.fullmatch(gap) or listed:
        return None
    entity, _ = resolver.resolve(after.form, "Place")
    return entity


def _listed(text: str, sentence: Sentence, k: int) -> bool:
    """Whether a comma parts items of a list ("Brazil, China and Austria")."""
    a, b = sentence.mentions[k + 1 : k + 3]
    return b.type == "Place" and re.fullmatch(r",?\s+and\s+|,\s+", text[a.end : b.start]) is not None
