"""Figures of whole sentences: the examples of every metric's file, and the traps."""

from __future__ import annotations

import pytest

from graph.statement import Document, Statement, document_id
from loaders.measure import examples
from loaders.metrics import Metric, metrics
from loaders.pipeline import Extractor
from loaders.read.metadata import language as language_of
from ontology.model import Ontology


def figures(extractor: Extractor, text: str) -> list[Statement]:
    document = Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language=language_of(text))
    return [s for s in extractor(document).statements if s.figure]


def _value(statement: Statement) -> float:
    return statement.value or 0.0


@pytest.mark.parametrize(("metric", "text", "expected"), examples(), ids=lambda x: str(getattr(x, "name", ""))[:40])
def test_example(metric: Metric, text: str, expected: list[list[object]], extractor: Extractor) -> None:
    found = [s for s in figures(extractor, text) if s.predicate == metric.name]
    rows = [[s.subject_mention, s.value, s.unit or "", s.status, s.period] for s in sorted(found, key=_value)]
    expected = sorted(expected, key=lambda row: float(str(row[1])))
    assert [row[: len(e)] for row, e in zip(rows, expected, strict=True)] == expected


def test_every_metric_has_a_file_with_examples(model: Ontology) -> None:
    assert {m.name for m in metrics()} == set(model.metrics)
    assert all(m.examples for m in metrics())


def test_a_list_with_another_number_of_periods_is_not_paired(extractor: Extractor) -> None:
    text = (
        "In 2022, 2023 and for the five months ending on May 31, 2025, Suralco's alumina production was "
        "706.2 thousand tons, 1546.1 thousand tons, 665.3 thousand tons, and 664.5 thousand tons respectively."
    )
    found = figures(extractor, text)
    assert sorted(_value(s) for s in found) == [664500, 665300, 706200, 1546100]
    assert {s.period for s in found} == {None}
    assert all(s.qualifiers["note"] for s in found)


def test_a_conversion_in_brackets_is_the_same_figure(extractor: Extractor) -> None:
    text = "The Suralco smelter takes an investment of 3 billion yuan (approx. € 375 million)."
    assert [(s.value, s.unit) for s in figures(extractor, text)] == [(3000000000, "CNY")]


def test_who_only_reports_has_no_figures(extractor: Extractor) -> None:
    text = "According to CRU, Suralco made 2 million tonnes of alumina in 2024."
    assert [s.subject_mention for s in figures(extractor, text)] == ["Suralco"]


def test_products_of_two_figures(extractor: Extractor) -> None:
    text = "Suralco has a designed capacity of 788.1 thousand tons/year for aluminium and 1.2 Mt/a for alumina."
    assert [(s.product, s.value, s.status) for s in sorted(figures(extractor, text), key=_value)] == [
        ("aluminium", 788100, "designed"),
        ("alumina", 1200000, "designed"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Suralco has two refineries. The first makes 1.2 million tonnes of alumina a year.",
        "Suralco bought a business. Annual capacity of the business: above 400,000 tonnes of recycled alloys.",
        "Suralco and Alcoa produced 2.1 million tonnes of aluminium.",
        "Suralco is a large firm. Commissioning took a year and cost overran to $941 million.",
        "Suralco said it earned more provided the dollar did not drop below 1.75 marks.",
    ],
)
def test_what_has_an_owner_of_its_own_is_of_no_one_else(text: str, extractor: Extractor) -> None:
    assert figures(extractor, text) == []


def test_a_centre_told_by_its_place_has_its_own(extractor: Extractor) -> None:
    text = "Suralco is a large firm. A research centre in Bonn employs some 80 scientists."
    assert [(s.subject_mention, s.value) for s in figures(extractor, text)] == [("research centre in Bonn", 80)]


def test_what_is_only_told_does_not_stop_the_search(extractor: Extractor) -> None:
    text = "Suralco is a large firm. Officials said output rose to 58,000 tonnes in 2024."
    assert [(s.subject_mention, s.value) for s in figures(extractor, text)] == [("Suralco", 58000)]


def test_a_change_is_no_range(extractor: Extractor) -> None:
    text = "Output at the Suralco smelter rose by 5,000 tonnes to 190,000 tonnes in 2024."
    assert [(s.value, s.max) for s in figures(extractor, text)] == [(190000, None)]


def test_a_loss_compared_with_a_profit(extractor: Extractor) -> None:
    text = "Suralco reported a loss of $150.1 million, versus a profit of $104 million a year earlier."
    assert sorted(_value(s) for s in figures(extractor, text)) == [-150100000, 104000000]


def test_crowns_are_those_of_the_firm_s_country(extractor: Extractor) -> None:
    text = "Granges had profits of 500 mln crowns in 1987. Norsk Hydro had profits of 600 mln crowns in 1987."
    assert {s.unit for s in figures(extractor, text)} == {"SEK", "NOK"}


def test_a_share_of_another_firm_s_figure_is_of_whoever_has_it(extractor: Extractor) -> None:
    text = "Alcoa's share of Suralco's revenue reached 3.9 billion dollars and the net profit 919 million dollars."
    assert {(s.subject_mention, s.predicate) for s in figures(extractor, text)} == {
        ("Alcoa", "revenue"),
        ("Alcoa", "profit"),
    }


def test_domestic_is_of_the_country_of_the_text(extractor: Extractor) -> None:
    text = "Brazil is a large producer. Domestic consumption was 424,000 tonnes in 1986."
    assert [(s.subject_mention, s.value) for s in figures(extractor, text)] == [("Brazil", 424000)]


def test_the_power_that_a_smelter_needs_is_no_capacity(extractor: Extractor) -> None:
    text = "A 180,000-tonne smelter at Bintulu would cost 1.2 billion ringgit and need 300 megawatts."
    assert {s.predicate for s in figures(extractor, text) if s.unit == "MW"} == set()


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Output at Suralco fell to 314,000 tonnes in 2023 from 345,000 tonnes a year earlier.", ["2023", "2022"]),
        (
            "Suralco earned $45 million in the second quarter of 2024, against $60 million in the same period of 2022.",
            ["2024-Q2", "2022-Q2"],
        ),
        (
            "Suralco earned $45 million in the second quarter of 2024, against $60 million a year ago.",
            ["2024-Q2", "2023-Q2"],
        ),
    ],
)
def test_a_year_earlier_is_before_the_figure_compared(text: str, periods: list[str], extractor: Extractor) -> None:
    assert [s.period for s in sorted(figures(extractor, text), key=_value)] == periods


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "Foobar bought the site in 2009, where it plans a smelter with a planned capacity of 90,000 tonnes a year.",
            None,
        ),
        ("The Suralco smelter has run at its capacity of 90,000 tonnes a year since 2011.", None),
        ("Suralco opened in March 2020 and made 30,000 tonnes of alumina in June.", "2020-06"),
        ("In 2021 Suralco made 30,000 tonnes of alumina.", "2021"),
    ],
)
def test_a_date_of_another_clause_is_not_the_figure_s(text: str, period: str | None, extractor: Extractor) -> None:
    assert [s.period for s in figures(extractor, text)] == [period]
