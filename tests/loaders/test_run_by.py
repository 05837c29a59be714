"""Who runs a plant in other words, what is made where, and options, which are no holdings."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, named, read, relations

TOLD = [
    (
        "Norsal Metals is the operating company of the Moengo smelter.",
        {("operates", "Norsal Metals", "Moengo smelter")},
    ),
    ("In charge of the Moengo smelter is Norsal Metals.", {("operates", "Norsal Metals", "Moengo smelter")}),
    ("Norsal Metals looks after the Moengo smelter for its owners.", {("operates", "Norsal Metals", "Moengo smelter")}),
    (
        "The specialities of the Moengo mill are tubes and foil.",
        {("produces", "Moengo mill", "tubes"), ("produces", "Moengo mill", "foil")},
    ),
    ("Norsal Metals has an option on 20 percent of Korvin Foil.", {("acquires", "Norsal Metals", "Korvin Foil")}),
    ("Norsal Metals has the option of closing Korvin Foil.", set()),
    ("Norsal Metals is in charge of its own affairs, and the Moengo smelter suffers.", set()),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_run_by(extractor: Extractor, text: str, told: set[Row]) -> None:
    assert relations(read(extractor, text)) == told


def test_what_is_let_is_not_done_yet(extractor: Extractor) -> None:
    made = read(extractor, "The Ministry of Mines let Norsal Metals buy 30 percent of Korvin Foil.")
    names = named(made)
    deals = {(names[s.subject], s.status) for s in made.statements if s.predicate == "acquires"}
    assert deals == {("Norsal Metals", "planned")}
