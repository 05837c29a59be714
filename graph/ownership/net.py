"""Direct holdings as sparse rows both ways, tightened by what else is held; walks over them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from math import fsum

from graph.ownership.interests import Bound, Interval

SLACK = 100.05
"""Lows of one company's owners may sum to this before it is a conflict (rounded figures do)."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of one company: tightened shares, the sum of their lows, how many lows are open."""

    shares: Mapping[str, Interval]
    lows: float
    open: int

    @property
    def conflict(self) -> bool:
        """Whether the lows cannot all be true."""
        return self.lows > SLACK

    def room(self, inside: Iterable[Interval]) -> Bound:
        """The most that `inside`, some of the owners, can hold together: all but the others' lows."""
        own = list(inside)
        rest = round(100 - self.lows + fsum(s.low for s in own), 9)
        others_open = self.open - sum(s.floor[1] > 0 for s in own)
        return rest, -1 if others_open else 0


def owners(shares: Mapping[str, Interval]) -> Owners:
    """Tightened shares of one company: no high above what the other owners' lows leave."""
    column = Owners(shares, fsum(s.low for s in shares.values()), sum(s.floor[1] > 0 for s in shares.values()))
    return Owners({k: _tight(s, column.room([s])) for k, s in shares.items()}, column.lows, column.open)


def _tight(share: Interval, room: Bound) -> Interval:
    ceiling = min(share.ceiling, room)
    return Interval(share.floor, ceiling if ceiling >= share.floor else (share.low, 0))


NOBODY = Owners({}, 0.0, 0)


class Net:
    """Who holds what directly, in percent; a link that can be nothing at most is left out of walks."""

    def __init__(self, shares: Mapping[tuple[str, str], Interval]) -> None:
        columns: dict[str, dict[str, Interval]] = defaultdict(dict)
        for (owner, owned), share in sorted(shares.items()):
            columns[owned][owner] = share
        self.columns = {owned: owners(column) for owned, column in columns.items()}
        self.into = {j: {k: s for k, s in c.shares.items() if s.high > 0} for j, c in self.columns.items()}
        self.out: dict[str, set[str]] = defaultdict(set)
        for owned, column in self.into.items():
            for owner in column:
                self.out[owner].add(owned)

    def owners(self, company: str) -> Owners:
        """The owners of a company; nobody where none is known."""
        return self.columns.get(company, NOBODY)

    def direct(self, owner: str, owned: str) -> Interval | None:
        """What `owner` holds itself."""
        return self.into.get(owned, {}).get(owner)

    def upstream(self, company: str) -> dict[str, int]:
        """All that own it, directly or not, with the least number of steps; itself with 0."""
        return steps(company, lambda here: self.into.get(here, {}).keys())

    def downstream(self, owner: str, inside: Mapping[str, int] | None = None) -> dict[str, int]:
        """All that it owns, directly or not, with the least number of steps; itself with 0."""
        if inside is None:
            return steps(owner, lambda here: self.out.get(here, set()))
        return steps(owner, lambda here: self.out.get(here, set()) & inside.keys(), len(inside))


def steps(start: str, further: Callable[[str], Set[str]], most: int | None = None) -> dict[str, int]:
    """Least numbers of steps from `start`, nearest first; it stops where `most` are found."""
    found, queue = {start: 0}, deque([start])
    while queue and len(found) != most:
        here = queue.popleft()
        fresh = sorted(further(here) - found.keys())
        found.update(dict.fromkeys(fresh, found[here] + 1))
        queue.extend(fresh)
    return found
