"""Dates and periods of a text as EDTF-like strings of the precision that was written."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.dates import day, span, valid
from loaders.lexicon import alternation, read
from loaders.period_forms import MAKERS, Builder, iso, month_of
from loaders.quick import Quick, folded
from loaders.running import running


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period at [start, end): `value` is `2024`, `2025-Q3`, `2025-01/2025-05`, `2024-12-31` …"""

    value: str
    start: int
    end: int
    text: str


MONTHLY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
BROKEN, FAR = re.compile(r"[.;!?](?!\d)|\n"), 90  # what parts a month from the date that tells its year
PARTS = frozenset({"quarter", "quarters", "half", "first_months", "months", "ending", "fiscal"})
NEAR = 250
"""Characters within which a date tells the year of a half or quarter behind it."""
YEAR = r"(?:19|20)\d{2}"
DAY = (
    r"(?:(?P<m><MONTH>)\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?\s+(?P<m2><MONTH>))\b"
    r"(?:,?\s+(?P<y><YEAR>)\b)?"
)
COUNTED = r"(?![\d,]*\d)(?!\s*[-–]?\s*(?:<UNITS>)\b)(?!\s*[%％万亿吨人元度])(?!\.\d)"
TABLES = {"SPAN": "spans", "NUMBER": "numbers", "ORDINAL": "quarters", "HALF": "halves", "RELATIVE": "relative"}


def periods(text: str, published: str | None) -> tuple[Period, ...]:
    """All dates and periods, in order; relative ones only where the date of publication is known."""
    known = span(published)[0] if published is not None and valid(published) else None
    found: list[Period] = []
    taken: set[int] = set()
    lower = folded(text)
    undated: list[tuple[re.Match[str], Builder]] = []
    for make, pattern, build in _rules():
        for match in pattern.found(text, 0, len(text)) if pattern.may(lower) else ():
            inside = range(*match.span())
            free = taken.isdisjoint(inside)
            value = build(match, known) if free else None
            if value is not None and valid(value):
                taken.update(inside)
                found.append(Period(value, match.start(), match.end(), match.group()))
            elif free and known is None and make in PARTS:
                undated.append((match, build))
    found += _anchored(text, found, undated)
    rows = dated_months(text, sorted(found, key=lambda p: p.start))
    rows = sorted([*rows, *_same(text, rows)], key=lambda p: p.start)
    more = [Period(value, start, end, text[start:end]) for value, start, end in running(text, rows, known)]
    return tuple(sorted([*rows, *more], key=lambda p: p.start) if more else rows)


def _anchored(text: str, found: list[Period], undated: list[tuple[re.Match[str], Builder]]) -> Iterator[Period]:
    """The parts of a year that an earlier date of their paragraph tells: "on 9 August 2023 ... in the first half"."""
    rows = sorted(found, key=lambda p: p.start)
    taken = {i for p in rows for i in range(p.start, p.end)} if undated else set[int]()
    for match, build in undated:
        k = bisect_right(rows, match.start(), key=lambda p: p.end) - 1
        near = k >= 0 and match.start() - rows[k].end < NEAR and "\n" not in text[rows[k].end : match.start()]
        value = build(match, _anchor(rows[k].value)) if near and taken.isdisjoint(range(*match.span())) else None
        if value is not None and valid(value):
            taken.update(range(*match.span()))
            yield Period(value, match.start(), match.end(), match.group())


def _anchor(value: str) -> date:
    """The day that stands for a period: the middle of a year, else its last."""
    first, last = span(value)
    return date(first.year, 7, 1) if last.month - first.month == 11 else last


def _same(text: str, rows: list[Period]) -> Iterator[Period]:
    """ "As of the same date": the last full date before."""
    days = [p for p in rows if day(p.value)]
    for match in re.finditer(read()["periods"]["same"], text, re.IGNORECASE):
        before = bisect_right(days, match.start(), key=lambda p: p.end)
        if before:
            yield Period(days[before - 1].value, match.start(), match.end(), match.group())


def dated_months(text: str, rows: list[Period]) -> list[Period]:
    """The periods with months whose year a date before them tells: "opened in May 2021 and made it in June"."""
    found: dict[int, Period] = {}
    for match in _later().finditer(text) if rows else ():
        k = bisect_right(rows, match.start(), key=lambda p: p.end) - 1
        last = rows[k] if k >= 0 else None
        if last is None or MONTHLY.fullmatch(last.value) is None or match.start() - last.end > FAR:
            continue
        later = (month := month_of(match["m"])) >= int(last.value[5:7])
        if later and BROKEN.search(text, last.end, match.start()) is None:
            found[match.start("m")] = Period(iso(int(last.value[:4]), month), *match.span("m"), match["m"])
    return sorted([*(p for p in rows if p.start not in found), *found.values()], key=lambda p: p.start)


@functools.cache
def _later() -> re.Pattern[str]:
    """A month without a year behind "in" or "by"."""
    return re.compile(_spelled(r"\b(?:in|by) (?P<m><MONTH>)\b(?!\.?,?\s+(?:\d|of|last|this|next))"))


@functools.cache
def _rules() -> tuple[tuple[str, Quick, Builder], ...]:
    """The grammar of data/periods.toml, the longest forms first."""
    rows = read()["periods"]["rule"]
    return tuple((row["make"], Quick(_spelled(row["pattern"]), re.IGNORECASE), MAKERS[row["make"]]) for row in rows)


def _spelled(source: str) -> str:
    """A pattern of the data with its words put in."""
    words = read()["periods"]
    for name, part in words["signs"].items():
        source = source.replace(f"<{name}>", part)
    source = source.replace("<THEYEAR>", words["signs"]["THEYEAR"])
    for name, part in (("<DAY>", DAY), ("<COUNTED>", COUNTED), ("<UNITS>", alternation(words["counts"]))):
        source = source.replace(name, part)
    months = [form for word in words["months"] for form in (word.title(), word.upper())]
    source = source.replace("<MONTH>", f"(?-i:{alternation(months)})").replace("<YEAR>", YEAR)
    for name, table in TABLES.items():
        source = source.replace(f"<{name}>", f"(?:{alternation(words[table])})")
    return source
