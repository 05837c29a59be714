"""N = (I - W)^-1, all walks from each owner to each company, as a sparse matrix built level by level.

The rows of a level need only those of the levels below: N = I + W N. Inside a strongly connected component,
where that would go round in circles, N is the dense inverse of I - W there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components

Whole = NDArray[np.integer]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
CLOSE = 1e-11
LARGEST = 1e4
"""What a walk may be worth inside a component; more means loops that keep nearly all of it."""
ENDLESS = 1e30
"""What stands for it in a bound where it has no end."""
FEW = 200
"""Rows of a level up to which it is multiplied apart, so that a long chain costs nothing for what it does not touch."""


@dataclass(frozen=True, slots=True)
class Walks:
    """N with owners as rows and owned as columns; `doubtful` rows hold nothing sure."""

    matrix: csr_array
    turns: Real
    """N[i, i]: how often a walk from i is at i, the start included."""
    doubtful: Flags
    """Owners of anything in a component where I - W is singular, nearly so, or of a gain above 1."""

    def shares(self) -> csr_array:
        """Y, in parts of 1: the rows without their diagonal, their own loops removed."""
        m = self.matrix
        counts = np.diff(m.indptr)
        rows = np.repeat(np.arange(m.shape[0], dtype=np.int32), counts)
        keep = m.indices != rows
        data = m.data[keep]
        if np.any(self.turns != 1):
            data /= self.turns[rows[keep]]
        pointers = m.indptr - np.arange(len(m.indptr), dtype=m.indptr.dtype)
        return csr_array((data, m.indices[keep], pointers), shape=m.shape)


def walks(owner: Whole, owned: Whole, share: Real, size: int, cut: bool = False) -> Walks:
    """N of direct shares in parts of 1, each pair once, all above 0.

    With `cut` no walk is worth more than its owner's own turns: where shares are the greatest that each can
    be for itself, that makes of N a bound that no share passes.
    """
    _, label = connected_components(_matrix(owner, owned, share, size), connection="strong")
    outside = label[owner] != label[owned]
    level = _levels(label, label[owner[outside]], label[owned[outside]])
    loops = np.zeros(len(level), dtype=bool)
    loops[label[owner[~outside]]] = True
    order = np.lexsort((label, loops[label], level[label])).astype(np.int32)
    place = np.empty_like(order)
    place[order] = np.arange(size, dtype=np.int32)
    cells = place[owner[outside]], place[owned[outside]], share[outside]
    inner = place[owner[~outside]], place[owned[~outside]], share[~outside]
    blocks = _blocks(label[order], inner, ENDLESS if cut else 0.0)
    found = _Growing(_with_unit(cells, size), blocks, cut)
    for first, last in _ranges(level[label[order]]):
        found.append(first, last)
    doubtful = above(owner, owned, blocks.bad[place])
    return Walks(found.matrix(order, place), found.turns[place], doubtful)


def above(owner: Whole, owned: Whole, those: Flags) -> Flags:
    """Those that are marked and all that owns any of them, directly or not."""
    found, fresh = those.copy(), those
    while fresh.any():
        more = np.zeros(len(those), dtype=bool)
        more[owner[fresh[owned]]] = True
        fresh = more & ~found
        found |= fresh
    return found


def _matrix(rows: Whole, columns: Whole, values: Real, size: int) -> csr_array:
    return csr_array((values, (rows, columns)), shape=(size, size))


def _with_unit(cells: tuple[Whole, Whole, Real], size: int) -> csr_array:
    """I + W."""
    own = np.arange(size, dtype=np.int32)
    rows, columns = np.concatenate((cells[0], own)), np.concatenate((cells[1], own))
    return _matrix(rows, columns, np.concatenate((cells[2], np.ones(size))), size)


def _levels(label: Whole, above: Whole, below: Whole) -> Whole:
    """How many steps at most lead down from each component, by its links to others."""
    count = int(label.max(initial=-1)) + 1
    ties = _matrix(below, above, np.ones(len(above)), count)  # each pair once
    waiting = np.bincount(ties.indices, minlength=count)
    level = np.zeros(count, dtype=np.int32)
    ready, depth = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = depth
        owners, times = np.unique(ties[ready].indices, return_counts=True)
        waiting[owners] -= times
        ready, depth = owners[waiting[owners] == 0], depth + 1
    return level


def _ranges(values: Whole) -> Iterator[tuple[int, int]]:
    """Where each of sorted values begins and ends."""
    ends = [*(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return zip([0, *ends[:-1]], ends, strict=True) if len(values) else zip()


@dataclass(frozen=True, slots=True)
class _Blocks:
    """N inside the components that have loops; the unit matrix elsewhere."""

    matrix: csr_array
    inside: Flags
    bad: Flags
    """Places in components without a sure inverse."""


def _blocks(label: Whole, inner: tuple[Whole, Whole, Real], unsure: float) -> _Blocks:
    """The inverses of I - W inside components; `unsure` in all cells, and 1 on the diagonal, where there is none.

    `label` is by place: the places of a component stand together.
    """
    rows, columns, values = inner
    size = len(label)
    start = np.flatnonzero(np.diff(label, prepend=-1))[np.cumsum(np.diff(label, prepend=-1) != 0) - 1]
    length = np.bincount(start, minlength=size)[start]
    bad, inside = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    cells = list[tuple[Whole, Whole, Real]]()
    for n in np.unique(length[rows]).tolist():
        own = length[rows] == n
        starts = np.unique(start[rows[own]])
        at = np.searchsorted(starts, start[rows[own]])
        dense = np.broadcast_to(np.eye(n), (len(starts), n, n)).copy()
        dense[at, rows[own] - starts[at], columns[own] - starts[at]] -= values[own]
        inverse, wrong = _inverse(dense)
        inverse[wrong] = np.maximum(np.eye(n), unsure)
        span = starts[:, None] + np.arange(n)
        inside[span], bad[span] = True, wrong[:, None]
        down, across = (np.broadcast_to(x, inverse.shape).ravel() for x in (span[:, :, None], span[:, None, :]))
        cells.append((down, across, inverse.ravel()))
    apart = np.flatnonzero(~inside)
    cells.append((apart, apart, np.ones(len(apart))))
    down, across, filled = (np.concatenate([c[n] for c in cells]) for n in range(3))
    return _Blocks(_matrix(down, across, filled, size), inside, bad)


def _inverse(dense: Real) -> tuple[Real, Flags]:
    """The inverse of each matrix of a stack, and which have none that is sure."""
    try:
        inverse = np.linalg.inv(dense)
    except np.linalg.LinAlgError:
        if len(dense) == 1:
            return dense, np.ones(1, dtype=bool)
        half = len(dense) // 2
        first, second = _inverse(dense[:half]), _inverse(dense[half:])
        return np.concatenate((first[0], second[0])), np.concatenate((first[1], second[1]))
    # I - W has an inverse without negative cells just where its loops keep less than all that goes round.
    wrong = ~np.all((inverse >= -CLOSE) & (inverse <= LARGEST), axis=(1, 2))
    return np.maximum(inverse, 0.0), wrong


class _Growing:
    """The rows of N by place, as far as they are known."""

    def __init__(self, links: csr_array, blocks: _Blocks, cut: bool) -> None:
        self.links, self.blocks, self.cut = links, blocks, cut
        self.turns: Real = blocks.matrix.diagonal()
        self._data = np.empty(2 * links.nnz)
        self._indices = np.empty(2 * links.nnz, dtype=np.int32)
        self._pointers = np.zeros(links.shape[0] + 1, dtype=np.int32)

    def append(self, first: int, last: int) -> None:
        """Make the rows from `first` to `last`, which need only those before them."""
        own = np.arange(first, last, dtype=np.int32)
        self._keep(first, own, np.ones(last - first), np.arange(1, last - first + 1))
        rows = self._product(first, last)
        loops = first + int(np.count_nonzero(~self.blocks.inside[first:last]))
        if loops < last:
            block = self.blocks.matrix[loops:last, loops:last] @ rows[loops - first :]
            rows = vstack((rows[: loops - first], block), format="csr")
        if self.cut:
            np.minimum(rows.data, np.repeat(self.turns[first:last], np.diff(rows.indptr)), out=rows.data)
        self._keep(first, rows.indices, rows.data, rows.indptr[1:])

    def _keep(self, first: int, indices: Whole, data: Real, ends: Whole) -> None:
        """Write rows at `first`, over what may be there."""
        start = int(self._pointers[first])
        end = start + len(data)
        if end > len(self._data):
            self._data = np.concatenate((self._data[:start], np.empty(end)))
            self._indices = np.concatenate((self._indices[:start], np.empty(end, dtype=np.int32)))
        self._indices[start:end], self._data[start:end] = indices, data
        self._pointers[first + 1 : first + 1 + len(ends)] = start + ends

    def _product(self, first: int, last: int) -> csr_array:
        """(I + W) N for these rows, unit rows standing for what of N is to be made."""
        start, end = self.links.indptr[[first, last]]
        pointers, below = self.links.indptr[first : last + 1] - start, self.links.indices[start:end]
        known = self._known(last)
        if last - first > FEW:
            block = csr_array((self.links.data[start:end], below, pointers), shape=(last - first, last))
            return csr_array(block @ known)
        touched = np.unique(below)
        part = known[touched]
        columns, at = np.unique(part.indices, return_inverse=True)
        part = csr_array((part.data, at, part.indptr), shape=(len(touched), len(columns)))
        cells = self.links.data[start:end], np.searchsorted(touched, below), pointers
        found = csr_array(cells, shape=(last - first, len(touched))) @ part
        return csr_array((found.data, columns[found.indices], found.indptr), shape=(last - first, last))

    def _known(self, last: int) -> csr_array:
        end = self._pointers[last]
        return csr_array((self._data[:end], self._indices[:end], self._pointers[: last + 1]), shape=(last, last))

    def matrix(self, order: Whole, place: Whole) -> csr_array:
        """N by the numbers that the owners had before they were ordered."""
        found = self._known(len(order))[place]
        return csr_array((found.data, order[found.indices], found.indptr), shape=found.shape)
