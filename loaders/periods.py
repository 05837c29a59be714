"""Dates and periods of a text as EDTF-like strings of the precision that was written."""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph.dates import span, valid
from loaders.lexicon import alternation, read


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period at [start, end): `value` is `2024`, `2025-Q3`, `2025-01/2025-05`, `2024-12-31` …"""

    value: str
    start: int
    end: int
    text: str


Builder = Callable[[re.Match[str], date | None], str | None]
YEAR = r"(?:19|20)\d{2}"


def periods(text: str, published: str | None) -> tuple[Period, ...]:
    """All dates and periods, in order; relative ones only where the date of publication is known."""
    known = span(published)[0] if published is not None and valid(published) else None
    found: list[Period] = []
    taken: set[int] = set()
    for pattern, build in _rules():
        for match in pattern.finditer(text):
            inside = range(*match.span())
            value = build(match, known) if taken.isdisjoint(inside) else None
            if value is not None and valid(value):
                taken.update(inside)
                found.append(Period(value, match.start(), match.end(), match.group()))
    return tuple(sorted(found, key=lambda p: p.start))


@functools.cache
def _rules() -> tuple[tuple[re.Pattern[str], Builder], ...]:
    """The grammar, the longest forms first."""
    return tuple((re.compile(_spelled(source), re.IGNORECASE), build) for source, build in RULES)


def _spelled(source: str) -> str:
    words = read()["periods"]
    parts = {"NUMBER": "numbers", "ORDINAL": "quarters", "HALF": "halves", "RELATIVE": "relative"}
    months = [form for word in words["months"] for form in (word.title(), word.upper())]
    source = source.replace("<MONTH>", f"(?-i:{alternation(months)})")
    for name, table in parts.items():
        source = source.replace(f"<{name}>", f"(?:{alternation(words[table])})")
    return source.replace("<YEAR>", YEAR)


def _word(table: str, word: str) -> Any:
    return read()["periods"][table].get(" ".join(word.lower().split()).rstrip("."))


def _month(word: str) -> int:
    return int(word) if word.isdigit() else int(_word("months", word))


def _iso(year: int, month: int | None = None, day: int | None = None) -> str:
    return "-".join([f"{year:04}", *(f"{x:02}" for x in (month, day) if x is not None)])


def _moved(at: date, months: int) -> date:
    """The first day of the month that is so many months away."""
    total = at.year * 12 + at.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _nearest(month: int, known: date) -> int:
    """The year in which this month is nearest to the known date."""
    return min((known.year - 1, known.year, known.year + 1), key=lambda y: abs((y - known.year) * 12 + month - known.month))


def _day(m: re.Match[str], known: date | None) -> str | None:
    month = _month(m["m"])
    if m["y"]:
        return _iso(int(m["y"]), month, int(m["d"]))
    return _iso(_nearest(month, known), month, int(m["d"])) if known else None


def _numeric(m: re.Match[str], known: date | None) -> str | None:
    """19/09/2019 and 25.07.2023; with slashes only where one part cannot be a month."""
    first, second = int(m["a"]), int(m["b"])
    if m["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return _iso(int(m["y"]), month, day)


def _in_month(m: re.Match[str], known: date | None) -> str | None:
    month = _month(m["m"])
    if m["y"]:
        return _iso(int(m["y"]), month)
    return _iso(_nearest(month, known), month) if known else None


def _months(m: re.Match[str], known: date | None) -> str | None:
    """January to May 2025."""
    year = int(m["y"])
    return f"{_iso(year, _month(m['m']))}/{_iso(year, _month(m['n']))}"


def _ending(m: re.Match[str], known: date | None) -> str | None:
    """The five months ending on May 31, 2025."""
    count = int(m["k"]) if m["k"].isdigit() else int(_word("numbers", m["k"]))
    month = _month(m["m"] or m["m2"])
    year = int(m["y"]) if m["y"] else _nearest(month, known) if known else None
    if year is None:
        return None
    last = date(year, month, 1)
    first = _moved(last, 1 - count)
    return f"{_iso(first.year, first.month)}/{_iso(last.year, last.month)}"


def _fiscal(m: re.Match[str], known: date | None) -> str | None:
    """The year ended December 31: the calendar year, or twelve months."""
    month = _month(m["m"] or m["m2"])
    year = int(m["y"]) if m["y"] else (known.year if month < known.month else known.year - 1) if known else None
    if year is None:
        return None
    first = _moved(date(year, month, 1), -11)
    return _iso(year) if month == 12 else f"{_iso(first.year, first.month)}/{_iso(year, month)}"


def _quarter(m: re.Match[str], known: date | None) -> str | None:
    number = m["k"] if m["k"].isdigit() else _word("quarters", m["k"])
    year = m["y"] or (known.year if known else None)
    return f"{year}-Q{number}" if year else None


def _half(m: re.Match[str], known: date | None) -> str | None:
    number = m["k"] if m["k"].isdigit() else _word("halves", m["k"])
    year = m["y"] or (known.year if known else None)
    return f"{year}-H{number}" if year else None


def _years(m: re.Match[str], known: date | None) -> str | None:
    first, last = m["y"], m["z"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def _year(m: re.Match[str], known: date | None) -> str | None:
    return m["y"]


def _relative(m: re.Match[str], known: date | None) -> str | None:
    if known is None:
        return None
    unit, steps = _word("relative", m.group())
    if unit == "year":
        return str(known.year + steps)
    at = _moved(known, steps * (3 if unit == "quarter" else 1))
    return f"{at.year}-Q{(at.month + 2) // 3}" if unit == "quarter" else _iso(at.year, at.month)


def _ago(m: re.Match[str], known: date | None) -> str | None:
    """Two years ago, six months ago."""
    if known is None:
        return None
    count = int(m["k"]) if m["k"].isdigit() else int(_word("numbers", m["k"]))
    if m["unit"].lower() == "year":
        return str(known.year - count)
    at = _moved(known, -count)
    return _iso(at.year, at.month)


def _yesterday(m: re.Match[str], known: date | None) -> str | None:
    return None if known is None else (known - timedelta(days=1)).isoformat()


DAYMONTH = r"(?:(?P<m><MONTH>)\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?\s+(?P<m2><MONTH>))\b(?:,?\s+(?P<y><YEAR>)\b)?"
NO_COUNT = r"(?![\d,]*\d)(?!\s*[-–]?\s*(?:thousand|million|billion|mln|bln|bn|kt|mt|t|tons?|tonnes?|tpy|employees|workers|staff|jobs|people|persons|yuan|dollars?|dlrs|euros?|hectares?|ha|mu|km2|mw|gw|kwh|basis|pct|percent)\b)(?!\s*[%％万亿吨人元度])(?!\.\d)"
RULES: tuple[tuple[str, Builder], ...] = (
    (rf"\b(?P<k><NUMBER>|\d{{1,2}})[ -]months?(?:\s+period)?\s+(?:ending|ended|to)\s+(?:on\s+)?{DAYMONTH}", _ending),
    (rf"\byear\s+(?:ending|ended|to)\s+(?:on\s+)?{DAYMONTH}", _fiscal),
    (r"(?P<y><YEAR>)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", _day),
    (r"(?P<y><YEAR>)年(?P<m>\d{1,2})月?[-–—~至到](?P<n>\d{1,2})月", _months),
    (r"(?P<y><YEAR>)年(?P<m>\d{1,2})月", _in_month),
    (r"(?:(?P<y><YEAR>)年)第?(?P<k>[一二三四1-4])季度", _quarter),
    (r"(?P<y><YEAR>)年(?P<k>[上下])半年", _half),
    (r"(?P<y><YEAR>)年?[-–—~至到](?P<z><YEAR>)年", _years),
    (r"(?P<y><YEAR>)年", _year),
    (r"(?P<y>(?!x)x)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日", _day),
    (r"(?<![\d-])(?P<y><YEAR>)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d-])", _day),
    (r"(?<![\d./])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y><YEAR>)(?!\d)", _numeric),
    (r"\b(?P<m><MONTH>)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y><YEAR>)\b", _day),
    (r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m><MONTH>)\.?,?\s+(?P<y><YEAR>)\b", _day),
    (r"\b(?P<m><MONTH>)\.?\s*(?:to|through|until|[-–—])\s*(?P<n><MONTH>)\.?,?\s+(?:of\s+)?(?P<y><YEAR>)\b", _months),
    (r"\b(?P<k><ORDINAL>)[ -]quarter(?:\s+of|\s+in)?\s+(?P<y><YEAR>)\b", _quarter),
    (r"\b(?P<y><YEAR>)(?:'s|’s)?\s+(?P<k><ORDINAL>)[ -]quarter\b", _quarter),
    (r"\bQ(?P<k>[1-4])\s*(?:of\s+)?(?P<y><YEAR>)\b", _quarter),
    (r"\b(?P<y><YEAR>)[ -]?Q(?P<k>[1-4])\b", _quarter),
    (r"\b(?P<k><HALF>)[ -]half(?:\s+of)?\s+(?P<y><YEAR>)\b", _half),
    (r"\b(?P<y><YEAR>)(?:'s|’s)?\s+(?P<k><HALF>)[ -]half\b", _half),
    (r"\bH(?P<k>[12])\s*(?:of\s+)?(?P<y><YEAR>)\b", _half),
    (r"\b(?P<y><YEAR>)[ -]?H(?P<k>[12])\b", _half),
    (rf"\b(?:from|between)\s+(?P<y><YEAR>)\s+(?:to|and|until|through)\s+(?P<z><YEAR>)\b{NO_COUNT}", _years),
    (rf"(?<![\d$€£,.-])(?P<y><YEAR>)\s*[-–—/]\s*(?P<z><YEAR>|\d{{2}})\b{NO_COUNT}", _years),
    (r"\b(?P<m><MONTH>)\.?,?\s+(?:of\s+)?(?P<y><YEAR>)\b", _in_month),
    (r"\bthe\s+(?P<k><ORDINAL>)[ -]quarter\b(?P<y>(?!x)x)?", _quarter),
    (r"\bthe\s+(?P<k><HALF>)[ -]half\b(?!\s+of\b)(?P<y>(?!x)x)?", _half),
    (r"\b(?P<m><MONTH>)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?!\s*%|[,.]\d)(?P<y>(?!x)x)?", _day),
    (r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m><MONTH>)\b(?P<y>(?!x)x)?", _day),
    (r"(?:\b<RELATIVE>\b|[今去明]年|[本上]月)", _relative),
    (r"\b(?P<k><NUMBER>|\d{1,2})\s+(?P<unit>year|month)s?\s+ago\b", _ago),
    (r"\byesterday\b", _yesterday),
    (r"\b(?:(?<=in )|(?<=since )|(?<=by )|(?<=until )|(?<=from )|(?<=during )|(?<=of )|(?<=last )|(?<=late )|(?<=early )|(?<=mid-))(?P<m><MONTH>)\b(?P<y>(?!x)x)?", _in_month),
    (rf"(?<![\w$€£¥.,/-])(?P<y><YEAR>)(?!\w|-\d|/\d)(?<!\d\d\d\d\d){NO_COUNT}", _year),
)  # fmt: skip


def within(rows: tuple[Period, ...], start: int, end: int) -> Iterator[Period]:
    """The periods that lie in [start, end)."""
    return (p for p in rows if start <= p.start and p.end <= end)


def closes_month(value: str) -> bool:
    """Whether a date is the last day of its month: the day of a balance sheet."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return day.day == monthrange(day.year, day.month)[1]
