"""Partners by the noun of what binds them: "a joint venture between A and B", "pulled out of its alliance with B",
"A and B renewed their partnership", "the partners in the project are A, B and C".

The words are data: allied.toml.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import partners
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "bonded#"
Tie = tuple[Mention, Mention, str]
Words = Mapping[str, Sequence[str]]


def bonded(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The partners of a sentence that no frame has found."""
    known = {frozenset(c.ends) for c in said if c.predicate in ("partnerOf", "owns", "acquires", "sells", "supplies")}
    table: Words = words["allied"]["bound"]
    for one, other, status, rule in _ties(context, table):
        ends = frozenset((one.entity, other.entity))
        if len(ends) == 2 and ends not in known:
            known.add(ends)
            yield context.relation(one, "partnerOf", other, EXTRACTOR + rule, 0.8, status)


def _ties(context: Context, table: Words) -> Iterator[tuple[Mention, Mention, str, str]]:
    for use in context.reader.uses((*table["nouns"], *table["joint_nouns"])):
        if not use.verb:
            yield from ((*tie, "noun") for tie in _found(context, use, table))
    if "partners" in context.sentence.text:
        nouns = (t for t in context.sentence.tokens if t.lemma == "partner" and t.tag == "NNS")
        yield from ((*tie, "partners") for noun in nouns for tie in _listed(context, noun, table))


def _found(context: Context, use: Use, table: Words) -> Iterator[Tie]:
    """The pairs that a bond binds, with how it stands between them."""
    kids = context.sentence.children(use.token)
    joint = any(c.lemma in table["joint"] for c in kids)
    if (use.lemma in table["joint_nouns"] and not joint) or not {c.lemma for c in kids}.isdisjoint(table["bars"]):
        return
    if use.lemma in table["owned"] and context.sentence.tokens[use.token].dep in ("attr", "appos"):
        return  # "X is a joint venture of A and B": its owners
    verb, inner = _verb(context, use.token)
    named = [partners(context, use.roles.get(f"prep:{p}", ())) for p in ("between", "among", "of")]
    between = next((row for row in named if len(row) > 1), [])
    none = any(c.lemma == "no" for c in kids)
    status = _status(context, use, verb, table)
    if between:
        status = "denied" if none else status
    elif verb is not None and (not inner or none):
        between, status = _by_verb(context, use, verb, status, table)
    if status:
        yield from ((one, other, status) for one, other in itertools.combinations(between, 2))


def _by_verb(context: Context, use: Use, verb: Token, status: str, table: Words) -> tuple[list[Mention], str]:
    """Whom a bond binds whose verb says that it ends or goes on: its agents, or one of them with another."""
    kids = context.sentence.children(use.token)
    if any(c.lemma == "no" for c in kids):
        beside = partners(context, use.roles.get("prep:with", ()))
        above = verb if verb.lemma in table["says"] else context.sentence.tokens[verb.head]
        told = partners(context, context.reader.agents(above.i)) if above.lemma in table["says"] else []
        return ([*told[:1], *beside[:1]] if told and beside else []), "denied"
    lemma = _lemma(context, verb)
    if lemma not in table["ends"] and lemma not in table["keeps"]:
        return [], ""
    doers = partners(context, context.reader.joined(context.reader.agents(verb.i)))
    if any(c.dep == "poss" and c.text == "their" for c in kids) and len(doers) > 1:
        return doers, status
    had = [c for c in kids if c.dep == "relcl" and c.lemma in table["had"]]
    spots = [
        g.i
        for c in had
        for p in context.sentence.children(c.i)
        if p.lemma == "with"
        for g in context.sentence.children(p.i)
        if g.dep == "pobj"
    ]
    beside = partners(context, (*use.roles.get("prep:with", ()), *spots))
    return ([doers[0], beside[0]] if len(doers) == 1 and beside else []), status


def _lemma(context: Context, verb: Token) -> str:
    """The lemma with its particle, which before "of" and "from" is one of its prepositions."""
    out = next((c.lemma for c in context.sentence.children(verb.i) if c.lemma in ("out", "away")), "")
    return f"{verb.lemma}_{out}" if out else context.reader.lemma(verb)


def _verb(context: Context, i: int) -> tuple[Token | None, bool]:
    """The verb of which a noun is the subject, the object or behind a preposition; whether it is the subject."""
    tokens = context.sentence.tokens
    token = tokens[i]
    inner = token.dep in ("nsubj", "nsubjpass")
    for _ in range(4):
        if token.dep not in ("pobj", "prep", "dobj", "nsubj", "nsubjpass", "attr"):
            return None, inner
        token = tokens[token.head]
        if token.tag.startswith("VB"):
            return token, inner
    return None, inner


def _status(context: Context, use: Use, verb: Token | None, table: Words) -> str:
    """How a bond stands; "" where nothing is said of it. What is to be renewed or left is still there."""
    lemma = _lemma(context, verb) if verb is not None else ""
    reading = context.judge.read(context.sentence, verb.i if verb is not None else use.token, "actual")
    past = reading.status in ("actual", "ended") and not reading.negated
    if lemma in table["ends"]:
        return "ended" if past else "actual"
    if lemma in table["keeps"] and verb is not None:
        ahead = any(c.tag == "MD" or c.lemma == "be" for c in context.sentence.children(verb.i))
        return "ended" if reading.negated and not ahead else "actual"
    of_verb = context.sentence.tokens[use.token].dep in ("nsubj", "pobj")
    if of_verb and lemma not in table["makes"] and reading.status == "planned":
        return "actual"  # "A venture between A and B will make sheet" is there
    return "" if reading.negated else reading.status


def _listed(context: Context, noun: Token, table: Words) -> Iterator[Tie]:
    """The partners of a thing, each with each: "among the partners of the project are A, B and C"."""
    kids = context.sentence.children(noun.i)
    of = [g.i for c in kids if c.lemma in ("of", "to", "in") for g in context.sentence.children(c.i) if g.dep == "pobj"]
    if any(c.dep == "poss" or c.lemma in table["no_partners"] for c in kids) or partners(context, of):
        return
    top, behind = context.sentence.tokens[noun.head], ("attr", "dobj", "prep")
    if noun.dep == "pobj" and top.lemma == "among":
        top, behind = context.sentence.tokens[top.head], ("nsubj", "attr", "dobj")
    elif noun.dep != "nsubj":
        return
    if top.lemma in ("be", "include", "comprise"):
        spots = [c.i for c in context.sentence.children(top.i) if c.dep in behind and c.i > noun.i]
        found = partners(context, context.reader.joined(spots))
        yield from ((one, other, "actual") for one, other in itertools.combinations(found, 2))
