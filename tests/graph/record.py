"""Small extractions for the tests of the projection, built by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from graph.judgements import judgement_id
from graph.statement import (
    Document,
    Entity,
    Extraction,
    Judgement,
    Qualifiers,
    Scalar,
    Statement,
    Verdict,
    document_id,
    entity_id,
    identify,
)
from ontology.load import ontology


def company(name: str, **more: object) -> Entity:
    """A company with an id made of its name."""
    return thing("Company", name, **more)


def thing(type: str, name: str, **more: object) -> Entity:
    """An entity of any class with an id made of its name."""
    values = {"names": (name,)} | more
    return Entity(entity_id(ontology().kind(type).value, name), type, name, **values)  # type: ignore[arg-type]


def product(name: str) -> Entity:
    """A product of the ontology."""
    return Entity(ontology().products[name].id, "Product", name, (name,))


def relation(
    subject: Entity,
    predicate: str,
    object: Entity,
    status: str = "actual",
    qualifiers: Mapping[str, Scalar] | None = None,
    **more: object,
) -> Statement:
    """A relation without a document; `extraction` fills that in."""
    values = {"quote": f"{subject.name} {predicate} {object.name}"} | more
    found = Statement("", "", subject.id, predicate, object.id, status=status, **values)  # type: ignore[arg-type]
    return _qualified(found, qualifiers or {})


def figure(subject: Entity, metric: str, value: float, unit: str | None = "t/a", **more: object) -> Statement:
    """A figure without a document."""
    values = {"quote": f"{subject.name} {metric} {value}"} | more
    return Statement("", "", subject.id, metric, value=value, unit=unit, **values)  # type: ignore[arg-type]


def _qualified(statement: Statement, qualifiers: Mapping[str, Scalar]) -> Statement:
    values = {name: getattr(statement, name) for name in Statement.__slots__} | {"qualifiers": Qualifiers(qualifiers)}
    return Statement(**values)


def extraction(
    source: str, entities: Iterable[Entity], statements: Iterable[Statement] = (), **about: object
) -> Extraction:
    """A document with what it says; quotes get offsets in the order of the statements."""
    id, said, text = document_id(source), [], ""
    for s in statements:
        start = len(text)
        text += s.quote + "\n"
        place = {"start": start, "end": start + len(s.quote)} if s.quote else {}
        values = {name: getattr(s, name) for name in Statement.__slots__} | {"document": id} | place
        said.append(identify(Statement(**values)))
    known = {"sha256": hashlib.sha256((source + text).encode()).hexdigest(), "text": text} | about
    document = Document(id, source, **known)  # type: ignore[arg-type]
    unique = {s.id: s for s in said}
    return Extraction(document, tuple(sorted(set(entities), key=lambda e: e.id)), tuple(unique.values()))


def judged(verdict: str, left: Entity | str, right: Entity | str, at: int = 0, undoes: str | None = None) -> Judgement:
    """A judgement at second `at`."""
    first, second = (e if isinstance(e, str) else e.id for e in (left, right))
    return judgement_id(
        Judgement("", Verdict(verdict), first, second, "tester", f"2026-01-01T00:00:{at:02}Z", undoes=undoes)
    )


def parted(
    document: Extraction | str, left: Entity | str, right: str, name: str | None = None, at: int = 0, **more: object
) -> Judgement:
    """A split at second `at`: in the document, what `name` (None for all names) was taken for is `right`."""
    where = document if isinstance(document, str) else document.document.id
    taken_for = left if isinstance(left, str) else left.id
    values = {"document": where, "name": name} | more
    when = f"2026-02-01T00:00:{at:02}Z"
    return judgement_id(Judgement("", Verdict.SPLIT, taken_for, right, "tester", when, **values))  # type: ignore[arg-type]
