"""Ultimate owners, and owners of a class."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings

from graph.ownership.answer import Answer, holdings, owners
from graph.ownership.filters import meeting, of_types, paged, ultimate, within
from graph.ownership.matrix import Nothing
from graph.statement import Entity
from ontology.errors import InputError
from ontology.load import ontology
from tests.graph.ownership.shares import held, points
from tests.graph.ownership.test_laws import NAMES, Weights, weights

CHAIN = {("P", "A"): 60.0, ("Q", "A"): 40.0, ("A", "C"): 70.0, ("R", "C"): 30.0}


def ids(answer: Answer) -> list[str]:
    """The ids of the items."""
    return [item.id for item in answer.items]


def test_the_ultimate_owners_and_what_was_left_out() -> None:
    found = ultimate(owners(held(CHAIN), "C"))
    assert ids(found) == ["P", "R", "Q"]
    assert found.as_dict()["cut"] == [{"kind": "ultimate", "items": 1, "effect": 70}]
    assert ultimate(owners(held({("P", "C"): 60}), "C")).cut == ()


def test_a_closed_loop_is_ultimate_and_said_so() -> None:
    m = held({("A", "B"): 100, ("B", "A"): 100, ("A", "C"): 50, ("A", "D"): 20, ("C", "D"): 50})
    found = ultimate(owners(m, "D"))
    assert sorted(ids(found)) == ["A", "B"]
    assert found.cut[1] == {"kind": "ultimate", "why": "closed loop", "members": ["A", "B"], "effect": 0}
    opened = ultimate(owners(held({("A", "B"): 90, ("B", "A"): 100, ("X", "B"): 10, ("A", "C"): 50}), "C"))
    assert ids(opened) == ["X"]


def test_shares_of_itself_make_nobody_its_owner() -> None:
    assert ids(ultimate(owners(held({("P", "P"): 10, ("P", "C"): 60}), "C"))) == ["P"]


def test_ultimate_holdings_are_no_question() -> None:
    with pytest.raises(InputError, match="owners"):
        ultimate(holdings(held(CHAIN), "P"))


class Classes(Nothing):
    """Facts that know the classes of three entities."""

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """See `Facts`."""
        known = {"P": "Person", "A": "Company", "Q": "GovernmentBody"}
        return {id: Entity(id, known[id], id, (id,)) for id in ids if id in known}


def typed() -> Answer:
    """Owners of three classes, and one that no document knows."""
    return owners(replace(held(CHAIN), facts=Classes()), "C")


def test_owners_of_a_class_and_of_those_below_it() -> None:
    found = of_types(typed(), ontology(), ["Person"])
    assert ids(found) == ["P"]
    assert found.cut == ({"kind": "type", "types": ["Person"], "items": 3, "effect": 70},)
    assert ids(of_types(typed(), ontology(), ["Organization"])) == ["A", "Q"]
    assert len(of_types(typed(), ontology(), ["Agent", "Person"]).items) == 3


def test_filters_follow_each_other() -> None:
    both = of_types(ultimate(typed()), ontology(), ["Person", "GovernmentBody"])
    assert ids(both) == ["P", "Q"]
    assert [c["kind"] for c in both.as_dict()["cut"]] == ["ultimate", "type"]
    other = ultimate(of_types(typed(), ontology(), ["Person", "GovernmentBody"]))
    assert ids(other) == ids(both)


def test_near_owners_keep_figures_that_count_every_chain() -> None:
    found = within(owners(held(CHAIN), "C"), 1)
    assert points(found) == {"A": 70, "R": 30}
    assert found.cut == ({"kind": "depth", "depth": 1, "items": 2, "effect": 42},)
    loop = {("X", "A"): 60, ("Y", "A"): 10, ("B", "A"): 30, ("A", "B"): 20, ("Z", "B"): 80}
    assert points(within(owners(held(loop), "A"), 1))["X"] == pytest.approx(63.829787234)
    with pytest.raises(InputError, match="depth"):
        within(found, 0)


def test_only_those_that_meet_the_threshold() -> None:
    m = held({("P", "C"): 25, ("Q", "C"): (10, 40), ("R", "C"): 24})
    found = meeting(owners(m, "C", rule="eu-amlr"))
    assert ids(found) == ["P", "Q"]
    assert found.cut == ({"kind": "threshold", "threshold": 25, "items": 1, "effect": 24},)
    with pytest.raises(InputError, match="integrated has no threshold"):
        meeting(owners(m, "C"))


def test_a_page_of_an_answer() -> None:
    answer = owners(held(CHAIN), "C")
    assert ids(paged(answer, 2)) == ids(answer)[:2]
    assert ids(paged(answer, 2, 2)) == ids(answer)[2:]
    assert paged(answer, 0) == answer
    assert paged(answer, 1, 1).cut == ({"kind": "page", "offset": 1, "items": 3, "effect": 70},)


def test_an_unknown_class_lists_the_classes() -> None:
    with pytest.raises(InputError, match=r"Company, .*Person"):
        of_types(typed(), ontology(), ["Robot"])


@settings(max_examples=40, deadline=None)
@given(weights())
def test_ultimate_owners_are_kept_as_they_were(shares: Weights) -> None:
    m = held(dict(shares))
    for j in NAMES:
        before, found = owners(m, j), ultimate(owners(m, j))
        kept = {item.id for item in found.items}
        assert set(found.items) <= set(before.items)
        assert ids(ultimate(found)) == ids(found)
        for item in before.items:
            mates = {k for k in m.net.upstream(item.id) if item.id in m.net.upstream(k)}
            assert (item.id in kept) is (set(m.net.upstream(item.id)) <= mates)
        assert all(points(found)[i] == points(before)[i] for i in kept)
