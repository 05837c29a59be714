"""Square arrays for groups that hold each other: the same figures and proofs as the rows, in less time."""

from __future__ import annotations

from itertools import permutations
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.answer import owners
from graph.ownership.dense import Dense
from graph.ownership.rules import RULES
from graph.ownership.solve import highest, lowest
from graph.ownership.weights import weights as weighed
from tests.graph.ownership.shares import Share, held
from tests.graph.ownership.test_laws import NAMES, Weights, weights


@settings(max_examples=80, deadline=None)
@given(weights(), st.data())
def test_arrays_give_what_rows_give(shares: Weights, data: st.DataObject) -> None:
    wide = {p: (data.draw(st.integers(0, part)), data.draw(st.integers(part, 100))) for p, part in shares.items()}
    net = held(dict(wide)).net
    for owned in NAMES:
        above = net.upstream(owned)
        dense = Dense(net, above)
        for i in above.keys() - {owned}:
            nodes = net.downstream(i, above)
            part, slow = dense.part(nodes), (lowest(net, i, nodes)[owned], highest(net, i, nodes)[owned])
            assert part.shares(owned) == pytest.approx(slow, abs=1e-11)
            for low in (True, False):
                flows = part.flows(owned, above, 1000, low=low)
                assert flows is not None
                if low:  # at the highs, several ways to give the owner most may be equal
                    rows = weighed(net, RULES["integrated"], i, owned, nodes, low=True)
                    assert dict(flows.links) == pytest.approx(rows, abs=1e-9)
                out = sum(weight for (k, _), weight in flows.links.items() if k == i)
                assert out == pytest.approx(100 * slow[0 if low else 1], abs=1e-8)


@pytest.mark.parametrize("ranges", [False, True])
def test_two_hundred_companies_that_hold_each_other(ranges: bool) -> None:
    names, random = [f"C{n:03}" for n in range(200)], Random(7)
    figures: dict[tuple[str, str], Share] = {}
    for pair in permutations(names, 2):
        low = random.uniform(0.1, 0.45)
        figures[pair] = (low, low * 3) if ranges else low
    figures["Outside", "C000"] = 5.0
    m = held(figures)
    start = process_time()
    found = owners(m, "C001").as_dict()
    assert process_time() - start < 15  # row by row it takes more than a minute
    assert len(found["items"]) == 200
    assert {len(item["proof"]) for item in found["items"]} == {200}
    assert {cut["links"] for cut in found["cut"]} == {199 * 199 - 200, 200 * 199 + 1 - 200}


def test_a_group_that_owns_itself_whole() -> None:
    """I - W is singular: each owner is solved alone, and a climb that cannot leave meets them all."""
    names = [f"C{n:02}" for n in range(40)]
    m = held(dict.fromkeys(permutations(names, 2), 100 / 39))
    found = owners(m, "C00").as_dict()
    assert [item["low"] for item in found["items"]] == [pytest.approx(100, abs=1e-6)] * 39
