"""Walks over a net that start at several owners, or lead through some companies only."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Set

from graph.ownership.net import Net
from graph.ownership.proof import Pair


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


def links(net: Net, owners: Set[str], company: str, inside: Set[str]) -> list[Pair]:
    """The links that chains from `owners` to a company use that lead through `inside` only, nearest to it first.

    A chain begins at the first of `owners` that it meets, seen from the company; none leads through the company.
    """

    def above(j: str) -> list[str]:
        found = () if j in owners else net.into.get(j, {})
        return [k for k in found if k not in (j, company) and (k in inside or k in owners)]

    return [(k, j) for j in walk([company], above) for k in sorted(above(j))]
