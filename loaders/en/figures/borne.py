"""Whose a result is of which the verb says who had it: "a loss of 60 million rupees was suffered by X".

The words are data: figures.toml.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lexicon import read
from loaders.mentions import Mention


def borne(context: Context, verb: Token) -> Iterator[Mention]:
    """The firm behind "by", where what is passive is a result: "sales of 2 billion were booked by X"."""
    if verb.tag != "VBN" or verb.lemma not in read().words("figures", "borne", "verbs"):
        return
    results = read().words("figures", "borne", "results")
    kids = context.sentence.children(verb.i)
    if any(c.lemma in results for c in kids if c.dep == "nsubjpass"):
        yield from (m for _, m in context.reader.filled(context.reader.doers(verb.i)))
