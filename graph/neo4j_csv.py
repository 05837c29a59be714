"""Nodes and relationships as the CSV files that `neo4j-admin database import full` reads.

A column of such a file has one type, a property of ours may have several: a date where the day is known, else a
text; a whole number or not. So a kind of node has as many files as its rows need, mostly one or two.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from graph.lines import Lines

BETWEEN = "\0"
"""Between the elements of a list: no record holds it (`graph.sound`)."""
BUFFER = 4 * 2**20
"""Characters that the importer reads at once where it is not told; a row must fit into it."""


class Nothing(int):
    """A missing value. All texts are quoted, so that a missing one is told from an empty one: numbers are not."""

    def __str__(self) -> str:
        return ""


NOTHING = Nothing()

TYPES: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "long",
    float: "double",
    date: "date",
    list: "string[]",
}
"""The importer's type for a value of ours."""
CELLS: Mapping[type, Callable[[Any], object]] = {
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    list: BETWEEN.join,
    type(None): lambda _: NOTHING,
}
"""What is written of a value that does not stand for itself."""


class Writer(Protocol):
    """What the csv module's own writer is."""

    def writerow(self, row: Sequence[object], /) -> object:
        """Write a row."""


def writer(lines: Lines) -> Writer:
    """Writes rows as the importer reads them."""
    return csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC, lineterminator="")


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Nodes of some labels, or relationships of one type, as the importer has them; there is one of each."""

    option: str
    """`nodes=Entity:Organization:Company` or `relationships=OWNS`."""
    stem: str
    """How its files are called."""
    ends: tuple[str, ...] = ()
    """What its first columns are, which are no properties: the id of a node, or both ends of a relationship."""
    groups: tuple[str, ...] = ()
    """For a relationship, the groups of nodes that its ends are in."""

    @property
    def relates(self) -> bool:
        """Whether it is a kind of relationships."""
        return bool(self.groups)


@cache
def nodes(*labels: str, group: str | None = None) -> Kind:
    """Nodes with these labels; their ids, where relationships need them, are those of a group."""
    ends = () if group is None else (f":ID({group})",)
    return Kind(f"nodes={':'.join(labels)}", f"nodes-{labels[-1].lower()}", ends)


@cache
def ties(type: str, start: str, end: str) -> Kind:
    """Relationships of a type, from nodes of one group to nodes of another."""
    stem = f"relationships-{type}-{end}".lower()
    return Kind(f"relationships={type}", stem, (f":START_ID({start})", f":END_ID({end})"), (start, end))


class Table:
    """One file of a kind: its columns stand from the start, their types come with the first value of each."""

    def __init__(self, kind: Kind, path: Path, names: Iterable[str]) -> None:
        self.kind = kind
        self.lines = Lines(path)
        self.writer = writer(self.lines)
        self.types: dict[str, str | None] = dict.fromkeys(names)

    def fits(self, types: Mapping[str, str]) -> bool:
        """Whether no column would need two types."""
        return all(self.types.get(name) in (None, type) for name, type in types.items())

    def takes(self, types: Mapping[str, str]) -> bool:
        """Whether values of these types have a column each; from now on the columns are of these types."""
        if not types.keys() <= self.types.keys() or not self.fits(types):
            return False
        self.types.update(types)
        return True

    def close(self) -> str:
        """Write the rest and the header; the option that names both files."""
        self.lines.flush()
        header = self.lines.path.with_name(f"{self.lines.path.stem}-header.csv")
        columns = (*self.kind.ends, *(f"{name}:{type or 'string'}" for name, type in self.types.items()))
        header.write_text(",".join(columns) + "\n", encoding="utf-8")
        return f"--{self.kind.option}={header.name},{self.lines.path.name}"


Plan = tuple[Writer, list[str] | None, list[tuple[int, Callable[[Any], object]]]]
"""For rows of one shape: who writes them, their columns where a row has others, and the cells that are made."""


class Tables:
    """All files of an import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._of: dict[Kind, list[Table]] = {}
        self._plans: dict[tuple[object, ...], Plan] = {}

    def add(self, kind: Kind, ends: Sequence[str] = (), row: Mapping[str, Any] | None = None) -> None:
        """Write a node or a relationship: what stands in its first columns, and its properties."""
        row = row or {}
        shape = (kind, *row, *map(type, row.values()))
        writer, columns, cells = self._plans.get(shape) or self._plans.setdefault(shape, self._plan(kind, row))
        values = [*ends, *(row.values() if columns is None else map(row.get, columns))]
        for n, cell in cells:
            values[n] = cell(values[n])
        writer.writerow(values)

    def _plan(self, kind: Kind, row: Mapping[str, Any]) -> Plan:
        types = {name: TYPES[type(value)] for name, value in row.items() if value is not None}
        home = self._home(kind, row, types)
        values = enumerate(map(row.get, home.types), len(kind.ends))
        cells = [(n, CELLS[type(value)]) for n, value in values if type(value) in CELLS]
        return home.writer, None if [*home.types] == [*row] else [*home.types], cells

    def _home(self, kind: Kind, row: Mapping[str, Any], types: Mapping[str, str]) -> Table:
        """The first table that takes such rows; else a new one, as wide as an older one and the row together."""
        tables = self._of.setdefault(kind, [])
        for table in tables:
            if table.takes(types):
                return table
        older = next((t.types for t in reversed(tables) if t.fits(types)), {})
        table = Table(kind, self._folder / f"{kind.stem}-{len(tables) + 1}.csv", (*older, *row))
        table.takes(types)
        tables.append(table)
        return table

    def close(self) -> Iterator[str]:
        """Write what is left; the options of the importer, one by one."""
        tables = [table for kind in self._of.values() for table in kind]
        yield from (table.close() for table in tables)
        longest = max((table.lines.longest for table in tables), default=0)
        yield f"--array-delimiter=U+{ord(BETWEEN):04X}"
        yield "--multiline-fields=true"
        yield f"--read-buffer-size={max(BUFFER, 2 * longest)}"
