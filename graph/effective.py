"""Effective ownership: what a rule makes of all holdings, as a store keeps it beside the record.

It is derived: no document states it, no reader of statements ever meets it, and it can be thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from graph.statement import digest

PREDICATE = "effectivelyOwns"
"""Its name in the ontology."""


class Holding(NamedTuple):
    """What one owner holds of one company by the rule, in percent; canonical ids."""

    owner: str
    owned: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effective:
    """All holdings by one rule on one day; they are of the record at `revision`."""

    rule: str
    threshold: float
    """Percent: the least high that is kept."""
    as_of: str
    known_by: str | None
    revision: int
    bound: str
    """`exact`, or `monotone` where some highs are only a bound."""
    holdings: tuple[Holding, ...] = ()

    @property
    def mark(self) -> str:
        """A hash of all of it."""
        return digest(self._about(), *(f"{h.owner} {h.owned} {h.low!r} {h.high!r}" for h in self.holdings))

    def _about(self) -> str:
        return json.dumps(asdict(replace(self, holdings=())))


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store notes of the set that it keeps, without the holdings; as text it is JSON."""

    about: Effective
    mark: str
    """Changes with every change of the set, so that whoever follows sees it."""

    def text(self) -> str:
        """It as one text."""
        return json.dumps({**asdict(self.about), "holdings": [], "mark": self.mark})

    def without(self, gone: Iterable[str]) -> Kept:
        """The same after the holdings of some entities went with them."""
        return replace(self, mark=digest(self.mark, *sorted(gone)))


def kept(effective: Effective) -> Kept:
    """What a store notes of a set that it is given."""
    return Kept(replace(effective, holdings=()), effective.mark)


def settled(effective: Effective | None, revision: int, note: Kept | None) -> bool | None:
    """Whether a set need not be written, the one that is noted being it; raises nothing, writes nothing.

    False where it is of another revision than the record's, so that it must not be written; None where it must.
    """
    if effective is None:
        return True if note is None else None
    if effective.revision != revision:
        return False
    return True if note is not None and note.mark == effective.mark else None


def read(text: str) -> Kept:
    """The inverse of `Kept.text`."""
    values = json.loads(text)
    mark = values.pop("mark")
    return Kept(Effective(**{**values, "holdings": ()}), mark)
