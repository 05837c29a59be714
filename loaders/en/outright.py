"""Who is meant where the words right beside a pronoun or "the company" say it."""

from __future__ import annotations

import re

from loaders.en.parse import Sentence
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention


def divided(text: str, mention: Mention) -> bool:
    """Whether "it" is stuff of which a part is spoken of: "most of it"."""
    return clue("outright.some").search(text[max(0, mention.start - 16) : mention.start]) is not None


def explained(text: str, sentence: Sentence, k: int) -> Mention | None:
    """The name that says who mention `k` is: "the company, Foobar Co, will be", "Foobar Ltd, the trader owned by"."""
    mention, before = sentence.mentions[k], sentence.mentions[k - 1] if k else None
    if before is not None and mention.nominal and {mention.type, before.type} == {"Company"} and not before.nominal:
        aside = text[before.end : mention.start] == ", " and clue("outright.said").match(text, mention.end)
        return before if aside else None
    after = sentence.mentions[k + 1] if mention.nominal and k + 1 < len(sentence.mentions) else None
    if after is None or {mention.type, after.type} != {"Company"} or after.nominal:
        return None
    return after if text[mention.end : after.start] == ", " and text[after.end : after.end + 1] == "," else None


def of_whole(text: str, plant: Mention, mention: Mention, words: Lexicon) -> bool:
    """Whether "its" tells the whole of the plant before: "bring the plant down to a quarter of its capacity"."""
    between = text[plant.end : mention.start]
    if mention.text != "its" or not re.fullmatch(r"[^,;.]{0,50}\b(?:of|to|at)\s", between):
        return False
    nouns, after = alternation(words["names"]["nominals"]["whole"]), text[mention.end : mention.end + 40]
    return re.match(rf"\s(?:[a-z-]+\s){{0,2}}(?:{nouns})\b", after) is not None
