"""The schema of a language model's answer: all that the ontology has, in the form that `strict` asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ontology.answer import answer_schema, vocabulary
from ontology.derive import entity_classes
from ontology.load import ontology

WORDS = ontology()
SCHEMA = answer_schema(WORDS)


def objects(node: object) -> Iterator[dict[str, Any]]:
    """All objects that a schema describes."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for inner in node.values():
            yield from objects(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from objects(inner)


def items(kind: str, key: str) -> dict[str, Any]:
    """The shapes of relations or figures by the one name that each allows."""
    return {s["properties"][key]["enum"][0]: s["properties"] for s in SCHEMA["properties"][kind]["items"]["anyOf"]}


def test_objects_name_all_fields_and_allow_no_others() -> None:
    found = list(objects(SCHEMA))
    assert len(found) > len(WORDS.predicates) + len(WORDS.metrics)
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])


def test_relations_are_those_of_the_ontology_each_with_its_qualifiers() -> None:
    relations = items("relations", "predicate")
    assert set(relations) == set(WORDS.predicates)
    for name, fields in relations.items():
        given = set(fields["qualifiers"]["properties"])
        assert given | {"period"} == {*WORDS.predicates[name].qualifiers, "period"}
        assert fields["status"]["enum"] == list(WORDS.relation_statuses)


def test_figures_are_those_of_the_ontology() -> None:
    figures = items("figures", "metric")
    assert set(figures) == set(WORDS.metrics)
    assert all(f["status"]["enum"] == list(WORDS.observation_statuses) for f in figures.values())
    assert figures["rank"]["unit"] == {"type": "null"}


def test_classes_and_products_are_those_of_the_ontology() -> None:
    assert SCHEMA["$defs"]["end"]["properties"]["type"]["enum"] == list(entity_classes(WORDS))
    assert SCHEMA["$defs"]["product"]["enum"] == [*WORDS.products, None]


def test_the_words_of_the_prompt_name_all_of_it() -> None:
    text = vocabulary(WORDS)
    named = [*WORDS.predicates, *WORDS.metrics, *entity_classes(WORDS), *WORDS.products, *WORDS.relation_statuses]
    assert [name for name in named if name not in text] == []
    assert all(p.example in text and p.comment in text for p in WORDS.predicates.values())
