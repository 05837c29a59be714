"""Splits: in one document a name means another one; on every kind of store, in any order, undone without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph import views
from graph.judgements import Canon, admit, judgement_id
from graph.sources import at, same
from graph.splits import RUNG, Splits
from graph.statement import Entity, Extraction, Judgement, Statement, document_id
from graph.store import Store
from ontology.errors import InputError, InvalidStatement, JudgementConflict
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, judged, parted, relation, thing

A = company("Alpha", names=("Alpha", "Alpha Holding"), country="CN")
B, C, D = company("Beta"), company("Gamma"), company("Delta")
X = company("Alpha of the East")
SMELTER = thing("AluminiumSmelter", "Alpha smelter")
KNOWN = {e.id: e for e in (A, B, C, D, SMELTER)}

ONE = extraction(
    "one.txt",
    [A, B, C],
    [
        relation(A, "owns", B, qualifiers={"share": 60.0}, subject_mention="Alpha", rung="exact"),
        relation(A, "owns", C, subject_mention="ALPHA Holding"),
        relation(A, "partnerOf", B, subject_mention="the group", rung="coreference"),
        figure(A, "capacity", 5.0, subject_mention="alpha"),
    ],
)
TWO = extraction("two.txt", [A, B], [relation(A, "owns", B, qualifiers={"share": 60.0})])


def ends(reading: Extraction) -> list[str]:
    """The subjects of what a document says, in its order."""
    return [s.subject for s in reading.statements]


def read(document: Extraction, *said: Judgement) -> Extraction:
    return Splits(Canon(said).standing)(document)


# What a split does to a document


def test_all_names_of_a_thing_move_and_it_leaves_the_document() -> None:
    reading = read(ONE, parted(ONE, A, X.id))
    assert ends(reading) == [X.id] * 4
    assert [e.id for e in reading.entities] == [X.id, B.id, C.id]
    assert [s.rung for s in reading.statements] == [RUNG] * 4
    assert [s.id for s in reading.statements] == [s.id for s in ONE.statements], "what was resolved has the id"
    moved = reading.entities[0]
    assert (moved.type, moved.country, moved.names) == ("Company", None, ("ALPHA Holding", "Alpha"))


def test_one_name_moves_and_the_others_stay() -> None:
    reading = read(ONE, parted(ONE, A, X.id, "Alpha"))
    assert ends(reading) == [X.id, A.id, A.id, X.id]
    assert {e.id: e for e in reading.entities}[A.id] == A
    assert {e.id: e.name for e in reading.entities}[X.id] == "Alpha"


def test_a_pronoun_goes_with_the_only_name_of_a_document() -> None:
    said = replace(ONE, statements=tuple(s for s in ONE.statements if s.subject_mention != "ALPHA Holding"))
    assert ends(read(said, parted(said, A, X.id, "Alpha"))) == [X.id] * 3


def test_a_name_of_its_own_goes_before_all_names() -> None:
    reading = read(ONE, parted(ONE, A, X.id), parted(ONE, A, D.id, "Alpha", 1))
    assert ends(reading) == [D.id, X.id, X.id, D.id]


def test_who_is_meant_is_as_it_was_known_with_the_name_added() -> None:
    known = replace(X, country="AE", registered=True, identifiers=(("lei", "1"),))
    reading = read(ONE, parted(ONE, A, X.id, "Alpha", meant=known))
    found = next(e for e in reading.entities if e.id == X.id)
    assert found == replace(known, names=("Alpha", "Alpha of the East"))


def test_who_is_meant_may_be_in_the_document_too_and_splits_do_not_chain() -> None:
    reading = read(ONE, parted(ONE, A, B.id, "ALPHA HOLDING"), parted(ONE, B, D.id, at=1))
    assert [(s.subject, s.object) for s in reading.statements] == [
        (A.id, D.id), (B.id, C.id), (A.id, D.id), (A.id, None),
    ]  # fmt: skip
    assert [e.id for e in reading.entities] == [A.id, B.id, D.id, C.id]


def test_another_document_a_name_that_is_not_there_and_an_undone_split_change_nothing() -> None:
    split = parted(ONE, A, X.id)
    assert read(TWO, split) is TWO
    assert read(ONE, parted(ONE, A, X.id, "Omega")).statements == ONE.statements
    assert read(ONE, split, judgement_id(replace(split, undoes=split.id, at="2027"))) is ONE


def test_a_thing_that_is_only_named_is_replaced() -> None:
    said = extraction("named.txt", [A, B], [])
    assert [e.id for e in read(said, parted(said, A, X.id, "Alpha")).entities] == [X.id, B.id]
    assert read(said, parted(said, A, X.id, "Alpha")).entities[0].names == ("Alpha",)


def test_of_one_that_several_names_mean_what_was_known_of_it_counts() -> None:
    known = replace(D, name="Delta Group", country="AE")
    first, second = parted(ONE, A, D.id, "Alpha Holding"), parted(ONE, B, D.id, at=1, meant=known)
    for said in ((first, second), (second, first)):
        (found,) = (e for e in read(ONE, *said).entities if e.id == D.id)
        assert found == replace(known, names=("ALPHA Holding", "Alpha Holding", "Beta", "Delta", "Delta Group"))


# What is refused


def test_a_split_parts_its_two_for_good() -> None:
    with pytest.raises(JudgementConflict, match=f"{A.id} = {B.id} = {X.id}"):
        admit(parted(ONE, A, X.id), [judged("same", A, B), judged("same", B, X.id, 1)])
    with pytest.raises(JudgementConflict, match=f"by a split.*{A.id} = {B.id} = {X.id}"):
        admit(judged("same", B, X.id, 1), [judged("same", A, B), parted(ONE, A, X.id)])


def test_a_name_is_split_off_once() -> None:
    with pytest.raises(JudgementConflict, match=f"Alpha is judged to be {X.id}.*undo that first"):
        admit(parted(ONE, A, D.id, "ALPHA", 1), [parted(ONE, A, X.id, "Alpha")])
    admit(parted(ONE, A, D.id, None, 1), [parted(ONE, A, X.id, "Alpha")])
    admit(parted(TWO, A, D.id, "Alpha", 1), [parted(ONE, A, X.id, "Alpha")])


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (parted("", A, X.id), "names the document"),
        (parted(ONE, A, "site/alpha"), "one kind"),
        (parted(ONE, "place/a", "place/b"), "one kind"),
        (parted(ONE, A, X.id, " Alpha"), "not cleaned"),
        (parted(ONE, A, X.id, "a\x00"), "NUL"),
        (parted(ONE, A, X.id, meant=SMELTER), "one kind"),
        (replace(judged("same", A, B), document="one"), "belong to a split"),
    ],
)
def test_a_split_that_is_none_is_refused(wrong: Judgement, word: str) -> None:
    with pytest.raises(InputError, match=word):
        admit(judgement_id(wrong), [])


# In a record


def whole(store: Store) -> Any:
    """Everything that a record holds and shows."""
    return views.whole(store, ontology())


def owners(store: Store) -> set[tuple[str, str, tuple[str, ...]]]:
    """Who owns what, and which documents say so."""
    found = views.relationships(store, ontology(), predicate="owns")
    return {(r.subject, r.object, r.documents) for r in found}


def test_a_split_moves_what_one_document_says_and_undo_brings_it_back(store: Store) -> None:
    store.put(ONE)
    store.put(TWO)
    before, revision = whole(store), store.revision()
    split = parted(ONE, A, X.id, "Alpha", meant=X)
    store.judge(split)
    one, two = ONE.document.id, TWO.document.id
    assert owners(store) == {(X.id, B.id, (one,)), (A.id, C.id, (one,)), (A.id, B.id, (two,))}
    assert [f.entity for f in views.figures(store)] == [X.id]
    assert [e.id for e in store.entities([X.id])] == [X.id]
    assert store.search("of the east") == (X.id,)
    assert {s.subject for s in store.statements(document=one)} == {A.id, X.id}
    assert {b.subject for b in store.briefs("owns", [one])} == {A.id, X.id}
    assert store.extraction(one).statements == ONE.statements, "what was resolved is kept"
    assert store.revision() == revision + 1
    assert store.changes(revision).documents == (one,)
    assert store.changes(revision).judgements == (split.id,)
    assert store.judgements() == (split,)
    store.judge(judgement_id(replace(split, undoes=split.id, at="2027-01-01T00:00:00Z")))
    assert whole(store) == before
    assert store.search("of the east") == ()


def test_a_split_sleeps_until_its_document_comes_and_outlives_it(store: Store) -> None:
    store.judge(parted(ONE, A, X.id))
    assert whole(store)["known"] == []
    store.put(ONE)
    assert {e.id for e in store.entities()} == {X.id, B.id, C.id}
    store.remove(ONE.document.id)
    assert list(store.entities()) == list(store.statements()) == []
    changed = replace(ONE, document=replace(ONE.document, sha256="f" * 64), statements=ONE.statements[:1])
    store.put(changed)
    assert [s.subject for s in store.statements()] == [X.id]


def test_a_split_goes_with_the_document_to_a_lesser_source(store: Store) -> None:
    store.put(ONE)
    store.judge(parted(ONE, A, X.id))
    store.put(at(ONE, ("a/one.txt",)))
    (document,) = store.documents()
    assert document.id == document_id("a/one.txt")
    assert {s.subject for s in store.statements()} == {X.id}


def test_who_is_split_off_can_be_merged_with_another(store: Store) -> None:
    store.put(ONE)
    store.put(TWO)
    store.judge(parted(ONE, A, X.id))
    store.judge(judged("same", X, D))
    canonical = min(X.id, D.id)
    assert (canonical, B.id, (ONE.document.id,)) in owners(store)
    with pytest.raises(JudgementConflict):
        store.judge(judged("same", A, D, 1))


def test_who_is_meant_must_be_a_thing_that_a_record_takes(store: Store) -> None:
    wrong = parted(ONE, A, X.id, meant=replace(X, type="Dragon"))
    with pytest.raises(InvalidStatement, match="Dragon"):
        store.judge(wrong)
    assert store.judgements() == ()


SAID = [parted(d, left, right) for d in (ONE, TWO) for left, right in ((A, X.id), (B, D.id), (A, C.id))]
NAMED = [parted(ONE, A, X.id, "Alpha", meant=X), parted(ONE, A, D.id, "Alpha Holding")]
MERGED = [judged("same", B, C), judged("same", X, D, 1), judged("different", A, D, 2)]
steps = st.lists(st.sampled_from([ONE, TWO, *SAID, *NAMED, *MERGED]), max_size=6, unique_by=id)


def take(store: Store, step: Extraction | Judgement) -> bool:
    """Put a document, or judge; whether it was taken."""
    if isinstance(step, Extraction):
        store.put(step)
        return True
    log = store.judgements()
    fresh = judgement_id(replace(step, reason=f"word {len(log)}"))
    try:
        store.judge(fresh)
    except JudgementConflict:
        return False
    return True


def undone(store: Store) -> None:
    """Take all judgements back, and all documents out."""
    for j in reversed(views.canon(store).standing):
        store.judge(judgement_id(replace(j, undoes=j.id, reason=f"back {len(store.judgements())}")))
    for document in list(store.documents()):
        store.remove(document.id)


def shown(store: Store) -> dict[str, object]:
    """What a record shows, whatever its log has."""
    return {name: value for name, value in whole(store).items() if name != "standing"}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps, places=st.permutations(range(6)))
@example(taken=[ONE, SAID[1], NAMED[1]], places=[0, 2, 1])  # two names are said to mean one that nobody knows
@example(taken=[NAMED[1], MERGED[1], SAID[1], ONE, TWO], places=[4, 2, 1, 0, 3])
def test_in_whatever_order_documents_and_judgements_come_the_record_shows_the_same(
    store: Store, taken: Sequence[Extraction | Judgement], places: Sequence[int]
) -> None:
    undone(store)
    stands = [step for step in taken if take(store, step)]
    found = shown(store)
    undone(store)
    assert list(store.entities()) == list(store.statements()) == []
    for _, step in sorted(zip(places, stands, strict=False), key=itemgetter(0)):
        assert take(store, step)
    assert shown(store) == found


@given(st.permutations([*SAID, *NAMED]), st.permutations(ONE.statements), st.permutations(ONE.entities))
def test_neither_a_log_nor_an_extraction_has_an_order_that_shows(
    log: Sequence[Judgement], statements: Sequence[Statement], entities: Sequence[Entity]
) -> None:
    turned = replace(ONE, statements=tuple(statements), entities=tuple(entities))
    assert same(read(turned, *log), read(ONE, *SAID, *NAMED))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*SAID, *NAMED, *MERGED]), min_size=1, max_size=4, unique_by=id))
def test_undoing_brings_back_what_every_judgement_changed(store: Store, words: Sequence[Judgement]) -> None:
    undone(store)
    store.put(ONE)
    store.put(TWO)
    trail = []
    for word in words:
        before = whole(store)
        if take(store, word):
            trail.append((store.judgements()[-1], before))
    for judgement, before in reversed(trail):
        store.judge(judgement_id(replace(judgement, undoes=judgement.id, at="2027-01-01T00:00:00Z")))
        assert whole(store) == before
