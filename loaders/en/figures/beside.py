"""The plant that stands beside a figure: which it describes, is spent on, follows from, or is left over for."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import Span
from ontology.load import ontology


def adjacent(context: Context, start: int, end: int) -> list[Mention]:
    """The plant or firm right before the figure: "the smelter, with capacity of", "the site, some 30 hectares, to"."""
    around = [
        m for m in context.sentence.mentions if m.start <= start < m.end and m.nominal and (m.entity or is_site(m))
    ]
    if around:  # "年产35万吨电解铝项目"
        return around
    before = [m for m in context.sentence.mentions if m.end <= start and m.type not in ("Place", "Product")]
    if not before:
        return []
    base = context.sentence.start
    gap = context.sentence.text[before[-1].end - base : start - base]
    if not before[-1].entity and not before[-1].group:
        return []
    sure = ontology().is_a(before[-1].type, "Site") if before[-1].type in ontology().classes else False
    apposed = clue("beside.apposed").fullmatch(gap) and clue("beside.closed").match(context.sentence.text, end - base)
    beside = shared().own.match(gap) or shared().beside.match(gap) or apposed
    return list(before[-1].each) if sure and beside else []


AT = re.compile(r"\b(?:[Aa]t|[Ii]n)\s$")
THERE = re.compile(r"\s+(?:there|here)\b")
WHOSE = re.compile(r"\bwhose (?:[\w-]+ ){0,3}$")
"""Right before the word that a figure is of."""


def whose(context: Context, word: Span) -> list[Mention]:
    """The plant or firm before "whose capacity", whatever place follows its name: "the X smelter in Y, whose"."""
    base = context.sentence.start
    lead = WHOSE.search(context.sentence.text[: word[0] - base])
    if lead is None:
        return []
    before = [
        m for m in context.sentence.mentions if m.end <= lead.start() + base and m.type not in ("Place", "Product")
    ]
    return list(before[-1].each) if before and not before[-1].group else []


def raised(context: Context, metric: Metric, word: Span) -> list[Mention]:
    """What the words before a figure lead to it: X in "will take X to 320,000 tonnes a year"."""
    inside = [
        m
        for m in context.sentence.mentions
        if word[0] < m.start and m.end < word[1] and m.type not in ("Place", "Product")
    ]
    if not inside or metric.name != "capacity":
        return []
    sites = [m for m in context.sentence.mentions if m.end <= inside[-1].start and is_site(m) and m.entity]
    it = inside[-1].text.lower() == "it" and not is_site(inside[-1])
    return [*(sites[-1:] if it else []), *inside[-1].each]  # "the refinery has one line; a second will take it to"


def described(context: Context, metric: Metric, end: int) -> list[Mention]:
    """The plant that the figure describes: X in "the 150,000-tonne-a-year X smelter", "a 1.2 bln dlr smelter"."""
    plant = _plant_after(context, end)
    base = context.sentence.start
    if metric.name == "capacity" and (noun := clue("beside.unknown").match(context.sentence.text, end - base)):
        at = noun.start("noun") + base
        if not any(m.start <= at < m.end for m in context.sentence.mentions):
            return [Mention(at, noun.end() + base, noun["noun"], "Facility", nominal=True)]  # no plant that is known
    if metric.name not in ("capacity", "investment") or plant is None:
        return []
    gap = context.sentence.text[end - base : plant.start - base]
    return list(plant.each) if shared().leading.match(gap) else []


def spent_on(context: Context, metric: Metric, end: int) -> list[Mention]:
    """The plant after a sum that is put into it, or where "there" is: "spend six mln dlrs there on furnaces"."""
    if metric.name != "investment":
        return []
    base = context.sentence.start
    if THERE.match(context.sentence.text, end - base):
        return [context.site] if context.site is not None else []
    after = _plant_after(context, end)
    if after is None or any(
        end <= m.start and m.end <= after.start and m.type == "Company" and not m.nominal
        for m in context.sentence.mentions
    ):
        return []
    gap = context.sentence.text[end - base : after.start - base]
    return [m for m in after.each if m.entity] if shared().toward.match(gap) else []


def costing(context: Context, start: int) -> list[Mention]:
    """The plant of the sentence before a cost, which is what costs it: "began work on a mill in X, at a cost of"."""
    sites = [m for m in context.sentence.mentions if m.end <= start and is_site(m)]
    return list(sites[-1].each) if sites else []


def unsited(mention: Mention) -> bool:
    """Whether "it" is not known to be a plant."""
    return mention.text.lower() == "it" and not is_site(mention)


def costs(context: Context, verb: Token) -> bool:
    """Whether what only an undertaking does is said in the same breath: "It costs 35 mln and will have"."""
    beside = [context.sentence.tokens[verb.head], *(c for c in context.sentence.children(verb.i) if c.dep == "conj")]
    return any(t.lemma in shared().costs for t in (verb, *(b for b in beside if b.i == verb.head or b.dep == "conj")))


def followed(context: Context, metric: Metric, start: int, end: int) -> list[Mention]:
    """The one plant to which something is done that leads to the figure: "close a line at X, cutting capacity to"."""
    token = context.sentence.head_of(start, end)
    while token is not None and not _leads(context, token):
        token = None if token.head == token.i else context.sentence.tokens[token.head]
    if token is None or not metric.carried:
        return []
    below = (i for i in context.sentence.subtree(token.head) if i < token.i)
    mentions = (
        m
        for i in below
        if (k := context.sentence.tokens[i].mention) is not None
        for m in context.sentence.mentions[k].each
    )
    sites = {m.entity: m for m in mentions if is_site(m) and m.entity}
    return list(sites.values()) if len(sites) == 1 else []


def _leads(context: Context, token: Token) -> bool:
    """Whether a verb tells what another leads to: "cutting capacity to", "in order to raise output to"."""
    to = token.tag == "VB" and any(c.tag == "TO" for c in context.sentence.children(token.i))
    done = token.dep == "xcomp" and any(c.dep == "dobj" for c in context.sentence.children(token.head))
    return (token.tag == "VBG" and token.dep == "advcl") or (to and (done or token.dep in ("advcl", "acl", "relcl")))


def left(context: Context, metric: Metric) -> list[Mention]:
    """The one plant that the sentence before told of, where this one names nobody: "About 300 will be hired"."""
    mentions = [m for k in context.sentence.mentions for m in k.each]
    if not metric.carried or any(is_site(m) and not m.entity for m in mentions) or elsewhere(context, metric):
        return []
    here = {m.entity: m for m in mentions if is_site(m) and m.nominal and m.rung == "coreference"}
    if len(here) == 1 and not any(m.type == "Company" for m in mentions):
        return list(here.values())  # "Output came to 490,000 tonnes, still short of the plant's capacity"
    if not context.follows or any(m.type not in ("Place", "Product") for m in mentions):
        return []
    ends = (m for c in context.last for m in (c.subject, c.object) if m is not None and m.entity in context.around)
    sites = {m.entity: m for m in ends if is_site(m)}
    return list(sites.values()) if len(sites) == 1 and context.plant is not None else []


def elsewhere(context: Context, metric: Metric) -> bool:
    """Whether money goes into what is no plant: "87 million euros was invested in the segment"."""
    if metric.name != "investment":
        return False
    return clue("beside.elsewhere").search(context.sentence.text) is not None


def lying(context: Context, metric: Metric, start: int) -> list[Mention]:
    """The one plant at the place before the figure: "a fourth press would be put in at Abrantes, at a cost of"."""
    if not metric.carried:
        return []
    base = context.sentence.start
    here = [m for m in context.sentence.mentions if m.type == "Place" and m.end <= start]
    at = [m for m in here if AT.search(context.sentence.text[: m.start - base])]
    found = {p.entity: p for m in at if (p := context.lying(m.entity)) is not None}
    return list(found.values()) if len(found) == 1 else []


def _plant_after(context: Context, end: int) -> Mention | None:
    words = ontology()
    plants = [m for m in context.sentence.mentions if m.start >= end and m.type in words.classes]
    return next((m for m in plants if words.is_a(m.type, "Site")), None)


def is_site(mention: Mention) -> bool:
    words = ontology()
    return mention.type in words.classes and words.is_a(mention.type, "Site")
