"""Dates of the precision that was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dates import day, published_key, span, valid


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-07-31", date(2025, 7, 31), date(2025, 7, 31)),
        ("2025/2027", date(2025, 1, 1), date(2027, 12, 31)),
        ("2025-01/2025-05", date(2025, 1, 1), date(2025, 5, 31)),
        ("2024-Q4/2025-01-15", date(2024, 10, 1), date(2025, 1, 15)),
    ],
)
def test_spans(text: str, first: date, last: date) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "", "25", "20255", "2025-13", "2025-00", "2025-02-30", "2025-Q5", "2025-H3", "0000", "2025-7", "2027/2025",
        "2025/", "/2025", "2024/2025/2026", "2025-07-31\n", " 2025", "２０２５", "July 2025", "2025-Q3-01",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert not valid(text)
    with pytest.raises(ValueError, match=r"date|month|year|day|ends before"):
        span(text)


@settings(max_examples=100, deadline=None)
@given(st.dates(), st.dates())
def test_days_and_ranges_of_days(one: date, other: date) -> None:
    first, last = sorted((one, other))
    assert span(f"{first}/{last}") == (first, last)
    assert day(first.isoformat()) == first
    assert valid(f"{last}/{first}") == (first == last)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789-/QH２٣"), max_size=12))
def test_no_text_breaks_it(text: str) -> None:
    if valid(text):
        first, last = span(text)
        assert first <= last
    assert day(text) is None or len(text) == 10


def test_only_one_day_is_a_day() -> None:
    assert [day(text) for text in (None, "2025", "2025-07", "2025-07-31/2025-08-01", "2025-02-30")] == [None] * 5


def test_undated_documents_rank_oldest() -> None:
    dates = ["2024-05-02", None, "2024-Q1", "nonsense", "2024-05", "1999"]
    assert sorted(dates, key=published_key) == [None, "nonsense", "1999", "2024-Q1", "2024-05", "2024-05-02"]
    assert published_key(None) == published_key("nonsense") < published_key("0001")


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13", "0000", "2024/2025-02-30", "soon"])
def test_the_text_that_is_no_date_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is no date"):
        span(text)
