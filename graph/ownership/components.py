"""Loops: which companies own each other, directly or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

Owners = Mapping[str, Iterable[str]]


def components(into: Owners, companies: Iterable[str]) -> list[list[str]]:
    """The strongly connected components among `companies`, owners before what they own.

    `into` has the owners of each company. A company in no loop is a component of its own.
    Source: R. Tarjan, Depth-first search and linear graph algorithms, 1972; here without recursion.
    """
    search = _Search(into, frozenset(companies))
    for start in companies:
        search.visit(start)
    return search.found


class _Search:
    def __init__(self, into: Owners, inside: frozenset[str]) -> None:
        self.found: list[list[str]] = []
        self._into, self._inside = into, inside
        self._low: dict[str, int] = {}
        """The earliest company that each one leads to, by its number, of those whose component is still open."""
        self._open: dict[str, int] = {}
        """Companies whose component is not closed yet, with their numbers, in the order of the search."""

    def visit(self, start: str) -> None:
        if start in self._low:
            return
        path = [(start, self._enter(start))]
        while path:
            here, owners = path[-1]
            further = next((k for k in owners if self._fresh(here, k)), None)
            if further is not None:
                path.append((further, self._enter(further)))
                continue
            path.pop()
            if path:
                self._lower(path[-1][0], self._low[here])
            if self._low[here] == self._open[here]:
                self._close(here)

    def _enter(self, here: str) -> Iterator[str]:
        self._low[here] = self._open[here] = len(self._low)
        return iter(self._into.get(here, ()))

    def _fresh(self, here: str, owner: str) -> bool:
        """Whether an owner is still to be visited; one in an open component shows a loop."""
        if owner in self._open:
            self._lower(here, self._open[owner])
        return owner in self._inside and owner not in self._low

    def _lower(self, here: str, number: int) -> None:
        self._low[here] = min(self._low[here], number)

    def _close(self, first: str) -> None:
        component: list[str] = []
        while not component or component[-1] != first:
            component.append(self._open.popitem()[0])
        self.found.append(component)
