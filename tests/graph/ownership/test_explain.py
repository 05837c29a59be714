"""The calculation on paper: the tree, the products, the turns in loops, and what is noted below."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings

from graph.ownership.answer import holdings, owners
from graph.ownership.explain import chains, explained
from tests.graph.ownership.shares import OVER_HALF, held
from tests.graph.ownership.test_laws import NAMES, Weights, weights

CROSS = {("X", "A"): 60, ("Y", "A"): 10, ("B", "A"): 30, ("A", "B"): 20, ("Z", "B"): 80}


def paper(text: str) -> list[str]:
    """The lines without the sentences, which stand for nothing here."""
    return [line for line in text.splitlines() if "“" not in line]


def test_the_cross_holding_of_two_on_paper() -> None:
    lines = paper(explained(owners(held(CROSS), "A").as_dict()))
    start = lines.index("Z holds 25.5319 % of A")
    assert lines[start : start + 8] == [
        "Z holds 25.5319 % of A",
        "  A",
        "  └─ 30 %  B",
        "     ├─ 80 %  Z",
        "     └─ 20 %  A  (again)",
        "  30 % × 80 % = 24 %  (A < B < Z)",
        "  turns in loops: 1.53191 % more",
        "  together 25.5319 %",
    ]


def test_ranges_and_the_verdict_of_a_threshold() -> None:
    m = held({("X", "A"): OVER_HALF, ("A", "C"): 40, ("X", "C"): 10})
    text = explained(owners(m, "C", rule="eu-amlr").as_dict())
    assert "X holds 30–50 % of C, certainly enough" in text
    assert "40 % × 50–100 % = 20–40 %  (C < A < X)" in text
    assert "threshold 25 %" in text


def test_the_rules_that_count_in_full() -> None:
    m = held({("X", "A"): 50, ("A", "C"): 30, ("X", "C"): 25})
    text = explained(owners(m, "C", rule="ofac-50").as_dict())
    assert "counted in full: 30 % by A + 25 % by X = 55 %" in text
    text = explained(owners(m, "C", rule="weakest-link").as_dict())
    assert "the widest chain: the least of 30 %, 50 % = 30 %" in text


def test_holdings_are_told_from_the_owner() -> None:
    assert "X holds 12 % of C" in explained(holdings(held({("X", "A"): 40, ("A", "C"): 30}), "X").as_dict())


def test_nobody() -> None:
    assert paper(explained(owners(held({}), "C").as_dict())) == ["C (C): rule integrated, as of 2025-01-01"]


def test_many_chains_are_cut_and_the_rest_is_one_line() -> None:
    m = held({("P", f"m{n}"): 50 for n in range(20)} | {(f"m{n}", "C"): 4 for n in range(20)})
    text = explained(owners(m, "C").as_dict())
    assert text.count("4 % × 50 % = 2 %") == 6
    assert "further chains, and turns in loops: 28 % more" in text
    assert "together 40 %" in text


def test_a_net_without_end_is_searched_for_a_moment_only() -> None:
    m = held({(f"c{i}", f"c{j}"): 4 for i in range(22) for j in range(22) if i != j} | {("P", "c0"): 10})
    assert "together" in explained(owners(m, "c9").as_dict())


@settings(max_examples=60, deadline=None)
@given(weights())
def test_the_lines_add_up_to_the_result(shares: Weights) -> None:
    """Read as a person would: the products and the turns in loops are the total."""
    for j in NAMES:
        for item in owners(held(dict(shares)), j).as_dict()["items"]:
            share = {(link["owner_id"], link["owned_id"]): link for link in item["proof"]}
            found, _ = chains(share, item["id"], j)
            assert all(path[0] == j and path[-1] == item["id"] and len(set(path)) == len(path) for path in found)
            assert all((k, m) in share for path in found for m, k in pairwise(path))
    text = explained(owners(held(dict(shares)), "A").as_dict())
    for block in text.split("\n\n")[1:]:
        parts = [float(p) for p in re.findall(r"^  (?:.* = )?([\d.e-]+) %  \(", block, re.MULTILINE)]
        parts += [float(p) for p in re.findall(r"loops: (\S+) % more", block)]
        total = re.search(r"together (\S+) %", block)
        if total is not None:
            assert sum(parts) == pytest.approx(float(total[1]), rel=1e-4, abs=1e-4)


def test_turns_in_loops_of_a_range_are_a_range() -> None:
    m = held({("X", "A"): (20, 24), ("A", "B"): 50, ("B", "A"): 20})
    lines = paper(explained(owners(m, "A").as_dict()))
    assert "  turns in loops: 2.22222–2.66667 % more" in lines


def test_an_owner_that_only_may_count_is_said_to() -> None:
    m = held({("X", "A"): (40, 60), ("A", "C"): (20, 50), ("X", "C"): 10})
    text = explained(owners(m, "C", rule="ofac-50").as_dict())
    assert "counted in full: 20–50 % by A if it counts + 10 % by X = 10–60 %" in text
    full = held({("X", "A"): 60, ("A", "C"): (20, 70), ("X", "C"): (30, 60)})
    text = explained(owners(full, "C", rule="ofac-50").as_dict())
    assert "by A + 30–60 % by X = 50–100 % (the owners of one company hold 100 % together)" in text


def test_the_widest_chain_of_the_lows_is_not_mixed_with_that_of_the_highs() -> None:
    m = held({("X", "A"): (10, 60), ("A", "C"): 50, ("X", "B"): 40, ("B", "C"): (20, 45)})
    text = explained(owners(m, "C", rule="weakest-link").as_dict())
    assert "the surely widest chain: the least of 20–45 %, 40 % = 20 % at least" in text
    assert "another may be wider: 50 % at most" in text


def test_sums_that_cannot_be_turn_in_no_loop() -> None:
    m = held({("X", "A"): 60, ("X", "B"): 60, ("A", "C"): 100, ("B", "C"): 100})
    text = explained(owners(m, "C").as_dict())
    assert "turns" not in text
    assert "no figure passes 100 %: 100 % at least" in text
