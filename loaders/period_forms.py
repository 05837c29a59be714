"""How each form of a date or period is worked out: from its words, and from the day on which they were written."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from loaders.business_years import begun, business_year, indian, part_of, relative, stated_business_year
from loaders.lexicon import read

Builder = Callable[[re.Match[str], date | None], str | None]
AROUND = 100
"""Characters around a month without a year within which words tell that it is still to come."""
EARLY = 3
"""Months at the beginning of a year in which "the second half of the year" is that of the year before."""


def word_of(table: str, word: str) -> Any:
    """What a table of data/periods.toml has for a word."""
    return read()["periods"][table].get(" ".join(word.lower().split()).rstrip("."))


def month_of(word: str) -> int:
    """The number of a month."""
    return int(word) if word.isdigit() else int(word_of("months", word))


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """A date of the precision that is known."""
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
    return known.year + relative(said)[1] if said and known else None


def _year_of(m: re.Match[str], month: int, known: date | None) -> int | None:
    """The year that the words give, that of "of the year", else the one in which the month is nearest."""
    year = _stated(m, known)
    if year is not None or known is None:
        return year
    if m.groupdict().get("own"):
        return known.year - (known.month <= EARLY and month > 6)
    return _likely(m, month, known)


def _likely(m: re.Match[str], month: int, known: date) -> int:
    """The year in which this month is nearest, in the past where nothing says that it is still to come."""
    year = _nearest(month, known)
    if (year, month) <= (known.year, known.month):
        return year
    text, words = m.string, read()["periods"]
    start = max(text.rfind(".", 0, m.start()), text.rfind("\n", 0, m.start()), m.start() - AROUND)
    ahead, behind = text[start + 1 : m.start()], text[m.end() : m.end() + AROUND].partition(".")[0]
    coming = re.search(words["coming"], ahead + " " + behind, re.IGNORECASE)
    return year if coming or re.search(words["lead"], ahead, re.IGNORECASE) else year - 1


def _full(year: str) -> int:
    """The year that two figures stand for: "H1 24"."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def _count(m: re.Match[str], table: str) -> int:
    """A number in figures or in words of a table; `k2` is another place for it: "Q1 2024", "1Q 2024"."""
    said = m["k"] or m["k2"]
    return int(said) if said.isdigit() else int(word_of(table, said))


def _number(m: re.Match[str]) -> int:
    """A number of months or quarters."""
    return int(m["k"]) if m["k"].isdigit() else int(word_of("numbers", m["k"]))


def _day(m: re.Match[str], known: date | None) -> str | None:
    month = month_of(m["m"])
    if (year := _stated(m, known)) is not None:
        return iso(year, month, int(m["d"]))
    return iso(_nearest(month, known), month, int(m["d"])) if known else None


def _numeric(m: re.Match[str], known: date | None) -> str | None:
    """19/09/2019 and 25.07.2023; with slashes or hyphens only where one part cannot be a month."""
    first, second = int(m["a"]), int(m["b"])
    if m["sep"] != "." and first <= 12 and second <= 12 and first != second:
        return None
    date_, month = (first, second) if second <= 12 else (second, first)
    return iso(int(m["y"]), month, date_)


def _in_month(m: re.Match[str], known: date | None) -> str | None:
    month = month_of(m["m"])
    if (year := _stated(m, known)) is not None:
        return iso(year, month)
    return iso(_likely(m, month, known), month) if known else None


def _months(m: re.Match[str], known: date | None) -> str | None:
    """January to May 2025; October to March, which ends in the year after; July 2023 to June 2024."""
    first, last = month_of(m["m"]), month_of(m["n"])
    year = _year_of(m, last, known)
    if year is None:
        return None
    begins = m.groupdict().get("x")
    if (first, last) == (1, 12) and begins in (None, str(year)):
        return iso(year)
    return f"{iso(int(begins) if begins else year - (first > last), first)}/{iso(year, last)}"


