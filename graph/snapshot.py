"""Snapshots of the RDF index on disk: one a state of the index, kept as long as a query reads it.

Also the folder that index and snapshots live in: it goes with its process, or with the next one where that
was killed.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from threading import Lock

from graph.sparql import Index
from ontology.errors import SettingError

_PREFIX = "rdf-"
_LOCK = "in-use"


class Folder:
    """A new folder under `parent` that is this process's own, until `close`.

    Folders of processes that ended without closing them are taken away. SettingError where none can be made.
    """

    def __init__(self, parent: Path) -> None:
        try:
            parent.mkdir(parents=True, exist_ok=True)
            with _locked(parent / _LOCK, fcntl.LOCK_EX):
                for old in parent.glob(_PREFIX + "*"):
                    _take_away(old)
                self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
                self._lock = ExitStack()
                self._lock.enter_context(_locked(self.path / _LOCK, fcntl.LOCK_EX))
        except OSError as error:
            raise SettingError(f"the RDF index has no place in {parent} (POTLINE_SPARQL_FOLDER): {error}") from error

    def close(self) -> None:
        """Take the folder away."""
        rmtree(self.path, ignore_errors=True)
        self._lock.close()


def _take_away(folder: Path) -> None:
    """Take a folder away if the process that it belonged to is gone, which shows by its lock."""
    with suppress(BlockingIOError), _locked(folder / _LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB):
        rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    lock = os.open(path, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


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
