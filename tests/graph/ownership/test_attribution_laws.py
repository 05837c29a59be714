"""Laws of attribution over random records: nothing is lost, nothing counts twice, order is nothing."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.attribution import Attribution
from graph.ownership.totals import BY, Total, totals
from graph.statement import Entity
from tests.graph.ownership.plants import Said, attributed, basis, document, makes, owns
from tests.graph.record import company, thing

FIRMS = [company(f"Firm {n}") for n in range(5)]
PLANTS = [thing("AluminiumSmelter", f"Plant {n}") for n in range(4)]
PRODUCTS = ("aluminium", "alumina")
STATUSES = ("actual", "designed")


@st.composite
def holdings(draw: st.DrawFn, full: bool = False) -> list[Said]:
    """Holdings in percent, cycles included; owners of one company hold 100 at most, or 100 (of some none)."""
    said: list[Said] = []
    for owned in [*FIRMS, *PLANTS]:
        some = draw(st.lists(st.sampled_from([f for f in FIRMS if f != owned]), unique=True, max_size=3))
        cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=len(some), max_size=len(some), unique=True)))
        if full and cuts:
            cuts[-1] = 100
        said += [owns(f, owned, b - a) for f, a, b in zip(some, [0, *cuts], cuts, strict=False)]
    return said


@st.composite
def figures(draw: st.DrawFn, of: list[Entity]) -> list[Said]:
    """Some capacities."""
    keys = st.tuples(st.sampled_from(of), st.sampled_from(PRODUCTS), st.sampled_from(STATUSES))
    some = draw(st.dictionaries(keys, st.integers(1, 1000), max_size=10))
    return [makes(e, tonnes, product, status=status) for (e, product, status), tonnes in some.items()]


def asked(said: list[Said], of: Entity) -> Attribution:
    with TemporaryDirectory() as folder:
        return attributed(basis(Path(folder), document("d", *said, also=(of,))), of)


def key(t: Total) -> tuple[object, ...]:
    return t.product, t.status, *t.by.values()


@settings(max_examples=30, deadline=None)
@given(holdings(), figures([*FIRMS, *PLANTS]), st.sampled_from(BY))
def test_attributed_and_others_make_the_whole(held: list[Said], made: list[Said], by: str) -> None:
    found = asked([*held, *made], FIRMS[0])
    for total in totals(found, [by]):
        assert total.attributed.low + total.others.low <= total.whole.low + 1e-6
        assert total.attributed.high + total.others.high >= total.whole.high - 1e-6
        assert total.attributed.low >= 0
        assert total.others.low >= 0
        if total.whole.low == total.whole.high:
            assert total.attributed.high + total.others.low == pytest.approx(total.whole.low, abs=1e-5)
            assert total.attributed.low + total.others.high == pytest.approx(total.whole.low, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(holdings(), figures([*FIRMS, *PLANTS]), st.sampled_from(FIRMS))
def test_over_all_ends_of_chains_and_nobody_the_amounts_make_the_whole(
    held: list[Said], made: list[Said], of: Entity
) -> None:
    found = asked([*held, *made], of)
    by_owner = totals(found, ["owner"])
    for whole in totals(found):
        mine = [t.attributed for t in by_owner if key(t)[:2] == key(whole)]
        assert sum(a.low for a in mine) == pytest.approx(whole.whole.low, abs=1e-5)
        assert sum(a.high for a in mine) == pytest.approx(whole.whole.high, abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(holdings(full=True), figures([*PLANTS]))
def test_over_all_owners_that_nobody_owns_the_amounts_make_the_whole(held: list[Said], made: list[Said]) -> None:
    owned = {s.object for s, _ in held}
    with TemporaryDirectory() as folder:
        on = basis(Path(folder), document("d", *held, *made, also=tuple(FIRMS)))
        tops = [attributed(on, f) for f in FIRMS if f.id not in owned]
        of_tops = [t for found in tops for t in totals(found, ["site"])]
        of_plants = [t for plant in PLANTS for t in totals(attributed(on, plant), ["site"])]
    for whole in of_plants:
        mine = sum(t.attributed.low for t in of_tops if key(t) == key(whole))
        assert mine == pytest.approx(whole.attributed.low, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(holdings())
def test_what_is_held_of_a_plant_ends_with_somebody(held: list[Said]) -> None:
    with TemporaryDirectory() as folder:
        on = basis(Path(folder), document("d", *held, also=(*FIRMS, *PLANTS)))
    for plant in PLANTS:
        stated = sum(float(s.qualifiers["share"]) for s, _ in held if s.object == plant.id)
        assert sum(end.low for end in on.stakes.ends(plant.id).values()) == pytest.approx(stated, abs=1e-6)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Said], float]:
    """A wholly owned group with figures at random, and what is there where each tonne counts once."""
    parents = [draw(st.integers(0, n - 1)) for n in range(1, 5)]
    tonnes: list[int | None] = draw(st.lists(st.none() | st.integers(1, 1000), min_size=9, max_size=9))
    homes = [draw(st.integers(0, 4)) for _ in PLANTS]
    said = [owns(FIRMS[p], FIRMS[n + 1], 100) for n, p in enumerate(parents)]
    said += [owns(FIRMS[h], plant, 100) for h, plant in zip(homes, PLANTS, strict=True)]
    said += [makes(e, t) for e, t in zip([*FIRMS, *PLANTS], tonnes, strict=True) if t is not None]

    def whole(n: int) -> tuple[float, float]:
        """What is there, and what of it are plants; a total holds all below it, but plants are there in any case."""
        firms = [whole(k + 1) for k, p in enumerate(parents) if p == n]
        own = sum(tonnes[5 + k] or 0 for k, h in enumerate(homes) if h == n)
        plants = own + sum(p for _, p in firms)
        total = tonnes[n]
        return own + sum(w for w, _ in firms) if total is None else max(total, plants), plants

    return said, whole(0)[0]


@settings(max_examples=30, deadline=None)
@given(trees())
def test_in_a_wholly_owned_group_each_tonne_counts_once(tree: tuple[list[Said], float]) -> None:
    said, expected = tree
    found = totals(asked(said, FIRMS[0]))
    assert sum(t.attributed.low for t in found) == expected
    assert sum(t.attributed.high for t in found) == expected


@settings(max_examples=30, deadline=None)
@given(holdings(), figures([*FIRMS, *PLANTS]), st.randoms(use_true_random=False))
def test_the_order_of_what_is_said_is_nothing(held: list[Said], made: list[Said], chance: random.Random) -> None:
    said = [*held, *made]
    mixed = list(said)
    chance.shuffle(mixed)
    first, second = asked(said, FIRMS[0]), asked(mixed, FIRMS[0])
    assert totals(first, ["site"]) == totals(second, ["site"])
