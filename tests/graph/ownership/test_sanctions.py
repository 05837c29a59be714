"""Who is blocked if several are: OFAC's 50 per cent, aggregated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.answer import holdings
from graph.ownership.sanctions import Blocked, blocked
from ontology.errors import InputError
from tests.graph.ownership.shares import held, met, spans
from tests.graph.ownership.test_laws import NAMES, Weights, weights


def found(b: Blocked) -> dict[str, tuple[float, str | None]]:
    """Low and whether it is met, by company."""
    return {j: (b.figures[j].low, b.rule.meets(b.figures[j], b.threshold)) for j in b.items}


def test_two_listed_with_30_each_block_a_company_and_what_it_holds() -> None:
    m = held({("P", "A"): 30, ("Q", "A"): 30, ("R", "A"): 40, ("A", "B"): 50, ("B", "C"): 49, ("P", "C"): 1})
    assert met(holdings(m, "P", rule="ofac-50"))["A"] == "no"
    b = blocked(m, ["P", "Q"])
    assert found(b) == {"A": (60, "certainly"), "B": (50, "certainly"), "C": (50, "certainly")}
    data = b.as_dict()
    items = {i["id"]: i for i in data["items"]}
    assert [r["id"] for r in items["B"]["reached_by"]] == ["P", "Q"]
    assert (items["C"]["direct"], items["B"]["direct"]) == ({"low": 1, "high": 1}, None)
    assert (items["C"]["hops"], items["B"]["hops"]) == (1, 2)
    pairs = {(p["owner_id"], p["owned_id"]) for p in items["C"]["proof"]}
    assert pairs == {("P", "A"), ("Q", "A"), ("A", "B"), ("B", "C"), ("P", "C")}
    assert [o["id"] for o in data["of"]] == ["P", "Q"]


def test_a_person_reaches_only_through_what_is_blocked() -> None:
    m = held({("P", "A"): 10, ("A", "B"): 100, ("Q", "B"): 50})
    b = blocked(m, ["P", "Q"])
    assert found(b) == {"B": (50, "certainly"), "A": (10, "no")}
    assert b.reached == {"A": ("P",), "B": ("Q",)}
    assert b.links("B") == [("Q", "B")]
    through = blocked(held({("P", "Q"): 60, ("Q", "A"): 50}), ["P", "Q"])
    assert through.reached["A"] == ("Q",)


def test_a_listed_person_that_another_owns_is_no_item() -> None:
    m = held({("P", "Q"): 60, ("Q", "A"): 50})
    assert found(blocked(m, ["P", "Q", "Q"])) == {"A": (50, "certainly")}
    assert blocked(m, ["nobody"]).items == ()
    assert blocked(m, []).items == ()


def test_ranges_are_possible() -> None:
    m = held({("P", "A"): (20, 30), ("Q", "A"): (20, 30), ("A", "B"): 60})
    b = blocked(m, ["P", "Q"])
    assert b.as_dict()["items"][0] | {"proof": []} == {
        "id": "A", "name": "A", "type": None, "low": 40, "high": 60, "direct": {"low": 40, "high": 60},
        "meets": "possibly", "hops": 1, "reached_by": [{"id": i, "name": i, "type": None} for i in "PQ"], "proof": [],
    }  # fmt: skip
    assert found(b)["B"] == (0, "possibly")


def test_majority_together_wants_more_than_half() -> None:
    m = held({("P", "A"): 25, ("Q", "A"): 25, ("A", "B"): 100})
    assert found(blocked(m, ["P", "Q"], rule="majority")) == {"A": (50, "no")}
    assert found(blocked(m, ["P", "Q"]))["B"] == (100, "certainly")


def test_wrong_questions_of_a_list() -> None:
    m = held({("P", "A"): 30})
    with pytest.raises(InputError, match="integrated, eu-amlr, ofac-50"):
        blocked(m, ["P"], rule="all")
    with pytest.raises(InputError, match="ofac-50 or majority"):
        blocked(m, ["P"], rule="integrated")
    with pytest.raises(InputError, match="threshold"):
        blocked(m, ["P"], threshold=120)


LISTS = st.lists(st.sampled_from(NAMES), max_size=4)


@settings(max_examples=60, deadline=None)
@given(weights(), LISTS)
def test_it_is_the_least_fixed_point_in_any_order(shares: Weights, listed: list[str]) -> None:
    m = held(dict(shares))
    inside, before = set(listed), None
    while before != inside:
        before = set(inside)
        inside |= {j for j in NAMES if sum(s for (i, k), s in shares.items() if k == j and i in before - {j}) >= 50}
    b = blocked(m, listed)
    assert b.inside == inside
    assert found(b) == found(blocked(m, reversed(listed * 2)))
    for j in b.items:
        assert b.figures[j].low == sum(s for (i, k), s in shares.items() if k == j and i in inside - {j})
        assert b.reached[j]
        assert {k for k, _ in b.links(j)} >= set(b.reached[j])


@settings(max_examples=60, deadline=None)
@given(weights(), LISTS, st.sampled_from(NAMES))
def test_a_longer_list_blocks_no_less(shares: Weights, listed: list[str], more: str) -> None:
    m = held(dict(shares))
    fewer, all_ = blocked(m, listed), blocked(m, [*listed, more])
    assert fewer.inside <= all_.inside
    assert all(all_.figures[j].low >= share.low for j, share in fewer.figures.items() if j in all_.figures)


@settings(max_examples=40, deadline=None)
@given(weights(), st.sampled_from(NAMES))
def test_a_list_of_one_is_holdings(shares: Weights, one: str) -> None:
    m = held({pair: (part / 2, part) for pair, part in shares.items()})
    b = blocked(m, [one])
    assert {j: (b.figures[j].low, b.figures[j].high) for j in b.items} == spans(holdings(m, one, rule="ofac-50"))
