"""The links of chains that lead through some companies only."""

from __future__ import annotations

from collections.abc import Set

from graph.ownership.net import Net, walk
from graph.ownership.proof import Pair


def links(net: Net, owners: Set[str], company: str, inside: Set[str]) -> list[Pair]:
    """The links that chains from `owners` to a company use that lead through `inside` only, nearest to it first.

    A chain begins at the first of `owners` that it meets, seen from the company; none leads through the company.
    """

    def above(j: str) -> list[str]:
        found = () if j in owners else net.into.get(j, {})
        return [k for k in found if k not in (j, company) and (k in inside or k in owners)]

    return [(k, j) for j in walk([company], above) for k in sorted(above(j))]
