"""The registry from its files: tab separated, one row an entity, in seeds/registry/ or a user's own.

A file says with its columns what it holds: a row has a `class` (an organisation or a site) or a
`level` (a place). Files are read in the order given, a folder's in the order of their names; a
later row may add an entity, and may not say anything else of one that is already there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from graph import names
from graph.registry import Entry, Registry
from graph.statement import Entity, entity_id, slug
from loaders.faults import check, shared_forms
from ontology.errors import InputError, InvalidName
from ontology.load import ontology
from ontology.model import Kind

__all__ = ["DEFAULT", "check", "read_registry"]

DEFAULT = Path(__file__).parents[1] / "seeds" / "registry"

_LISTS = ("aliases", "aliases_zh", "abbreviations", "identifiers", "ambiguous", "not")
_COLUMNS = {
    "slug", "class", "level", "name", "name_zh", "country", "region", "place", "parent", "website", "iso",
    "gb2260", "lat", "lon", "source", "checked", *_LISTS,
}  # fmt: skip
_GEONAMES = re.compile(r"GeoNames (\d+)")


@dataclass(frozen=True, slots=True)
class _Row:
    at: str
    columns: tuple[str, ...]
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def list(self, column: str) -> tuple[str, ...]:
        cell = self[column]
        return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()

    def fault(self, message: str) -> InputError:
        return InputError(f"{self.at}: {message}")


def read_registry(*paths: Path) -> Registry:
    """The registry of these files and folders (`*.tsv`); without any, of seeds/registry.

    Raises InputError, with file and line, for what cannot be read: a missing file, a column or a
    class that is not known, a row without a name, a place, parent or `not` that no row has, a slug
    that does not follow from the name, an entity that two rows tell differently, a form of a name
    that would decide for two entities.
    """
    entries: dict[str, Entry] = {}
    for row in chain.from_iterable(map(_rows, _files(paths or (DEFAULT,)))):
        _add(entries, _entry(row))
    for entry in entries.values():
        _refer(entry, entries)
    bare = Registry(entries.values())
    registry = Registry(_with_country(entry, bare) for entry in entries.values())
    for fault in shared_forms(registry):
        raise InputError(fault)
    return registry


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.glob("*.tsv"))
            if not found:
                raise InputError(f"{path}: the folder holds no .tsv file")
            yield from found
        else:
            yield path


def _rows(path: Path) -> Iterator[_Row]:
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
            yield _Row(
                f"{path}:{number}", tuple(columns), {c: v.strip() for c, v in zip(columns, cells, strict=True) if v}
            )


def _check_columns(columns: list[str], at: str) -> None:
    unknown = sorted(set(columns) - _COLUMNS)
    if unknown:
        raise InputError(f"{at}: unknown column {', '.join(map(repr, unknown))}; known: {', '.join(sorted(_COLUMNS))}")
    if len(columns) != len(set(columns)):
        raise InputError(f"{at}: a column is named twice")
    if "name" not in columns or ("class" in columns) == ("level" in columns):
        raise InputError(f"{at}: the columns must have `name`, and either `class` or `level`")


def _entry(row: _Row) -> Entry:
    kind, type = _kind(row)
    entity = _entity(row, kind, type)
    return Entry(
        entity=entity,
        ambiguous=row.list("ambiguous"),
        never=tuple(f"{kind}/{slug}" for slug in row.list("not")),
        place=f"place/{row['place']}" if row["place"] else None,
        region=row["region"] or (row["iso"] if "-" in row["iso"] else None),
        abbreviations=row.list("abbreviations"),
        website=row["website"] or None,
        point=_point(row),
        source=row["source"],
        checked=row["checked"] == "yes",
        at=row.at,
    )


def _kind(row: _Row) -> tuple[str, str]:
    """The first part of the id, and the class, both by the ontology's word."""
    known = ontology()
    if "level" in row.columns:
        if row["level"] not in known.levels:
            raise row.fault(f"unknown level {row['level']!r}; known: {', '.join(known.levels)}")
        return "place", "Place"
    found = known.classes.get(row["class"])
    if found is None or found.kind not in (Kind.ORG, Kind.SITE, Kind.PERSON):
        raise row.fault(f"{row['class']!r} is no class of an organisation, a person or a site")
    return found.kind.value, found.name


def _entity(row: _Row, kind: str, type: str) -> Entity:
    try:
        name = names.clean(row["name"])
    except InvalidName as error:
        raise row.fault(str(error)) from error
    forms = {name, *row.list("aliases"), *row.list("aliases_zh"), row["name_zh"]} - {""}
    return Entity(
        id=_id(row, kind, name),
        type=type,
        name=name,
        names=tuple(sorted(forms)),
        name_zh=row["name_zh"] or None,
        country=row["country"] or (row["iso"] if len(row["iso"]) == 2 else None),
        parent=f"place/{row['parent']}" if row["parent"] else None,
        level=row["level"] or None,
        identifiers=tuple(sorted(_identifiers(row))),
        registered=True,
    )


def _id(row: _Row, kind: str, name: str) -> str:
    """The id that follows from the name; a place may add what tells it from another of its name."""
    id = entity_id(kind, name)
    given = f"{kind}/{row['slug']}" if row["slug"] else id
    if given == id or (kind == "place" and given.startswith(f"{id}-") and slug(row["slug"]) == row["slug"]):
        return given
    raise row.fault(f"the slug {row['slug']!r} does not follow from the name; it must be {id.partition('/')[2]!r}")


def _identifiers(row: _Row) -> Iterator[tuple[str, str]]:
    for part in row.list("identifiers"):
        scheme, colon, value = part.partition(":")
        if not (scheme and colon and value):
            raise row.fault(f"the identifier {part!r} is not of the form scheme:value")
        yield scheme, value
    if row["iso"]:
        yield ("iso3166-2" if "-" in row["iso"] else "iso3166-1"), row["iso"]
    if row["gb2260"]:
        yield "gb2260", row["gb2260"]
    geonames = _GEONAMES.search(row["source"])
    if geonames:
        yield "geonames", geonames[1]


def _point(row: _Row) -> tuple[float, float] | None:
    if not row["lat"] and not row["lon"]:
        return None
    try:
        return float(row["lat"]), float(row["lon"])
    except ValueError as error:
        raise row.fault(f"lat and lon must both be numbers, not {row['lat']!r} and {row['lon']!r}") from error


def _add(entries: dict[str, Entry], entry: Entry) -> None:
    before = entries.setdefault(entry.entity.id, entry)
    if before is not entry and replace(before, at="") != replace(entry, at=""):
        raise InputError(f"{entry.at}: {entry.entity.id} is told differently in {before.at}")


def _refer(entry: Entry, entries: Mapping[str, Entry]) -> None:
    for column, id in [("place", entry.place), ("parent", entry.entity.parent), *(("not", n) for n in entry.never)]:
        if id is not None and id not in entries:
            raise InputError(f"{entry.at}: no row has the slug {id.partition('/')[2]!r} that stands under `{column}`")


def _with_country(entry: Entry, registry: Registry) -> Entry:
    """A place's country is that of the nearest place above it with a code."""
    if entry.entity.kind != "place" or entry.entity.country is not None:
        return entry
    above = (e.entity.country for e in registry.parents(entry.entity.id))
    return replace(entry, entity=replace(entry.entity, country=next((c for c in above if c), None)))
