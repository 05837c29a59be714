"""The OpenAPI description: enums of predicates, metrics, statuses and classes come from the ontology."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI

from ontology.derive import entity_classes
from ontology.load import ontology
from ontology.model import Ontology

Schema = dict[str, Any]


def enums(o: Ontology) -> Mapping[str, list[str]]:
    """The words that a field or parameter of each name may hold."""
    statuses = dict.fromkeys([*o.relation_statuses, *o.observation_statuses])
    return {
        "predicate": [*o.predicates, *o.metrics],
        "metric": list(o.metrics),
        "status": list(statuses),
        "type": list(entity_classes(o)),
    }


NOT_OURS = ("Problem",)
"""Schemas whose `type` and `status` are those of RFC 9457."""


def describe(app: FastAPI) -> Callable[[], Schema]:
    """A replacement for `app.openapi` that fills the enums in; the description is made once."""
    plain = app.openapi

    def openapi() -> Schema:
        fresh = app.openapi_schema is None
        schema = plain()
        if fresh:
            words = enums(ontology())
            for name, target in _targets(schema):
                if name in words:
                    _string(target)["enum"] = words[name]
        return schema

    return openapi


def _targets(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every named field and query parameter that holds a word of the ontology."""
    for name, model in schema.get("components", {}).get("schemas", {}).items():
        if name not in NOT_OURS:
            yield from model.get("properties", {}).items()
    for methods in schema["paths"].values():
        for route in methods.values():
            for parameter in route.get("parameters", ()):
                yield parameter["name"], parameter["schema"]


def _string(schema: Schema) -> Schema:
    """The part of a schema that says `string`: itself, an alternative, or the items of a list."""
    parts = [schema, *schema.get("anyOf", ()), *(s["items"] for s in schema.get("anyOf", ()) if "items" in s)]
    return next(part for part in parts if part.get("type") == "string")
