"""Where documents disagree, and where they only seem to."""

from __future__ import annotations

import pytest

from graph import conflicts
from graph.conflicts import Conflict
from graph.registry import Registry
from graph.statement import Statement
from loaders.registry import read_registry
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, relation, thing

A, B = company("Alpha"), company("Beta")
PLANT = thing("AluminiumSmelter", "Foo smelter")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry()


def same(id: str) -> str:
    return id


def said(*documents: list[Statement]) -> list[Statement]:
    """The statements of so many documents."""
    made = (extraction(f"{n}.txt", [A, B, PLANT], found) for n, found in enumerate(documents))
    return [s for e in made for s in e.statements]


def numbers(*documents: list[Statement]) -> list[Conflict]:
    return list(conflicts.figures(said(*documents), same))


def test_two_documents_with_two_figures_disagree() -> None:
    (found,) = numbers([figure(A, "capacity", 500_000.0)], [figure(A, "capacity", 600_000.0)])
    assert (found.about, found.entity, found.slip) == ("capacity", A.id, None)
    assert found.factor == pytest.approx(1.2)
    assert len({found.left.document, found.right.document}) == 2


@pytest.mark.parametrize("factor", [10, 100, 1_000, 10_000])
def test_factors_of_a_wrong_unit_are_flagged(factor: int) -> None:
    (found,) = numbers([figure(A, "capacity", 788.1)], [figure(A, "capacity", 788.1 * factor * 1.01)])
    assert found.slip == factor


@pytest.mark.parametrize("factor", [2.0, 5.0, 9.5, 12.0, 50.0, 100_000.0])
def test_other_factors_are_not(factor: float) -> None:
    assert conflicts.slip(factor) is None


@pytest.mark.parametrize(
    "documents",
    [
        ([figure(A, "capacity", 500_000.0)], [figure(A, "capacity", 501_000.0)]),
        ([figure(A, "capacity", 500_000.0), figure(A, "capacity", 600_000.0)],),
        ([figure(A, "capacity", 500_000.0)], [figure(A, "capacity", 500_000.0), figure(A, "capacity", 600_000.0)]),
        ([figure(A, "capacity", 5.0, product="alumina")], [figure(A, "capacity", 6.0, product="aluminium")]),
        ([figure(A, "capacity", 5.0, status="planned")], [figure(A, "capacity", 6.0)]),
        ([figure(A, "capacity", 5.0, period="2021")], [figure(A, "capacity", 6.0, period="2022")]),
        ([figure(A, "production", 5.0, "t", period="2021")], [figure(A, "production", 6.0, "t", period="2021-H1")]),
        ([figure(A, "capacity", 5.0)], [figure(B, "capacity", 6.0)]),
        ([figure(A, "capacity", 5.0, max=7.0)], [figure(A, "capacity", 6.0)]),
    ],
)
def test_what_only_seems_to_disagree(documents: tuple[list[Statement], ...]) -> None:
    assert numbers(*documents) == []


def test_a_rate_may_disagree_over_a_part_of_the_period() -> None:
    assert numbers([figure(A, "capacity", 5.0, period="2021")], [figure(A, "capacity", 6.0, period="2021-06")])


def test_figures_of_what_is_judged_the_same_disagree() -> None:
    statements = said([figure(A, "capacity", 5.0)], [figure(B, "capacity", 6.0)])
    (found,) = conflicts.figures(statements, lambda id: A.id)
    assert found.entity == A.id


def test_shares_of_one_owner_disagree() -> None:
    statements = said(
        [relation(A, "owns", B, qualifiers={"share": 60.0, "share_of": "shares"})],
        [relation(A, "owns", B, qualifiers={"share": 6.0, "share_of": "shares"})],
        [relation(A, "owns", B, qualifiers={"share": 70.0, "share_of": "votes"})],
        [relation(A, "owns", B)],
    )
    (found,) = conflicts.shares(statements, same)
    assert (found.about, found.entity, found.factor, found.slip) == ("share", B.id, 10.0, 10)


def test_a_plant_in_two_places_and_one_in_a_place_of_the_other(registry: Registry) -> None:
    places = {id: registry.entity(f"place/{id}") for id in ("weihai", "shandong", "yunnan")}
    weihai, shandong, yunnan = (p for p in places.values() if p is not None)

    def where(*ends: object) -> list[Conflict]:
        statements = said(*([relation(PLANT, "locatedIn", p)] for p in ends))  # type: ignore[arg-type]
        return list(conflicts.places(statements, same, registry))

    assert where(weihai, shandong) == []
    (found,) = where(weihai, yunnan)
    assert (found.about, set(found.said)) == ("place", {weihai.id, yunnan.id})


def test_two_classes_disagree_unless_one_is_the_others_kind() -> None:
    statements = said([figure(A, "capacity", 5.0)], [figure(A, "revenue", 6.0, "CNY")])
    first, second = (s.document for s in statements)

    def of(one: str, other: str) -> list[Conflict]:
        known = [(first, thing(one, "Alpha")), (second, thing(other, "Alpha"))]
        return list(conflicts.classes(known, statements, ontology(), same))

    assert of("Company", "Organization") == of("Company", "Company") == []
    (found,) = of("Company", "Institute")
    assert (found.about, found.said) == ("class", ("Company", "Institute"))


def test_likely_slips_come_first() -> None:
    statements = said(
        [figure(A, "capacity", 5.0), figure(B, "capacity", 5.0)],
        [figure(A, "capacity", 100.0), figure(B, "capacity", 50.0)],
    )
    found = sorted(conflicts.figures(statements, same), key=conflicts.order)
    assert [c.slip for c in found] == [10, None]
