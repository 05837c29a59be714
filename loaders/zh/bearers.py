"""Whose a figure of a Chinese text is: the plant right before it, the clause's subject, the project of the text."""

from __future__ import annotations

import re

from loaders.context import Context
from loaders.en.figures.topical import allowed
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import Metric
from loaders.zh.clauses import Clause
from loaders.zh.plants import BUILDING, PARKS
from loaders.zh.sites import PROJECT, is_site

COVERB = re.compile(r"(?:向|与|对|由|给|从|自|同|和)$")
SITED = frozenset({"capacity", "production", "employees", "area", "consumption", "emissions"})
"""What a plant has as well as its firm."""
SPENT = frozenset({"investment", "area"})
"""What is told of a project rather than of whoever builds it."""
ROW = 5
"""Words of a line of a table besides its product and its figure: "铝箔  产量11.2万吨"."""


def project_around(context: Context, quantity: Quantity) -> Mention | None:
    """The project whose name holds the figure."""
    rows = (m for m in context.sentence.mentions if m.start <= quantity.start and quantity.end <= m.end)
    return next(filter(is_site, rows), None)


def spoken(context: Context, start: int, end: int) -> str:
    base = context.sentence.start
    return context.sentence.text[max(0, start - base) : max(0, end - base)]


def bearers(
    context: Context, clause: Clause, metric: Metric, quantity: Quantity, thing: Mention | None, place: Mention | None
) -> tuple[Mention, ...]:
    """Whose figure it is; no one's where it may be that of something unnamed in a place."""
    rows = _told(context, clause, metric, quantity, thing, place)
    return () if rows and rows[0].type == "Place" and _unnamed(context, clause, rows[0], quantity) else rows


def _told(
    context: Context, clause: Clause, metric: Metric, quantity: Quantity, thing: Mention | None, place: Mention | None
) -> tuple[Mention, ...]:
    around = project_around(context, quantity)
    if around is not None:
        return (around,)
    if metric.subjects[0] == "Product":
        named = [m for m in context.sentence.mentions if m.product and clause.start <= m.start < clause.end]
        return tuple(named[:1])
    if clause.bracket:
        return tuple(e for m in clause.subjects for e in m.each)
    near = _nearest(context, clause, metric, quantity) or _next(context, clause, metric, quantity)
    jobs = (
        metric.name == "employees"
        and clue("zh.bearers.jobs").search(spoken(context, clause.start, clause.end)) is not None
    )
    spent = not near and not clause.own and (jobs or metric.name in SPENT)
    if spent and (project := _project(context, clause)) is not None:
        return (project,)
    if not near and not clause.own and metric.name in SITED and _unsure(context, clause):
        return _begun(context, clause) or _closed(context, clause, metric)
    rows = near or tuple(e for m in clause.subjects for e in m.each)
    rows = tuple(m for m in rows if m.type != PARKS or metric.name in ("area", "investment", "employees")) or rows[:0]
    fit = tuple(m for m in rows if allowed(m, metric))
    if rows:
        return fit
    text = spoken(context, clause.start, clause.end)
    here = [m.text for m in context.sentence.mentions if clause.start <= m.start and m.end <= clause.end]
    for said in (*here, *(q.text for q in context.quantities)):
        text = text.replace(said, "")
    row = context.topic if len(text.strip()) < ROW and clause.start == context.sentence.start else None
    fallback = (thing, place, row)
    return tuple(m for m in fallback if m is not None and allowed(m, metric))[:1]


