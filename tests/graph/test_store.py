"""The contract of a record: what every store must do, on every kind of store."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import export, views
from graph.statement import Document, Extraction, document_id
from graph.store import Access, Outcome, Store
from ontology.errors import InvalidName, InvalidStatement, JudgementConflict, NotFound
from ontology.load import ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

A, B, C, D = (company(name) for name in ("Alpha Aluminium", "Beta Metals", "Gamma Power", "Delta Bauxite"))
SMELTER = thing("AluminiumSmelter", "Alpha smelter")
YUNNAN = thing("Place", "Yunnan", level="province", country="CN")


def whole(store: Store) -> object:
    """Everything that a record holds and shows."""
    return views.whole(store, ontology())


def report(source: str = "report.txt", share: float = 60.0, **about: object) -> Extraction:
    """A small document."""
    said = [relation(A, "owns", B, qualifiers={"share": share, "share_of": "shares"}), figure(A, "capacity", 1000.0)]
    return extraction(source, [A, B], said, **about)


def empty(store: Store) -> None:
    """Remove all documents; one that is also elsewhere comes back under its other source, and is removed again."""
    while documents := list(store.documents()):
        for document in documents:
            store.remove(document.id)


# Writing


def test_a_new_record_is_empty_and_keeps_its_id(store: Store, opener: Opener) -> None:
    assert store.revision() == 0
    assert list(store.documents()) == list(store.statements()) == list(store.entities()) == []
    assert opener().record == store.record


def test_what_is_put_is_kept_whole(store: Store) -> None:
    given_ = report(published="2024-05", title="T", url="https://example.org/x", language="en")
    assert store.put(given_) is Outcome.NEW
    kept = store.extraction(given_.document.id)
    assert kept.document == given_.document
    assert set(kept.statements) == set(given_.statements)
    assert set(kept.entities) == set(given_.entities)
    (listed,) = store.documents()
    assert listed == replace(given_.document, text="")


def test_reload_writes_nothing(store: Store) -> None:
    store.put(report())
    before = store.revision(), whole(store)
    assert store.put(report()) is Outcome.UNCHANGED
    assert (store.revision(), whole(store)) == before


def test_a_changed_document_replaces_what_it_said(store: Store) -> None:
    store.put(report(share=60.0))
    assert store.put(report(share=70.0)) is Outcome.CHANGED
    (owns,) = store.statements(predicate="owns")
    assert owns.qualifiers["share"] == 70.0
    assert store.revision() == 2


def test_a_new_extractor_is_a_change(store: Store) -> None:
    store.put(report(extractor="1"))
    assert store.put(report(extractor="2")) is Outcome.CHANGED


def test_removing_takes_exactly_what_no_other_document_states(store: Store, opener: Opener) -> None:
    first = extraction("a.txt", [A, B, C], [relation(A, "owns", B), relation(B, "owns", C)])
    second = extraction("b.txt", [A, B], [relation(A, "owns", B), figure(A, "capacity", 7.0)])
    store.put(second)
    only = whole(store)
    store.put(first)
    store.remove(first.document.id)
    assert whole(store) == only
    store.remove(second.document.id)
    assert list(store.entities()) == []
    with pytest.raises(NotFound, match=second.document.id):
        store.remove(second.document.id)


def test_the_same_bytes_from_two_sources_are_one_document(store: Store) -> None:
    first, second = report("b.txt", sha256="0" * 64), report("a.txt", sha256="0" * 64)
    assert [store.put(first), store.put(second)] == [Outcome.NEW, Outcome.ALSO_AT]
    (kept,) = store.documents()
    assert (kept.source, kept.also_at) == ("a.txt", ("b.txt",))
    assert len(list(store.statements())) == len(first.statements)
    assert [store.put(first), store.put(second)] == [Outcome.UNCHANGED] * 2
    store.remove(document_id("a.txt"))
    (kept,) = store.documents()
    assert (kept.id, kept.source, kept.also_at) == (document_id("b.txt"), "b.txt", ())


def test_new_bytes_at_one_of_two_sources_part_them(store: Store) -> None:
    store.put(report("a.txt", sha256="0" * 64))
    store.put(report("b.txt", sha256="0" * 64))
    assert store.put(report("a.txt", share=5.0, sha256="1" * 64)) is Outcome.CHANGED
    assert {(d.source, d.sha256[0], d.also_at) for d in store.documents()} == {("a.txt", "1", ()), ("b.txt", "0", ())}


PARTS = (
    extraction("a.txt", [A, B, YUNNAN], [relation(A, "owns", B, qualifiers={"share": 60.0})], published="2024"),
    extraction("b.txt", [A, B], [relation(A, "owns", B, "ended"), figure(A, "capacity", 10.0)], published="2025"),
    extraction(
        "c.txt",
        [A, C, YUNNAN],
        [
            relation(A, "transfersCapacityTo", YUNNAN, "planned", {"quantity": 5.0, "unit": "t/a"}, period="2025/2027"),
            relation(A, "partnerOf", C),
        ],
    ),
    extraction("d.txt", [A, C], [relation(C, "partnerOf", A), figure(A, "capacity", 12.0)], published="2023-02-01"),
    extraction("e.txt", [A, SMELTER], [relation(A, "operates", SMELTER), figure(SMELTER, "capacity", 3.0, max=4.0)]),
    extraction("f.txt", [A, SMELTER], [relation(A, "operates", SMELTER)], sha256="9" * 64, text=""),
    extraction("g.txt", [A, SMELTER], [relation(A, "operates", SMELTER)], sha256="9" * 64, text=""),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(PARTS))), removed=st.sets(st.integers(0, len(PARTS) - 1)))
def test_the_order_of_loading_and_removing_does_not_show(store: Store, order: Sequence[int], removed: set[int]) -> None:
    empty(store)
    for i in range(len(PARTS)):
        if i not in removed:
            store.put(PARTS[i])
    expected = whole(store)
    empty(store)
    for i in order:
        store.put(PARTS[i])
    for i in sorted(removed, reverse=True):
        store.remove(PARTS[i].document.id)
    assert whole(store) == expected


def test_a_statement_that_breaks_the_ontology_is_refused_and_nothing_is_written(store: Store) -> None:
    wrong = extraction("a.txt", [A, YUNNAN], [relation(A, "owns", A)])
    with pytest.raises(InvalidStatement, match="both sides"):
        store.put(wrong)
    with pytest.raises(InvalidStatement, match="not allowed"):
        store.put(extraction("a.txt", [A, YUNNAN], [relation(YUNNAN, "owns", A)]))
    with pytest.raises(InvalidStatement, match="does not introduce"):
        store.put(extraction("a.txt", [A], [relation(A, "owns", B)]))
    assert store.revision() == 0
    assert list(store.documents()) == []


HOSTILE = (
    'O\'Brien "Quoted" Aluminium',
    "x'}) DETACH DELETE n //",
    "Robert'); DROP TABLE statement;--",
    "{braces} $param `ticks` \\backslash",
    "鋁業 𠀀𠀁 😀 GmbH",
    "عربي ‏ Aluminium",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_names(store: Store, name: str) -> None:
    from graph.names import clean

    hostile = company(clean(name))
    given_ = extraction(f"{name}.txt", [hostile, B], [relation(hostile, "owns", B, quote=name)], title=name)
    store.put(given_)
    (owner,) = [e for e in store.entities() if e.id != B.id]
    assert owner.name == clean(name)
    assert store.search(clean(name)) == (hostile.id,)
    assert store.extraction(given_.document.id).document.title == name


@pytest.mark.parametrize("name", ["a\x00b", "tab\tin it", "half \ud800 a character", "x" * 10_000, " "])
def test_names_that_were_not_cleaned_are_refused(store: Store, name: str) -> None:
    with pytest.raises((InvalidName, InvalidStatement)):
        store.put(extraction("a.txt", [replace(A, name=name, names=(name,)), B], []))
    assert store.revision() == 0


# Reading


def test_statements_by_what_is_given(store: Store) -> None:
    first, second = report("a.txt"), extraction("b.txt", [B, C], [relation(B, "owns", C)])
    store.put(first)
    store.put(second)
    everything = list(store.statements())
    assert [s.document for s in everything] == sorted(s.document for s in everything)
    assert {s.id for s in store.statements(document=second.document.id)} == {s.id for s in second.statements}
    assert {s.predicate for s in store.statements(entities=[A.id])} == {"owns", "capacity"}
    assert len(list(store.statements(entities=[B.id], predicate="owns"))) == 2
    assert list(store.statements(ids=[second.statements[0].id])) == list(second.statements)
    assert list(store.statements(ids=[])) == list(store.statements(entities=[])) == []
    many = [f"org/{i}" for i in range(5000)] + [C.id]
    assert len(list(store.statements(entities=many))) == 1


def test_relations_in_brief(store: Store) -> None:
    said = [relation(A, "owns", C, "planned"), relation(A, "operates", SMELTER), figure(A, "capacity", 5.0)]
    first, second = report("a.txt", 60.5), extraction("b.txt", [A, C, SMELTER], said)
    store.put(first)
    store.put(second)
    briefs = {b.document: b for b in store.briefs("owns")}
    assert set(briefs) == {first.document.id, second.document.id}
    one, other = briefs[first.document.id], briefs[second.document.id]
    assert (one.id, one.subject, one.object, one.status) == (first.statements[0].id, A.id, B.id, "actual")
    assert (json.loads(one.qualifiers), one.quote) == ({"share": 60.5, "share_of": "shares"}, "")
    assert (json.loads(other.qualifiers), other.quote, other.status) == (
        {},
        "Alpha Aluminium owns Gamma Power",
        "planned",
    )
    assert [b.id for b in store.briefs("owns", [second.document.id, "none"])] == [other.id]
    assert list(store.briefs("owns", [])) == list(store.briefs("capacity")) == list(store.briefs("x\x00")) == []


def test_some_documents_without_their_texts(store: Store) -> None:
    for source in ("a.txt", "b.txt", "c.txt"):
        store.put(report(source))
    some = list(store.documents([document_id("c.txt"), document_id("a.txt"), "none"]))
    assert [d.source for d in some] == ["a.txt", "c.txt"]
    assert [d.text for d in some] == ["", ""]
    assert list(store.documents([])) == []


def test_entities_are_merged_over_their_documents(store: Store) -> None:
    named = replace(A, names=("Alpha", A.name), identifiers=(("lei", "X"),))
    store.put(extraction("a.txt", [A], []))
    store.put(extraction("b.txt", [named], []))
    (entity,) = store.entities([A.id])
    assert (entity.names, entity.identifiers) == (("Alpha", A.name), (("lei", "X"),))
    store.remove(document_id("b.txt"))
    assert list(store.entities()) == [A]


def test_search_finds_what_holds_the_text_in_any_case(store: Store) -> None:
    hongtuo = thing("Company", "山东宏拓实业有限公司")
    store.put(extraction("a.txt", [A, B, hongtuo, product("alumina")], []))
    assert store.search("ALPHA") == store.search("a alum") == (A.id,)
    assert store.search("宏拓") == store.search("拓") == (hongtuo.id,)
    assert store.search("nothing like it") == store.search("") == store.search("   ") == ()
    for hostile in ('"', "'", "a AND b", "*", "(", "NEAR(a b)", "\x00", "%", "_", "\\"):
        assert store.search(hostile) == ()
    store.remove(document_id("a.txt"))
    assert store.search("alpha") == ()


def test_search_gives_the_shortest_names_first_and_no_more_than_asked(store: Store) -> None:
    store.put(extraction("a.txt", [company("Alpha"), company("Alpha Aluminium"), company("Alpha Aluminium Foil")], []))
    assert store.search("alpha", 2) == ("org/alpha", "org/alpha-aluminium")


def test_search_finds_words_in_any_order_behind_the_text_itself(store: Store) -> None:
    named = [company("Alpha Aluminium"), company("Aluminium Works Alpha"), company("Alpha Foil"), company("Beta Works")]
    store.put(extraction("a.txt", named, []))
    assert store.search("aluminium alpha") == ("org/alpha-aluminium", "org/aluminium-works-alpha")
    assert store.search("alpha aluminium") == ("org/alpha-aluminium", "org/aluminium-works-alpha")
    assert store.search("works alpha") == ("org/aluminium-works-alpha",)
    assert store.search("works gamma") == ()


def test_changes_name_what_changed_since(store: Store) -> None:
    first = report("a.txt")
    store.put(first)
    mark = store.revision()
    assert store.changes(0).documents == (first.document.id,)
    assert store.changes(mark) == replace(store.changes(mark), documents=(), judgements=())
    store.put(report("b.txt"))
    judgement = judged("same", A, C)
    store.judge(judgement)
    changes = store.changes(mark)
    assert (changes.documents, changes.judgements) == ((document_id("b.txt"),), (judgement.id,))
    assert changes.revision == store.revision() == mark + 2


def test_another_opening_sees_every_commit(store: Store, opener: Opener) -> None:
    other = opener()
    store.put(report())
    assert other.revision() == 1
    assert whole(other) == whole(store)
    other.put(report("b.txt"))
    assert len(list(store.documents())) == 2


# Judgements


def test_the_log_is_kept_in_order_and_contradictions_are_refused(store: Store) -> None:
    log = [judged("same", A, B, 1), judged("same", B, C, 2), judged("undecided", A, D, 3)]
    for judgement in log:
        store.judge(judgement)
    with pytest.raises(JudgementConflict, match="org/alpha-aluminium = org/beta-metals = org/gamma-power"):
        store.judge(judged("different", A, C, 4))
    assert store.judgements() == tuple(log)
    assert store.revision() == 3


def test_undo_restores_everything_and_a_merge_joins_both_sides(store: Store) -> None:
    store.put(extraction("a.txt", [A, B, C], [relation(A, "owns", C), figure(B, "capacity", 5.0)]))
    store.put(extraction("b.txt", [B, C], [relation(B, "owns", C)]))
    before = whole(store)
    merge = judged("same", A, B, 1)
    store.judge(merge)
    (joined,) = views.relationships(store, ontology(), predicate="owns")
    assert (joined.subject, len(joined.documents)) == (A.id, 2)
    entity = views.entity(store, ontology(), B.id)
    assert entity is not None
    assert entity.names == (A.name, B.name)
    store.judge(judged("same", A, B, 2, undoes=merge.id))
    assert whole(store) == before


def test_judgements_outlive_documents_and_work_on_those_that_come_later(store: Store) -> None:
    store.judge(judged("same", A, B))
    store.put(extraction("a.txt", [B, C], [relation(B, "owns", C)]))
    (link,) = views.relationships(store, ontology())
    assert link.subject == A.id
    store.put(extraction("b.txt", [A, C], [relation(A, "owns", C)]))
    (link,) = views.relationships(store, ontology())
    assert len(link.documents) == 2


# Several at once

LOADER = """
import sys
from graph.store import Access, open_store
from ontology.load import ontology
from tests.graph.test_store import many
url, user, password, prefix, kind = sys.argv[1:]
with open_store(url, ontology(), Access(user or None, password or None, timeout=60, prefix=prefix)) as store:
    for extraction in many(kind):
        store.put(extraction)
