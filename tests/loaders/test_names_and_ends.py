"""What is no firm, no larger place and no date of a deed, though it stands where one would."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, relations, rows, statements


@pytest.mark.parametrize(
    ("body", "dated"),
    [
        ("Balkal has opened Ireland's first casthouse since 1998.", None),
        ("Northmet bought the Fjordal smelter, idle since 2009, from Balkal.", None),
        ("Foobar bought the Tarnow smelter in 2011 and has lost money since 2013.", "2011"),
        ("Foobar has run the Kassel smelter since 2004.", "2004"),
    ],
)
def test_up_to_since_nothing_was_done(extractor: Extractor, body: str, dated: str | None) -> None:
    found = [s for s in statements(extractor, body) if s.predicate in ("develops", "acquires", "operates")]
    dates = {s.qualifiers.get("as_of") for s in found if s.status == "actual"}
    assert dates == {dated}


@pytest.mark.parametrize(
    ("body", "bracketed", "larger"),
    [
        ("Balkal plans a smelter in Lower Silesia (LoSil).", "LoSil", False),
        ("Northmet has a mill in West Sumatra (Sumbar).", "Sumbar", False),
        ("Northmet has a mill in Spain (Lugo).", "Lugo", False),
        ("Northmet runs a foundry in Moengo (Marowijne).", "Marowijne", True),
        ("Northmet's mill in York (Yorkshire) was closed.", "Yorkshire", True),
    ],
)
def test_a_short_form_is_no_larger_place(extractor: Extractor, body: str, bracketed: str, larger: bool) -> None:
    places = {object for predicate, _, object in relations(read(extractor, body)) if predicate == "locatedIn"}
    assert (bracketed in places) is larger


@pytest.mark.parametrize(
    "body",
    [
        "Kenya's National Alumina Programme was launched in 2020.",
        "Vietnam's Upstream Bauxite Sector is growing.",
        "The plant will earn revenue of PLZ8.4 trillion ($330 million) a year.",
    ],
)
def test_programmes_industries_and_sums_are_no_firms(extractor: Extractor, body: str) -> None:
    assert not relations(read(extractor, body))
    assert not any(e.type == "Company" for e in read(extractor, body).entities)


def test_an_industry_is_a_firm_by_its_name(extractor: Extractor) -> None:
    body = "Northmet Aluminium Industry, a unit of Foobar, has 300 employees."
    assert ("owns", "Foobar", "Northmet Aluminium Industry") in rows(read(extractor, body))


@pytest.mark.parametrize("paper", ["writes the Evening Graphic", "reported the state-run broadcaster Balkal"])
def test_who_writes_it_is_not_listed(extractor: Extractor, paper: str) -> None:
    body = f"Foobar Metals plans a refinery. The Dutch firm, listed on Euronext Amsterdam, will pay for it, {paper}."
    found = [s for s in statements(extractor, body) if s.predicate == "listedOn"]
    assert [(s.subject, s.status) for s in found] == [("org/foobar-metals", "actual")]


@pytest.mark.parametrize(
    ("body", "person", "firm"),
    [
        ("Director of Northmet Minerals Wito Halim said the mill was ready.", "Wito Halim", "Northmet Minerals"),
        ("Managing director of Foobar Pietro Bianchi left in May.", "Pietro Bianchi", "Foobar"),
        ("Manager of Balkal Extrusions Imre Szabolcs said it would start.", "Imre Szabolcs", "Balkal Extrusions"),
    ],
)
def test_an_officer_behind_his_firm(extractor: Extractor, body: str, person: str, firm: str) -> None:
    assert ("officerOf", person, firm) in rows(read(extractor, body))


def test_a_trading_arm_is_no_officer(extractor: Extractor) -> None:
    body = "Chairman of Foobar Metals Trading Group said profit rose."
    assert not any(e.type == "Person" for e in read(extractor, body).entities)


@pytest.mark.parametrize(
    "body",
    [
        "The agreement concluded between Alpha Metals (AAM) and Northmet covers alumina.",
        "A memorandum signed between Alpha Metals and Northmet foresees a smelter.",
    ],
)
def test_a_verb_is_no_part_of_a_name(extractor: Extractor, body: str) -> None:
    assert ("partnerOf", "Alpha Metals", "Northmet") in rows(read(extractor, body))


@pytest.mark.parametrize(
    ("body", "name", "type"),
    [
        ("Foobar operates Mt. Denham Mine in Jamaica.", "Mt. Denham Mine", "BauxiteMine"),
        ("Foobar operates the Mt Garnet Project in Queensland.", "Mt Garnet Project", "Facility"),
        ("Northmet owns Stone Harbour, which ships alumina.", "Stone Harbour", "Facility"),
        ("Stone Harbour expects revenue of $20 million in 2025.", "Stone Harbour", "Company"),
        ("Foobar runs a 60 MW powerhouse in Kentucky.", "powerhouse in Kentucky", "PowerPlant"),
    ],
)
def test_mountains_harbours_and_powerhouses(extractor: Extractor, body: str, name: str, type: str) -> None:
    assert (name, type) in {(e.name, e.type) for e in read(extractor, body).entities}


def test_a_powerhouse_of_industry_is_no_plant(extractor: Extractor) -> None:
    made = read(extractor, "Foobar, India's aluminium powerhouse, runs a smelter in Korba.")
    assert not any(e.type == "PowerPlant" for e in made.entities)


def test_two_spellings_are_one_firm(extractor: Extractor) -> None:
    body = "Companhia Foobar do Alumínio made 50,000 tonnes in 2024. Companhia Foobar de Alumínio has 400 employees."
    assert len({s.subject for s in statements(extractor, body)}) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Foobar Light Metals (FLM) runs a foundry in Essen. The FLM foundry employs 300 people.",
        "Northmet Minerals (NOMI) builds a smelter in Bulungan. The NOMI aluminium smelter will employ 90 people.",
    ],
)
def test_a_plant_by_the_short_form_of_its_firm(extractor: Extractor, body: str) -> None:
    assert sum(e.id.startswith("site/") for e in read(extractor, body).entities) == 1


def test_profiles_are_pages_or_a_roller_of_them(extractor: Extractor) -> None:
    body = "Access the most comprehensive Company Profiles on the market, powered by Northmet Data."
    assert not relations(read(extractor, body))
    assert ("locatedIn", "Foobar Profiles", "Vetlanda") in rows(
        read(extractor, "Foobar Profiles is based in Vetlanda.")
    )
