"""All that one gives to another: what frames said, put right, and what verbs, contracts and customers tell besides."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.relations.customers import customers
from loaders.en.relations.flows import flows
from loaders.en.relations.pacts import pacts, turned
from loaders.lexicon import Lexicon


def supplied(context: Context, said: Sequence[Candidate], words: Lexicon) -> list[Candidate]:
    """The candidates of a sentence with all its supplies."""
    rows = turned(said, context, words)
    for find in (flows, customers, pacts):
        rows += find(context, rows, words)
    return rows
