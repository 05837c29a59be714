"""Nouns of plants of all stages: plants by themselves, and parts, which are one where their place stands."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor


def types(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    """Names and types of what is no firm and no place."""
    made = extractor(Document("doc/kinds", "kinds", "", text=f"In brief\n\n{text}\n"))
    return {(e.name, e.type) for e in made.entities if e.type not in ("Company", "Place", "Product")}


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("hydrate plant", "AluminaRefinery"),
        ("scrapyard", "RecyclingPlant"),
        ("salt slag plant", "RecyclingPlant"),
        ("sorting plant", "RecyclingPlant"),
        ("paste plant", "AnodePlant"),
        ("coke calciner", "AnodePlant"),
        ("anodising plant", "ProcessingPlant"),
        ("tube works", "ProcessingPlant"),
        ("geothermal plant", "PowerPlant"),
        ("biomass plant", "PowerPlant"),
        ("export processing zone", "IndustrialPark"),
        ("paper mill", "Facility"),
        ("finishing line", "ProcessingPlant"),
        ("rodding shop", "AnodePlant"),
        ("shredder", "RecyclingPlant"),
        ("warehouse", "Facility"),
        ("laboratory", "Facility"),
        ("kiln", "Facility"),
    ],
)
def test_kind(extractor: Extractor, noun: str, kind: str) -> None:
    """With its place behind each is a plant of its class."""
    assert types(extractor, f"Northmet Ltd operates a {noun} in Rotterdam.") == {(f"{noun} at Rotterdam", kind)}


@pytest.mark.parametrize(
    "text",
    [
        "Northmet Ltd has a new finishing line and owns Foobar Ltd.",
        "The press in Germany says that Northmet Ltd owns Foobar Ltd.",
        "Northmet Ltd, with a long pipeline in Germany, owns Foobar Ltd.",
        "Northmet Ltd, which has delivered kilns in Germany, owns Foobar Ltd.",
        "At a workshop in Vienna Northmet Ltd said that it owns Foobar Ltd.",
    ],
)
def test_no_plant(extractor: Extractor, text: str) -> None:
    """Parts without a place, newspapers, and things sold are no plants."""
    assert types(extractor, text) == set()
