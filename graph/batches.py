"""Documents some at a time: one transaction for many small ones costs little more than for one of them.

A batch holds a writer's lock no longer than about a second, and is full at once where documents come slowly.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar

from graph.statement import Extraction
from graph.store import Outcome, Store
from ontology.errors import InputError, StoreError, StoreUnavailable

T = TypeVar("T")
Step = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and what comes next."""

WEIGHT = 2000
"""Statements and entities of a batch, together."""
LETTERS = 2000
"""Characters of a text that weigh as much as a statement."""
PAUSE = 1.0
"""Seconds after which what has come is written, however little it is."""
READ = 100
"""Most documents that are read together."""


class Batch(Generic[T]):
    """What waits to be written together: extractions, and whatever else comes between them, in order."""

    def __init__(self) -> None:
        self._waiting: list[T] = []
        self._weight = 0
        self._since = time.monotonic()

    def add(self, one: T) -> bool:
        """Let one wait; whether it is time to take all."""
        self._waiting.append(one)
        if isinstance(one, Extraction):
            self._weight += _weight(one)
        return self._weight >= WEIGHT or time.monotonic() - self._since > PAUSE

    def take(self) -> list[T]:
        """All that waits; from now on nothing does."""
        taken, self._waiting, self._weight, self._since = self._waiting, [], 0, time.monotonic()
        return taken


def put(store: Store, extractions: Sequence[Extraction]) -> Iterator[Outcome | InputError]:
    """Keep a batch; what became of each, in order.

    Where the record will not have one of them, all are put one by one, so that it stops no other.
    """
    try:
        yield from store.put_all(extractions)
    except StoreUnavailable:
        raise
    except (InputError, StoreError):
        yield from (_put(store, extraction) for extraction in extractions)


def _put(store: Store, extraction: Extraction) -> Outcome | InputError:
    try:
        return store.put(extraction)
    except InputError as error:
        return error


def read(store: Store, documents: Iterable[str]) -> Iterator[Extraction]:
    """These documents whole, in id order, some at a time; those that have gone meanwhile are passed over.

    How many are read together follows from how large the last ones were.
    """
    ids, count = iter(sorted(documents)), 1
    while some := list(islice(ids, count)):
        weight = 1
        for extraction in store.extractions(some):
            weight += _weight(extraction)
            yield extraction
        count = max(1, min(READ, 2 * count, WEIGHT * len(some) // weight))


def _weight(e: Extraction) -> int:
    return 1 + len(e.statements) + len(e.entities) + len(e.document.text) // LETTERS
