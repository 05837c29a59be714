"""Infinitives that are facts, letters that bind nobody, parts of plants that name nobody, results of a firm."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Said, said

SAID = [
    (
        "Norsal sells power to Dracht, which says it is the first firm in the world to make aluminium with wind.",
        ("Dracht", "produces", "aluminium", "actual"),
    ),
    ("Hedin will be the first company to make foil in Ghana.", ("Hedin", "produces", "foil", "planned")),
    ("Norsal signed a letter of intent to deliver power to Dracht.", ("Norsal", "supplies", "Dracht", "planned")),
    ("Norsal signed a contract to supply alumina to Dracht.", ("Norsal", "supplies", "Dracht", "actual")),
    (
        "The Moengo smelter could make 87,000 tonnes of aluminium a year until it closed.",
        ("Moengo smelter", "produces", "aluminium", "ended"),
    ),
    (
        "The Moengo mill of Norsal turned out 47,200 tonnes of rod, and turnover reached 41 million dollars.",
        ("Norsal", "revenue", "41000000.0", "actual"),
    ),
    (
        "Dracht is a partner of Norsal. Norsal lost 1.1 billion dollars in 2022. Revenue was 420 million dollars.",
        ("Norsal", "revenue", "420000000.0", "actual"),
    ),
    ("Norsal makes electrode foil and wire rod.", ("Norsal", "produces", "foil", "actual")),
    (
        "A third line will add 200,000 tonnes a year to Norsal's smelter at Moengo.",
        ("Norsal's smelter at Moengo", "capacity", "200000.0", "planned"),
    ),
    (
        "NORSAL TO CLOSE  Dracht Aluminum, a unit of Hedin, will close its mill in Graz.",
        ("Hedin", "owns", "Dracht Aluminum", "actual"),
    ),
]  # fmt: skip
NOT_SAID = [
    ("Norsal has kept Hedin Paribas as financial adviser for Line 6.", ("Hedin Paribas", "advises", "Line")),
    ("How much bauxite does Ghana mine today?", ("Ghana mine", "locatedIn", "Ghana")),
    ("Alcoa makes foil. The Alcoa works stands in Graz.", ("Alcoa", "operates", "Alcoa works")),
    ("Norsal has spent 15 million dollars on the Moengo mine so far.", ("Norsal", "develops", "Moengo mine")),
    (
        "Norsal sells power to Dracht, which says it is the first firm to make aluminium with wind.",
        ("Norsal", "produces", "aluminium"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row"), SAID)
def test_what_is_said(extractor: Extractor, text: str, row: Said) -> None:
    assert row in said(extractor, text)


@pytest.mark.parametrize(("text", "ends"), NOT_SAID)
def test_what_is_not(extractor: Extractor, text: str, ends: tuple[str, str, str]) -> None:
    assert ends not in {row[:3] for row in said(extractor, text)}


MORE = [
    (
        "Norsal owns the Moengo smelter. The smelter cost 800 million euros.",
        ("Moengo smelter", "investment", "800000000.0"),
    ),
    ("Norsal is controlled by the businessman Pavel Miller.", ("Pavel Miller", "owns", "Norsal")),
    ("Norsal makes foil. Its shareholders are the developer Hedin, Dracht and Korvin.", ("Dracht", "owns", "Norsal")),
    (
        "Power comes from the Moengo solar park, which Norsal runs in Ghana.",
        ("Moengo solar park", "locatedIn", "Ghana"),
    ),
    ("Norsal bought 80 percent of Hedin, a converter in Graz.", ("Hedin", "locatedIn", "Graz")),
    ("The High Court has put Norsal into liquidation.", ("High Court", "approves", "Norsal")),
]


@pytest.mark.parametrize(("text", "ends"), MORE)
def test_it_is_said_in_other_words(extractor: Extractor, text: str, ends: tuple[str, str, str]) -> None:
    assert ends in {row[:3] for row in said(extractor, text)}


def test_costs_of_a_plant_are_no_plant(extractor: Extractor) -> None:
    rows = said(extractor, "Norsal owns the Moengo smelter. The smelter cost structure rose to 90 million euros.")
    assert not any(row[1] == "investment" for row in rows)


MOVED = [
    (
        "Norsal will move 250,000 tonnes of smelting capacity to Hedin. Another 125,000 tonnes will come from Dracht.",
        ("Dracht", "transfersCapacityTo", "Hedin"),
    ),
    ("Ore goes to the Moengo smelter in Ghana, which Norsal now runs alone.", ("Norsal", "operates", "Moengo smelter")),
    ("Norsal's Moengo plant lies in the west of Graz.", ("Norsal's Moengo plant", "locatedIn", "Graz")),
    ("Alcoa disposed of Suralco in 2019 to Norsal.", ("Alcoa", "sells", "Suralco")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ends"), MOVED)
def test_who_runs_sells_and_moves(extractor: Extractor, text: str, ends: tuple[str, str, str]) -> None:
    assert ends in {row[:3] for row in said(extractor, text)}
