"""Direct holdings as sparse rows both ways, tightened by what else is held; walks over them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from graph.ownership.components import components
from graph.ownership.interests import Bound, Interval

SLACK = 100.05
"""Lows of one company's owners may sum to this before it is a conflict (rounded figures do)."""
Shares = Mapping[str, Interval]
"""Shares of one company by owner, owners in order."""


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners of one company: tightened shares, the sum of their lows, how many lows are open."""

    shares: Shares
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


def owners(shares: Shares) -> Owners:
    """Tightened shares of one company: no high above what the other owners' lows leave."""
    column = Owners(shares, fsum(s.low for s in shares.values()), sum(s.floor[1] > 0 for s in shares.values()))
    if all(s.floor == s.ceiling for s in shares.values()):
        return column
    return Owners({k: _tight(s, column.room([s])) for k, s in shares.items()}, column.lows, column.open)


def _tight(share: Interval, room: Bound) -> Interval:
    ceiling = min(share.ceiling, room)
    return Interval(share.floor, ceiling if ceiling >= share.floor else (share.low, 0))


NOBODY = Owners({}, 0.0, 0)


class Net:
    """Who holds what directly, in percent; a link that can be nothing at most is left out of walks.

    Never changed once made; `updated` makes a new one.
    """

    def __init__(self) -> None:
        self.into: dict[str, Shares] = {}
        """Tightened shares by company and owner."""
        self.out: dict[str, frozenset[str]] = {}
        """The companies that each owner holds something of."""
        self.uneven: dict[str, Owners] = {}
        """Companies with a share that is no single figure, or with lows above 100 together."""
        self._loops: dict[str, tuple[str, ...]] = {}
        """The loop of each company that was asked for already; empty for one that is in none."""

    @classmethod
    def of(cls, columns: Mapping[str, Shares]) -> Net:
        """The net of these shares, by company and owner."""
        net, out = cls(), dict[str, list[str]]()
        for owned, column in columns.items():
            for owner in net._put(owned, column):
                out.setdefault(owner, []).append(owned)
        net.out = {owner: frozenset(held) for owner, held in out.items()}
        return net

    def updated(self, columns: Mapping[str, Shares]) -> Net:
        """A net in which these companies have these owners (none: an empty column), the rest as here."""
        net = Net()
        net.into, net.out, net.uneven = dict(self.into), dict(self.out), dict(self.uneven)
        for owned, column in columns.items():
            before = net.into.pop(owned, {}).keys()
            net.uneven.pop(owned, None)
            after = net._put(owned, column).keys()
            for owner in before - after:
                net.out[owner] = net.out[owner] - {owned}
            for owner in after - before:
                net.out[owner] = net.out.get(owner, frozenset()) | {owned}
        # Only who is upstream of a changed company, before or after, can have got into a loop or out of it; and
        # nobody by the owners of a company that holds nothing itself.
        holders = [j for j in columns if self.out.get(j) or net.out.get(j)]
        forgotten = {*columns, *(i for j in holders for one in (self, net) for i in one.upstream(j))}
        net._loops = dict(self._loops)
        for j in forgotten:
            net._loops.pop(j, None)
        return net

    def _put(self, owned: str, column: Shares) -> Shares:
        """Set the owners of a company, tightened; what stays of them."""
        if not column:
            return column
        total = 0.0
        for share in column.values():
            floor = share.floor
            if floor is not share.ceiling and floor != share.ceiling:
                total = 101.0
                break
            total += floor[0]
        if total > 100 + 1e-9:
            found = self.uneven[owned] = owners(column)
            column = found.shares
        self.into[owned] = kept = column if all(s.ceiling[0] > 0 for s in column.values()) else _something(column)
        return kept

    def owners(self, company: str) -> Owners:
        """The owners of a company; nobody where none is known."""
        if company in self.uneven:
            return self.uneven[company]
        column = self.into.get(company)
        return NOBODY if column is None else owners(column)

    def even(self, companies: Mapping[str, int]) -> bool:
        """Whether every share in these companies is one figure, and no company is held to more than 100."""
        return self.uneven.keys().isdisjoint(companies)

    def direct(self, owner: str, owned: str) -> Interval | None:
        """What `owner` holds itself."""
        return self.into.get(owned, {}).get(owner)

    def held(self, company: str, owners: Collection[str]) -> Iterator[tuple[str, Interval]]:
        """The shares that some owners hold directly; the time is that of the fewer, its owners or these."""
        column = self.into.get(company, {})
        if len(owners) < len(column):
            return ((k, column[k]) for k in owners if k in column)
        return ((k, share) for k, share in column.items() if k in owners)

    def loops(self, companies: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The loop of each of `companies` that is in one, itself included; with each company all upstream of it."""
        unknown = [j for j in companies if j not in self._loops]
        for found in components(self.into, unknown):
            turns = len(found) > 1 or found[0] in self.into.get(found[0], ())
            self._loops.update(dict.fromkeys(found, tuple(sorted(found)) if turns else ()))
        return {j: loop for j in companies if (loop := self._loops[j])}

    def upstream(self, company: str) -> dict[str, int]:
        """All that own it, directly or not, with the least number of steps, nearest first; itself with 0."""
        into, found, queue = self.into, {company: 0}, [company]
        for here in queue:
            if here in into:
                step = found[here] + 1
                for owner in into[here]:
                    if owner not in found:
                        found[owner] = step
                        queue.append(owner)
        return found

    def downstream(self, owner: str, inside: Mapping[str, int] | None = None) -> dict[str, int]:
        """All that it owns, directly or not, with the least number of steps; itself with 0."""
        nothing = frozenset[str]()
        if inside is None:
            return walk([owner], lambda here: self.out.get(here, nothing))
        return walk([owner], lambda here: self.out.get(here, nothing) & inside.keys(), len(inside) - 1)


def _something(column: Shares) -> Shares:
    return {k: s for k, s in column.items() if s.high > 0}


def walk(starts: Iterable[str], further: Callable[[str], Iterable[str]], most: int | None = None) -> dict[str, int]:
    """All that `further` leads to, with the least number of steps, nearest first; the starts with 0.

    It stops where more than `most` are found.
    """
    found = dict.fromkeys(sorted(starts), 0)
    queue = deque(found)
    while queue and (most is None or len(found) <= most):
        here = queue.popleft()
        fresh = sorted(k for k in further(here) if k not in found)
        found.update(dict.fromkeys(fresh, found[here] + 1))
        queue.extend(fresh)
    return found
