"""Everything at once says what each question for itself says: figures, ranges, loops, sums that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.ownership.answer import Matrix, holdings, owners
from graph.ownership.everything import EXACT, everything, of_net
from graph.ownership.walks import walks
from tests.graph.ownership.shares import Share, held, reference
from tests.graph.ownership.test_laws import NAMES, Weights, weights

Found = dict[tuple[str, str], tuple[float, float]]


def found(m: Matrix, floor: float = 0.0, exact: int = EXACT) -> tuple[Found, str]:
    """All pairs with low and high, and what the highs are."""
    names, links = of_net(m.net)
    shares = everything(links, floor, exact)
    return {(names[i], names[j]): (low, high) for i, j, low, high in shares.rows()}, shares.bound


def asked(m: Matrix, way: str) -> Found:
    """The same by one question for each entity."""
    ask = owners if way == "up" else holdings
    every = [item for name in NAMES for item in ask(m, name).items]
    return {(item.owner, item.owned): (item.share.low, item.share.high) for item in every}


def close(one: Found, other: Found, within: float = 1e-9) -> None:
    assert one.keys() == other.keys()
    for pair, ends in one.items():
        assert ends == pytest.approx(other[pair], abs=within), pair


@settings(max_examples=80, deadline=None)
@given(weights())
def test_figures_equal_fractions(shares: Weights) -> None:
    exact = {pair: Fraction(part, 100) for pair, part in shares.items()}
    expected = {(i, j): float(y) * 100 for i in NAMES for j, y in reference(exact, i, NAMES).items() if y}
    close(found(held(dict(shares)))[0], {pair: (y, y) for pair, y in expected.items()})


PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), unique=True, max_size=9)


@st.composite
def ranges(draw: st.DrawFn) -> Mapping[tuple[str, str], Share]:
    """Points and ranges, closed loops and self-holdings; the lows of one company's owners sum to 100 at most."""
    room, drawn = dict.fromkeys(NAMES, 100), dict[tuple[str, str], Share]()
    for i, j in draw(PAIRS):
        low = min(room[j], draw(st.sampled_from([0, 5, 20, 50, 100])))
        room[j] -= low
        drawn[i, j] = low, min(100, low + draw(st.sampled_from([0, 0, 0, 10, 40, 100])))
    return drawn


def excessive() -> st.SearchStrategy[Mapping[tuple[str, str], Share]]:
    """Figures that may sum to more than there is, also in loops."""
    return PAIRS.flatmap(lambda pairs: st.fixed_dictionaries({p: st.sampled_from([5, 40, 60, 100]) for p in pairs}))


@settings(max_examples=100, deadline=None)
@given(ranges())
def test_everything_agrees_with_each_question(shares: Mapping[tuple[str, str], Share]) -> None:
    m = held(shares)
    every, bound = found(m)
    close(every, asked(m, "up"))
    close(every, asked(m, "down"))
    assert bound == "exact"


def least(shares: Mapping[tuple[str, str], Share], owner: str) -> dict[str, float]:
    """The least y with y[j] = sum of w[k, j] y[k], cut at 1, and y[owner] = 1: from below, round by round."""
    parts = dict.fromkeys(NAMES, 0.0) | {owner: 1.0}
    for _ in range(3_000):
        came = dict.fromkeys(NAMES, 0.0)
        for (k, j), share in shares.items():
            assert isinstance(share, int)
            came[j] += share / 100 * parts[k]
        parts = {j: min(1.0, part) for j, part in came.items()} | {owner: 1.0}
    return parts


@settings(max_examples=40, deadline=None)
@given(excessive())
@example({("B", "E"): 100, ("C", "A"): 5, ("D", "B"): 100, ("E", "A"): 60, ("E", "B"): 100, ("F", "E"): 60})
def test_lows_that_cannot_all_be_true_are_cut_company_by_company(shares: Mapping[tuple[str, str], Share]) -> None:
    m = held(shares)
    every, bound = found(m)
    expected = {(i, j): 100 * y for i in NAMES for j, y in least(shares, i).items() if i != j and y > 0}
    # Where loops hold more than there is, the solver stops when a round adds less than 1e-11.
    close(every, {pair: (y, y) for pair, y in expected.items()}, within=1e-6)
    assert bound == ("monotone" if any(m.net.owners(j).lows > 100 for j in NAMES) else "exact")


