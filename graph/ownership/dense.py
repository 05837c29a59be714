"""Shares of many companies that hold each other, as square arrays: what `solve` and `weights` do one by one.

Arrays have a row for each owned and a column for each owner, in parts of 1; the first row and column are those of
the owner that is asked about, whose own row is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from graph.ownership.net import Net
from graph.ownership.solve import CLOSE, NOISE, ROUNDS

MOST = 600
"""Companies up to which square arrays are quick."""
TURNS = 1e4
"""Turns in a loop from which rounding counts."""
LINKS = 1000
"""Links from which they are quicker than rows of a few shares."""
Pair = tuple[str, str]


class Heaviest(NamedTuple):
    """The links of the greatest weight, how many there are beside them, and the greatest weight among those."""

    links: Mapping[Pair, float]
    left: int = 0
    effect: float = 0.0


class Dense:
    """The direct shares among some companies: all that is upstream of one."""

    def __init__(self, net: Net, above: Mapping[str, int]) -> None:
        self.names = sorted(above)
        self.at = {j: n for n, j in enumerate(self.names)}
        size = len(self.names)
        self.low, self.gap = np.zeros((size, size)), np.zeros((size, size))
        self.linked = np.zeros((size, size), dtype=bool)
        self.room = np.zeros(size)
        for j, row in self.at.items():
            for k, share in net.into.get(j, {}).items():
                cell = row, self.at[k]
                self.low[cell], self.gap[cell] = share.low / 100, (share.high - share.low) / 100
                self.linked[cell] = True
            self.room[row] = max(0.0, 100 - net.owners(j).lows) / 100

    @cached_property
    def walks(self) -> np.ndarray | None:
        """N = (I - W)^-1 at the lows, which serves all owners; None where it is not exact enough."""
        try:
            found = np.linalg.inv(np.eye(len(self.low)) - self.low)
        except np.linalg.LinAlgError:  # a loop that lets nothing out
            return None
        turns = np.diag(found)
        exact = np.all((turns >= 1 - 1e-9) & (turns <= TURNS)) and np.all(found >= -1e-11)
        return np.clip(found, 0, None) if exact else None

    @classmethod
    def of(cls, net: Net, above: Mapping[str, int]) -> Dense | None:
        """The arrays, where they are quicker than rows; else None."""
        if len(above) > MOST or sum(len(net.into.get(j, ())) for j in above) < LINKS:
            return None
        return cls(net, above)

    def part(self, nodes: Mapping[str, int]) -> Part:
        """The part of it that an owner leads to; `nodes` by steps, the owner first."""
        return Part(self, list(nodes), np.array(list(nodes.values())))


class Part:
    """What one owner leads to, and the owner."""

    def __init__(self, whole: Dense, names: Sequence[str], hops: np.ndarray) -> None:
        at = np.array([whole.at[j] for j in names])
        square = np.ix_(at, at)
        self.names, self.hops, self.order = names, hops, at
        self.walks = None if whole.walks is None else whole.walks[square]
        self.low, self.gap, self.linked = whole.low[square], whole.gap[square], whole.linked[square]
        self.room = whole.room[at]
        self.low[0], self.gap[0], self.linked[0] = 0, 0, False

    def shares(self, owned: str) -> tuple[float, float] | None:
        """The owner's least and greatest share of one; None where shares that cannot be true leave no answer."""
        low, most, at = self.least(), self.greatest(), self.names.index(owned)
        return None if low is None or most is None else (float(low[at]), float(most[1][at]))

    def least(self) -> np.ndarray | None:
        """What the owner has of each at the lows: y = N[j,i] / N[i,i]."""
        if self.walks is None:
            return self.meets(self.low)
        found: np.ndarray = self.walks[:, 0] / self.walks[0, 0]
        return np.minimum(found, 1.0) if found.max() <= 1 + NOISE else None

    def _least(self) -> tuple[np.ndarray, np.ndarray] | None:
        chance = self.least()
        return None if chance is None else (self.low, chance)

    def greatest(self) -> tuple[np.ndarray, np.ndarray] | None:
        """The direct shares that give the owner most, and what it then has; as `solve.greatest`."""
        direct = self._filled(1 / (1 + self.hops))
        chance = self.meets(direct)
        for _ in range(ROUNDS):
            if chance is None:
                return None
            filled = self._filled(chance)
            better = filled @ chance > np.minimum(1.0, direct @ chance) + CLOSE
            if not better.any():
                break
            direct[better] = filled[better]
            chance = self.meets(direct)
        return None if chance is None else (direct, chance)

    def _filled(self, chance: np.ndarray) -> np.ndarray:
        """The lows, and each company's room left to the owners with the best chance first."""
        best = np.lexsort((self.order, -chance))
        gap = self.gap[:, best]
        before = np.cumsum(gap, axis=1) - gap
        made: np.ndarray = self.low.copy()
        made[:, best] += np.clip(self.room[:, None] - before, 0, gap)
        return made

    def meets(self, direct: np.ndarray) -> np.ndarray | None:
        """The chance that a climb from each meets the owner; None where there is no one answer."""
        within = self._reached(direct)
        chance = np.zeros(len(direct))
        solved = _solved(direct[np.ix_(within, within)], direct[within, 0])
        if solved is None or not np.all((solved >= -NOISE) & (solved <= 1 + NOISE)):
            return None
        chance[within], chance[0] = np.clip(solved, 0, 1), 1.0
        return chance

    @staticmethod
    def _reached(direct: np.ndarray) -> np.ndarray:
        """The numbers of all that the owner leads to by shares above nothing, without the owner."""
        reached = np.zeros(len(direct), dtype=bool)
        fresh = np.array([0])
        while len(fresh):
            reached[fresh] = True
            fresh = np.flatnonzero((direct[:, fresh] > 0).any(axis=1) & ~reached)
        return np.flatnonzero(reached)[1:]

    def flows(self, owned: str, above: Mapping[str, int], most: int, *, low: bool) -> Heaviest | None:
        """The links over which most flows of the owner's share of `owned`: of equal ones the nearest to it.

        None as for `shares`.
        """
        found = self._least() if low else self.greatest()
        if found is None:
            return None
        direct, chance = found
        seen = self._visits(self.names.index(owned), direct, chance, low)
        if seen is None:
            return None
        flow = np.minimum(100.0, seen[:, None] * direct * chance[None, :] * 100)
        return self._heaviest(np.round(flow, 10), np.array([above[j] for j in self.names]), most)

    def _visits(self, owned: int, direct: np.ndarray, chance: np.ndarray, low: bool) -> np.ndarray | None:
        """How often a climb from `owned` that ends at the owner comes by each; None where there is no one answer."""
        if low and self.walks is not None:
            back = self.walks[owned, 0] / self.walks[0, 0]
            found: np.ndarray = np.clip(self.walks[owned] - back * self.walks[0], 0, None)
            return found
        within = np.flatnonzero(chance > 0)[1:]
        seen = np.zeros(len(direct))
        solved = _solved(direct[np.ix_(within, within)].T, (within == owned).astype(float))
        if solved is None:
            return None
        seen[within] = np.clip(solved, 0, None)
        return seen

    def _heaviest(self, flow: np.ndarray, steps: np.ndarray, most: int) -> Heaviest:
        rows, columns = np.nonzero(self.linked)
        values = flow[rows, columns]
        order = np.lexsort((self.order[rows], self.order[columns], steps[rows], -values))
        kept = {(self.names[columns[n]], self.names[rows[n]]): float(values[n]) for n in order[:most]}
        return Heaviest(kept, len(order) - len(kept), float(values[order[most]]) if len(order) > most else 0.0)


def _solved(part: np.ndarray, right: np.ndarray) -> np.ndarray | None:
    """x with x = A x + right; None where there is no one answer.

    By SuperLU, because the threads that LAPACK starts for a system this small wait for each other on a busy machine.
    """
    if not len(right):
        return right
    try:
        found: np.ndarray = splu(csc_array(np.eye(len(right)) - part), permc_spec="NATURAL").solve(right)
    except RuntimeError:  # exactly singular
        return None
    return found
