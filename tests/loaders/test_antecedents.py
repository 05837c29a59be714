"""Whose plant it is and who speaks: "whose smelter", "we", the firm quoted last, the smelter "here"."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str]


def rows(extractor: Extractor, text: str) -> set[Row]:
    return {(s.subject, s.predicate, s.object) for s in extractor(sentence(text)).statements if s.object is not None}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Alba, whose smelter stands at Askar, agreed.",
            ("org/aluminium-bahrain", "operates", "site/alba-smelter"),
        ),
        (
            "Mozal will be put on care and maintenance, South32 said on Tuesday. The Perth-based miner had warned.",
            ("org/south32", "locatedIn", "place/perth"),
        ),
        (
            "The refinery at Nain is operated by Alpart.",
            ("org/alumina-partners-of-jamaica", "operates", "site/alpart-refinery"),
        ),
        (
            "Mozal said nothing. The smelter stands at Beluluane.",
            ("org/mozal", "locatedIn", "place/beluluane"),
        ),
        (
            "Ore came to Worsley, South32's refinery in Western Australia.",
            ("org/south32", "operates", "site/worsley-refinery"),
        ),
        (
            "Midal Cables, which draws rod from Mozal for its works at Boane, said nothing.",
            ("org/midal-cables", "operates", "site/midal-cables-boane-facility"),
        ),
    ],
)  # fmt: skip
def test_whose_plant(extractor: Extractor, text: str, row: Row) -> None:
    assert row in rows(extractor, text)


def test_a_plant_explained_is_one_plant(extractor: Extractor) -> None:
    text = (
        "Hydro opened its plant in Cassopolis, Michigan. The facility, the group's first plant in the country, is new."
    )
    assert len({s for s, p, _ in rows(extractor, text) if s.startswith("site/")}) == 1


def test_a_body_that_feeds_a_smelter_from_its_station_has_no_firms_station(extractor: Extractor) -> None:
    text = "Valco said little. The Foobar Authority, which feeds it from its power station at Akosombo, agreed."
    assert not {r for r in rows(extractor, text) if r[:2] == ("org/volta-aluminium-company", "operates")}


def test_only_a_name_has_a_plant(extractor: Extractor) -> None:
    assert {s for s, p, _ in rows(extractor, "Etibank's Seydisehir smelter is old.") if p == "operates"} == {
        "org/etibank"
    }


def test_a_filing_speaks_for_the_firm_it_names_first(extractor: Extractor) -> None:
    text = "Norsk Hydro ASA is a global producer. We operate a smelter in Ardal."
    assert ("org/norsk-hydro", "operates", "site/ardal-smelter") in rows(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        'Norsk Hydro ASA said little. "We operate a smelter in Ardal," a man said.',
        "Norsk Hydro ASA said little. We understand that a smelter in Ardal is operated well.",
    ],
)
def test_nobody_speaks_in_quotes_or_in_the_press(extractor: Extractor, text: str) -> None:
    assert not {r for r in rows(extractor, text) if r[1] == "operates"}


def test_here_is_the_town_of_the_dateline(extractor: Extractor) -> None:
    text = "BAIE-COMEAU, Quebec, May 3 - Hourly workers at Alcoa's aluminum smelter here walked out."
    assert ("org/alcoa", "operates", "site/alcoa-baie-comeau-aluminium-smelter") in rows(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Century Aluminum operates smelters in the United States and Iceland.",
        "Vinacomin wants to double both of its alumina refineries.",
        "Alba runs the world's biggest smelter outside China.",
    ],
)
def test_plants_that_nothing_tells_apart_are_none(extractor: Extractor, text: str) -> None:
    assert not {r for r in rows(extractor, text) if "china" in r[2] or r[0].startswith("site/")}


def test_two_owners_in_one_province_have_two_plants(extractor: Extractor) -> None:
    text = "South32's refinery in Western Australia is old. Alcoa's refinery in Western Australia is new."
    runs = {r for r in rows(extractor, text) if r[1] == "operates"}
    assert len({site for _, _, site in runs}) == 2


@pytest.mark.parametrize("deed", ["takeover by Alcoa of Reynalco", "purchase by Alcoa of Reynalco"])
def test_what_is_bought_is_no_home(extractor: Extractor, deed: str) -> None:
    assert not {r for r in rows(extractor, f"The {deed} was completed.") if r[1] == "locatedIn"}


def figures(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    return {(s.subject, s.predicate) for s in extractor(sentence(text)).statements if s.object is None}


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Alcoa and Hydro will shut Foobar Smelting Ltd. The company employs 400 people.", {"org/foobar-smelting"}),
        ("Alcoa and Hydro said they agreed. The company employs 400 people.", set()),
        ("Alcoa runs the Portland smelter; Alumina Ltd has a stake. The company employs 400 people.", {"org/alcoa"}),
        ("Alcoa has bought Foobar Foil Ltd. The company employs 400 people.", set()),
        ("Alcoa has bought Foobar Foil Ltd. The company said it employs 400 people.", {"org/alcoa"}),
        ("Alcoa pays Foobar Elektro. The utility employs 400 people.", {"org/foobar-elektro"}),
        ("Alcoa pays Foobar Quux. The utility employs 400 people.", set()),
    ],
)  # fmt: skip
def test_the_company_is_nobody_of_several(extractor: Extractor, text: str, whose: set[str]) -> None:
    assert {s for s, p in figures(extractor, text) if p == "employees"} == whose


def test_the_whole_of_a_plant_is_the_plants(extractor: Extractor) -> None:
    text = "Alcoa will run the Portland aluminium smelter at half of its rated capacity of 350,000 tonnes a year."
    assert figures(extractor, text) == {("site/portland-smelter", "capacity")}


def test_a_superlative_behind_the_place_of_a_firm_is_the_firm(extractor: Extractor) -> None:
    text = "Alcoa has half of Foobar Metals in Neuss, the largest aluminium rolling mill in the world."
    assert not {r for r in rows(extractor, text) if r[1] == "operates"}


def test_the_works_are_those_of_the_only_firm_with_a_plant_of_its_name(extractor: Extractor) -> None:
    text = "Mozal said nothing. The works stand at Beluluane."
    assert ("org/mozal", "locatedIn", "place/beluluane") in rows(extractor, text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Hydro bought the Paranam smelter from Alcoa in 2018 and aims to start it up again.",
            ("org/norsk-hydro", "develops", "site/paranam-smelter"),
        ),
        ("Glencore owns 43 percent of Mozal and sells it alumina.", ("org/glencore", "supplies", "org/mozal")),
    ],
)
def test_the_second_verb_goes_on_with_the_object_of_the_first(extractor: Extractor, text: str, row: Row) -> None:
    assert row in rows(extractor, text)


def test_two_short_forms_are_defined_in_one_bracket(extractor: Extractor) -> None:
    text = 'PT Foobar Mineral Tbk ("Foobar" or "the Company") was founded in 2005. Vale has a share.'
    text += " The Company owns Mozal."
    assert ("org/foobar-mineral", "owns", "org/mozal") in rows(extractor, text)


def test_a_terminal_is_no_smelter(extractor: Extractor) -> None:
    text = "Alcoa has a smelter at Baie-Comeau. Ore comes to the terminal that Foobar Ltd runs. The works are old."
    assert ("org/foobar", "operates", "site/baie-comeau-smelter") not in rows(extractor, text)


def test_the_topic_named_beside_is_not_what_is_held(extractor: Extractor) -> None:
    text = "Alcoa will close Foobar Metals. Hydro has 47.3 percent of the shares against Alcoa's 52.7."
    assert ("org/norsk-hydro", "owns", "org/alcoa") not in rows(extractor, text)


def test_a_firm_that_reports_of_itself_is_the_company(extractor: Extractor) -> None:
    text = (
        "Suralco had a good year. Our subsidiary Matalco makes foil. Alpha Bronze Ltd casts bushes. "
        "The shares of the company are listed on the Oslo Stock Exchange."
    )
    assert {r for r in rows(extractor, text) if r[1] == "listedOn"} == {("org/suralco", "listedOn", "org/oslo-børs")}
    other = text.replace("Our subsidiary Matalco", "Matalco")
    assert not {r for r in rows(extractor, other) if r[:2] == ("org/suralco", "listedOn")}


def test_shares_without_a_name_are_those_that_the_deals_were_of(extractor: Extractor) -> None:
    text = (
        "Rusal has agreed to buy 11 percent of Suralco from Billiton.\n\n"
        "Noranda completed the sale of its own 2 percent to Rusal in August. "
        "Other Dutch shareholders, Matalco and Alba among them, want to stay."
    )
    found = rows(extractor, text)
    assert ("org/noranda", "sells", "org/suralco") in found
    assert ("org/aluminium-bahrain", "owns", "org/suralco") in found


@pytest.mark.parametrize(
    ("text", "whose", "value"),
    [
        ("Foobar Metals runs the Arva smelter. It has room for 40,000 tonnes a year.", "site/arva-smelter", 40000),
        (
            "Foobar Metals sold the Arva refinery. It was designed for 90,000 tonnes a year.",
            "site/arva-refinery",
            90000,
        ),
        ("Foobar Metals runs the Arva smelter. It made 31,000 tonnes of aluminium.", "site/arva-smelter", 31000),
        ("Foobar Metals runs the Arva smelter. It made 31,000 tonnes of alumina.", "org/foobar-metals", 31000),
    ],
)
def test_it_is_the_plant_of_which_such_things_are_said(
    extractor: Extractor, text: str, whose: str, value: float
) -> None:
    figures = {(s.subject, s.value) for s in extractor(sentence(text)).statements if s.figure}
    assert (whose, value) in figures
    assert {subject for subject, _ in figures} == {whose}


def test_a_sentence_of_shares_does_not_change_the_subject(extractor: Extractor) -> None:
    held = "Foobar Cast is old. Quux Metals owns 60 percent, and the county 40 percent."
    text = f"{held} It cast 31,000 tonnes of aluminium."
    found = extractor(sentence(text)).statements
    assert {s.subject for s in found if s.figure} == {"org/foobar-cast"}
    assert {s.subject for s in found if s.predicate == "produces"} == {"org/foobar-cast"}


def test_whose_behind_a_parent_is_left_open(extractor: Extractor) -> None:
    found = rows(extractor, "Foobar Metals is a subsidiary of the Quux Group, whose rolling mill has forty benches.")
    assert not {r for r in found if r[1] == "operates"}
