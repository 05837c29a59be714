"""The period of a report, which later sentences do not tell again: "It lost 5 million in 2024. Sales were 80"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.dates import day, span
from graph.statement import Rejection
from loaders.check import Candidate
from loaders.en.parsing.parse import Sentence
from loaders.lent_periods import flow, former
from loaders.lexicon import clue
from loaders.reading import Reading
from loaders.timing import year_before

APART = 1
"""Paragraphs from one figure of a report to the next."""
ABOVE = 400
"""Characters before a figure within which its paragraph says what its accounts are for."""
BELOW, LINE = 1500, 80
"""Characters that a heading with a period serves, and those of such a heading."""
DATED = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
"""A day or a month: a heading with such only says when it was written."""
SUMS = frozenset({"revenue", "profit"})


@dataclass(frozen=True)
class Told:
    """The period that a report is for, whose figure told it, and in which paragraph."""

    period: str
    of: tuple[str, str]
    paragraph: int


def carried(reading: Reading, rows: Iterable[Candidate | Rejection]) -> Iterator[Candidate | Rejection]:
    """All rows of a text; a figure of a report without a period has that of the sentence before or of the title."""
    sentences = {s.start: s for s in reading.sentences} if reading.language != "zh" else {}
    title = _title(reading)
    last: Told | None = None
    fresh: list[Candidate] = []
    for row in rows:
        here = sentences.get(row.start) if isinstance(row, Candidate) else None
        if isinstance(row, Rejection) or here is None or not flow(row) or row.status != "actual":
            yield row
            continue
        if fresh and fresh[-1].start != row.start:
            last, fresh = _told(fresh, sentences), []
        if row.period is None and not row.qualifiers.get("note"):
            row = _dated(reading, row, here, last, title)
        if row.period:
            fresh.append(row)
        yield row


def _told(rows: list[Candidate], sentences: dict[int, Sentence]) -> Told:
    """The latest period of the figures of a sentence: the others are compared with it."""
    row = max(rows, key=lambda c: span(c.period or "")[1])
    return Told(row.period or "", row.ends, sentences[row.start].paragraph)


def _dated(reading: Reading, row: Candidate, here: Sentence, last: Told | None, title: str) -> Candidate:
    """A figure with the period of the report that it goes on with; of two compared the other is of a year before."""
    near = last is not None and 0 <= here.paragraph - last.paragraph <= APART and _kin(row, last)
    if row.predicate == "production" and not any(t.tag == "VBD" for t in here.tokens):
        return row  # "the plant bakes 55,000 tonnes"
    period = _headed(reading, row) or (last.period if near and last is not None else "")
    period = period or (_accounts(reading, row) or title if row.predicate in SUMS else "")
    if not period or not _goes_on(reading, row, period):
        return row
    at = _place(reading, row)
    old = at is not None and former(reading.document.text, *at)
    return replace(row, period=year_before(period) if old else period)


def _headed(reading: Reading, row: Candidate) -> str:
    """The period that a line of its own tells for the lines below: "Fourth quarter 2023", then what it brought."""
    text = reading.document.text
    k = bisect_left(reading.times, row.start, key=lambda p: p.start)
    for p in reversed(reading.times[:k]):
        if row.start - p.end > BELOW:
            break
        start, end = text.rfind("\n", 0, p.start) + 1, _line_end(text, p.end)
        around = text[start : p.start] + text[p.end : end]
        if end < row.start and end - start < LINE and clue("lent_periods.heading").fullmatch(around):
            return p.value if _reportable(p.value) else ""
    return ""


def _accounts(reading: Reading, row: Candidate) -> str:
    """The period that the paragraph says its accounts are for: "published its results for 2019. Sales rose"."""
    text, at = reading.document.text, (_place(reading, row) or (row.start, 0))[0]
    k = bisect_left(reading.times, at, key=lambda p: p.start)
    for p in reversed(reading.times[:k]):
        if at - p.end > ABOVE or "\n" in text[p.end : at]:
            break
        ahead = clue("lent_periods.accounts").search(text, max(0, p.start - ABOVE), p.start)
        if day(p.value) is None and (ahead or clue("lent_periods.results_of").match(text, p.end)):
            return p.value
    return ""


def _kin(row: Candidate, last: Told) -> bool:
    """Whether a figure is of whom the last one was, or the output of a plant in the report of a firm."""
    return row.ends == last.of or (row.predicate == "production" and row.ends[0].startswith("site/"))


def _goes_on(reading: Reading, row: Candidate, period: str) -> bool:
    """Whether a sentence tells a result of the time that the one before has told, and of no later one."""
    text = reading.document.text[row.start : row.end]
    times = (p.value for p in reading.times if row.start <= p.start < row.end and day(p.value) is None)
    if any(v != period and span(v)[1] >= span(period)[1] for v in times):
        return False
    return clue("lent_periods.another").search(text) is None and clue("lent_periods.always").search(text) is None


def _place(reading: Reading, row: Candidate) -> tuple[int, int] | None:
    """Where the number of a figure stands."""
    k = bisect_left(reading.amounts, row.start, key=lambda q: q.start)
    for q in reading.amounts[k:]:
        if q.start >= row.end:
            return None
        if row.value is not None and abs(row.value) in (q.value, q.max):
            return q.start, q.end
    return None


def _title(reading: Reading) -> str:
    """The one period of a heading that speaks of results; "" where there is none."""
    first = min((s.start for s in reading.sentences), default=0)
    text = reading.document.text
    found = {
        p.value
        for p in reading.times
        if p.end <= first
        and _reportable(p.value)
        and clue("lent_periods.results").search(text, max(0, text.rfind("\n", 0, p.start)), _line_end(text, p.end))
    }
    return found.pop() if len(found) == 1 else ""


def _reportable(period: str) -> bool:
    """Whether a report may be for a period: no single day or month."""
    return DATED.fullmatch(period) is None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
