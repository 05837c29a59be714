"""EDTF-like dates of the precision that was written: `2024`, `2025-Q3`, `2025-07`, `2025-07-31`, `A/B`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from ontology.errors import InputError

_SINGLE = re.compile(r"(?P<y>\d{4})(?:-(?:Q(?P<q>[1-4])|H(?P<h>[12])|(?P<m>\d{2})(?:-(?P<d>\d{2}))?))?", re.ASCII)


def span(text: str) -> tuple[date, date]:
    """First and last day that a date may mean; ValueError where it is none.

    >>> span("2025-Q3")
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> span("2025/2027")[1]
    datetime.date(2027, 12, 31)
    """
    first, slash, last = text.partition("/")
    try:
        low, high = _single(first)
        if slash:
            high = _single(last)[1]
    except ValueError as error:  # that a day or month is out of range does not say of which text
        raise error if repr(text) in str(error) else ValueError(f"{text!r} is no date: {error}") from error
    if high < low:
        raise ValueError(f"{text!r} ends before it begins")
    return low, high


def asked_day(name: str, text: str) -> date:
    """The day that a parameter of a question names, the last one of a lower precision; InputError where it is none."""
    try:
        return span(text)[1]
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error


def _single(text: str) -> tuple[date, date]:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date; write 2025, 2025-Q3, 2025-07, 2025-07-31 or two with a slash")
    year = int(match["y"])
    if match["d"]:
        day = date(year, int(match["m"]), int(match["d"]))
        return day, day
    first, count = _months(match)
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _months(match: re.Match[str]) -> tuple[int, int]:
    """First month and number of months of a year, half, quarter or month."""
    if match["q"]:
        return int(match["q"]) * 3 - 2, 3
    if match["h"]:
        return int(match["h"]) * 6 - 5, 6
    if match["m"]:
        return int(match["m"]), 1
    return 1, 12


def valid(text: str) -> bool:
    """Whether `text` is such a date."""
    try:
        span(text)
    except ValueError:
        return False
    return True


@lru_cache(4096)
def published_key(published: str | None) -> tuple[int, date]:
    """A sort key for publication dates; undated ones rank oldest."""
    if published is None or not valid(published):
        return 0, date.min
    return 1, span(published)[0]


def day(text: str | None) -> date | None:
    """The date where `text` names one day, else None (Neo4j and RDF keep those as strings)."""
    if text is None or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None or not valid(text):
        return None
    return date.fromisoformat(text)
