"""Laws of a record, on every kind of store: a function of what it was told last, whole at every moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import views
from graph.judgements import judgement_id
from graph.sources import same
from graph.statement import Extraction, Judgement, Statement, document_id, entity_id
from graph.store import Outcome, Store
from ontology.errors import InputError, InvalidName, JudgementConflict, NotFound, StoreError
from ontology.load import ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, figure, judged, relation, thing

A, B, C, D = (company(name) for name in ("Alpha", "Beta", "Gamma", "Delta"))
SMELTER = thing("AluminiumSmelter", "Alpha smelter")
YUNNAN = thing("Place", "Yunnan", level="province")
SOURCES = ("https://example.org/a", "b.txt", "c/d.txt")
CONTENTS = "0123"

SAID: Mapping[str, list[Statement]] = {
    "0": [relation(A, "owns", B, qualifiers={"share": 60.0, "share_of": "shares"}), figure(A, "capacity", 1.0)],
    "1": [relation(A, "owns", B, qualifiers={"share": 61.0}), relation(B, "partnerOf", A)],
    "2": [relation(C, "operates", SMELTER), figure(SMELTER, "capacity", 5.5, max=6.0, status="designed")],
    "3": [],
}


def whole(store: Store) -> Mapping[str, object]:
    """Everything that a record holds and shows."""
    return views.whole(store, ontology())


def report(source: str, content: str) -> Extraction:
    """A document; what it says is a function of its bytes, which `content` stands for."""
    known = [A, B] if content in "01" else [replace(C, names=("Gamma", "伽马")), SMELTER, YUNNAN]
    return extraction(source, known, SAID[content], sha256=content * 64, published=f"202{content}")


Step = tuple[str, str | None]
steps = st.lists(st.tuples(st.sampled_from(SOURCES), st.none() | st.sampled_from(CONTENTS)), min_size=1, max_size=7)


def take(store: Store, step: Step, there: dict[str, str]) -> None:
    """Put a content at a source, or remove it; the revision and the changes tell exactly what that did."""
    source, content = step
    before = {d.id: store.extraction(d.id) for d in store.documents()}
    revision = store.revision()
    if content is not None:
        outcome = store.put(report(source, content))
        written = outcome is not Outcome.UNCHANGED
        assert written == (there.get(source) != content)
        assert (outcome is Outcome.NEW) == (source not in there and content not in there.values())
        there[source] = content
    elif source in there:
        store.remove(document_id(source))
        del there[source]
        written = True
    else:
        with pytest.raises(NotFound):
            store.remove(document_id(source))
        written = False
    after = {d.id: store.extraction(d.id) for d in store.documents()}
    differ = {id for id in before | after if before.get(id) != after.get(id)}
    assert store.revision() == revision + written
    assert set(store.changes(revision).documents) >= differ
    assert written or not differ


def empty(store: Store) -> None:
    """Take out all documents."""
    while found := list(store.documents()):
        for document in found:
            store.remove(document.id)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps, data=st.data())
def test_a_record_is_a_function_of_what_is_at_each_source(store: Store, taken: Sequence[Step], data: Any) -> None:
    empty(store)
    there: dict[str, str] = {}
    for step in taken:
        take(store, step, there)
    found = whole(store)
    empty(store)
    assert list(store.entities()) == list(store.statements()) == []
    assert store.search("a") == store.search("smelter") == ()
    for source in data.draw(st.permutations(sorted(there))):
        store.put(report(source, there[source]))
    assert whole(store) == found


IDS = [A.id, B.id, C.id, D.id]
words = st.lists(
    st.tuples(st.sampled_from(["same", "same", "different"]), st.sampled_from(IDS), st.sampled_from(IDS)), max_size=4
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words)
def test_undo_restores_what_every_judgement_changed(store: Store, given_: list[tuple[str, str, str]]) -> None:
    empty(store)
    store.put(report("a.txt", "0"))
    store.put(extraction("x.txt", [A, B, C, D], [relation(C, "owns", D), figure(C, "capacity", 1.0)]))
    start = len(store.judgements())
    trail: list[tuple[Judgement, Mapping[str, object]]] = []
    for at, (verdict, left, right) in enumerate(given_):
        judgement, before = judged(verdict, left, right, start + at), whole(store)
        judgement = judgement_id(replace(judgement, reason=f"word {start + at}"))
        try:
            store.judge(judgement)
        except JudgementConflict:
            assert whole(store) == before
        else:
            trail.append((judgement, before))
    for judgement, before in reversed(trail):
        back = replace(judgement, undoes=judgement.id, at="2027-01-01T00:00:00Z")
        store.judge(judgement_id(back))
        assert whole(store) == before


def test_judgements_in_any_order_show_the_same(store: Store) -> None:
    store.put(extraction("a.txt", [A, B, C, D], [relation(A, "owns", D), relation(C, "owns", D)]))
    log = [judged("same", A, B, 1), judged("same", C, B, 2), judged("different", A, D, 3), judged("undecided", B, D, 4)]
    shown = []
    for order in (log, log[::-1]):
        for judgement in order:
            store.judge(judgement_id(replace(judgement, reason=f"order {order is log}")))
        found = dict(whole(store))
        shown.append({k: found[k] for k in ("canonical", "relationships", "figures")})
        for judgement in store.judgements():
            if judgement.id in {j.id for j in views.canon(store).standing}:
                store.judge(judgement_id(replace(judgement, undoes=judgement.id)))
    assert shown[0] == shown[1]


def test_a_judgement_that_is_none_is_refused_and_nothing_is_written(store: Store) -> None:
    store.judge(judged("same", A, B))
    with pytest.raises(JudgementConflict, match="already"):
        store.judge(judged("same", A, B))
    with pytest.raises(InputError, match="no entity id"):
        store.judge(judged("same", "Alcoa", B))
    with pytest.raises(InputError, match="NUL"):
        store.judge(judgement_id(replace(judged("same", A, C), reason="\ud800")))
    assert (store.revision(), len(store.judgements())) == (1, 1)


CHANGED: Mapping[str, Callable[[Extraction], Extraction]] = {
    "bytes": lambda e: replace(e, document=replace(e.document, sha256="f" * 64)),
    "extractor": lambda e: replace(e, document=replace(e.document, extractor="2")),
    "registry": lambda e: replace(e, document=replace(e.document, registry="2")),
    "title": lambda e: replace(e, document=replace(e.document, title="Another")),
    "text": lambda e: replace(e, document=replace(e.document, text="")),
    "confidence": lambda e: replace(e, statements=(replace(e.statements[0], confidence=0.5), *e.statements[1:])),
    "fewer statements": lambda e: replace(e, statements=e.statements[:1]),
    "a name": lambda e: replace(e, entities=(replace(e.entities[0], names=("Alpha", "阿尔法")), *e.entities[1:])),
}


@pytest.mark.parametrize("part", CHANGED)
def test_any_difference_is_a_change_and_replaces_the_document_whole(store: Store, part: str) -> None:
    old = report("b.txt", "0")
    new = CHANGED[part](old)
    store.put(old)
    assert store.put(new) is Outcome.CHANGED
    assert same(store.extraction(new.document.id), new)
    assert store.revision() == 2
    assert store.put(new) is Outcome.UNCHANGED
    assert store.revision() == 2


def test_rejections_and_the_order_of_an_extraction_are_not_kept(store: Store) -> None:
    given_ = report("b.txt", "0")
    store.put(given_)
    turned = replace(given_, entities=given_.entities[::-1], statements=given_.statements[::-1])
    assert store.put(turned) is Outcome.UNCHANGED
    kept = store.extraction(given_.document.id)
    assert kept.entities == tuple(sorted(given_.entities, key=lambda e: e.id))
    assert kept.statements == tuple(sorted(given_.statements, key=lambda s: (s.start or 0, s.id)))


# Reading


def test_filters_find_what_a_look_at_everything_finds(store: Store) -> None:
    for source, content in zip(SOURCES, "012", strict=True):
        store.put(report(source, content))
    everything = list(store.statements())
    assert everything == sorted(everything, key=lambda s: (s.document, s.start or 0, s.id))
    documents = [None, document_id("b.txt"), "nowhere"]
    ends = [None, [A.id], [B.id, SMELTER.id], ["org/nobody"]]
    ids = [None, [s.id for s in everything[:3]], ["x"]]
    for document in documents:
        for entities in ends:
            for predicate in (None, "owns", "capacity", "sells"):
                for some in ids:
                    expected = [
                        s for s in everything
                        if document in (None, s.document) and predicate in (None, s.predicate)
                        and (some is None or s.id in some)
                        and (entities is None or s.subject in entities or s.object in entities)
                    ]  # fmt: skip
                    found = store.statements(ids=some, document=document, entities=entities, predicate=predicate)
                    assert list(found) == expected


def test_thousands_of_statements_and_ids(store: Store) -> None:
    firms = [company(f"Firm {i}") for i in range(300)]
    store.put(extraction("big.txt", [A, *firms], [relation(A, "owns", f) for f in firms]))
    many = [*(f"org/nobody-{i}" for i in range(5000)), *(f.id for f in firms)]
    assert len(list(store.statements(entities=many))) == 300
    assert len(list(store.entities(many))) == 300
    assert len(list(store.statements(ids=[s.id for s in store.statements()]))) == 300
    assert [e.id for e in store.entities([f.id for f in firms])] == sorted(f.id for f in firms)


def test_what_is_read_stays_as_it_was_while_others_write(store: Store) -> None:
    store.put(report("b.txt", "0"))
    statements, entities, documents = store.statements(), store.entities(), store.documents()
    store.remove(document_id("b.txt"))
    assert (len(list(statements)), len(list(entities)), len(list(documents))) == (2, 2, 1)


HOSTILE = ["\x00", "\ud800", "a\udfff", '"', "'; DROP TABLE name; --", "*", "^a", "a*", "NOT a", "%", "_", "\\", "[a]"]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_look_ups_find_nothing(store: Store, text: str) -> None:
    store.put(report("b.txt", "0"))
    assert store.search(text) == store.search(text * 3) == ()
    assert list(store.statements(ids=[text], document=text, entities=[text], predicate=text)) == []
    assert list(store.statements(ids=[text])) == list(store.statements(entities=[text])) == []
    assert list(store.statements(document=text)) == list(store.statements(predicate=text)) == []
    assert list(store.entities([text])) == []
    for look_up in (store.extraction, store.remove):
        with pytest.raises(NotFound):
            look_up(text)
    assert store.revision() == 1


NAMES = ["創新", "Été", "Straße AG", "100% Alu", "a_b", 'the "X" Group', "O'Neil", "😀😀😀", "ab", "金"]


def test_search_finds_names_of_all_kinds_by_any_part(store: Store) -> None:
    store.put(extraction("a.txt", [company(n) for n in NAMES] + [replace(A, name_zh="阿尔法")]))
    for name in NAMES:
        id = entity_id("org", name)
        parts = {name[i:j] for i in range(len(name)) for j in range(i + 1, len(name) + 1)} - {" "}
        assert all(id in store.search(part.swapcase(), 100) for part in parts), name
    assert store.search("E\u0301te\u0301") == (entity_id("org", "Été"),)
    assert store.search("STRASSE") == (entity_id("org", "Straße AG"),)
    assert store.search("0%") == (entity_id("org", "100% Alu"),)
    assert store.search("尔法") == (A.id,), "name_zh is a name"


def test_search_follows_who_names_what(store: Store) -> None:
    store.put(extraction("a.txt", [replace(A, names=("Alpha", "First Name"))]))
    store.put(extraction("b.txt", [replace(A, names=("Alpha", "First Name", "Second Name"))]))
    assert store.search("name") == (A.id,)
    store.put(extraction("b.txt", [A]))
    assert store.search("second") == ()
    assert store.search("first") == (A.id,)
    store.remove(document_id("a.txt"))
    assert store.search("first") == ()
    assert store.search("alph") == (A.id,)


# Refused and closed


def test_what_is_refused_changes_nothing(store: Store) -> None:
    store.put(report("b.txt", "0"))
    before = store.revision(), whole(store)
    for name in ("x" * 10_000, "a\x00b", "\ud800", "{" * 501):
        wrong = replace(company("Wrong"), name=name, names=(name,))
        with pytest.raises(InvalidName):
            store.put(extraction("b.txt", [A, B, wrong], [relation(A, "owns", B)]))
    assert (store.revision(), whole(store)) == before


def test_a_closed_store_says_so(opener: Opener) -> None:
    store = opener()
    store.put(report("b.txt", "0"))
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.revision()
    with pytest.raises(StoreError):
        store.put(report("b.txt", "1"))


def test_a_store_can_be_used_in_a_with_statement(opener: Opener) -> None:
    with opener() as store:
        store.put(report("b.txt", "0"))
    with pytest.raises(StoreError):
        list(store.documents())


# Several at once


def together(*works: Callable[[], None]) -> None:
    """Run all of these in threads; what one raises is raised."""
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def test_threads_that_write_and_judge_at_once_lose_nothing(store: Store) -> None:
    def write(part: int) -> None:
        for i in range(5):
            store.put(report(f"{part}-{i}.txt", "0"))
            store.put(extraction(f"own-{part}-{i}.txt", [A, C], [relation(A, "owns", C)]))

    def judge() -> None:
        for i in range(5):
            store.judge(judged("undecided", A, C, i))

    together(lambda: write(0), lambda: write(1), lambda: write(2), judge)
    assert store.revision() == 3 * 5 * 2 + 5
    assert len(list(store.documents())) == 1 + 15
    changes = store.changes(0)
    assert len(changes.judgements) == 5
    assert {d.id for d in store.documents()} <= set(changes.documents)


def test_readers_see_each_commit_whole(store: Store, opener: Opener) -> None:
    """The writer turns one document to and fro; nobody ever sees a mixture."""
    versions = [report("b.txt", "0"), report("b.txt", "2")]
    known = {s.id for version in versions for s in version.statements}
    store.put(versions[0])
    other, done = opener(), threading.Event()

    def write() -> None:
        try:
            for i in range(10):
                store.put(versions[(i + 1) % 2])
        finally:
            done.set()

    def read(reader: Store) -> None:
        while not done.is_set():
            found = reader.extraction(versions[0].document.id)
            assert any(same(found, version) for version in versions)
            assert {s.id for s in reader.statements()} <= known
            assert {e.id for e in reader.entities()} <= {A.id, B.id, C.id, SMELTER.id, YUNNAN.id}
            whole(reader)

    together(write, lambda: read(store), lambda: read(store), lambda: read(other))
