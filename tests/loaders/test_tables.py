"""Results on the wire and tables in plain text."""

from __future__ import annotations

import pytest

from graph.statement import Document, Statement, document_id
from loaders.pipeline import Extractor
from loaders.results import rules
from loaders.tables import find


def figures(extractor: Extractor, text: str) -> set[tuple[str, str, float | None, str | None, str | None]]:
    document = Document(document_id(text), text, "", text=text, language="en")
    rows: list[Statement] = [s for s in extractor(document).statements if s.figure]
    return {(s.subject_mention, s.predicate, s.value, s.unit, s.period) for s in rows}


RESULTS = """SURALCO GROUP INC <SUR> 4TH QTR LOSS

PARAMARIBO, March 3 -

Shr loss 61 cts vs profit 44 cts

Net loss 2,671,000 vs profit 1,930,000

Revs 43.9 mln vs 38.2 mln

Avg shrs 4,300,000 vs 4,280,000

NOTE: Net excludes loss of 2.1 mln dlrs vs gain of 1.1 mln dlrs. Reuter
"""


def test_results_have_the_period_and_the_one_before(extractor: Extractor) -> None:
    who = "SURALCO GROUP INC"
    assert figures(extractor, RESULTS) == {
        (who, "profit", -2671000, "USD", None),
        (who, "profit", 1930000, "USD", None),
        (who, "revenue", 43900000, "USD", None),
        (who, "revenue", 38200000, "USD", None),
    }


def test_results_in_one_line_and_another_currency(extractor: Extractor) -> None:
    text = (
        "<SURALCO LTD> YEAR 1986 NET\n\nLONDON, March 3 -\n"
        "Pretax profit 23.4 mln stg vs 19.2 mln Turnover 632.4 mln vs 610.1 mln\n"
    )
    assert {row[2:4] for row in figures(extractor, text)} == {
        (23400000, "GBP"),
        (19200000, "GBP"),
        (632400000, "GBP"),
        (610100000, "GBP"),
    }


def test_a_plant_a_row(extractor: Extractor) -> None:
    text = (
        "Smelters of the Gulf\n\nThe smelters of the Gulf are among the youngest in the world.\n\n"
        "| Smelter | Country | Rated capacity (kt/y) | Output 2023 (kt) |\n|---|---|---|---|\n"
        "| Suralco | Surinam | 60 | 58 |\n| Total | | 60 | 58 |\n"
    )
    assert figures(extractor, text) == {
        ("Suralco", "capacity", 60000, "t/a", None),
        ("Suralco", "production", 58000, "t", "2023"),
    }


def test_a_period_a_column(extractor: Extractor) -> None:
    text = (
        "Results of Suralco\n\nSuralco is a maker of alumina and has two mines.\n\n"
        "USD million          2024      2023\nRevenue             1,237     1,225\nNet loss           (124)      67\n"
        "EBITDA                 300       280\nEmployees            580       600\nShipments (kt)      100   90\n"
    )
    assert {row[1:] for row in figures(extractor, text)} == {
        ("revenue", 1237000000, "USD", "2024"),
        ("revenue", 1225000000, "USD", "2023"),
        ("profit", -124000000, "USD", "2024"),
        ("profit", -67000000, "USD", "2023"),
        ("employees", 580, "persons", "2024"),
        ("employees", 600, "persons", "2023"),
    }


def test_a_heading_of_periods_need_not_name_its_first_column(extractor: Extractor) -> None:
    text = (
        "Suralco Metals Ltd\n\n                     2024        2023\nProduction, tonnes   612,000     598,000\n"
        "Net profit (Rs crore)  2,38,496    1,640\nInvestment        NOK 5 million   NOK 4 million\n"
    )
    assert {row[1:] for row in figures(extractor, text)} == {
        ("production", 612000, "t", "2024"),
        ("production", 598000, "t", "2023"),
        ("profit", 2384960000000, "INR", "2024"),
        ("profit", 16400000000, "INR", "2023"),
        ("investment", 5000000, "NOK", "2024"),
        ("investment", 4000000, "NOK", "2023"),
    }


@pytest.mark.parametrize("heading", ["KALINGA METALS LIMITED", "Kalinga Metals Ltd", "Kalinga Metals Ltd: key facts"])
def test_the_company_is_the_firm_of_the_letterhead(heading: str, extractor: Extractor) -> None:
    text = f"{heading}\nAnnual report\n\nNet profit stood at $5 million. The Company has 9,700 employees.\n"
    assert {row[:3] for row in figures(extractor, text)} == {
        (heading.partition(":")[0], "profit", 5000000),
        (heading.partition(":")[0], "employees", 9700),
    }


@pytest.mark.parametrize(
    "text", ["Home | News | Data\nLogin | About | Help\n", "One line | 200 | 300\n", "A sentence.\n"]
)
def test_menus_and_sentences_are_no_tables(text: str) -> None:
    assert find(text) == []


def test_a_list_of_facts_is_of_the_firm_in_its_headline(extractor: Extractor) -> None:
    text = (
        "SURALCO AT A GLANCE\n\n- Nameplate: 60,000 t/y; made in 2020: 58,000 t\n"
        "- People: 930 employees, most of them local\n"
    )
    assert {row[1:4] for row in figures(extractor, text)} == {
        ("capacity", 60000, "t/a"),
        ("production", 58000, "t"),
        ("employees", 930, "persons"),
    }


@pytest.mark.parametrize("text", ["Group " * 20_000, "Net 1,000 vs " * 10_000, "a  b" * 20_000, "x  1\n" * 20_000])
def test_long_runs_end(text: str) -> None:
    find(text)
    assert list(rules().line.finditer(text)) == []
