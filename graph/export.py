"""The record as JSON lines, the form in which statements travel (docs/data-model.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Protocol

from graph.statement import Document, Entity, Extraction, Qualifiers, Statement, number
from graph.views import page


def line(
    statement: Statement, entities: Mapping[str, Entity], document: object, page: int | None = None
) -> dict[str, Any]:
    """One statement as a line has it; `entities` by id must hold its ends. Only what has a page tells one."""
    s = statement
    row: dict[str, Any] = {"document": document, "subject": _end(entities[s.subject], s.subject_mention)}
    row["predicate"] = s.predicate
    if s.object is not None:
        row["object"] = _end(entities[s.object], s.object_mention)
    else:
        row |= {"value": number(s.value or 0.0), "unit": s.unit, "product": s.product}
        if s.max is not None:
            row["max"] = number(s.max)
    placed = {} if page is None else {"page": page}
    return row | {
        "qualifiers": _plain(s.qualifiers),
        "status": s.status,
        "period": s.period,
        "quote": s.quote,
        "start": s.start,
        "end": s.end,
        **placed,
        "confidence": s.confidence,
        "extractor": s.extractor,
        "rung": s.rung,
    }


def _end(entity: Entity, mention: str) -> dict[str, str]:
    return {"id": entity.id, "name": entity.name, "mention": mention or entity.name, "type": entity.type}


def _plain(qualifiers: Qualifiers) -> dict[str, Any]:
    return {k: number(v) if isinstance(v, float) else v for k, v in qualifiers.items()}


def lines(extraction: Extraction, document: object = None) -> Iterator[str]:
    """The lines of one document, named by the stem of its source unless `document` says otherwise."""
    name = document or PurePath(extraction.document.source).stem
    entities = {e.id: e for e in extraction.entities}
    for statement in extraction.statements:
        row = line(statement, entities, name, page(extraction.document, statement.start))
        yield json.dumps(row, ensure_ascii=False) + "\n"


class Record(Protocol):
    """Documents with what they say."""

    def documents(self) -> Iterator[Document]:
        """All of them, in id order."""

    def extraction(self, document: str) -> Extraction:
        """One of them, with its statements."""


def jsonl(record: Record) -> Iterator[str]:
    """The whole record, document by document; each line names its document whole, so that it loads again."""
    for document in record.documents():
        yield from lines(record.extraction(document.id), described(document))


def described(d: Document) -> dict[str, Any]:
    """What a line tells of its document."""
    fields = ("id", "source", "title", "publisher", "url", "published", "language", "sha256")
    return {name: value for name in fields if (value := getattr(d, name)) is not None}
