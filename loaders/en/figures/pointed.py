"""Whose a figure is by a word that points: "which can produce", "in which it has invested", "people work at Muri"."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.figures.strangers import stop
from loaders.en.parsing.parse import Token
from loaders.en.parsing.syntax import WH
from loaders.lexicon import clue
from loaders.mentions import WIDE, Mention
from loaders.metrics import Metric, shared
from loaders.window import words_of

PLAIN = frozenset({"Place", "Product", "Person"})
INTO = frozenset({"in", "into", "on"})
AT = frozenset({"at", "in"})


def related(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """What a relative clause is about that the parser hangs on the verb: X in "from X in Y, which can produce"."""
    verb = verb_of(context, start, end)
    if verb is None:
        return []
    kids = context.sentence.children(verb.i)
    below = [g for c in kids if c.dep == "prep" and c.lemma in INTO for g in context.sentence.children(c.i)]
    into = [g for g in below if g.tag in WH] if metric.name == "investment" else []
    if into:  # "the X mill, in which it has invested"; "filter presses, on which it is spending" are no firm's
        before = _last(context, into[0].start)
        return before if before and is_site(before[0]) else [stop(into[0])]
    amount = verb.dep == "relcl" and context.sentence.tokens[verb.head].tag == "CD"  # "put $6 million in X, which has"
    who = [c for c in kids if c.dep == "nsubj" and c.tag in WH and (verb.dep == "advcl" or amount)]
    if not who:
        return []
    before = [m for m in context.sentence.mentions if m.end <= who[0].start]
    if before and before[-1].type == "Place" and standing(context, before[-1]) is None:
        return before[-1:]  # "sold it to China, which made"
    return _last(context, who[0].start)


def _last(context: Context, start: int) -> list[Mention]:
    """The plant or firm that is named last before an offset."""
    before = [m for m in context.sentence.mentions if m.end <= start and m.type not in PLAIN and m.entity]
    return before[-1:] if before and not before[-1].group else []


def stationed(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """The plant at the place where people work, or where a part of a plant is: "a fifth stream at Damanjodi will"."""
    verb = verb_of(context, start, end)
    if verb is None or not metric.carried:
        return []
    kids = context.sentence.children(verb.i)
    parts = [c for c in kids if c.dep in ("nsubj", "nsubjpass", "dobj") and c.mention is None]
    heads = [c for c in parts if c.lemma in shared().parts_of or c.lemma in shared().projects]
    heads += [verb] if metric.name == "employees" and verb.lemma in ("work", "employ") else []
    at = [p for h in heads for p in context.sentence.children(h.i) if p.dep == "prep" and p.lemma in AT]
    below = [g.mention for p in at for g in context.sentence.children(p.i) if g.mention is not None]
    places = [m for k in below if (m := context.sentence.mentions[k]).type == "Place"]
    if verb in heads and (whose := _employer(context, verb)) is not None:
        places = [p for p in places if whose.type != "Company" or context.level(p.entity) not in WIDE]
        places = [p for p in places if not clue("pointed.part").search(words_of(context, (end, max(end, p.start))))]
    named = {p.entity for p in places}
    found = {p.entity: p for e in named if (p := context.lying(e)) is not None}
    return list(found.values()) if len(found) == 1 else _put_in(context, verb)


def _employer(context: Context, verb: Token) -> Mention | None:
    """Who employs the people, by name or by a noun that stands for it."""
    return next((m for _, m in context.reader.filled(context.reader.agents(verb.i)) if m.entity), None)


def _put_in(context: Context, verb: Token) -> list[Mention]:
    """The plant where a part is built for the sum: "A line costing 9 million euros is to be built at the X plant"."""
    part = context.sentence.tokens[verb.head]
    if verb.dep != "acl" or part.lemma not in shared().parts_of or part.dep not in ("nsubj", "nsubjpass"):
        return []
    done = context.sentence.tokens[part.head]
    verbs = [done, *(c for c in context.sentence.children(done.i) if c.dep == "xcomp")]
    if not any(v.lemma in shared().builders for v in verbs):
        return []
    at = [p for v in verbs for p in context.sentence.children(v.i) if p.dep == "prep" and p.lemma in AT]
    below = [g.mention for p in at for g in context.sentence.children(p.i) if g.mention is not None]
    return [m for k in below if (m := context.sentence.mentions[k]).entity.startswith("site/")][:1]


def coming_from(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """Whose share it is that comes from somewhere: X in "45 percent of all can sheet comes from X"."""
    verb = verb_of(context, start, end) if metric.name == "share" else None
    if verb is None or verb.lemma not in shared().origins:
        return []
    kids = [c for c in context.sentence.children(verb.i) if c.dep == "prep" and c.lemma == "from"]
    below = [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
    return [m for _, m in context.reader.filled(below) if m.type == "Company" and m.entity]


def phased(context: Context, token: Token, owner: Mention) -> list[Mention]:
    """The plant spoken of last that "its first phase" is of: a firm has none."""
    part = (
        token.mention is None
        and token.lemma in shared().undergone
        and owner.text.lower() == "its"
        and owner.type == "Company"
    )
    return context.spoken if part else []


def governing(context: Context, token: Token, owner: Mention) -> Iterator[Mention]:
    """The plant that does something at "its" own rate: X in "allows X to go on at its rated 4.6 million tonnes"."""
    seen: set[int] = set()
    if owner.text.lower() != "its" or owner.type != "Company":
        return
    while not token.tag.startswith("VB") and token.i not in seen:
        seen.add(token.i)
        token = context.sentence.tokens[token.head]
    doers = [m for _, m in context.reader.filled(context.reader.agents(token.i))]
    yield from (m for m in doers if is_site(m) and m.entity and m.end <= owner.start)


def standing(context: Context, place: Mention) -> Mention | None:
    """The plant or firm at a place of which "which" rather tells: X in "X in Y province, which made"."""
    before = [m for m in context.sentence.mentions if m.end <= place.start and m.type not in ("Place", "Product")]
    if not before or before[-1].type == "Person" or not before[-1].entity or before[-1].group:
        return None
    base = context.sentence.start
    gap = context.sentence.text[before[-1].end - base : place.start - base]
    return before[-1] if clue("pointed.lies").fullmatch(gap) else None


def grouped(context: Context, mention: Mention) -> Iterator[Mention]:
    """Whose several plants are of which one figure is told: "our smelters at X and Y"; a stop where nobody's."""
    for k, whole in enumerate(context.sentence.mentions):
        if not whole.group or not is_site(mention) or mention.entity not in {m.entity for m in whole.each}:
            continue
        tokens = [t for t in context.sentence.at(whole.start, whole.end) if t.mention == k]
        kids = [c.i for t in tokens for c in context.sentence.children(t.i) if c.dep == "poss"]
        yield from (m for _, m in context.reader.filled(kids) if m.type == "Company" and m.entity)
        yield from (stop(t) for t in tokens[:1])


def together(context: Context) -> list[Mention]:
    """The firm whose several plants the sentence before told of: "Together they can make 275,000 tonnes"."""
    firm = context.speaker or context.topic
    opens = clue("pointed.together").match(context.sentence.text)
    several = sum(e.startswith("site/") for e in context.around) > 1  # else "they" may be several firms
    if opens is None or firm is None or firm.entity not in context.around:
        return []
    return [firm] if several or not opens[0].endswith("they") else []


def verb_of(context: Context, start: int, end: int) -> Token | None:
    """The verb that a figure hangs on."""
    token, seen = context.sentence.head_of(start, end), set[int]()
    while token is not None and not token.tag.startswith("VB"):
        seen.add(token.i)
        token = None if token.head in seen else context.sentence.tokens[token.head]
    return token
