"""The rules of the merge, over values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.judgements import Canon
from graph.merge import agreed, close, figures, merged_entity, relationships, spellings
from graph.statement import Entity, Figure, Qualifiers, Relationship, Statement, entity_id, identify
from ontology.load import ontology
from tests.graph.record import company, figure, judged, relation, thing

A, B, C = (company(name) for name in ("Alpha", "Beta", "Gamma"))
YUNNAN = thing("Place", "Yunnan")
PUBLISHED = {"old": "2023", "new": "2025-06", "newest": "2025-07", "undated": None}


def said(document: str, statement: Statement) -> Statement:
    """The statement as one document says it."""
    return identify(replace(statement, document=document))


def merged(*statements: Statement, canonical: Canon | None = None) -> list[Relationship]:
    """The relationships of these statements."""
    return list(relationships(statements, ontology(), canonical or Canon(), PUBLISHED))


def measured(*statements: Statement, canonical: Canon | None = None) -> list[Figure]:
    """The figures of these statements."""
    return list(figures(statements, canonical or Canon(), PUBLISHED))


def owns(document: str, status: str = "actual", **qualifiers: Any) -> Statement:
    """Alpha owns Beta, in one document's words."""
    return said(document, relation(A, "owns", B, status, qualifiers))


# Keys


def test_statements_of_one_key_are_one_relationship() -> None:
    first, second = owns("old", share=60.0), owns("new", share=60)
    (link,) = merged(first, second)
    assert (link.subject, link.predicate, link.object, link.status, link.shown) == (A.id, "owns", B.id, "actual", True)
    assert link.qualifiers == {"share": 60}
    assert link.documents == ("new", "old")
    assert link.statements == tuple(sorted((first.id, second.id)))


def test_the_ontology_says_which_qualifiers_make_two_of_one() -> None:
    assert len(merged(owns("old", share_of="shares"), owns("new", share_of="votes"))) == 2
    roles = [said("old", relation(thing("Person", "Wu"), "officerOf", A, qualifiers={"role": r})) for r in "xy"]
    assert len(merged(*roles)) == 2
    moves = [said("old", relation(A, "transfersCapacityTo", YUNNAN, "planned", period=p)) for p in ("2025", "2026")]
    assert [link.period for link in merged(*moves)] == ["2025", "2026"]


def test_symmetric_predicates_have_the_lesser_id_first() -> None:
    both = [said("old", relation(B, "partnerOf", A)), said("new", relation(A, "partnerOf", B))]
    (link,) = merged(*both)
    assert (link.subject, link.object) == (A.id, B.id)


def test_judged_the_same_is_one_end() -> None:
    same = Canon([judged("same", A, C)])
    (link,) = merged(owns("old"), said("new", relation(C, "owns", B)), canonical=same)
    assert (link.subject, link.documents) == (A.id, ("new", "old"))


# Statuses


def test_what_is_and_what_may_come_stand_side_by_side() -> None:
    is_, may = merged(owns("old", share=20), owns("new", "planned", share=30))
    assert (is_.status, is_.qualifiers, is_.shown) == ("actual", {"share": 20}, True)
    assert (may.status, may.qualifiers, may.shown) == ("planned", {"share": 30}, False)


def test_the_latest_published_word_counts() -> None:
    for words in (
        (owns("old", "actual", share=20), owns("new", "ended")),
        (owns("undated", "actual"), owns("old", "ended")),
        (owns("old", "denied"), owns("new", "ended")),
    ):
        (link,) = merged(*words)
        assert (link.status, link.shown, link.qualifiers) == ("ended", False, {})
    (link,) = merged(owns("old", "planned"), owns("new", "rumoured"))
    assert link.status == "rumoured"


def test_in_a_tie_actual_counts_then_the_least_id() -> None:
    (link,) = merged(owns("new", "ended"), owns("new", "denied"), owns("new", "actual"))
    assert link.status == "actual"
    ended, denied = owns("new", "ended"), owns("new", "denied")
    (link,) = merged(ended, denied)
    assert link.status == min((ended, denied), key=lambda s: s.id).status


def acquires(document: str, status: str) -> Statement:
    """Alpha acquires Beta, in one document's words."""
    return said(document, relation(A, "acquires", B, status))


