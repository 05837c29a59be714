"""Names with their country in brackets, boards, funds and houses, nations of two words, plants of other metals."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, relations


def types(extractor: Extractor, text: str, title: str = "In brief") -> dict[str, str]:
    """The classes of what a text names, by its names."""
    found = extractor(Document("doc/names", "names", "", text=f"{title}\n\n{text}\n", language="en")).entities
    return {e.name: e.type for e in found}


def said(extractor: Extractor, text: str) -> set[Row]:
    """What a text says: predicate, subject, object."""
    return relations(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quux Foil Products Ltd is old. Quux Foil Products (Poland) has a mill.", "Quux Foil Products (Poland)"),
        ("Quux Metals sold it. Quux Metals (Malaysia), of which it has half, casts wheels.", "Quux Metals (Malaysia)"),
        ("Northmet's subsidiary Quux Rolling (Asia) makes foil.", "Quux Rolling (Asia)"),
        (
            "Quux Metals sold a mill. Quux Metals (Spain) and Brelia Oy (Italy) sell Northmet billet.",
            "Quux Metals",
        ),
    ],
)
def test_a_country_in_brackets(extractor: Extractor, text: str, name: str) -> None:
    assert types(extractor, text)[name] == "Company"


def test_brackets_that_say_whence_firms_come(extractor: Extractor) -> None:
    assert "Quux Metals (Spain)" not in types(extractor, "Quux Metals (Spain) and Brelia Foil (Italy) met Quux Metals.")


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Jane Roe is chairman of the Quux Board of Directors.", "Quux", "Company"),
        ("Ferrod Fund owns 9 percent of Northmet.", "Ferrod Fund", "Company"),
        ("The State Oil Fund owns 9 percent of Northmet.", "State Oil Fund", "GovernmentBody"),
        ("Ferrod Investment House owns 9 percent of Northmet.", "Ferrod Investment House", "Company"),
        ("Northmet owns a copper smelter in Kitwe.", "copper smelter at Kitwe", "Facility"),
        ("Northmet owns a coal mine in Kitwe.", "coal mine at Kitwe", "Facility"),
        ("Northmet owns a smelter in Kitwe.", "smelter at Kitwe", "AluminiumSmelter"),
    ],
)
def test_what_is_what(extractor: Extractor, text: str, name: str, type: str) -> None:
    assert types(extractor, text)[name] == type


@pytest.mark.parametrize(
    "text",
    [
        "Three Norwegian makers bought shares of Northmet.",
        "Saudi Arabian miner Quux owns 10 percent of Northmet.",
        "Northmet buys metal ex-works in southern Spain.",
        "Northmet works with Quux. Northmet works in Spain. Northmet is old.",
    ],
)
def test_no_names(extractor: Extractor, text: str) -> None:
    found = types(extractor, text)
    assert not {"Three Norwegian", "Arabian"} & set(found)
    assert not [name for name in found if "works" in name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("K&T bought Quux from J&B Metals.", {("acquires", "K&T", "Quux"), ("sells", "J&B Metals", "Quux")}),
        ("ZQ holds 20 percent of Northmet. Ferrod Oy belongs to ZQ.", {("owns", "ZQ", "Northmet")}),
        ("Quux do Sul is old. Quux, of Tarvik, makes wheels.", {("locatedIn", "Quux do Sul", "Tarvik")}),
        ("Quux lies in Pont-la-Reine, in the district of Val-de-Brie.", {("locatedIn", "Quux", "Pont-la-Reine")}),
        ("Tin Metals Corp of Spain, or Timcor, is old. Timcor owns Quux.", {("owns", "Tin Metals", "Quux")}),
        ("Falquu runs the Lyon mill. Quux Foil Ltd (Falquu) said so.", {("operates", "Quux Foil", "Lyon mill")}),
        ("Quux owns a third of the alumina refinery Tarvik.", {("owns", "Quux", "Tarvik")}),
        ("Tarvik is Spain's oldest foundry. Quux runs Tarvik.", {("operates", "Quux", "Tarvik")}),
    ],
)  # fmt: skip
def test_who_is_meant(extractor: Extractor, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= said(extractor, text)


@pytest.mark.parametrize(
    ("title", "text", "type"),
    [
        ("Welcome to Tarvik", "Quux bought the mill in 1999. Tarvik makes foil.", "ProcessingPlant"),
        ("Tarvik", "Tarvik bought the mill in 1999. Tarvik makes 9,000 tonnes of foil a year.", "Company"),
        ("Tarvik", "Quux bought the mill in 1999. Tarvik makes foil. Tarvik said so.", "Company"),
    ],
)  # fmt: skip
def test_a_page_about_one_plant(extractor: Extractor, title: str, text: str, type: str) -> None:
    assert types(extractor, text, title)["Tarvik"] == type


@pytest.mark.parametrize(
    "text", ["R&D is dear. Northmet owns R&D.", "MW holds 20 percent.", "Quux Oy, or Northmet, won."]
)
def test_letters_that_name_nobody(extractor: Extractor, text: str) -> None:
    assert not {"R&D", "MW"} & set(types(extractor, text))


def test_works_of_a_firm_that_do_something(extractor: Extractor) -> None:
    assert types(extractor, "The Quux works in Spain make foil. Quux is old.")["Quux works"] == "Facility"


@pytest.mark.parametrize("line", ["2 Comments", "14 Responses to this post", "No comments", "Add a comment"])
def test_what_readers_write_is_no_news(extractor: Extractor, line: str) -> None:
    text = f"Northmet closed its Kitwe mill in May.\n\n{line}\n\nBob says:\n\nQuux owns the power plant in Lyon."
    assert {s for _, s, _ in said(extractor, text)} == {"Northmet"}


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Banks sent receivers to the managers at Quuxworks, the Kenyan producer of sheet.", "Quuxworks", "Company"),
        ("Workers at Tarvik, a maker of foil, went on strike.", "Tarvik", "Company"),
        ("Tran Quux Metallurgy, the private firm behind it, owns Northmet.", "Tran Quux Metallurgy", "Company"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_name_tells_its_kind(extractor: Extractor, text: str, name: str, type: str) -> None:
    assert types(extractor, text).get(name) == type


@pytest.mark.parametrize("house", ["Brelia & Associates", "Grant Thornton", "Quux Advocates"])
def test_who_is_of_a_house_of_advisers_is_no_firm(extractor: Extractor, house: str) -> None:
    assert not said(extractor, f"Orhan Bekirli of {house} will sell Northmet.")
    assert said(extractor, "Orhan Bekirli Motors of Lyon will sell Northmet.")


@pytest.mark.parametrize("rest", ["a port in the north", "the company said", "its company town"])
def test_where_a_plant_is_stays_a_place(extractor: Extractor, rest: str) -> None:
    assert types(extractor, f"Northmet opened a mill at Tarvik, {rest}.").get("Tarvik", "Place") == "Place"
