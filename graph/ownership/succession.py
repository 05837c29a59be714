"""Which statements of ownership count on a day, and what all of one owner and owned say together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import NamedTuple

from graph.dates import span, valid
from graph.ownership.interests import Interval, Reading

Span = tuple[date, date]
"""First and last day that a date may mean."""

COUNTS = frozenset({"actual", "ended"})
"""The statuses that matter for what is held."""
PLANS = frozenset({"planned", "rumoured"})
"""Those of what may come: shown, never counted."""


class Claim(NamedTuple):
    """One statement of who holds how much of what; `owner` and `owned` are canonical ids."""

    owner: str
    owned: str
    reading: Reading
    statement: str
    document: str
    status: str = "actual"
    published: Span | None = None
    since: Span | None = None
    until: Span | None = None

    @property
    def share(self) -> Interval:
        """What it says is held."""
        return self.reading.share

    @property
    def timeless(self) -> bool:
        """Whether it holds on every day if nothing else is said."""
        return self.status == "actual" and self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class Link:
    """A direct holding on a day. `claims` are those that count; `disagree` where no share fits all."""

    owner: str
    owned: str
    share: Interval
    claims: tuple[Claim, ...]
    disagree: bool = False


def day_span(text: str | None) -> Span | None:
    """The days a date may mean; None where there is none or it cannot be read."""
    return span(text) if text is not None and valid(text) else None


def link(said: Sequence[Claim], day: date) -> Link | None:
    """The direct holding on `day` by all claims of one owner and owned, in statement order; None where nothing holds.

    Only actual and ended claims matter.
    """
    if len(said) == 1 and said[0].timeless:
        return Link(said[0].owner, said[0].owned, said[0].share, tuple(said))
    said = [c for c in said if c.status in COUNTS]
    state = [(c, _holds(c, last_day(c, said), day)) for c in said if c.status == "actual"]
    counted = tuple(c for c, holds in state if holds is not False)
    if not counted:
        return None
    sure = [c.share for c, holds in state if holds]
    maybe = [Interval((0.0, 0), c.share.ceiling) for c, holds in state if holds is None]
    share, agree = together(sure, maybe)
    return Link(counted[0].owner, counted[0].owned, share, counted, not agree)


def together(sure: Sequence[Interval], maybe: Sequence[Interval]) -> tuple[Interval, bool]:
    """The share that several statements give, and whether one share fits them all.

    Where none surely holds, any of those that may hold can be the one that does: their hull.
    """
    if not sure:
        return reduce(Interval.hull, maybe), True
    both = [*sure, *maybe]
    met: Interval | None = both[0]
    for share in both[1:]:
        met = met.meet(share) if met is not None else None
    return (met, True) if met is not None else (reduce(Interval.hull, both), False)


def _holds(claim: Claim, end: Span | None, day: date) -> bool | None:
    """Whether it holds on `day`; None where it may."""
    since = claim.since or (date.min, date.min)
    until = end or (date.max, date.max)
    if since[1] <= day <= until[0]:
        return True
    return None if since[0] <= day <= until[1] else False


def last_day(older: Claim, others: Iterable[Claim]) -> Span | None:
    """The last day of a claim: its own, or the earliest that a later-published one sets."""
    if older.until is not None:
        return older.until
    floor = max(older.since[0] if older.since else date.min, older.published[0] if older.published else date.min)
    ends = [end for other in others if _later(other, older) for end in _ends(older, other)]
    kept = [(max(first, floor), last) for first, last in ends if last >= floor]
    # Each end alone: the earliest of several rough dates is over when the first of them is surely over.
    return (min(first for first, _ in kept), min(last for _, last in kept)) if kept else None


def _later(newer: Claim, older: Claim) -> bool:
    """Whether it was published later; what has no date is oldest."""
    if newer.published is None:
        return False
    return older.published is None or newer.published[0] > older.published[0]


def _ends(older: Claim, newer: Claim) -> Iterator[Span]:
    """The last days that a newer claim may set to an older one."""
    if newer.until is not None:
        yield newer.until
    elif newer.status == "ended" and newer.published is not None:
        yield _before(newer.published)
    if newer.since is not None and older.share.meet(newer.share) is None:
        yield _before(newer.since)


def _before(days: Span) -> Span:
    one = timedelta(days=1)
    return max(days[0], date.min + one) - one, max(days[1], date.min + one) - one
