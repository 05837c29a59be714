"""The date that a heading or a dateline bears without a word for it: "9 January 2024 | 3 min read"."""

from __future__ import annotations

import functools
import re

from graph.dates import day
from loaders.lexicon import read
from loaders.periods import MONTHLY, Period, periods

LONG = 160
"""Characters of a line from which it is prose: only what opens it is a dateline."""
FAR = 90
"""Characters within which the date of a dateline stands."""


def dateline(line: str, whole: bool = True) -> str | None:
    """The date that stands apart in a line of the top, a whole one or else a month; None where it has none."""
    rows = (p for p in periods(line, None) if MONTHLY.fullmatch(p.value) and (day(p.value) is not None) == whole)
    return next((p.value for p in rows if _apart(line, p)), None)


def _apart(line: str, found: Period) -> bool:
    """Whether the words around a date part it from all else of the line."""
    start, end = found.start, found.end
    if start > FAR and len(line) > LONG:
        return False
    ahead, behind = line[:start], line[end:]
    if _rule("opens").fullmatch(ahead):
        return _rule("ends").match(behind) is not None
    if len(line) > LONG:
        return _rule("cut").search(ahead) is not None and _rule("cuts").match(behind) is not None
    return _rule("leads").search(ahead) is not None and _rule("ends").match(behind) is not None


@functools.cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(read()["metadata"]["dateline"][name])
