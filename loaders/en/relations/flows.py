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
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import acting, of_kind
from loaders.en.relations.pacts import Pact, pact_of
from loaders.en.relations.stuff import (
    Ends,
    beside,
    counted,
    instances,
    maker,
    material,
    measured,
    named,
    powered,
    user,
    within,
)
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from ontology.load import ontology

EXTRACTOR = "flows#"
ENDS = ("Company", "Site")
MAIN = frozenset({"ROOT", "conj", "ccomp", "advcl"})
"""What a verb depends by that tells something new."""
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True)
class Flow:
    """One use of a verb: what goes, who had it and who gets it, as far as the sentence tells."""

    token: int
    theme: int
    giver: Ends
    receiver: Ends
    kind: str
    pact: Pact | None = None


def flows(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The supplies of a sentence of which it names one end, or both in a way that no frame knows."""
    kinds = _kinds(words)
    rows = [c for c in said if c.predicate == "supplies" and c.object is not None]
    told = {(c.subject.entity, c.object.entity) for c in rows if c.object is not None}
    for use in context.reader.uses(kinds):
        for flow in _flows(context, use, kinds[use.lemma], words) if use.verb else ():
            yield from _told(context, flow, use, told, words)
    for use in context.reader.uses(words["flows"]["feeds"]):
        for flow in _fed(context, use, words) if use.verb else ():
            yield from _told(context, flow, use, told, words)


@functools.lru_cache(maxsize=4)
def _kinds(words: Lexicon) -> dict[str, str]:
    table = words["flows"]
    names = ("gives", "takes", "brings", "comes", "goes", "runs", "uses")
    return {lemma: kind for kind in names for lemma in table[kind]}


def _told(context: Context, flow: Flow, use: Use, told: set[tuple[str, str]], words: Lexicon) -> Iterator[Candidate]:
    both = bool(flow.giver and flow.receiver)
    ends = {e for pair in told for e in pair}
    for giver, receiver in _pairs(context, flow, use, words):
        known = (giver.entity, receiver.entity) in told if both else giver.entity in ends
        if known or giver.entity == receiver.entity or not giver.entity or not receiver.entity:
            continue
        status = _status(context, flow)
        if status is None:
            context.refuse("no plan", EXTRACTOR + flow.kind)
            continue
        extra = measured(context, flow.theme, words)
        yield context.relation(giver, "supplies", receiver, EXTRACTOR + flow.kind, 0.8, status, extra)


def _status(context: Context, flow: Flow) -> str | None:
    """What has been signed stands; None where the words deny it."""
    pact = flow.pact
    reading = context.judge.read(context.sentence, flow.token if pact is None else pact.verb, "actual")
    if reading.negated or context.judge.none(context.sentence, flow.theme):
        return None
    return "planned" if pact is not None and pact.loose and reading.status == "actual" else reading.status


def _flows(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[Flow]:
    """The uses of a verb for material; one that brings material in gives it where it is passive."""
    roles, made = use.roles, kind in ("gives", "goes")
    if kind == "brings":
        kind = "gives" if context.reader.passive(context.sentence.tokens[use.token]) else "takes"
    with_ = "prep:with" if kind == "comes" else "prep:off"  # "coke arrives with X", "is bought off X"
    sources = roles.get("prep:from") or roles.get(with_) or _contracted(context, roles.get("prep:under", ()))
    if kind in ("runs", "uses"):
        yield from _used(context, use, kind, named(context, sources), words)
        return
    agent, other = named(context, roles.get("agent")), None
    if (pact := pact_of(context, use.token, words)) is not None:
        agent, other = agent or pact.holder, pact.other
    moves = kind in ("comes", "goes")
    ended = not moves and bool(named(context, sources) or named(context, roles.get("prep:to")))
    things = roles.get("agent" if moves else "patient", ())
    themes = [i for i in things if material(context, i, words, made) or (ended and counted(context, i, words))]
    way, ends = ("from", sources) if kind in ("takes", "comes") else ("to", roles.get("prep:to", ()))
    themes, ends = _more(context, themes, way, ends, words)
    for theme in themes:
        near = named(context, _nearest(theme, themes, ends))
        near = other if near is None else near
        source, target = (near, None) if way == "from" else (None, near)
        if moves:
            both = named(context, sources), named(context, roles.get("prep:to"))
            giver, receiver = both if len(themes) == 1 else (source, target)
        else:
            giver, receiver = (source, agent) if kind == "takes" else (agent, target)
        yield Flow(use.token, theme, giver, receiver, kind, pact)


def _more(
    context: Context, themes: list[int], way: str, ends: Sequence[int], words: Lexicon
) -> tuple[list[int], list[int]]:
    """With the parts of a list that leaves the verb out: "buys 377 MW from A, 120 from B and coke from C"."""
    themes, ends, tokens = list(themes), list(ends), context.sentence.tokens
    for t in tokens[min(themes) + 1 : -1] if themes else ():
        counted = t.tag == "CD" and t.dep != "nummod"
        if t.i in themes or tokens[t.i + 1].lemma != way or not (counted or material(context, t.i, words, False)):
            continue
        themes.append(t.i)
        kids = [c for c in context.sentence.children(t.i) if c.i == t.i + 1]
        ends += [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj" and g.i not in ends]
    return sorted(themes), [i for i in sorted(ends) if i not in themes]


def _nearest(theme: int, themes: Sequence[int], ends: Sequence[int]) -> Sequence[int]:
    """Whose each of several materials is: "power from A and alumina from B"."""
    following = [i for i in themes if i > theme]
    own = [i for i in ends if theme < i < min(following)] if following else [i for i in ends if i > theme]
    return own or ([i for i in ends if i > max(themes)] if following else ends)


def _fed(context: Context, use: Use, words: Lexicon) -> Iterator[Flow]:
    """Whoever gets what stands behind "with", and those who are named as instances of whom it is given to.

    "Feeds its smelter with ore from A": the ore is A's; "supplies carmakers such as B".
    """
    roles, agent = use.roles, named(context, use.roles.get("agent"))
    fed = named(context, roles.get("patient"))
    for theme in roles.get("prep:with", ()) if fed else ():
        if material(context, theme, words, False):
            source = maker(context, theme, words) or beside(context, theme, ("from",))
            source = source or named(context, roles.get("prep:from"))
            whose = [m.entity for i in roles["patient"] for m in beside(context, i, ()) or ()]
            kept = any(m.entity in whose for m in agent or ())
            yield Flow(use.token, theme, source if kept else agent, fed, "feeds")
    for theme in roles.get("patient", ()) if agent and not fed else ():
        if context.sentence.tokens[theme].tag == "NNS" and not material(context, theme, words, True):
            such = instances(context, theme, words)
            yield from (Flow(use.token, theme, agent, such, "feeds"),) if such else ()


def _used(context: Context, use: Use, kind: str, source: Ends, words: Lexicon) -> Iterator[Flow]:
    """Material that is used by one and made by another: "runs on power from X", "X's ore is refined at Y"."""
    roles, passive = use.roles, context.reader.passive(context.sentence.tokens[use.token])
    at = roles.get("prep:at") or roles.get("prep:in") or () if passive else ()
    receiver = named(context, roles.get("agent") or at)
    for theme in roles.get("prep:on" if kind == "runs" else "patient", ()):
        if receiver and material(context, theme, words, False):
            giver = maker(context, theme, words) or beside(context, theme, ("from",)) or source
            yield Flow(use.token, theme, giver, receiver, kind) if giver else Flow(use.token, theme, [], [], kind)


def _contracted(context: Context, contracts: Iterable[int]) -> list[int]:
    """With whom a contract is: "is bought under a contract with X"."""
    kids = [c for i in contracts for c in context.sentence.children(i) if c.lemma == "with"]
    return [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]


def _pairs(context: Context, flow: Flow, use: Use, words: Lexicon) -> Iterator[tuple[Mention, Mention]]:
    giver, receiver = flow.giver, flow.receiver
    if giver is None and receiver:
        giver = maker(context, flow.theme, words)
        giver = beside(context, flow.theme, ("from",)) if giver is None else giver
        if giver is None and flow.kind in ("gives", "goes"):
            giver = _implied(context, flow, words, giving=True)
    elif receiver is None and giver:
        receiver = user(context, flow.theme, words)
        receiver = beside(context, flow.theme, ("for", "to"), words) if receiver is None else receiver
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
    if powered(context, flow.theme):
        return False
    kids = context.sentence.children(flow.theme)
    token = context.sentence.tokens[flow.theme]
    return any(c.text.lower() in DEFINITE for c in kids if c.dep == "det") or token.lemma in words["flows"]["parts"]


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
    rows = [context.sentence.tokens[k].mention for k in within(context, flow.theme)]
    products = {context.sentence.mentions[k].product for k in rows if k is not None}
    users = [u for p in products for u in words["flows"]["users"].get(p, ())]
    if users and about.type not in ("Company", "Facility", *users):
        return False
    return not products & context.makes.get(about.entity, set())
