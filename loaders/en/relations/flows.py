"""Material that goes from one to another where the sentence leaves an end to the text: "Power is bought from A".

Who has it before and afterwards is read off the verb; an end that the sentence does not name is the one that stands
with the material ("gas for X", "X's power"), else the firm or plant that the paragraph speaks of. The verbs are data:
flows.toml.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import acting, of_kind
from loaders.en.relations.gaps import Gap, gaps
from loaders.en.relations.implied import ENDS, Flow, implied, made_by, makes, questioned, serves, sold, unclear
from loaders.en.relations.pacts import pact_of
from loaders.en.relations.reached import going_on, only_maker, reached
from loaders.en.relations.spoken import spoken_of
from loaders.en.relations.stuff import (
    Ends,
    beside,
    carried,
    consumer,
    counted,
    instances,
    maker,
    material,
    measured,
    named,
    producer,
    user,
    within,
)
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from ontology.load import ontology

EXTRACTOR = "flows#"


def flows(context: Context, said: Sequence[Candidate], words: Lexicon) -> Iterator[Candidate]:
    """The supplies of a sentence of which it names one end, or both in a way that no frame knows."""
    kinds = _kinds(words)
    rows = [c for c in said if c.predicate == "supplies" and c.object is not None]
    told = {(c.subject.entity, c.object.entity) for c in rows if c.object is not None}
    for use in context.reader.uses(kinds):
        for flow in _flows(context, use, kinds[use.lemma], words) if use.verb else ():
            yield from _told(context, flow, use, told, words)
    if context.asked and context.stuff is not None:
        yield from _answered(context, context.stuff, words)
    for use in context.reader.uses(words["flows"]["feeds"]):
        for flow in _fed(context, use, words) if use.verb else ():
            yield from _told(context, flow, use, told, words)


def _answered(context: Context, stuff: Mention, words: Lexicon) -> Iterator[Candidate]:
    """Who is named where a question has asked for material: "And power? From X's station", "Mainly from Y"."""
    tokens = context.sentence.tokens
    start = 2 if len(tokens) > 2 and tokens[1].text == ":" else 0  # "A: From X's station"
    first = next((t for t in tokens[start : start + 7] if t.lemma == "from"), None)
    if first is None or any(not _much(t, words) for t in tokens[start : first.i]):
        return
    givers = named(context, context.reader.joined(g.i for g in context.sentence.children(first.i) if g.dep == "pobj"))
    receivers = [m for m in questioned(context) or _spoken(context) if of_kind(m, ENDS)][:1]
    for giver, receiver in itertools.product(givers or (), receivers):
        subject = acting(ontology(), giver, ("Company",), context)
        if of_kind(subject, ("Company",)) and subject.entity != receiver.entity:
            extra = {"product": stuff.product}
            yield context.relation(subject, "supplies", receiver, EXTRACTOR + "answer", 0.8, "actual", extra)


def _spoken(context: Context) -> Iterable[Mention]:
    return () if unclear(context) else spoken_of(context)


def _much(token: Token, words: Lexicon) -> bool:
    """Whether a word before "from" only says how much of it: "nearly all of it from X", "mainly from Y"."""
    said = token.tag[:2] in ("RB", "CC", ",", "RP", "DT", "CD", "JJ") or token.lemma in ("of", "it")
    return said or token.lemma.lower() in words["flows"]["parts"]


@functools.lru_cache(maxsize=4)
def _kinds(words: Lexicon) -> dict[str, str]:
    table = words["flows"]
    names = ("gives", "takes", "brings", "comes", "goes", "runs", "uses", "signs", "works", "reaches")
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
        extra = measured(context, flow.theme, words, flow.amount)
        part = going_on(context, flow.theme, words)
        stuff = part.qualifiers.get("product") if part is not None else _made(context, flow, giver, words)
        extra = {"product": stuff, **extra} if "product" not in extra and stuff else extra
        yield context.relation(giver, "supplies", receiver, EXTRACTOR + flow.kind, 0.8, status, extra)


def _made(context: Context, flow: Flow, giver: Mention, words: Lexicon) -> str:
    """What goes where the words do not say it: what the giver makes, of so many tonnes or of its output."""
    lemmas = {context.sentence.tokens[k].lemma.lower() for k in within(context, flow.theme)}
    untold = (not flow.giver and counted(context, flow.theme, words)) or lemmas & set(words["flows"]["outputs"])
    made = made_by(context, giver) if untold else set()
    return next(iter(made)) if len(made) == 1 else ""


def _status(context: Context, flow: Flow) -> str | None:
    """What has been signed stands; None where the words deny it."""
    pact = flow.pact
    reading = context.judge.read(context.sentence, flow.token if pact is None else pact.verb, "actual")
    if reading.negated or context.judge.none(context.sentence, flow.theme):
        return None
    return "planned" if pact is not None and pact.loose and reading.status == "actual" else reading.status


def _flows(context: Context, use: Use, kind: str, words: Lexicon) -> Iterator[Flow]:
    """The uses of a verb for material; one that brings material in gives it where it is passive."""
    roles = use.roles
    made = kind in ("gives", "goes") or (kind == "takes" and context.reader.passive(context.sentence.tokens[use.token]))
    if kind == "brings":
        kind = "gives" if context.reader.passive(context.sentence.tokens[use.token]) else "takes"
    with_ = "prep:with" if kind == "comes" else "prep:off"  # "coke arrives with X", "is bought off X"
    sources = roles.get("prep:from") or carried(context, use, "from") if kind == "comes" else roles.get("prep:from")
    sources = sources or roles.get(with_) or _contracted(context, roles.get("prep:under", ()))
    if kind in ("runs", "uses", "works"):
        yield from _used(context, use, kind, named(context, sources), words)
        return
    if kind == "reaches":
        yield from reached(context, use, sources or carried(context, use, "from"), words)
        return
    agent, other = named(context, roles.get("agent")), None
    if (pact := pact_of(context, use.token, words)) is not None:
        agent, other = agent or pact.holder, pact.other
    moves = kind in ("comes", "goes")
    ended = not moves and bool(named(context, sources) or named(context, roles.get("prep:to")))
    things = roles.get("agent" if moves else "patient", ())
    if kind == "signs":
        things, kind = roles.get("prep:for", ()), "takes"
    ended = ended or (kind == "takes" and bool(agent) and makes(context))
    more = (i for i in things if kind == "goes" and going_on(context, i, words))
    themes = [i for i in things if material(context, i, words, made) or (ended and counted(context, i, words))]
    themes = themes or list(more)
    targets = roles.get("prep:to") or (carried(context, use, "to") if kind in ("goes", "gives") else ())
    way, ends = ("from", sources) if kind in ("takes", "comes") else ("to", targets)
    themes, ends = _more(context, themes, way, ends, words)
    for gap in gaps(context, use.token, way) if themes and (agent or kind != "comes") else ():
        yield from _gapped(context, use, kind, gap, themes[0], named(context, ends))
    for theme in themes:
        near = named(context, _nearest(theme, themes, ends))
        near = other if near is None else near
        source, target = (near, None) if way == "from" else (None, near)
        if moves:
            both = named(context, sources), named(context, targets)
            giver, receiver = both if len(themes) == 1 else (source, target)
        else:
            giver, receiver = (source, agent) if kind == "takes" else (agent, target)
        yield Flow(use.token, theme, giver, receiver, kind, pact)


def _gapped(context: Context, use: Use, kind: str, gap: Gap, theme: int, other: Ends) -> Iterator[Flow]:
    """What a clause without a verb tells: it goes the same way, of the same material, to or from the same firm."""
    other = named(context, gap.ends) or (other if gap.amount is not None else None)
    if kind == "takes" and not context.reader.passive(context.sentence.tokens[use.token]):
        yield Flow(use.token, theme, other, [gap.who], kind, amount=gap.amount)
    elif kind == "gives" and other and not context.reader.passive(context.sentence.tokens[use.token]):
        yield Flow(use.token, theme, [gap.who], other, kind, amount=gap.amount)


def _more(
    context: Context, themes: list[int], way: str, ends: Sequence[int], words: Lexicon
) -> tuple[list[int], list[int]]:
    """With the parts of a list that leaves the verb out: "buys 377 MW from A, 120 from B and coke from C"."""
    themes, ends, tokens = list(themes), list(ends), context.sentence.tokens
    for t in tokens[min(themes) + 1 : -1] if themes else ():
        counted = t.tag == "CD" and t.dep != "nummod"
        after = _past_aside(tokens, t.i + 1)
        if t.i in themes or tokens[after].lemma != way or not (counted or material(context, t.i, words, False)):
            continue
        themes.append(t.i)
        below = [g.i for g in context.sentence.children(after) if g.dep == "pobj" and g.i not in ends]
        ends += context.reader.joined(below)
    return sorted(themes), [i for i in sorted(ends) if i not in themes]


def _past_aside(tokens: Sequence[Token], i: int) -> int:
    """The token behind an aside: "alumina, under a long contract, from X"."""
    if tokens[i].text != ",":
        return i
    closed = next((t.i for t in tokens[i + 1 : i + 9] if t.text == ","), None)
    return closed + 1 if closed is not None and closed + 1 < len(tokens) else i


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
    where = {"runs": ("prep:on",), "uses": ("patient",), "works": ("prep:with", "prep:on")}[kind]
    for theme in (i for role in where for i in roles.get(role, ())):
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
        giver = producer(context, flow.theme, words) if giver is None else giver
        part = going_on(context, flow.theme, words) if giver is None else None
        giver = giver if part is None else [part.subject]
        if giver is None and (flow.kind in ("gives", "goes") or (flow.kind == "takes" and sold(context, flow, words))):
            giver = implied(context, flow, words, giving=True) or only_maker(context, flow)
    elif receiver is None and giver:
        receiver = user(context, flow.theme, words)
        if receiver and {m.entity for m in receiver} <= {m.entity for m in giver}:
            receiver = implied(context, flow, words, giving=False)  # "delivers the metal that it melts": another's
        receiver = consumer(context, flow.theme, words) if receiver is None else receiver
        receiver = beside(context, flow.theme, ("for", "to"), words) if receiver is None else receiver
        if receiver is None and (flow.kind != "gives" or serves(context, flow, use, words)):
            receiver = implied(context, flow, words, giving=False)
    for g, r in itertools.product(giver or (), receiver or ()):
        subject = acting(ontology(), g, ("Company",), context)
        if of_kind(subject, ("Company",)) and of_kind(r, ENDS):
            yield subject, r
