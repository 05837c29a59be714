"""What a text says of what it has named before, or names only later: plants, firms, towns, signers."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.examples import read
from loaders.pipeline import Extractor


def said(extraction: Extraction) -> set[tuple[str, str, str]]:
    """Subject, predicate and object or value of all statements, by the words of the text."""
    return {(s.subject_mention, s.predicate, s.object_mention or f"{s.value:g}") for s in extraction.statements}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Hydro runs the Foobar rolling plant. Alcoa inaugurated a line at its Neuf-Brisach rolling plant "
            "in Alsace. Neuf-Brisach has about 1,500 employees.",
            ("Neuf-Brisach rolling plant", "employees", "1500"),
        ),
        (
            "Australia's largest aluminium smelter may close. Alcoa runs the plant near Quuxcastle.",
            ("largest aluminium smelter", "locatedIn", "Australia"),
        ),
        (
            "Alcoa operates a smelter at Quuxstad. Some 1,000 people are employed there directly.",
            ("smelter at Quuxstad", "employees", "1000"),
        ),
        ("Alcoa makes billet. Its plants have a capacity of 900,000 tonnes a year.", ("Alcoa", "capacity", "900000")),
        (
            "Alcoa has two owners. It belongs to Quuxla Metals Ltd (44 percent), whose share is held through its "
            "subsidiary Quuxnp Ltd.",
            ("Quuxla Metals Ltd", "owns", "Quuxnp Ltd"),
        ),
        (
            "Hydro agreed to buy Quuxmaica Alumina Limited, the Glencore subsidiary that holds 55% of Jamalco.",
            ("Quuxmaica Alumina Limited", "owns", "Jamalco"),
        ),
        (
            "Alcoa makes foil. Production takes place at two sites, in Quuxla (Quuxbul) and in Quuxvasi (Quuxeli).",
            ("Quuxla", "locatedIn", "Quuxbul"),
        ),
        (
            "Alcoa has commissioned a line.\nFor Suralco\nSd/-\nPaula Foobar\nCompany Secretary & Compliance Officer",
            ("Paula Foobar", "officerOf", "Suralco"),
        ),
    ],
)
def test_what_it_stands_for(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Alcoa, based in Quuxgoza, operates seven presses there with a capacity of 62,000 tonnes.",
            ("Alcoa", "capacity", "62000"),
        ),
        (
            "The project adds 130,000 tonnes to Alcoa's recycling capacity.",
            ("Alcoa", "capacity", "130000"),
        ),
        (
            "The venture consists of Foobar Aluminium Company, which owns a smelter at Quuxkhair, and Quux Bauxite "
            "Company, which owns the Quuxba mine.",
            ("Quux Bauxite Company", "owns", "smelter at Quuxkhair"),
        ),
        ("Alcoa's former smelter in Quuxlanda gets a press.", ("Alcoa", "develops", "former smelter in Quuxlanda")),
        ("Smelters closed in Europe. Potrooms stood idle.", ("Potrooms", "operates", "Smelters")),
    ],
)
def test_what_it_does_not_stand_for(extractor: Extractor, text: str, claim: tuple[str, str, str]) -> None:
    assert claim not in said(read(extractor, text))


def test_a_word_of_the_language_is_no_name(extractor: Extractor) -> None:
    found = read(extractor, "Analysts sold shares. Remelting costs money. Potrooms stood idle. Shipments fell.")
    assert not [e for e in found.entities if e.id.startswith("org/")]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        (
            "Northmet has agreed to sell Suralco to Foobar Metals.\n\nFoobar Bank advises Suralco on the offer.\n\n"
            "For Northmet the sale ends a long presence in Asia. It now has its eyes on foil; its Moengo plant is new.",
            "org/northmet",
        ),
        (
            "Northmet has bought Suralco.\n\nFoobar Metals mines bauxite.\n\n"
            "For Northmet the step is a way into higher margins. It operates the Moengo plant.",
            "org/northmet",
        ),
    ],
)
def test_whom_a_thing_befalls_is_spoken_of(text: str, firm: str, extractor: Extractor) -> None:
    rows = read(extractor, text).statements
    assert {s.subject for s in rows if s.predicate == "operates"} == {firm}


def test_the_company_of_a_new_paragraph_is_that_of_the_title(extractor: Extractor) -> None:
    text = (
        "Northmet makes foil. Its parent, Foobar Metals, has had it since 2011.\n\n"
        "People complain of dust. The company's head of environment, Anna Holm, promises more."
    )
    told = Document("x", "Northmet loses money", "", text=f"Northmet loses money\n\n{text}\n", language="en")
    rows = [s for s in extractor(told).statements if s.predicate == "officerOf"]
    assert [s.object for s in rows] == ["org/northmet"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Foobar Metals has a mill in Nanhai. Money also went into a complex that it is building at Zhaoqing. "
            "Some 6 billion yuan had been spent there.",
            ("complex", "investment", "6e+09"),
        ),
        (
            "Northmet is building a smelter at Moengo. The Ministry of Industry cleared the project in 2014. "
            "It is budgeted at 15 billion dollars.",
            ("smelter at Moengo", "investment", "1.5e+10"),
        ),
        ("Suralco has one refinery, at Paranam in the east.", ("refinery", "locatedIn", "Paranam")),
        ("Foobar Ltd, the firm putting up the Moengo smelter, is new.", ("Foobar Ltd", "develops", "Moengo smelter")),
    ],
)
def test_what_it_and_the_firm_stand_for(text: str, claim: tuple[str, str, str], extractor: Extractor) -> None:
    assert claim in said(read(extractor, text))


def test_a_ministry_that_clears_a_project_has_no_budget_for_it(extractor: Extractor) -> None:
    text = "The Ministry of Industry cleared the project in 2014. It is budgeted at 15 billion dollars."
    assert not [s for s in read(extractor, text).statements if s.predicate == "investment"]


def test_an_officer_is_not_of_the_title_where_the_paragraph_is_on_other_firms(extractor: Extractor) -> None:
    text = (
        "Northmet leaves Suralco\n\nNorthmet has agreed to sell Suralco.\n\n"
        "Foobar Bank advises Suralco on the offer. Managing director Anna Holm was not available.\n"
    )
    rows = extractor(Document("x", "Northmet leaves Suralco", "", text=text, language="en")).statements
    assert "org/northmet" not in {s.object for s in rows if s.predicate == "officerOf"}
