"""Several documents in one transaction: as if they were put one after another, in every store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import views
from graph.batches import LETTERS, WEIGHT, Batch, put, read
from graph.sources import same
from graph.statement import Extraction, document_id
from graph.store import Outcome, Store
from ontology.errors import InvalidStatement
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, judged, relation, thing

A, B, C = (company(name) for name in ("Alpha", "Beta", "Gamma"))
SMELTER = thing("AluminiumSmelter", "Alpha smelter")
SOURCES = ("a.txt", "b.txt", "c.txt")
SAID = {
    "0": [relation(A, "owns", B, qualifiers={"share": 60.0}), figure(A, "capacity", 5.0)],
    "1": [relation(A, "owns", B, qualifiers={"share": 70.0}), relation(B, "operates", SMELTER)],
    "2": [relation(B, "partnerOf", A), figure(A, "capacity", 5.01), figure(B, "capacity", 7.0)],
}


def report(source: str, content: str) -> Extraction:
    """A document; what it says is a function of its bytes, which `content` stands for."""
    known = [A, B, *([SMELTER] if content == "1" else [])]
    return extraction(source, known, SAID[content], sha256=content * 64, published=f"202{content}")


def emptied(store: Store) -> int:
    """Take out all documents; the revision then."""
    while found := list(store.documents()):
        for document in found:
            store.remove(document.id)
    return store.revision()


puts = st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from("012")), min_size=1, max_size=6)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(puts, puts)
def test_together_is_as_one_after_another(
    store: Store, before: Sequence[tuple[str, str]], steps: Sequence[tuple[str, str]]
) -> None:
    new = [report(*step) for step in steps]
    found = []
    for together in (True, False):
        emptied(store)
        for step in before:
            store.put(report(*step))
        start = store.revision()
        outcomes = store.put_all(new) if together else tuple(store.put(e) for e in new)
        changed = [store.changes(start + n) for n in range(len(new) + 1)]
        steps_of = [(c.revision - start, c.documents) for c in changed]
        found.append((outcomes, steps_of, views.whole(store, ontology())))
    assert found[0] == found[1]
    assert store.put_all(new[-1:]) == (Outcome.UNCHANGED,)


def test_where_one_is_refused_none_is_kept_and_batches_stop_no_other(store: Store) -> None:
    wrong = extraction("wrong.txt", [A], [relation(A, "owns", B)])
    every = [report("a.txt", "0"), wrong, report("b.txt", "1")]
    with pytest.raises(InvalidStatement, match="does not introduce"):
        store.put_all(every)
    assert (store.revision(), list(store.documents())) == (0, [])
    first, refused, last = put(store, every)
    assert (first, last) == (Outcome.NEW, Outcome.NEW)
    assert isinstance(refused, InvalidStatement)
    assert store.revision() == 2
    assert list(put(store, every[:1])) == [Outcome.UNCHANGED]
    assert store.put_all(()) == ()


def test_judged_entities_meet_in_a_batch(store: Store) -> None:
    store.judge(judged("same", A, C))
    store.put_all([report("a.txt", "0"), extraction("c.txt", [C, B], [relation(C, "owns", B)], sha256="9" * 64)])
    (owns,) = views.relationships(store, ontology(), predicate="owns")
    assert len(owns.documents) == 2
    assert set(views.entities(store, ontology())) == {A.id, B.id}


def test_documents_are_read_together_in_id_order(store: Store) -> None:
    every = {(e := report(source, c)).document.id: e for source, c in zip(SOURCES, "012", strict=True)}
    store.put_all(list(every.values()))
    wanted = [*every, "gone", "\ud800", document_id("nowhere")]
    found = list(store.extractions(wanted))
    assert [e.document.id for e in found] == sorted(every)
    assert all(same(e, every[e.document.id]) for e in found)
    assert [e.document.id for e in read(store, [d.id for d in store.documents()])] == sorted(every)
    assert list(store.extractions([])) == []


def test_a_batch_is_full_by_what_it_weighs() -> None:
    batch = Batch[Extraction | str]()
    small = report("a.txt", "0")
    assert not batch.add(small)
    assert not batch.add("a line between")
    long = replace(small, document=replace(small.document, text="x" * WEIGHT * LETTERS))
    assert batch.add(long)
    assert batch.take() == [small, "a line between", long]
    assert batch.take() == []
