"""Plants that the clause right behind them tells apart: being built, planned, or that somebody plans."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, relations

BUILT = [
    "The mill being built by Norsal Metals in Konin will open in May.",
    "The smelter being built at Konin by Norsal Metals will cost 2 billion euros.",
    "Permission to build the plant, which Norsal Metals plans at Konin, came from the Ministry of Mines in May.",
]


@pytest.mark.parametrize("text", BUILT)
def test_the_clause_tells_whose_it_is(extractor: Extractor, text: str) -> None:
    assert {s for p, s, _ in relations(read(extractor, text)) if p == "develops"} == {"Norsal Metals"}


@pytest.mark.parametrize(
    "text", ["The mill built by Norsal Metals in 1990 has closed.", "The mill seen by Norsal Metals has closed."]
)
def test_a_builder_of_old_owns_nothing(extractor: Extractor, text: str) -> None:
    assert not {p for p, *_ in relations(read(extractor, text))} & {"operates", "owns"}