@settings(max_examples=100, deadline=None)
@given(ranges())
def test_a_bound_is_never_below_what_it_bounds(shares: Mapping[tuple[str, str], Share]) -> None:
    m = held(shares)
    (exact, _), (loose, bound) = found(m), found(m, exact=0)
    assert loose.keys() >= exact.keys()
    for pair, (low, high) in loose.items():
        least, most = exact.get(pair, (0.0, 0.0))
        assert low == pytest.approx(least, abs=1e-9)
        assert most - 1e-9 <= high <= 100
    if bound == "exact":
        assert loose == exact


@settings(max_examples=50, deadline=None)
@given(weights(), st.integers(0, 100))
def test_a_floor_only_leaves_out(shares: Weights, floor: int) -> None:
    m = held(dict(shares))
    every, _ = found(m)
    assert found(m, floor)[0] == {pair: ends for pair, ends in every.items() if ends[1] >= floor}


def test_by_hand() -> None:
    """OWNERSHIP.md, section 3: X 60 and Y 10 of A, B 30 of A; A 20 and Z 80 of B."""
    m = held({("X", "A"): 60, ("Y", "A"): 10, ("B", "A"): 30, ("A", "B"): 20, ("Z", "B"): 80})
    every, _ = found(m)
    assert {pair: round(low, 2) for pair, (low, _) in every.items()} == {
        ("X", "A"): 63.83, ("Y", "A"): 10.64, ("Z", "A"): 25.53, ("B", "A"): 30.0,
        ("X", "B"): 12.77, ("Y", "B"): 2.13, ("Z", "B"): 85.11, ("A", "B"): 20.0,
    }  # fmt: skip


def test_nobody_owns_anything() -> None:
    assert found(held({})) == ({}, "exact")


def test_a_long_chain_and_a_wide_star() -> None:
    chain = {(f"C{n:04}", f"C{n + 1:04}"): 99.0 for n in range(300)}
    star = {("hub", f"S{n:04}"): 1.0 for n in range(2_000)}
    every, _ = found(held(chain | star))
    assert every["C0000", "C0300"] == pytest.approx((100 * 0.99**300,) * 2)
    assert len(every) == 300 * 301 // 2 + 2_000


@pytest.mark.parametrize("count", [5, 20, 200])
def test_all_own_one_another(count: int) -> None:
    names = [f"K{n:03}" for n in range(count)]
    each = 90.0 / (count - 1)
    m = held({(i, j): each for i in names for j in names if i != j})
    (one, other) = names[:2]
    expected = {item.id: item.share.low for item in owners(m, other).items}[one]
    assert found(m)[0][one, other] == pytest.approx((expected, expected), abs=1e-9)


def test_walks_are_the_inverse_of_a_large_random_graph() -> None:
    """Against the dense inverse: levels, loops of many sizes, and rows apart and together."""
    random = np.random.default_rng(3)
    size = 700
    key = np.unique(random.integers(0, size * size, 900))
    owner, owned = (key // size).astype(np.int32), (key % size).astype(np.int32)
    share = random.uniform(0.1, 1, len(key))
    share /= np.maximum(1.01 * np.bincount(owned, share, size), 1)[owned]
    dense = np.zeros((size, size))
    dense[owner, owned] = share
    inverse = np.linalg.inv(np.eye(size) - dense)
    made = walks(owner, owned, share, size)
    assert not made.doubtful.any()
    assert np.abs(made.matrix.toarray() - inverse).max() < 1e-12
    assert np.abs(made.turns - np.diag(inverse)).max() < 1e-12
