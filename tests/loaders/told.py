"""What a short text comes to, in the forms that tests compare."""

from __future__ import annotations

from graph.statement import Document, Extraction, Statement, document_id
from loaders.pipeline import Extractor

Row = tuple[str, str, str]
Said = tuple[str, str, str, str]


def read(extractor: Extractor, body: str, title: str = "In brief") -> Extraction:
    """What is made of an English text under a title."""
    return extractor(Document(document_id(body), body, "", text=f"{title}\n\n{body}\n", language="en"))


def statements(extractor: Extractor, body: str, title: str = "In brief") -> tuple[Statement, ...]:
    """The statements of an English text under a title."""
    return read(extractor, body, title).statements


def rows(made: Extraction) -> set[Row]:
    """Predicate, subject, and object or value of each statement, by the names of the entities."""
    names = named(made)
    return {(s.predicate, names[s.subject], names[s.object] if s.object else f"{s.value:g}") for s in made.statements}


def said(extractor: Extractor, body: str) -> set[Said]:
    """Subject, predicate, object or value, and status of each statement of an English text, by the entities' names."""
    made = read(extractor, body)
    names = named(made)
    return {(names[s.subject], s.predicate, names.get(s.object or "", str(s.value)), s.status) for s in made.statements}


def relations(made: Extraction) -> set[Row]:
    """Predicate, subject and object of each relation, by the names of the entities."""
    names = named(made)
    return {(s.predicate, names[s.subject], names[s.object]) for s in made.statements if s.object}


def named(made: Extraction) -> dict[str, str]:
    """The names of the entities by their ids."""
    return {e.id: e.name for e in made.entities}
