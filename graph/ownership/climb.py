"""What every owner upstream holds of one company, in one climb over figures that are all exact.

A climber starts at the company and goes to each owner with the chance of its share. `visits[i]` is how
often it comes by i, N[j,i] in OWNERSHIP's letters, and the share of i is visits[i] / turns[i], where
turns[i] is how often a climb from i itself comes by i, the start included: more than once only in a loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from graph.ownership.net import Net

DENSE = 300
"""Companies in one loop up to which a dense inverse is quicker than a sparse factorisation."""
MOST = 1e4
"""Turns in a loop from which rounding counts; such loops are solved owner by owner."""
Parts = dict[str, float]


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
    if not waiting[company]:
        done = _upwards(net, visits, waiting, [company])
        if len(done) == len(visits):
            del visits[company]
            return visits
    return _with_loops(net, company, visits, waiting)


def _upwards(net: Net, visits: Parts, waiting: dict[str, int], ready: list[str]) -> list[str]:
    """Hand visits on from those that are `ready`, and then from all that waited only for them."""
    into = net.into
    for j in ready:
        if j in into:
            here = visits[j] / 100
            for k, share in into[j].items():
                visits[k] += here * share.floor[0]
                left = waiting[k] = waiting[k] - 1
                if not left:
                    ready.append(k)
    return ready


def _with_loops(net: Net, company: str, visits: Parts, waiting: Mapping[str, int]) -> Parts | None:
    """Go on where a loop holds the climb up: loop by loop, each solved as one."""
    left = [j for j in waiting if waiting[j]] if not waiting[company] else list(waiting)
    visits_of, turns = visits, dict[str, float]()
    for loop in reversed(components(net, left)):
        if len(loop) > 1 or loop[0] in net.into.get(loop[0], ()):
            solved = _loop(net, loop, visits_of)
            if solved is None:
                return None
            turns.update(solved)
        _hand_on(net, loop, visits_of)
    return {i: min(1.0, seen / turns.get(i, 1.0)) for i, seen in visits_of.items() if i != company}


def _hand_on(net: Net, loop: list[str], visits: Parts) -> None:
    """Add the visits that come from a loop to the owners outside it."""
    inside = set(loop)
    for j in loop:
        for k, share in net.into.get(j, {}).items():
            if k not in inside:
                visits[k] += visits[j] * share.floor[0] / 100


def _loop(net: Net, loop: list[str], visits: Parts) -> Parts | None:
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


Cells = list[tuple[int, int, float]]


def _dense(cells: Cells, came: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    system = np.eye(len(came))
    for row, column, part in cells:
        system[row, column] -= part
    try:
        inverse = np.linalg.inv(system)
    except np.linalg.LinAlgError:  # a loop that lets nothing out
        return None
    return inverse @ came, np.diag(inverse)


def _sparse(cells: Cells, came: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    size = len(came)
    rows, columns, parts = zip(*cells, strict=True)
    system = csc_array((np.negative(parts), (rows, columns)), shape=(size, size))
    system.setdiag(system.diagonal() + 1)
    try:
        factors = splu(system)
    except RuntimeError:  # exactly singular
        return None
    turns = np.empty(size)
    for n in range(size):
        unit = np.zeros(size)
        unit[n] = 1.0
        turns[n] = factors.solve(unit)[n]
    return factors.solve(came), turns


def components(net: Net, companies: Iterable[str]) -> list[list[str]]:
    """The loops among `companies` and the companies that are in none: owners before what they own.

    Strongly connected components by Tarjan 1972, without recursion.
    """
    inside = dict.fromkeys(companies)
    number, low, stack, on = dict[str, int](), dict[str, int](), list[str](), set[str]()
    found: list[list[str]] = []
    for start in inside:
        if start in number:
            continue
        work = [(start, iter(net.into.get(start, ())))]
        number[start] = low[start] = len(number)
        stack.append(start)
        on.add(start)
        while work:
            here, owners = work[-1]
            for k in owners:
                if k not in inside:
                    continue
                if k not in number:
                    number[k] = low[k] = len(number)
                    stack.append(k)
                    on.add(k)
                    work.append((k, iter(net.into.get(k, ()))))
                    break
                if k in on:
                    low[here] = min(low[here], number[k])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == number[here]:
                    found.append(_off(stack, on, here))
    return found


def _off(stack: list[str], on: set[str], last: str) -> list[str]:
    """Take a component from the stack, down to the one that was met first."""
    found: list[str] = []
    while not found or found[-1] != last:
        found.append(stack.pop())
        on.discard(found[-1])
    return found
