"""Cross-holding loops: members, links, and what they change."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from graph.ownership.answer import owners
from graph.ownership.interests import Interval
from graph.ownership.loops import entities, loops, loops_of
from tests.graph.ownership.shares import held, spans
from tests.graph.ownership.test_laws import NAMES, Weights, weights

CROSS = {("X", "A"): 60.0, ("Y", "A"): 10.0, ("B", "A"): 30.0, ("A", "B"): 20.0, ("Z", "B"): 80.0}


def test_what_a_loop_of_two_changes_by_hand() -> None:
    (item,) = loops(held(CROSS)).as_dict()["items"]
    assert [m["id"] for m in item["members"]] == ["A", "B"]
    assert [(p["owner_id"], p["owned_id"], p["low"]) for p in item["proof"]] == [("B", "A", 30), ("A", "B", 20)]
    found = {(e["owner"]["id"], e["member"]["id"]): (e["without"]["low"], e["with"]["low"]) for e in item["effects"]}
    assert found == {
        ("X", "A"): (60, pytest.approx(63.83, abs=0.005)),
        ("Y", "A"): (10, pytest.approx(10.64, abs=0.005)),
        ("Z", "A"): (0, pytest.approx(25.53, abs=0.005)),
        ("X", "B"): (0, pytest.approx(12.77, abs=0.005)),
        ("Y", "B"): (0, pytest.approx(2.13, abs=0.005)),
        ("Z", "B"): (80, pytest.approx(85.11, abs=0.005)),
    }
    assert item["effects"][0]["difference"] == {
        "low": pytest.approx(25.53, abs=0.005),
        "high": pytest.approx(25.53, abs=0.005),
    }


def test_a_self_holding_is_a_loop() -> None:
    (item,) = loops(held({("X", "A"): 45, ("Y", "A"): 45, ("A", "A"): 10, ("A", "B"): 100})).as_dict()["items"]
    assert [m["id"] for m in item["members"]] == ["A"]
    assert {(e["owner"]["id"], e["without"]["low"], e["with"]["low"]) for e in item["effects"]} == {
        ("X", 45, 50),
        ("Y", 45, 50),
    }


def test_loops_upstream_of_one_entity() -> None:
    m = held({**CROSS, ("A", "C"): 50, ("S", "S"): 5, ("C", "D"): 10, ("D", "E"): 5, ("E", "D"): 5})
    assert [x.members for x in loops(m).loops] == [("A", "B"), ("D", "E"), ("S",)]
    assert [x.members for x in loops(m, "C").loops] == [("A", "B")]
    assert [x.members for x in loops(m, "E").loops] == [("A", "B"), ("D", "E")]
    assert loops(m, "X").loops == ()
    assert loops(m, "nobody").loops == ()
    assert loops(held({})).loops == ()


def test_ranges_keep_the_room_that_the_loop_leaves() -> None:
    """What B holds of A stays taken where the loop is left out: nobody else may hold it then."""
    m = held({("X", "A"): (0, 100), ("B", "A"): 30, ("A", "B"): 20, ("Z", "B"): (0, 80)})
    (item,) = loops(m).as_dict()["items"]
    found = {(e["owner"]["id"], e["member"]["id"]): e for e in item["effects"]}
    assert found["X", "A"]["without"] == {"low": 0, "high": 70}
    assert found["X", "A"]["with"] == {"low": 0, "high": pytest.approx(70 / 0.94)}


def test_two_that_own_each_other_whole_and_shares_that_cannot_be() -> None:
    whole = loops(held({("A", "B"): 100, ("B", "A"): 100})).as_dict()
    assert whole["items"][0]["effects"] == []
    more = loops(held({("A", "B"): 100, ("B", "A"): 100, ("X", "A"): 50})).as_dict()
    assert {e["with"]["low"] for e in more["items"][0]["effects"]} == {100}
    assert more["conflicts"] == [{"kind": "sum", "owned": "A", "sum": 150}]


def test_two_hundred_fully_cross_held_are_cut_and_say_so() -> None:
    k, part = 200, 90 / 199
    names = [f"c{n}" for n in range(k)]
    shares = {(i, j): part for i in names for j in names if i != j} | {(f"o{n}", c): 10.0 for n, c in enumerate(names)}
    m = held(shares)
    data = loops(m, "c7").as_dict()
    (item,) = data["items"]
    assert len(item["members"]) == 200
    assert len(item["effects"]) == 1000
    assert {c["kind"]: c.get("rows", c.get("links")) for c in data["cut"]} == {"effects": 39000, "proof": 39600}
    effect = item["effects"][0]
    exact = {i.id: i.share.low for i in owners(m, effect["member"]["id"]).items}
    assert effect["with"]["low"] == pytest.approx(exact[effect["owner"]["id"]], abs=1e-8)


def test_a_ring_of_twenty_thousand_needs_no_recursion() -> None:
    n, random = 20_000, Random(1)
    shares = {(f"c{i}", f"c{(i + 1) % n}"): 20.0 for i in range(n)}
    shares |= {(f"o{random.randrange(n)}", f"c{random.randrange(n)}"): 10.0 for _ in range(n)}
    net = held(dict(shares)).net
    assert [len(members) for members in loops_of(net, entities(net))] == [n]


@settings(max_examples=50, deadline=None)
@given(weights())
def test_members_reach_each_other_and_nobody_else_does(shares: Weights) -> None:
    m = held(dict(shares))
    down = {i: m.net.downstream(i).keys() for i in NAMES}
    found = [x.members for x in loops(m).loops]
    for i in NAMES:
        mates = {j for j in NAMES if j in down[i] and i in down[j]}
        expected = len(mates) > 1 or (i, i) in shares
        assert (tuple(sorted(mates)) in found) is expected
    assert len({i for members in found for i in members}) == sum(map(len, found))


@settings(max_examples=50, deadline=None)
@given(weights())
def test_with_the_loop_is_the_integrated_share_and_never_less_than_without(shares: Weights) -> None:
    m = held(dict(shares))
    for loop in loops(m).loops:
        inside = set(loop.members)
        apart = held({(i, j): s for (i, j), s in shares.items() if not {i, j} <= inside})
        for e in loop.effects[0]:
            assert e.with_loop.low == pytest.approx(spans(owners(m, e.member))[e.owner][0], abs=1e-9)
            without = spans(owners(apart, e.member)).get(e.owner, (0, 0))
            assert (e.without.low, e.without.high) == pytest.approx(without, abs=1e-9)
            assert e.change >= -1e-9


@settings(max_examples=30, deadline=None)
@given(weights())
def test_ranges_hold_every_figure_of_their_loops(shares: Weights) -> None:
    wide = {pair: (part / 2, part) for pair, part in shares.items()}
    for loop, point in zip(loops(held(dict(wide))).loops, loops(held(dict(shares))).loops, strict=True):
        outer = {(e.owner, e.member): e for e in loop.effects[0]}
        for e in point.effects[0]:
            assert inside(e.with_loop, outer[e.owner, e.member].with_loop)
            assert inside(e.without, outer[e.owner, e.member].without)


def inside(figure: Interval, span: Interval) -> bool:
    """Whether a figure lies in a range, but for rounding."""
    return span.low - 1e-9 <= figure.low <= figure.high <= span.high + 1e-9
