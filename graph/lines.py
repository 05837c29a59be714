"""A file that lines are put behind, some at a time, so that hundreds of them need not be open at once."""

from __future__ import annotations

from pathlib import Path

LARGE = 1_000_000
"""Characters that do not wait for more lines: documents are lines too."""


class Lines:
    """The lines of one new file; `keep` of them wait until they are written together."""

    def __init__(self, path: Path, keep: int = 500) -> None:
        self.path = path
        self.longest = 0
        """Characters of the longest line so far."""
        self._keep = keep
        self._waiting: list[str] = []
        self._size = 0

    def write(self, line: str) -> None:
        """Put a line, without its end, behind the others."""
        self._waiting.append(line)
        self._size += len(line)
        if len(self._waiting) >= self._keep or self._size >= LARGE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            self.longest = max(self.longest, *map(len, self._waiting))
            with self.path.open("a", encoding="utf-8", newline="") as file:
                file.write("\n".join(self._waiting) + "\n")
            self._waiting.clear()
            self._size = 0
