"""Texts sorted into files by a hash of their key: what belongs together meets, the rest stays on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from graph.lines import Lines

COUNT = 256


class Buckets:
    """Files in a folder; all texts of one key are in the same one, in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._files = [Lines(folder / str(n), keep=100) for n in range(COUNT)]

    def add(self, key: str, text: str) -> None:
        """Keep a text that has no line end."""
        self._files[crc32(key.encode()) % COUNT].add(text)

    def each(self) -> Iterator[list[str]]:
        """The texts, file by file."""
        for file in self._files:
            yield file.read()
