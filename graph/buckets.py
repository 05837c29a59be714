"""Rows sorted into files by a hash of their key: what belongs together meets, the rest stays on the disk."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

COUNT = 256
KEEP = 100
"""Rows of a file that wait until they are written together, so that no file need stay open."""
SIZE = 8
"""Bytes that say how many come then."""
Row = tuple[Any, ...]
"""Of plain values: texts, numbers, and lists and dicts of them."""


class Buckets:
    """Files in a folder; all rows of one key are in the same one, in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._files = [folder / str(n) for n in range(COUNT)]
        self._waiting: list[list[Row]] = [[] for _ in range(COUNT)]

    def add(self, key: str, row: Row) -> None:
        """Keep a row."""
        n = crc32(key.encode()) % COUNT
        self._waiting[n].append(row)
        if len(self._waiting[n]) >= KEEP:
            self._flush(n)

    def _flush(self, n: int) -> None:
        if self._waiting[n]:
            some = marshal.dumps(self._waiting[n])
            with self._files[n].open("ab") as file:
                file.write(len(some).to_bytes(SIZE) + some)
            self._waiting[n] = []

    def each(self) -> Iterator[list[Row]]:
        """The rows, file by file."""
        for n in range(COUNT):
            self._flush(n)
            yield list(self._read(n))

    def _read(self, n: int) -> Iterator[Row]:
        if not self._files[n].exists():
            return
        with self._files[n].open("rb") as file:  # marshal's own way to read a file asks for each value by itself
            while size := file.read(SIZE):
                yield from marshal.loads(file.read(int.from_bytes(size)))
