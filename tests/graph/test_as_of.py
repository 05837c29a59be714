"""What counts on a day."""

from __future__ import annotations

from datetime import date

import pytest

from graph.as_of import standing
from graph.statement import Statement
from tests.graph.record import company, figure, relation

A, B = company("Alpha"), company("Beta")
DAY = date(2024, 6, 30)


def holds(statement: Statement, published: str | None = None) -> bool:
    return list(standing([statement], {"": published}, DAY)) == [statement]


@pytest.mark.parametrize(
    ("qualifiers", "counts"),
    [
        ({}, True),
        ({"since": "2024"}, True),
        ({"since": "2024-07"}, False),
        ({"until": "2024-06-30"}, True),
        ({"until": "2024-06-29"}, False),
        ({"since": "2020", "until": "2023"}, False),
        ({"since": "some day"}, True),
    ],
)
def test_since_and_until_bound_a_relation(qualifiers: dict[str, str], counts: bool) -> None:
    assert holds(relation(A, "owns", B, qualifiers=qualifiers)) is counts


def test_periods_of_relations_plans_and_figures() -> None:
    assert holds(relation(A, "acquires", B, period="2023"))
    assert not holds(relation(A, "acquires", B, period="2025"))
    assert holds(relation(A, "acquires", B, "planned", period="2025"))
    assert [holds(figure(A, "capacity", 1, period=p)) for p in (None, "2024", "2023", "2025")] == [
        True,
        True,
        False,
        False,
    ]


def test_an_end_counts_from_when_it_was_told_or_from_its_date() -> None:
    ended = relation(A, "owns", B, "ended")
    assert [holds(ended, p) for p in (None, "2024-06-30", "2024-07-01")] == [True, True, False]
    assert holds(relation(A, "owns", B, "ended", {"until": "2023"}), "2025")
