"""Whose a price is that a firm asks or gets itself: "Alcoa's realised price", "X raised its ingot price to"."""

from __future__ import annotations

from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import shared
from loaders.window import Span


def seller(context: Context, word: Span, quantity: Quantity) -> Mention | None:
    """The firm whose own price it is; None where it is that of the market."""
    token = context.sentence.head_of(*word)
    if token is not None and token.tag.startswith("N"):
        kids = context.sentence.children(token.i)
        whose = [c.i for c in kids if c.dep == "poss"]
        whose += [g.i for c in kids if c.lemma == "of" for g in context.sentence.children(c.i) if g.dep == "pobj"]
        firms = [m for _, m in context.reader.filled(whose) if m.type == "Company" and m.entity]
        if firms:
            return firms[0]
        base = context.sentence.start
        if clue("charged.own").search(context.sentence.text[: word[0] - base]) and not _named(context):
            return context.topic if context.topic is not None and context.topic.type == "Company" else None
    return _asking(context, quantity)


def _named(context: Context) -> bool:
    """Whether the sentence names a firm or an exchange that may have said it."""
    return any(m.type in ("Company", "Exchange", "Association") for m in context.sentence.mentions)


def _asking(context: Context, quantity: Quantity) -> Mention | None:
    """Who charges or gets so much: the subject of the verb that the figure hangs on."""
    token, seen = context.sentence.head_of(quantity.start, quantity.end), set[int]()
    while token is not None and token.i not in seen:
        seen.add(token.i)
        if token.tag.startswith("VB"):
            if token.lemma not in read()["figures"]["asking"] or context.reader.passive(token):
                return None  # "alumina was sold at 400 dollars"
            if any(c.lemma in shared().forecasts for c in context.sentence.children(token.i) if c.dep == "dobj"):
                return None  # "Citi raised its forecast to"
            rows = [m for _, m in context.reader.filled(context.reader.agents(token.i))]
            return next((m for m in rows if m.type == "Company" and m.entity), None)
        token = context.sentence.tokens[token.head]
    return None
