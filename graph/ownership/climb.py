"""What every owner upstream holds of one company, in one climb over figures that are all exact.

A climber starts at the company and goes to each owner with the chance of its share. `visits[i]` is how
often it comes by i, N[i,j] in the letters of OWNERSHIP.md, and the share of i is visits[i] / turns[i], where
turns[i] is how often a climb from i itself comes by i, the start included: more than once only in a loop.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from graph.ownership.net import Net

DENSE = 300
"""Companies in one loop up to which a dense inverse is quicker than a sparse factorisation."""
MOST = 1e4
"""Turns in a loop from which rounding counts; such loops are solved owner by owner."""
Parts = dict[str, float]
Loop = tuple[str, ...]
Cells = list[tuple[int, int, float]]
Solved = tuple[np.ndarray, np.ndarray]


def climb(net: Net, company: str, above: Mapping[str, int]) -> Parts | None:
    """The share of each of `above`, all that is upstream of `company`, in parts of 1; without the company.

    None where a loop keeps (nearly) all that comes into it, so that this way is not exact enough.
    """
    into = net.into
    waiting = dict.fromkeys(above, 0)
    for j in above:
        for k in into.get(j, ()):
            waiting[k] += 1
    visits = dict.fromkeys(above, 0.0)
    visits[company] = 1.0
    if waiting[company] or _upwards(net, visits, waiting, [company]) < len(above):
        left = [j for j in above if waiting[j] or waiting[company]]
        turns = _Loops(net, visits, waiting, left).climb()
        if turns is None:
            return None
        for i, often in turns.items():
            visits[i] = min(1.0, visits[i] / often)
    del visits[company]
    return visits


def _upwards(net: Net, visits: Parts, waiting: dict[str, int], ready: list[str]) -> int:
    """Hand visits on from those that are `ready`, and then from all that waited only for them; how many they were."""
    into = net.into
    for j in ready:
        if j in into:
            here = visits[j] / 100
            for k, share in into[j].items():
                visits[k] += here * share.floor[0]
                left = waiting[k] = waiting[k] - 1
                if not left:
                    ready.append(k)
    return len(ready)


class _Loops:
    """The rest of a climb, where loops hold it up: each is solved as one when nothing more can come into it."""

    def __init__(self, net: Net, visits: Parts, waiting: dict[str, int], left: list[str]) -> None:
        self.net, self.visits, self.waiting = net, visits, waiting
        self.loop = net.loops(left)
        """The loop of each company that is in one."""
        loops = dict.fromkeys(self.loop[j] for j in left if j in self.loop)
        self.held = {loop: sum(waiting[j] for j in loop) - self._inner(loop) for loop in loops}
        """How many links from outside each loop still waits for."""

    def _inner(self, loop: Loop) -> int:
        inside = set(loop)
        return sum(k in inside for j in loop for k in self.net.into.get(j, ()))

    def climb(self) -> Parts | None:
        """How often each company in a loop turns; None where a loop is not solved well enough."""
        turns: Parts = {}
        ready: list[str | Loop] = [loop for loop, held in self.held.items() if not held]
        for unit in ready:
            members = unit if isinstance(unit, tuple) else (unit,)
            if isinstance(unit, tuple):
                solved = _solve(self.net, unit, self.visits)
                if solved is None:
                    return None
                turns.update(solved)
            ready += self._hand_on(members)
        return turns

    def _hand_on(self, members: Loop) -> list[str | Loop]:
        """Add the visits that come from a company, or a loop, to its owners outside; who waited only for them."""
        fresh: list[str | Loop] = []
        inside = set(members)
        for j in members:
            here = self.visits[j] / 100
            for k, share in self.net.into.get(j, {}).items():
                if k not in inside:
                    self.visits[k] += here * share.floor[0]
                    loop = self.loop.get(k)
                    if loop is None:
                        self.waiting[k] -= 1
                        fresh += [k] if not self.waiting[k] else []
                    else:
                        self.held[loop] -= 1
                        fresh += [loop] if not self.held[loop] else []
        return fresh


def _solve(net: Net, loop: Loop, visits: Parts) -> Parts | None:
    """Set the visits of the members, from those that came in from outside; the turns of each member."""
    at = {j: n for n, j in enumerate(loop)}
    cells = [(at[k], n, s.floor[0] / 100) for j, n in at.items() for k, s in net.into.get(j, {}).items() if k in at]
    came = np.array([visits[j] for j in loop])
    solved = (_dense if len(loop) <= DENSE else _sparse)(cells, came)
    if solved is None:
        return None
    seen, turns = solved
    if not (np.all(turns >= 1 - 1e-9) and np.all(turns <= MOST) and np.all(seen >= -1e-11)):
        return None
    visits.update(zip(loop, seen.tolist(), strict=True))
    return dict(zip(loop, turns.tolist(), strict=True))


def _dense(cells: Cells, came: np.ndarray) -> Solved | None:
    system = np.eye(len(came))
    for row, column, part in cells:
        system[row, column] -= part
    try:
        inverse = np.linalg.inv(system)
    except np.linalg.LinAlgError:  # a loop that lets nothing out
        return None
    return inverse @ came, np.diag(inverse)


def _sparse(cells: Cells, came: np.ndarray) -> Solved | None:
    size = len(came)
    rows, columns, parts = zip(*cells, *((n, n, -1.0) for n in range(size)), strict=True)
    try:
        factors = splu(csc_array((np.negative(parts), (rows, columns)), shape=(size, size)))
    except RuntimeError:  # exactly singular
        return None
    turns = np.empty(size)
    for n in range(size):
        unit = np.zeros(size)
        unit[n] = 1.0
        turns[n] = factors.solve(unit)[n]
    return factors.solve(came), turns
