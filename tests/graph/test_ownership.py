"""The rules of ownership: hand examples, cycles, intervals, and an exact reference."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership import Matrix, chain, holdings, owners
from ontology.errors import InputError
from tests.graph.shares import OVER_HALF, SOME, held, met, points, reference, spans

CROSS = {("X", "A"): 60.0, ("Y", "A"): 10.0, ("B", "A"): 30.0, ("A", "B"): 20.0, ("Z", "B"): 80.0}


def near(**shares: float) -> object:
    return pytest.approx(shares, abs=0.005)


def test_two_company_cross_holding_by_hand() -> None:
    m = held(CROSS)
    assert points(owners(m, "A")) == near(X=63.83, Y=10.64, Z=25.53, B=30)
    assert points(owners(m, "B")) == near(X=12.77, Y=2.13, Z=85.11, A=20)
    assert points(holdings(m, "A")) == near(B=20)
    assert points(holdings(m, "X")) == near(A=63.83, B=12.77)
    assert points(chain(m, "Z", "A")) == near(Z=25.53)


def test_outside_owners_of_a_fully_owned_company_sum_to_100() -> None:
    found = points(owners(held(CROSS), "A"))
    assert found["X"] + found["Y"] + found["Z"] == pytest.approx(100, abs=1e-8)


def test_a_chain_counts_once_for_each_turn_of_a_loop() -> None:
    m = held({("X", "A"): 24, ("A", "B"): 50, ("B", "A"): 20})
    answer = owners(m, "A", rule="eu-amlr")
    assert points(answer)["X"] == pytest.approx(26.6666666667)
    assert met(answer)["X"] == "certainly"


def test_amlr_diamond_adds_the_chains() -> None:
    m = held({("P", "A"): 50, ("P", "B"): 50, ("A", "C"): 25, ("B", "C"): 25, ("Q", "C"): 24})
    answer = owners(m, "C", rule="eu-amlr")
    assert points(answer) == {"P": 25, "A": 25, "B": 25, "Q": 24}
    assert met(answer) == {"P": "certainly", "A": "certainly", "B": "certainly", "Q": "no"}
    assert answer.threshold == 25


def test_ofac_faq_401() -> None:
    whole = held({("X", "A"): 50, ("A", "B"): 50})
    assert points(holdings(whole, "X", rule="ofac-50")) == {"A": 50, "B": 50}
    both = held({("X", "A"): 50, ("X", "B"): 50, ("A", "C"): 25, ("B", "C"): 25})
    assert met(holdings(both, "X", rule="ofac-50"))["C"] == "certainly"
    one = held({("X", "A"): 50, ("X", "B"): 25, ("A", "C"): 25, ("B", "C"): 50})
    assert points(holdings(one, "X", rule="ofac-50")) == {"A": 50, "B": 25, "C": 25}
    assert met(holdings(one, "X", rule="ofac-50")) == {"A": "certainly", "B": "no", "C": "no"}
    own = held({("X", "A"): 25, ("A", "B"): 50, ("X", "B"): 25})
    assert points(holdings(own, "X", rule="ofac-50")) == {"A": 25, "B": 25}
    direct = held({("X", "A"): 50, ("A", "B"): 10, ("X", "B"): 40})
    assert points(owners(direct, "B", rule="ofac-50")) == {"X": 50, "A": 10}


def test_a_loop_cannot_block_itself() -> None:
    m = held({("X", "A"): 10, ("B", "A"): 60, ("A", "B"): 100})
    assert points(holdings(m, "X", rule="ofac-50")) == {"A": 10}
    held_itself = held({("X", "A"): 40, ("A", "A"): 20})
    assert points(holdings(held_itself, "X", rule="ofac-50")) == {"A": 40}


def test_majority_and_a_joint_venture_of_two_halves() -> None:
    m = held({("P", "J"): 50, ("Q", "J"): 50, ("J", "S"): 100})
    assert met(owners(m, "J", rule="majority")) == {"P": "no", "Q": "no"}
    assert points(owners(m, "S", rule="majority")) == {"J": 100}
    assert set(points(owners(m, "S", rule="ofac-50"))) == {"J", "P", "Q"}


def test_over_half_is_a_majority_and_leaves_no_other() -> None:
    m = held({("P", "S"): OVER_HALF, ("Q", "S"): SOME})
    answer = owners(m, "S", rule="majority")
    assert spans(answer) == {"P": (50, 100), "Q": (0, 50)}
    assert met(answer) == {"P": "certainly", "Q": "no"}
    assert met(owners(m, "S", rule="ofac-50")) == {"P": "certainly", "Q": "no"}


def test_weakest_link_takes_the_widest_chain() -> None:
    m = held({("X", "A"): 60, ("A", "C"): 20, ("X", "B"): 30, ("B", "C"): 40, ("C", "A"): 10})
    answer = owners(m, "C", rule="weakest-link", threshold=30)
    assert points(answer) == {"B": 40, "X": 30, "A": 20}
    assert met(answer) == {"B": "certainly", "X": "certainly", "A": "no"}


def test_self_held_shares_are_a_loop() -> None:
    m = held({("X", "A"): 45, ("Y", "A"): 45, ("A", "A"): 10})
    assert points(owners(m, "A")) == {"X": 50, "Y": 50}
    assert points(holdings(m, "A")) == {}


def test_two_that_own_each_other_whole() -> None:
    m = held({("A", "B"): 100, ("B", "A"): 100})
    assert points(owners(m, "A")) == {"B": 100}
    below = held({("A", "B"): 100, ("B", "A"): 100, ("B", "C"): 30, ("A", "C"): 20})
    assert points(owners(below, "C")) == {"A": 50, "B": 50}


@pytest.mark.parametrize("k", [5, 20, 200])
def test_fully_cross_held(k: int) -> None:
    names = [f"c{n}" for n in range(k)]
    part = 90 / (k - 1)
    shares = {(i, j): part for i in names for j in names if i != j} | {(f"o{n}", c): 10.0 for n, c in enumerate(names)}
    found = points(owners(held(shares), "c0"))
    loops = 0.9 * (k - 2) / (k - 1)
    assert found["c1"] == pytest.approx(100 * (part / 100) / (1 - loops), abs=1e-8)
    assert sum(share for id, share in found.items() if id.startswith("o")) == pytest.approx(100, abs=1e-7)


def test_a_chain_of_thirty_levels_two_wide() -> None:
    shares = {(f"n{n}{a}", f"n{n + 1}{b}"): 50.0 for n in range(30) for a in "ab" for b in "ab"}
    answer = owners(held(shares), "n30a")
    assert points(answer)["n0a"] == pytest.approx(50)
    assert max(item.hops for item in answer.items) == 30


@pytest.mark.parametrize("rule", ["integrated", "ofac-50", "majority", "weakest-link"])
def test_a_star_of_two_thousand(rule: str) -> None:
    m = held({(f"o{n}", "C"): 0.05 for n in range(2000)})
    assert set(points(owners(m, "C", rule=rule)).values()) == {0.05}
    some = held({(f"o{n}", "C"): (0, 0.04) for n in range(2000)})
    assert set(spans(owners(some, "C", rule=rule)).values()) == {(0, 0.04)}


def test_free_room_goes_to_the_most_useful_owner() -> None:
    m = held({("X", "A"): (10, 60), ("B", "A"): (20, 60), ("X", "B"): 50})
    assert spans(owners(m, "A"))["X"] == pytest.approx((20, 80))
    answer = chain(m, "X", "A", threshold=70)
    assert met(answer) == {"X": "possibly"}
    assert answer.bound == "exact"


def test_lows_above_100_are_a_conflict_and_no_result_passes_100() -> None:
    m = held({("X", "A"): 70, ("Y", "A"): 60, ("P", "X"): 100, ("P", "Y"): 100})
    answer = owners(m, "A").as_dict()
    assert {i["id"]: i["low"] for i in answer["items"]} == {"P": 100, "X": 70, "Y": 60}
    assert answer["conflicts"] == [{"kind": "sum", "owned": "A", "sum": 130}]
    assert answer["bound"] == "monotone"
    loop = held({("A", "B"): 100, ("B", "A"): 100, ("X", "A"): 50})
    assert points(owners(loop, "B"))["X"] == 100


def test_nobody_and_nothing() -> None:
    m = held(CROSS)
    for answer in (owners(m, "X"), owners(m, "org/stranger"), holdings(m, "org/stranger"), chain(m, "A", "X")):
        assert answer.items == ()
    assert chain(m, "A", "A").items == ()
    assert owners(m, "A").items[0].meets is None


def test_wrong_questions() -> None:
    m = held(CROSS)
    with pytest.raises(InputError, match="integrated, eu-amlr, ofac-50, majority, weakest-link"):
        owners(m, "A", rule="nine-tenths")
    for threshold in (-1, 100.5, float("nan")):
        with pytest.raises(InputError, match="threshold"):
            holdings(m, "A", threshold=threshold)


def test_an_answer_as_a_dict() -> None:
    answer = chain(held(CROSS), "Z", "A", rule="eu-amlr").as_dict()
    (item,) = answer.pop("items")
    assert answer == {
        "of": {"id": "A", "name": "A"}, "rule": "eu-amlr", "as_of": "", "known_by": None, "threshold": 25,
        "revision": 0, "bound": "exact", "conflicts": [], "assumptions": [], "cut": [],
    }  # fmt: skip
    assert (item["id"], item["direct"], item["meets"], item["hops"]) == ("Z", None, "certainly", 2)
    assert [(p["owner_id"], p["owned_id"], p["low"], p["high"]) for p in item["proof"]] == [
        ("B", "A", 30, 30),
        ("A", "B", 20, 20),
        ("Z", "B", 80, 80),
    ]


def test_a_long_proof_is_cut_and_says_so() -> None:
    m = held({("P", f"m{n}"): 1.0 for n in range(150)} | {(f"m{n}", "C"): 0.5 for n in range(150)})
    answer = chain(m, "P", "C").as_dict()
    assert len(answer["items"][0]["proof"]) == 200
    assert answer["cut"] == [{"kind": "proof", "item": "P", "links": 100, "effect": 0}]


# Laws

NAMES = list("ABCDEF")
Weights = dict[tuple[str, str], int]


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    """Shares in whole percent, cycles and self-holdings included; every company has owners of 99 at most."""
    found: Weights = {}
    for j in NAMES:
        room = 99
        for i in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)):
            part = draw(st.integers(1, 99))
            if part <= room:
                found[i, j] = part
                room -= part
    return found


@settings(max_examples=60, deadline=None)
@given(weights())
def test_integrated_equals_fractions(shares: Weights) -> None:
    m = held(dict(shares))
    exact = {pair: Fraction(part, 100) for pair, part in shares.items()}
    expected = {(i, j): float(y) * 100 for i in NAMES for j, y in reference(exact, i, NAMES).items() if y}
    down = {(i, j): share for i in NAMES for j, share in points(holdings(m, i)).items()}
    up = {(i, j): share for j in NAMES for i, share in points(owners(m, j)).items()}
    assert down == pytest.approx(expected, abs=1e-9)
    assert up == pytest.approx(expected, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(weights(), st.randoms(use_true_random=False), st.sampled_from(["integrated", "ofac-50", "weakest-link"]))
def test_order_does_not_matter(shares: Weights, random: Random, rule: str) -> None:
    pairs = list(shares.items())
    random.shuffle(pairs)
    one, other = held(dict(shares)), held(dict(pairs))
    for j in NAMES:
        assert owners(one, j, rule=rule).as_dict()["items"] == [
            {**item, "proof": item["proof"]}
            for item in _renumbered(owners(other, j, rule=rule).as_dict()["items"], one)
        ]


def _renumbered(items: list[dict[str, Any]], m: Matrix) -> list[dict[str, Any]]:
    """The items with the statement ids that `m` has for the same links."""
    for item in items:
        for link in item["proof"]:
            link["statements"][0]["statement"] = m.links[link["owner_id"], link["owned_id"]].claims[0].statement.id
    return items


@settings(max_examples=50, deadline=None)
@given(weights(), st.data(), st.sampled_from(["integrated", "ofac-50", "majority", "weakest-link"]))
def test_every_share_that_fits_gives_a_figure_inside(shares: Weights, data: st.DataObject, rule: str) -> None:
    wide = {p: (data.draw(st.integers(0, part)), data.draw(st.integers(part, 100))) for p, part in shares.items()}
    m, point = held(wide), held(dict(shares))
    for j in NAMES:
        outer = spans(owners(m, j, rule=rule))
        for i, share in points(owners(point, j, rule=rule)).items():
            low, high = outer[i]
            assert low - 1e-9 <= share <= high + 1e-9 <= 100 + 2e-9


@settings(max_examples=40, deadline=None)
@given(weights(), st.data())
def test_raising_a_share_lowers_no_other_figure(shares: Weights, data: st.DataObject) -> None:
    if not shares:
        return
    pair = data.draw(st.sampled_from(sorted(shares)))
    room = 99 - sum(part for (_, j), part in shares.items() if j == pair[1])
    more = held({**shares, pair: shares[pair] + room})
    for j in NAMES:
        before, after = points(owners(held(dict(shares)), j)), points(owners(more, j))
        assert all(after[i] >= share - 1e-9 for i, share in before.items())


def _room(column: dict[str, tuple[int, int]], y: dict[str, float]) -> float:
    """The most that one company can give: its free room to the owners with the greatest figures."""
    total, room = 0.0, 100.0 - sum(low for low, _ in column.values())
    for i in sorted(column, key=lambda i: -y[i]):
        more = min(column[i][1] - column[i][0], room)
        room -= more
        total += (column[i][0] + more) / 100 * y[i]
    return total


@settings(max_examples=40, deadline=None)
@given(weights(), st.data())
def test_highs_are_reached_by_shares_that_fit(shares: Weights, data: st.DataObject) -> None:
    wide = {p: (part, data.draw(st.integers(part, min(100, part + 20)))) for p, part in shares.items()}
    columns = {j: {i: s for (i, k), s in wide.items() if k == j} for j in NAMES}
    owner = data.draw(st.sampled_from(NAMES))
    y = {**dict.fromkeys(NAMES, 0.0), owner: 1.0}
    for _ in range(3000):
        y = {j: 1.0 if j == owner else _room(columns[j], y) for j in NAMES}
    found = {j: high for j, (_, high) in spans(holdings(held(dict(wide)), owner)).items()}
    slowly = {j: 100 * part for j, part in y.items() if part > 1e-9 and j != owner}
    assert all(found[j] >= high - 1e-7 for j, high in slowly.items())
    assert found.keys() == slowly.keys()
    assert found == pytest.approx(slowly, abs=1.0)
