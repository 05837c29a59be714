"""Whose a figure is where the clause has left its verb out, or is about a part of a plant and not the plant."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.figures.pointed import verb_of
from loaders.lexicon import clue, read
from loaders.mentions import Mention
from loaders.metrics import Metric

FITTED = frozenset({"emissions", "consumption"})
"""What furnaces have only as their plant has it; what they can make may be a part of what it can."""


def gapped(context: Context, start: int, end: int) -> Mention | None:
    """The name right before a bare figure: B's in "the A mill can roll 5,000 tonnes a year and the B mill 7,000"."""
    base, text = context.sentence.start, context.sentence.text
    if not text[start - base : end - base].replace(",", "").isdigit():
        return None
    rows = [m for m in context.sentence.mentions if m.end < start and not text[m.end - base : start - base].strip()]
    name = rows[-1] if rows else None
    if name is None or not name.entity or name.type in ("Place", "Product", "Person"):
        return None
    return name if clue("lending.verbless").search(text[: name.start - base]) else None


def fitted(context: Context, metric: Metric) -> list[Mention]:
    """The only plant that the text still speaks of, whose "furnaces" are the subject: "The furnaces gave off"."""
    named = any(m.type == "Company" or is_site(m) for m in context.sentence.mentions)
    if metric.name not in FITTED or named or clue("topical.parts").match(context.sentence.text) is None:
        return []
    plant = context.sole
    return [plant] if plant is not None and plant.entity and not plant.group else []


def spent_building(context: Context, metric: Metric, start: int, end: int) -> Mention | None:
    """The plant that someone builds or enlarges for so much: "a refinery, which Foobar is building for 3 billion"."""
    base, tokens = context.sentence.start, context.sentence.tokens
    if metric.name != "investment" or clue("lending.for").search(context.sentence.text[: start - base]) is None:
        return None
    verb = verb_of(context, start, end)
    if verb is None or verb.lemma not in read().words("figures", "costly"):
        return None
    kids = context.sentence.children(verb.i)
    rows: list[int | None] = [c.mention for c in kids if c.dep in ("dobj", "nsubjpass") and c.mention is not None]
    rows = rows or ([tokens[verb.head].mention] if verb.dep in ("relcl", "acl") else [])
    sites = [m for k in rows if k is not None for m in context.sentence.mentions[k].each if m.entity and is_site(m)]
    return sites[0] if len(sites) == 1 else None


def counted(context: Context, metric: Metric, start: int, end: int, found: Mention | None) -> Sequence[Mention | None]:
    """Whose the people are, or nobody's: "Of the 700 employees, 480 are in X"; () where it is not so told.

    All of them are the firm's, those at a place its plant's there, else that of nobody known.
    """
    text, base = context.sentence.text, context.sentence.start
    if metric.name == "employees" and clue("gapped.total").match(text, end - base) is not None:
        keeper = context.keepers.get(found.entity) if found is not None and is_site(found) else None
        return () if keeper is None else [keeper]
    if metric.name != "employees" or clue("lending.counted").search(text[: start - base]) is None:
        return ()
    here = [m for m in context.sentence.mentions if m.start >= end and (m.type == "Place" or is_site(m))][:1]
    if not here or clue("gapped.there").fullmatch(text[end - base : here[0].start - base]) is None:
        return ()
    return here if is_site(here[0]) and here[0].entity else [context.lying(here[0].entity)]
