"""How much of a result flows over each link, by the rule that gave it: what a proof shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter

import numpy as np

from graph.ownership.net import Net
from graph.ownership.rules import Rule, control_of, eu_amlr, integrated, widest_chain
from graph.ownership.solve import Columns, Shares, greatest, least, meets, rest

Pair = tuple[str, str]
Weights = dict[Pair, float]
Way = Callable[[Net, str, str, Mapping[str, int], bool], Weights]
"""Net, owner, owned, all between them, and whether the low is asked for: percent by link."""


def weights(net: Net, rule: Rule, owner: str, owned: str, nodes: Mapping[str, int], *, low: bool) -> Weights:
    """Percent points of the owner's low (or high) share of `owned` by link (owner, owned).

    `integrated` and `eu-amlr`: the flow over the link, that is the sum over all walks from owner to owned,
    once for each use of the link; in a chain all links have the weight of the result. `ofac-50` and `majority`:
    the share itself where its owner counts in full, else the link is no part of the proof. `weakest-link`: the
    result on the links of the widest chain. A link that matters only for the other end of the interval has 0.
    """
    if rule.reach in (integrated, eu_amlr):
        return _flows(net, owner, owned, nodes, low)
    if rule.name == "weakest-link":
        return _narrowest(net, owner, owned, nodes, low)
    return _counted(net, rule, owner, owned, nodes, low)


def _between(net: Net, owner: str, nodes: Mapping[str, int]) -> Weights:
    """All links that chains from the owner can use, of weight 0."""
    return {(k, j): 0.0 for j in nodes if j != owner for k, _ in net.held(j, nodes)}


def _flows(net: Net, owner: str, owned: str, nodes: Mapping[str, int], low: bool) -> Weights:
    columns = (least if low else greatest)(net, owner, nodes)
    chance = meets(owner, columns)
    inside = {j: {k: w for k, w in columns[j].items() if chance[k] > 0} for j in columns if chance[j] > 0}
    seen = _visits(owner, owned, inside)
    found = _between(net, owner, nodes)
    for j, column in inside.items():
        for k, part in column.items():
            found[k, j] = round(min(100.0, seen.get(j, 0.0) * part * chance[k] * 100), 10)
    return found


def _visits(owner: str, owned: str, columns: Columns) -> Shares:
    """How often a climb from `owned` that ends at `owner` comes by each company."""
    below: dict[str, dict[str, float]] = {k: {} for k in columns}
    for j, column in columns.items():
        for k, part in column.items():
            if k != owner:
                below[k][j] = part
    try:
        order = list(TopologicalSorter(below).static_order())
    except CycleError:
        return _solved_visits(owned, below)
    seen = {owned: 1.0}
    for k in order:
        seen[k] = seen.get(k, 0.0) + sum(part * seen[j] for j, part in below[k].items())
    return seen


def _solved_visits(owned: str, below: Columns) -> Shares:
    at = {k: n for n, k in enumerate(below)}
    cells = ((at[k], at[j], part) for k, row in below.items() for j, part in row.items())
    seen = rest(cells, [float(k == owned) for k in below])
    if seen is None:  # shares that cannot be true may leave no answer
        return {}
    return dict(zip(at, np.clip(seen, 0, None).tolist(), strict=True))


def _counted(net: Net, rule: Rule, owner: str, owned: str, nodes: Mapping[str, int], low: bool) -> Weights:
    sure, maybe = control_of(net, rule, owner, nodes)
    used = {*maybe, owned}
    found: Weights = {}
    for j in nodes:
        if j in used and j != owner:
            for k, share in net.held(j, maybe):
                if k != j:
                    found[k, j] = (share.low if k in sure else 0.0) if low else share.high
    return found


def _narrowest(net: Net, owner: str, owned: str, nodes: Mapping[str, int], low: bool) -> Weights:
    least_chain, least_width = widest_chain(net, owner, owned, nodes, high=False)
    most_chain, most_width = widest_chain(net, owner, owned, nodes, high=True)
    if low:
        return {**dict.fromkeys(most_chain, 0.0), **dict.fromkeys(least_chain, least_width)}
    return dict.fromkeys(most_chain, most_width)
