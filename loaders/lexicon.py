"""The word lists of extraction, read once from loaders/data/*.toml."""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All tables of one data folder, by file stem, and a hash of the files."""

    tables: Mapping[str, Mapping[str, Any]]
    version: str

    def __getitem__(self, stem: str) -> Mapping[str, Any]:
        return self.tables[stem]

    def words(self, stem: str, *path: str) -> frozenset[str]:
        """A list of words as a set: `words("facilities", "places", "after")`."""
        return _words(self, stem, path)


@functools.cache
def read(folder: Path = DATA) -> Lexicon:
    """The lexicon of a folder; tomllib.TOMLDecodeError where a file is broken."""
    files = sorted(folder.glob("*.toml"))
    tables = {f.stem: tomllib.loads(f.read_text(encoding="utf-8")) for f in files}
    return Lexicon(tables, version(folder))


def version(folder: Path = DATA) -> str:
    """A hash of all data files below a folder, their paths included."""
    total = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(file.relative_to(folder).as_posix().encode())
        total.update(b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


_SETS: dict[tuple[str, str, tuple[str, ...]], frozenset[str]] = {}


def _words(lexicon: Lexicon, stem: str, path: tuple[str, ...]) -> frozenset[str]:
    key = (lexicon.version, stem, path)
    if key not in _SETS:
        table: Any = lexicon[stem]
        for step in path:
            table = table[step]
        _SETS[key] = frozenset(table)
    return _SETS[key]


def alternation(words: Iterable[str]) -> str:
    """A regex group body that matches any of the words, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))
