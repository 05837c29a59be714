"""One figure of each entity, product and status on a day."""

from __future__ import annotations

from datetime import date

import pytest

from graph.ownership.amounts import Choice, choose
from graph.statement import Document
from tests.graph.ownership.plants import PLANT, Said, document, made, makes

DAY = date(2026, 1, 1)


def chosen(*documents: tuple[str | None, list[Said]], day: date = DAY, yearly: bool = False) -> Choice:
    """The choice over documents, each with its date."""
    some = [document(f"d{n}", *said, published=told) for n, (told, said) in enumerate(documents)]
    known: dict[str, Document] = {e.document.id: e.document for e in some}
    return choose((s for e in some for s in e.statements), str, known, day, yearly)


def amounts(choice: Choice) -> list[tuple[float, float]]:
    return [tuple(h.amount) for h in choice.held]  # type: ignore[misc]


def kinds(choice: Choice) -> list[str]:
    return [r["kind"] for r in (*choice.conflicts, *choice.assumptions, *choice.cut)]


def test_the_latest_period_up_to_the_day_counts() -> None:
    said = [makes(PLANT, 100, period="2023"), makes(PLANT, 200, period="2024"), makes(PLANT, 300, period="2027")]
    found = chosen(("2025", said[:1]), ("2025", said[1:2]), ("2025", said[2:]))
    assert amounts(found) == [(200, 200)]
    assert amounts(chosen(("2025", said[:1]), ("2025", said[1:]), day=date(2023, 7, 1))) == [(100, 100)]


def test_a_figure_without_period_is_of_its_documents_date() -> None:
    old, new = ("2024-02", [makes(PLANT, 100)]), ("2025-03", [makes(PLANT, 150)])
    undated = (None, [makes(PLANT, 999)])
    assert amounts(chosen(old, new, undated)) == [(150, 150)]
    assert amounts(chosen(old, new, undated, day=date(2024, 12, 31))) == [(100, 100)]
    assert amounts(chosen(old, ("2025", [makes(PLANT, 150, period="2023")]))) == [(100, 100)]


def test_before_the_first_figure_it_is_taken_and_said() -> None:
    found = chosen(("2024", [makes(PLANT, 100)]), ("2025", [makes(PLANT, 150)]), day=date(2020, 1, 1))
    assert amounts(found) == [(100, 100)]
    assert kinds(found) == ["before"]


def test_a_figure_of_a_later_period_only_is_left_out_and_said() -> None:
    found = chosen(("2025", [makes(PLANT, 100, period="2025")]), day=date(2020, 1, 1))
    assert amounts(found) == []
    assert kinds(found) == ["later"]


def test_plans_lie_ahead_and_the_last_counts() -> None:
    said = [makes(PLANT, 100, period="2027", status="planned"), makes(PLANT, 150, period="2028", status="planned")]
    assert amounts(chosen(("2025", said))) == [(150, 150)]


def test_documents_that_agree_within_the_tolerance_give_the_newest_figure() -> None:
    found = chosen(("2024", [makes(PLANT, 1000, period="2024")]), ("2025", [makes(PLANT, 1004, period="2024")]))
    assert amounts(found) == [(1004, 1004)]
    assert kinds(found) == []
    assert len(found.held[0].statements) == 2


def test_documents_that_differ_give_their_hull_and_a_conflict() -> None:
    found = chosen(("2024", [makes(PLANT, 1000, period="2024")]), ("2025", [makes(PLANT, 1200, period="2024")]))
    assert amounts(found) == [(1000, 1200)]
    assert kinds(found) == ["disagree"]


def test_a_range_stays_a_range() -> None:
    assert amounts(chosen(("2025", [makes(PLANT, 250, max=260)]))) == [(250, 260)]


@pytest.mark.parametrize(
    "said",
    [
        [makes(PLANT, 600, quote="600, of which 200 in Henan"), makes(PLANT, 200, quote="600, of which 200 in Henan")],
        [makes(PLANT, 600, quote="年产能600吨,其中一期200吨"), makes(PLANT, 200, quote="年产能600吨,其中一期200吨")],
        [makes(PLANT, 600), makes(PLANT, 200), makes(PLANT, 400)],
    ],
    ids=["of which", "其中", "sum"],
)
def test_a_whole_and_its_parts_in_one_document_are_the_whole(said: list[Said]) -> None:
    found = chosen(("2025", said))
    assert amounts(found) == [(600, 600)]
    assert kinds(found) == []


def test_figures_of_one_document_that_nothing_tells_apart_are_never_added() -> None:
    found = chosen(("2025", [makes(PLANT, 600), makes(PLANT, 250)]))
    assert amounts(found) == [(250, 600)]
    assert kinds(found) == ["several"]


def test_an_earlier_part_in_the_same_document_is_said() -> None:
    found = chosen(("2025", [makes(PLANT, 1500, period="2024-12"), makes(PLANT, 1480, period="2025-01")]))
    assert amounts(found) == [(1480, 1480)]
    assert [(r["kind"], r["effect"]) for r in found.cut] == [("earlier", 1500)]


def test_products_units_and_statuses_stay_apart() -> None:
    said = [
        makes(PLANT, 100),
        makes(PLANT, 200, "alumina"),
        makes(PLANT, 300, status="designed"),
        makes(PLANT, 400, None),
        makes(PLANT, 5, unit="t/d"),
    ]
    assert sorted(amounts(chosen(("2025", said)))) == [(n, n) for n in (5, 100, 200, 300, 400)]


def test_of_an_output_the_last_whole_year_goes_before_a_part_of_the_next() -> None:
    said = [made(PLANT, 700, "2023"), made(PLANT, 800, "2024"), made(PLANT, 210, "2025-Q1")]
    assert amounts(chosen(("2025-05", said), yearly=True)) == [(800, 800)]
    assert amounts(chosen(("2025-05", said[2:]), yearly=True)) == [(210, 210)]
