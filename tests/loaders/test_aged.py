"""The plant of a town that is there, and the one that is to come."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import statements


def plants(extractor: Extractor, body: str) -> int:
    """Of how many plants a text tells."""
    found = statements(extractor, body)
    return len({end for s in found for end in (s.subject, s.object) if end and end.startswith("site/")})


@pytest.mark.parametrize(
    "body",
    [
        "Northmet will build a new rolling mill near Linz for 80,000 tonnes a year. "
        "Northmet's existing Linz rolling mill has 400 employees.",
        "Foobar has an existing casthouse in Essen that makes 25,000 tonnes a year. "
        "A new casthouse in Essen will have a capacity of 60,000 tonnes per year.",
        "The old smelter at Moengo has a capacity of 60,000 tonnes. Foobar plans a new smelter at Moengo.",
        "The planned refinery in Lagos would make 900,000 tonnes a year, while the existing refinery in Lagos makes "
        "300,000 tonnes a year.",
        "Northmet is building an extrusion plant in Porto. Its current plant in Porto has 300 employees.",
    ],
)
def test_two_plants(extractor: Extractor, body: str) -> None:
    assert plants(extractor, body) == 2


@pytest.mark.parametrize(
    "body",
    [
        "Foobar will build a new foundry in Turin. The foundry in Turin will employ 90 people.",
        "Northmet's existing smelter in Moengo employs 700 people. The smelter makes 120,000 tonnes a year.",
        "Northmet built a smelter in Moengo in 1965. The existing smelter in Moengo employs 700 people.",
        "The new Neuss mill was opened in 2019. The Neuss mill has 500 employees.",
    ],
)
def test_one_plant(extractor: Extractor, body: str) -> None:
    assert plants(extractor, body) == 1
