"""For what time a figure is: lists of figures are paired with lists of periods only where the counts agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.bracketed import bracketed, inner_time, outer_times
from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.metrics import shared
from loaders.periods import Period
from loaders.window import bracket, clause

REACH = 100
"""Characters between a figure and its period, unless that opens the sentence."""
OPENING = 30
"""Characters within which a period opens the sentence."""
OWN = re.compile(r"(?:['’]s)?\s*(?:[A-Z]{3}\s?|[$€£¥])?")
LIST = re.compile(r"\band\b|,|和|、|及")
BRACKETS = re.compile(r"\([^()]*\)")
PARTED = re.compile(r";|\b(?:but|and|while)\b")
TAKEN = 7
"""Characters within which a period after another figure is that one's: "in 1985"."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The period of a figure, None where the text gives none, and a remark on it."""

    period: str | None = None
    note: str = ""


def dated(context: Context) -> tuple[Dated, ...]:
    """The periods of the sentence's quantities, in their order."""
    rows: list[Dated] = []
    while len(rows) < len(context.quantities):
        run = _run(context, len(rows))
        rows += _listed(context, run) if len(run) > 1 else [_single(context, run[0])]
    return tuple(rows)


def earlier(context: Context, quantity: Quantity, former: str | None, time: Dated) -> Dated:
    """The period of a figure that another is compared with: "a year earlier" is before that one's, not before today."""
    rows = [q for q in context.quantities if q.end <= quantity.start]
    base, text = context.sentence.start, context.sentence.text
    lead = text[rows[-1].end - base : quantity.start - base] if rows else ""
    told = shared().year_before.match(text[quantity.end - base :]) or clue("timing.before").search(lead)
    bare = time.period is None and bool(rows) and bracketed(context, rows[-1], quantity)
    if former is not None and (told or bare):
        return Dated(year_before(former))
    listed = clue("timing.joined").fullmatch(lead) is not None or lead.strip() == "and"
    later = any(rows[-1].end <= p.start for p in context.periods) if rows else True
    return time if listed or later else Dated(None, time.note)


def year_before(period: str) -> str:
    """The same period of the year before."""
    return years_on(period, -1)


def year_after(period: str) -> str:
    """The same period of the year after."""
    return years_on(period, 1)


def years_on(period: str, steps: int) -> str:
    """The same period so many years later."""
    return re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda m: str(int(m[0]) + steps), period)


def _run(context: Context, at: int) -> Sequence[Quantity]:
    """The list that begins with this quantity: same unit, nothing but commas and "and" between."""
    rows = context.quantities
    end = at + 1
    while end < len(rows) and rows[end].unit == rows[at].unit and _gap(context, rows[end - 1].end, rows[end].start):
        end += 1
    return rows[at:end]


def _gap(context: Context, start: int, end: int) -> bool:
    base = context.sentence.start
    return (
        start <= end and clue("timing.joined").fullmatch(context.sentence.text[start - base : end - base]) is not None
    )


def _listed(context: Context, run: Sequence[Quantity]) -> list[Dated]:
    """A list is paired with the list of periods before it, else with that after it."""
    before = [p for p in context.periods if p.end <= run[0].start]
    times = _lists(context, before) or _lists(context, [p for p in context.periods if p.start >= run[-1].end])
    if len(times) == len(run):
        return [Dated(p.value) for p in times]
    if len(times) > 1:
        return [Dated(None, shared().unpaired)] * len(run)
    return _one(context, run, [_single(context, q) for q in run])


def _one(context: Context, run: Sequence[Quantity], times: list[Dated]) -> list[Dated]:
    """One date serves a list: "81 and 27 million respectively in 2024", not "from 81 to 95 million in 2024"."""
    found = {t.period for t in times if t.period}
    base = context.sentence.start
    gaps = (context.sentence.text[a.end - base : b.start - base] for a, b in pairwise(run))
    whole = len(found) == 1 and all(LIST.search(gap) is not None for gap in gaps)
    return [Dated(next(iter(found)))] * len(run) if whole else times


def _lists(context: Context, rows: Sequence[Period]) -> list[Period]:
    """The last list of at least two periods; empty where there is none."""
    best: list[Period] = []
    run: list[Period] = []
    for p in rows:
        run = [*run, p] if run and _gap(context, run[-1].end, p.start) else [p]
        best = run if len(run) > 1 else best
    return best


