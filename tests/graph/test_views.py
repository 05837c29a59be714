"""What a record shows together, kept until it changes."""

from __future__ import annotations

from dataclasses import replace

from graph import views
from graph.statement import document_id
from graph.store import Store
from ontology.load import ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, figure, judged, relation

A, B, C = (company(name) for name in ("Alpha", "Beta", "Gamma"))


def test_entities_are_shown_by_any_of_their_ids(store: Store) -> None:
    store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
    store.put(extraction("b.txt", [replace(C, country="CN")]))
    store.judge(judged("same", C, A))
    (one, other) = (views.entity(store, ontology(), id) for id in (A.id, C.id))
    assert one == other
    assert one is not None
    assert (one.id, one.names, one.country) == (A.id, ("Alpha", "Gamma"), "CN")
    assert views.entity(store, ontology(), "org/nobody") is None
    assert list(views.entities(store, ontology())) == [A.id, B.id]
    assert list(views.entities(store, ontology(), [C.id, "org/nobody"])) == [A.id]


def test_what_is_asked_for_is_part_of_what_all_say(store: Store) -> None:
    said = [relation(A, "owns", B), relation(B, "owns", C), relation(B, "partnerOf", A), figure(B, "capacity", 1.0)]
    store.put(extraction("a.txt", [A, B, C], said))
    links = list(views.relationships(store, ontology()))
    assert len(links) == 3
    assert list(views.relationships(store, ontology(), entity=A.id)) == [
        r for r in links if A.id in (r.subject, r.object)
    ]
    assert list(views.relationships(store, ontology(), predicate="owns")) == [r for r in links if r.predicate == "owns"]
    assert list(views.relationships(store, ontology(), entity=C.id, predicate="partnerOf")) == []
    (only,) = views.figures(store)
    assert list(views.figures(store, entity=B.id)) == list(views.figures(store, metric="capacity")) == [only]
    assert list(views.figures(store, entity=A.id)) == []


def test_evidence_comes_with_its_document(store: Store) -> None:
    first = extraction("a.txt", [A, B], [relation(A, "owns", B)], title="First")
    store.put(first)
    ((statement, document),) = views.evidence(store, [first.statements[0].id, "gone"])
    assert (statement.quote, document.title, document.text) == ("Alpha owns Beta", "First", "")


def test_an_answer_is_never_older_than_the_last_commit_of_anybody(store: Store, opener: Opener) -> None:
    other = opener()
    assert views.published(store) == {}
    other.put(extraction("a.txt", [A, B], [relation(A, "owns", B)], published="2024"))
    assert views.published(store) == {document_id("a.txt"): "2024"}
    assert views.documents(store) is views.documents(store)
    other.put(extraction("a.txt", [A, B], [relation(A, "owns", B)], published="2025"))
    assert views.published(store) == {document_id("a.txt"): "2025"}
    other.judge(judged("same", A, C))
    assert views.canon(store)(C.id) == A.id
    other.remove(document_id("a.txt"))
    assert views.documents(store) == {}
