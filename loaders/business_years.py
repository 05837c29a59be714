"""Business years that are not those of the calendar: in India they begin in April."""

from __future__ import annotations

import functools
import re
from datetime import date

from loaders.lexicon import read

BUSINESS = re.compile(r"(?:fiscal|financial|business) year")
BEGINS = 4
"""The month in which an Indian business year begins."""


def relative(said: str) -> tuple[str, int]:
    """Unit and steps of what is told from the day of publication: "last month", "the current financial year"."""
    unit, steps = read()["periods"]["relative"][BUSINESS.sub("fiscal", " ".join(said.lower().split()))]
    return unit, int(steps)


def part_of(year: int, months: int, number: int) -> str:
    """The `number`th part of so many months of the business year that begins in a year."""
    first = year * 12 + BEGINS - 1 + months * (number - 1)
    last = first + months - 1
    return f"{first // 12:04}-{first % 12 + 1:02}/{last // 12:04}-{last % 12 + 1:02}"


def business_year(known: date) -> int:
    """The year in which the business year of a day began."""
    return known.year - (known.month < BEGINS)


def begun(m: re.Match[str], known: date | None, months: int, number: int) -> int | None:
    """When the business year began of which a text of India tells a part without a year: "Q1", "the first half".

    It is the year that "the current fiscal" says, else the one of which the part is nearest to the known date.
    """
    told = m.groupdict()
    if known is None or told.get("y") or not indian(m.string):
        return None
    if said := told.get("r"):
        unit, steps = relative(said)
        return business_year(known) + steps if unit == "fiscal" else None
    middle = BEGINS + months * (number - 1) + months // 2
    rows = (known.year - 2, known.year - 1, known.year)
    return min(rows, key=lambda y: abs((y - known.year) * 12 + middle - known.month))


def stated_business_year(m: re.Match[str], known: date | None) -> str | None:
    """FY25, Q1 FY25, the first half of FY25, fiscal 2024, the financial year 2023-24."""
    said, words = m.groupdict(), read()["periods"]
    half = said.get("h")
    part = half or said.get("k")
    number = (
        None
        if not part
        else int(part)
        if part.isdigit()
        else int(words["halves" if half else "quarters"][part.lower()])
    )
    year = int(said["y"]) if len(said["y"]) == 4 else 2000 + int(said["y"])
    if indian(m.string):
        return part_of(year - 1, 12 if number is None else 6 if half else 3, number or 1)
    if number is not None:
        return None  # others begin it in any month
    return f"{said['x']}/{year}" if said.get("x") and int(said["x"]) < year else str(year)


@functools.lru_cache(maxsize=2)
def indian(text: str) -> bool:
    """Whether a text is of an Indian firm, by its money or its places."""
    return re.search(read()["periods"]["india"], text) is not None
