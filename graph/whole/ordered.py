"""Lines sorted on the disk: any number of them in the memory of a few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from pathlib import Path

RUN = 4_000_000
"""Characters that are sorted in memory at once."""
OPEN = 64
"""Files that are read at once."""


class Ordered:
    """Lines in the order of their characters, each once; they hold no line feed.

    It keeps its files in an empty folder. What is added after the first look is not seen.
    """

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self._folder, self._run = folder, run
        self._waiting: list[str] = []
        self._size = self._count = 0
        self._files: list[Path] = []

    def add(self, line: str) -> None:
        """Take a line, without its end."""
        self._waiting.append(line)
        self._size += len(line)
        if self._size >= self._run:
            self._settle()

    def _settle(self) -> None:
        """Write what waits as a sorted file; many files become one."""
        if self._waiting:
            self._waiting.sort()
            self._write(iter(self._waiting))
            self._waiting, self._size = [], 0
        if len(self._files) >= OPEN:
            old = self._files
            self._files = []
            self._write(_merged(old))
            for path in old:
                path.unlink()

    def _write(self, lines: Iterator[str]) -> None:
        self._count += 1
        path = self._folder / str(self._count)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(line + "\n" for line in lines)
        self._files.append(path)

    def __iter__(self) -> Iterator[str]:
        self._settle()
        return (line for line, _ in groupby(_merged(self._files)))


def _merged(files: list[Path]) -> Iterator[str]:
    with ExitStack() as opened:
        handles = [opened.enter_context(path.open(encoding="utf-8", newline="\n")) for path in files]
        # Without their ends: else "a" and "a b" would be sorted by the line feed against the blank.
        yield from merge(*((line[:-1] for line in handle) for handle in handles))
