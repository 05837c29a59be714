"""The words of a plant's phrase in its sentence: its token, what tells it from others, who chose its site."""

from __future__ import annotations

import re

from loaders.facilities import plural
from loaders.mentions import Mention
from loaders.parse import Sentence, Token


def token_of(sentence: Sentence, k: int) -> Token | None:
    return next((t for t in sentence.tokens if t.mention == k), None)


def phrase(mention: Mention, sentence: Sentence, token: Token) -> str:
    """The words that tell a new plant from others: "refinery that it never built", "with an output of 2 Mt"."""
    if plural(mention):  # "three smelters with a joint capacity": how many is what tells
        count = next((c.text + " " for c in sentence.children(token.i) if c.dep == "nummod"), "")
        return count + mention.text
    telling = [c for c in sentence.children(token.i) if c.dep == "relcl" or c.lemma == "with"]
    last = max((sentence.tokens[i].end for c in telling[:1] for i in sentence.subtree(c.i)), default=mention.end)
    words = sentence.text[mention.start - sentence.start : last - sentence.start]
    cut = re.search(r"(?<!\d)[,;.]|[,;.](?!\d)", words)
    return words[: cut.start()].rstrip() if cut else words


def chosen_for(sentence: Sentence, token: Token) -> Token | None:
    """The verb in "picked A as the site of a mill"."""
    as_ = token
    for _ in range(2):
        as_ = sentence.tokens[as_.head] if as_.dep == "pobj" else as_
        if as_.lemma == "as":
            return sentence.tokens[as_.head]
        as_ = sentence.tokens[as_.head]
    return None
