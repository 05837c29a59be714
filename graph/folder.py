"""The folder that an index and its snapshots live in: it goes with its process, or with the next one where that was
killed."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from ontology.errors import SettingError, StoreUnavailable

_PREFIX = "rdf-"
_LOCK = "in-use"


class Folder:
    """A new folder under `parent` that is this process's own, until `close`.

    Folders of processes that ended without closing them are taken away. SettingError where none can be made.
    """

    def __init__(self, parent: Path) -> None:
        self.parent = parent
        try:
            parent.mkdir(parents=True, exist_ok=True)
            with locked(parent):
                for old in parent.glob(_PREFIX + "*"):
                    _take_away(old)
                self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
                self._lock = ExitStack()
                self._lock.enter_context(locked(self.path))
        except OSError as error:
            raise SettingError(f"the RDF index has no place in {parent} (POTLINE_SPARQL_FOLDER): {error}") from error

    def close(self) -> None:
        """Take the folder away."""
        rmtree(self.path, ignore_errors=True)
        self._lock.close()


class Builds:
    """Folders in which one index after another is built; none where the index is in memory."""

    def __init__(self, parent: Path | None) -> None:
        self._parent = parent
        self._count = 0
        self._now: Path | None = None
        self._before: Path | None = None

    @contextmanager
    def new(self) -> Iterator[Path | None]:
        """A new folder, which goes where the block fails; else the one before the last goes, that nobody asks any more.

        StoreUnavailable where the disk does not take it.
        """
        if self._parent is None:
            yield None
            return
        self._count += 1
        folder = self._parent / f"build-{self._count}"
        try:
            folder.mkdir(parents=True)
            yield folder
        except OSError as error:
            rmtree(folder, ignore_errors=True)
            raise StoreUnavailable(f"the RDF index could not be put into {folder}: {error}") from error
        except BaseException:
            rmtree(folder, ignore_errors=True)
            raise
        if self._before is not None:
            rmtree(self._before, ignore_errors=True)
        self._before, self._now = self._now, folder


def _take_away(folder: Path) -> None:
    """Take a folder away if the process that it belonged to is gone, which shows by its lock; some do it themselves."""
    with suppress(BlockingIOError, FileNotFoundError), locked(folder, wait=False):
        rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path, wait: bool = True) -> Iterator[None]:
    """While no other process has this folder locked; BlockingIOError where one has and nobody waits."""
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(lock)
