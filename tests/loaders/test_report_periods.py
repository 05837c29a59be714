"""Of what period the figures of a report are: told once, it serves all of them."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor


def periods_of(
    extractor: Extractor, body: str, published: str | None = "2025-02-20", title: str = "In brief"
) -> dict[float, str | None]:
    document = Document("d", "d", "", text=f"{title}\n\n{body}\n", published=published, language="en")
    rows = [s for s in extractor(document).statements if s.object is None]
    return {s.value: s.period for s in rows if s.value is not None}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Northmet's profit was EUR 17 million for July-September 2024, while turnover slid to EUR 210 million.",
            {17e6: "2024-07/2024-09", 210e6: "2024-07/2024-09"},
        ),
        ("Balkal Rolling earned 3 million euros on sales of 70 million euros in 2023.", {3e6: "2023", 70e6: "2023"}),
        (
            "Northmet's sales were $277 million (2023: $221 million). The loss fell to $14 million from $16 million.",
            {277e6: "2024", 221e6: "2023", -14e6: "2024", -16e6: "2023"},
        ),
        (
            "Foobar Aluminium lost 5 million euros in 2023. Revenue was 90 million euros.",
            {-5e6: "2023", 90e6: "2023"},
        ),
        (
            "Foobar Aluminium has published its accounts for 2023. Sales slipped to 80 million euros.",
            {80e6: "2023"},
        ),
        (
            "Foobar lost EUR 4.8 million in the first half of 2023 against 9.2 million in the same period of 2022.",
            {-4.8e6: "2023-H1", -9.2e6: "2022-H1"},
        ),
        (
            "Foobar Aluminium lost $9 million in the nine months to September 2024 from a profit of $4 million.",
            {-9e6: "2024-01/2024-09", 4e6: "2023-01/2023-09"},
        ),
        ("Foobar Aluminium earned $5 million in October-December.", {5e6: "2024-10/2024-12"}),
        ("Foobar Aluminium's full-year profit was $5 million.", {5e6: "2024"}),
    ],
)
def test_the_figures_of_a_report_share_its_period(
    extractor: Extractor, body: str, expected: dict[float, str | None]
) -> None:
    assert periods_of(extractor, body) == expected


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Foobar Aluminium lost 5 million euros in 2019 and wants to earn 8 million euros.", -8e6),
        ("Foobar Aluminium's turnover was 90 million euros in 2019. It has a profit of 7 million euros now.", 7e6),
        ("Northmet poured its first metal in 1983 and has 500 employees.", 500),
        ("The Elkton smelter, which opened in 1983, has a capacity of 70,000 tonnes a year.", 70e3),
        ("The programme, begun in 2021, lifts the Elkton smelter's capacity to 70,000 tonnes a year.", 70e3),
        ("Northmet's smelter made 90,000 tonnes in 2019. Northmet's foil mill makes 20,000 tonnes.", 20e3),
    ],
)
def test_what_is_of_another_time_does_not(extractor: Extractor, body: str, value: float) -> None:
    assert periods_of(extractor, body).get(value) is None


def test_a_heading_tells_what_results_are_for(extractor: Extractor) -> None:
    body = "Foobar Aluminium earned 5 million euros. Revenue rose to 80 million euros."
    found = periods_of(extractor, body, title="Foobar Aluminium: results of the third quarter of 2024")
    assert found == {5e6: "2024-Q3", 80e6: "2024-Q3"}


def test_a_date_of_the_sentence_tells_the_year(extractor: Extractor) -> None:
    body = "Northmet said on 9 August 2024 that it had a net loss of EUR 12 million in the first half of the year."
    assert periods_of(extractor, body, published=None) == {-12e6: "2024-H1"}


def test_a_line_of_its_own_heads_the_figures_below(extractor: Extractor) -> None:
    body = (
        "Third quarter 2023\n- Net sales fell to EUR 49 million (53).\n- Profit for the period was EUR 8 million (6).\n"
        "January-September 2023\n- Net sales fell to EUR 148 million (151).\n"
    )
    found = periods_of(extractor, body, published=None, title="Foobar Aluminium: interim report")
    assert found == {
        49e6: "2023-Q3",
        53e6: "2022-Q3",
        8e6: "2023-Q3",
        6e6: "2022-Q3",
        148e6: "2023-01/2023-09",
        151e6: "2022-01/2022-09",
    }


def test_what_opens_the_clause_of_now_is_its_date(extractor: Extractor) -> None:
    body = "Northmet made 30,000 tonnes of foil in 2023, and this year it has 700 employees."
    assert periods_of(extractor, body)[700] == "2025"
