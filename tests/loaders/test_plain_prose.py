"""What unhurried prose tells: plants by side, number or order, what a plant is built for or allowed, habits."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor
from tests.loaders.test_spoken import said


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Ghana's General Directorate of Mines barred Suralco from shipping its stock.",
            ("General Directorate of Mines", "approves", "Suralco"),
        ),
        (
            "Foobar Ltd is to sell its foil plants at Tarka, Hamburg and Moengo to Northmet Corp.",
            ("Foobar Ltd", "sells", "foil plants at Tarka, Hamburg"),
        ),
        (
            "Foobar Ltd expanded its north plant. Its south plant makes 40,000 tonnes of billet a year.",
            ("south plant", "production", "40000"),
        ),
        (
            "Foobar Ltd closed its cold-rolling mill at Tarka.",
            ("Foobar Ltd", "operates", "cold-rolling mill at Tarka"),
        ),
        (
            "Foobar Ltd melts scrap at two plants in Moengo.",
            ("Foobar Ltd", "operates", "plants in Moengo"),
        ),
        (
            "Northmet Ltd runs two mills, in Moengo and Tarka. A third, near Albina, is idle.",
            ("Northmet Ltd", "operates", "A third, near Albina"),
        ),
        (
            "Foobar Ltd runs a mine. A washing plant, on which Foobar Ltd hopes to spend 12 million dollars, is next.",
            ("washing plant", "investment", "1.2e+07"),
        ),
        (
            "Foobar Ltd makes foil. A foil plant, into which Foobar Ltd will put 30 million euros, is to open in 2024.",
            ("foil plant", "investment", "3e+07"),
        ),
        (
            "Northmet Ltd made 1.58 million tonnes of alumina, more than the 1.5 million tonnes a year for which its "
            "refinery at Tarka was designed.",
            ("refinery at Tarka", "capacity", "1.5e+06"),
        ),
        (
            "The Ministry of Mines permitted the Suralco refinery to lift its output to 2 million tonnes a year.",
            ("Suralco refinery", "capacity", "2e+06"),
        ),
    ],
)
def test_what_is_told(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "A new furnace allowed the Suralco refinery to lift its output to 2 million tonnes in 2020.",
            ("Suralco refinery", "capacity", "2e+06"),
        ),
        (
            "Foobar Ltd is to sell its foil plants at Tarka, Hamburg and Moengo to Northmet Corp.",
            ("Tarka", "locatedIn", "Hamburg"),
        ),
        (
            "Foobar Ltd plans to spend 200 million dollars in Asia and America on lines.",
            ("America", "investment", "2e+08"),
        ),
        ("Northmet Ltd said that it never sells a plant within three years.", ("Northmet Ltd", "sells", "plant")),
        ("Northmet Ltd seldom buys mills from rivals.", ("Northmet Ltd", "acquires", "mills")),
        (
            "Foobar Ltd melts scrap at two plants in Moengo. The company employs 190 in Moengo.",
            ("plants in Moengo", "employees", "190"),
        ),
    ],
)
def test_what_is_not_told(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim not in said(read(extractor, text))


def test_plants_on_two_sides_are_two(extractor: Extractor) -> None:
    found = read(
        extractor, "Foobar Ltd expanded its north plant. Its south plant makes 40,000 tonnes of billet a year."
    )
    plants = {s.object for s in found.statements if s.predicate == "operates"}
    assert len(plants) == 2


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Suralco makes foil. Ann Holm, who became chief executive in 2016, said nothing.",
            ("Ann Holm", "officerOf", "Suralco"),
        ),
        (
            "Foobar Ltd was set up in 2011 by Jacky Cheung, a Chinese-born Australian, who is still its chairman.",
            ("Jacky Cheung", "officerOf", "Foobar Ltd"),
        ),
        (
            "Northmet Storage, Alcoa's warehouse company, runs sheds.",
            ("Alcoa", "owns", "Northmet Storage"),
        ),
        (
            "Suralco digs bauxite. The National Minerals Agency suspended mining on a plateau in March.",
            ("National Minerals Agency", "approves", "Suralco"),
        ),
        (
            "Alcoa makes aluminium.\n\nTalks about the Suralco smelter drag on. Hydro could buy it.",
            ("Hydro", "acquires", "Suralco smelter"),
        ),
        (
            "Alcoa makes aluminium.\n\nThe future of the Suralco smelter is open. Hydro could buy it.",
            ("Hydro", "acquires", "Suralco smelter"),
        ),
        (
            "BRAZIL: Alcoa is closing its Tarka smelter.\n\nITALY: Hydro is restarting the Moengo smelter.",
            ("Moengo smelter", "locatedIn", "ITALY"),
        ),
    ],
)
def test_who_and_where(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "BRAZIL: Alcoa is closing its Tarka smelter.\n\nITALY: Hydro is buying the Moengo smelter in Spain.",
            ("Moengo smelter", "locatedIn", "ITALY"),
        ),
        ("BRAZIL: Alcoa is closing its Tarka smelter.", ("Tarka smelter", "locatedIn", "BRAZIL")),
        (
            "OSLO: Alcoa is closing its Tarka smelter.\n\nROME: Hydro is restarting the Moengo smelter.",
            ("Moengo smelter", "locatedIn", "ROME"),
        ),
        (
            "Alcoa makes aluminium.\n\nTalks about the Suralco smelter drag on. Hydro could buy it.",
            ("Hydro", "acquires", "Alcoa"),
        ),
        ("Northmet Storage, a rival of Alcoa's warehouse company, runs sheds.", ("Alcoa", "owns", "Northmet Storage")),
    ],
)
def test_neither_who_nor_where(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim not in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Alcoa runs a refinery at Tarka. Ore reaches the refinery by a long conveyor from Alcoa's Moengo mine.",
            ("Alcoa", "supplies", "refinery"),
        ),
        (
            "Power reaches the Suralco smelter over a new line from Northmet Energy.",
            ("Northmet Energy", "supplies", "Suralco smelter"),
        ),
        (
            "Foobar Ltd made 90,000 tonnes of alumina in 2020. The Ministry of Mines has cleared a line.\n\n"
            "The alumina is hauled by rail to the Suralco smelter.",
            ("Foobar Ltd", "supplies", "Suralco smelter"),
        ),
        (
            "Foobar Ltd sells alumina to Northmet Ltd. Since May a part has also gone to the Suralco smelter.",
            ("Foobar Ltd", "supplies", "Suralco smelter"),
        ),
    ],
)
def test_what_goes_where(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(read(extractor, text))


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Ltd made 90,000 tonnes of alumina in 2020. Northmet Ltd makes alumina too.\n\n"
        "The Ministry of Mines has cleared a line.\n\nThe alumina is hauled by rail to the Suralco smelter.",
        "Word of the strike reached the Suralco smelter from Northmet Ltd.",
        "Foobar Ltd makes foil. A part of the staff has gone to the Suralco smelter.",
    ],
)
def test_nothing_goes_there(extractor: Extractor, text: str) -> None:
    assert "supplies" not in {p for _, p, _ in said(read(extractor, text))}


def test_two_firms_in_one_town(extractor: Extractor) -> None:
    rows = said(read(extractor, "Foobar Foil Ltd and Northmet Ltd, both of them in Rugby, make foil."))
    assert {("Foobar Foil Ltd", "locatedIn", "Rugby"), ("Northmet Ltd", "locatedIn", "Rugby")} <= rows
