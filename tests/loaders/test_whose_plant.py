"""Whose a plant is where the words beside it, a heading or the doer of its clause say so, and what it is called."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, relations

FIRM = "Corvo Metals"
BEFORE = "Norsal Oy runs a foil mill in Drammen. "


def said(extractor: Extractor, text: str) -> set[Row]:
    """What a text says: predicate, subject, object."""
    return relations(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "firm", "plant"),
    [
        ("Slab comes from Corvo Metals, from its smelter at Kitwe.", "Corvo Metals", "smelter at Kitwe"),
        ("The metal is cast by Corvo Metals at its smelter at Kitwe.", "Corvo Metals", "smelter at Kitwe"),
        ("Corvo Metals mines bauxite and refines it at its refinery in Kitwe.", "Corvo Metals", "refinery at Kitwe"),
        ("CORVO METALS. Its smelter at Kitwe is old.", "CORVO METALS", "smelter at Kitwe"),
        ("Corvo Metals is an auditor of the venture. The company's mill in Rugby is old.", "Norsal", "mill at Rugby"),
        ("Corvo Metals, whose rolling mill and casthouse are in Kitwe, buys slab.", FIRM, f"{FIRM}'s casthouse"),
        ("Corvo Metals said Corvo Metals's smelters in Siberia are old.", FIRM, f"{FIRM}'s smelters in Siberia"),
    ],
)  # fmt: skip
def test_the_words_beside_a_plant_say_whose_it_is(extractor: Extractor, text: str, firm: str, plant: str) -> None:
    assert ("operates", firm, plant) in said(extractor, BEFORE + text)


@pytest.mark.parametrize(
    "text",
    [
        "The applicant plans a line at its mill in Rugby.",
        "The venture of a state bank will double capacity at its mill in Rugby.",
    ],
)
def test_a_doer_without_a_name_is_no_firm_named_before(extractor: Extractor, text: str) -> None:
    assert {s for p, s, o in said(extractor, BEFORE + text) if p == "operates" and "Rugby" in o} == set()


def test_what_follows_an_aside_is_said_of_whoever_it_explains(extractor: Extractor) -> None:
    found = said(extractor, "Delmar Foil, a subsidiary of Norsal Holding, is the only foil producer in Norway.")
    assert {s for p, s, _ in found if p in ("produces", "locatedIn")} == {"Delmar Foil"}


def test_plants_that_are_joined_share_their_place_and_are_two(extractor: Extractor) -> None:
    found = said(extractor, "Corvo Metals said there is a strike at the company's smelter and rolling mill in Kitwe.")
    assert {("locatedIn", "smelter at Kitwe", "Kitwe"), ("locatedIn", "rolling mill at Kitwe", "Kitwe")} <= found


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The Tiwai Point smelter is old. Corvo Metals operates the plant, near Bluff, alone.", "Tiwai Point smelter"),
        ("Corvo Metals has a mill at Moengo. The plant, at Albina, is run by Corvo Metals.", "plant at Albina"),
        ("Corvo Metals has a mill at Moengo. The plant, in Foobar County, is run by Corvo Metals.", "mill at Moengo"),
    ],
)
def test_an_aside_tells_where_a_plant_is_and_not_which_it_is(extractor: Extractor, text: str, fact: str) -> None:
    assert ("operates", "Corvo Metals", fact) in said(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Corvo Metals broke ground in Kitwe, Zambia, on a rolling and recycling plant.",
        "At Kitwe, in Zambia, Corvo Metals runs an extrusion plant.",
    ],
)
def test_a_plant_is_where_its_clause_is_set(extractor: Extractor, text: str) -> None:
    assert {o for p, s, o in said(extractor, text) if p == "locatedIn" and "plant" in s} == {"Kitwe"}


def test_what_a_firm_says_somewhere_is_not_where_its_plant_is(extractor: Extractor) -> None:
    found = said(extractor, "In Lusaka, Corvo Metals agreed to build a smelter. In Kitwe Corvo Metals plans a mill.")
    assert {row for row in found if row[0] == "locatedIn"} == set()


def test_a_list_of_places_is_no_place_in_a_place(extractor: Extractor) -> None:
    """Nor is the town behind a group its owner, nor are customers' presses a plant."""
    lands = "Corvo Metals sells billet to presses in Latvia, Estonia and the west of Finland."
    customers = "Corvo Metals casts billet. Its customers' presses in Latvia, Lithuania take most."
    term = "Alumina stands at 2,420 yuan a tonne ex-works in northern China."
    assert not {p for text in (lands, customers, term) for p, _, _ in said(extractor, text)} & {"locatedIn", "operates"}
    communes = said(extractor, "The Kitwe mine lies in the districts of Arva, Boli and Cerno.")
    assert {o for p, _, o in communes if p == "locatedIn"} == {"Arva", "Boli", "Cerno"}
    daughter = said(extractor, "Foobar Foils, a subsidiary of Corvo Group of Gdynia, makes foil.")
    assert ("locatedIn", "Corvo Group", "Gdynia") in daughter
    assert {s for p, s, _ in daughter if p == "owns"} == {"Corvo Group"}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Corvo Metals runs a smelter at Moengo. It also has a foil mill at the same place.",
            ("locatedIn", "Corvo Metals's foil mill at Moengo", "Moengo"),
        ),
        (
            "Corvo Metals runs a smelter at Moengo. Its casthouse there is closed.",
            ("locatedIn", "Corvo Metals's casthouse at Moengo", "Moengo"),
        ),
        (
            "Corvo Metals owns the Moengo refinery in Lam Dong province, which made 9 tonnes of alumina.",
            ("produces", "Moengo refinery", "alumina"),
        ),
    ],
)
def test_a_place_named_before_is_the_plants_and_does_nothing_itself(
    extractor: Extractor, text: str, fact: tuple[str, str, str]
) -> None:
    rows = said(extractor, text)
    assert any(fact[0] == p and fact[2] == o and "oengo" in s for p, s, o in rows), rows


def test_there_is_no_place_where_the_text_only_says_that_something_exists(extractor: Extractor) -> None:
    text = "In Texas stands a port. In the smelter there are two partners."
    assert not {p for p, s, _ in said(extractor, text) if "smelter" in s}
