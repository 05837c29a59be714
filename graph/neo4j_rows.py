"""Values as properties of Neo4j's nodes and relationships, and back (docs/data-model.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from graph.dates import day
from graph.merge import spellings
from graph.sources import sources
from graph.statement import (
    Document,
    Entity,
    Extraction,
    Figure,
    Judgement,
    Relationship,
    Statement,
    as_dict,
    document_id,
    from_dict,
)

Row = dict[str, Any]
_json = json.JSONEncoder(ensure_ascii=False).encode

FOLDED = 8000
"""Most characters of an entity's names that the text index gets: it takes no more than 32 kB."""
QUOTES = 3
"""Most sentences that a relationship itself carries."""
QUOTED = 300
"""Most characters of each."""
DATED = ("since", "until", "as_of")
"""The qualifiers that are dates."""


def dated(text: str | None) -> date | str | None:
    """A date where the day is known, else the text with its precision."""
    return day(text) or text


def undated(value: Any) -> Any:
    """The text of a date that Neo4j gave back; anything else as it is."""
    iso = getattr(value, "iso_format", None)
    return iso() if iso is not None else value


def filled(row: Row) -> Row:
    """A row without what is missing, which Neo4j does not keep, and the driver need not send."""
    return {name: value for name, value in row.items() if value is not None}


# Rows


def document_row(d: Document) -> Row:
    """The properties of a Document node."""
    return as_dict(d) | {"published": dated(d.published)}


def to_document(row: Mapping[str, Any]) -> Document:
    """The inverse of `document_row`."""
    return from_dict(Document, {k: undated(v) for k, v in row.items()})


def source_rows(extraction: Extraction) -> list[Row]:
    """The properties of the Source nodes of a document."""
    return [{"source": s, "id": document_id(s)} for s in sources(extraction)]


def statement_row(s: Statement) -> Row:
    """The properties of a Statement node; the qualifiers as one JSON text."""
    return as_dict(s) | {"period": dated(s.period), "qualifiers": _json(s.qualifiers)}


def to_statement(row: Mapping[str, Any]) -> Statement:
    """The inverse of `statement_row`."""
    values = {k: undated(v) for k, v in row.items()}
    return from_dict(Statement, values | {"qualifiers": json.loads(values["qualifiers"])})


def mention_row(e: Entity) -> Row:
    """The properties of a MENTIONS relationship: what one document knows of an entity."""
    data = _json(as_dict(e))
    return {"entity": e.id, "name": e.name, "type": e.type, "folded": folded(e), "data": data}


def to_mention(data: str) -> Entity:
    """The entity as the document knows it."""
    return from_dict(Entity, json.loads(data))


def folded(e: Entity) -> list[str]:
    """The names of an entity as the search compares them."""
    return list(spellings(e))


def entity_row(e: Entity, members: Iterable[str]) -> Row:
    """The properties of an Entity node; `cut` where not all its names fit into the index."""
    identifiers = [f"{scheme}:{value}" for scheme, value in e.identifiers]
    names = "\n".join(folded(e))
    more = {"ids": list(members), "identifiers": identifiers, "folded": names[:FOLDED]}
    return as_dict(e) | more | {"cut": True if len(names) > FOLDED else None}


def titled(title: str | None, source: str, published: str | None) -> str:
    """A document as people call it: "Hongtuo relocates capacity (2025-07-31)"."""
    return (title or source) + (f" ({published})" if published else "")


def short(quote: str) -> str:
    """A sentence, cut where it is very long."""
    return quote if len(quote) <= QUOTED else quote[: QUOTED - 1].rstrip() + "…"


def evidence(ids: Iterable[str], said: Mapping[str, Statement], titles: Mapping[str, str]) -> Row:
    """The first few sentences behind a relationship, and, place by place, the documents that they stand in.

    Of statements without a sentence there are the documents alone.
    """
    pairs = dict.fromkeys((short(said[id].quote), titles[said[id].document]) for id in ids)
    quoted = list(islice((pair for pair in pairs if pair[0]), QUOTES))
    if quoted:
        return {"quote": [quote for quote, _ in quoted], "document": [document for _, document in quoted]}
    return {"quote": None, "document": [document for _, document in islice(pairs, QUOTES)]}


def relationship_row(r: Relationship, said: Mapping[str, Statement], titles: Mapping[str, str]) -> Row:
    """The properties of a relationship; every qualifier is one of its own.

    `said` has its statements by id, `titles` the documents as people call them, by id.
    """
    qualifiers = {k: dated(v) if k in DATED and isinstance(v, str) else v for k, v in r.qualifiers.items()}
    return qualifiers | {
        "status": r.status,
        "period": dated(r.period),
        "confidence": r.confidence,
        "sources": len(r.documents),
        "documents": list(r.documents),
        "statements": list(r.statements),
        **evidence(r.statements, said, titles),
    }


def observation_row(f: Figure) -> Row:
    """The properties of an Observation node."""
    row = as_dict(f) | {"period": dated(f.period), "sources": len(f.documents)}
    return row | dict(f.qualifiers) | {"qualifiers": None}


def judgement_row(j: Judgement, position: int) -> Row:
    """The properties of a Judgement node; `position` is its place in the log, from 0."""
    return as_dict(j) | {"verdict": j.verdict.value, "position": position}


def change_row(revision: int, kind: str, id: str) -> Row:
    """The properties of a Change node: a document or a judgement that changed with a revision."""
    return {"revision": revision, "kind": kind, "id": id}
