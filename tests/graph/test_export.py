"""Statements as JSON lines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from graph.export import jsonl, line, lines
from graph.plain import from_dict
from graph.statement import Extraction, Qualifiers, Statement, identify
from graph.store import Store
from tests.graph.record import company, extraction, figure, product, relation

A, B = company("Hongtuo Industrial"), company("创新实业")
OWNS = replace(
    relation(A, "owns", B, qualifiers={"share": 60.0, "share_of": "shares", "price": 1.5}),
    subject_mention="Hongtuo",
    confidence=0.9,
    extractor="frames/owns.toml#subsidiary",
    rung="exact",
)
CAPACITY = figure(A, "capacity", 6460000.0, max=7000000.0, product="aluminium", period="2021")
REPORT = extraction(
    "seeds/documents/seed0.txt", [A, B, product("aluminium")], [OWNS, CAPACITY], title="T", published="2025-07"
)


def test_a_relation() -> None:
    entities = {e.id: e for e in REPORT.entities}
    assert line(REPORT.statements[0], entities, "seed0") == {
        "document": "seed0",
        "subject": {"id": A.id, "name": "Hongtuo Industrial", "mention": "Hongtuo", "type": "Company"},
        "predicate": "owns",
        "object": {"id": B.id, "name": "创新实业", "mention": "创新实业", "type": "Company"},
        "qualifiers": {"price": 1.5, "share": 60, "share_of": "shares"},
        "status": "actual",
        "period": None,
        "quote": "Hongtuo Industrial owns 创新实业",
        "start": 0,
        "end": 28,
        "confidence": 0.9,
        "extractor": "frames/owns.toml#subsidiary",
        "rung": "exact",
    }


def test_a_figure() -> None:
    row = line(REPORT.statements[1], {A.id: A}, "seed0")
    assert "object" not in row
    assert [row[k] for k in ("predicate", "value", "max", "unit", "product", "period")] == [
        "capacity", 6460000, 7000000, "t/a", "aluminium", "2021",
    ]  # fmt: skip
    assert isinstance(row["value"], int)
    assert "max" not in line(replace(CAPACITY, max=None), {A.id: A}, "seed0")


def test_a_document_is_named_by_the_stem_of_its_source_or_whole(store: Store) -> None:
    assert {json.loads(text)["document"] for text in lines(REPORT)} == {"seed0"}
    store.put(REPORT)
    (named,) = {json.dumps(json.loads(text)["document"]) for text in jsonl(store)}
    assert json.loads(named) == {
        "id": REPORT.document.id,
        "source": "seeds/documents/seed0.txt",
        "title": "T",
        "published": "2025-07",
        "sha256": REPORT.document.sha256,
    }


def test_the_whole_record_comes_in_order(store: Store) -> None:
    others = [extraction(f"{i}.txt", [A, B], [relation(B, "owns", A), CAPACITY]) for i in range(3)]
    for given in (REPORT, *others):
        store.put(given)
    rows = [json.loads(text) for text in jsonl(store)]
    places = [(row["document"]["id"], row["start"]) for row in rows]
    assert places == sorted(places)
    assert len(rows) == 8


def said(row: dict[str, Any]) -> Statement:
    """The statement of a line, as a reader of the format would make it."""
    ends = {k: row[k]["id"] for k in ("subject", "object") if k in row}
    mentions = {f"{k}_mention": row[k]["mention"] for k in ends}
    document = row["document"]["id"]
    return identify(from_dict(Statement, row | ends | mentions | {"id": "", "document": document}))


def test_lines_say_all_that_statements_say(store: Store) -> None:
    store.put(REPORT)
    again = [said(json.loads(text)) for text in jsonl(store)]
    mentioned = [
        replace(s, subject_mention=s.subject_mention or A.name, object_mention=B.name if s.object else "")
        for s in REPORT.statements
    ]
    assert again == mentioned
    assert all(isinstance(s.qualifiers, Qualifiers) for s in again)


def test_a_document_that_says_nothing_has_no_lines(store: Store) -> None:
    silent: Extraction = extraction("a.txt", [])
    store.put(silent)
    assert list(jsonl(store)) == []
