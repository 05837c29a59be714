"""Whose a figure is that hangs on nobody's name: of the plant whose phase or project, people or place it tells of."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import Span

OTHERS = frozenset({"Place", "Product", "Person"})
PLAIN = frozenset({"Place", "Product"})
IT = frozenset({"it", "its"})


def in_hand(context: Context, metric: Metric, start: int, end: int, word: Span) -> list[Mention]:
    """The one plant of a sentence about a phase or a project: "The programme cost $7 mln and lifts X's capacity"."""
    if not metric.carried or not _undertaking(context, start, end, word):
        return []
    named = [m for k in context.sentence.mentions for m in k.each if m.type not in OTHERS and m.text.lower() not in IT]
    sites = {m.entity: m for m in named}
    return list(sites.values()) if len(sites) == 1 and all(is_site(m) and m.entity for m in named) else []


def _undertaking(context: Context, start: int, end: int, word: Span) -> bool:
    """Whether what has or does the figure is a part of a plant, or something undertaken there."""
    heads = [t for t in (context.sentence.head_of(start, end), context.sentence.head_of(*word)) if t is not None]
    return any(t.lemma in shared().undertakings for head in heads for t in _way(context, head))


def _way(context: Context, token: Token) -> Iterator[Token]:
    """The nouns on the way to the root, what they are of, and the subjects of its verbs."""
    seen: set[int] = set()
    while token.i not in seen:
        seen.add(token.i)
        rows = [token] if token.tag.startswith("N") else []
        if token.tag.startswith("VB"):
            rows = [c for c in context.sentence.children(token.i) if c.dep in ("nsubj", "nsubjpass")]
        for noun in rows:
            yield noun
            kids = [c for c in context.sentence.children(noun.i) if c.dep == "prep" and c.lemma in ("of", "for")]
            yield from (g for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj")
        token = context.sentence.tokens[token.head]


def there_where(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """The plant before "where": X in "X in Odisha, where debottlenecking has taken capacity to 3.5 mln tonnes".

    What a firm is said to make there is the firm's: "where it made 800,000 tonnes".
    """
    figure = context.sentence.head_of(start, end)
    for token in context.sentence.tokens:
        if figure is None or token.lemma != "where" or token.end > start:
            continue
        if figure.i in context.sentence.subtree(token.head) and token.head > token.i:
            if metric.name == "production" and _firm_makes(context, token.head):
                return []
            before = [m for m in context.sentence.mentions if m.end <= token.start and m.type not in PLAIN]
            return before[-1:] if before and is_site(before[-1]) and before[-1].entity and not before[-1].group else []
    return []


def _firm_makes(context: Context, verb: int) -> bool:
    """Whether a verb has a firm for its subject."""
    return any(m.type == "Company" and m.entity for _, m in context.reader.filled(context.reader.agents(verb)))


def among(context: Context, metric: Metric, start: int, end: int) -> Iterator[Mention]:
    """Whose people some of them are: X in "90 of X's 410 workers"."""
    token = context.sentence.head_of(start, end) if metric.name == "employees" else None
    kids = [c for c in context.sentence.children(token.i) if c.lemma == "of"] if token is not None else []
    below = [g for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj" and g.mention is None]
    owners = [g.i for b in below for g in context.sentence.children(b.i) if g.dep == "poss"]
    yield from (m for _, m in context.reader.filled(owners))


def added(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """The plant to which so much is added: "a line would add 500,000 tonnes a year to Foobar's smelter"."""
    text, base = context.sentence.text, context.sentence.start
    if metric.name != "capacity" or clue("created.adds").search(text[: start - base]) is None:
        return []
    behind = (m for m in context.sentence.mentions if m.start >= end and is_site(m) and m.entity and not m.group)
    site = next(behind, None)
    return [site] if site is not None and clue("created.to").fullmatch(text[end - base : site.start - base]) else []
