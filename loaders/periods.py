"""Dates and periods of a text as EDTF-like strings of the precision that was written."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from graph.dates import day, span, valid
from loaders.lexicon import alternation, read
from loaders.quick import Quick, folded


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period at [start, end): `value` is `2024`, `2025-Q3`, `2025-01/2025-05`, `2024-12-31` …"""

    value: str
    start: int
    end: int
    text: str


Builder = Callable[[re.Match[str], date | None], str | None]
MONTHLY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
BROKEN, FAR = re.compile(r"[.;!?](?!\d)|\n"), 90  # what parts a month from the date that tells its year
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
    for pattern, build in _rules():
        for match in pattern.found(text, 0, len(text)) if pattern.may(lower) else ():
            inside = range(*match.span())
            value = build(match, known) if taken.isdisjoint(inside) else None
            if value is not None and valid(value):
                taken.update(inside)
                found.append(Period(value, match.start(), match.end(), match.group()))
    rows = dated_months(text, sorted(found, key=lambda p: p.start))
    return tuple(sorted([*rows, *_same(text, rows)], key=lambda p: p.start))


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
        later = (month := _month(match["m"])) >= int(last.value[5:7])
        if later and BROKEN.search(text, last.end, match.start()) is None:
            found[match.start("m")] = Period(_iso(int(last.value[:4]), month), *match.span("m"), match["m"])
    return sorted([*(p for p in rows if p.start not in found), *found.values()], key=lambda p: p.start)


@functools.cache
def _later() -> re.Pattern[str]:
    """A month without a year behind "in" or "by"."""
    return re.compile(_spelled(r"\b(?:in|by) (?P<m><MONTH>)\b(?!\.?,?\s+(?:\d|of|last|this|next))"))


@functools.cache
def _rules() -> tuple[tuple[Quick, Builder], ...]:
    """The grammar of data/periods.toml, the longest forms first."""
    rows = read()["periods"]["rule"]
    return tuple((Quick(_spelled(row["pattern"]), re.IGNORECASE), MAKERS[row["make"]]) for row in rows)


def _spelled(source: str) -> str:
    """A pattern of the data with its words put in."""
    words = read()["periods"]
    for name, part in (("<DAY>", DAY), ("<COUNTED>", COUNTED), ("<UNITS>", alternation(words["counts"]))):
        source = source.replace(name, part)
    months = [form for word in words["months"] for form in (word.title(), word.upper())]
    source = source.replace("<MONTH>", f"(?-i:{alternation(months)})").replace("<YEAR>", YEAR)
    for name, table in TABLES.items():
        source = source.replace(f"<{name}>", f"(?:{alternation(words[table])})")
    return source


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
    return min(
        (known.year - 1, known.year, known.year + 1), key=lambda y: abs((y - known.year) * 12 + month - known.month)
    )


def _stated(m: re.Match[str], known: date | None) -> int | None:
    """The year that the words give: as a figure, or as the last or the next one."""
    if m["y"]:
        return _full(m["y"])
    said = m.groupdict().get("r")
    return known.year + int(_word("relative", said)[1]) if said and known else None


def _full(year: str) -> int:
    """The year that two figures stand for: "H1 24"."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def _count(m: re.Match[str], table: str) -> int:
    """A number in figures or in words of a table; `k2` is another place for it: "Q1 2024", "1Q 2024"."""
    said = m["k"] or m["k2"]
    return int(said) if said.isdigit() else int(_word(table, said))


def _day(m: re.Match[str], known: date | None) -> str | None:
    month = _month(m["m"])
    if (year := _stated(m, known)) is not None:
        return _iso(year, month, int(m["d"]))
    return _iso(_nearest(month, known), month, int(m["d"])) if known else None


def _numeric(m: re.Match[str], known: date | None) -> str | None:
    """19/09/2019 and 25.07.2023; with slashes only where one part cannot be a month."""
    first, second = int(m["a"]), int(m["b"])
    if m["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    date_, month = (first, second) if second <= 12 else (second, first)
    return _iso(int(m["y"]), month, date_)


def _in_month(m: re.Match[str], known: date | None) -> str | None:
    month = _month(m["m"])
    if (year := _stated(m, known)) is not None:
        return _iso(year, month)
    return _iso(_nearest(month, known), month) if known else None


def _months(m: re.Match[str], known: date | None) -> str | None:
    """January to May 2025."""
    year = _stated(m, known) or (_nearest(_month(m["n"]), known) if known else None)
    return f"{_iso(year, _month(m['m']))}/{_iso(year, _month(m['n']))}" if year else None


def _ending(m: re.Match[str], known: date | None) -> str | None:
    """The five months ending on May 31, 2025."""
    count = int(_word("spans", m["k"]) or 0) or _count(m, "numbers")
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
    number = _count(m, "quarters")
    year = _stated(m, known) or (_nearest(3 * number - 1, known) if known else None)
    return f"{year}-Q{number}" if year else None


def _quarters(m: re.Match[str], known: date | None) -> str | None:
    """The first three quarters of a year: January to September."""
    number = int(m["k"] if m["k"].isdigit() else _word("numbers", m["k"]))
    year = _stated(m, known) or (_nearest(3 * number - 1, known) if known else None)
    return f"{_iso(year, 1)}/{_iso(year, 3 * number)}" if year else None


def _first_months(m: re.Match[str], known: date | None) -> str | None:
    """The first five months of a year: January to May."""
    number = int(m["k"] if m["k"].isdigit() else _word("numbers", m["k"]))
    year = _stated(m, known) or (_nearest(number, known) if known else None)
    return f"{_iso(year, 1)}/{_iso(year, number)}" if year else None


def _half(m: re.Match[str], known: date | None) -> str | None:
    number = _count(m, "halves")
    year = _stated(m, known) or (_nearest(6 * number - 3, known) if known else None)
    return f"{year}-H{number}" if year else None


def _years(m: re.Match[str], known: date | None) -> str | None:
    first, last = m["y"], m["z"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def _year(m: re.Match[str], known: date | None) -> str | None:
    return str(_full(m["y"]))


def _business(m: re.Match[str], known: date | None) -> str | None:
    """FY25, Q1 FY25, the first half of FY25: in India a business year begins in April of the year before."""
    said, half = m.groupdict(), m.groupdict().get("h")
    part = half or said.get("k")
    number = None if not part else int(part) if part.isdigit() else int(_word("halves" if half else "quarters", part))
    year, months = _full(m["y"]), 12 if number is None else 6 if half else 3
    if not _indian(m.string):
        return str(year) if number is None else None  # others begin it in any month
    first = _moved(date(year - 1, 4, 1), months * ((number or 1) - 1))
    last = _moved(first, months - 1)
    return f"{_iso(first.year, first.month)}/{_iso(last.year, last.month)}"


@functools.lru_cache(maxsize=2)
def _indian(text: str) -> bool:
    """Whether a text is of an Indian firm, by its money or its places."""
    return re.search(read()["periods"]["india"], text) is not None


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


MAKERS: Mapping[str, Builder] = {
    "day": _day,
    "numeric": _numeric,
    "in_month": _in_month,
    "months": _months,
    "ending": _ending,
    "fiscal": _fiscal,
    "quarter": _quarter,
    "quarters": _quarters,
    "first_months": _first_months,
    "half": _half,
    "years": _years,
    "year": _year,
    "business": _business,
    "relative": _relative,
    "ago": _ago,
    "yesterday": _yesterday,
}
