"""Periods that a text tells without a date: "in the quarter", "half-year profit", "sales for the year".

It is the latest period of that length that stood near before them; else the one that was over last when the text was
published.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from graph.dates import span
from loaders.business_years import BEGINS, business_year, indian, part_of
from loaders.lexicon import alternation, read

FAR = 1500
"""Characters within which a quarter or half is the one spoken of last; a month or a period is so within a third."""
RECENT = 5
"""Months at the beginning of a year in which its text tells of the whole year before."""
LEAD = 90
"""Characters before "the full year" within which a forecast is told."""


class Dated(Protocol):
    """A period of a text."""

    @property
    def value(self) -> str:
        """As it is stored."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


def running(text: str, rows: Sequence[Dated], known: date | None) -> Iterator[tuple[str, int, int]]:
    """Value and place of each such period that `rows`, those with dates, do not cover."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            k = bisect_right(rows, match.start(), key=lambda p: p.start)
            inside = (k and rows[k - 1].end > match.start()) or (k < len(rows) and rows[k].start < match.end())
            value = None if inside else _value(match, rows[:k], known)
            if value is not None:
                yield value, *match.span("u")


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The rules of data/periods.toml, table `running`."""
    words = read()["periods"]
    numbers = alternation(words["numbers"])
    months = alternation(m.title() for m in words["months"])
    sources = (row.replace("<NUMBER>", f"(?:{numbers})") for row in words["running"]["patterns"])
    return tuple(re.compile(s.replace("<MONTH>", f"(?-i:{months})"), re.IGNORECASE) for s in sources)


def _value(m: re.Match[str], rows: Sequence[Dated], known: date | None) -> str | None:
    found = _period(m, rows, known)
    return span(found)[1].isoformat() if found is not None and m.groupdict().get("close") else found


def _period(m: re.Match[str], rows: Sequence[Dated], known: date | None) -> str | None:
    unit = m["u"].lower()
    count = _length(unit, m.groupdict().get("k"))
    ahead = count == 12 and _foreseen(m)
    if m.groupdict().get("back") and not ahead:
        far = {1: FAR // 3, 0: FAR // 3, 12: m.start()}.get(count, FAR)
        near = (p.value for p in reversed(rows) if m.start() - p.end <= far and _fits(p.value, count))
        past = [v for v in near if known is None or span(v)[1] <= known]
        if past:
            return max(past, key=lambda v: span(v)[1])
    if known is None or count in (0, 1):
        return None
    return _year(m, known) if count == 12 else _finished(count, known, indian(m.string))


def _length(unit: str, count: str | None) -> int:
    """Months that are meant; 0 for "the period", of any length."""
    if count:
        return int(count) if count.isdigit() else int(read()["periods"]["numbers"][count.lower()])
    units = read()["periods"]["running"]["units"]
    return int(next((n for word, n in units.items() if word in unit), 12))


def _fits(value: str, count: int) -> bool:
    """Whether a period is of that many months."""
    first, last = span(value)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and last.day > 27
    return whole and (months == count or (count == 0 and 3 <= months <= 12))


def _finished(count: int, known: date, india: bool) -> str | None:
    """The quarter, half or first nine months that were over last."""
    if count == 9:
        ends = (BEGINS + 8) % 12 if india else 9
        year = known.year - (known.month <= ends) if ends != 0 else known.year - 1
        return part_of(year, 9, 1) if india else f"{year}-01/{year}-09"
    if count not in (3, 6):
        return None
    if india and count == 6:
        year, second = business_year(known), known.month in (10, 11, 12, 1, 2, 3)
        return part_of(year, 6, 1) if second else part_of(year - 1, 6, 2)
    number = (known.month - 1) // count
    year = known.year if number else known.year - 1
    return f"{year}-{'Q' if count == 3 else 'H'}{number or 12 // count}"


def _year(m: re.Match[str], known: date) -> str | None:
    """The whole year of which a text tells soon after its end; a forecast is of the year that runs."""
    if _foreseen(m):
        return str(known.year)
    if indian(m.string):
        return part_of(business_year(known) - 1, 12, 1) if known.month - BEGINS in range(RECENT) else None
    return str(known.year - 1) if known.month <= RECENT else None


def _foreseen(m: re.Match[str]) -> bool:
    """Whether words before a year or right behind it tell of what is still to come."""
    lead = re.split(r"\n|\.\s", m.string[max(0, m.start() - LEAD) : m.start()])[-1]
    words = read()["periods"]["running"]
    behind = re.match(words["guidance"], m.string[m.end() : m.end() + LEAD // 2], re.IGNORECASE)
    return behind is not None or re.search(words["forecast"], lead, re.IGNORECASE) is not None
