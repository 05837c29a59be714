"""The larger place that a text gives right behind a place: "Portland, Victoria", "Loon-Plage in northern France"."""

from __future__ import annotations

import re

from graph.resolve import Registry
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue
from loaders.mentions import Mention


def larger(text: str, mention: Mention, sentence: Sentence, k: int, registry: Registry) -> Mention | None:
    """The place in which mention `k` of the sentence lies, as far as the words between tell; no land in a land."""
    if mention.type != "Place" or k + 1 >= len(sentence.mentions):
        return None
    after = sentence.mentions[k + 1]
    gap = text[mention.end : after.start]
    if (
        after.type != "Place"
        or not clue("larger.between").fullmatch(gap)
        or (gap.startswith(",") and _listed(text, sentence, k))
        or (_land(mention, registry) and _land(after, registry))
    ):
        return None
    return after


def _land(place: Mention, registry: Registry) -> bool:
    """Whether a name is a country's and nobody else's: "Foobar is sold in Latvia, Estonia and the west of Finland"."""
    levels = {e.entity.level for e in registry.exact(place.form) if e.entity.type == "Place"}
    return levels == {"country"}


def _listed(text: str, sentence: Sentence, k: int) -> bool:
    """Whether a comma parts items of a list ("Brazil, China and Austria")."""
    if k + 2 >= len(sentence.mentions):
        return False
    a, b = sentence.mentions[k + 1 : k + 3]
    return b.type == "Place" and re.fullmatch(r",?\s+and\s+|,\s+", text[a.end : b.start]) is not None


def towns(text: str, mentions: list[Mention], follows: re.Pattern[str]) -> list[tuple[int, int]]:
    """The towns between a firm and what it does, which are no subjects: "Ormet Corp, Wheeling, W. Va., has"."""
    found = []
    for k, firm in enumerate(mentions):
        at, end = k + 1, firm.end
        for m in mentions[k + 1 : k + 4]:
            if m.type != "Place" or not re.fullmatch(r"\.?, ", text[end : m.start]):
                break
            at, end = at + 1, m.end
        opens = re.search(r"(?:^|[.\n])\s*$", text[max(0, firm.start - 2) : firm.start])
        if firm.type == "Company" and 0 < at - k - 1 < 3 and opens and (stop := follows.match(text, end)):
            found.append((firm.end, end + len(stop.group())))
    return found
