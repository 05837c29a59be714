"""What a put or a removal means for a document of several sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sources import at, each, put_plan, put_sequel, remove_plan, same, source_of, sources
from graph.statement import Extraction, document_id
from graph.store import Outcome
from tests.graph.record import company, extraction, relation

A, B = company("Alpha"), company("Beta")
SOURCES = ("a.txt", "b.txt", "c.txt")


def report(source: str, words: str = "0", **about: Any) -> Extraction:
    """A document of which `words` are the bytes; what it says is a function of them."""
    said = [relation(A, "owns", B, qualifiers={"note": words})]
    return extraction(source, [A, B], said, sha256=words * 64, text=words, **about)


class Shelf:
    """The least that a store can be: extractions by id, with plans carried out."""

    def __init__(self) -> None:
        self.kept: dict[str, Extraction] = {}

    def put(self, new: Extraction) -> Outcome:
        """Carry out the plan of a put."""
        d = new.document
        known = self.kept.values()
        holder = next((e for e in known if d.source in (e.document.source, *e.document.also_at)), None)
        twin = next((e for e in known if e.document.sha256 == d.sha256), None)
        plan = put_plan(new, holder, twin)
        for id in plan.drop:
            del self.kept[id]
        for e in plan.keep:
            assert e.document.id not in self.kept
            self.kept[e.document.id] = e
        return plan.outcome


Puts = Sequence[tuple[str, str]]
puts = st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from("012")), max_size=10)


@settings(max_examples=200, deadline=None)
@given(puts, st.data())
def test_only_the_last_bytes_of_each_source_show(steps: Puts, data: Any) -> None:
    shelf, again = Shelf(), Shelf()
    for source, words in steps:
        shelf.put(report(source, words))
    last = dict(steps)
    for source in data.draw(st.permutations(sorted(last))):
        again.put(report(source, last[source]))
    assert shelf.kept == again.kept
    assert {e.document.sha256 for e in shelf.kept.values()} == {words * 64 for words in last.values()}
    for source, words in last.items():
        assert shelf.put(report(source, words)) is Outcome.UNCHANGED


@settings(max_examples=200, deadline=None)
@given(puts, puts)
def test_several_at_once_are_as_one_after_another(before: Puts, steps: Puts) -> None:
    shelf, together = Shelf(), Shelf()
    for source, words in before:
        shelf.put(report(source, words))
        together.put(report(source, words))
    new = [report(source, words) for source, words in steps]
    found = {e.document.source for e in new}, {e.document.sha256 for e in new}
    there = [e for e in shelf.kept.values() if found[0] & {*sources(e)} or e.document.sha256 in found[1]]
    sequel = put_sequel(new, there)
    assert sequel.outcomes == tuple(shelf.put(e) for e in new)
    for id in sequel.drop:
        del together.kept[id]
    assert not together.kept.keys() & {e.document.id for e in sequel.keep}
    assert together.kept | {e.document.id: e for e in sequel.keep} == shelf.kept
    assert len(sequel.revisions) == sum(outcome is not Outcome.UNCHANGED for outcome in sequel.outcomes)
    assert {*sequel.drop, *(e.document.id for e in sequel.keep)} <= {id for ids in sequel.revisions for id in ids}


@settings(max_examples=100, deadline=None)
@given(st.permutations(SOURCES))
def test_how_the_least_source_is_read_counts_whatever_comes_first(order: Sequence[str]) -> None:
    shelf = Shelf()
    readings = {source: report(source, format=source[0]) for source in SOURCES}
    for source in order:
        shelf.put(readings[source])
    (kept,) = shelf.kept.values()
    assert (kept.document.source, kept.document.format) == ("a.txt", "a")
    assert [shelf.put(e) for e in readings.values()] == [Outcome.UNCHANGED] * 3


def test_a_new_extractor_counts_at_any_source() -> None:
    shelf = Shelf()
    for source in SOURCES:
        shelf.put(report(source, extractor="1"))
    assert [shelf.put(report(s, extractor="2")) for s in reversed(SOURCES)] == ["changed", "unchanged", "unchanged"]
    (kept,) = shelf.kept.values()
    assert (kept.document.extractor, kept.document.also_at) == ("2", SOURCES[1:])


def test_removing_a_source_leaves_what_the_others_say() -> None:
    both = at(report("a.txt"), ("b.txt", "a.txt"))
    assert both.document.also_at == ("b.txt",)
    assert remove_plan(both, "a.txt").keep == (at(report("b.txt"), ("b.txt",)),)
    assert remove_plan(both, "b.txt").keep == (at(report("a.txt"), ("a.txt",)),)
    assert remove_plan(report("a.txt"), "a.txt").keep == ()


def test_ids_stand_for_sources() -> None:
    both = at(report("a.txt"), ("b.txt", "a.txt"))
    assert [source_of(both, document_id(s)) for s in SOURCES] == ["a.txt", "b.txt", "a.txt"]


def test_a_document_of_several_sources_can_be_put_source_by_source() -> None:
    shelf = Shelf()
    both = at(report("a.txt"), ("b.txt", "a.txt"))
    for part in each(both):
        shelf.put(part)
    assert list(shelf.kept.values()) == [both]


def test_same_looks_at_everything_but_the_order() -> None:
    one = extraction("a.txt", [A, B], [relation(A, "owns", B), relation(B, "owns", A)])
    turned = replace(one, entities=one.entities[::-1], statements=one.statements[::-1])
    assert same(one, turned)
    assert not same(one, replace(one, entities=one.entities[:1]))
    assert not same(one, replace(one, statements=one.statements[:1]))
    assert not same(one, replace(one, statements=(replace(one.statements[0], confidence=0.5), one.statements[1])))
    assert not same(one, replace(one, document=replace(one.document, registry="2")))
