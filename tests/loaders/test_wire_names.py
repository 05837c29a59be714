"""Whom a newswire means: names beside names, "it" and "the company", what falls to a country or to nobody."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import statements


def ends(extractor: Extractor, text: str, predicate: str, title: str = "Title") -> set[tuple[str, str]]:
    rows = statements(extractor, text, title)
    return {(s.subject_mention, s.object_mention) for s in rows if s.predicate == predicate}


def figures(extractor: Extractor, text: str, title: str = "Title") -> set[tuple[str, str, float | None]]:
    return {(s.subject_mention, s.predicate, s.value) for s in statements(extractor, text, title) if s.figure}


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Workers at the Tarnby smelter of Foobar A/S went on strike.", "operates", ("Foobar A/S", "Tarnby smelter")),
        (
            "Chairman of the State Planning Committee Nikolai Quux said Alcoa would take part.",
            "officerOf",
            ("Nikolai Quux", "State Planning Committee"),
        ),
        (
            "Power comes from Foobar Power and Light Co, a subsidiary of Middle South Utilities Inc.",
            "owns",
            ("Middle South Utilities Inc", "Foobar Power and Light Co"),
        ),
        ("Foobar Alumina Ltd owns 30 pct of Quux Ltd.", "owns", ("Foobar Alumina Ltd", "Quux Ltd")),
        ("Yesterday Alumina Ltd bought Quux Ltd.", "acquires", ("Alumina Ltd", "Quux Ltd")),
        (
            "Workers at British Alcan Aluminium Plc went home. British Alcan will keep its Rogerstone mill.",
            "operates",
            ("British Alcan", "Rogerstone mill"),
        ),
    ],
)
def test_names_end_where_they_end(text: str, predicate: str, expected: tuple[str, str], extractor: Extractor) -> None:
    assert ends(extractor, text, predicate) == {expected}


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        (
            "The ministry has ordered Alcan to cut emissions at its Lynemouth smelter.",
            "operates",
            {("Alcan", "Lynemouth smelter")},
        ),
        (
            "Foobar Corp signed an agreement under which privately held Quux Inc will purchase its Lynemouth smelter.",
            "operates",
            {("Foobar Corp", "Lynemouth smelter")},
        ),
        (
            "Alcan and Alcoa agreed. The company, Foobar Aluminum Co, will be based in Tokyo.",
            "locatedIn",
            {("Foobar Aluminum Co", "Tokyo")},
        ),
        (
            "Tonnes go to Foobar SA, 60 pct owned by Pechiney, whose refinery at Moengo is old.",
            "operates",
            {("Foobar SA", "refinery at Moengo")},
        ),
        ("Suralco made alumina last year. Most of it was bought by Marc Rich and Co.", "acquires", set()),
        ("Pechiney, Alcoa and Foobar Ltd, which built the Moengo refinery, will answer.", "develops",
         {("Foobar Ltd", "Moengo refinery")}),
        ("Alcoa and Quux Ltd agreed to form a venture to make foil.", "produces", set()),
        ("Suralco has a 55 pct interest in the refinery at Moengo and Billiton the rest.", "owns",
         {("Suralco", "refinery at Moengo"), ("Billiton", "refinery at Moengo")}),
        ("Alumax agreed to buy four extrusion plants from Howmet Corp.", "sells",
         {("Howmet Corp", "four extrusion plants")}),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, predicate: str, expected: set[tuple[str, str]], extractor: Extractor) -> None:
    assert ends(extractor, text, predicate) == expected


def test_a_post_without_a_firm_is_that_of_the_title(extractor: Extractor) -> None:
    text = "Quux Ltd made a profit. Its unit Foobar Foil Ltd lost 17 mln dlrs.\n\nChairman John Smith said sales fell."
    assert ends(extractor, text, "officerOf", "QUUX SEES LOWER NET ON FOOBAR FOIL") == {("John Smith", "Quux Ltd")}


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "INDIA HEADS FOR SURPLUS",
            "India will have metal. Demand was put at 320,000 tonnes.",
            {("India", "consumption", 320000.0)},
        ),
        ("Title", "Suralco is old. It is most of Surinam's export earnings, which fell to 310 mln guilders.", set()),
        ("Title", "Suralco ships half abroad, and Egypt spends 55 mln dlrs a year on sheet.", set()),
        (
            "Title",
            "Suralco made 124,600 tonnes of alumina in 1986 and 48,500 in 1985.",
            {("Suralco", "production", 124600.0), ("Suralco", "production", 48500.0)},
        ),
        (
            "Title",
            "Suralco had net profit of 427 mln francs last year, against 734 mln, on sales of 34.8 billion.",
            {("Suralco", "profit", 4.27e8), ("Suralco", "profit", 7.34e8), ("Suralco", "revenue", 3.48e10)},
        ),
        (
            "Title",
            "Alusaf wants a smelter at Moengo. A study by consultants puts the cost at 450 mln dlrs.",
            {("smelter at Moengo", "investment", 4.5e8)},
        ),
    ],
)  # fmt: skip
def test_whose_a_figure_is(title: str, text: str, expected: set[tuple[str, str, float]], extractor: Extractor) -> None:
    assert figures(extractor, text, title) == expected


def test_bare_dollars_of_a_table_are_those_of_the_firms_country(extractor: Extractor) -> None:
    text = "    Net 21.94 mln dlrs vs 4.75 mln\n    Sales 612.4 mln vs 541.3 mln\n"
    rows = statements(extractor, text, "FOOBAR AUSTRALIA YEAR TO DECEMBER 31")
    assert {s.unit for s in rows if s.figure} == {"AUD"}
