"""What money is put into, what is run at so much, the only one that a line of facts names, the land of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.context import Context
from loaders.en.figures.beside import elsewhere, is_site
from loaders.en.figures.strangers import stop, venture
from loaders.en.parsing.parse import Token
from loaders.lexicon import clue
from loaders.mentions import WIDE, Mention
from loaders.metrics import Metric, shared
from loaders.window import Span
from ontology.load import ontology

INTO = frozenset({"in", "into", "on", "at", "for", "to", "towards", "of"})
FUNDS = frozenset({"in", "into"})
GOAL = frozenset({"in", "into", "on"})
SITED = frozenset({"to", "at", "in", "into", "on"})
LANDS = frozenset({"capacity", "production", "consumption", "emissions"})
RUNS = frozenset({"capacity", "production", "employees"})
BELOW = frozenset({"prep", "advcl", "xcomp", "acl", "pcomp"})

PARTIES = frozenset({"Company", "Person"})
RATE = 45
"""How far behind a figure "a year" may stand: "240,000 tonnes of sheet ingot a year"."""
IT = re.compile(r"It\s")


def aimed(context: Context, metric: Metric, start: int, end: int, word: Span) -> list[Mention]:
    """The one plant that money goes into: "$100 million was spent on new furnaces at X", "the $20m upgrade of X"."""
    if metric.name != "investment":
        return []
    rows = [m for token in _heads(context, start, end, word) for m in _goals(context, token)]
    if not rows and (it := _at_it(context, start, end, word)) is not None:
        return it
    found = {m.entity: m for m in (*rows, *_built(context, start, end))}
    return list(found.values()) if len(found) == 1 else []


def _heads(context: Context, start: int, end: int, word: Span) -> Iterator[Token]:
    """The metric's word and what the figure counts: "invested", "investment", "upgrade"."""
    said, figure = context.sentence.head_of(*word), context.sentence.head_of(start, end)
    for token in (said, figure):
        if token is None or token.mention is not None:
            continue
        yield token
        above = context.sentence.tokens[token.head]
        if token is figure and token.dep in ("nummod", "compound", "amod", "nmod") and above.mention is None:
            yield above
        if token is figure and token.dep in ("dobj", "nsubjpass") and above.lemma in shared().spending:
            yield above


def _at_it(context: Context, start: int, end: int, word: Span) -> list[Mention] | None:
    """What "it" is that money goes into: the plant of the sentence before, else nobody knows; None without "it"."""
    for token in _heads(context, start, end, word):
        kids = [c for c in context.sentence.children(token.i) if c.dep == "prep" and c.lemma in GOAL and c.i > token.i]
        for it in (g for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj" and g.lemma == "it"):
            known = [m for _, m in context.reader.filled([it.i]) if m.entity]
            named = any(is_site(m) and m.end <= it.start for m in context.sentence.mentions)
            plant = context.plant if context.follows and not named else None
            return known or ([plant] if plant is not None and plant.entity in context.around else [stop(it)])
    return None


def _built(context: Context, start: int, end: int) -> Iterator[Mention]:
    """What is built for the money: X in "is building X for $100 million", "is adding a kiln to X for $12 million"."""
    figure = context.sentence.head_of(start, end)
    prep = context.sentence.tokens[figure.head] if figure is not None and figure.dep == "pobj" else None
    if prep is None or prep.lemma not in ("for", "at"):
        return
    verb = context.sentence.tokens[prep.head]
    for _ in range(3):  # "to its smelter for $12 million"
        verb = verb if verb.tag.startswith("VB") else context.sentence.tokens[verb.head]
    if verb.lemma not in shared().builders:
        return
    objects = _undergone(context, verb)
    built = [m for _, m in context.reader.filled([c.i for c in objects]) if is_site(m) and m.entity]
    yield from built
    if not built and any(c.mention is None for c in objects):
        preps = [c for t in (verb, *objects) for c in context.sentence.children(t.i) if c.lemma in SITED]
        at = [g.i for c in preps for g in context.sentence.children(c.i) if g.dep == "pobj"]
        sites = [m for _, m in context.reader.filled(at) if is_site(m) and m.entity]
        yield from sites or (context.spoken if any(c.lemma in shared().undergone for c in objects) else ())
    elif not built and any(c.lemma == "it" for c in objects):
        yield from context.spoken


def _undergone(context: Context, verb: Token) -> list[Token]:
    """What is built, also where its clause is a second one: "was opened in 1984 and enlarged", "is to be rebuilt"."""
    for _ in range(3):
        kids = list(context.sentence.children(verb.i))
        found = [c for c in kids if c.dep in ("dobj", "nsubjpass") or (c.dep == "nsubj" and verb.lemma == "be")]
        above = context.sentence.tokens[verb.head]
        if found or verb.tag not in ("VBN", "VBD") or verb.dep not in ("conj", "xcomp") or above.i == verb.i:
            return found
        verb = above
    return []


def _goals(context: Context, token: Token) -> Iterator[Mention]:
    for child in context.sentence.children(token.i):
        purpose = child.dep == "relcl" and any(c.text == "to" for c in context.sentence.children(child.i))
        after = child.i > token.i and (child.dep in BELOW or purpose)
        if not after or (child.dep == "prep" and child.lemma not in INTO):
            continue
        below = [context.sentence.tokens[i] for i in context.sentence.subtree(child.i)]
        mentions = [context.sentence.mentions[t.mention] for t in below if t.mention is not None]
        sites = [m for m in mentions if is_site(m) and m.entity and not m.group]
        goals = [t for t in below if t.dep == "pobj" and t.head == child.i]
        firms = [
            m for m in mentions if m.type == "Company" and m.entity and (not m.nominal or _is_plant(context, goals, m))
        ]
        works = [c for c in below if c.lemma in shared().projects and c.dep == "pobj" and c.head == child.i]
        yield from sites or (m for w in works for m in venture(context, w) if m.entity)
        yield from (firms[:1] if not sites and child.lemma in FUNDS and token.lemma in shared().spending else ())


def _is_plant(context: Context, goals: list[Token], firm: Mention) -> bool:
    """Whether "the plant" that the money goes into is a firm by its name: "put 77 million euros into the plant"."""
    own = any(t.mention is not None and context.sentence.mentions[t.mention] is firm for t in goals)
    return own and firm.text.lower() not in ("it", "its", "them", "itself")


def treated(context: Context, metric: Metric, start: int, end: int) -> Iterator[Mention]:
    """The plant to which a verb does something at so much: X in "runs X at its full capacity of 190,000 tonnes"."""
    token = context.sentence.head_of(start, end)
    kids = context.sentence.children(token.i) if token is not None and metric.name in RUNS else ()
    preps = [c for c in kids if c.lemma == "at" and _close(context, end, c)]
    at = [g.i for c in preps for g in context.sentence.children(c.i) if g.dep == "pobj"]
    yield from (m for _, m in context.reader.filled(at) if is_site(m) and m.entity)  # "300 workers at X"
    seen: set[int] = set()
    below = ""
    while metric.name in RUNS and token is not None and token.i not in seen:
        seen.add(token.i)
        if token.tag.startswith("VB"):
            kids = context.sentence.children(token.i) if below == "prep" else ()
            objects = [c.i for c in kids if c.dep == "dobj"]
            found = [m for _, m in context.reader.filled(objects) if m.entity]
            it = [c for c in kids if c.dep == "dobj" and c.lemma == "it"]
            before = [m for m in context.sentence.mentions if it and m.end <= it[0].start and is_site(m) and m.entity]
            yield from before[-1:] if it else [m for m in found if is_site(m)]
            return
        below, token = token.dep, context.sentence.tokens[token.head]


def _close(context: Context, end: int, prep: Token) -> bool:
    """Whether nothing parts it from the figure: not "582,000 t of alumina, all of it at its refinery"."""
    base = context.sentence.start
    return "," not in context.sentence.text[end - base : prep.start - base]


def lone(context: Context, metric: Metric) -> list[Mention]:
    """The only plant, else the only firm, of a line without a verb: "Capacity: 250,000 t/a (Foobar casthouse)"."""
    if not context.sentence.tokens or any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in context.sentence.tokens):
        return []
    mentions = [m for m in context.sentence.mentions if m.entity and not m.group and m.type not in ("Place", "Product")]
    fitting = [m for m in mentions if any(ontology().is_a(m.type, s) for s in metric.subjects)]
    for rows in ([m for m in fitting if is_site(m)], fitting):
        if rows:
            return rows[:1] if len({m.entity for m in rows}) == 1 else []
    return []


