"""Plants whose own name ends like a firm's."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.pipeline import Extractor


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
