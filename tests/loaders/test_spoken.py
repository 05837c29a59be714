"""What a text says of what it has named before, or names only later: plants, firms, towns, signers."""

from __future__ import annotations

import pytest

from graph.statement import Extraction
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
