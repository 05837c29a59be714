"""The whole record over HTTP: made whole in a temporary file, then sent with its length.

Whatever goes wrong goes wrong before the first byte, and a connection that breaks is told by the length, to any client.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from api.workspace import Workspace
from graph.batches import Step
from graph.statement import digest
from graph.whole import files
from graph.whole.formats import MEDIA_ZIP, NAME, ZIP, Format
from ontology.errors import Busy, QueryStopped, StoreUnavailable

PIECE = 256 * 1024
LOOK = 1.0
"""Seconds between two looks whether anybody still waits."""

Gone = Callable[[], bool]
"""Whether whoever asked went away."""


class Wanted(NamedTuple):
    """What of the record is asked for, and whether packed as gzip on its way."""

    format: Format
    part: str | None
    packed: bool

    @property
    def zipped(self) -> bool:
        """Whether it is several files in one."""
        return self.part is None and len(self.format.parts) > 1

    @property
    def file(self) -> str:
        """How the file is called."""
        if self.zipped:
            return f"{NAME}-{self.format.name}{ZIP}"
        return (self.part or NAME) + self.format.suffix

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA_ZIP if self.zipped else self.format.content_type


def tag(work: Workspace, wanted: Wanted, revision: int) -> str:
    """The ETag: the same record at the same revision, read by the same ontology and registry, gives the same bytes."""
    versions = work.store.record, revision, work.ontology.version, work.registry.version
    return f'"{digest(*versions, wanted.file, wanted.packed)}"'


def headers(wanted: Wanted, tag: str) -> dict[str, str]:
    """What is said of an export before it comes."""
    found = {
        "Content-Type": wanted.media,
        "Content-Disposition": f'attachment; filename="{wanted.file}"',
        "Cache-Control": "no-cache",
        "ETag": tag,
        "Vary": "Accept, Accept-Encoding",
    }
    return found | ({"Content-Encoding": "gzip"} if wanted.packed else {})


def made(work: Workspace, wanted: Wanted, gone: Gone, look: float = LOOK) -> tuple[IO[bytes], int]:
    """An export as a file that is nowhere in the file system, at its beginning, and the revision that it is of.

    Raises Busy where as many are being made as there may be, QueryStopped where nobody waits any more,
    StoreUnavailable where there is no room.
    """
    with _turn(work):
        out = tempfile.TemporaryFile()  # noqa: SIM115 - who sends it closes it
        try:
            with files.frozen(work.store, work.ontology, work.registry, _watched(gone, look)) as whole:
                files.write(out, whole, wanted.format, wanted.part, wanted.packed)
            out.seek(0)
        except OSError as error:
            out.close()
            raise StoreUnavailable(f"the export could not be written ({error.strerror}); make room (TMPDIR)") from error
        except BaseException:
            out.close()
            raise
        return out, whole.frozen.revision()


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; then it is closed, and gone."""
    with file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def _turn(work: Workspace) -> Iterator[None]:
    if not work.exports.acquire(blocking=False):
        raise Busy(f"{work.settings.exports_at_once} exports are being made; ask again in a while")
    try:
        yield
    finally:
        work.exports.release()


def _watched(gone: Gone, seconds: float) -> Step:
    """Looks now and then whether anybody still waits."""
    last = time.monotonic()

    def step(*_: object) -> None:
        nonlocal last
        if time.monotonic() - last > seconds:
            last = time.monotonic()
            if gone():
                raise QueryStopped("whoever asked for the export went away")

    return step
