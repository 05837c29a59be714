"""The property graph as rows: entities and figures are nodes, relationships are edges, and so is what ties a figure to
its entity.

CSV, GraphML and GEXF have the same columns. A list is JSON, as in the answers to Cypher queries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from graph.statement import Entity, Figure, Qualifiers, Relationship, number
from graph.whole.record import Whole
from ontology.model import Ontology

Cell = str | bool | int | float | None
Row = dict[str, Cell]
Columns = Mapping[str, str]
"""Names and types: `string`, `double`, `int` or `boolean`."""

OBSERVATION, TIE = "Observation", "hasObservation"
"""The type of a figure among the nodes, and the predicate of the edge that leads to it."""
OTHER = "other_qualifiers"
"""Where qualifiers stand that are not of their column's type, as JSON."""

_ENTITY = {
    "type": "string", "id": "string", "name": "string", "name_zh": "string", "names": "string", "country": "string",
    "parent": "string", "level": "string", "identifiers": "string", "registered": "boolean", "ids": "string",
}  # fmt: skip
_FIGURE = {
    "metric": "string", "value": "double", "max": "double", "unit": "string", "product": "string", "period": "string",
    "status": "string", "conflict": "boolean", "sources": "int", "documents": "string", "statements": "string",
}  # fmt: skip
_EDGE = {
    "predicate": "string", "source": "string", "target": "string", "status": "string", "shown": "boolean",
    "period": "string", "confidence": "double", "conflict": "boolean", "sources": "int", "documents": "string",
    "statements": "string",
}  # fmt: skip


def listed(values: object) -> str:
    """A list, or a map, as one cell."""
    return json.dumps(values, ensure_ascii=False)


def qualifiers(ontology: Ontology, taken: Columns) -> dict[str, str]:
    """A column for each qualifier, and the ends of a range; `qualifier_…` where the table has such a column itself."""
    found = dict[str, str]()
    for name, q in ontology.qualifiers.items():
        found[name] = "double" if q.datatype == "decimal" else "string"
        if q.datatype == "decimal":
            base = name.removesuffix("_min").removesuffix("_max")
            found |= {f"{base}_min": "double", f"{base}_max": "double"}
    return {f"qualifier_{k}" if k in taken else k: t for k, t in found.items()} | {OTHER: "string"}


def node_columns(ontology: Ontology) -> dict[str, str]:
    """The columns of nodes."""
    own = _ENTITY | _FIGURE
    return own | qualifiers(ontology, own)


def edge_columns(ontology: Ontology) -> dict[str, str]:
    """The columns of edges."""
    return _EDGE | qualifiers(ontology, _EDGE)


def spread(said: Qualifiers, columns: Columns) -> Row:
    """Qualifiers in their columns."""
    row, other = Row(), Row()
    for name, value in said.items():
        if name == "conflict":
            continue  # a column of the table itself
        own = f"qualifier_{name}"
        column = own if own in columns else name
        number_wanted = columns.get(column) == "double"
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if column in columns and (is_number if number_wanted else isinstance(value, str)):
            row[column] = number(value) if isinstance(value, float) else value
        else:
            other[name] = value
    return row | ({OTHER: listed(other)} if other else {})


def nodes(whole: Whole) -> Iterator[Row]:
    """Entities in id order, then figures in the order of their entities."""
    columns = node_columns(whole.ontology)
    for e in whole.entities():
        yield _entity(e, whole)
    for f in whole.figures():
        yield _figure(f) | spread(f.qualifiers, columns)


def _entity(e: Entity, whole: Whole) -> Row:
    return {
        "type": e.type,
        "id": e.id,
        "name": e.name,
        "name_zh": e.name_zh,
        "names": listed(e.names),
        "country": e.country,
        "parent": e.parent and whole.canon(e.parent),
        "level": e.level,
        "identifiers": listed([f"{scheme}:{value}" for scheme, value in e.identifiers]),
        "registered": e.registered,
        "ids": listed(list(whole.canon.members(e.id))),
    }


def _figure(f: Figure) -> Row:
    about = (f.metric, str(f.value), f.unit, f.product, f.period)
    return {
        "type": OBSERVATION,
        "id": f"observation/{f.id}",
        "name": " ".join(part for part in about if part),
        "metric": f.metric,
        "value": number(f.value),
        "max": None if f.max is None else number(f.max),
        "unit": f.unit,
        "product": f.product,
        "period": f.period,
        "status": f.status,
        "conflict": f.conflict or bool(f.qualifiers.get("conflict", False)),
        "sources": len(f.documents),
        "documents": listed(f.documents),
        "statements": listed(f.statements),
    }


def edges(whole: Whole) -> Iterator[Row]:
    """Relationships of every status, then the ties of figures; each in the order of its ends."""
    columns = edge_columns(whole.ontology)
    for r in whole.relationships():
        yield _relationship(r) | spread(r.qualifiers, columns)
    for f in whole.figures():
        tie: Row = {"predicate": TIE, "source": f.entity, "target": f"observation/{f.id}"}
        yield tie | {"status": f.status, "shown": True, "period": f.period, "sources": len(f.documents)}


def _relationship(r: Relationship) -> Row:
    return {
        "predicate": r.predicate,
        "source": r.subject,
        "target": r.object,
        "status": r.status,
        "shown": r.shown,
        "period": r.period,
        "confidence": r.confidence,
        "conflict": bool(r.qualifiers.get("conflict", False)),
        "sources": len(r.documents),
        "documents": listed(r.documents),
        "statements": listed(r.statements),
    }
