"""What the lines of lists and boxes say: a firm, plant or product a line, of whom the heading or key tells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import Context
from loaders.facts import OPENING, PARTS, Item, words_of
from loaders.lexicon import clue
from loaders.mentions import Mention
from ontology.load import ontology

EXTRACTOR = "facts.toml#"


def listed(context: Context, item: Item | None, whose: Mention | None) -> Iterator[Candidate]:
    """What a line of a list or box says of `whose` it is, and of its own head."""
    if item is None or whose is None:
        return
    if item.role.id == "seat":
        yield from _seat(context, item, whose)
        return
    heads = _heads(context, item)
    for k, head in enumerate(heads):
        end = heads[k + 1].start if k + 1 < len(heads) else min(item.end, context.sentence.end)
        rest = context.sentence.text[head.end - context.sentence.start : end - context.sentence.start]
        yield from _relation(context, item, whose, head, rest)
    if item.listed and heads:
        yield from _homes(context, heads[0])


BULLETS = frozenset("•·*-–‣▪◦")
FAR = 1500
"""How many characters of a list are looked through for the line above it."""


def head_of(context: Context, item: Item | None, text: str) -> Mention | None:
    """What a line of a list is about."""
    heads = _heads(context, item) if item is not None and item.listed else []
    return heads[0] if heads else _projected(text, context)


def _projected(text: str, context: Context) -> Mention | None:
    """The plant that is planned, of which the lines of a list tell: "The project according to the report:"."""
    at = text.rfind("\n", 0, context.sentence.start) + 1
    if text[at : at + 1] not in BULLETS or "develops" not in context.latest:
        return None
    plan, lines = context.latest["develops"], text[max(0, at - FAR) : at].rstrip("\n").split("\n")
    head = next((line.strip() for line in reversed(lines) if line[:1] not in BULLETS), "")
    whole = plan.object is not None and plan.object.entity.startswith("site/") and not plan.object.group
    planned = whole and plan.status == "planned" and clue("rosters.project").fullmatch(head)
    return plan.object if planned else None


def _seat(context: Context, item: Item, whose: Mention) -> Iterator[Candidate]:
    """Where a firm or plant is by its box: the first place, that in the one right behind it."""
    places = [m for m in context.sentence.mentions if m.start >= item.start and m.type == "Place" and m.entity]
    if places and ontology_fits("locatedIn", whose, places[0]):
        yield _candidate(context, item.role.id, whose, "locatedIn", places[0])
        yield from _larger(context, places)


def _heads(context: Context, item: Item) -> list[Mention]:
    """The mentions that are values: the first of a line in a list, else each that opens a part of it."""
    sentence = context.sentence
    rows = [m for m in sentence.mentions if m.start >= item.start and any(_fits(e, item) for e in m.each)]
    if item.listed and item.role.types != ("Product",):
        first = next((m for m in sentence.mentions if m.start >= item.start), None)
        if first is None or _spoken(context, first):
            return []
        opens = OPENING.fullmatch(sentence.text, item.start - sentence.start, first.start - sentence.start)
        return [e for e in first.each if _fits(e, item)] if opens else []
    found: list[Mention] = []
    for m in rows:
        if _spoken(context, m) or (found and not _next(context, found[-1], m)):
            break
        if found or _opens(context, item, m):
            found.append(m)
    return [e for m in found for e in m.each if _fits(e, item)]


def _next(context: Context, last: Mention, m: Mention) -> bool:
    """Whether a value follows another one in a list: only what is said of it in brackets or in figures between them."""
    base = context.sentence.start
    between = re.sub(r"\([^()]*\)", "", context.sentence.text[last.end - base : m.start - base])
    return clue("rosters.joined").fullmatch(between) is not None


def _fits(m: Mention, item: Item) -> bool:
    words = ontology()
    if "Product" in item.role.types:
        return m.type == "Product" and bool(m.entity)
    known = m.type in words.classes and any(words.is_a(m.type, t) for t in item.role.types)
    return known and bool(m.entity) and not (m.nominal and not words.is_a(m.type, "Site"))


def _opens(context: Context, item: Item, m: Mention) -> bool:
    """Whether a mention opens a part of the values, outside of brackets."""
    base = context.sentence.start
    before = context.sentence.text[max(item.start - base, 0) : m.start - base]
    if before.count("(") > before.count(")"):
        return False
    plain = re.sub(r"\([^()]*\)", "", before)
    last = PARTS.split(plain)[-1]
    return OPENING.fullmatch(last.lstrip()) is not None


def _spoken(context: Context, m: Mention) -> bool:
    """Whether it does something: the line is a sentence."""
    tokens = context.sentence.tokens
    token = context.sentence.standing(m)
    return token is not None and token.dep == "nsubj" and tokens[token.head].tag in ("VBD", "VBZ", "VBP", "MD")


def _relation(context: Context, item: Item, whose: Mention, head: Mention, rest: str) -> Iterator[Candidate]:
    if head.entity == whose.entity:
        return
    role, words = item.role, words_of()
    if role.whose == "subject" and words["above"].search(rest):
        return
    predicate, status = role.predicate, role.status
    ended = words["ended"].search(rest) is not None
    planned = words["planned"].search(rest) is not None
    if predicate == "operates" and planned and not ended:
        predicate, status = "develops", "planned"
    elif ended:
        status = "ended"
    found: dict[str, Scalar] = {k: v for k, v in (("product", role.product), ("role", role.role)) if v}
    if predicate == "owns":
        if words["affiliated"].search(rest) and "%" not in rest:
            predicate = "affiliatedWith"
        elif (share := _share(context, head, len(rest))) is not None:
            found["share"] = share
    subject, object = (whose, head) if role.whose == "subject" else (head, whose)
    if ontology_fits(predicate, subject, object):
        yield _candidate(context, item.role.id, subject, predicate, object, status, found)


def ontology_fits(predicate: str, subject: Mention, object: Mention) -> bool:
    """Whether the classes of both ends fit the predicate."""
    words = ontology()
    sides = words.predicates[predicate]
    return any(words.is_a(subject.type, d) for d in sides.domain) and any(
        words.is_a(object.type, r) for r in sides.range
    )


def _share(context: Context, head: Mention, length: int) -> float | int | None:
    rows = [q for q in context.quantities if q.unit == "percent" and head.end <= q.start < head.end + length + 1]
    return number(rows[0].value) if rows and 0 < rows[0].value <= 100 else None


def _homes(context: Context, head: Mention) -> Iterator[Candidate]:
    """Where the head of a line is: the places right behind it."""
    places = [m for m in context.sentence.mentions if m.start >= head.end and m.entity]
    if head.nominal or not places or places[0].type != "Place":
        return
    gap = context.sentence.text[head.end - context.sentence.start : places[0].start - context.sentence.start]
    if not re.fullmatch(r"(?:[,:;\d.%()\s]| [–—-])*(?:in |at )?", gap):
        return
    yield _candidate(context, "place", head, "locatedIn", places[0])
    yield from _larger(context, places)


def _larger(context: Context, places: Sequence[Mention]) -> Iterator[Candidate]:
    """A town in the state or country right behind it."""
    for inner, outer in itertools.pairwise(places):
        between = context.sentence.text[inner.end - context.sentence.start : outer.start - context.sentence.start]
        if outer.type != "Place" or between != ", ":
            return
        if context.within(inner.entity, outer.entity):
            yield _candidate(context, "place", inner, "locatedIn", outer)


def _candidate(
    context: Context,
    rule: str,
    subject: Mention,
    predicate: str,
    object: Mention,
    status: str = "actual",
    found: dict[str, Scalar] | None = None,
) -> Candidate:
    return context.relation(subject, predicate, object, EXTRACTOR + rule, 0.85, status, found)
