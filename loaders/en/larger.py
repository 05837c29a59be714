"""The larger place that a text gives right behind a place: "Portland, Victoria", "Loon-Plage in northern France"."""

from __future__ import annotations

import re

from loaders.en.parse import Sentence
from loaders.mentions import Mention

BETWEEN = re.compile(r",\s+|\s+in\s+(?:(?:the|northern|southern|eastern|western|central|north|south|east|west)\s+)*")


def larger(text: str, mention: Mention, sentence: Sentence, k: int) -> Mention | None:
    """The place in which mention `k` of the sentence lies, as far as the words between tell."""
    if mention.type != "Place" or k + 1 >= len(sentence.mentions):
        return None
    after = sentence.mentions[k + 1]
    gap = text[mention.end : after.start]
    if after.type != "Place" or not BETWEEN.fullmatch(gap) or (gap.startswith(",") and _listed(text, sentence, k)):
        return None
    return after


def _listed(text: str, sentence: Sentence, k: int) -> bool:
    """Whether a comma parts items of a list ("Brazil, China and Austria")."""
    if k + 2 >= len(sentence.mentions):
        return False
    a, b = sentence.mentions[k + 1 : k + 3]
    return b.type == "Place" and re.fullmatch(r",?\s+and\s+|,\s+", text[a.end : b.start]) is not None
