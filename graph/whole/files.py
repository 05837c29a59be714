"""Exports as files: whole or not at all, packed where their name says so, the same bytes each time."""

from __future__ import annotations

import os
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from pathlib import Path
from stat import S_IMODE, S_ISREG
from typing import IO

from graph.batches import Step
from graph.registry import Registry
from graph.store import Store
from graph.whole.formats import GZIP, ZIP, Format, Write, part_of
from graph.whole.frozen import freeze
from graph.whole.ordered import RUN
from graph.whole.record import Whole
from ontology.errors import InputError, StoreUnavailable
from ontology.model import Ontology

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of files in a ZIP, so that the same record gives the same bytes."""


@contextmanager
def frozen(store: Store, ontology: Ontology, registry: Registry, step: Step, run: int = RUN) -> Iterator[Whole]:
    """The record at one revision; what it takes on the disk goes in the end. `run` characters are sorted at once.

    StoreUnavailable where there is no room for it, or no rest to read it in.
    """
    with tempfile.TemporaryDirectory(prefix="potline-export-") as name:
        folder = Path(name)
        try:
            record = freeze(store, folder, step)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}; make room there, or set TMPDIR") from error
        yield Whole(record, ontology, registry, folder, step, run)


def write(out: IO[bytes], whole: Whole, format: Format, part: str | None = None, packed: bool = False) -> None:
    """Write an export, all its parts as a ZIP where it has several and none is named; `packed` as gzip."""
    if part is None and len(format.parts) > 1:
        _zip(out, whole, format)
    elif packed:
        # Neither a name nor a time in it: they would make the same record other bytes.
        with GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as inner:
            _pour(inner, whole, _only(format, part))
    else:
        _pour(out, whole, _only(format, part))


def _only(format: Format, part: str | None) -> Write:
    return part_of(format, part) if part is not None else next(iter(format.parts.values()))


def _pour(out: IO[bytes] | GzipFile, whole: Whole, write: Write) -> None:
    for piece in write(whole):
        out.write(piece.encode())


def _zip(out: IO[bytes], whole: Whole, format: Format) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in format.parts.items():
            entry = zipfile.ZipInfo(name + format.suffix, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as inner:
                for piece in each(whole):
                    inner.write(piece.encode())


def save(target: Path, whole: Whole, format: Format, part: str | None = None) -> tuple[Path, ...]:
    """Write an export to where its files shall be, and give their names.

    A name that ends in `.gz` is packed; several parts go into a ZIP if the name ends so, else into a folder, each
    under its own name. InputError where it cannot be written; what stood there before is then still there.
    """
    try:
        if part is None and len(format.parts) > 1 and target.suffix.lower() != ZIP:
            target.mkdir(parents=True, exist_ok=True)
            return tuple(_file(target / (name + format.suffix), whole, format, name) for name in format.parts)
        return (_file(target, whole, format, part),)
    except OSError as error:
        mend = "name a file that can be written, with room there and in the temporary folder (TMPDIR)"
        raise InputError(f"{target}: {error.strerror}; {mend}") from error


def _file(target: Path, whole: Whole, format: Format, part: str | None) -> Path:
    with replaced(target) as out:
        write(out, whole, format, part, target.suffix.lower() == GZIP)
    return target


@contextmanager
def replaced(target: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `target` once it is whole and on the disk; else the old one stays.

    What is no file (a pipe, a terminal) is written as it is.
    """
    real = target.resolve()
    old = real.stat() if real.exists() else None
    if old is not None and not S_ISREG(old.st_mode) and not real.is_dir():
        with real.open("wb") as out:
            yield out
        return
    new = real.with_name(f".{real.name[:40]}-{uuid.uuid4().hex[:12]}")
    try:
        with new.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if old is not None:
            new.chmod(S_IMODE(old.st_mode))
        new.replace(real)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