def test_an_event_that_came_about_closes_its_plan() -> None:
    (link,) = merged(acquires("old", "planned"), acquires("new", "actual"))
    assert link.status == "actual"
    assert [link.status for link in merged(acquires("new", "planned"), acquires("old", "actual"))] == [
        "actual",
        "planned",
    ]
    assert len(merged(acquires("old", "planned"), acquires("new", "denied"))) == 2
    assert len(merged(acquires("undated", "planned"), acquires("undated", "actual"))) == 2
    assert len(merged(owns("old", "planned"), owns("new", "actual"))) == 2, "owns is no event"
    plans = merged(acquires("old", "planned"), acquires("newest", "rumoured"), acquires("new", "actual"))
    assert [link.status for link in plans] == ["actual", "rumoured"]


def test_shown_is_the_ontologys_word() -> None:
    assert [link.shown for link in merged(acquires("old", "planned"))] == [True]
    assert [link.shown for link in merged(acquires("old", "rumoured"))] == [False]


# Qualifiers


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([{"share": 60}, {"share": 60.0}, {}], {"share": 60}),
        ([{"share": 60}, {"share": 61}], {"conflict": True, "share_min": 60, "share_max": 61}),
        ([{"role": "x"}, {"role": "y"}], {"conflict": True}),
        ([{"note": "x"}, {"note": 5}], {"conflict": True}),
        ([{"share_min": 50}, {"share_min": 51}], {"conflict": True, "share_min": 50, "share_max": 51}),
        (
            [{"share": 60}, {"share": 70}, {"share_min": 50, "share_max": 65}],
            {"conflict": True, "share_min": 50, "share_max": 70},
        ),
        ([{"as_of": "2024", "share": 1}, {"as_of": "2024", "share": 2}],
         {"as_of": "2024", "conflict": True, "share_min": 1, "share_max": 2}),
    ],
)  # fmt: skip
def test_qualifiers_that_agree_and_differ(parts: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    statements = [owns("old", **part) for part in parts]
    assert agreed(statements) == agreed(statements[::-1]) == Qualifiers(expected)


# Figures


def capacity(document: str, value: float, **more: Any) -> Statement:
    """A capacity of Alpha, in one document's words."""
    return said(document, figure(A, "capacity", value, **more))


def test_equal_figures_are_one_with_many_sources() -> None:
    (only,) = measured(capacity("old", 1000.0), capacity("new", 1004.0), capacity("undated", 1002))
    assert only.documents == ("new", "old", "undated")
    assert (only.value, only.conflict) == (1004, False), "the latest published word"


def test_different_figures_stand_side_by_side_and_conflict_between_documents() -> None:
    both = measured(capacity("old", 1000), capacity("new", 1010))
    assert [(f.value, f.conflict) for f in both] == [(1000, True), (1010, True)]


def test_one_documents_figures_never_dispute_each_other() -> None:
    parts = measured(capacity("old", 1000), capacity("old", 400), capacity("old", 600))
    assert [f.conflict for f in parts] == [False] * 3
    shared = measured(capacity("old", 1000), capacity("old", 400), capacity("new", 1000))
    assert [(f.value, f.conflict) for f in shared] == [(400, False), (1000, False)]


@pytest.mark.parametrize(
    "more", [{"period": "2024"}, {"status": "planned"}, {"product": "alumina"}, {"unit": "MW"}], ids=str
)
def test_figures_of_other_keys_have_nothing_to_do_with_each_other(more: dict[str, str]) -> None:
    both = measured(capacity("old", 1000), capacity("new", 2000, **more))
    assert [f.conflict for f in both] == [False, False]
    assert both[0].id != both[1].id


def test_a_range_and_a_point_are_two_figures_and_do_not_part_equal_ones() -> None:
    point, range_, near = capacity("old", 1000), capacity("new", 1001, max=1200), capacity("undated", 1002)
    assert [len(f.statements) for f in measured(point, range_, near)] == [2, 1]
    assert close(capacity("old", 10, max=20), capacity("new", 10.01, max=20.01))
    assert not close(capacity("old", 10, max=20), capacity("new", 10, max=30))


def test_nothing_and_next_to_nothing_are_two() -> None:
    assert len(measured(capacity("old", 0), capacity("new", 0.0), capacity("new", 0.1))) == 2
    assert len(measured(capacity("old", -100), capacity("new", -100.2))) == 1


# Entities


def test_the_registrys_word_on_name_and_class_counts_first() -> None:
    vague = Entity("org/alpha", "Organization", "ALPHA", ("ALPHA",), country="CN")
    known = Entity("org/alpha", "Company", "Alpha Ltd", ("Alpha Ltd", "阿尔法"), name_zh="阿尔法", registered=True)
    exact = Entity("org/alpha", "Company", "Alpha Co", ("Alpha Co",), identifiers=(("lei", "X"),))
    one = merged_entity("org/alpha", [vague, exact, known], ontology())
    assert (one.name, one.type, one.registered, one.country) == ("Alpha Ltd", "Company", True, "CN")
    assert one.names == ("ALPHA", "Alpha Co", "Alpha Ltd", "阿尔法")
    assert one.identifiers == (("lei", "X"),)
    assert merged_entity("org/alpha", [vague, exact], ontology()).type == "Company", "the most exact class"


def test_search_compares_all_names() -> None:
    one = Entity("org/alpha", "Company", "ALPHA", ("Straße",), name_zh="阿尔法")
    assert spellings(one) == ("alpha", "strasse", "阿尔法")


# Laws

LETTERS = [company(letter) for letter in "abcd"]
documents = st.sampled_from(list(PUBLISHED))
texts = st.sampled_from(["x", "y"])
quantities = st.sampled_from([0, 50, 50.0, 51, 60.5, 100])
links = st.builds(
    lambda d, a, p, b, status, q: said(d, relation(a, p, b, status, q)),
    documents, st.sampled_from(LETTERS), st.sampled_from(["owns", "acquires", "partnerOf"]), st.sampled_from(LETTERS),
    st.sampled_from(ontology().relation_statuses),
    st.dictionaries(st.sampled_from(["share", "share_min", "share_max", "share_of", "note"]), quantities | texts),
)  # fmt: skip
values = st.sampled_from([0.0, 1, 999, 1000, 1000.0, 1003, 1006, 1009, 2000])
amounts = st.builds(
    lambda d, a, v, m, p: said(d, figure(a, "capacity", v, max=None if m is None else v + m, period=p)),
    documents, st.sampled_from(LETTERS[:2]), values, st.none() | values, st.sampled_from([None, "2024"]),
)  # fmt: skip
sets = st.lists(links | amounts, max_size=12, unique_by=lambda s: s.id)
canons = st.sampled_from([Canon(), Canon([judged("same", LETTERS[0], LETTERS[1])])])


@settings(max_examples=150, deadline=None)
@given(sets, canons, st.data())
def test_the_order_of_statements_does_not_show(statements: Sequence[Statement], canon: Canon, data: Any) -> None:
    shuffled = data.draw(st.permutations(statements))
    assert merged(*shuffled, canonical=canon) == merged(*statements, canonical=canon)
    assert measured(*shuffled, canonical=canon) == measured(*statements, canonical=canon)


@settings(max_examples=150, deadline=None)
@given(sets)
def test_every_figure_is_in_one_observation_and_every_link_is_its_own(statements: Sequence[Statement]) -> None:
    found = measured(*statements)
    assert sorted(id for f in found for id in f.statements) == sorted(s.id for s in statements if s.figure)
    assert len({f.id for f in found}) == len(found)
    by_id = {s.id: s for s in statements}
    for link in merged(*statements):
        words = [by_id[id] for id in link.statements]
        assert {w.status for w in words} == {link.status}
        assert {w.document for w in words} == set(link.documents)


fields = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["Company", "Organization", "Exchange"]),
        "name": texts,
        "names": st.lists(texts, max_size=2).map(tuple),
        "name_zh": st.none() | texts,
        "country": st.none() | texts,
        "registered": st.booleans(),
        "identifiers": st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(fields, min_size=1, max_size=5), st.data())
def test_the_order_of_what_is_known_does_not_show(parts: list[Mapping[str, Any]], data: Any) -> None:
    known = [Entity(entity_id("org", "ab"[i % 2]), **part) for i, part in enumerate(parts)]
    shuffled = data.draw(st.permutations(known))
    one = merged_entity("org/a", known, ontology())
    assert merged_entity("org/a", shuffled, ontology()) == one
    assert merged_entity("org/a", [*known, *known], ontology()) == one
    assert merged_entity("org/a", [one], ontology()) == one
