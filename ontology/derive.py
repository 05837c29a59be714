"""What follows from the ontology: Neo4j labels and types, the JSON-LD context, the statement's JSON schema.

Nothing here names a class, predicate or metric; they all come from potline.ttl.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ontology.model import Ontology, Qualifier

Json = dict[str, Any]

_XSD = "http://www.w3.org/2001/XMLSchema#"

# The fields of answers and of statement lines that are no terms of ours, and where they belong.
_FIELDS: Mapping[str, Any] = {
    "id": "@id",
    "type": {"@id": "rdf:type", "@type": "@vocab"},
    "name": "rdfs:label",
    "names": {"@id": "skos:altLabel", "@container": "@set"},
    "name_zh": {"@id": "skos:prefLabel", "@language": "zh"},
    "identifiers": {"@id": "alu:identifier", "@container": "@set"},
    "parent": {"@id": "alu:parent", "@type": "@id"},
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
    "object": {"@id": "rdf:object", "@type": "@id"},
    "document": {"@id": "alu:statedIn", "@type": "@id"},
    "of": {"@id": "alu:of", "@type": "@id"},
    "observations": {"@reverse": "alu:of"},
    "title": "dcterms:title",
    "publisher": "dcterms:publisher",
    "published": "dcterms:issued",
    "language": "dcterms:language",
    "url": {"@id": "schema:url", "@type": "xsd:anyURI"},
    "value": {"@id": "alu:value", "@type": "xsd:decimal"},
    "confidence": {"@id": "alu:confidence", "@type": "xsd:decimal"},
    "start": {"@id": "alu:start", "@type": "xsd:integer"},
    "end": {"@id": "alu:end", "@type": "xsd:integer"},
}

_PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": _XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "qudt": "http://qudt.org/schema/qudt/",
}


def entity_classes(ontology: Ontology) -> tuple[str, ...]:
    """The classes that an entity can have: those with a kind of id."""
    return tuple(c.name for c in ontology.classes.values() if c.kind is not None)


def labels(ontology: Ontology, name: str) -> tuple[str, ...]:
    """The Neo4j labels of an entity of a class, the widest first: Entity, Organization, Company.

    `Agent` groups kinds of ids and is no label, like every class without a kind; `Entity` always is.
    """
    cls = ontology.classes[name]
    above = (c for c in reversed(cls.ancestors) if ontology.classes[c].kind is not None)
    return ("Entity", *above, name)


def relationship_types(ontology: Ontology) -> dict[str, str]:
    """Neo4j relationship type to predicate: TRANSFERS_CAPACITY_TO to transfersCapacityTo."""
    return {p.type: p.name for p in ontology.predicates.values()}


def derived_types(ontology: Ontology) -> dict[str, str]:
    """Neo4j relationship type to derived predicate: EFFECTIVELY_OWNS to effectivelyOwns."""
    return {d.type: d.name for d in ontology.derived.values()}


def context(ontology: Ontology) -> Json:
    """The JSON-LD context of entities, statements and figures, as a dict to put under `@context`."""
    terms: Json = {"@version": 1.1, "@base": f"{ontology.base}id/", "alu": f"{ontology.base}ns#"}
    terms |= {"@vocab": f"{ontology.base}ns#", **_PREFIXES}
    terms |= {q.name: _term(q) for q in ontology.qualifiers.values()}
    named = [(p.name, p.inverse) for p in ontology.predicates.values()]
    named += [(d.name, d.inverse) for d in ontology.derived.values()]
    for name, inverse in named:
        terms[inverse] = {"@reverse": f"alu:{name}", "@type": "@id"}
        terms[name] = {"@id": f"alu:{name}", "@type": "@id"}
    return terms | dict(_FIELDS)


def _term(qualifier: Qualifier) -> Json:
    decimal = {"@type": "xsd:decimal"} if qualifier.datatype == "decimal" else {}
    return {"@id": f"alu:{qualifier.name}", **decimal}


def statement_schema(ontology: Ontology) -> Json:
    """The JSON schema (2020-12) of one statement line: a relation or a figure (DESIGN, section 9)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{ontology.base}statement.schema.json",
        "title": "A statement",
        "description": "What one document says: a relation between two entities, or a figure of one.",
        "type": "object",
        "required": ["document", "subject", "predicate"],
        "properties": _common(ontology),
        "oneOf": [_relation(ontology), _figure(ontology)],
    }


def _common(ontology: Ontology) -> Json:
    text, offset = {"type": "string"}, {"type": ["integer", "null"], "minimum": 0}
    return {
        "document": {"type": ["string", "object"]},
        "subject": _end(ontology),
        "qualifiers": {
            "type": "object",
            "properties": {q.name: _value(ontology, q) for q in ontology.qualifiers.values()},
            "additionalProperties": False,
        },
        "period": {"type": ["string", "null"]},
        "quote": text,
        "start": offset,
        "end": offset,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "extractor": text,
        "rung": text,
    }


def _end(ontology: Ontology) -> Json:
    text = {"type": "string"}
    types = {"type": "string", "enum": list(entity_classes(ontology))}
    return {
        "type": "object",
        "required": ["name"],
        "properties": {"id": text, "name": text, "mention": text, "type": types},
    }


def _value(ontology: Ontology, qualifier: Qualifier) -> Json:
    if qualifier.datatype == "decimal":
        share = {"minimum": 0, "maximum": 100} if qualifier.name in SHARES else {}
        return {"type": "number", **share}
    if qualifier.datatype == "product":
        return {"type": "string", "enum": list(ontology.products)}
    return {"type": "string", "minLength": 1}


SHARES = frozenset({"share", "share_min", "share_max"})
"""The qualifiers in percent of a whole, 0 to 100."""


def _relation(ontology: Ontology) -> Json:
    return {
        "title": "A relation",
        "required": ["object"],
        "properties": {
            "predicate": {"enum": list(ontology.predicates)},
            "object": _end(ontology),
            "status": {"enum": list(ontology.relation_statuses)},
        },
    }


def _figure(ontology: Ontology) -> Json:
    return {
        "title": "A figure",
        "required": ["value"],
        "properties": {
            "predicate": {"enum": list(ontology.metrics)},
            "value": {"type": "number"},
            "max": {"type": ["number", "null"]},
            "unit": {"type": ["string", "null"], "pattern": _unit_pattern(ontology)},
            "product": {"enum": [*ontology.products, None]},
            "status": {"enum": list(ontology.observation_statuses)},
        },
    }


def _unit_pattern(ontology: Ontology) -> str:
    return unit_pattern(tuple(ontology.units))


def unit_pattern(units: tuple[str, ...]) -> str:
    """A regular expression for base units; `currency` stands for any code of three capitals.

    >>> unit_pattern(("t/a", "currency/t"))
    '^(t/a|[A-Z]{3}/t)$'
    """
    return f"^({'|'.join(u.replace('currency', '[A-Z]{3}') for u in units)})$"
