"""The index as it is kept between processes: copies that nobody writes, of which the newest counts.

A copy is written aside and renamed when it is whole, so that a crash or a full disk leaves the one before.
It is never opened where it stands: whoever goes on from it gets hard links of its tables, and copies of the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

from graph.folder import locked
from graph.registry import Registry
from graph.statement import digest
from ontology.errors import IndexUnusable
from ontology.load import TTL
from ontology.model import Ontology

MARK = "mark.json"
UNUSED = 30 * 24 * 3600
"""Seconds after which what is kept for a record that nobody asks for goes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an index is of."""

    form: str
    """What it was made by; see `form`."""
    record: str
    revision: int
    effective: str | None
    judgements: tuple[str, ...]
    """The ids of the judgements that it was made with."""


def form(ontology: Ontology, registry: Registry) -> str:
    """A hash of all that shapes an index beside the record: engine, projection, ontology, registry.

    Of the projection any file of its layers counts: a number in its place would be forgotten one day.
    """
    graph = Path(__file__).parent
    files = sorted([*graph.glob("*.py"), *TTL.parent.glob("*.py"), *TTL.parent.glob("*.ttl")])
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return digest(version("pyoxigraph"), ontology.base, registry.version, hashes)


class Kept:
    """What is kept of one record, under `parent`, as one of many there; `place` tells the records apart.

    Several processes may take and put at once.
    """

    def __init__(self, parent: Path, place: str) -> None:
        self._parent = parent
        self._name = f"kept-{digest(place, length=12)}-"
        self._known: dict[tuple[int, int, int], str] = {}
        """Hashes of tables, which never change: by inode, size and time."""

    @property
    def there(self) -> bool:
        """Whether anything is kept."""
        return bool(self._all())

    def take(self, into: Path, fault: Callable[[Mark], str]) -> Mark:
        """Put what is kept into an empty folder, every file checked; gives its mark.

        Raises IndexUnusable where it is damaged, or where `fault` has something to say of its mark; OSError where
        the folder cannot be written.
        """
        self._known.clear()
        with locked(self._parent):
            newest = next(reversed(self._all()), None)
            if newest is None:
                raise IndexUnusable("the one that was kept is gone")
            mark, files = _read(newest)
            if reason := fault(mark):
                raise IndexUnusable(reason)
            for name, expected in files.items():
                self._bring(newest / name, into / name, expected)
            os.utime(newest)
            return mark

    def put(self, mark: Mark, aside: Path, copy: Callable[[Path], None]) -> None:
        """Keep the index that `copy` copies into a folder, in the place of what is kept.

        `aside` is a folder of this process, not there yet. OSError, or what `copy` raises, leaves all as it was.
        """
        try:
            copy(aside)
            files = {f.name: [f.stat().st_size, self._hash(f)] for f in aside.iterdir()}
            (aside / MARK).write_text(json.dumps({"mark": asdict(mark), "files": files}), encoding="utf-8")
            with locked(self._parent):
                found = self._all()
                number = _number(found[-1]) + 1 if found else 1
                aside.rename(self._parent / f"{self._name}{number}")
                for old in [*found, *self._forgotten()]:
                    rmtree(old, ignore_errors=True)
        finally:
            rmtree(aside, ignore_errors=True)

    def _all(self) -> list[Path]:
        """Copies of this record, the newest last."""
        return sorted(
            (p for p in self._parent.glob(self._name + "*") if p.name[len(self._name) :].isdigit()), key=_number
        )

    def _forgotten(self) -> Iterator[Path]:
        for other in self._parent.glob("kept-*"):
            if not other.name.startswith(self._name) and time.time() - other.stat().st_mtime > UNUSED:
                yield other

    def _bring(self, file: Path, into: Path, expected: list[object]) -> None:
        try:
            _link(file, into)
            found = [into.stat().st_size, self._hash(into)]
        except FileNotFoundError:
            raise IndexUnusable(f"the one that is kept is damaged: {file.name} is missing") from None
        if found != expected:
            raise IndexUnusable(f"the one that is kept is damaged: {file.name} is not what was written")

    def _hash(self, file: Path) -> str:
        at = file.stat()
        key = at.st_ino, at.st_size, at.st_mtime_ns
        if key not in self._known:
            with file.open("rb") as opened:
                self._known[key] = hashlib.file_digest(opened, "sha256").hexdigest()
        return self._known[key]


def _read(folder: Path) -> tuple[Mark, dict[str, list[object]]]:
    """The mark of a copy and its files; IndexUnusable where it cannot be read."""
    try:
        whole = json.loads((folder / MARK).read_bytes())
        mark = Mark(**whole["mark"] | {"judgements": tuple(whole["mark"]["judgements"])})
        return mark, dict(whole["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable(f"the one that is kept has a mark that cannot be read ({error})") from error


def _link(file: Path, into: Path) -> None:
    """Tables are never written again and may be shared; everything else is appended to."""
    if file.suffix == ".sst":
        try:
            into.hardlink_to(file)
            return
        except PermissionError:
            pass  # a file system without hard links
    shutil.copyfile(file, into)


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])
