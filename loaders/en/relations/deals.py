"""Both sides of a deal: who sells what to whom, as far as one verb or noun tells it or leaves it to the text.

What is sold without a name ("its 20 percent") is a share of the firm whose owners the text speaks of; whose it is
("the 27 percent held by A", "A's share of X") sells it. The words are data: deals.toml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import DEALS, Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.around import undivided
from loaders.en.relations.fitting import of_kind
from loaders.en.relations.subsidiaries import subsidiaries
from loaders.lexicon import Lexicon
from loaders.mentions import Mention

EXTRACTOR = "deals#"
PARTIES = ("Company", "GovernmentBody", "Person")
OPEN = frozenset({"planned", "rumoured", "denied"})
"""Of a deal that is not done."""
BEHIND = {"dispose": "prep:of", "part": "prep:with"}
"""Where the thing stands of a verb that has none of its own: "dispose of X"."""
THINGS = ("Company", "Site")
PARTS = frozenset({"compound", "nummod", "amod", "nmod"})
"""How a share hangs on the noun: "a 20 % stake"."""


@dataclass(frozen=True)
class Deal:
    """What a verb or noun tells of a deal: its parties and the nouns of what is sold."""

    use: Use
    sellers: Sequence[Mention]
    buyers: Sequence[Mention]
    things: Sequence[int]
    kind: str


def deals(context: Context, said: Sequence[Candidate], held: Mention | None, words: Lexicon) -> Iterator[Candidate]:
    """The sides of the deals of a sentence that no frame has found; `held` is whose owners the paragraph speaks of.

    And the subsidiaries whose owner the sentence does not name.
    """
    units = list(subsidiaries(context, said, words))
    yield from units
    said = (*said, *units)
    kinds = _kinds(words)
    told = {(c.predicate, c.object.entity) for c in said if c.object is not None}
    for use in context.reader.uses(kinds):
        for deal in _read(context, use, kinds[use.lemma], words):
            status = _status(context, use, words)
            if not status:
                context.refuse("no plan", EXTRACTOR + deal.kind)
                continue
            share, joint = _share(context, deal), undivided(len(deal.sellers), context)
            for thing in _things(context, deal, said, held, words):
                owners = _owners(context, deal, words) if status in OPEN else []
                buyers = deal.buyers or _keeper(context, deal, thing, said)
                sides = (("sells", deal.sellers), ("acquires", buyers), ("owns", owners))
                rows = [(p, m) for p, parties in sides for m in parties if (p, thing.entity) not in told]
                for predicate, party in rows:
                    if party.entity != thing.entity:
                        now = "actual" if predicate == "owns" else status
                        part = {} if joint and predicate == "sells" else share
                        yield context.relation(party, predicate, thing, EXTRACTOR + deal.kind, 0.8, now, part)


def _keeper(context: Context, deal: Deal, thing: Mention, said: Sequence[Candidate]) -> list[Mention]:
    """Who has it now, of what was bought by nobody told: A in "A's unit X, bought from B"."""
    told = context.sentence.tokens[deal.use.token]
    if deal.kind != "buys" or told.dep not in ("acl", "advcl") or told.tag != "VBN":
        return []
    rows = {
        c.subject.entity: c.subject
        for c in said
        if c.predicate == "owns" and c.object is not None and c.object.entity == thing.entity
    }
    return list(rows.values()) if len(rows) == 1 else []


def _share(context: Context, deal: Deal) -> dict[str, Scalar]:
    """The share that changes hands, where it is the thing itself: "buys the remaining 20.64%"."""
    kids = context.sentence.children
    spots = [{i, *(c.i for c in kids(i) if c.dep in PARTS)} for i in sorted(deal.things)]
    shares = [(q, tokens) for q, tokens in context.amounts if q.unit == "percent"]
    found = [q.value for spot in spots for q, tokens in shares if not tokens.isdisjoint(spot)]
    return {"share": number(found[0])} if found else {}


def _owners(context: Context, deal: Deal, words: Lexicon) -> list[Mention]:
    """Who has the share that has not changed hands: A in "A wants to sell its stake in X"."""
    shares = [i for i in deal.things if context.sentence.tokens[i].lemma in words["deals"]["shares"]]
    holders = {m.entity for m in _holders(context, shares, words)}
    return [m for m in deal.sellers if m.entity in holders and m.type != "Person"]


def _status(context: Context, use: Use, words: Lexicon) -> str:
    """The status of a deal; "" of one that nobody plans."""
    reading = context.judge.read(context.sentence, use.token, "actual")
    above = (context.sentence.tokens[i] for i in context.above(use.token) if i != use.token)
    if any(context.reader.lemma(t) in words["deals"]["denies"] for t in above):
        return "denied"
    if reading.status == "actual" and _talked(context, use, words):
        return "rumoured"
    if reading.status == "actual" and use.verb and _going_on(context, use.token):
        return "planned"
    return "" if reading.negated and not reading.unreal else reading.status


def _going_on(context: Context, token: int) -> bool:
    """Whether it is being done: "is buying X", "is being sold"."""
    kids = context.sentence.children(token)
    now = any(c.dep in ("aux", "auxpass") and c.text.lower() in ("is", "are", "’s", "'s") for c in kids)
    return now and (context.sentence.tokens[token].tag == "VBG" or any(c.text == "being" for c in kids))


def _talked(context: Context, use: Use, words: Lexicon) -> bool:
    """Whether talks are the subject: "Talks are under way on the sale of X"."""
    tops = (c for i in context.above(use.token) for c in context.sentence.children(i) if c.dep.startswith("nsubj"))
    return not use.verb and any(c.lemma in words["status"]["rumoured"]["noun"] for c in tops)


@functools.lru_cache(maxsize=4)
def _kinds(words: Lexicon) -> Mapping[str, str]:
    table = words["deals"]
    return {lemma: kind for kind in ("sells", "buys", "sales", "purchases") for lemma in table[kind]}


def _read(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[Deal]:
    if context.reader.lemma(context.sentence.tokens[use.token]) in words["deals"]["others"]:
        return
    if kind == "buys" and _parties(context, use.roles.get("prep:out_of", ())):  # "bought A out of X"
        return
    if use.verb == (kind in ("sales", "purchases")) or not context.phrase(use).isdisjoint(words["deals"]["bars"]):
        return
    roles = use.roles
    things = roles.get("patient" if use.verb else "prep:of", ())
    if use.lemma in BEHIND:
        left = context.sentence.tokens[use.token].dep in ("relcl", "xcomp")  # "which it wants to dispose of"
        things = roles.get(BEHIND[use.lemma]) or (things if left else ())
    doers = roles.get("agent", ()) if use.verb else _whose(context, use, words) + roles.get("prep:by", ())
    selling = kind in ("sells", "sales")
    way = "to" if selling else "from"
    others = _parties(context, roles.get(f"prep:{way}", ())) or _behind(context, () if use.verb else things, way)
    actors = _parties(context, doers)
    holders = [m for m in _holders(context, things, words) if m.entity not in {k.entity for k in (*actors, *others)}]
    if things and selling:  # of "the government sold its share" nobody else is the seller
        yield Deal(use, actors or ([] if use.verb and doers else holders), others, things, kind)
    elif things:
        yield Deal(use, others or holders, actors, things, kind)
        for leg in sorted(things)[1:]:  # "bought 2 % from A and 11 % from B"
            if use.verb and (more := _behind(context, (leg,), way)):
                yield Deal(use, more, [], (leg,), kind)


def _behind(context: Context, things: Sequence[int], way: str) -> list[Mention]:
    """The other party, where the parser hangs it on what is sold: "the sale of its mill to X"."""
    below = (c for i in things for c in context.sentence.children(i) if c.lemma == way)
    return _parties(context, [g.i for c in below for g in context.sentence.children(c.i) if g.dep == "pobj"])


def _whose(context: Context, use: Use, words: Lexicon) -> tuple[int, ...]:
    """Whose sale or purchase it is: not of who only arranges it or is against it."""
    others = {f"^{verb}" for verb in words["deals"]["handles"]}
    own = context.phrase(use).isdisjoint(others)
    things = (c for i in use.roles.get("prep:of", ()) for c in context.sentence.children(i))
    if own and not any(c.dep == "poss" for c in things):  # "approved the sale of X", but "of its mill"
        own = context.phrase(use).isdisjoint({f"^{verb}" for verb in words["deals"]["permits"]})
    return use.roles.get("holder" if own else "possessor", ())


def _parties(context: Context, tokens: Iterable[int]) -> list[Mention]:
    return [m for _, m in context.reader.filled(tokens) if m.entity and of_kind(m, PARTIES)]


def _holders(context: Context, things: Iterable[int], words: Lexicon) -> list[Mention]:
    """Whose it is that is bought: A in "A's share of X", "the 27 percent held by A", "the interest A has kept in X"."""
    found: list[int] = []
    for i in things:
        for c in context.sentence.children(i):
            if c.dep == "poss":
                found.append(c.i)
            elif c.dep in ("acl", "relcl") and c.lemma in words["deals"]["holds"]:
                found += context.reader.doers(c.i)
    return _parties(context, [i for i in found if i not in things])


def _things(
    context: Context, deal: Deal, said: Sequence[Candidate], held: Mention | None, words: Lexicon
) -> list[Mention]:
    """What changes hands: named, else what a share is of."""
    parties = {m.entity for m in (*deal.sellers, *deal.buyers)}
    told = [*deal.things, *_held_in(context, deal.things, words)]
    found = [m for _, m in context.reader.filled(told) if m.entity not in parties]
    if found:
        return [m for m in found if m.entity and of_kind(m, THINGS)]
    table = words["deals"]
    shares = [i for i in deal.things if _bare(context, i, words)]
    at = context.sentence.tokens[deal.use.token].start
    here = [c.object for c in said if c.predicate in DEALS and c.object is not None and c.object.end <= at]
    rest = any(c.lemma in table["rest"] for i in deal.things for c in context.sentence.children(i))
    held = held if context.follows else None
    of = here[-1] if here else held or (None if rest else _spoken(context))
    return [of] if shares and of is not None and of.entity not in parties and of_kind(of, THINGS) else []


def _held_in(context: Context, things: Iterable[int], words: Lexicon) -> Iterator[int]:
    """What a share is of by the clause that says who has it: X in "the 25 percent that A holds in X"."""
    for c in (c for i in things for c in context.sentence.children(i)):
        if c.dep in ("acl", "relcl") and c.lemma in words["deals"]["holds"]:
            below = (
                g for p in context.sentence.children(c.i) if p.lemma == "in" for g in context.sentence.children(p.i)
            )
            yield from context.reader.joined(g.i for g in below if g.dep == "pobj")


def _bare(context: Context, i: int, words: Lexicon) -> bool:
    """Whether a noun is a share of something that is not named: "its 20 percent"."""
    token, table = context.sentence.tokens[i], words["deals"]
    if token.mention is not None or token.lemma not in table["shares"]:
        return False
    kids = [c for c in context.sentence.children(i) if c.lemma in ("of", "in")]
    below = [g for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
    return all(g.mention is None and (g.lemma in table["wholes"] or g.lemma == "it") for g in below)


def _spoken(context: Context) -> Mention | None:
    """Of which firm the last deal or holding of the paragraph was, else whom the title names alone."""
    rows = [c for c in context.last if c.predicate in DEALS and context.follows]
    return rows[-1].object if rows else context.dealt or (context.titled if context.single else None)
