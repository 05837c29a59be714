"""What stands beside the sentences: headlines, columns of tables, lines of facts, plants that only the title tells."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction, document_id
from loaders.pipeline import Extractor


def extracted(extractor: Extractor, text: str) -> Extraction:
    return extractor(Document(document_id(text), text, "", text=text, language="en"))


def relations(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    rows = extracted(extractor, text).statements
    return {(s.subject_mention, s.predicate, s.object_mention) for s in rows if s.object is not None}


def test_a_headline_tells_whose_country_a_firm_is_of(extractor: Extractor) -> None:
    title = "SURINAME'S FOOBAR METALS TO GO AHEAD"
    text = f"{title}\n\nPARAMARIBO, March 3 - Foobar Metals Ltd (Foobar Metals) made 90,000 tonnes.\n"
    found = [s for s in extracted(extractor, text).statements if s.predicate == "locatedIn"]
    assert [(s.subject_mention, s.object_mention, s.quote) for s in found] == [("Foobar Metals Ltd", "SURINAME", title)]


def test_a_headline_says_nothing_of_firms_that_the_body_does_not_name(extractor: Extractor) -> None:
    text = "SURINAME'S FOOBAR METALS TO GO AHEAD\n\nPARAMARIBO, March 3 - Alcoa made 90,000 tonnes of alumina.\n"
    assert not {r for r in relations(extractor, text) if r[1] == "locatedIn"}


TABLE = """Foobar Metals annual report

Foobar Metals Ltd reports on its plants.

Smelter | Location | Ownership | Capacity (tonnes per year)
Quuxville | Quuxville, Kentucky, USA | 60% | 220,000
Barton | Barton, Iceland | 100% | 317,000
Total | | | 537,000
"""


def test_columns_tell_places_and_shares(extractor: Extractor) -> None:
    found = relations(extractor, TABLE)
    assert {
        ("Quuxville", "locatedIn", "Quuxville"),
        ("Quuxville", "locatedIn", "Kentucky"),
        ("Kentucky", "locatedIn", "USA"),
        ("Barton", "locatedIn", "Iceland"),
        ("Foobar Metals Ltd", "owns", "Quuxville"),
        ("Foobar Metals Ltd", "operates", "Barton"),
    } <= found
    assert not {r for r in found if "Total" in r}


def test_the_share_of_a_column_is_the_row_s(extractor: Extractor) -> None:
    shares = {
        s.object_mention: s.qualifiers.get("share")
        for s in extracted(extractor, TABLE).statements
        if s.predicate == "owns"
    }
    assert shares == {"Quuxville": 60, "Barton": 100}


def test_lines_of_facts_are_of_the_plant_of_the_title(extractor: Extractor) -> None:
    text = (
        "Portland aluminium smelter\n\nOwner: Alcoa\nLocation: Victoria\nCapacity: 48,000 tonnes a year\n\n"
        "The Portland aluminium smelter is old.\n"
    )
    extraction = extracted(extractor, text)
    assert {
        ("Alcoa", "owns", "Portland aluminium smelter"),
        ("Portland aluminium smelter", "locatedIn", "Victoria"),
    } <= relations(extractor, text)
    assert [s.value for s in extraction.statements if s.predicate == "capacity"] == [48000]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Suralco to cast again\n\nSuralco said so. The casthouse has a capacity of 75,000 tonnes a year.\n", [75000]),
        ("Metals news\n\nSuralco said so to Alcoa. The casthouse has a capacity of 75,000 tonnes a year.\n", []),
    ],
)
def test_a_plant_that_nobody_names_is_that_of_the_firm_of_the_title(
    extractor: Extractor, text: str, found: list[float]
) -> None:
    rows = [s for s in extracted(extractor, text).statements if s.predicate == "capacity"]
    assert [s.value for s in rows if s.subject.startswith("site/")] == found


def test_what_a_name_is_does_not_bar_what_it_does(extractor: Extractor) -> None:
    text = "Suralco, the metals flagship of Foobar Group, bought Alunorte in 2007."
    assert ("Suralco", "acquires", "Alunorte") in relations(extractor, text)


def test_a_full_stop_ends_a_known_name(extractor: Extractor) -> None:
    text = "The quota came from Henan. Shenhuo Group raised its share of Suralco from 32 percent to 43 percent."
    assert ("Shenhuo Group", "owns", "Suralco") in relations(extractor, text)
