"""Of whom a figure is: up the tree from where it stands, else the nearest name before it, else the topic."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.context import Context
from loaders.en.figures.aimed import aimed, located, lone, rated, told, treated, whose_own
from loaders.en.figures.beside import (
    adjacent,
    costing,
    costs,
    described,
    followed,
    is_site,
    left,
    lying,
    raised,
    spent_on,
    unsited,
    whose,
)
from loaders.en.figures.borne import borne
from loaders.en.figures.focus import added, among, in_hand, there_where
from loaders.en.figures.here import right_there, site_there, sited, there
from loaders.en.figures.pointed import coming_from, governing, grouped, phased, related, standing, stationed, together
from loaders.en.figures.strangers import belonging, explained, measured, part, stop, stranger, thing, venture
from loaders.en.figures.topical import allowed, is_loose, topical, undertaken
from loaders.en.names.facilities import plural
from loaders.en.parsing.parse import Token
from loaders.en.parsing.syntax import WH
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import Span
from ontology.load import ontology

STANDING = frozenset({"employees", "investment"})  # of what is "there" though the sentence does not say where
BELONGING = frozenset({"of", "at", "for", "by"})
INTO = frozenset({"into", "towards"})
TOLD = frozenset({"ccomp", "parataxis"})  # what hangs so on a verb is only told by it: "officials said output rose"


def bearer(context: Context, metric: Metric, start: int, end: int, word: Span) -> Mention | None:
    """The mention that the figure at [start, end) of the document is of; None where there is none.

    `word` is where the metric's word stands. A plant or a firm on the way that nobody could identify ends the search.
    """
    if context.lined is not None and allowed(context.lined, metric):
        return context.lined
    silent = _reporters(context)
    loose = is_loose(context, metric, word)
    rows: list[Mention] = []
    sure = metric.name in STANDING or sited(context, start) or right_there(context, start, end)
    if there(context, start, end) and sure:
        site = site_there(context, start)
        return site if site is not None and allowed(site, metric) else None
    own = all(m.type == "Person" for m in silent) and clue("bearer.post").search(context.sentence.text) is not None
    if silent and not own and "Product" in metric.subjects and context.thing is not None:
        rest = [m for m in [*_owners(context, word), *_climb(context, start, end)] if m not in silent]
        return next((m for m in rest if allowed(m, metric)), context.thing)
    near = _near(context, metric, start, end, word, loose)
    places = [k for k, m in enumerate(near) if m.type == "Place" and not _kind(m, metric)]
    placed = bool(places)  # "Surinam's export earnings" is no firm's
    stop = next((k for k in places if _acts(context, near[k])), len(near))  # "Egypt spends 55 mln" is no one else's
    for mention in [*near[:stop], *(m for m in _before(context, start) if not placed and (not loose or is_site(m)))]:
        if mention in silent or not _kind(mention, metric) or measured(context, mention, end):
            continue
        if not mention.entity and (owner := _together(context, mention)) is not None:
            rows.append(owner)
            continue
        if (whole := next(grouped(context, mention), None)) is not None and "respectively" not in context.sentence.text:
            rows += [whole] if whole.entity else []
            break
        if not mention.entity:
            break
        rows.append(mention)
    else:
        rest = left(context, metric) or lying(context, metric, start) or told(context, metric)
        rest = rest or (undertaken(context) if loose else [])
        rows += [] if placed else rest
        rows = rows or ([] if placed else topical(context, metric, word))
    named = [m for m in rows if m.type not in ("Place", "Product")]
    found = next(iter(rows if _place_first(rows) else named or rows), None)
    return found or next(iter([] if placed else in_hand(context, metric, start, end, word)), None)


def _near(context: Context, metric: Metric, start: int, end: int, word: Span, loose: bool) -> list[Mention]:
    """Whose the figure may be by what stands around it, the likeliest first."""
    return [
        *(lone(context, metric) or added(context, metric, start, end)),
        *coming_from(context, metric, start, end),
        *together(context),
        *there_where(context, metric, start, end),
        *among(context, metric, start, end),
        *related(context, metric, start, end),
        *rated(context, metric, end, word),
        *aimed(context, metric, start, end, word),
        *(costing(context, start) if loose else ()),
        *described(context, metric, end),
        *spent_on(context, metric, end),
        *whose_own(context, start, end),
        *adjacent(context, start, end),
        *whose(context, word),
        *raised(context, metric, word),
        *followed(context, metric, start, end),
        *stationed(context, metric, start, end),
        *treated(context, metric, start, end),
        *_owners(context, word),
        *located(context, metric, word),
        *_climb(context, start, end),
    ]


def _acts(context: Context, place: Mention) -> bool:
    """Whether a place does or has something, as a firm does."""
    tokens = (t for t in context.sentence.at(place.start, place.end) if t.mention is not None)
    return any(t.dep in ("nsubj", "nsubjpass", "poss") for t in tokens)


def _kind(mention: Mention, metric: Metric) -> bool:
    """Whether it is, or may be once it is known, something that has such figures."""
    if not mention.entity and mention.nominal:
        return True
    world = metric.name == "capacity" and mention.type == "Product"  # a product's is all the world's, told elsewhere
    return not world and any(ontology().is_a(mention.type, s) for s in metric.subjects)


def _owners(context: Context, word: Span) -> Iterator[Mention]:
    """Whose production, the capacity of what."""
    token = context.sentence.head_of(*word)
    if token is not None and token.mention is None:
        if any(c.dep == "compound" and c.text == "group" for c in context.sentence.children(token.i)):
            yield from [context.topic] if context.topic is not None else []  # "group sales"
        yield from _sharers(context, token)
        yield from _belonging(context, token)
        yield from belonging(context, token) if token.tag.startswith("N") else ()


def _sharers(context: Context, token: Token) -> Iterator[Mention]:
    """Whose share it is: X in "X's share of Y's revenue"."""
    above = context.sentence.tokens[token.head]
    part = context.sentence.tokens[above.head]
    if token.dep == "pobj" and above.lemma == "of" and part.lemma in shared().parts:
        owners = [c.i for c in context.sentence.children(part.i) if c.dep == "poss"]
        yield from (m for _, m in context.reader.filled(owners))


def _reporters(context: Context) -> list[Mention]:
    """Who only gives the figures: "according to CRU", "CRU puts demand at"."""
    found: list[Mention] = []
    for token in context.sentence.tokens:
        if token.tag.startswith("VB") and _reports(context, token):
            found += [m for _, m in context.reader.filled(context.reader.agents(token.i))]
        if token.lemma in shared().forecasts and token.tag.startswith("N"):
            owners = [c.i for c in context.sentence.children(token.i) if c.dep == "poss"]
            found += [m for _, m in context.reader.filled(owners)]
        if token.text.lower() == "according":
            below = (context.sentence.tokens[i].mention for i in context.sentence.subtree(token.i))
            found += [context.sentence.mentions[k] for k in below if k is not None][:1]
    return found


def _reports(context: Context, verb: Token) -> bool:
    """Whether whoever does it only gives figures; who puts money into something, or people on leave, does not."""
    kids = {c.lemma for c in context.sentence.children(verb.i) if c.dep == "prep"}
    if context.reader.passive(verb):
        return False  # "the refinery is forecast to turn out"
    return verb.lemma in shared().reporters and not kids & INTO and (verb.lemma != "put" or "at" in kids)


def _place_first(rows: list[Mention]) -> bool:
    """Whether the nearest is the owner of the figure itself, a place though it is ("China's demand")."""
    return bool(rows) and rows[0].type == "Place"


def _climb(context: Context, start: int, end: int) -> Iterator[Mention]:
    """Mentions on the way from the figure to the root: the noun itself, whose it is, who does it."""
    token = context.sentence.head_of(start, end)
    seen: set[int] = set()
    below, inside = "", False
    while token is not None and token.i not in seen:
        seen.add(token.i)
        here = part(context, token)
        inside = inside or (here and below != "conj")
        for mention in _around(context, token, below):
            if not here or mention.entity:  # "three presses with a capacity of" are no plant of their own
                yield stop(token) if inside and not is_site(mention) and mention.type != "Place" else mention
        above = context.sentence.tokens[token.head]
        below, token = token.dep, None if above.i == token.i else above


def _around(context: Context, token: Token, below: str) -> Iterator[Mention]:
    """Who a noun or verb on the way speaks of; `below` is how the last one hangs on it, "" for the figure itself."""
    mentions = context.sentence.mentions
    first = not below
    yield from (explained(context, token) or thing(token)) if not first else ()
    if token.mention is not None and not first and mentions[token.mention].type not in ("Place", "Product"):
        yield mentions[token.mention]
    yield from _belonging(context, token) if not first else ()
    if token.tag.startswith("VB"):
        yield from _actors(context, token, below in TOLD)
    elif not first and below != "conj" and token.dep != "appos":
        yield from stranger(context, token)


def _belonging(context: Context, token: Token) -> Iterator[Mention]:
    """X in "X's capacity" and "the capacity of X"."""
    kids = context.sentence.children(token.i)
    for m in (m for c in kids if c.dep == "poss" for _, m in context.reader.filled([c.i])):
        yield from governing(context, token, m)
        yield from phased(context, token, m)
        yield m
    national = [c.mention for c in kids if c.dep in ("amod", "compound", "nmod") and c.mention is not None]
    yield from (m for k in national if (m := context.sentence.mentions[k]).type == "Place")
    for child in kids:
        # "will cast slabs for Novelis" is no output of its own, "people work for it" is; nor is ", all of it at X".
        verb = token.tag.startswith("VB")
        verbal = verb and token.lemma != "work" and child.lemma == "for"
        verbal |= verb and any(t.text == "," for t in context.sentence.tokens[token.i : child.i])
        if child.dep == "prep" and child.lemma in BELONGING and not verbal:
            below = [g.i for g in context.sentence.children(child.i) if g.dep == "pobj" and g.tag not in WH]
            yield from (m for _, m in context.reader.filled(below) if m.type not in ("Place", "Product"))
        if child.dep == "prep" and child.lemma == "from":  # "output from the smelter"
            below = [g.i for g in context.sentence.children(child.i) if g.dep == "pobj"]
            yield from (m for _, m in context.reader.filled(below) if is_site(m))


def _together(context: Context, mention: Mention) -> Mention | None:
    """Whose plants these are, of all of which the figure is: "its mills can roll 300,000 tonnes"."""
    token = context.sentence.standing(mention)
    if token is None or not plural(mention) or not token.dep.startswith("nsubj"):
        return None
    kids = context.sentence.children(token.i)
    if any(c.tag == "CD" or c.lemma in ("some", "most", "other") for c in kids):
        return None
    return next((m for c in kids if c.dep == "poss" for _, m in context.reader.filled([c.i]) if m.entity), None)


def _actors(context: Context, verb: Token, told: bool) -> Iterator[Mention]:
    """Who does it; of what has no name, whose it is: "China's demand will exceed ...". `told`: it only says so."""
    yield from borne(context, verb)
    if verb.lemma in shared().reporters:
        return  # "a study puts the cost at"
    if verb.lemma in shared().spending and context.reader.passive(verb):
        yield from (m for _, m in context.reader.filled(context.reader.doers(verb.i)))  # "spent by X"
    agents = context.reader.agents(verb.i)
    owned = any(c.dep == "poss" for i in agents for c in context.sentence.children(i))  # "its line in X can roll"
    doers = [m for i, m in context.reader.filled(agents) if m.type != "Place" or i in agents or not owned]
    if len({m.entity for m in doers if m.type not in ("Place", "Product")}) > 1:
        yield Mention(verb.start, verb.end, verb.text, "Facility", nominal=True)  # of all of them together
    if costs(context, verb) and context.plant is not None and any(unsited(m) for m in doers):
        yield context.plant  # "plans a smelter at X. It will cost 500 mln dlrs"
    yield from (site for m in doers if m.type == "Place" and (site := standing(context, m)) is not None)
    yield from (m for i in agents for d in doers for m in phased(context, context.sentence.tokens[i], d))
    yield from doers
    for i in agents:
        token = context.sentence.tokens[i]
        if token.mention is None:
            owners = [c.i for c in context.sentence.children(i) if c.dep == "poss" and not told]
            yield from (m for _, m in context.reader.filled(owners))
            yield from venture(context, token)
            yield from thing(token)
            yield from belonging(context, token)
            yield from (m for m in _belonging(context, token) if is_site(m))
            yield from stranger(context, token) if not told else ()


def _before(context: Context, start: int) -> list[Mention]:
    """Organisations and sites of the sentence before the figure: its subject, then the nearest first."""
    aside = _aside(context, start)
    rows = [
        m
        for k, m in enumerate(context.sentence.mentions)
        if m.end <= start and m.entity and m.type not in ("Place", "Product") and k not in aside
    ]
    main = [m for _, m in context.reader.filled(context.reader.main()) if m in rows]
    if context.sentence.tokens and _unclear(context, start, rows):
        return [*main, Mention(start, start, "", "Facility", nominal=True)]
    return [*main, *rows[::-1]]


def _unclear(context: Context, start: int, rows: list[Mention]) -> bool:
    """Whether it may be of several, or of somebody unknown: then the nearest is a guess; of plants it is not."""
    unknown = any(m.nominal and not m.entity and not m.group for m in context.sentence.mentions if m.end <= start)
    site = bool(rows) and ontology().is_a(rows[-1].type, "Site")
    return unknown or (len({m.entity for m in rows}) > 1 and not site)


def _aside(context: Context, start: int) -> frozenset[int]:
    """Mentions in relative clauses that ended before the figure: "X, who leased it from Y, said output would"."""
    found = set()
    for token in context.sentence.tokens:
        if token.dep == "relcl":
            below = context.sentence.subtree(token.i)
            if all(context.sentence.tokens[i].end <= start for i in below):
                found |= {m for i in below if (m := context.sentence.tokens[i].mention) is not None}
    return frozenset(found)
