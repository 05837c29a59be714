"""Constructions that texts of fresh hands showed: what is left undone, who is meant, whose a figure is."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor
from tests.loaders.test_spoken import said


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Foobar plans a smelter in Accra and Northmet a mill in Paranam.",
            ("Northmet", "develops", "mill in Paranam"),
        ),
        (
            "Hydro runs a foil mill in Oslo, Foobar an extrusion plant in Zwolle.",
            ("Foobar", "operates", "extrusion plant in Zwolle"),
        ),
        (
            "Northmet Ltd got a loan for its Tarka refinery, which is to make 900,000 tonnes of alumina a year.",
            ("Northmet Ltd", "develops", "Tarka refinery"),
        ),
        (
            "Tarka Power, which belongs to Alcoa, plans a mill in Accra.",
            ("Tarka Power", "develops", "mill in Accra"),
        ),
        (
            "Alcoa sold the land. On part of it Tarka Power, which belongs to Billiton, plans a mill in Accra.",
            ("Billiton", "owns", "Tarka Power"),
        ),
        (
            "Foobar has signed an agreement with Tarka Smelting Plant (TSP) to supply anodes. TSP belongs to Alcoa.",
            ("Alcoa", "owns", "TSP"),
        ),
        (
            "Tarka Power belongs to the Norwegian Government.",
            ("Norwegian Government", "owns", "Tarka Power"),
        ),
        (
            "The Suralco refinery grew. The Baise ecology and environment bureau cleared the Suralco refinery in June.",
            ("Baise ecology and environment bureau", "approves", "Suralco refinery"),
        ),
        (
            "The Public Pensions and National Savings Trust is the biggest holder of Suralco.",
            ("Public Pensions and National Savings Trust", "owns", "Suralco"),
        ),
        (
            "Alcoa has two refineries. One of these, Tarka Pha in Suriname, made its first alumina in December.",
            ("Tarka Pha", "locatedIn", "Suriname"),
        ),
        (
            "Suralco makes alumina. Anna Holm has been chairman for many years.",
            ("Anna Holm", "officerOf", "Suralco"),
        ),
    ],
)
def test_it_is_told(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "false"),
    [
        ("Rather than build a smelter of its own in Accra, Northmet Ltd will buy metal from Alcoa.", "develops"),
        ("Instead of buying the Suralco refinery, Alcoa has opened an office.", "acquires"),
        ("Suralco makes alumina. Jordi Puig, director of the new laboratory, said that it works.", "officerOf"),
        ("Alcoa runs three plants. The Paranam refinery is Alcoa's largest unit.", "owns"),
    ],
)
def test_it_is_not_told(extractor: Extractor, text: str, false: str) -> None:
    assert false not in {predicate for _, predicate, _ in said(read(extractor, text))}


def test_a_plan_of_the_second_firm_is_not_the_first_ones(extractor: Extractor) -> None:
    told = said(read(extractor, "Foobar plans a smelter in Accra and Northmet a mill in Paranam."))
    assert ("Foobar", "develops", "mill in Paranam") not in told
    assert ("Northmet", "operates", "mill in Paranam") not in told


def test_the_ministry_is_that_of_the_letterhead(extractor: Extractor) -> None:
    text = "MINISTRY OF ENERGY AND WATER\n\nNotice\n\nThe ministry has withdrawn the export permit of Suralco."
    assert ("MINISTRY OF ENERGY AND WATER", "approves", "Suralco") in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Suriname can at present make 600,000 tonnes of alumina a year, for which 1.7 million tonnes of bauxite "
            "are needed.",
            ("Suriname", "consumption", "1.7e+06"),
        ),
        (
            "Alcoa is selling the Suralco refinery, some 40 hectares in all, to a farmer.",
            ("Suralco refinery", "area", "40"),
        ),
        ("Suralco made $2.1 million after tax in 2020.", ("Suralco", "profit", "2.1e+06")),
        (
            "Alcoa runs the Suralco refinery. The project is costed at $831 million.",
            ("Suralco refinery", "investment", "8.31e+08"),
        ),
        ("Suralco accounts for 30 percent of the country's alumina.", ("Suralco", "share", "30")),
    ],
)
def test_whose_figure_it_is(extractor: Extractor, text: str, row: tuple[str, str, str]) -> None:
    assert row in said(read(extractor, text))


@pytest.mark.parametrize(
    "text",
    [
        "Alcoa runs the Suralco refinery. About 100,000 tonnes of alumina were needed last year.",
        "Alcoa makes sheet. Its finishing shop in Paramaribo can process 100,000 tonnes a year.",
    ],
)
def test_no_product_or_town_has_it(extractor: Extractor, text: str) -> None:
    assert not {name for name, *_ in said(read(extractor, text))} & {"alumina", "Paramaribo"}
