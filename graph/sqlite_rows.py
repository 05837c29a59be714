"""Values as rows of SQLite and back, and the queries that need to be put together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from graph import sqlite_names
from graph.merge import spellings
from graph.plain import as_dict, from_dict
from graph.sources import sources
from graph.splits import as_resolved, from_resolved
from graph.sqlite_names import Connection as Connection
from graph.statement import Document, Entity, Extraction, Statement, document_id

ORDER = "ORDER BY document, start, id"
Query = tuple[str, list[str]]


INSERTS = {
    "document": "INSERT INTO document VALUES (?, ?, ?, ?)",
    "source": "INSERT INTO source VALUES (?, ?, ?)",
    "entity": "INSERT INTO entity VALUES (?, ?, ?)",
    "statement": "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?)",
    "naming": "INSERT INTO naming VALUES (?, ?, ?)",
    "name": sqlite_names.INSERT,
}
DELETES = (
    sqlite_names.DELETE,
    *(f"DELETE FROM {table} WHERE document = ?1" for table in ("naming", "statement", "entity", "source")),
    "DELETE FROM document WHERE id = ?1",
)
"""What takes a document out, in this order."""
LOG = "SELECT data FROM judgement ORDER BY position"
SPLITS = """
SELECT data FROM judgement WHERE data ->> '$.document' IS NOT NULL OR data ->> '$.undoes' IS NOT NULL ORDER BY position
"""
"""The judgements of which some are splits, and what was undone."""
CHANGES = "SELECT DISTINCT kind, id FROM change WHERE revision > ? ORDER BY id"


def packed(data: dict[str, Any]) -> str:
    """A dict as the text of a column."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def of(extraction: Extraction, resolved: Extraction) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """The rows of a document by table, in the order in which they go in.

    Where splits made another reading of what was resolved, that is kept in the document's own row.
    """
    d = extraction.document
    data = as_dict(d)
    text = data.pop("text")
    if extraction is not resolved:
        data["resolved"] = as_resolved(resolved)
    yield "document", [(d.id, d.sha256, packed(data), text)]
    yield "source", [(s, document_id(s), d.id) for s in sources(extraction)]
    yield "entity", [(e.id, d.id, packed(as_dict(e))) for e in extraction.entities]
    yield "statement", [_statement(s) for s in extraction.statements]
    names = [(e.id, name) for e in extraction.entities for name in spellings(e)]
    yield "naming", [(*name, d.id) for name in names]
    yield "name", sqlite_names.ordered(names)


def _statement(s: Statement) -> tuple[Any, ...]:
    start = -1 if s.start is None else s.start
    return s.id, s.document, start, s.subject, s.predicate, s.object, packed(as_dict(s))


def to_document(data: str, text: str = "") -> Document:
    """The document of a row."""
    return from_dict(Document, json.loads(data) | {"text": text})


def to_resolved(data: str, text: str) -> Extraction | None:
    """The extraction of a document's row, where splits made another reading of it; else None."""
    resolved = json.loads(data).get("resolved")
    return None if resolved is None else from_resolved(to_document(data, text), resolved)


def to_entity(data: str) -> Entity:
    """The entity of a row."""
    return from_dict(Entity, json.loads(data))


def to_statement(data: str) -> Statement:
    """The statement of a row."""
    return from_dict(Statement, json.loads(data))


def statements_query(
    ids: Collection[str] | None, document: str | None, entities: Collection[str] | None, predicate: str | None
) -> Query:
    """The query of `Store.statements`; thousands of ids are one parameter."""
    tests: list[str] = []
    values: list[str] = []
    if ids is not None:
        tests.append("id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(ids)))
    if document is not None:
        tests.append("document = ?")
        values.append(document)
    if entities is not None:
        # Two look-ups by index; an OR over both columns would read the whole table.
        either = (f"SELECT s.id FROM json_each(?) JOIN statement s ON s.{e} = value" for e in ("subject", "object"))
        tests.append(f"id IN ({' UNION '.join(either)})")
        values += [json.dumps(list(entities))] * 2
    if predicate is not None:
        # The plus keeps the planner from the least telling index where another one serves.
        tests.append("+predicate = ?" if tests else "predicate = ?")
        values.append(predicate)
    where = f"WHERE {' AND '.join(tests)} " if tests else ""
    return f"SELECT data FROM statement {where}{ORDER}", values


BRIEFS = """
SELECT id, document, subject, object, coalesce(data ->> '$.status', 'actual'), coalesce(data -> '$.qualifiers', '{}'),
  CASE WHEN data -> '$.qualifiers.share' IS NULL THEN data ->> '$.quote' ELSE '' END
FROM statement WHERE object IS NOT NULL AND """
"""The start of the query of `Store.briefs`."""


def briefs_query(predicate: str, documents: Collection[str] | None) -> Query:
    """The query of `Store.briefs`."""
    if documents is None:
        return BRIEFS + "predicate = ?", [predicate]
    some = "document IN (SELECT value FROM json_each(?)) AND +predicate = ?"
    return BRIEFS + some, [json.dumps(list(documents)), predicate]


def documents_query(ids: Collection[str] | None) -> Query:
    """The query of `Store.documents`."""
    if ids is None:
        return "SELECT data FROM document ORDER BY id", []
    return "SELECT data FROM document WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", [json.dumps(list(ids))]


def entities_query(ids: Collection[str] | None) -> Query:
    """The query of `Store.entities`; what several documents know alike comes once."""
    if ids is None:
        return "SELECT DISTINCT id, data FROM entity ORDER BY id", []
    where = "WHERE id IN (SELECT value FROM json_each(?))"
    return f"SELECT DISTINCT id, data FROM entity {where} ORDER BY id", [json.dumps(list(ids))]


def grouped(found: Iterable[tuple[str, str]]) -> dict[str, list[Entity]]:
    """What the documents know of each entity, by id."""
    parts: dict[str, list[Entity]] = {}
    for id, data in found:
        parts.setdefault(id, []).append(to_entity(data))
    return parts
