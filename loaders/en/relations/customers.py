"""Customers and suppliers that a noun names: "A's customers include B", "C counts D among its suppliers".

Whose they are is said beside the noun ("A's", "of A", "its"); where it is not, the paragraph speaks of him: "Other
customers are B and C". The nouns are data: flows.toml.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.implied import ENDS
from loaders.en.relations.spoken import spoken_of
from loaders.en.relations.stuff import Ends, instances, material, named
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "customers#"
OWNERS = ("possessor", "prep:of", "prep:for", "prep:to")
OTHERS = frozenset({"other", "another", "further", "main", "largest", "biggest", "chief", "sole", "only", "first"})
"""Words that make a noun speak of someone's customers though it does not say whose."""


def customers(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The supplies that such nouns tell and no frame has said."""
    table = words["flows"]
    told = {frozenset(c.ends) for c in said if c.predicate == "supplies"}
    for use in context.reader.uses((*table["customers"], *table["suppliers"])):
        if use.verb or _other_matter(context, use, words):
            continue
        kind = "customers" if use.lemma in table["customers"] else "suppliers"
        for giver, receiver in _pairs(context, use, kind, words):
            if frozenset((giver.entity, receiver.entity)) in told or giver.entity == receiver.entity:
                continue
            reading = context.judge.read(context.sentence, use.token, "actual", _bound(context, use, words))
            if reading.negated:
                context.refuse("no plan", EXTRACTOR + kind)
                continue
            yield context.relation(giver, "supplies", receiver, EXTRACTOR + kind, 0.8, reading.status)


def _bound(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether a contract with it is spoken of: what may become of that, it is a customer now."""
    tokens = context.sentence.tokens
    noun = tokens[use.token]
    if noun.dep == "appos":
        noun = tokens[noun.head]
    above = tokens[noun.head]
    objects = {c.lemma for c in context.sentence.children(above.head) if c.dep == "dobj"} | {tokens[above.head].lemma}
    return noun.dep == "pobj" and above.lemma == "with" and not objects.isdisjoint(words["flows"]["pacts"])


def _pairs(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[tuple[Mention, Mention]]:
    others = _members(context, use, words) or []
    owners = _owners(context, use, words) if others else None
    known = {m.entity for m in others}
    whose = owners is not None and bool(owners) and all(m.entity in known for m in owners)
    if others and (whose or (owners is None and _open(context, use, words))):  # "A and B are its customers"
        about = (m for m in spoken_of(context, kind == "customers") if of_kind(m, ENDS))
        first = next((m for m in about if m.entity not in known), None)
        owners = [first] if first is not None else None
    for owner, other in itertools.product(owners or (), others):
        if of_kind(owner, ENDS) and of_kind(other, ENDS):
            yield (owner, other) if kind == "customers" else (other, owner)


def _members(context: Context, use: Use, words: Lexicon) -> Ends:
    """Who is said to be one: X in "X is a customer", "customers such as X", "the customers include X"."""
    roles, table, tokens = use.roles, words["flows"], context.sentence.tokens
    found = [*roles.get("is", ())]
    noun = tokens[use.token]
    above = tokens[noun.head]
    if noun.dep == "nsubj" and above.lemma in table["includes"]:
        found += [c.i for c in context.sentence.children(above.i) if c.dep in ("dobj", "attr")]
    if noun.dep == "pobj" and above.lemma == "among" and tokens[above.head].lemma in table["counts"]:
        found += [c.i for c in context.sentence.children(above.head) if c.dep == "dobj"]
    return (named(context, context.reader.joined(found)) or []) + (instances(context, use.token, words) or [])


def _owners(context: Context, use: Use, words: Lexicon) -> Ends:
    """Whose they are, as far as the words around the noun say."""
    rows = [i for r in OWNERS for i in use.roles.get(r, ()) if not material(context, i, words, True)]
    return named(context, rows)


def _open(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether the noun leaves it to the text whose they are: "other customers", "the largest customer"."""
    kids = context.sentence.children(use.token)
    if use.lemma in words["flows"]["sold"] and not _stuff(context, use, words):
        return any(c.text.lower() in OTHERS for c in kids)  # "the main buyers"
    plural = context.sentence.tokens[use.token].tag == "NNS"
    return plural or any(c.text.lower() in OTHERS or c.text.lower() == "the" for c in kids)


def _stuff(context: Context, use: Use, words: Lexicon) -> bool:
    rows = (i for r in OWNERS for i in use.roles.get(r, ()))
    return any(material(context, i, words, True) for i in rows)


def _other_matter(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether the noun is about something else than material: "equipment supplier", "a provider of services"."""
    if use.lemma not in words["flows"]["suppliers"]:
        return False
    kids = [c for c in context.sentence.children(use.token) if c.dep in ("compound", "nmod")]
    what = [*(c.i for c in kids if c.mention is None), *use.roles.get("prep:of", ())]
    unnamed = [i for i in what if not named(context, [i])]
    return any(not material(context, i, words, True) for i in unnamed)
