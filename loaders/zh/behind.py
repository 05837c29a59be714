"""What the clauses behind a statement add to it: each owner's share, how much is supplied, that a plant has opened."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.metrics import shared
from loaders.zh.sites import PROJECT, built

SUPPLIED = ("t", "t/a", "kWh", "MWh", "pieces", "pieces/a")
"""Units of what is supplied."""
PLANNED = "planned"
QUOTA = "aluminium"
"""What quotas of capacity (产能指标) are of: the state gives none but for primary aluminium."""


def told(rows: Sequence[Candidate], context: Context, thing: Mention | None = None) -> Iterator[Candidate]:
    """The candidates of a sentence with what its later clauses say of them."""
    shares = _shares(rows, context)
    flows = {(c.subject.entity, c.object.entity) for c in rows if c.predicate == "supplies" and c.object is not None}
    for row in rows:
        more: dict[str, Scalar] = {}
        if row.predicate == "owns" and "share" not in row.qualifiers:
            more = shares.get(_pair(row), {})
        elif row.predicate == "supplies" and "quantity" not in row.qualifiers and len(flows) == 1:
            more = _amount(row, context)
        elif row.predicate == "transfersCapacityTo":
            more = _moved(row, context, thing)
            row = replace(row, period=_when(row, context))
        if row.predicate == "supplies" and _unbuilt(row, context):
            row = replace(row, status=PLANNED)
        elif row.predicate == "operates" and (_closed(row, context) or _parted(row, rows)):
            row = replace(row, status="ended")
        row = replace(row, qualifiers={**more, **row.qualifiers}) if more else row
        yield replace(row, status="actual") if _opened(row, context) else row
    yield from _sold(rows)


def _pair(row: Candidate) -> tuple[str, str]:
    return row.subject.entity, row.object.entity if row.object is not None else ""


def _shares(rows: Sequence[Candidate], context: Context) -> dict[tuple[str, str], dict[str, Scalar]]:
    """The shares that stand in their order behind a list of owners: "股东为A和B,持股比例分别为65%、35%"."""
    found: dict[tuple[str, str], dict[str, Scalar]] = {}
    text, base = context.sentence.text, context.sentence.start
    plain = [c for c in rows if c.predicate == "owns" and c.object is not None and "share" not in c.qualifiers]
    for whose in {_pair(c)[1] for c in plain}:
        owners = sorted(
            {c.subject.start: c for c in plain if _pair(c)[1] == whose}.values(), key=lambda c: c.subject.start
        )
        last = owners[-1].subject.end
        percents = [q for q in context.quantities if q.unit == "percent" and q.start >= last]
        if len(owners) < 2 or len(percents) < len(owners):
            continue
        run = percents[: len(owners)]
        gaps = [text[a.end - base : b.start - base] for a, b in itertools.pairwise(run)]
        lead = text[last - base : run[0].start - base]
        goes_on = text[run[-1].end - base : run[-1].end - base + 1] in ("、", "和", "及")
        if goes_on or clue("zh.behind.each").fullmatch(lead) is None:
            continue
        if all(clue("zh.behind.joined").fullmatch(g) for g in gaps):
            found |= {_pair(c): {"share": number(q.value)} for c, q in zip(owners, run, strict=True)}
    return found


def _amount(row: Candidate, context: Context) -> dict[str, Scalar]:
    """How much the clauses right behind say is supplied: "由X供应,每年约96万吨"."""
    text, base = context.sentence.text, context.sentence.start
    end = max(m.end for m in (row.subject, row.object) if m is not None)
    rows = [q for q in context.quantities if q.start >= end and q.unit in SUPPLIED]
    wanted = row.qualifiers.get("product")
    named = [m for m in context.sentence.mentions if m.start >= end and (not m.product or m.product != wanted)]
    if len(rows) != 1 or any(m.start < rows[0].start for m in named):
        return {}
    before = text[end - base : rows[0].start - base]
    if clue("zh.behind.amount").search(before) is None or clue("zh.behind.other").search(before) is not None:
        return {}
    yearly = rows[0].unit == "t" and clue("zh.behind.yearly").search(text[: rows[0].start - base]) is not None
    return {"quantity": number(rows[0].value), "unit": "t/a" if yearly else rows[0].unit}


def _moved(row: Candidate, context: Context, thing: Mention | None) -> dict[str, Scalar]:
    """What capacity moves, and whence: the place in the bracket behind who gives it up, the project that it is for."""
    text, base = context.sentence.text, context.sentence.start
    bracket = clue("zh.behind.bracket").match(text, row.subject.end - base)
    inner = (base + bracket.start(1), base + bracket.end(1)) if bracket else (0, 0)
    places = [m for m in context.sentence.mentions if m.type == "Place" and inner[0] <= m.start and m.end <= inner[1]]
    more: dict[str, Scalar] = {}
    if bracket and places and "".join(m.text for m in places) == bracket[1]:
        more["from"] = bracket[1]
    named = {m.product for m in context.sentence.mentions if m.product}
    made = shared().plants.get(thing.type) if thing is not None else None
    if made is None and not named and clue("zh.behind.quota").search(text):
        made = QUOTA
    if named or made:
        more["product"] = named.pop() if len(named) == 1 else made or ""
    return {k: v for k, v in more.items() if v}


def _when(row: Candidate, context: Context) -> str | None:
    """When capacity passes: the only time that stands between it and who gets it."""
    start, end = row.subject.end, row.object.start if row.object is not None else 0
    text, base = context.sentence.text, context.sentence.start
    cut = max(start, base + text[: max(0, end - base)].rfind(",") + 1)
    rows = [p for p in context.periods if cut <= p.start and p.end <= end]
    return rows[0].value if len(rows) == 1 else row.period


def _closed(row: Candidate, context: Context) -> bool:
    """Whether the words right behind say that a plant does not run any more: "X的电解铝厂,该厂已于2017年底停产"."""
    if row.status != "actual" or row.object is None:
        return False
    after = context.sentence.text[row.object.end - context.sentence.start :]
    return clue("zh.behind.closed").match(after) is not None


def _unbuilt(row: Candidate, context: Context) -> bool:
    """Whether it is a project that is supplied: it will be, where the sentence does not say that it is built."""
    project = row.object is not None and row.object.text.endswith(PROJECT)
    return project and row.status == "actual" and not built(context.sentence.text)


def _parted(row: Candidate, rows: Sequence[Candidate]) -> bool:
    """Whether the sentence says that whoever ran a plant has sold the whole of it."""
    deals = [c for c in rows if c.predicate == "acquires" and c.status == "actual" and _pair(c)[1] == _pair(row)[1]]
    whole = [c for c in deals if c.qualifiers.get("share", 100) == 100]
    return any(c.subject.entity != row.subject.entity for c in whole)


def _opened(row: Candidate, context: Context) -> bool:
    """Whether a later clause says that what was being built is open: "X建设的项目,...,至此全部投产"."""
    if row.predicate != "develops" or row.status != PLANNED or row.object is None:
        return False
    text, base = context.sentence.text, context.sentence.start
    after = re.split("[;。]", text[row.object.end - base :])[0]
    return built(after) and "试" not in after  # what is tried is not finished


def _sold(rows: Sequence[Candidate]) -> Iterator[Candidate]:
    """Who sells a plant is whose it is, where the sentence says so and that another buys it."""
    sold = {_pair(c)[1] for c in rows if c.predicate == "sells"}
    for deal in rows:
        if deal.predicate != "acquires" or deal.object is None or deal.object.entity in sold:
            continue
        whose = [c for c in rows if c.predicate == "operates" and _pair(c)[1] == deal.object.entity]
        if len({c.subject.entity for c in whose}) == 1 and whose[0].subject.entity != deal.subject.entity:
            yield replace(deal, predicate="sells", subject=whose[0].subject)
