"""What is derived agrees with the ontology, and what was generated is up to date."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from ontology.derive import (
    context,
    entity_classes,
    labels,
    relationship_types,
    statement_schema,
    unit_pattern,
)
from ontology.load import SHAPES, ontology
from ontology.write import DOCS, markdown, shapes_file

# rdflib's own reader of JSON-LD uses what rdflib has deprecated.
JSON_LD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
ALU = "https://w3id.org/potline/ns#"
ID = "https://w3id.org/potline/id/"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Company", ("Entity", "Organization", "Company")),
        ("Organization", ("Entity", "Organization")),
        ("AluminiumSmelter", ("Entity", "Site", "AluminiumSmelter")),
        ("Person", ("Entity", "Person")),
        ("Place", ("Entity", "Place")),
        ("Product", ("Entity", "Product")),
    ],
)
def test_labels_are_the_class_and_those_above_that_have_ids(name: str, expected: tuple[str, ...]) -> None:
    assert labels(ontology(), name) == expected


def test_labels_and_types_need_no_quoting_in_cypher() -> None:
    words = ontology()
    for name in entity_classes(words):
        assert all(re.fullmatch(r"[A-Z][A-Za-z]*", label) for label in labels(words, name))
    types = relationship_types(words)
    assert set(types.values()) == set(words.predicates)
    assert all(re.fullmatch(r"[A-Z][A-Z_]*", type) for type in types)


@JSON_LD
def test_the_json_of_an_entity_is_the_rdf_of_it() -> None:
    said = {
        "@context": context(ontology()),
        "id": "org/hongtuo-industrial",
        "type": "Company",
        "name": "Hongtuo Industrial",
        "names": ["Hongtuo", "Hongtuo Industrial"],
        "name_zh": "宏拓实业",
        "country": "CN",
        "owns": ["org/yunnan-hongtai"],
        "ownedBy": ["org/weiqiao-aluminum-power"],
    }
    hongtuo = URIRef(ID + "org/hongtuo-industrial")
    assert set(Graph().parse(data=json.dumps(said), format="json-ld")) == {
        (hongtuo, RDF.type, URIRef(ALU + "Company")),
        (hongtuo, RDFS.label, Literal("Hongtuo Industrial")),
        (hongtuo, SKOS.altLabel, Literal("Hongtuo")),
        (hongtuo, SKOS.altLabel, Literal("Hongtuo Industrial")),
        (hongtuo, SKOS.prefLabel, Literal("宏拓实业", lang="zh")),
        (hongtuo, URIRef(ALU + "country"), Literal("CN")),
        (hongtuo, URIRef(ALU + "owns"), URIRef(ID + "org/yunnan-hongtai")),
        (URIRef(ID + "org/weiqiao-aluminum-power"), URIRef(ALU + "owns"), hongtuo),
    }


@JSON_LD
def test_the_json_of_a_statement_is_the_rdf_of_it() -> None:
    said = {
        "@context": context(ontology()),
        "id": "../statement/abc",
        "type": "Statement",
        "subject": "org/a",
        "predicate": "owns",
        "object": "org/b",
        "share": "62.5",
        "quote": "A holds 62.5 % of B",
        "start": 7,
    }
    graph = Graph().parse(data=json.dumps(said), format="json-ld")
    node = URIRef("https://w3id.org/potline/statement/abc")
    assert (node, RDF.predicate, URIRef(ALU + "owns")) in graph
    assert (node, RDF.object, URIRef(ID + "org/b")) in graph
    assert (node, URIRef(ALU + "share"), Literal("62.5", datatype=XSD.decimal)) in graph
    assert (node, URIRef(ALU + "start"), Literal(7)) in graph


def test_the_context_knows_every_predicate_inverse_and_qualifier() -> None:
    words, terms = ontology(), context(ontology())
    for p in words.predicates.values():
        assert terms[p.name] == {"@id": f"alu:{p.name}", "@type": "@id"}
        assert p.symmetric or terms[p.inverse]["@reverse"] == f"alu:{p.name}"
    assert set(words.qualifiers) <= set(terms)


def test_the_schema_lists_what_the_ontology_lists() -> None:
    words, schema = ontology(), statement_schema(ontology())
    relation, figure = (branch["properties"] for branch in schema["oneOf"])
    assert relation["predicate"]["enum"] == list(words.predicates)
    assert relation["status"]["enum"] == list(words.relation_statuses)
    assert figure["predicate"]["enum"] == list(words.metrics)
    assert figure["status"]["enum"] == list(words.observation_statuses)
    assert figure["product"]["enum"] == [*words.products, None]
    assert set(schema["properties"]["qualifiers"]["properties"]) == set(words.qualifiers)
    assert schema["properties"]["subject"]["properties"]["type"]["enum"] == list(entity_classes(words))
    assert "Agent" not in entity_classes(words)
    json.dumps(schema)


def test_the_schema_keeps_shares_within_a_whole() -> None:
    qualifiers: dict[str, Any] = statement_schema(ontology())["properties"]["qualifiers"]["properties"]
    assert qualifiers["share"] == {"type": "number", "minimum": 0, "maximum": 100}
    assert qualifiers["quantity"] == {"type": "number"}


def test_the_pattern_of_units_takes_any_currency() -> None:
    units = re.compile(unit_pattern(tuple(ontology().units)))
    assert all(units.match(u) for u in ("t/a", "CNY", "USD/lb", "percent", "tCO2e/t"))
    assert not any(units.match(u) for u in ("Mt/a", "currency", "cny", "t/", "xt/a"))


def test_the_generated_files_are_up_to_date() -> None:
    again = "run `python -m ontology.write`"
    assert DOCS.read_text(encoding="utf-8") == markdown(ontology()), again
    assert SHAPES.read_text(encoding="utf-8") == shapes_file(ontology()), again


def test_the_docs_name_every_word() -> None:
    words, docs = ontology(), markdown(ontology())
    for name in (*words.classes, *words.predicates, *words.metrics, *words.units):
        assert f"| `{name}`" in docs
    for product in words.products:
        assert f"\n| {product} |" in docs
