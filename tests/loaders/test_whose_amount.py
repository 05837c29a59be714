"""Whose a figure is, and what it is of: lists, purposes, promises, steps, lines of facts."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.amounts import units
from loaders.pipeline import Extractor
from loaders.quantities import quantities
from tests.loaders.test_measure import figures


def told(extractor: Extractor, text: str) -> list[tuple[str, str, float]]:
    return sorted((s.subject_mention, s.predicate, s.value or 0) for s in figures(extractor, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foobar Metals, Brelia Foil and Northmet Ltd made 52,000 tonnes, 46,000 tonnes and 47,000 tonnes of foil, "
            "respectively.",
            [
                ("Brelia Foil", "production", 46000),
                ("Foobar Metals", "production", 52000),
                ("Northmet Ltd", "production", 47000),
            ],
        ),
        ("Foobar Metals and Brelia Foil made 52,000 tonnes, 46,000 tonnes and 9,000 tonnes respectively.", []),
    ],
)
def test_respectively_pairs_names_and_figures(
    text: str, expected: list[tuple[str, str, float]], extractor: Extractor
) -> None:
    assert told(extractor, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foobar is investing in its billet plant in Kardal to lift annual capacity to 60,000 tonnes.",
            [("billet plant in Kardal", "capacity", 60000)],
        ),
        (
            "Northmet is to invest $9 million in the new mill, which will get a capacity of 8,000 tonnes a year.",
            [("new mill", "capacity", 8000), ("new mill", "investment", 9000000)],
        ),
        ("Foobar Ltd buys from a neighbour, the 2.4 million t/yr Kardal Alumina plant.", []),
        (
            "Foobar Ltd, which runs the Kardal smelter, plans to raise its own capacity to 300,000 tonnes a year.",
            [("Foobar Ltd", "capacity", 300000)],
        ),
        (
            "Ferrod Alloys Ltd is a full subsidiary with a yearly output of 31,000 tonnes of billet in 2019.",
            [("Ferrod Alloys Ltd", "production", 31000)],
        ),
        (
            "The project brings Foobar's global recycling capacity to about 73,000 tonnes.",
            [("Foobar", "capacity", 73000)],
        ),
        (
            "Foobar Metals opened a mill worth 18 million euros in Kardal.",
            [("mill worth 18 million euros in Kardal", "investment", 18000000)],
        ),
    ],
)
def test_the_plant_that_a_figure_is_of(text: str, expected: list[tuple[str, str, float]], extractor: Extractor) -> None:
    assert told(extractor, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At the Kardal works 90,000 tonnes of ingot could be cast a year.", ("capacity", 90000)),
        (
            "The Kardal refinery, laid out for 500,000 tonnes a year, attained only 320,000 tonnes in 2021.",
            ("production", 320000),
        ),
        ("Kardal smelter. The Kardal smelter can roll 30,000 tonnes of can stock a year.", ("capacity", 30000)),
        ("The Kardal foundry makes 30,000 tonnes of billet a year from bought scrap.", ("production", 30000)),
        ("Foobar Ltd forged 5,000 tonnes of wheels in 2021.", ("production", 5000)),
    ],
)
def test_capacity_or_production(text: str, expected: tuple[str, float], extractor: Extractor) -> None:
    assert expected in [(s.predicate, s.value) for s in figures(extractor, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Ltd made foil from stocks that it had bought: 9,000 tonnes.",
        "Foobar Ltd makes aluminium and earned an EBITDA of $140 per tonne.",
        "Deliveries of Foobar Ltd reached only 45,000 tonnes in 2021.",
    ],
)
def test_what_is_no_figure(text: str, extractor: Extractor) -> None:
    assert figures(extractor, text) == []


def test_a_step_is_no_level(extractor: Extractor) -> None:
    text = "Alumina stood at $420/t, falling by $10/t."
    assert [s.value for s in figures(extractor, text)] == [420]


def test_net_profit_beside_ebitda(extractor: Extractor) -> None:
    text = "Foobar Ltd's EBITDA was $90 million and its net profit was $40 million."
    assert [(s.predicate, s.value) for s in figures(extractor, text)] == [("profit", 40000000)]


def test_what_was_made_before_a_loss_is_a_gain(extractor: Extractor) -> None:
    text = "Foobar Ltd posted a loss of $9 million for the quarter; a year earlier it had made 3 million."
    assert sorted(s.value or 0 for s in figures(extractor, text)) == [-9000000, 3000000]


def test_what_a_bidder_promises_is_of_the_firm_it_wants(extractor: Extractor) -> None:
    text = "Foobar Ltd wants to buy Brelia Foil Ltd. Foobar would keep 150 of its 210 workers."
    assert told(extractor, text) == [("Brelia Foil Ltd", "employees", 150), ("Brelia Foil Ltd", "employees", 210)]
    text = "Foobar Ltd wants to buy Brelia Foil Ltd. Foobar has 210 workers."
    assert told(extractor, text) == [("Foobar", "employees", 210)]


def test_the_day_on_which_a_rank_is_told_is_not_its_period(extractor: Extractor) -> None:
    text = "Foobar Ltd said on 5 May 2023 that it is Europe's largest recycler of aluminium."
    assert [s.period for s in figures(extractor, text)] == [None]


def test_what_others_make_is_not_the_product(extractor: Extractor) -> None:
    text = "Foobar Carbon Ltd, which sells to aluminium producers, will lift its annual capacity to 33,000 tonnes."
    assert [s.product for s in figures(extractor, text) if s.predicate == "capacity"] == [None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turnover: EUR 31 million\nStaff: 415\n", [(31000000, "EUR"), (415, "persons")]),
        ("a turnover of EUR 31\nmillion", [(31000000, "EUR")]),
    ],
)
def test_a_figure_ends_with_its_line_of_facts(text: str, found: list[tuple[float, str]]) -> None:
    assert [(q.value, q.unit) for q in quantities(text, units())] == found


def test_what_is_expected_next_takes_unit_and_metric(extractor: Extractor) -> None:
    text = "Foobar Ltd mined 3 million tonnes of bauxite in 2020 and plans 4 million for 2021."
    assert [(s.value, s.period, s.status) for s in sorted(figures(extractor, text), key=lambda s: s.value or 0)] == [
        (3000000, "2020", "actual"),
        (4000000, "2021", "forecast"),
    ]
    text = "Foobar Ltd made 90,000 tonnes of aluminium in 2020 and expects 1,200 guests in 2021."
    assert [s.value for s in figures(extractor, text)] == [90000]


def test_a_price_in_brackets_is_by_weight_too(extractor: Extractor) -> None:
    text = "The aluminium price averaged US$1,780 per tonne (H1 2014: US$1,890)."
    assert sorted(s.value or 0 for s in figures(extractor, text)) == [1780, 1890]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foobar Ltd makes aluminium. It casts the metal into billet.",
            {("billet", "actual"), ("aluminium", "actual")},
        ),
        ("The planned Kardal smelter has a production capacity of 9,000 tonnes of ingots.", {("ingots", "planned")}),
        ("Foobar Ltd will remain a producer of billet.", {("billet", "actual")}),
        ("Foobar Ltd sells coke used to make anodes.", set()),
        ("Foobar Ltd pours money into foil.", set()),
    ],
)
def test_what_is_made(text: str, expected: set[tuple[str, str]], extractor: Extractor) -> None:
    document = Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language="en")
    rows = [s for s in extractor(document).statements if s.predicate == "produces"]
    assert {(s.object_mention, s.status) for s in rows} == expected


def test_megawatts_are_of_no_metal(extractor: Extractor) -> None:
    text = "Foobar Ltd makes aluminium. Its Kardal power plant has a capacity of 300 MW."
    assert [s.product for s in figures(extractor, text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Metals runs a refinery in Sarawak. The group employs about 8,000 people, 6,200 of them in Sarawak.",
        "Foobar Metals runs a refinery in Sarawak. Foobar employs about 8,000 people, most of them in Kuching.",
    ],
)
def test_of_a_firm_with_people_in_a_place_not_all_are_there(extractor: Extractor, text: str) -> None:
    assert {name for name, _, value in told(extractor, text) if value == 8000} <= {"Foobar Metals", "Foobar"}
    assert 8000 in {value for *_, value in told(extractor, text)}
