"""Values: frozen, hashable, their ids a function of their content."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.judgements import judgement_id
from graph.plain import as_dict, from_dict
from graph.sound import ID
from graph.statement import (
    Document,
    Entity,
    Judgement,
    Qualifiers,
    Statement,
    document_id,
    entity_id,
    identify,
    number,
    rekeyed,
    slug,
)
from tests.graph.record import company, extraction, figure, judged, relation

A, B = company("Alpha"), company("Beta")
SAID = identify(relation(A, "owns", B, qualifiers={"share": 60.0, "share_of": "shares"}))
names = st.text(min_size=1, max_size=300).filter(str.strip)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SAID.status = "ended"  # type: ignore[misc]
    for change in (
        lambda q: q.update(a=1),
        lambda q: q.__setitem__("a", 1),
        lambda q: q.__ior__({"a": 1}),
        lambda q: q.pop("share"),
        lambda q: q.popitem(),
        lambda q: q.setdefault("a", 1),
        lambda q: q.clear(),
        lambda q: q.__delitem__("share"),
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            change(SAID.qualifiers)


def test_qualifiers_are_in_key_order_and_hash_alike() -> None:
    one, other = Qualifiers({"b": 1, "a": 2}), Qualifiers([("a", 2), ("b", 1)])
    assert list(one) == ["a", "b"]
    assert (one, hash(one)) == (other, hash(other))
    assert len({SAID, replace(SAID)}) == 1


def test_values_can_be_pickled_and_copied() -> None:
    for again in (pickle.loads(pickle.dumps(SAID)), copy.deepcopy(SAID)):
        assert again == SAID
        assert isinstance(again.qualifiers, Qualifiers)


def test_every_part_of_what_is_said_counts_for_the_id_and_nothing_else_does() -> None:
    changed = {
        "document": "d", "subject": B.id, "predicate": "sells", "object": A.id, "value": 1.0, "max": 2.0, "unit": "t",
        "product": "alumina", "period": "2024", "status": "ended", "qualifiers": Qualifiers({"share": 61}),
        "quote": "other", "start": 1, "end": 2,
    }  # fmt: skip
    for name, value in changed.items():
        assert identify(replace(SAID, **{name: value})).id != SAID.id, name
    found = {"id": "x", "confidence": 0.1, "extractor": "x", "rung": "x", "subject_mention": "x", "object_mention": "x"}
    assert {f.name for f in fields(Statement)} == set(changed) | set(found)
    for name, value in found.items():
        assert identify(replace(SAID, **{name: value})).id == SAID.id, name


def test_whole_numbers_have_one_id_however_they_are_written() -> None:
    assert identify(replace(SAID, qualifiers=Qualifiers({"share": 60, "share_of": "shares"}))).id == SAID.id
    one, other = figure(A, "capacity", 5.0, max=6.0), figure(A, "capacity", 5, max=6, quote="Alpha capacity 5.0")
    assert identify(one).id == identify(other).id
    assert number(60.0) == 60
    assert isinstance(number(60.0), int)
    assert isinstance(number(1e19), float)


def test_ids_are_the_same_on_every_machine() -> None:
    assert SAID.id == "5a66c62fe7b73f2c1c11c13b"
    assert document_id("https://example.org/news/hongtuo.html") == "hongtuo-c5d36042"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Weiqiao Aluminum & Power", "weiqiao-aluminum-power"),
        ("创新实业", "创新实业"),
        ("Sept-Îles", "sept-iles"),
        ("O’Brien's", "obriens"),
        ("Ａｌｃｏａ", "alcoa"),
        ("  a__b  ", "a-b"),
    ],
)
def test_slugs_read_well(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_names_that_differ_at_the_end_are_two() -> None:
    one, other = (entity_id("org", "Very Long Name " * 12 + end) for end in ("East", "West"))
    assert one != other
    assert len(one) <= len("org/") + 120


@settings(max_examples=100, deadline=None)
@given(names)
def test_every_name_gives_an_id(name: str) -> None:
    assert ID.fullmatch(entity_id("org", name))
    assert slug(slug(name)) == slug(name)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_every_source_gives_an_id_of_its_own(source: str) -> None:
    assert document_id(source) != document_id(source + "x")
    assert "/" not in document_id(source)


def test_another_source_gives_other_ids_and_the_way_back_the_same() -> None:
    given_ = extraction("a.txt", [A, B], [SAID, figure(A, "capacity", 1.0)])
    moved = rekeyed(given_, "b.txt")
    assert moved.document.id == document_id("b.txt") == moved.statements[0].document
    assert not {s.id for s in moved.statements} & {s.id for s in given_.statements}
    assert rekeyed(moved, "a.txt") == given_


@pytest.mark.parametrize(
    "value",
    [
        Document("d", "s", "0", "t", published="2024", text="x", also_at=("a", "b")),
        replace(A, names=("Alpha", "α"), identifiers=(("lei", "1"), ("wikidata", "Q1")), registered=True),
        SAID,
        identify(figure(A, "capacity", 1.5, max=2.5, product="alumina", period="2024")),
        judged("same", A, B),
        judged("same", A, B, undoes="x"),
    ],
    ids=lambda v: type(v).__name__,
)
def test_dicts_and_json_give_the_value_back(value: Document | Entity | Statement | Judgement) -> None:
    assert from_dict(type(value), json.loads(json.dumps(as_dict(value)))) == value
    assert from_dict(type(value), as_dict(value) | {"unknown": 1}) == value


def test_a_judgement_has_the_id_of_its_content() -> None:
    one = judged("same", A, B)
    assert judgement_id(one) == one
    assert judged("different", A, B).id != one.id != judged("same", A, B, undoes="x").id
