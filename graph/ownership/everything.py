"""Integrated ownership of everything at once: the share of every owner in every company.

Y = diag(N)^-1 (N - I) with N = (I - W)^-1, off the diagonal: what the rule `integrated` says, for all pairs.
With every share a figure, a million companies and 1.2 million links take a second or two and 600 MB. Owners
of anything whose shares are ranges are asked one by one while they are few; of many the highs are a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from graph.ownership.interests import Interval
from graph.ownership.net import Net
from graph.ownership.rules import RULES
from graph.ownership.solve import lowest
from graph.ownership.walks import Flags, Real, Whole, above, walks

OVER = 1e-11
"""What rounding may add to a share of the whole; more means lows that sum above 100, cut company by company."""
EXACT = 2_000
"""Most owners that are asked one by one for their highs."""


@dataclass(frozen=True, slots=True)
class Links:
    """Direct shares as columns: owner and owned from 0 to `size` - 1, low and tightened high in parts of 1.

    Each pair once, each high above 0.
    """

    owner: Whole
    owned: Whole
    low: Real
    high: Real
    size: int

    def only(self, those: Flags) -> Links:
        """Some of the links."""
        return Links(self.owner[those], self.owned[those], self.low[those], self.high[those], self.size)

    @property
    def open(self) -> Flags:
        """All that owns something, directly or not, through a share that is a range."""
        marked = np.zeros(self.size, dtype=bool)
        marked[self.owner[self.low < self.high]] = True
        return above(self.owner, self.owned, marked)


@dataclass(frozen=True, slots=True)
class Shares:
    """Pairs of an owner and what it owns, as columns, in no order; low and high in percent, to ten places."""

    owner: Whole
    owned: Whole
    low: Real
    high: Real
    bound: str
    """`exact`, or `monotone` where some highs are only a bound, as the answer about one company says it."""

    def from_(self, floor: float) -> Shares:
        """Those whose high is at least `floor` percent."""
        keep = self.high >= floor if floor > 0 else slice(None)
        return Shares(self.owner[keep], self.owned[keep], self.low[keep], self.high[keep], self.bound)

    def rows(self) -> Iterator[tuple[int, int, float, float]]:
        """Owner, owned, low, high."""
        return zip(*(c.tolist() for c in (self.owner, self.owned, self.low, self.high)), strict=True)


def of_net(net: Net) -> tuple[list[str], Links]:
    """The names of all that owns or is owned, in order, and the links between them by their places there."""
    names = sorted(net.out.keys() | net.into.keys())
    at = {name: n for n, name in enumerate(names)}
    rows = [(at[k], at[j], s.low / 100, s.high / 100) for j, column in net.into.items() for k, s in column.items()]
    owner, owned, low, high = np.array(rows, dtype=float).reshape(-1, 4).T
    return names, Links(owner.astype(np.int32), owned.astype(np.int32), low, high, len(names))


def everything(links: Links, floor: float = 0.0, exact: int = EXACT) -> Shares:
    """The integrated share of every owner in every company, from `floor` percent up.

    Lows are exact, and so are highs where no share on the way is a range, or where the owners of such are
    `exact` at most; else highs are what the greatest shares give together, cut at 100.
    """
    low, unsure = lows(links)
    open = links.open
    alone = unsure | open if open.sum() <= exact else unsure
    parts = [_columns(low, ~open & ~alone)]
    if alone.any():
        parts.append(_one_by_one(links, alone, open))
    bounded = open & ~alone
    if bounded.any():
        parts.append(_bounded(links, low, bounded))
    excess = np.any(np.bincount(links.owned, links.low, links.size) > 1 + OVER)
    bound = "monotone" if excess or bounded.any() else "exact"
    owner, owned, least, most = (np.concatenate([part[n] for part in parts]) for n in range(4))
    return Shares(owner, owned, _percent(least), _percent(most), bound).from_(floor)


def lows(links: Links) -> tuple[csr_array, Flags]:
    """The share of each owner (row) in each company (column) with every share at its low, in parts of 1.

    And the owners for which that is not sure: lows that sum above 100, or loops that keep all, are on their way.
    """
    some = links.only(links.low > 0)
    found = walks(some.owner, some.owned, some.low, links.size)
    shares = found.shares()
    unsure = found.doubtful.copy()
    unsure[_rows(shares)[shares.data > 1 + OVER]] = True
    np.minimum(shares.data, 1.0, out=shares.data)
    return shares, unsure


Columns = tuple[Whole, Whole, Real, Real]


def _rows(shares: csr_array) -> Whole:
    return np.repeat(np.arange(shares.shape[0], dtype=np.int32), np.diff(shares.indptr))


def _columns(low: csr_array, owners: Flags) -> Columns:
    """The shares of owners whose low and high are one figure."""
    rows = _rows(low)
    keep = owners[rows] & (low.data > 0)
    return rows[keep], low.indices[keep], low.data[keep], low.data[keep]


def _bounded(links: Links, low: csr_array, owners: Flags) -> Columns:
    """The shares of owners with highs that are a bound: every share at the greatest it can be alone."""
    most = walks(links.owner, links.owned, links.high, links.size, cut=True).shares()
    rows = _rows(most)
    keep = owners[rows]
    rows, columns, high = rows[keep], most.indices[keep], np.minimum(most.data[keep], 1.0)
    known = _rows(low).astype(np.int64) * links.size + low.indices
    order = np.argsort(known)
    at = np.searchsorted(known[order], rows.astype(np.int64) * links.size + columns)
    at = np.minimum(at, max(0, len(known) - 1))
    least = np.zeros(len(rows))
    if len(known):
        hit = known[order][at] == rows.astype(np.int64) * links.size + columns
        least[hit] = low.data[order][at[hit]]
    return rows, columns, least, np.maximum(least, high)


def _one_by_one(links: Links, owners: Flags, open: Flags) -> Columns:
    """The shares of these owners, each with all that it owns; where no share is `open` the low is the high."""
    net = _net(links, owners)
    rows = [
        (i, int(j), low, high)
        for i in np.flatnonzero(owners).tolist()
        for j, low, high in (_ranges if open[i] else _figures)(net, str(i))
        if j != str(i) and high > 0
    ]
    owner, owned, low, high = np.array(rows, dtype=float).reshape(-1, 4).T
    return owner.astype(np.int32), owned.astype(np.int32), low, high


def _ranges(net: Net, owner: str) -> Iterator[tuple[str, float, float]]:
    found = RULES["integrated"].reach(net, owner, net.downstream(owner))
    return ((j, share.low / 100, share.high / 100) for j, share in found.items())


def _figures(net: Net, owner: str) -> Iterator[tuple[str, float, float]]:
    return ((j, part, part) for j, part in lowest(net, owner, net.downstream(owner)).items())


def _net(links: Links, owners: Flags) -> Net:
    """All shares in what these owners own, directly or not."""
    some = links.only(above(links.owned, links.owner, owners)[links.owned])
    order = np.lexsort((some.owner, some.owned))
    cells = (c[order].tolist() for c in (some.owner, some.owned, some.low * 100, some.high * 100))
    columns = dict[str, dict[str, Interval]]()
    for owner, owned, low, high in zip(*cells, strict=True):
        columns.setdefault(str(owned), {})[str(owner)] = Interval((low, 0), (high, 0))
    return Net.of(columns)


def _percent(parts: Real) -> Real:
    return np.round(parts * 100, 10)
