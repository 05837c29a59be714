"""What OpenRefine asks: which entity a cell means, by the Reconciliation Service API 0.2 (W3C community group).

`match` is true only where the name is the entity's own (letter by letter, normalised or translated),
nothing else bears it, and no property that came with it says otherwise. Similarity only scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api import present
from api.lookup import Hit, find_id, search
from api.models import EntityOut
from api.workspace import Workspace
from graph import names
from graph.search import CERTAIN, key
from ontology.derive import entity_classes
from ontology.errors import InputError

Answer = dict[str, Any]

PROPERTIES = {
    "country": "Country (ISO 3166-1 code)",
    "place": "Place",
    "name_zh": "Chinese name",
    "lei": "Legal Entity Identifier",
    "ticker": "Ticker, as EXCHANGE:CODE",
}
"""Columns that may come with a name, and what they hold."""
OTHERWISE = 0.5
"""What is left of a score where a property says otherwise."""
QUERIES = 100
"""Most queries in one request."""


class Given(BaseModel):
    """A property that came with a name."""

    pid: str
    v: Any = None


class Asked(BaseModel):
    """One query of a batch."""

    model_config = ConfigDict(extra="ignore")

    query: str = Field("", max_length=500)
    type: str | list[str] | None = None
    limit: int = Field(5, ge=1, le=100)
    properties: list[Given] = []

    @property
    def types(self) -> Sequence[str]:
        """The classes that are wanted; none for any."""
        return [self.type] if isinstance(self.type, str) else self.type or []


def manifest(work: Workspace, base: str) -> Answer:
    """What the service is and where its parts are; `base` is the server's address without a slash."""
    suggest = {
        part: {"service_url": f"{base}/reconcile", "service_path": f"/suggest/{part}"}
        for part in ("entity", "type", "property")
    }
    suggest["entity"]["flyout_service_path"] = "/flyout/entity?id=${id}"
    propose = {"service_url": f"{base}/reconcile", "service_path": "/properties"}
    return {
        "versions": ["0.2"],
        "name": "Potline",
        "identifierSpace": f"{work.ontology.base}id/",
        "schemaSpace": f"{work.ontology.base}ns#",
        "defaultTypes": [_type(work, name) for name in ("Company", "Site", "Place") if name in work.ontology.classes],
        "view": {"url": f"{base}/entities/{{{{id}}}}"},
        "preview": {"url": f"{base}/reconcile/preview?id={{{{id}}}}", "width": 400, "height": 140},
        "suggest": suggest,
        "extend": {"propose_properties": propose, "property_settings": []},
    }


def reconcile(work: Workspace, queries: Mapping[str, Asked]) -> Answer:
    """The candidates of each query of a batch, best first."""
    if len(queries) > QUERIES:
        raise InputError(f"queries: {len(queries)} in one request; the limit is {QUERIES}")
    return {name: {"result": _candidates(work, asked)} for name, asked in queries.items()}


def _candidates(work: Workspace, asked: Asked) -> list[Answer]:
    known = [t for t in asked.types if t in work.ontology.classes]
    if not asked.query.strip() or (asked.types and not known):
        return []
    hits = search(work, asked.query, types=known, limit=asked.limit)
    sure = [h for h in hits if h.reason in CERTAIN]
    made = [_candidate(work, asked, h, len(sure) == 1) for h in hits]
    return sorted(made, key=lambda c: -float(c["score"]))


def _candidate(work: Workspace, asked: Asked, hit: Hit, alone: bool) -> Answer:
    entity = present.hit(work, hit)
    told = [_agrees(work, entity, p) for p in asked.properties]
    entry = work.registry.entries.get(entity.id)
    doubtful = entry is not None and hit.name in entry.ambiguous
    certain = hit.reason in CERTAIN and alone and not doubtful
    return {
        "id": entity.id,
        "name": entity.name,
        "description": described(work, entity),
        "type": [_type(work, entity.type)],
        "score": hit.score * OTHERWISE ** told.count(False),
        "match": certain and False not in told,
        "features": [{"id": "name", "value": hit.score}, {"id": "reason", "value": hit.reason}],
    }


