"""Plants whose own name ends like a firm's."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.pipeline import Extractor
from tests.loaders.told import read


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Northmet runs the Drumgash Point Aluminium Smelter.", "Drumgash Point Aluminium Smelter", "AluminiumSmelter"),
        ("Vardal Aluminium Smelter, a company owned by Northmet, grew.", "Vardal Aluminium Smelter", "Company"),
        ("Vardal Aluminium Smelter (VAS), a subsidiary of Northmet, grew.", "Vardal Aluminium Smelter", "Company"),
        ("Northmet bought Vardal Aluminium, owner of the Vardal Aluminium Smelter.", "Vardal Aluminium", "Company"),
    ],
)
def test_what_is_a_plant_and_what_a_firm(text: str, name: str, type: str, extractor: Extractor) -> None:
    found = extractor(Document(document_id("x"), "x", "", text=f"News\n\n{text}\n", language="en")).entities
    assert {e.name: e.type for e in found}[name] == type


@pytest.mark.parametrize(
    ("body", "plant"),
    [
        ("Foobar Mining operates its Bell Hills operation in far north Queensland.", "Bell Hills operation"),
        ("Balkal runs the Gove operation in the Northern Territory.", "Gove operation"),
        ("Northmet closed its flagship Hill Downs bauxite operation near Weipa.", "Hill Downs bauxite operation"),
        ("Foobar said profit rose. The Foobar operation in Texas is small.", None),
        ("Northmet expanded its European operations in Germany.", None),
    ],
)
def test_an_operation_with_a_name(extractor: Extractor, body: str, plant: str | None) -> None:
    found = {e.name for e in read(extractor, body).entities if e.id.startswith("site/")}
    assert found == ({plant} if plant else set())
