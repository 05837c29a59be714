"""Who a firm's noun stands for by what the text calls a firm, what only a plant is, and what is to come."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read, relations

FUND = "Norsal Partners, a fund based in Oslo, is buying Dracht Foil from Hydro. The fund has 40 percent of Korvin AB."
RECYCLER = "The Turkish trader Norsal Metal bought Dracht Foil, a recycler in Norway. The trader owns Korvin AB."
OTHER = "Norsal Metal bought Dracht Foil, a recycler in Norway. The fund owns Korvin AB."
VENDOR = "Norsal Partners bought the Moengo mill from its previous owner Dracht Holding."
LAND = "Norsal Metals has bought land in the Moengo free zone. The plant is designed for 380,000 tonnes a year."
ZONE = "Norsal Metals is building a smelter in the Moengo free zone. The plant is designed for 380,000 tonnes a year."


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        (FUND, {("Norsal Partners", "Korvin")}),
        (RECYCLER, {("Norsal Metal", "Korvin")}),
        (OTHER, set()),
        (VENDOR, {("Dracht Holding", "Moengo mill")}),
        ("Norsal Metals runs a mill. Dracht is owned by Korvin Capital, a family-owned investment company.",
         {("Korvin Capital", "Dracht")}),
    ],
)  # fmt: skip
def test_whose_it_is(extractor: Extractor, text: str, owners: set[tuple[str, str]]) -> None:
    assert {(s, o) for p, s, o in relations(read(extractor, text)) if p == "owns"} == owners


@pytest.mark.parametrize(("text", "bearers"), [(LAND, set()), (ZONE, {"smelter at Moengo"})])
def test_no_plant_is_a_zone(extractor: Extractor, text: str, bearers: set[str]) -> None:
    made = read(extractor, text)
    assert {named(made)[s.subject] for s in made.statements if s.predicate == "capacity"} == bearers


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norsal Metals was to put up a refinery for 1.2 million tonnes of alumina a year.", "planned"),
        ("Norsal Metals was due to open a refinery for 1.2 million tonnes of alumina a year.", "planned"),
        ("Output of the Moengo smelter fell to 80,000 tonnes due to lower demand.", "actual"),
        ("The Moengo smelter is designed for 380,000 tonnes a year and will cost 2.9 billion dollars.", "planned"),
    ],
)
def test_what_is_to_come(extractor: Extractor, text: str, status: str) -> None:
    made = read(extractor, text)
    told = [s.status for s in made.statements if s.unit in ("USD", "t", "t/a") and s.status != "designed"]
    assert told == [status]


def test_a_group_is_no_person(extractor: Extractor) -> None:
    made = read(extractor, "Polish packaging group Grupa Norsal said it would buy Dracht Foil.")
    assert ("acquires", "Grupa Norsal", "Dracht Foil") in relations(made)


def test_traded_and_present_amounts(extractor: Extractor) -> None:
    traded = read(extractor, "Norsal Metals runs a mill. Alumina, 90,000 tonnes a year, is bought from Dracht Holding.")
    assert not [s for s in traded.statements if s.predicate == "capacity"]
    now = read(
        extractor, "A permit lets the Moengo smelter make 220,000 tonnes of aluminium a year, against 60,000 now."
    )
    assert {(s.value, s.status) for s in now.statements if s.value} == {(220000.0, "licensed"), (60000.0, "actual")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norsal Metals completed the expansion of its Moengo mine in June.", "actual"),
        ("Ground was broken in May for Norsal Metals' smelter in Moengo.", "planned"),
        ("The proposal by Norsal Metals for a smelter in Moengo has drawn protests.", "planned"),
    ],
)
def test_begun_and_completed(extractor: Extractor, text: str, told: str) -> None:
    assert {s.status for s in read(extractor, text).statements if s.predicate == "develops"} == {told}


def test_a_family_firm_is_one(extractor: Extractor) -> None:
    made = read(extractor, "Norsal Metal and Sons bought 30 percent of Dracht Cables Ltd.")
    assert ("acquires", "Norsal Metal and Sons", "Dracht Cables") in relations(made)
