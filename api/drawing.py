"""Answers of ownership in formats beside JSON: the same for routes and commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.workspace import Workspace
from graph import views
from graph.draw.formats import FORMATS
from graph.draw.picture import Known, Picture, picture
from graph.registry import Registry
from graph.statement import Entity
from ontology.errors import InputError

NAMES = ("json", *FORMATS)


def drawn(work: Workspace, data: Mapping[str, Any]) -> Picture:
    """The picture of an answer's JSON face, with what the record and the registry know of its entities."""
    links = [*(link for item in data["items"] for link in item["proof"]), *data.get("planned", ())]
    ids = {
        data["of"]["id"],
        *(i["id"] for i in data["items"]),
        *(k[e] for k in links for e in ("owner_id", "owned_id")),
    }
    return picture(data, dict(_known(work, ids)))


def _known(work: Workspace, ids: Iterable[str]) -> Iterator[tuple[str, Known]]:
    recorded = views.entities(work.store, work.ontology, set(ids))
    countries = _countries(work.registry)
    for id in ids:
        some = [e for e in (recorded.get(id), work.registry.entity(id)) if e is not None]
        code = next((e.country for e in some if e.country), None)
        pairs = sorted({pair for e in some for pair in e.identifiers})
        country = None if code is None else (code, countries.get(code, code))
        yield id, Known(some[0].type if some else None, country, tuple(pairs))


def _countries(registry: Registry) -> Mapping[str, str]:
    """Names of countries by their ISO 3166-1 code."""
    places: Iterable[Entity] = (entry.entity for entry in registry.entries.values())
    return {e.country: e.name for e in places if e.level == "country" and e.country}


def written(work: Workspace, data: Mapping[str, Any], format: str) -> str:
    """An answer's JSON face in a format of FORMATS; InputError for a name that is none."""
    if format not in FORMATS:
        raise InputError(f"format {format}: there are {', '.join(NAMES)}")
    return FORMATS[format].write(drawn(work, data))
