"""Clauses without a verb of their own: "A takes 2 million tonnes, B 1.2 million", "A buys coke from B, C from D"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.mentions import Mention

BEFORE = frozenset({",", ";", "and", "while"})


@dataclass(frozen=True)
class Gap:
    """Who opens such a clause, how much goes (the token of the figure) and what stands behind "from" or "to"."""

    who: Mention
    amount: int | None
    ends: Sequence[int]


def gaps(context: Context, verb: int, way: str) -> Iterator[Gap]:
    """Such clauses behind a verb; `way` is the preposition of its other end."""
    tokens = context.sentence.tokens
    for t in tokens[verb + 1 : -1]:
        firm = _firm(context, t)
        if firm is None or tokens[t.i - 1].text not in BEFORE:
            continue
        after = tokens[t.i + 1]
        if after.lemma == way and after.tag in ("IN", "TO"):
            below = [g.i for g in context.sentence.children(after.i) if g.dep == "pobj"]
            yield Gap(firm, None, context.reader.joined(below))
        elif after.tag == "CD" and not _verb_follows(tokens, after.i):
            amount = next((k for k in range(after.i, len(tokens)) if tokens[k].tag != "CD"), len(tokens))
            noun = amount < len(tokens) and tokens[amount].tag.startswith("NN")
            yield Gap(firm, amount if noun else amount - 1, ())


def _firm(context: Context, token: Token) -> Mention | None:
    mention = context.sentence.mentions[token.mention] if token.mention is not None else None
    return (
        mention if mention is not None and mention.type == "Company" and mention.entity and not mention.group else None
    )


def _verb_follows(tokens: Sequence[Token], i: int) -> bool:
    """Whether the clause has a verb after all: "and B 2 has closed"."""
    rest = next((t for t in tokens[i + 1 : i + 4] if t.tag[:2] in ("VB", "MD")), None)
    return rest is not None
