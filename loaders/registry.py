"""The registry from its files: tab separated, one row an entity, in seeds/registry/ or a user's own.

A file says with its columns what it holds: a row has a `class` (an organisation or a site) or a
`level` (a place). Files are read in the order given, a folder's in the order of their names; a
later file may add entities, and forms, codes and the like to one that is already there; it may not
contradict what an earlier one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from graph import names
from graph.registry import Entry, Registry
from graph.statement import Entity, entity_id, slug
from loaders.faults import check, shared_forms
from loaders.joined import joined
from loaders.rows import Row, files, read
from ontology.errors import InputError, InvalidName
from ontology.load import ontology
from ontology.model import Kind

__all__ = ["DEFAULT", "check", "faults", "read_registry"]

DEFAULT = Path(__file__).parents[1] / "seeds" / "registry"

_GEONAMES = re.compile(r"GeoNames (\d+)")


def read_registry(*paths: Path) -> Registry:
    """The registry of these files and folders (`*.tsv`); without any, of seeds/registry.

    Later files add to earlier ones. Raises InputError, with file and line, for what cannot be read: a
    missing file, a column or a class that is not known, a row without a name, a place, parent or `not`
    that no row has, a slug that does not follow from the name, an entity that two rows tell
    differently, a form of a name that would decide for two entities.
    """
    registry = _read(paths)
    for fault in shared_forms(registry):
        raise InputError(fault)
    return registry


def faults(*paths: Path) -> list[str]:
    """What is wrong with these files and folders taken together, each with file and line; [] where nothing is.

    Where a row cannot be read at all, that is the only one.
    """
    try:
        registry = _read(paths)
    except InputError as error:
        return [str(error)]
    return check(registry)


def _read(paths: tuple[Path, ...]) -> Registry:
    entries: dict[str, Entry] = {}
    for row in chain.from_iterable(map(read, files(paths or (DEFAULT,)))):
        entry = _entry(row)
        before = entries.get(entry.entity.id)
        entries[entry.entity.id] = entry if before is None else joined(before, entry)
    for entry in entries.values():
        _refer(entry, entries)
    bare = Registry(entries.values())
    return Registry(_with_country(entry, bare) for entry in entries.values())


def _entry(row: Row) -> Entry:
    kind, type = _kind(row)
    entity = _entity(row, kind, type)
    return Entry(
        entity=entity,
        ambiguous=row.list("ambiguous"),
        never=tuple(f"{kind}/{slug}" for slug in row.list("not")),
        place=f"place/{row['place']}" if row["place"] else None,
        region=row["region"] or (row["iso"] if "-" in row["iso"] else None),
        abbreviations=row.list("abbreviations"),
        translated=row.list("translated"),
        former=row.list("former"),
        website=row["website"] or None,
        point=_point(row),
        source=row["source"],
        checked=row["checked"] == "yes",
        at=row.at,
    )


def _kind(row: Row) -> tuple[str, str]:
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


def _entity(row: Row, kind: str, type: str) -> Entity:
    try:
        name = names.clean(row["name"])
    except InvalidName as error:
        raise row.fault(str(error)) from error
    forms = {name, *row.list("aliases"), *row.list("aliases_zh"), *row.list("former"), row["name_zh"]} - {""}
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


def _id(row: Row, kind: str, name: str) -> str:
    """The id that follows from the name; a place may add what tells it from another of its name."""
    id = entity_id(kind, name)
    given = f"{kind}/{row['slug']}" if row["slug"] else id
    if given == id or (kind == "place" and given.startswith(f"{id}-") and slug(row["slug"]) == row["slug"]):
        return given
    raise row.fault(f"the slug {row['slug']!r} does not follow from the name; it must be {id.partition('/')[2]!r}")


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
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


def _point(row: Row) -> tuple[float, float] | None:
    if not row["lat"] and not row["lon"]:
        return None
    try:
        return float(row["lat"]), float(row["lon"])
    except ValueError as error:
        raise row.fault(f"lat and lon must both be numbers, not {row['lat']!r} and {row['lon']!r}") from error


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
