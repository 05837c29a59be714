"""Subsidiaries whose owner stands elsewhere: "Suralco, a wholly owned unit, makes foil", in a text about Alcoa."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention

EXTRACTOR = "subsidiaries#"
BESIDE = frozenset({"compound", "nmod", "amod"})


def subsidiaries(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """What the firm that the text is about owns, where a noun or "wholly owned" says so and names no owner."""
    parent = context.titled or context.topic
    nouns = [t for t in context.sentence.tokens if t.mention is None and t.tag in ("NN", "JJ") and t.dep != "pobj"]
    for noun in nouns if parent is not None and parent.type == "Company" else ():
        whole = _wholly(context, noun)
        if not (whole or noun.lemma in words["deals"]["units"]) or not _open(context, noun, words):
            continue
        taken = {c.object.entity for c in said if c.predicate in ("owns", "affiliatedWith") and c.object is not None}
        for unit in _firms(context, noun):
            if parent is not None and unit.entity not in (parent.entity, *taken):
                if (firm := _doer(context, noun, unit)) is not None:
                    yield context.relation(firm, "owns", unit, EXTRACTOR + "doer", 0.8)
                    continue
                if _another(context, parent, unit, noun):
                    context.refuse("no antecedent", EXTRACTOR + "unit")
                    continue
                share = {"share": 100} if whole else {}
                yield context.relation(parent, "owns", unit, EXTRACTOR + "unit", 0.8, qualifiers=share)


def _doer(context: Context, noun: Token, unit: Mention) -> Mention | None:
    """The one firm of the sentence before, where this one opens with "A subsidiary, X, runs it"."""
    opens = (
        noun.i < 4 and noun.dep in ("nsubj", "nsubjpass") and context.sentence.tokens[0].lemma.lower() in ("a", "an")
    )
    firms = {m.entity: m for m in context.near if m.type == "Company" and m.entity != unit.entity}
    named = any(m.type == "Company" and m.start < noun.start for m in context.sentence.mentions)
    return next(iter(firms.values())) if opens and context.follows and len(firms) == 1 and not named else None


def _wholly(context: Context, noun: Token) -> bool:
    """Whether the noun is said to be wholly owned."""
    at = noun.start - context.sentence.start
    return clue("subsidiaries.wholly").search(context.sentence.text[max(0, at - 60) : at]) is not None


def _open(context: Context, noun: Token, words: Lexicon) -> bool:
    """Whether the words leave open whose it is, and say that it is still somebody's."""
    kids = (
        *context.sentence.children(noun.i),
        *(c for h in _named(context, noun) for c in context.sentence.children(h)),
    )
    told = ("of", "by", "between") if noun.lemma in words["deals"]["units"] else ("by", "between")
    owners = any(c.dep == "poss" or c.lemma in told for c in kids)
    named = any(c.dep in BESIDE and c.mention is not None and c.i < noun.i for c in kids)
    return not owners and not named and not any(c.lemma in words["deals"]["shut"] for c in kids)


def _named(context: Context, noun: Token) -> list[int]:
    """The name that the noun stands before: X in "the subsidiary X"."""
    head = context.sentence.tokens[noun.head]
    return [head.i] if noun.dep in BESIDE and head.mention is not None and head.i > noun.i else []


def _firms(context: Context, noun: Token) -> list[Mention]:
    """The firm that the noun says what it is: X of "X, a subsidiary", "the subsidiary X", "X is a subsidiary"."""
    rows = context.reader.filled([*_named(context, noun), *context.reader.said_of(noun)])
    return list({m.entity: m for _, m in rows if m.type == "Company" and m.entity and not m.nominal}.values())[:1]


def _another(context: Context, parent: Mention, unit: Mention, noun: Token) -> bool:
    """Whether it may be another's: of a firm named before it, or of the one that the text spoke of last."""
    known = {parent.entity, unit.entity}
    limit = min(noun.start, unit.start)
    before = {m.entity for k in context.sentence.mentions for m in k.each if m.type == "Company" and m.end <= limit}
    last = context.speaker.entity if context.speaker is not None and context.follows else parent.entity
    sure = context.titled is not None or parent.entity == context.leading
    return not sure or not before - {""} <= known or (last not in known and parent.entity not in before)