def _ending(m: re.Match[str], known: date | None) -> str | None:
    """The five months ending on May 31, 2025."""
    count = int(word_of("spans", m["k"]) or 0) or _count(m, "numbers")
    month = month_of(m["m"] or m["m2"])
    named = m.group().endswith(m["k"])  # "the June quarter", which may be still to come
    year = int(m["y"]) if m["y"] else _nearest(month, known) if named and known else _ended(month, known)
    if year is None:
        return None
    last = date(year, month, 1)
    first = _moved(last, 1 - count)
    return f"{iso(first.year, first.month)}/{iso(last.year, last.month)}"


def _ended(month: int, known: date | None) -> int | None:
    """The year in which the month was over last, or nearly."""
    return None if known is None else known.year if month <= known.month else known.year - 1


def _fiscal(m: re.Match[str], known: date | None) -> str | None:
    """The year ended December 31: the calendar year, or twelve months."""
    month = month_of(m["m"] or m["m2"])
    year = int(m["y"]) if m["y"] else (known.year if month < known.month else known.year - 1) if known else None
    if year is None:
        return None
    first = _moved(date(year, month, 1), -11)
    return iso(year) if month == 12 else f"{iso(first.year, first.month)}/{iso(year, month)}"


def _quarter(m: re.Match[str], known: date | None) -> str | None:
    number = _count(m, "quarters")
    return _nth(m, known, number, 3, f"-Q{number}")


def _nth(m: re.Match[str], known: date | None, number: int, months: int, sign: str) -> str | None:
    """The second half of a year, its third quarter: the `number`-th part of so many months."""
    if (year := begun(m, known, months, number)) is not None:
        return part_of(year, months, number)
    year = _year_of(m, months * number - months // 2, known)
    return f"{year}{sign}" if year else None


def _quarters(m: re.Match[str], known: date | None) -> str | None:
    """The first three quarters of a year: January to September."""
    return _opening(m, known, 3 * _number(m))


def _first_months(m: re.Match[str], known: date | None) -> str | None:
    """The first five months of a year: January to May."""
    number = _number(m)
    return _opening(m, known, number) if 1 <= number <= 12 else None


def _opening(m: re.Match[str], known: date | None, months: int) -> str | None:
    """The first so many months of a year."""
    if (year := begun(m, known, months, 1)) is not None:
        return part_of(year, months, 1)
    year = _year_of(m, months, known)
    return f"{iso(year, 1)}/{iso(year, months)}" if year else None


def _half(m: re.Match[str], known: date | None) -> str | None:
    number = _count(m, "halves")
    return _nth(m, known, number, 6, f"-H{number}")


def _close(m: re.Match[str], known: date | None) -> str | None:
    """At the end of 2023, at the end of March 2024: the last day."""
    year, month = int(m["y"]), month_of(m["m"]) if m["m"] else 12
    return iso(year, month, monthrange(year, month)[1])


def _interim(m: re.Match[str], known: date | None) -> str | None:
    """The half-year report 2024: of the first half."""
    return f"{m['y']}-H1"


def _years(m: re.Match[str], known: date | None) -> str | None:
    """From 2025 to 2028, 1987-89; in India 2020-21 is a business year."""
    first, last = m["y"], m["z"]
    if len(last) == 2 and int(first[2:]) + 1 == int(last) and indian(m.string):
        return part_of(int(first), 12, 1)
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}/{last}" if first < last else None


def _year(m: re.Match[str], known: date | None) -> str | None:
    return str(_full(m["y"]))


def _relative(m: re.Match[str], known: date | None) -> str | None:
    if known is None:
        return None
    unit, steps = relative(m.group())
    if unit == "fiscal" and indian(m.string):
        return part_of(business_year(known) + steps, 12, 1)
    if unit in ("year", "fiscal"):
        return str(known.year + steps)
    at = _moved(known, steps * (3 if unit == "quarter" else 1))
    return f"{at.year}-Q{(at.month + 2) // 3}" if unit == "quarter" else iso(at.year, at.month)


def _ago(m: re.Match[str], known: date | None) -> str | None:
    """Two years ago, six months ago."""
    if known is None:
        return None
    if m["unit"].lower() == "year":
        return str(known.year - _number(m))
    at = _moved(known, -_number(m))
    return iso(at.year, at.month)


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
    "close": _close,
    "interim": _interim,
    "years": _years,
    "year": _year,
    "business": stated_business_year,
    "relative": _relative,
    "ago": _ago,
    "yesterday": _yesterday,
}
