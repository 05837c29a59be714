"""Material that goes from one to another where the sentence leaves an end to the text: "Power is bought from A".

Who has it before and afterwards is read off the verb; an end that the sentence does not name is the one that stands
with the material ("gas for X", "X's power"), else the firm or plant that the paragraph speaks of. The verbs are data:
flows.toml.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.fitting import acting, of_kind
from loaders.en.roles import Use
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from ontology.load import ontology

EXTRACTOR = "flows#"
ENDS = ("Company", "Site")
MAIN = frozenset({"ROOT", "conj", "ccomp", "advcl"})
"""What a verb depends by that tells something new."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
Ends = list[Mention] | None
"""Who is named; [] where the words name someone unknown, None where they name nobody."""


@dataclass(frozen=True)
class Flow:
    """One use of a verb: what goes, who had it and who gets it, as far as the sentence tells."""

    token: int
    theme: int
    giver: Ends
    receiver: Ends
    kind: str


def flows(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The supplies of a sentence of which it names one end, or both in a way that no frame knows."""
    kinds = _kinds(words)
    told = {e for c in said if c.predicate == "supplies" for e in c.ends}
    for use in context.reader.uses(kinds):
        for flow in _flows(context, use, kinds[use.lemma], words) if use.verb else ():
            yield from _told(context, flow, use, told, words)


@functools.lru_cache(maxsize=4)
def _kinds(words: Lexicon) -> dict[str, str]:
    table = words["flows"]
    return {lemma: kind for kind in ("gives", "takes", "brings", "comes", "goes") for lemma in table[kind]}


def _told(context: Context, flow: Flow, use: Use, told: set[str], words: Lexicon) -> Iterator[Candidate]:
    for giver, receiver in _pairs(context, flow, use, words):
        if giver.entity in told or giver.entity == receiver.entity or not giver.entity or not receiver.entity:
            continue
        reading = context.judge.read(context.sentence, use.token, "actual")
        if reading.negated or context.judge.none(context.sentence, flow.theme):
            context.refuse("no plan", EXTRACTOR + flow.kind)
            continue
        yield context.relation(giver, "supplies", receiver, EXTRACTOR + flow.kind, 0.8, reading.status)


def _flows(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[Flow]:
    """The uses of a verb for material; one that brings material in gives it where it is passive."""
    roles = use.roles
    moves = kind in ("comes", "goes")
    if kind == "brings":
        kind = "gives" if context.reader.passive(context.sentence.tokens[use.token]) else "takes"
    source = _named(context, roles.get("prep:from") or _contracted(context, roles.get("prep:under", ())))
    agent, to = _named(context, roles.get("agent")), _named(context, roles.get("prep:to"))
    source, to = _again(context, use.token, "from", source), _again(context, use.token, "to", to)
    for theme in roles.get("agent" if moves else "patient", ()):
        counted = not moves and bool(source or to) and _counted(context, theme, words)
        if counted or _material(context, theme, words, kind in ("gives", "goes")):
            giver, receiver = (source, to) if moves else (source, agent) if kind == "takes" else (agent, to)
            yield Flow(use.token, theme, giver, receiver, kind)


def _again(context: Context, verb: int, preposition: str, first: Ends) -> Ends:
    """With the next amounts of a list: B and C in "buys 377 megawatts from A, 120 from B and 75 from C"."""
    if not first:
        return first
    below = [t for t in context.sentence.tokens if t.i in context.clause(verb) and t.tag == "CD"]
    froms = [c for t in below for c in context.sentence.children(t.i) if c.lemma == preposition]
    rest = _named(context, [g.i for c in froms for g in context.sentence.children(c.i) if g.dep == "pobj"])
    return first + [m for m in rest or () if m not in first]


def _contracted(context: Context, contracts: Iterable[int]) -> list[int]:
    """With whom a contract is: "is bought under a contract with X"."""
    kids = [c for i in contracts for c in context.sentence.children(i) if c.lemma == "with"]
    return [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]


def _pairs(context: Context, flow: Flow, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention]]:
    giver, receiver = flow.giver, flow.receiver
    if giver is None and receiver:
        giver = _beside(context, flow.theme, ("from",), True)
        if giver is None and flow.kind in ("gives", "goes"):
            giver = _implied(context, flow, words, giving=True)
    elif receiver is None and giver:
        receiver = _beside(context, flow.theme, ("for", "to"), True, words)
        if receiver is None and (flow.kind != "gives" or _serves(context, flow, use, words)):
            receiver = _implied(context, flow, words, giving=False)
    for g, r in itertools.product(giver or (), receiver or ()):
        subject = acting(ontology(), g, ("Company",), context)
        if of_kind(subject, ("Company",)) and of_kind(r, ENDS):
            yield subject, r


def _serves(context: Context, flow: Flow, use: Use, words: Lexicon) -> bool:
    """Whether the verb says that another uses it: it is supplied by someone, or someone supplies a certain thing."""
    if use.lemma not in words["flows"]["serves"]:
        return False
    if context.reader.passive(context.sentence.tokens[use.token]):
        return True
    kids = context.sentence.children(flow.theme)
    token = context.sentence.tokens[flow.theme]
    return any(c.text.lower() in DEFINITE for c in kids if c.dep == "det") or token.lemma in words["flows"]["parts"]


def _material(context: Context, i: int, words: Lexicon, made: bool, depth: int = 0) -> bool:
    """Whether a noun is material or power, or so much of it; "most of it" of what the sentence before names."""
    token = context.sentence.tokens[i]
    if token.mention is not None and context.sentence.mentions[token.mention].type == "Product":
        return True
    table, lemma = words["flows"], token.lemma.lower()
    if lemma in table["materials"] or (made and lemma in table["outputs"]):
        return True
    if lemma in ("it", "them"):
        return depth > 0 and context.follows and context.stuff is not None
    if depth > 2 or not (lemma in table["parts"] or token.tag == "CD"):
        return False
    return any(_material(context, k, words, made, depth + 1) for k in _within(context, i)[1:])


def _counted(context: Context, i: int, words: Lexicon) -> bool:
    """Whether it is so many tonnes of what everybody knows: "bought 21,000 tonnes from A"."""
    token = context.sentence.tokens[i]
    return token.lemma.lower() in words["flows"]["units"] and len(_within(context, i)) == 1


def _named(context: Context, tokens: Iterable[int] | None) -> Ends:
    """The firms and plants that tokens stand for."""
    if not tokens:
        return None
    return [m for _, m in context.reader.filled(tokens) if m.entity and m.type not in ("Product", "Person")]


def _beside(context: Context, i: int, prepositions: tuple[str, ...], whose: bool, words: Lexicon | None = None) -> Ends:
    """Who stands with the material: X in "gas for X", "X's gas", "most of the power for X"."""
    found: Ends = None
    for k in _within(context, i):
        for c in context.sentence.children(k):
            if c.dep == "prep" and c.lemma in prepositions:
                below = [g for g in context.sentence.children(c.i) if g.dep == "pobj"]
                if words is not None and all(g.mention is None and g.lemma in words["flows"]["stages"] for g in below):
                    continue
                found = (found or []) + _placed(context, [g.i for g in below])
            elif whose and c.dep == "poss":
                found = (found or []) + (_named(context, [c.i]) or [])
    return found


def _placed(context: Context, tokens: list[int]) -> list[Mention]:
    """Firms and plants, and the one plant of a place for which something is."""
    rows = _named(context, tokens) or []
    lying = [context.lying(m.entity) if m.type == "Place" else m for m in rows]
    return [m for m in lying if m is not None]


def _within(context: Context, i: int) -> list[int]:
    """A noun and what it is so much of."""
    below = [g.i for c in context.sentence.children(i) if c.lemma == "of" for g in context.sentence.children(c.i)]
    return [i, *below]


def _implied(context: Context, flow: Flow, words: Lexicon, giving: bool) -> Ends:
    """Whom the paragraph speaks of, who is none of those named; None where the clause only says what a thing is."""
    if context.sentence.tokens[flow.token].dep not in MAIN:
        return None
    known = {m.entity for m in (*(flow.giver or ()), *(flow.receiver or ()))}
    for about in (*_sayers(context, flow.token), *spoken_of(context, giving)):
        if about.entity in known or not of_kind(about, ENDS):
            continue
        return [about] if giving or _uses(context, about, flow, words) else None
    return None


def _sayers(context: Context, token: int) -> list[Mention]:
    """The firm that says what a clause tells: "X said that power would be bought from Y"."""
    verb = context.sentence.tokens[token]
    said = context.sentence.tokens[verb.head]
    firms = [m for _, m in context.reader.filled(context.reader.agents(said.i))] if verb.dep == "ccomp" else []
    return [m for m in firms if m.type == "Company" and m.entity]


def spoken_of(context: Context, giving: bool = False) -> Iterator[Mention]:
    """Of whom the words before speak, the nearest first.

    Who was last said to get material, what is being built, whom the last sentence is about, the firm of the title.
    """
    near = [c for c in context.last if context.follows and context.sentence.start - c.end < 3]
    for predicate in ("supplies", "develops"):
        last = {c.object.entity: c.object for c in near if c.predicate == predicate and c.object is not None}
        if len(last) == 1 and not giving:
            yield next(iter(last.values()))
    heading, about = context.heading, context.about
    if heading is not None and heading.type == "Place":
        yield from (plant,) if (plant := context.lying(heading.entity)) is not None else ()
        return
    if heading is not None and heading.entity.startswith("site/"):
        yield heading
    if about is not None and not about.entity:
        return
    if about is not None:
        yield about
    led = context.topic if context.topic is not None and context.topic.entity == context.leading else None
    firm = context.titled or (None if giving else led)
    if firm is not None and context.single:
        yield firm


def _uses(context: Context, about: Mention, flow: Flow, words: Lexicon) -> bool:
    """Whether it may use the material: no maker of it."""
    rows = [context.sentence.tokens[k].mention for k in _within(context, flow.theme)]
    products = {context.sentence.mentions[k].product for k in rows if k is not None}
    users = [u for p in products for u in words["flows"]["users"].get(p, ())]
    if users and about.type not in ("Company", "Facility", *users):
        return False
    return not products & context.makes.get(about.entity, set())
