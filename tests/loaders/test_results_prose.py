"""Results as reports tell them: figures beside those of another time, and sums that are no results."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.test_measure import figures

Row = tuple[str, float, str, str | None]


def rows(extractor: Extractor, text: str) -> list[Row]:
    return [(s.predicate, s.value or 0.0, s.unit or "", s.period) for s in figures(extractor, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Suralco's revenue was GBP 212 million (2023: GBP 240 million), and profit fell to 6.1 million.",
            [("revenue", 212e6, "GBP", "2024"), ("revenue", 240e6, "GBP", "2023"), ("profit", 6.1e6, "GBP", "2024")],
        ),
        (
            "Suralco's revenue was GBP 212 million (2023: GBP 240 million) in 2024.",
            [("revenue", 212e6, "GBP", "2024"), ("revenue", 240e6, "GBP", "2023")],
        ),
        (
            "In 2024 Suralco had revenue of EUR 2,041 million (previous year: EUR 1,422 million).",
            [("revenue", 2041e6, "EUR", "2024"), ("revenue", 1422e6, "EUR", "2023")],
        ),
        (
            "In 2024 Suralco earned EUR 118 million (EUR 90 million in 2023).",
            [("profit", 118e6, "EUR", "2024"), ("profit", 90e6, "EUR", "2023")],
        ),
        (
            "Suralco's net profit was EUR 44 million (2023: 51; 2022: 38).",
            [("profit", 44e6, "EUR", "2024"), ("profit", 51e6, "EUR", "2023"), ("profit", 38e6, "EUR", "2022")],
        ),
        (
            "Suralco's net sales in 2024 were SEK 6,203 million (5,892).",
            [("revenue", 6203e6, "SEK", "2024"), ("revenue", 5892e6, "SEK", "2023")],
        ),
        (
            "Suralco made 1.2 million tonnes of alumina (2023: 1.1) in 2024.",
            [("production", 1.2e6, "t", "2024"), ("production", 1.1e6, "t", "2023")],
        ),
        (
            "Suralco's average headcount was 1,204 (2023: 1,251).",
            [("employees", 1204, "persons", None), ("employees", 1251, "persons", "2023")],
        ),
    ],
)
def test_brackets_behind_a_figure_tell_it_for_another_time(
    text: str, expected: list[Row], extractor: Extractor
) -> None:
    assert sorted(rows(extractor, text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suralco's turnover was 812 million euros (EBITDA: 54 million euros).", [812e6]),
        ("Suralco's turnover was 812 million euros, over 100 million of it from foil.", [812e6]),
        ("Suralco's net profit of 54 million euros came after a write-down of 12 million euros.", [54e6]),
        ("Suralco's smelter made 45,000 t (2023).", [45000]),
        ("Suralco will spend $212 million (EUR 190 million) on its smelter.", [212e6]),
    ],
)
def test_other_sums_are_none_of_the_metric(text: str, expected: list[float], extractor: Extractor) -> None:
    assert [v for _, v, _, _ in rows(extractor, text)] == expected


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Suralco's revenue rose 8% on 2023 to EUR 812 million.", {812e6: None}),
        ("Suralco's revenue in 2024 rose by 8% compared with 2023 to EUR 812 million.", {812e6: "2024"}),
        ("Suralco's 2024 revenue rose from 2023's EUR 752 million to EUR 812 million.", {752e6: "2023", 812e6: "2024"}),
        (
            "Suralco earned $54 million in Q3 2024, a fall of 11% from $61 million in the year-ago quarter.",
            {54e6: "2024-Q3", 61e6: "2023-Q3"},
        ),
        (
            "Suralco earned $54 million in 1H24 against $61 million twelve months earlier.",
            {54e6: "2024-H1", 61e6: "2023-H1"},
        ),
        ("Suralco's sales in 2024 were 54 million euros; in 2023 they were 48 million.", {54e6: "2024", 48e6: "2023"}),
        (
            "Suralco's sales in 2024 were 54 million euros. A year earlier they were 48 million.",
            {54e6: "2024", 48e6: "2023"},
        ),
        (
            "Suralco employed 2,150 people at the end of 2024 against 2,310 at the end of 2023.",
            {2150: "2024-12-31", 2310: "2023-12-31"},
        ),
        ("In Q3 2024 Suralco earned $54 million, down from $61 million.", {54e6: "2024-Q3", 61e6: None}),
    ],
)
def test_each_figure_has_its_own_time(text: str, periods: dict[float, str | None], extractor: Extractor) -> None:
    assert {v: p for _, v, _, p in rows(extractor, text)} == periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Suralco's revenue and net profit in 2024 were EUR 54 million and EUR 3 million respectively.",
            {"revenue": 54e6, "profit": 3e6},
        ),
        (
            "Suralco's net profit and sales for 2024 amounted to 3 million euros and 54 million euros.",
            {"profit": 3e6, "revenue": 54e6},
        ),
    ],
)
def test_a_list_of_metrics_is_paired_with_that_of_their_sums(
    text: str, expected: dict[str, float], extractor: Extractor
) -> None:
    assert {p: v for p, v, _, _ in rows(extractor, text)} == expected
