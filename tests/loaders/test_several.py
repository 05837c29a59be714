"""Several plants in one phrase, another of the same kind, and the words that name no product."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence


def said(extractor: Extractor, text: str, predicate: str) -> set[tuple[str, str, str]]:
    rows = extractor(sentence(text)).statements
    return {(s.subject_mention, s.object_mention or "", s.status) for s in rows if s.predicate == predicate}


@pytest.mark.parametrize(
    ("text", "plants"),
    [
        (
            "Constellium has three mills, at Neuf-Brisach, Ravenswood and Singen.",
            {"Neuf-Brisach", "Ravenswood", "Singen"},
        ),
        (
            "Alcan runs smelters in Lynemouth, England, and Kinlochleven and Fort William, Scotland.",
            {
                "smelters in Lynemouth",
                "smelters in Lynemouth, England, and Kinlochleven",
                "smelters in Lynemouth, England, and Kinlochleven and Fort William",
            },
        ),
        (
            "Befesa Metals runs recycling works at Hanover and Kassel.",
            {"recycling works at Hanover", "recycling works at Hanover and Kassel"},
        ),
        ("Alcoa runs two mills, Holmestrand and Kvaerndal, in Norway.", {"Holmestrand", "Kvaerndal"}),
        (
            "Alcoa runs a rolling mill in Grevenbroich and another in Kassel.",
            {"rolling mill in Grevenbroich", "another in Kassel"},
        ),
        (
            "Alcoa runs mills at Holmestrand in Norway and at Grevenbroich in Germany.",
            {"mills at Holmestrand", "mills at Holmestrand in Norway and at Grevenbroich"},
        ),
        (
            "The refinery at Kindia burns coal. So does the smelter at Moengo. Both plants are run by Alcoa.",
            {"refinery at Kindia", "smelter at Moengo"},
        ),
        ("A smelter at Moengo is for sale. Both smelters are run by Alcoa.", set()),
        ("Hydro and Alcoa run mills.", set()),
    ],
)
def test_plants(extractor: Extractor, text: str, plants: set[str]) -> None:
    assert {plant for _, plant, _ in said(extractor, text, "operates")} == plants


def test_places_that_nobody_lists(extractor: Extractor) -> None:
    assert not said(extractor, "The mills, Alcoa and Hydro said, are old.", "operates")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Alcoa makes aluminum wire rod.", {("Alcoa", "aluminum wire rod", "actual")}),
        ("Alcoa makes balance sheets.", set()),
        ("Alcoa makes no bauxite.", set()),
        ("Rusal refines bauxite into alumina.", {("Rusal", "alumina", "actual")}),
        ("Alcoa makes products from aluminium.", set()),
        ("The main buyers are Alcoa, cable maker Midal Cables and Hydro.", {("Midal Cables", "cable", "actual")}),
    ],
)
def test_products(extractor: Extractor, text: str, rows: set[tuple[str, str, str]]) -> None:
    assert said(extractor, text, "produces") == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("The Paranam refinery was operated by Suralco until 2015.", ("Suralco", "Paranam refinery", "ended")),
        ("The Paranam refinery is operated by Suralco until 2030.", ("Suralco", "Paranam refinery", "actual")),
        (
            "Suralco, of which Alcoa owns half, shut its mine at Moengo.",
            ("Suralco", "mine at Moengo", "ended"),
        ),
    ],
)
def test_who_runs_it(extractor: Extractor, text: str, row: tuple[str, str, str]) -> None:
    assert row in said(extractor, text, "operates")


def test_a_shelved_plan_is_denied(extractor: Extractor) -> None:
    text = "Alcoa has cancelled its planned refinery in Guinea."
    assert {status for *_, status in said(extractor, text, "develops")} == {"denied"}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Hydro is building the Paranam refinery.", ("Hydro", "Paranam refinery", "planned")),
        ("The Paranam refinery is being built by Hydro.", ("Hydro", "Paranam refinery", "planned")),
        ("The Paranam refinery, built by Hydro in 1965, is old.", ("Hydro", "Paranam refinery", "actual")),
        ("Alcoa built the Paranam refinery for Hydro.", ("Hydro", "Paranam refinery", "actual")),
    ],
)
def test_who_builds_it(extractor: Extractor, text: str, row: tuple[str, str, str]) -> None:
    assert said(extractor, text, "develops") == {row}


def test_plants_of_other_trades_in_one_town_are_several(extractor: Extractor) -> None:
    """What no class of the ontology tells apart its noun does: a colliery is no copper smelter."""
    text = "Foobar runs a copper smelter in Kitwe and a coal mine in Kitwe. The coal mine in Kitwe employs 400 people."
    made = extractor(sentence(text))
    assert {s.object for s in made.statements if s.predicate == "operates"} == {
        "site/kitwe-copper-smelter",
        "site/kitwe-coal-mine",
    }
    assert {s.subject for s in made.statements if s.predicate == "employees"} == {"site/kitwe-coal-mine"}


@pytest.mark.parametrize(
    ("text", "predicate", "ends"),
    [
        ("Foobar Metals has two subsidiaries, Kestrel Foil and Brelia Foil.", "owns", {"Kestrel Foil", "Brelia Foil"}),
        ("Foobar Metals set up two units, Kestrel Foil and Brelia Foil.", "owns", {"Kestrel Foil", "Brelia Foil"}),
        ("Foobar Metals bought two firms, Kestrel Foil and Brelia Foil.", "acquires", {"Kestrel Foil", "Brelia Foil"}),
        ("Foobar Metals owns two mines and Kestrel Foil.", "owns", {"two mines", "Kestrel Foil"}),
        ("Northmet buys power from Bexnet, ON Power and HS Kraft.", "supplies", {"Northmet"}),
    ],
)
def test_names_behind_a_noun_that_counts_them(extractor: Extractor, text: str, predicate: str, ends: set[str]) -> None:
    assert {o for _, o, _ in said(extractor, text, predicate)} == ends


def test_two_capitals_of_a_name_are_no_state(extractor: Extractor) -> None:
    """ "ON" is Ontario behind a town, not at the head of a firm's name."""
    rows = said(extractor, "Northmet buys its power from Bexnet, ON Power and HS Kraft.", "supplies")
    assert {s for s, *_ in rows} == {"Bexnet", "ON Power", "HS Kraft"}


@pytest.mark.parametrize(
    ("text", "plants"),
    [
        ("Foobar Metals will build a smelter at Karsk near Perth, the first new one in Australia in 45 years.", 1),
        ("Foobar Metals runs a mill in Graz and will build a new one in Linz.", 2),
        ("Foobar Metals runs the Graz smelter, the largest one in Austria.", 1),
    ],
)
def test_one_that_is_the_first_of_all_is_no_second_plant(extractor: Extractor, text: str, plants: int) -> None:
    assert len([e for e in extractor(sentence(text)).entities if e.id.startswith("site/")]) == plants
