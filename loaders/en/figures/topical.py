"""Whose a figure is by what the text is about: its firm's, or that of the only plant it speaks of."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric, shared
from loaders.window import Span
from ontology.load import ontology

LABEL = re.compile(r"\W*[A-Z][\w-]*(?:,? [\w()/-]+){0,4}\s?[:|]\s")
"""A line of facts: "Capacity: 48,000 tonnes a year"."""
RESULTS = frozenset({"revenue", "profit"})
AT_PLANTS = frozenset({"capacity", "employees"})


def allowed(mention: Mention, metric: Metric) -> bool:
    """Whether a figure of this metric may be of this mention."""
    words = ontology()
    return bool(mention.entity) and any(words.is_a(mention.type, s) for s in metric.subjects)


def is_loose(context: Context, metric: Metric, word: Span) -> bool:
    """Whether the metric's word is one whose figure never falls to the firm that the text is about: "cost"."""
    base = context.sentence.start
    return metric.loose.search(context.sentence.text[word[0] - base : word[1] - base]) is not None


def undertaken(context: Context) -> list[Mention]:
    """The plant that the text spoke of last: what a thing costs that nobody named is spent on it."""
    plant = context.plant
    return [plant] if plant is not None and plant.entity in context.around else []


def topical(context: Context, metric: Metric, word: Span) -> list[Mention]:
    """The company that the text is about, where the metric may fall to it and the text still speaks of it.

    It is that of the title, or the one that was the subject last: a long text tells of what others earned, too.
    """
    labelled = LABEL.match(context.sentence.text) is not None
    fact = context.head is not None and labelled
    topic = context.head if fact else context.topic
    if topic is not None and fact and allowed(topic, metric):
        return [topic]
    if metric.accounts and not labelled and (firm := _going_on(context, metric)) is not None:
        return [firm]
    if topic is None or (topic.guess and not _told_of(context, metric, topic)):
        return []
    if not metric.topic or not allowed(topic, metric):
        return []
    if is_loose(context, metric, word):
        return []
    named = context.titled if context.single else None
    if topic.entity not in {m.entity for m in (named, context.speaker) if m is not None}:
        return _spoken_of(context, metric)
    if not metric.accounts and topic.entity not in context.around:
        return []
    project = labelled and context.titled is None and metric.carried  # a page that no firm gives its title is a plant's
    plants = metric.name == "area" or project or (metric.name in AT_PLANTS and not labelled)
    if metric.name == "employees" and clue("topical.thanked").search(context.sentence.text):
        plants = False
    return _jobs_of(context, metric, topic) if plants else [topic]


def _going_on(context: Context, metric: Metric) -> Mention | None:
    """The firm whose results the sentence before gives: "It lost 1.1 billion kronor. Revenue was 420 million"."""
    told = {c.subject.entity: c.subject for c in context.figured if c.predicate in RESULTS}
    if metric.name not in RESULTS or not context.follows or len(told) != 1:
        return None
    firm = next(iter(told.values()))
    named = any(m.type == "Company" for k in context.sentence.mentions for m in k.each)
    return firm if firm.type == "Company" and not named and allowed(firm, metric) else None


def _told_of(context: Context, metric: Metric, firm: Mention) -> bool:
    """Whether the sentence before gives figures of a firm that the shape of its name alone tells, and of no other."""
    told = {c.subject.entity for c in context.figured}
    return metric.accounts and context.follows and told == {firm.entity}


def _spoken_of(context: Context, metric: Metric) -> list[Mention]:
    """The firm that was the subject last, not the title's, where the paragraph goes on and names no other."""
    firm = context.speaker
    if firm is None or not metric.accounts or not context.follows or firm.guess or not allowed(firm, metric):
        return []
    alone = not any(m.type == "Company" and m.entity != firm.entity for k in context.near for m in k.each)
    here = any(m.type not in ("Place", "Product") for m in context.sentence.mentions)
    return [firm] if alone and not here and firm.entity.startswith("org/") else []


def _jobs_of(context: Context, metric: Metric, firm: Mention) -> list[Mention]:
    """Whose jobs or capacity a sentence tells that names nobody: the only plant's of the text, rather than its firm's.

    Where there are several plants, jobs to come are those of one of them, nobody knows which.
    """
    plant = context.sole
    if plant is not None and plant.entity and plant.type not in ("PowerPlant", "BauxiteMine"):
        keeper = context.keepers.get(plant.entity, firm)
        return [plant if keeper.entity == firm.entity else firm]
    told = metric.name != "employees" or any(m.type == "Person" for m in context.sentence.mentions)
    return [firm] if told or context.site is None or not shared().coming.search(context.sentence.text) else []


def of_firm(context: Context, metric: Metric, word: Span, found: Mention | None) -> Mention | None:
    """Whose results are that were given to a plant which the words do not say has them: "and turnover reached"."""
    if metric.name not in RESULTS or found is None or not found.entity.startswith("site/"):
        return found
    token = context.sentence.head_of(*word)
    bare = (
        token is not None
        and token.dep.startswith("nsubj")
        and not any(c.dep == "poss" or c.lemma in ("of", "at", "from") for c in context.sentence.children(token.i))
    )
    keeper = context.keepers.get(found.entity) if bare else None
    return keeper if keeper is not None and allowed(keeper, metric) else found
