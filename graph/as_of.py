"""Which statements count on a day, by their own dates; what has no dates counts on every day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from graph.dates import span, valid
from graph.statement import Statement

Days = tuple[date, date]


def standing(said: Iterable[Statement], published: Mapping[str, str | None], day: date) -> Iterator[Statement]:
    """The statements that count on `day`.

    A relation from `since` (what has happened: from its period) to `until`, a figure within its period, an `ended` one
    from when it was published or from `until` on: before that day the relation still held.
    """
    return (s for s in said if _counts(s, published.get(s.document), day))


def _counts(s: Statement, published: str | None, day: date) -> bool:
    since, until, period = _days(s.qualifiers.get("since")), _days(s.qualifiers.get("until")), _days(s.period)
    if s.status == "ended":
        over = until or _days(published)
        return over is None or over[0] <= day
    if (since and since[0] > day) or (until and until[1] < day):
        return False
    if period is None or s.status in ("planned", "rumoured"):
        return True
    return period[0] <= day and (not s.figure or day <= period[1])


def _days(text: object) -> Days | None:
    return span(text) if isinstance(text, str) and valid(text) else None
