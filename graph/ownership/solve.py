"""The chance that a climb from a company, going to each owner by its share, ever meets one owner.

That chance is the owner's integrated share. Shares here are parts from 0 to 1, by owned and owner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from graph.ownership.net import Net, walk

Columns = Mapping[str, Mapping[str, float]]
Shares = dict[str, float]
CLOSE = 1e-11
NOISE = 1e-6
"""What rounding may add to a chance where a loop keeps nearly all of it; more means shares that cannot be true."""
ROUNDS = 10_000
DENSE = 60
"""Unknowns up to which a dense system is quicker than a sparse one."""


def lowest(net: Net, owner: str, nodes: Mapping[str, int]) -> Shares:
    """The owner's share of each of `nodes` with every share at its low."""
    return meets(owner, least(net, owner, nodes))


def least(net: Net, owner: str, nodes: Mapping[str, int]) -> Columns:
    """The shares of each of `nodes` at their lows; of all but the owner."""
    return {j: {k: s.low / 100 for k, s in net.held(j, nodes) if s.low > 0} for j in nodes if j != owner}


def highest(net: Net, owner: str, nodes: Mapping[str, int]) -> Shares:
    """The greatest share of each of `nodes` over all shares that fit."""
    return meets(owner, greatest(net, owner, nodes))


def greatest(net: Net, owner: str, nodes: Mapping[str, int]) -> Columns:
    """The shares of each of `nodes`, but the owner, that give it most of all of them at once: policy iteration.

    A company's free room goes to the owners with the best chance; that changes the chances, and so
    on until no company gains. All are greatest at once, as each company's room is its own.
    """
    chance = {j: 1 / (1 + hops) for j, hops in nodes.items()}
    columns = {j: _filled(net, j, chance) for j in nodes if j != owner}
    chance = meets(owner, columns)
    for _ in range(ROUNDS):
        filled = {j: _filled(net, j, chance) for j in columns}
        better = {j: new for j, new in filled.items() if _gains(new, columns[j], chance)}
        if not better:
            break
        columns |= better
        chance = meets(owner, columns)
    return columns


def _filled(net: Net, company: str, chance: Mapping[str, float]) -> dict[str, float]:
    """Its owners' shares: the lows, and the room left to those with the best chance first."""
    owners = net.owners(company)
    known = dict(net.held(company, chance))
    room = max(0.0, 100 - owners.lows)
    column = {}
    for k, share in sorted(known.items(), key=lambda item: (-chance[item[0]], item[0])):
        more = min(share.high - share.low, room)
        room -= more
        column[k] = (share.low + more) / 100
    return {k: part for k, part in column.items() if part > 0}


def _gains(new: Mapping[str, float], old: Mapping[str, float], chance: Mapping[str, float]) -> bool:
    return min(1.0, _value(new, chance)) > min(1.0, _value(old, chance)) + CLOSE


def _value(column: Mapping[str, float], chance: Mapping[str, float]) -> float:
    return sum(part * chance[k] for k, part in column.items())


def meets(owner: str, columns: Columns) -> Shares:
    """The least solution of y[j] = sum of w[k,j] * y[k] with y[owner] = 1, no y above 1."""
    out: dict[str, set[str]] = {}
    for j, column in columns.items():
        for k in column:
            out.setdefault(k, set()).add(j)
    reached = walk([owner], lambda here: out.get(here, set()))
    known = {j: {k: w for k, w in columns[j].items() if k in reached} for j in reached if j != owner}
    try:
        order = list(TopologicalSorter(known).static_order())
    except CycleError:
        solved = _solve(owner, known) or _iterate(owner, known)
    else:
        solved = _forward(owner, known, order)
    return {**dict.fromkeys(columns, 0.0), **solved, owner: 1.0}


def _forward(owner: str, columns: Columns, order: Collection[str]) -> Shares:
    chance = {owner: 1.0}
    for j in order:
        if j != owner:
            chance[j] = min(1.0, _value(columns[j], chance))
    return chance


def _solve(owner: str, columns: Columns) -> Shares | None:
    """By one sparse linear system; None where shares that cannot be true leave it without an answer."""
    at = {j: n for n, j in enumerate(columns)}
    cells = [(at[j], at[k], w) for j, column in columns.items() for k, w in column.items() if k != owner]
    chance = rest(cells, [column.get(owner, 0.0) for column in columns.values()])
    if chance is None:
        return None
    if not np.all((chance >= -NOISE) & (chance <= 1 + NOISE)):
        return None
    return dict(zip(at, np.clip(chance, 0, 1).tolist(), strict=True))


def rest(cells: Iterable[tuple[int, int, float]], right: Sequence[float]) -> np.ndarray | None:
    """x with x = A x + right, where `cells` are row, column and value of A; None where there is no one answer."""
    size = len(right)
    if size <= DENSE:
        system = np.eye(size)
        for row, column, value in cells:
            system[row, column] -= value
        try:
            return np.linalg.solve(system, np.array(right))
        except np.linalg.LinAlgError:
            return None
    rows, columns, values = zip(*cells, *((n, n, -1.0) for n in range(size)), strict=True)
    try:
        return splu(csc_array((np.negative(values), (rows, columns)), shape=(size, size))).solve(np.array(right))
    except RuntimeError:  # exactly singular
        return None


def _iterate(owner: str, columns: Columns) -> Shares:
    """From below, cut at 1 on each round: the answer that is left where shares sum to too much."""
    chance = {**dict.fromkeys(columns, 0.0), owner: 1.0}
    for _ in range(ROUNDS):
        new = {j: min(1.0, _value(column, chance)) for j, column in columns.items()}
        done = all(new[j] - chance[j] < CLOSE for j in columns)
        chance.update(new)
        if done:
            break
    return chance