"""


LOADERS = ("first", "second", "third", "fourth")


def many(kind: str) -> list[Extraction]:
    """Documents of one loader, in an order of its own; half of the sources are those of the other loaders too."""
    sources = [f"shared{i}.txt" for i in range(8)] + [f"{kind}{i}.txt" for i in range(8)]
    made = [
        extraction(source, [A, B, C], [relation(A, "owns", B), relation(B, "owns", C), figure(A, "capacity", float(i))])
        for i, source in enumerate(sources)
    ]
    start = 5 * LOADERS.index(kind)
    return [*made[start:], *made[:start]] if kind != "fourth" else made[::-1]


def told(store: Store) -> str:
    """The record as `potline export --format jsonl` writes it."""
    return "".join(export.jsonl(store))


def test_several_processes_at_once_end_as_one_after_the_other(
    store: Store, opener: Opener, place: tuple[str, Access]
) -> None:
    for kind in LOADERS:
        for part in many(kind):
            store.put(part)
    expected, text = whole(store), told(store)
    empty(store)
    url, access = place
    words = [url, access.user or "", access.password or "", access.prefix]
    loaders = [subprocess.Popen([sys.executable, "-c", LOADER, *words, kind]) for kind in LOADERS]
    assert [loader.wait(240) for loader in loaders] == [0] * len(LOADERS)
    after = opener()
    assert whole(after) == expected
    assert told(after) == text
    before = after.revision()
    assert {after.put(part) for kind in LOADERS for part in many(kind)} == {Outcome.UNCHANGED}
    assert after.revision() == before


def test_readers_in_threads_see_whole_documents_while_a_writer_writes(store: Store) -> None:
    errors: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for document in store.documents():
                found = store.extraction(document.id)
                if len(found.statements) != 2:
                    errors.append(f"{document.id} has {len(found.statements)} statements")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for i in range(12):
            store.put(report(f"{i % 4}.txt", share=float(i)))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []


def test_a_document_is_found_by_its_id_or_not_at_all(store: Store) -> None:
    with pytest.raises(NotFound, match="no document nowhere"):
        store.extraction("nowhere")
    assert isinstance(report().document, Document)
