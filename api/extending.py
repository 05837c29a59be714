"""What OpenRefine asks of entities that were matched: more columns (data extension), and a small text for a flyout."""

from __future__ import annotations

from html import escape
from typing import Any

from pydantic import BaseModel, Field

from api import present
from api.lookup import find_id
from api.models import EntityOut
from api.reconciling import PROPERTIES, described, values_of
from api.workspace import Workspace
from graph.views import entity
from ontology.errors import InputError, NotFound

Answer = dict[str, Any]

COLUMNS = PROPERTIES | {"name": "Name", "names": "All names", "type": "Class"}
"""What can be asked of an entity; a place comes as an entity of its own."""
IDS = 500
"""Most entities in one request."""


class Wanted(BaseModel):
    """A column that is asked for."""

    id: str


class Extension(BaseModel):
    """Which entities, and what of them."""

    ids: list[str] = Field(max_length=IDS)
    properties: list[Wanted] = Field(max_length=20)


def proposed(type: str | None, limit: int | None) -> Answer:
    """The columns that there are; every class has the same ones."""
    rows = [{"id": id, "name": name} for id, name in COLUMNS.items()][:limit]
    return {"properties": rows} | ({"type": type} if type else {}) | ({"limit": limit} if limit else {})


def extended(work: Workspace, asked: Extension) -> Answer:
    """The cells of each entity, none for an id that nothing has; InputError for a column that there is not."""
    unknown = [p.id for p in asked.properties if p.id not in COLUMNS]
    if unknown:
        raise InputError(f"extend: there is no property {unknown[0]}; there are {', '.join(COLUMNS)}")
    meta = [{"id": p.id, "name": COLUMNS[p.id]} for p in asked.properties]
    return {"meta": meta, "rows": {id: _row(work, id, [p.id for p in asked.properties]) for id in asked.ids}}


def _row(work: Workspace, id: str, columns: list[str]) -> Answer:
    try:
        found = present.entity(work, find_id(work, id))
    except NotFound:
        return {column: [] for column in columns}
    return {column: _cells(work, found, column) for column in columns}


def _cells(work: Workspace, found: EntityOut, column: str) -> list[Answer]:
    if column == "place":
        return _place(work, found)
    own = {"name": [found.name], "names": found.names, "type": [found.type]}
    own |= {"country": [found.country] if found.country else []}
    return [{"str": value} for value in own.get(column) or values_of(work, found).get(column, [])]


def _place(work: Workspace, found: EntityOut) -> list[Answer]:
    """The nearest place that is known, as an entity."""
    entry = work.registry.entries.get(found.id)
    id = (entry.place if entry else None) or found.parent
    known = (work.registry.entity(id) or entity(work.store, work.ontology, id)) if id else None
    return [{"id": known.id, "name": known.name}] if known is not None else []


def flyout(work: Workspace, id: str) -> Answer:
    """A few words on an entity, for a suggestion that the pointer is on."""
    found = present.entity(work, find_id(work, id))
    return {"id": found.id, "html": f"<p><strong>{escape(found.name)}</strong><br>{escape(described(work, found))}</p>"}
