"""A list of names: a CSV file with the columns `name` or `id`, or a plain list, one name a line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graph.names import clean
from loaders.read.encoding import decoded
from ontology.errors import InputError, InvalidName

DELIMITERS = ",;\t"
COLUMNS = ("name", "id")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list; `fault` says what is wrong with it, or is None."""

    line: int
    name: str | None = None
    id: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """The further columns, as they stand."""
    fault: str | None = None

    @property
    def text(self) -> str:
        """What names it."""
        return self.name or self.id or ""


def read_listed(raw: bytes, source: str) -> list[Listed]:
    """The lines of a list that name something, empty ones left out, in their order.

    The first line is a header where one of its cells is `name` or `id` (any case); cells are then
    parted by comma, semicolon or tab, quoted as in CSV. Without a header each line is a name,
    commas and all. UnreadableDocument where the bytes are no text, InputError for a quote that is not closed.
    """
    text, _ = decoded(raw, source)
    first = next(line for line in text.split("\n") if line.strip())
    delimiter = next((d for d in DELIMITERS if set(COLUMNS) & set(_heads(first, d))), None)
    if delimiter is None:
        return list(_plain(text))
    return list(_table(text, delimiter, source))


def _heads(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').strip().casefold() for cell in line.split(delimiter)]


def rows(given: Iterable[object]) -> list[Listed]:
    """A list of JSON: names or ids as texts, or objects with `name`, `id` and further fields; lines count from 1.

    InputError for an item that is neither.
    """
    return [_given(number, item) for number, item in enumerate(given, 1)]


def _given(number: int, item: object) -> Listed:
    row = {"name": item} if isinstance(item, str) else item
    if not isinstance(row, dict) or not all(isinstance(row.get(c), str | None) for c in COLUMNS):
        raise InputError(f"item {number}: write a name or an id, or an object with name or id")
    texts = {_storable(k): _storable(v) for k, v in row.items() if v is not None}
    more = {k: v for k, v in texts.items() if k not in COLUMNS}
    return _checked(Listed(number, texts.get("name"), texts.get("id"), more))


def _storable(value: object) -> str:
    """As text without lone surrogates, which JSON can hold and UTF-8 cannot."""
    return str(value).strip().encode("utf-8", "replace").decode("utf-8")


def _plain(text: str) -> Iterator[Listed]:
    for number, line in enumerate(text.split("\n"), 1):
        name = line.strip()
        if len(name) > 1 and name[0] == name[-1] == '"':
            name = name[1:-1].replace('""', '"').strip()
        if name:
            yield _checked(Listed(number, name))


def _table(text: str, delimiter: str, source: str) -> Iterator[Listed]:
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True, skipinitialspace=True)
    heads: list[str] | None = None
    line = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                if heads is None:
                    heads = [cell.strip() for cell in cells]
                else:
                    yield _row(line, heads, [cell.strip() for cell in cells])
            line = lines.line_num + 1
    except csv.Error as error:
        raise InputError(f"{source}, line {line}: {error}; quote cells as in CSV") from error


def _row(line: int, heads: list[str], cells: list[str]) -> Listed:
    if len(heads) == 1:
        cells = [", ".join(cells)]
    if any(cells[len(heads) :]):
        fault = f"{len(cells)} cells for {len(heads)} columns; quote what holds the delimiter"
        return Listed(line, cells[0], fault=fault)
    known = {head.casefold(): cell for head, cell in zip(heads, cells, strict=False) if cell}
    columns = {head: cell for head, cell in zip(heads, cells, strict=False) if head.casefold() not in COLUMNS and cell}
    return _checked(Listed(line, known.get("name"), known.get("id"), columns))


def _checked(row: Listed) -> Listed:
    if not row.text:
        return replace(row, fault="neither a name nor an id")
    try:
        clean(row.text)
    except InvalidName as error:
        return replace(row, name=row.text[:80], fault=str(error))
    return row
