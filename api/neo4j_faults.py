"""What `neo4j-admin` says of a file that it will not take, as one sentence that names the file and the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

VERBOSE = "--verbose"
"""Without it neo4j-admin names no cause; with it it says no hundredths."""
CELL = re.compile(
    r"\[source:(?P<file>[^\n]+), position:(?P<at>\d+), line:\d+\]\n +in field: (?P<field>[^\n]+):\d+\n"
    r"(?:.*\n)*? +original error: (?P<why>[^\n]+)"
)
MISSING = re.compile(
    r"InputException: (?P<a>[^\n]+) \(\w+\)-\[(?P<type>\w+)\]->(?P<b>[^\n]+) \(\w+\) "
    r"referring to missing node (?P<id>[^\n]+)"
)
TWICE = re.compile(r"Id '(?P<id>[^\n]+)' is defined more than once in group '(?P<group>\w+)'")


def fault(said: str, folder: Path) -> str | None:
    """What is wrong with which line of which file of `folder`; None where neo4j-admin blames no line."""
    if cell := CELL.search(said):
        file = Path(cell["file"])
        why = cell["why"].partition("That isn't supported")[0].strip()
        return f"{file}, line {_line(file, int(cell['at']))}, column {cell['field']}: {why}"
    if missing := MISSING.search(said):
        found = _first(folder, f"relationships-{missing['type'].lower()}-*.csv", missing["a"], missing["b"])
        return f"{found}: there is no node {missing['id'].strip()}, where a relationship begins or ends"
    if twice := TWICE.search(said):
        places = " and ".join(_lines(folder, "nodes-*.csv", twice["id"]))
        return f"{places or folder}: the {twice['group']} {twice['id']} is there more than once"
    return None


def _line(file: Path, at: int) -> int:
    """The line, from 1, of a place in a file; the reader stands behind what it read."""
    with file.open(encoding="utf-8", newline="") as text:
        return text.read(max(at - 1, 0)).count("\n") + 1


def _first(folder: Path, files: str, *ends: str) -> str:
    return next(_lines(folder, files, *ends), str(folder))


def _lines(folder: Path, files: str, *ends: str) -> Iterator[str]:
    """The files and lines that begin with these ids."""
    start = ",".join('"' + end.replace('"', '""') + '"' for end in ends) + ","
    for file in sorted(folder.glob(files)):
        with file.open(encoding="utf-8", newline="\n") as text:
            yield from (f"{file}, line {n}" for n, line in enumerate(text, 1) if (line + ",").startswith(start))
