"""Whether a figure befits whom it was given to: what only a plant has, only a whole group, and never an adviser."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.en.figures.beside import is_site
from loaders.en.figures.topical import allowed
from loaders.lexicon import clue, makes
from loaders.mentions import Mention
from loaders.metrics import Metric
from loaders.window import Span

MADE = frozenset({"capacity", "production", "consumption", "emissions"})
OUTSIDERS = frozenset({"GovernmentBody", "Institute", "Association", "Union", "Exchange"})
"""Who never makes metal: "it" in a sentence about the ministry's licence is the plant that got it."""
UNMADE = frozenset({"PowerPlant", "IndustrialPark"})
"""Where no metal is made."""
PEOPLED = frozenset({"employees", "capacity"})
"""What a whole group has as its plants have it."""
STAFFED = frozenset({"employees", "production", "capacity"})
BRINGING = frozenset({"sells", "acquires", "develops"})
"""What brings a plant into a text: what "it" is in the next sentence."""
IS = re.compile(r"It\b")
NEAR = 40
"""How many characters from a figure the words stand that say it is a whole group's."""
IT = frozenset({"it", "its"})
OWN = frozenset({"their", "they", "them"})
"""The people themselves: "lost their jobs"."""


def befitting(context: Context, metric: Metric, figure: Span, found: Mention | None) -> Mention | None:
    """Whose the figure is by what is said of it, where who was found for it is only meant; None for nobody known."""
    if metric.name not in MADE and metric.name != "employees":
        return found
    if metric.name == "employees" and (jobs := _lost(context, found)) is not None:
        return jobs if allowed(jobs, metric) else None
    if found is None or _named(context, found):
        return found
    if metric.name in PEOPLED:
        found = _whole(context, metric, figure, found)
    return found if found is None or is_site(found) or found.type == "Place" else _of_firm(context, metric, found)


def _of_firm(context: Context, metric: Metric, found: Mention) -> Mention | None:
    """Whose the figure is that was given to a firm or a body which the sentence does not name."""
    text = context.sentence.text
    if clue("befitting.here").search(text) and not _here(context):
        return next((m for m in (context.head, context.sole) if m is not None and is_site(m)), None)
    if (client := _client(context, found)) is not None:
        return client if allowed(client, metric) else None
    if found.type in OUTSIDERS:
        return None
    if (dealt := _dealt(context, metric, found)) is not None and not clue("befitting.firm").search(text):
        return dealt
    plant = _kept(context, found)
    if plant is None or not allowed(plant, metric) or clue("befitting.whole").search(text):
        return found
    peopled = metric.name == "employees"
    own = clue("befitting.stood").search(text) if peopled else clue("befitting.run").search(text)
    return plant if own is not None or (metric.name == "capacity" and not _firm_said(context, found)) else found


def _named(context: Context, found: Mention) -> bool:
    """Whether the sentence has the name, and does not only mean it: "it", "the company", or nothing."""
    here = (m for k in context.sentence.mentions for m in k.each if m.entity == found.entity)
    return any(not m.nominal and m.text.lower() not in IT for m in here)


def _here(context: Context) -> bool:
    """Whether the sentence itself names where that is."""
    return any(m.type == "Place" or is_site(m) or m.type == "Company" for m in context.sentence.mentions)


def _firm_said(context: Context, firm: Mention) -> bool:
    """Whether the sentence calls it by a firm's noun: "the group can make 400,000 tonnes"."""
    mentions = context.sentence.mentions
    return any(m.entity == firm.entity and m.nominal and m.text.lower() not in IT for m in mentions)


def _kept(context: Context, firm: Mention) -> Mention | None:
    """The plant of this firm that the text spoke of last, where the sentence names none."""
    last = {m.entity: m for m in context.near if is_site(m) and m.type not in UNMADE}
    plant = context.plant or (next(iter(last.values())) if len(last) == 1 else None)
    if plant is None or plant.group or not plant.entity or plant.entity not in context.around:
        return None
    if any(is_site(m) for k in context.sentence.mentions for m in k.each):
        return None
    keeper = context.keepers.get(plant.entity)
    sole = context.sole is not None and context.sole.entity == plant.entity
    if keeper is None or keeper.entity == firm.entity:
        return plant if keeper is not None or sole else None
    maker = context.makes.get(firm.entity) or any(k.entity == firm.entity for k in context.keepers.values())
    made = {m.product for m in context.sentence.mentions if m.product}
    return plant if not maker and (not made or made & makes(plant.type)) else None  # "X cut off power to Y's smelter"


def _dealt(context: Context, metric: Metric, found: Mention) -> Mention | None:
    """What the sentence before says that "it", who is said to have so much, dealt with: "A sold B. It employs 120"."""
    if not context.follows or IS.match(context.sentence.text) is None or metric.name not in STAFFED:
        return None
    rows = [c for c in context.last if c.predicate in BRINGING or (c.predicate == "operates" and c.status != "actual")]
    things = {c.object.entity: c.object for c in rows if c.object is not None}
    near = {m.entity for m in context.near}
    doers = {c.subject.entity for c in rows}
    if len(things) != 1 or found.entity not in doers or not near & set(things):
        return None
    thing = next(iter(things.values()))
    return thing if is_site(thing) and not thing.group and allowed(thing, metric) else None


def _client(context: Context, found: Mention) -> Mention | None:
    """Whom an adviser advises, of whom alone "it" can be said: "Its auditor is KPMG. It employs 5,600 people"."""
    last = context.latest.get("advises")
    return last.object if last is not None and last.object is not None and last.subject.entity == found.entity else None


def _whole(context: Context, metric: Metric, figure: Span, found: Mention) -> Mention | None:
    """The firm that has all the people, where a plant was spoken of last: "Group headcount rose to 3,700"."""
    base, text = context.sentence.start, context.sentence.text
    if clue("befitting.came").match(text, figure[1] - base):
        last = context.latest.get("acquires")
        return None if last is None else last.object  # "Some 700 people came with the deal"
    around = text[max(0, figure[0] - base - NEAR) : figure[1] - base + NEAR]
    close = clue("befitting.close").search(text) if metric.name == "employees" else None
    at = (0, 0) if close is None else (base + close.start(), base + close.end())
    rest = (m for m in context.sentence.mentions if not at[0] <= m.start < at[1])  # "at its close": the year's
    meant = any(m.entity == found.entity for k in rest for m in k.each)
    whole = clue("befitting.whole").search(around) or (not meant and close is not None)
    if not is_site(found) or not whole:
        return found
    firms = (context.keepers.get(found.entity), context.titled, context.topic)
    return next((m for m in firms if m is not None and m.type == "Company" and allowed(m, metric)), None)


def _lost(context: Context, found: Mention | None) -> Mention | None:
    """The one plant of the sentence before where jobs were lost and this one names nobody; else whom it names."""
    if clue("befitting.lost").search(context.sentence.text) is None:
        return None
    if any(m.type not in ("Place", "Product") and m.text.lower() not in OWN for m in context.sentence.mentions):
        return None
    sites = {m.entity: m for m in context.near if is_site(m)}
    if found is not None and (is_site(found) or not sites):
        return None
    return (
        next(iter(sites.values()))
        if len(sites) == 1 and context.follows
        else Mention(0, 0, "", "Facility", nominal=True)
    )
