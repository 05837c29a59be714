"""The word lists of extraction, read once from loaders/data/*.toml."""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
AHEAD = re.compile(r"\(\?![^()]*\)$")
"""What may not follow a word."""


class Lexicon:
    """The tables of one data folder, by file stem, read when first asked for; `version` is a hash of all files."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version
        self._tables: dict[str, Mapping[str, Any]] = {}
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}

    def __getitem__(self, stem: str) -> Mapping[str, Any]:
        if stem not in self._tables:
            text = (self.folder / f"{stem}.toml").read_text(encoding="utf-8")
            self._tables[stem] = tomllib.loads(text)
        return self._tables[stem]

    def words(self, stem: str, *path: str) -> frozenset[str]:
        """A list of words as a set: `words("facilities", "places", "after")`."""
        key = (stem, *path)
        if key not in self._sets:
            table: Any = self[stem]
            for step in path:
                table = table[step]
            self._sets[key] = frozenset(table)
        return self._sets[key]


@functools.cache
def read(folder: Path = DATA) -> Lexicon:
    """The lexicon of a folder."""
    return Lexicon(folder, version(folder))


@functools.cache
def clue(name: str) -> re.Pattern[str]:
    """A regex of clues.toml by its table and name, `ranks.placed`: words that a rule looks for beside what it reads."""
    found: Any = read()["clues"]
    for step in name.split("."):
        found = found[step]
    return re.compile(found)


def makes(type: str) -> frozenset[str]:
    """The products that plants of a class make; none where facilities.toml knows of none."""
    return frozenset(read()["facilities"]["makes"].get(type, ()))


def version(folder: Path = DATA) -> str:
    """A hash of all data files below a folder, their paths included."""
    total = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(file.relative_to(folder).as_posix().encode())
        total.update(b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def alternation(words: Iterable[str]) -> str:
    """A regex group body that matches any of the words, the longest first."""
    return lettered(words, lambda word: re.escape(word).replace(r"\ ", r"\s+"))


def lettered(words: Iterable[str], spelled: Callable[[str], str]) -> str:
    """A regex group body that matches any of the words as they are `spelled`, with a group for each first letter.

    It matches what `a|b|c`, the longest first, matches: words of other first letters cannot stand at the same place.
    But `re` tries every alternative in full where case does not count, a hundred at each letter of a text.
    """
    rows: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        rows.setdefault(word[:1].lower()[:1], []).append(word)
    return "|".join(_lettered(group, [spelled(word) for word in group]) for group in rows.values())


def _lettered(group: Sequence[str], regexes: Sequence[str]) -> str:
    """The words of a first letter; as they are where they write it in two ways."""
    first = re.escape(group[0][:1])
    alike = all(word[:1] == group[0][:1] for word in group) and all(regex.startswith(first) for regex in regexes)
    if len(group) == 1 or not alike:
        return "|".join(regexes)
    ends = {found[0] if (found := AHEAD.search(regex)) else "" for regex in regexes}
    end = ends.pop() if len(ends) == 1 else ""  # what may not follow is told once
    return f"{first}(?:{'|'.join(regex.removeprefix(first).removesuffix(end) for regex in regexes)}){end}"
