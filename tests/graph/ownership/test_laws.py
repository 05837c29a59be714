"""Laws of ownership: exact references in fractions on random graphs with cycles, order, monotony."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from math import prod
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.ownership.answer import Matrix, chain, holdings, owners
from tests.graph.ownership.shares import held, points, reference, spans

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
            link["statements"][0]["statement"] = m.ledger.claims[link["owned_id"]][link["owner_id"]][0].statement
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


Range = tuple[int, int]
Column = dict[str, Range]


def fills(column: Column) -> list[dict[str, int]]:
    """The extreme shares of one company: its free room to its owners in each order, down to some owner."""
    found = {
        tuple(sorted(_filled(column, order, depth).items()))
        for order in permutations(column)
        for depth in range(len(order) + 1)
    }
    return [dict(shares) for shares in sorted(found)]


def _filled(column: Column, order: tuple[str, ...], depth: int) -> dict[str, int]:
    room, shares = 100 - sum(low for low, _ in column.values()), {}
    for n, i in enumerate(order):
        low, high = column[i]
        more = min(high - low, room) if n < depth else 0
        room -= more
        shares[i] = low + more
    return shares


def figures(columns: dict[str, Column], owner: str) -> Iterator[dict[str, Fraction]]:
    """The shares of `owner` for every choice of extreme shares."""
    for choice in product(*(fills(column) for column in columns.values())):
        shares = {
            (i, j): Fraction(part, 100)
            for j, filled in zip(columns, choice, strict=True)
            for i, part in filled.items()
            if part
        }
        reached = _reached(shares, owner)
        inside = {(i, j): part for (i, j), part in shares.items() if i in reached and j in reached}
        yield {**dict.fromkeys(columns, Fraction(0)), **reference(inside, owner, sorted(reached))}


def _reached(shares: dict[tuple[str, str], Fraction], owner: str) -> set[str]:
    reached, more = {owner}, {owner}
    while more:
        more = {j for i, j in shares if i in reached} - reached
        reached |= more
    return reached


@settings(max_examples=30, deadline=None)
@given(weights(), st.data())
def test_the_interval_is_exact(shares: Weights, data: st.DataObject) -> None:
    """Low and high are the least and the greatest figure over all shares that fit; three ways to ask agree."""
    few = {(i, j): part for (i, j), part in shares.items() if j in "ABCD"}
    wide = {p: (data.draw(st.integers(0, part)), data.draw(st.integers(part, 100))) for p, part in few.items()}
    columns = {j: {i: s for (i, k), s in wide.items() if k == j} for j in NAMES}
    assume(prod(len(fills(column)) for column in columns.values()) <= 300)
    owner = data.draw(st.sampled_from(NAMES))
    all_figures = list(figures(columns, owner))
    m = held(dict(wide))
    found = spans(holdings(m, owner))
    for j in set(NAMES) - {owner}:
        expected = 100 * float(min(y[j] for y in all_figures)), 100 * float(max(y[j] for y in all_figures))
        assert found.get(j, (0, 0)) == pytest.approx(expected, abs=1e-9)
        assert spans(owners(m, j)).get(owner, (0, 0)) == pytest.approx(expected, abs=1e-9)
        assert spans(chain(m, owner, j)).get(owner, (0, 0)) == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(weights())
def test_all_of_a_share_flows_out_of_its_owner(shares: Weights) -> None:
    """A walk that gives the owner its share leaves the owner once: those links weigh as much as the share."""
    m = held(dict(shares))
    for j in NAMES:
        for item in owners(m, j).as_dict()["items"]:
            out = [link["weight"] for link in item["proof"] if link["owner_id"] == item["id"]]
            assert sum(out) == pytest.approx(item["low"], abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(weights(), st.sampled_from(["ofac-50", "majority", "weakest-link"]))
def test_the_links_of_a_proof_alone_give_the_same_figure(shares: Weights, rule: str) -> None:
    m = held(dict(shares))
    for j in NAMES:
        for item in owners(m, j, rule=rule).as_dict()["items"]:
            pairs = {(link["owner_id"], link["owned_id"]) for link in item["proof"]}
            few = held({pair: shares[pair] for pair in pairs})
            assert spans(owners(few, j, rule=rule))[item["id"]] == (item["low"], item["high"])
