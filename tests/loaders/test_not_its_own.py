"""Figures that are not a firm's own: of a part of it, of a rival, of a market, of a plant without a name."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor
from tests.loaders.told import named, read

Row = tuple[str, str, float, str | None]


def figures(extractor: Extractor, body: str) -> set[Row]:
    """Metric, whose, value and product."""
    made = read(extractor, body)
    called = named(made)
    return {(s.predicate, called[s.subject], s.value, s.product) for s in made.statements if s.value is not None}


@pytest.mark.parametrize(
    "body",
    [
        "Northmet's packaging segment saw sales climb to $40 million.",
        "The foil arm, Northmet's pearl, earned EUR 9 million in 2024.",
        "The casting vertical—Northmet's backbone—lifted turnover to $12 million.",
        "Turnover of the extrusion division of Northmet reached EUR 55 million.",
        "At Northmet's anode unit, operating profit was $4 million.",
        "Northmet lost $7 million in its wire business in 2023.",
        "The mill accounted for about $30 million of sales.",
        "The upstream vertical—Northmet's powerhouse—saw revenue swell to $12 million, and Ebitda to $3 million.",
        "Foobar Metals, a global industry leader in alumina, held a meeting.",
        "Ostmet Research, a consultancy, forecast aluminium demand to climb to 80 million tonnes in 2027.",
        "Foobar Analytics expects aluminium consumption to grow by 2 percent, reaching 74 million tonnes.",
        "Northmet shut its Kamsar alumina refinery. It opened a $9 million investment at the recycling plant.",
    ],
)
def test_what_is_of_a_part_or_of_others_is_nobodys(extractor: Extractor, body: str) -> None:
    assert not figures(extractor, body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Northmet earned EUR 9 million in 2024.", {("profit", "Northmet", 9e6, None)}),
        ("Foobar, the rolling arm of Northmet, had sales of $9 million.", {("revenue", "Foobar", 9e6, None)}),
        (
            "Foobar topped Northmet's net profit of $14 million and holding Balkal's $17 million of profit.",
            {("profit", "Northmet", 14e6, None), ("profit", "Balkal", 17e6, None)},
        ),
        (
            "The Elkton smelter had a loss of $20 million and negative cash from operations of $25 million.",
            {("profit", "Elkton smelter", -20e6, None)},
        ),
        (
            "Northmet's revenue grew 9% to Rmb7.2bn, and attributable net profit came to Rmb1.3bn.",
            {("revenue", "Northmet", 7.2e9, None), ("profit", "Northmet", 1.3e9, None)},
        ),
        (
            "It brings Foobar's capacity to 700,000 tonnes and helps a cut of 90,000 tonnes of greenhouse gases.",
            {("capacity", "Foobar", 700000, None)},
        ),
        (
            "Foobar expects its consumption of scrap to rise to 90,000 tonnes.",
            {("consumption", "Foobar", 90000, "scrap")},
        ),
    ],
)
def test_its_own_stays(extractor: Extractor, body: str, expected: set[Row]) -> None:
    assert figures(extractor, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "In 2024, Northmet's aluminium output grew to 500,000 tonnes, and bauxite output grew to 2 million tonnes.",
            {(500000, "aluminium"), (2e6, "bauxite")},
        ),
        ("Northmet will retain ownership of the 80,000 tpy smelter at Elkton.", {(80000, "aluminium")}),
        ("To make billet, Foobar needs an aluminium supply of 50,000 tonnes a year.", {(50000, "aluminium")}),
        (
            "The Foobar recycling plant has 40,000 tonnes a year of scrap shredding capacity and 60,000 tonnes a year "
            "of melting capacity.",
            {(40000, "scrap"), (60000, "recycled aluminium")},
        ),
        (
            "Foobar's foil capacity amounts to 30,000 tonnes, beside its flat-rolled sheet & strip making capacity of "
            "90,000 tonnes.",
            {(30000, "foil"), (90000, "rolled products")},
        ),
        (
            "Northmet, which is a big coal miner too, has an alumina project in Elkton, with a planned output of "
            "300,000 tonnes.",
            {(300000, "alumina")},
        ),
        (
            "The price of aluminium climbed 5% to $2,600 a tonne and that of alumina fell to $400 a tonne.",
            {(2600, "aluminium"), (400, "alumina")},
        ),
    ],
)
def test_each_figure_is_of_its_own_product(extractor: Extractor, body: str, expected: set[tuple[float, str]]) -> None:
    assert {(value, product) for _, _, value, product in figures(extractor, body)} == expected


def test_a_range_of_prices_changes_to_a_range(extractor: Extractor) -> None:
    text = "The price of alumina went from $310-330 per tonne in 2021 to $340-355 in 2022."
    document = Document("d", "d", "", text=f"In brief\n\n{text}\n", language="en")
    rows = {(s.value, s.max, s.period) for s in extractor(document).statements if s.predicate == "price"}
    assert rows == {(310, 330, "2021"), (340, 355, "2022")}


def test_one_date_serves_a_list(extractor: Extractor) -> None:
    text = "Northmet and Balkal earned $81 million and $27 million respectively in 2024."
    document = Document("d", "d", "", text=f"In brief\n\n{text}\n", language="en")
    rows = {(s.value, s.period) for s in extractor(document).statements if s.predicate == "profit"}
    assert rows == {(81e6, "2024"), (27e6, "2024")}


def test_a_date_opens_the_clause_of_its_figure(extractor: Extractor) -> None:
    text = "He said that in 2012, alumina was selling at $310 a tonne, and by the end of 2013, it sold at $340 a tonne."
    document = Document("d", "d", "", text=f"In brief\n\n{text}\n", language="en")
    rows = {(s.value, s.period) for s in extractor(document).statements if s.predicate == "price"}
    assert rows == {(310, "2012"), (340, "2013")}


def test_what_a_firm_goes_on_having_is_there(extractor: Extractor) -> None:
    made = read(extractor, "Northmet will retain ownership of the 80,000-ton aluminium smelter at Elkton.")
    assert {s.status for s in made.statements if s.predicate == "capacity"} == {"actual"}


@pytest.mark.parametrize("plant", ["copper recycling plant", "zinc smelter", "steel rolling mill"])
def test_a_plant_of_another_metal_makes_none_of_ours(extractor: Extractor, plant: str) -> None:
    rows = figures(extractor, f"Northmet's {plant} in Elkton has a capacity of 50,000 tonnes a year.")
    assert {product for _, _, _, product in rows} <= {None}
