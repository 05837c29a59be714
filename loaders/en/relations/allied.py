"""Partners by what they do or sign together: "A and B agreed to build the smelter together", "is building it with B".

The words are data: allied.toml.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import partners
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention

EXTRACTOR = "allied#"


def allied(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The partners of a sentence that no frame has found."""
    told = {c.ends for c in said if c.predicate in ("partnerOf", "owns", "acquires", "sells", "supplies")}
    known = {frozenset(ends) for ends in told}
    table = words["allied"]
    for use in context.reader.uses((*table["deeds"], *table["signs"], *table["unions"], *table["bonds"], "partner")):
        rows = list(_partners(context, use, words) if use.verb else _bound(context, use, words))
        status = _status(context, use, words) if rows else ""
        for one, other, rule in rows if status else ():
            if clue("allied.named_also").fullmatch(context.sentence.text, *_gap(context, one, other)):
                continue  # "X, or Y, will link up with": one firm by two names
            if one.entity != other.entity and frozenset((one.entity, other.entity)) not in known:
                known.add(frozenset((one.entity, other.entity)))
                yield context.relation(one, "partnerOf", other, EXTRACTOR + rule, 0.8, status)


def _partners(context: Context, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention, str]]:
    """The pairs that do something together, or that sign or open what partners do."""
    table = words["allied"]
    doers = partners(context, use.roles.get("agent", ()))
    near = context.phrase(use)
    if use.lemma in table["deeds"] and near.isdisjoint(table["bars"]):
        joint = _together(context, use, table["together"])
        beside = partners(context, (*use.roles.get("prep:with", ()), *use.roles.get("prep:together_with", ())))
        if beside and doers and (joint or use.lemma in table["joint_deeds"]):
            yield from ((one, other, "with") for one, other in itertools.product(doers[:1], beside))
        elif joint and len(doers) > 1:
            yield from ((doers[0], other, "together") for other in doers[1:])
    if use.lemma in table["unions"]:
        beside = partners(context, use.roles.get("prep:with", ())) or doers[1:]
        yield from ((one, other, "union") for one, other in itertools.product(doers[:1], beside))
    if use.lemma in table["signs"] and len(doers) > 1 and _paper(context, use, words):
        yield from ((doers[0], other, "signed") for other in doers[1:])


def _bound(context: Context, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention, str]]:
    """The pairs of a noun: "in talks on a partnership with B", "A and B will be partners"."""
    if use.lemma in words["allied"]["bonds"]:
        doers = partners(context, use.roles.get("holder", ()))
        beside = partners(context, use.roles.get("prep:with", ()))
        yield from ((one, other, "bond") for one, other in itertools.product(doers[:1], beside))
    elif use.lemma == "partner" and context.sentence.tokens[use.token].dep == "attr":
        doers = partners(context, use.roles.get("is", ()))
        yield from ((doers[0], other, "bond") for other in doers[1:])


def _gap(context: Context, one: Mention, other: Mention) -> tuple[int, int]:
    """Where the words between two mentions stand in the sentence."""
    return min(one.end, other.end) - context.sentence.start, max(one.start, other.start) - context.sentence.start


def _together(context: Context, use: Use, words: Sequence[str]) -> bool:
    """Whether "together" or "jointly" stands with the verb, or with what is done."""
    spots = (use.token, *use.roles.get("patient", ()))
    return any(c.lemma in words for i in spots for c in context.sentence.children(i))


def _paper(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether what is signed or opened is one of partners: "a joint laboratory", "the foundation agreement"."""
    table = words["allied"]
    things = (*use.roles.get("patient", ()), *use.roles.get("prep:into", ()))
    for i in things:
        if context.sentence.tokens[i].mention is None and context.sentence.tokens[i].lemma in table["papers"]:
            beside = {context.sentence.tokens[k].lemma for k in context.sentence.subtree(i)}
            if not beside.isdisjoint(table["kinds"]) and beside.isdisjoint(table["barred"]):
                return True
    return False


def _status(context: Context, use: Use, words: Lexicon) -> str:
    """The status of the partnership; "" where nobody plans it. What partners have agreed upon they do already."""
    reading = context.judge.read(context.sentence, use.token, "actual")
    above = (context.sentence.tokens[i] for i in context.above(use.token) if i != use.token)
    things = (context.sentence.tokens[i] for i in use.roles.get("patient", ()))
    if use.lemma in words["allied"]["tentative"] and any(t.lemma in words["allied"]["ties"] for t in things):
        return "rumoured"
    if reading.status == "planned" and any(context.reader.lemma(t) in words["allied"]["agrees"] for t in above):
        return "actual"
    return "" if reading.negated else reading.status
