"""Dates and periods."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dates import valid
from loaders.periods import periods


def values(text: str, published: str | None = None) -> list[str]:
    return [p.value for p in periods(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "in 2022, 2023, 2024, and for the five months ending on May 31, 2025",
            ["2022", "2023", "2024", "2025-01/2025-05"],
        ),
        ("As of December 31, 2024", ["2024-12-31"]),
        ("31 December 2024", ["2024-12-31"]),
        ("between 2025 and 2027", ["2025/2027"]),
        ("from 2025 to 2028", ["2025/2028"]),
        ("during 1987-89", ["1987/1989"]),
        ("in Q3 2025", ["2025-Q3"]),
        ("the third quarter of 2025", ["2025-Q3"]),
        ("in the first half of 2024", ["2024-H1"]),
        ("in 1H24 and H2/2023", ["2024-H1", "2023-H2"]),
        ("3Q24 and Q4 '23", ["2024-Q3", "2023-Q4"]),
        ("in FY24 and Q3 FY24", ["2024"]),
        ("the first nine months of 2024", ["2024-01/2024-09"]),
        ("in the nine months to September 2024", ["2024-01/2024-09"]),
        ("the year to the end of March 2024", ["2023-04/2024-03"]),
        ("in the June quarter of 2024", ["2024-04/2024-06"]),
        ("the half year to June 2024", ["2024-01/2024-06"]),
        ("in April 2025", ["2025-04"]),
        ("January to May 2025", ["2025-01/2025-05"]),
        ("25.07.2023 and 19/09/2019", ["2023-07-25", "2019-09-19"]),
        ("2025年7月31日", ["2025-07-31"]),
        ("2025年1-5月", ["2025-01/2025-05"]),
        ("到2025年", ["2025"]),
        ("until 2034", ["2034"]),
        ("the year ended December 31, 1986", ["1986"]),
        ("On March 1, 2024 it opened. As of the same date it ran.", ["2024-03-01", "2024-03-01"]),
    ],
)
def test_what_is_written(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("in the first half of the year", "2022-08-10", ["2022-H1"]),
        ("in the second half of the year", "2023-02-10", ["2022-H2"]),
        ("in the first six months of the year", "2022-08-10", ["2022-01/2022-06"]),
        ("for April-June", "2025-11-07", ["2025-04/2025-06"]),
        ("between October and March", "2025-05-07", ["2024-10/2025-03"]),
        ("in the second semester of 2023", None, ["2023-H2"]),
        ("from July 2023 to June 2024", None, ["2023-07/2024-06"]),
        ("1 January to 30 June 2024", None, ["2024-01/2024-06"]),
        ("the year to March", "2024-08-10", ["2023-04/2024-03"]),
        ("in the December quarter", "2024-10-10", ["2024-10/2024-12"]),
        ("first-half profit", "2024-11-26", ["2024-H1"]),
        ("due in the first half", "2024-11-26", ["2025-H1"]),
        ("half-year profit", "2024-02-26", ["2023-H2"]),
        ("nine-month sales", "2024-11-26", ["2024-01/2024-09"]),
        ("profit for the year", "2024-02-26", ["2023"]),
        ("in the six months to June 2024. In the period", None, ["2024-01/2024-06", "2024-01/2024-06"]),
        ("Rs 5 crore in Q1", "2024-08-12", ["2024-04/2024-06"]),
        ("Rs 5 crore in 2020-21", None, ["2020-04/2021-03"]),
        ("Rs 5 crore in the last fiscal", "2024-05-12", ["2023-04/2024-03"]),
        ("fiscal 2024", None, ["2024"]),
        ("at the end of February 2024", None, ["2024-02-29"]),
        ("at the end of 2023", None, ["2023-12-31"]),
        ("January to December 2023", None, ["2023"]),
        ("It lost money in 2023. At the end of the year", None, ["2023", "2023-12-31"]),
        ("It lost money in 2023. It will close at the end of the year", None, ["2023"]),
        ("In 2019 it lost money in the first half", None, ["2019", "2019-H1"]),
        ("Half-year report 2012", None, ["2012-H1"]),
        ("in April it had touched a peak", "2018-12-22", ["2018-04"]),
        ("it is due to open in April", "2018-12-22", ["2019-04"]),
    ],
)
def test_parts_of_a_year(text: str, published: str | None, expected: list[str]) -> None:
    assert values(text, published) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in the six months since it opened",
        "a six-month outage",
        "green H2 plant",
        "the second half of the decade",
        "in the year before",
    ],
)
def test_no_parts_of_a_year(text: str) -> None:
    assert values(text, "2024-05-12") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last year", "1986"),
        ("this month", "1987-03"),
        ("next quarter", "1987-Q2"),
        ("effective May 1", "1987-05-01"),
        ("in November", "1986-11"),
        ("two years ago", "1985"),
        ("yesterday", "1987-03-23"),
        ("去年", "1986"),
        ("去年一季度", "1986-Q1"),
        ("今年上半年", "1987-H1"),
        ("去年11月12日", "1986-11-12"),
        ("去年1-5月", "1986-01/1986-05"),
        ("今年前三季度", "1987-01/1987-09"),
        ("去年前5个月", "1986-01/1986-05"),
    ],
)
def test_relative_dates_need_the_date_of_publication(text: str, value: str) -> None:
    assert values(text, "1987-03-24") == [value]
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    ["2000 thousand tons", "2000 t", "RMB 2,024", "$2024", "2024.5", "they may be", "07/11/2025", "February 30, 2024"],
)
def test_no_date(text: str) -> None:
    assert [v for v in values(text) if v != "2024"] == []


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%Y年%m月%d日"]),
)
@settings(max_examples=50, deadline=None)
def test_a_day_is_found_in_every_spelling(day: date, spelling: str) -> None:
    assert values(f"on {day.strftime(spelling)} it") == [day.isoformat()]


@given(st.text(alphabet="12059-/. QHMay月年to", max_size=30))
@settings(max_examples=100, deadline=None)
def test_periods_are_valid_and_stand_where_they_say(text: str) -> None:
    found = periods(text, "2024-06-01")
    assert all(valid(p.value) and text[p.start : p.end] == p.text for p in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


INDIAN = "Foobar Metals is quoted on the BSE. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{INDIAN}In Q2 FY24 it made a profit.", "2023-07/2023-09"),
        (f"{INDIAN}In the first quarter of FY2025 it made a profit.", "2024-04/2024-06"),
        (f"{INDIAN}In FY24 it made a profit.", "2023-04/2024-03"),
        ("In FY24 it made a profit.", "2024"),
    ],
)
def test_business_years(text: str, expected: str) -> None:
    assert [p.value for p in periods(text, None)] == [expected]


def test_a_part_of_a_business_year_of_another_firm_is_none() -> None:
    assert [p.value for p in periods("In the first quarter of FY24 it made a profit.", None)] == []


def test_a_month_takes_the_year_of_a_date_before_it() -> None:
    assert [p.value for p in periods("It opened in May 2021 and made so much in July.", None)] == ["2021-05", "2021-07"]
    assert [p.value for p in periods("It opened in 1984. Work will be done in July.", None)] == ["1984"]
    assert [p.value for p in periods("Cut back in 1984, it will be complete in July.", None)] == ["1984"]
