"""Two rows of one entity as one: what a later file adds, and what it may not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from graph import names
from graph.registry import Entry
from graph.statement import Entity
from ontology.errors import InputError

V = TypeVar("V")
Parts = tuple[V, ...]

ONE = frozenset({"lei", "wikidata", "iso3166-1", "iso3166-2", "gb2260", "geonames"})
"""Schemes of which an entity has one identifier; tickers and securities it may have several of."""


def joined(before: Entry, entry: Entry) -> Entry:
    """What both rows say of one entity; the first row's name and source stay.

    Lists add up. Raises InputError, with both places, where the later row says otherwise: another
    class, country, place, point, website, parent or level, a second identifier where there is only one, a
    form for sure that the first row holds to be ambiguous, or, in one and the same file, anything new.
    """
    if before.at.rpartition(":")[0] == entry.at.rpartition(":")[0]:
        if replace(before, at="") != replace(entry, at=""):
            raise _contradiction(before, entry, "two rows of one file tell it differently")
        return before
    _check_forms(before, entry)
    return replace(
        before,
        entity=_entity(before, entry),
        ambiguous=_union(before.ambiguous, entry.ambiguous),
        never=_union(before.never, entry.never),
        abbreviations=_union(before.abbreviations, entry.abbreviations),
        translated=_union(before.translated, entry.translated),
        former=_union(before.former, entry.former),
        place=_one(before, entry, "place", before.place, entry.place),
        region=_one(before, entry, "region", before.region, entry.region),
        website=_one(before, entry, "website", before.website, entry.website),
        point=_one(before, entry, "point", before.point, entry.point),
        source=before.source or entry.source,
        checked=before.checked or entry.checked,
    )


def _entity(before: Entry, entry: Entry) -> Entity:
    old, new = before.entity, entry.entity
    _one(before, entry, "class", old.type, new.type)
    return replace(
        old,
        names=tuple(sorted({*old.names, *new.names})),
        name_zh=_one(before, entry, "name_zh", old.name_zh, new.name_zh),
        country=_one(before, entry, "country", old.country, new.country),
        parent=_one(before, entry, "parent", old.parent, new.parent),
        level=_one(before, entry, "level", old.level, new.level),
        identifiers=_identifiers(before, entry),
    )


def _identifiers(before: Entry, entry: Entry) -> Parts[tuple[str, str]]:
    known = dict(before.entity.identifiers)
    for scheme, value in entry.entity.identifiers:
        if scheme in ONE:
            _one(before, entry, scheme, known.get(scheme), value)
    return tuple(sorted({*before.entity.identifiers, *entry.entity.identifiers}))


def _check_forms(before: Entry, entry: Entry) -> None:
    """A later row may doubt a form, but not trust one that an earlier row doubts."""
    if entry.entity.kind == "place":
        return
    doubted = {names.exact(form) for form in before.ambiguous} - {names.exact(form) for form in entry.ambiguous}
    for form in entry.entity.names:
        if names.exact(form) in doubted:
            raise _contradiction(before, entry, f"{form!r} is ambiguous there, and sure here")


def _one(before: Entry, entry: Entry, what: str, old: V | None, new: V | None) -> V | None:
    if old is not None and new is not None and old != new:
        raise _contradiction(before, entry, f"{what} {old!r} there, {new!r} here")
    return new if old is None else old


def _contradiction(before: Entry, entry: Entry, why: str) -> InputError:
    return InputError(f"{entry.at}: {entry.entity.id} is told differently in {before.at}: {why}")


def _union(old: Parts[V], new: Iterable[V]) -> Parts[V]:
    return tuple(dict.fromkeys((*old, *new)))