def whose_own(context: Context, start: int, end: int) -> list[Mention]:
    """The firm whose the figure right behind it is: "Hydro's turnover was 193 billion; Speira's about 2.4 billion"."""
    base = context.sentence.start
    before = [
        m for m in context.sentence.mentions if m.end <= start and m.entity and m.type not in ("Place", "Product")
    ]
    gap = context.sentence.text[before[-1].end - base : start - base] if before else ""
    alone = clue("aimed.alone").match(context.sentence.text[end - base :])
    return before[-1:] if alone and clue("aimed.own").fullmatch(gap) else []


def rated(context: Context, metric: Metric, end: int, word: Span) -> list[Mention]:
    """The plant spoken of last, where only a plant is "designed for" so much, or will make so much a year."""
    base, text = context.sentence.start, context.sentence.text
    if not IT.match(text) or context.plant is None or context.plant.group or context.plant.entity not in context.around:
        return []
    built = metric.name == "capacity" and clue("aimed.rated").search(text[word[0] - base : word[1] - base])
    yearly = clue("aimed.yearly").search(text[word[0] - base : end - base + RATE])
    comes = metric.name in RUNS and clue("aimed.comes").match(text) and yearly
    jobs = metric.name == "employees" and clue("aimed.jobs").match(text)
    return [context.plant] if built or comes or jobs else []


def told(context: Context, metric: Metric) -> list[Mention]:
    """The one plant that the figures of the sentence before are of, where this one names nobody."""
    if not metric.carried or not context.follows or elsewhere(context, metric):
        return []
    if any(m.type in PARTIES for m in context.sentence.mentions):
        return []
    sites = {c.subject.entity: c.subject for c in context.figured}
    return list(sites.values()) if len(sites) == 1 and all(is_site(m) for m in sites.values()) else []


def located(context: Context, metric: Metric, word: Span) -> list[Mention]:
    """The land of which a figure is told that no firm has: "production in Norway was"."""
    token = context.sentence.head_of(*word)
    if metric.name not in LANDS or token is None or not token.tag.startswith("N"):
        return []
    if any(m.type == "Company" or is_site(m) for m in context.sentence.mentions):
        return []
    kids = [c for c in context.sentence.children(token.i) if c.dep == "prep" and c.lemma == "in"]
    inside = [g.i for c in kids for g in context.sentence.children(c.i) if g.dep == "pobj"]
    return [m for _, m in context.reader.filled(inside) if m.type == "Place" and context.level(m.entity) in WIDE]
