"""The rows of registry files: tab separated, the first line names the columns, an empty cell says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import InputError

LISTS = ("aliases", "aliases_zh", "translated", "former", "abbreviations", "identifiers", "ambiguous", "not")
COLUMNS = {
    "slug", "class", "level", "name", "name_zh", "country", "region", "place", "parent", "website", "iso",
    "gb2260", "lat", "lon", "source", "checked", *LISTS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file; `at` is FILE:LINE."""

    at: str
    columns: tuple[str, ...]
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def list(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list."""
        cell = self[column]
        return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()

    def fault(self, message: str) -> InputError:
        """The error that names this line."""
        return InputError(f"{self.at}: {message}")


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and those of folders (`*.tsv`) in the order of their names."""
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.tsv"))
            if not found:
                raise InputError(f"{path}: the folder holds no .tsv file")
            yield from found
        else:
            yield path


def read(path: Path) -> Iterator[Row]:
    """The rows of a file; InputError, with file and line, for a file that is no table of these columns."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: the registry file cannot be read: {error}") from error
    if not lines[0]:
        raise InputError(f"{path}: the registry file is empty; its first line must name its columns")
    columns = lines[0].split("\t")
    _check_columns(columns, f"{path}:1")
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            cells = line.split("\t")
            if len(cells) != len(columns):
                raise InputError(
                    f"{path}:{number}: {len(cells)} cells where the first line names {len(columns)} columns"
                )
            yield Row(
                f"{path}:{number}", tuple(columns), {c: v.strip() for c, v in zip(columns, cells, strict=True) if v}
            )


def _check_columns(columns: list[str], at: str) -> None:
    unknown = sorted(set(columns) - COLUMNS)
    if unknown:
        raise InputError(f"{at}: unknown column {', '.join(map(repr, unknown))}; known: {', '.join(sorted(COLUMNS))}")
    if len(columns) != len(set(columns)):
        raise InputError(f"{at}: a column is named twice")
    if "name" not in columns or ("class" in columns) == ("level" in columns):
        raise InputError(f"{at}: the columns must have `name`, and either `class` or `level`")
