"""Snapshots of the RDF index on disk: one a state of the index, kept as long as a query reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from threading import Lock

from graph.sparql import Index
from ontology.errors import IndexUnusable


@dataclass
class _Snapshot:
    path: Path
    state: int
    readers: int = 0


class Snapshots:
    """Snapshots of one index, in a folder of their own. Thread-safe."""

    def __init__(self, index: Index, folder: Path) -> None:
        self._index = index
        self._folder = folder
        self._lock = Lock()
        self._newest: _Snapshot | None = None
        self._made = 0

    @contextmanager
    def newest(self) -> Iterator[Path]:
        """A snapshot no older than the last commit that returned; it stays there until the block is left."""
        self._index.follow()
        with self._lock:
            snapshot = self._current()
            snapshot.readers += 1
        try:
            yield snapshot.path
        finally:
            with self._lock:
                snapshot.readers -= 1
                if snapshot is not self._newest:
                    _drop(snapshot)

    def doubt(self, error: IndexUnusable) -> None:
        """A snapshot could not be read: the next one is of an index that is checked or made anew."""
        self._index.doubt(error)

    def _current(self) -> _Snapshot:
        old = self._newest
        if old is not None and old.state == self._index.state:
            return old
        self._made += 1
        path = self._folder / f"snapshot-{self._made}"
        self._newest = _Snapshot(path, self._index.copy(path))
        if old is not None:
            _drop(old)
        return self._newest


def _drop(snapshot: _Snapshot) -> None:
    if not snapshot.readers:
        rmtree(snapshot.path, ignore_errors=True)
