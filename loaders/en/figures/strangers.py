"""Who a figure is of where nobody named them: "a research centre employs 80", "the first makes 180,000 tonnes".

What has an owner of its own is of no one else, though the text names others nearby.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.mentions import Mention
from loaders.metrics import metrics, shared

FIRMS = frozenset({"subsidiary", "unit", "venture", "division", "business"})
INSIDE = frozenset({"of", "in", "at", "by", "from"})


def stranger(context: Context, token: Token) -> Iterator[Mention]:
    """A stop where the noun is neither a name nor a word of figures nor a label ("People: 930 employees")."""
    after = context.sentence.tokens[token.i + 1 : token.i + 2]
    if after and after[0].text == ":":
        return
    if token.mention is None and _noun(token) and not any(_counted(context, t) for t in _phrase(context, token)):
        yield stop(token)


def _phrase(context: Context, token: Token) -> Iterator[Token]:
    """The noun and what is said with it: the cost of "work on costs"."""
    yield token
    for child in context.sentence.children(token.i):
        if child.dep == "prep":
            yield from (g for g in context.sentence.children(child.i) if _noun(g) and g.mention is None)


def thing(token: Token) -> Iterator[Mention]:
    """A stop where the noun is a plant, a country or a part of a firm that no mention covers."""
    if token.mention is None and token.tag.startswith("N") and token.lemma in shared().things:
        yield stop(token)


def explained(context: Context, token: Token) -> list[Mention]:
    """What "a subsidiary" is, where its figure stands: X in "X is a subsidiary with an output of 30,000 tonnes"."""
    if token.mention is not None or token.lemma not in FIRMS or token.dep not in ("attr", "appos"):
        return []
    return [m for _, m in context.reader.filled(context.reader.said_of(token)) if m.entity and not m.group]


def part(context: Context, token: Token) -> bool:
    """Whether the noun is a part of a plant that has no name and no place of its own: "three potlines"."""
    mention = None if token.mention is None else context.sentence.mentions[token.mention]
    noun = token.tag.startswith("N")  # "pressed 98,000 tonnes" is what a firm does
    return noun and token.lemma in shared().parts_of and (mention is None or (not mention.entity and not mention.group))


def venture(context: Context, token: Token) -> Iterator[Mention]:
    """The plant spoken of last, which "the expansion" or "the second phase" is of; a stop where it has no name."""
    below = [c.i for c in context.sentence.children(token.i) if c.dep in ("prep", "compound", "nmod", "poss", "amod")]
    plain = token.lemma not in shared().grounds or not any(
        c.dep in ("compound", "amod", "nmod") for c in context.sentence.children(token.i)
    )
    named = any(context.sentence.tokens[k].mention is not None for i in below for k in context.sentence.subtree(i))
    if token.lemma in shared().projects and plain and not named:
        plant = _pointed_at(context, token) or context.plant or context.sole
        yield plant if plant is not None and plant.type != "PowerPlant" else stop(token)


def _pointed_at(context: Context, token: Token) -> Mention | None:
    """The plant that the sentence is about, of which "that step" is: "X is to be restarted; that step costs"."""
    if not any(c.dep == "det" and c.lemma in ("this", "that") for c in context.sentence.children(token.i)):
        return None
    rows = (m for _, m in context.reader.filled(context.reader.main()) if m.end <= token.start)
    return next((m for m in rows if m.entity.startswith("site/") and not m.group), None)


def belonging(context: Context, token: Token) -> Iterator[Mention]:
    """A stop where what is counted is somebody's whom nobody named: "production in the country"."""
    for child in context.sentence.children(token.i):
        if child.dep == "poss" and child.mention is None and child.tag.startswith("N"):
            yield from stranger(context, child)
        if child.dep == "advmod" and child.lemma in shared().elsewhere:
            yield stop(child)
        if child.dep == "prep" and child.lemma in INSIDE:
            for below in context.sentence.children(child.i):
                yield from thing(below)


def measured(context: Context, mention: Mention, end: int) -> bool:
    """Whether it is only what is counted: bauxite in "1.7 million tonnes of bauxite are needed"."""
    gap = context.sentence.text[max(0, end - context.sentence.start) : max(0, mention.start - context.sentence.start)]
    return mention.type == "Product" and mention.start >= end and gap.strip() == "of"


def stop(token: Token) -> Mention:
    """What ends the search: something that nobody named."""
    return Mention(token.start, token.end, token.text, "Facility", nominal=True)


def _noun(token: Token) -> bool:
    """A noun, or an adjective or number that stands for one: "the first", "others"."""
    stands = token.dep.startswith("nsubj") and token.tag in ("JJ", "JJS", "CD", "DT")
    return token.tag.startswith("N") or (stands and not token.text[0].isdigit())


def _counted(context: Context, token: Token) -> bool:
    """Whether it is itself a figure, a date, or a word for what is counted: "output", "the total", "costs"."""
    if token.lemma in shared().carriers or token.text.lower() in shared().carriers:
        return True
    base = context.sentence.start
    taken = [(q.start, q.end) for q in context.quantities] + [(p.start, p.end) for p in context.periods]
    taken += [(a + base, b + base) for a, b in worded(context.sentence.text)]
    return any(a < token.end and token.start < b for a, b in taken)


@functools.lru_cache(maxsize=256)
def worded(text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of any metric stand."""
    return tuple(m.span() for metric in metrics() for m in metric.triggers.finditer(text))