def _agrees(work: Workspace, entity: EntityOut, given: Given) -> bool | None:
    """Whether a property fits what is known; None where nothing is, or where it asks for nothing."""
    several = given.v if isinstance(given.v, list) else [given.v]
    texts = {text for v in several if (text := _text(v))}
    known = values_of(work, entity).get(given.pid, [])
    if not texts or not known:
        return None
    return not {key(text) for text in texts}.isdisjoint(key(v) for v in known)


def _text(value: object) -> str:
    """A value of a property: a text, a number, or an entity with its name."""
    plain = value.get("name") or value.get("id") if isinstance(value, dict) else value
    return "" if plain is None else str(plain).strip()


def values_of(work: Workspace, entity: EntityOut) -> dict[str, list[str]]:
    """What is known of each property; the larger places that a place lies in count as well."""
    return {
        "country": _country(work, entity.country) if entity.country else [],
        "place": _around(work, entity),
        "name_zh": [n for n in entity.names if names.han(n)],
        "lei": [value for scheme, value in entity.identifiers if scheme == "lei"],
        "ticker": [f"{scheme}:{value}" for scheme, value in entity.identifiers if scheme[:1].isupper()],
    }


def _country(work: Workspace, code: str) -> list[str]:
    code_of = ("iso3166-1", code)
    found = next((e.entity for e in work.registry.entries.values() if code_of in e.entity.identifiers), None)
    return [code, *(found.names if found else ())]


def _around(work: Workspace, entity: EntityOut) -> list[str]:
    entry = work.registry.entries.get(entity.id)
    nearest = (entry.place if entry else None) or entity.parent or ""
    if nearest not in work.registry.entries:
        return []
    around = (work.registry.entries[nearest], *work.registry.parents(nearest))
    return [name for e in around for name in e.entity.names]


def suggest_entities(work: Workspace, prefix: str, cursor: int = 0, limit: int = 10) -> Answer:
    """Entities whose names begin with, or are like, what was typed; `cursor` are the first ones to pass over."""
    hits = search(work, prefix, limit=cursor + limit)[cursor:] if prefix.strip() else []
    found = [present.hit(work, h) for h in hits]
    rows = [
        {"id": e.id, "name": e.name, "description": described(work, e), "notable": [_type(work, e.type)]} for e in found
    ]
    return {"result": rows}


def suggest_types(work: Workspace, prefix: str) -> Answer:
    """Classes of entities by the start of a word."""
    types = (_type(work, name) for name in entity_classes(work.ontology))
    return {"result": [t for t in types if _begins(prefix, t["name"])]}


def suggest_properties(prefix: str) -> Answer:
    """Properties by the start of a word."""
    rows = [{"id": id, "name": name} for id, name in PROPERTIES.items() if _begins(prefix, f"{id} {name}")]
    return {"result": rows}


def preview(work: Workspace, id: str) -> str:
    """A small page about an entity, for a pop-up."""
    entity = present.entity(work, find_id(work, id))
    others = ", ".join(n for n in entity.names if n != entity.name)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(entity.name)}</title></head><body><p><strong>{escape(entity.name)}</strong><br>"
        f"{escape(described(work, entity))}</p><p>{escape(others)}</p></body></html>\n"
    )


def _begins(prefix: str, text: str) -> bool:
    wanted = prefix.casefold().strip()
    return text.casefold().startswith(wanted) or any(w.startswith(wanted) for w in text.casefold().split())


def _type(work: Workspace, name: str) -> dict[str, str]:
    return {"id": name, "name": work.ontology.classes[name].label}


def described(work: Workspace, entity: EntityOut) -> str:
    """An entity in a few words: its class, its country, its Chinese name."""
    parts = (work.ontology.classes[entity.type].label, entity.country, entity.name_zh)
    return ", ".join(p for p in parts if p)
