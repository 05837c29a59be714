"""Ready-made statements: a bad line is rejected with its number and reason, the rest is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.export import lines
from graph.registry import Registry
from graph.statement import Extraction
from loaders.lines import read_lines
from loaders.pipeline import Extractor, load
from loaders.read import Limits
from ontology.errors import UnreadableDocument
from ontology.model import Ontology
from tests.loaders.corpus import document

OWNS = {"document": "d1", "subject": {"name": "Foo Metals"}, "predicate": "owns", "object": {"name": "Bar Smelting"}}
FIGURE = {"document": "d1", "subject": {"name": "Foo Metals"}, "predicate": "capacity", "value": 5, "unit": "t/a"}


def read(rows: list[Any], registry: Registry, model: Ontology) -> list[Extraction]:
    raw = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    return list(read_lines(raw, "file.jsonl", registry, model, "v"))


def only(row: Any, registry: Registry, model: Ontology) -> Extraction:
    (extraction,) = read([row], registry, model)
    return extraction


def test_few_fields_are_enough(registry: Registry, model: Ontology) -> None:
    made = only(OWNS, registry, model)
    (statement,) = made.statements
    assert (statement.subject, statement.predicate, statement.object) == ("org/foo-metals", "owns", "org/bar-smelting")
    assert statement.status == "actual"
    assert {e.id: e.type for e in made.entities} == {"org/foo-metals": "Company", "org/bar-smelting": "Company"}
    assert made.document.source == "d1"


def test_a_figure(registry: Registry, model: Ontology) -> None:
    (statement,) = only(FIGURE, registry, model).statements
    assert (statement.predicate, statement.value, statement.unit, statement.figure) == ("capacity", 5, "t/a", True)


def test_the_registry_gives_id_and_class(registry: Registry, model: Ontology) -> None:
    row = {**OWNS, "predicate": "listedOn", "subject": {"name": "Alcoa"}, "object": {"name": "NYSE"}}
    made = only(row, registry, model)
    assert {e.type for e in made.entities if e.registered} == {"Company", "Exchange"}


def test_a_document_may_be_told_whole(registry: Registry, model: Ontology) -> None:
    about = {"id": "x", "title": "T", "url": "https://example.org/x", "published": "2025-07", "publisher": "P"}
    made = only({**OWNS, "document": about}, registry, model).document
    assert (made.title, made.url, made.published, made.publisher) == ("T", "https://example.org/x", "2025-07", "P")
    assert made.source == made.url


def test_documents_may_be_mixed(registry: Registry, model: Ontology) -> None:
    made = read([OWNS, {**OWNS, "document": "d2"}, FIGURE], registry, model)
    assert [(e.document.source, len(e.statements)) for e in made] == [("d1", 2), ("d2", 1)]


BAD: list[tuple[Any, str]] = [
    (b"{not json", "no JSON"),
    (b"[1, 2]", "no JSON object"),
    (b'{"document": "d1", "predicate": "capacity", "value": NaN}', "NaN"),
    (b"\xff\xfe\x00", "no JSON"),
    ({**OWNS, "document": None}, "document"),
    ({**OWNS, "document": {"publisher": "P"}}, "neither id nor url"),
    ({**OWNS, "predicate": "eats"}, "no such predicate"),
    ({**OWNS, "predicate": ["owns"]}, "no such predicate"),
    ({**OWNS, "subject": {}}, "subject.name"),
    ({**OWNS, "object": None}, "object.name"),
    ({**OWNS, "object": {"name": " \u200b\n"}}, "empty"),
    ({**OWNS, "object": {"name": "x" * 501}}, "501"),
    ({**OWNS, "object": {"name": 7}}, "no text"),
    ({**OWNS, "object": {"name": "Foo Metals"}}, "both ends are the same"),
    ({**OWNS, "object": {"name": "Bar", "type": "Unicorn"}}, "no such class"),
    ({**OWNS, "object": {"name": "Bar", "type": "Place"}}, "domain or range"),
    ({**OWNS, "object": {"name": "Bar", "id": "../../etc"}}, "no entity id"),
    ({**OWNS, "object": {"name": "Bar", "id": "place/bar", "type": "Company"}}, "begins with org/"),
    ({**OWNS, "qualifiers": {"share": 120}}, "share outside"),
    ({**OWNS, "qualifiers": {"share": -0.1}}, "share outside"),
    ({**OWNS, "qualifiers": {"share_min": 51, "share_max": 49}}, "upside down"),
    ({**OWNS, "qualifiers": {"share": "most"}}, "no number"),
    ({**OWNS, "qualifiers": [1]}, "qualifiers"),
    ({**OWNS, "status": "wished"}, "no such status"),
    ({**OWNS, "period": "soon"}, "no date"),
    ({**OWNS, "confidence": 2}, "confidence"),
    ({**OWNS, "start": 4}, "start and end"),
    ({**OWNS, "start": 9, "end": 3}, "no span"),
    ({**FIGURE, "value": "much"}, "value is no number"),
    ({**FIGURE, "value": True}, "value is no number"),
    ({**FIGURE, "unit": "parsec"}, "no unit"),
    ({**FIGURE, "product": "cheese"}, "no such product"),
]


@pytest.mark.parametrize(("row", "reason"), BAD, ids=lambda v: v if isinstance(v, str) else "")
def test_a_bad_line_is_rejected_and_the_rest_loaded(row: Any, reason: str, registry: Registry, model: Ontology) -> None:
    made = read([FIGURE, b"", row, {**OWNS, "object": {"name": "Other"}}], registry, model)
    refused = [r for e in made for r in e.rejections]
    assert [(r.line, reason in r.reason) for r in refused] == [(3, True)], refused
    assert sum(len(e.statements) for e in made) == 2


def test_the_same_line_twice_is_one_statement(registry: Registry, model: Ontology) -> None:
    made = only(OWNS, registry, model)
    (twice,) = read([OWNS, OWNS], registry, model)
    assert twice.statements == made.statements
    assert [r.line for r in twice.rejections] == [2]


@pytest.mark.parametrize(
    "name", ["Robert'); DROP TABLE x;--", "}) DETACH DELETE n //", "<script>alert(1)</script>", "a" * 500, "名" * 50]
)
def test_hostile_names_are_cleaned_and_kept(name: str, registry: Registry, model: Ontology) -> None:
    made = only({**OWNS, "object": {"name": name + "\x00\u202e"}}, registry, model)
    assert len(made.statements) == 1
    assert made.statements[0].object_mention == name
    assert all(n.isprintable() for e in made.entities for n in (e.id, e.name, *e.names))


def test_what_extract_writes_loads_again(extractor: Extractor, tmp_path: Path) -> None:
    first = extractor(document("seed0"))
    file = tmp_path / "seed0.jsonl"
    file.write_text("".join(lines(first)), encoding="utf-8")
    (second,) = load(file, str(file), extractor, Limits())
    assert isinstance(second, Extraction)
    assert not second.rejections
    shown = [
        (s.subject, s.predicate, s.object, s.value, s.qualifiers, s.status, s.period, s.quote) for s in first.statements
    ]
    again = [
        (s.subject, s.predicate, s.object, s.value, s.qualifiers, s.status, s.period, s.quote)
        for s in second.statements
    ]
    assert sorted(map(repr, again)) == sorted(map(repr, shown))


def test_an_empty_file_cannot_be_read(extractor: Extractor, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"\n")
    with pytest.raises(UnreadableDocument):
        list(load(file, "x", extractor, Limits()))


FIELDS = st.sampled_from([*OWNS, *FIGURE, "qualifiers", "status", "period", "quote", "start", "confidence"])
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
junk = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(changes=st.dictionaries(FIELDS, junk, max_size=4))
@settings(max_examples=60, deadline=None)
def test_in_is_out_and_rejected(changes: dict[str, Any], extractor: Extractor) -> None:
    row = json.dumps({**OWNS, **changes}).encode()
    made = list(read_lines([row, json.dumps(OWNS).encode()], "f", extractor.registry, extractor.ontology))
    assert sum(len(e.statements) + len(e.rejections) for e in made) == 2
