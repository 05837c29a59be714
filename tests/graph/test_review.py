"""Pairs for a person to judge: what comes up, what never does, and that nothing is merged by it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph import review
from graph.judgements import Canon
from graph.registry import Entry, Registry
from graph.statement import Entity, Judgement, entity_id
from tests.graph.record import judged

CONFUSABLE = [
    ("Hongtuo Aluminium Trading", "Hongchuang Aluminium Trading"),
    ("Yunnan Hongqiao Foil", "Yunnan Honghe Foil"),
    ("Shanxi Foo Aluminium", "Shaanxi Foo Aluminium"),
    ("Nanshan Foil", "Tianshan Foil"),
]


def firm(name: str, *names: str) -> Entity:
    """A firm as a document knows it."""
    return Entity(entity_id("org", name), "Company", name, tuple(sorted({name, *names})))


def known(*entities: Entity) -> dict[str, Entity]:
    return {e.id: e for e in entities}


def found(entities: dict[str, Entity], log: tuple[Judgement, ...] = (), *rows: Entry) -> list[tuple[str, str]]:
    decided = review.apart(Canon(log), Registry(rows))
    return [(p.left.name, p.right.name) for p in review.pairs(entities, {}, decided)]


def test_names_that_differ_by_a_letter_come_up() -> None:
    entities = known(firm("Hongtuo Foil"), firm("Hongtu Foil"), firm("Bar Metals"))
    assert found(entities) == [("Hongtu Foil", "Hongtuo Foil")]


def test_an_acronym_and_what_it_may_stand_for_come_up() -> None:
    assert found(known(firm("Foo Bar Quux Mining"), firm("FBQM"))) == [("FBQM", "Foo Bar Quux Mining")]


def test_what_only_a_trade_has_in_common_does_not() -> None:
    assert found(known(firm("Bohai Aluminium Industries"), firm("Showa Aluminium Industries"))) == []


def test_the_likeliest_come_first_and_common_partners_count() -> None:
    a, b, c = firm("Hongtuo Foil Works"), firm("Hongtua Foil Works"), firm("Hongto Foyl Works")
    around = {a.id: {"org/x", "org/y"}, c.id: {"org/x", "org/y"}}
    pairs = review.pairs(known(a, b, c), around, review.apart(Canon(), Registry(())))
    shared = {frozenset((p.left.id, p.right.id)): p.shared for p in pairs}
    assert shared[frozenset((a.id, c.id))] == ("org/x", "org/y")
    assert [p.score for p in pairs] == sorted((p.score for p in pairs), reverse=True)
    plain = review.pairs(known(a, b, c), {}, review.apart(Canon(), Registry(())))
    score = {frozenset((p.left.id, p.right.id)): p.score for p in plain}
    raised = {frozenset((p.left.id, p.right.id)): p.score for p in pairs}
    assert raised[frozenset((a.id, c.id))] == score[frozenset((a.id, c.id))] + 2 * review.SHARED


def test_what_was_judged_never_comes_up_again() -> None:
    a, b = firm("Hongtu Foil"), firm("Hongtuo Foil")
    for verdict in ("same", "different", "undecided"):
        assert found(known(a, b), (judged(verdict, a.id, b.id),)) == []
    apart = judged("different", a.id, b.id)
    assert found(known(a, b), (apart, judged("different", a.id, b.id, 1, undoes=apart.id))) != []


def test_different_counts_for_all_that_are_the_same() -> None:
    a, b, c = firm("Hongtu Foil"), firm("Hongtuo Foil"), firm("Quite Another")
    log = (judged("same", a.id, c.id), judged("different", c.id, b.id))
    assert found(known(a, b), log) == []


def test_two_rows_of_the_registry_are_two() -> None:
    a, b = firm("Hongtu Foil"), firm("Hongtuo Foil")
    assert found(known(a, b), (), Entry(a), Entry(b)) == []
    assert found(known(a, b), (), Entry(a)) == [("Hongtu Foil", "Hongtuo Foil")]


def test_two_places_of_one_name_in_two_lands_are_two() -> None:
    places = [
        Entity(f"place/portland-{above}", "Place", "Portland", ("Portland",), parent=f"place/{above}")
        for above in ("oregon", "victoria")
    ]
    assert found(known(*places)) == []


def test_confusable_names_are_asked_about_and_never_merged() -> None:
    entities = known(*(firm(name) for pair in CONFUSABLE for name in pair))
    before = dict(entities)
    pairs = found(entities)
    assert {tuple(sorted(pair)) for pair in CONFUSABLE[1:3]} <= {tuple(sorted(pair)) for pair in pairs}
    assert entities == before
    assert list(Canon().groups()) == []


NAMES = st.lists(
    st.lists(
        st.sampled_from(["Foo", "Fo", "Bar", "Baz", "Aluminium", "Group", "Shanxi", "Shaanxi"]), min_size=1, max_size=3
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.randoms())
def test_the_order_of_entities_does_not_show(words: list[list[str]], chance: random.Random) -> None:
    entities = [firm(" ".join(w)) for w in words]
    shuffled = list(entities)
    chance.shuffle(shuffled)
    decided = review.apart(Canon(), Registry(()))
    one, other = (review.pairs(known(*es), {}, decided) for es in (entities, shuffled))
    assert one == other
    assert all(p.left.id < p.right.id for p in one)