def _single(context: Context, quantity: Quantity) -> Dated:
    """The nearest period of the clause, else the one that opens the sentence."""
    left, right = clause(context, quantity.start, quantity.end)
    if (inside := inner_time(context, quantity)) is not None:
        return Dated(inside.value or None)
    others = [q for q in context.quantities if q.unit != "percent"]  # "rose 8% in 2024 to 54 million"
    times = [p for p in outer_times(context) if not _measures(context, p, quantity) and not _since(context, p)]
    here = [p for p in times if left <= p.start and p.end <= right]
    after = [p for p in here if p.start >= quantity.end and _beside(context, quantity.end, p.start)]
    before = [p for p in here if p.end <= quantity.start and _beside(context, p.end, quantity.start)]
    before = [p for p in before if not any(_taken(context, q.end, p.start) for q in others)]
    before = [p for p in before if not (after and (_turned(context, p.end, quantity.start) or _other(context, p)))]
    before = [p for p in before if not _past(context, p, quantity)]
    before = before or [p for p in here if _fronted(context, p, quantity)]
    rows = sorted((*after, *before), key=lambda p: max(p.start - quantity.end, quantity.start - p.end))
    opening = [p for p in times if p.start - context.sentence.start < OPENING and p.end <= quantity.start]
    opening = [p for p in opening if not _told(context, p) and not _past(context, p, quantity)]
    found = [*rows, *opening]
    return Dated(found[0].value) if found else Dated()


def _fronted(context: Context, period: Period, quantity: Quantity) -> bool:
    """Whether a date opens the clause of a figure: "that in 2002, alumina was sold at", no other one between."""
    base, text = context.sentence.start, context.sentence.text
    starts = [*(p.start for p in context.periods), *(q.start for q in context.quantities)]
    between = any(period.end <= start < quantity.start for start in starts)
    if period.end > quantity.start or between or not text[period.end - base :].startswith(","):
        return False
    return clue("timing.front").search(text[: period.start - base]) is not None


def _since(context: Context, period: Period) -> bool:
    """Whether a date only says from when on: "has run at its capacity of 385,000 tonnes since 2009".

    What has been idle since then is what stands still from then on.
    """
    lead = context.sentence.text[: period.start - context.sentence.start]
    return clue("timing.since").search(lead) is not None and clue("timing.idle").search(lead) is None


def _other(context: Context, period: Period) -> bool:
    """Whether a date behind a verb is followed by another: 2019 in "opened in 2019 and made"."""
    behind = context.sentence.tokens[max((t.i for t in context.sentence.at(period.start, period.end)), default=0) + 1 :]
    return _told(context, period) and any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in behind[:2])


def _past(context: Context, period: Period, quantity: Quantity) -> bool:
    """Whether a date is that of something done before what is now: 2019 in "opened in 2019 and employs 300"."""
    tokens = context.sentence.tokens
    if clue("timing.opens").search(context.sentence.text[: period.start - context.sentence.start]):
        return False  # "and this year it expects"
    done = any(t.tag in ("VBD", "VBN") and t.end <= period.start for t in tokens)
    return done and any(t.tag in ("VBZ", "VBP") and period.end <= t.start < quantity.start for t in tokens)


def _told(context: Context, period: Period) -> bool:
    """Whether a verb stands before a date, so that it opens no sentence: "bought it in 2007 and plans"."""
    return any(t.tag in ("VBD", "VBZ", "VBP", "MD") and t.end <= period.start for t in context.sentence.tokens)


def _taken(context: Context, start: int, end: int) -> bool:
    """Whether a date right behind a figure is that one's: "48 million in 1985", not "48 million, but in 1985"."""
    base = context.sentence.start
    return 0 <= end - start < TAKEN and PARTED.search(context.sentence.text[start - base : end - base]) is None


def _measures(context: Context, period: Period, quantity: Quantity) -> bool:
    """Whether a change is only measured by it: 2023 in "rose 8% on 2023 to", not in "rose 8% on 2023's 48 million"."""
    base, text = context.sentence.start, context.sentence.text
    own = OWN.fullmatch(text[period.end - base : quantity.start - base]) if period.end <= quantity.start else None
    return own is None and clue("timing.base").search(text[: period.start - base]) is not None


def _turned(context: Context, start: int, end: int) -> bool:
    """Whether what stands between a date and a figure compares it: "in 2024 against 2,310 at the end of 2023"."""
    base = context.sentence.start
    return clue("timing.turned").search(context.sentence.text[start - base : end - base]) is not None


def _beside(context: Context, start: int, end: int) -> bool:
    """Whether neither another figure nor a comma stands between, and not too much; brackets do not count."""
    base = context.sentence.start
    gap = BRACKETS.sub("", context.sentence.text[start - base : end - base])
    return len(gap) < REACH and not re.search(r"[,,、;]", gap) and not _parted(context, start, end)


def _parted(context: Context, start: int, end: int) -> bool:
    """Whether another figure stands between, and not in brackets of its own."""
    base, text = context.sentence.start, context.sentence.text
    rows = [q for q in context.quantities if start <= q.start and q.end <= end]
    spans = [(bracket(text, q.start - base, q.end - base), q) for q in rows]
    return any(s is None or s[0] + base <= start or end <= s[1] + base for s, _ in spans)
