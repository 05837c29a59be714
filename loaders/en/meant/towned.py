"""Plants that the text goes on to call by their town alone: "the Foobar smelter", then "expand Foobar", "at Foobar"."""

from __future__ import annotations

import re

from loaders.en.meant.nominal import Sites
from loaders.en.names.facilities import plural
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention


def towned(name: Mention, sentence: Sentence, k: int, sites: Sites, words: Lexicon) -> Mention | None:
    """The one plant of the text whose name begins with this unknown name, where something is said of a plant."""
    if name.type not in ("Company", "Place") or name.nominal or name.rung == "coreference":
        return None
    sites()
    rows = [m for m in sites.towns.get(name.form, {}).values() if not plural(m)]
    if len(rows) != 1 or name.entity in sites.firms:
        return None
    token = sentence.token(k)
    return rows[0] if token is not None and _of_plant(sentence, token, name, words) else None


def _of_plant(sentence: Sentence, token: Token, name: Mention, words: Lexicon) -> bool:
    """Whether the word has a part that a plant may have, and a firm or a mere town has not."""
    grammar = words["facilities"]["towned"]
    above = sentence.tokens[token.head]
    if token.dep in ("nsubj", "nsubjpass"):
        return name.type == "Company" and above.lemma.lower() not in grammar["agents"]
    if token.dep == "dobj":
        return above.lemma.lower() in grammar["changes"]
    if token.dep != "pobj" or above.lemma.lower() not in ("at", "from", "to"):
        return False
    before = sentence.text[: max(0, name.start - sentence.start)]
    after = sentence.text[name.end - sentence.start :]
    if clue("towned.town").search(before) or re.match(r",?\s(?:in|near)\s|,\s[A-Z]|[’']s?\s", after):
        return False
    return name.rung == "provisional" or clue("towned.work").search(before) is not None
