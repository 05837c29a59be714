"""Whose new jobs are: of the plant that is built or enlarged, not of the firm that pays or only tells of them."""

from __future__ import annotations

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.figures.topical import allowed
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric
from loaders.window import Span

NEAR = 90
"""How many characters from a figure the words stand that say that the jobs are new."""


def created(context: Context, metric: Metric, figure: Span, firm: Mention | None) -> Mention | None:
    """The one plant of the sentence, or of the one before, where jobs are created that were given to a firm.

    So are the people with whom "it" is run: "will restart it next year, with 60 people".
    None where there are several plants, or the firm only says so: "Foobar said that there would be 1,000 new jobs".
    """
    if metric.name != "employees" or firm is None:
        return firm
    if firm.type != "Company":
        return _with_us(context, figure) or firm
    text, start, end = context.sentence.text, figure[0] - context.sentence.start, figure[1] - context.sentence.start
    before, behind = text[max(0, start - NEAR) : start], text[start : end + NEAR]
    new = "job" in text or "posts" in text or "positions" in text
    new = new and bool(clue("created.making").search(before) or clue("created.new").match(behind))
    if not new and clue("created.running").search(before) is None:
        return firm
    here = {m.entity: m for k in context.sentence.mentions for m in k.each if is_site(m)}
    towns = [m.entity for m in context.sentence.mentions if m.type == "Place"]
    there = [p for t in towns if (p := context.lying(t)) is not None]
    if towns and not here and not there:
        return firm
    near = [*context.near, *(c.subject for c in context.figured if context.follows)]
    sites = here or {m.entity: m for m in there or near if is_site(m)}
    if len(sites) == 1:
        plant = next(iter(sites.values()))
        return plant if plant.entity and not plant.group and allowed(plant, metric) else firm
    told = clue("created.told").search(text[:start])
    return None if sites or told else firm


def _with_us(context: Context, figure: Span) -> Mention | None:
    """The firm that speaks, with whom the people are: "640 colleagues work with us"."""
    behind = context.sentence.text[figure[1] - context.sentence.start :]
    if clue("created.us").match(behind) is None:
        return None
    return next((m for m in context.sentence.mentions if m.text.lower() == "us" and m.type == "Company"), None)