def _next(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> tuple[Mention, ...]:
    """The project that the next clause says is built with a sum: "公司拟投资4亿元,在A建设X项目"."""
    if metric.name != "investment" or spoken(context, quantity.end, clause.end).strip():
        return ()
    sites = [m for m in context.sentence.mentions if m.start >= clause.end and m.entity and _built(m)]
    between = spoken(context, clause.end, sites[0].start) if sites else ""
    return (sites[0],) if clue("zh.bearers.builds").search(between) and re.search("[;。]", between) is None else ()


def _begun(context: Context, clause: Clause) -> tuple[Mention, ...]:
    """The project with which the sentence began, where it named no other plant: "项目占地220亩,年消耗废铝33万吨"."""
    sites = [m for m in context.sentence.mentions if m.end <= clause.start and is_site(m) and m.type != PARKS]
    same = len({m.entity for m in sites}) == 1 and sites[0].text.endswith(PROJECT)
    return (sites[0],) if same and ";" not in spoken(context, sites[0].end, clause.start) else ()


def _closed(context: Context, clause: Clause, metric: Metric) -> tuple[Mention, ...]:
    """The one plant that the sentence said to be closed or cut: "缩减X的生产,涉及产能 ..."."""
    sites = [m for m in context.sentence.mentions if m.end <= clause.start and is_site(m) and m.type != PARKS]
    one = len({m.entity for m in sites}) == 1 and not sites[0].group
    return (
        (sites[0],)
        if one and clue("zh.bearers.cuts").search(spoken(context, context.sentence.start, sites[0].start))
        else ()
    )


def _project(context: Context, clause: Clause) -> Mention | None:
    """The project or park that the sentence named before: "建设X项目,总投资 ..." is said of it."""
    before = [m for m in context.sentence.mentions if m.end <= clause.start and m.entity]
    rows = [m for m in before if m.text.endswith(PROJECT) or (m.type == PARKS and not clause.subjects)]
    if not rows:  # "在X氧化铝厂新建一条生产线,投资 ..."
        sites = [m for m in before if is_site(m) and m.type != PARKS and not m.group]
        rows = [m for m in sites[-1:] if clue("zh.bearers.extends").match(spoken(context, m.end, clause.start))]
    return rows[-1] if rows else None


def _unsure(context: Context, clause: Clause) -> bool:
    """Whether the sentence named a plant before, so that the figure may be that one's: "缩减X的生产,涉及产能 ..."."""
    whose = {e.entity for m in clause.subjects for e in m.each}
    after = max((m.start for m in clause.subjects), default=-1)  # "..., 配套电厂;X位于A,产能 ..." is of X
    sites = (m for m in context.sentence.mentions if after <= m.start and m.end <= clause.start and not m.group)
    named = [m for m in sites if is_site(m) and m.type != PARKS]
    total = clue("zh.bearers.total").search(spoken(context, clause.start, clause.end)) is not None
    return not total and any(m.entity not in whose for m in named[-1:])


def _nearest(context: Context, clause: Clause, metric: Metric, quantity: Quantity) -> tuple[Mention, ...]:
    """The plant right before the figure's words; of an investment the project right behind."""
    rows = []
    for m in context.sentence.mentions:
        known = is_site(m) and (m.entity or m.group)
        site = known and (m.type != PARKS or metric.name in ("area", "investment"))
        if not site or not clause.start <= m.start < clause.end:
            continue
        if _bracketed(spoken(context, m.end, quantity.start)):
            continue
        if m.end <= quantity.start and not COVERB.search(spoken(context, clause.start, m.start)):
            rows.append(m)
        elif metric.name == "investment" and m.start >= quantity.end and _built(m):
            return m.each
    return rows[-1].each if rows else ()


def _built(mention: Mention) -> bool:
    """Whether it is a project or a plant that is still being built."""
    return mention.text.endswith(PROJECT) or (mention.head == BUILDING and is_site(mention))


def _bracketed(between: str) -> bool:
    """Whether a bracket closes between something and the figure that it did not open: the thing stands in it."""
    return between.count(")") > between.count("(")


def _unnamed(context: Context, clause: Clause, place: Mention, quantity: Quantity) -> bool:
    """Whether something that nobody named stands between a place and the figure: 内蒙古新格再生资源利用项目20万吨."""
    if not clause.start <= place.start:
        return False
    between = spoken(context, place.end, quantity.start)
    for m in context.sentence.mentions:
        between = between.replace(m.text, "") if place.end <= m.start and m.end <= quantity.start else between
    return clue("zh.bearers.unnamed").search(between) is not None
