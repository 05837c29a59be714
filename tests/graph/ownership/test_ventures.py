"""Joint ventures without a controller."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graph.ownership.answer import owners
from graph.ownership.ventures import ventures
from tests.graph.ownership.shares import OVER_HALF, SOME, Share, held
from tests.graph.ownership.test_laws import NAMES, Weights, weights


def kinds(shares: dict[tuple[str, str], Share]) -> dict[str, str]:
    """How surely nobody controls, by company."""
    return {i["id"]: i["meets"] for i in ventures(held(shares)).as_dict()["items"]}


def test_halves_and_thirds_have_no_controller() -> None:
    assert kinds({("P", "J"): 50, ("Q", "J"): 50}) == {"J": "certainly"}
    assert kinds({("P", "J"): 33, ("Q", "J"): 33, ("R", "J"): 34}) == {"J": "certainly"}


def test_one_named_owner_is_no_venture() -> None:
    assert kinds({("P", "J"): 49}) == {}
    assert kinds({("P", "J"): 49, ("J", "J"): 10}) == {}


def test_a_majority_itself_or_through_companies_that_it_controls() -> None:
    assert kinds({("P", "J"): 51, ("Q", "J"): 49}) == {}
    assert kinds({("P", "A"): 80, ("A", "J"): 30, ("P", "J"): 30, ("Q", "J"): 40}) == {}
    assert kinds({("P", "A"): 50, ("A", "J"): 30, ("P", "J"): 30, ("Q", "J"): 40}) == {"J": "certainly"}
    deep = {("P", "A"): 80.0, ("A", "B"): 60.0, ("B", "J"): 45.0, ("P", "J"): 10.0, ("Q", "J"): 45.0}
    assert kinds(deep) == {}


def test_what_nobody_settles_is_possible() -> None:
    some = held({("P", "J"): 40, ("Q", "J"): SOME})
    assert [(v.id, v.certain) for v in ventures(some).items] == [("J", False)]
    assert ventures(some, certain=True).items == ()
    assert kinds({("P", "J"): 30, ("Q", "J"): 15}) == {"J": "possibly"}, "55 % may be one owner's whom nobody names"
    assert kinds({("P", "J"): 30, ("Q", "J"): 25}) == {"J": "certainly"}
    assert kinds({("P", "J"): (45, 55), ("Q", "J"): (40, 45)}) == {"J": "possibly"}
    assert kinds({("P", "J"): 50, ("Q", "J"): (0, 50)}) == {"J": "possibly"}, "Q may be no owner at all"
    assert ventures(held({("P", "J"): OVER_HALF, ("Q", "J"): SOME})).items == ()


def test_a_venture_as_a_dict() -> None:
    m = held({("P", "A"): 80, ("A", "J"): 30, ("P", "J"): 15, ("Q", "J"): 45, ("R", "K"): 50, ("S", "K"): 50})
    data = ventures(m).as_dict(limit=1)
    (item,) = data["items"]
    assert (data["rule"], data["threshold"], data["of"]) == ("majority", 50, None)
    assert data["cut"] == [{"kind": "items", "items": 1}]
    assert [(o["id"], o["low"], o["high"]) for o in item["owners"]] == [("Q", 45, 45), ("A", 30, 30), ("P", 15, 15)]
    assert item["unnamed"] == {"low": 0, "high": 10}
    assert (item["greatest"]["id"], item["greatest"]["low"], item["greatest"]["proof"]) == (
        "P",
        45,
        item["greatest"]["proof"],
    )
    assert {(p["owner_id"], p["owned_id"]) for p in item["greatest"]["proof"]} == {("A", "J"), ("P", "J"), ("P", "A")}
    assert [(p["owner_id"], p["owned_id"]) for p in item["proof"]] == [("Q", "J"), ("A", "J"), ("P", "J")]
    assert all(p["statements"] for p in item["proof"])


@settings(max_examples=50, deadline=None)
@given(weights())
def test_a_venture_has_no_owner_with_a_majority_by_the_rule(shares: Weights) -> None:
    m = held(dict(shares))
    found = {v.id: v for v in ventures(m).items}
    for j in NAMES:
        several = len({i for i, k in shares if k == j and i != j}) > 1
        figures = {item.id: item.share.low for item in owners(m, j, rule="majority").items}
        nobody = all(share <= 50 for share in figures.values())
        assert (j in found) is (several and nobody)
        if j in found:
            assert found[j].share.low == pytest.approx(max(figures.values()))
