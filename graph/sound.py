"""What a record refuses: the last look at an extraction before it is written, the same for every store."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from graph.dates import valid
from graph.names import clean
from graph.statement import Entity, Extraction, Statement
from ontology.errors import InvalidName, InvalidStatement
from ontology.model import Ontology

ID = re.compile(r"(org|person|site|place|product)/[^\s/\x00-\x1f\x7f]{1,200}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: no store keeps them."""


def sound(extraction: Extraction, ontology: Ontology) -> None:
    """Raise InvalidStatement or InvalidName, with what and why, where a record may not take this."""
    entities = {e.id: e for e in extraction.entities}
    d = extraction.document
    for text in (d.id, d.source, d.title or "", d.publisher or "", d.url or "", d.text):
        _storable(text, d.id)
    for entity in entities.values():
        _entity(entity, ontology)
    seen: set[str] = set()
    for statement in extraction.statements:
        if statement.id in seen:
            raise InvalidStatement(f"{d.id}: statement {statement.id} is there twice")
        seen.add(statement.id)
        _statement(statement, entities, ontology)


def _storable(text: str, where: str) -> None:
    if UNSTORABLE.search(text):
        raise InvalidStatement(f"{where}: a text holds a NUL or half a character; clean it first")


def _entity(entity: Entity, ontology: Ontology) -> None:
    if not ID.fullmatch(entity.id):
        raise InvalidStatement(f"{entity.id!r} is no entity id; it reads org/…, person/…, site/…, place/… or product/…")
    known = ontology.classes.get(entity.type)
    if known is None or known.kind is None or known.kind.value != entity.kind:
        raise InvalidStatement(f"{entity.id}: {entity.type} is no class of things with such an id")
    for name in (entity.name, *entity.names):
        if clean(name) != name:
            raise InvalidName(f"{entity.id}: the name {name[:60]!r} was not cleaned")


def _statement(s: Statement, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    for end in (s.subject, s.object):
        if end is not None and end not in entities:
            raise InvalidStatement(f"statement {s.id}: its document does not introduce {end}")
    for text in (s.quote, s.subject_mention, s.object_mention, *(str(v) for v in s.qualifiers.values())):
        _storable(text, f"statement {s.id}")
    if s.period is not None and not valid(s.period):
        raise InvalidStatement(f"statement {s.id}: {s.period!r} is no period")
    if s.figure:
        _figure(s, ontology)
    else:
        _relation(s, entities, ontology)


def _figure(s: Statement, ontology: Ontology) -> None:
    if s.predicate not in ontology.metrics:
        raise InvalidStatement(f"statement {s.id}: there is no metric {s.predicate}")
    if s.status not in ontology.observation_statuses:
        raise InvalidStatement(f"statement {s.id}: there is no status {s.status} for figures")
    if s.value is None or not math.isfinite(s.value):
        raise InvalidStatement(f"statement {s.id}: its value is no number")


def _relation(s: Statement, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    if s.predicate not in ontology.predicates:
        raise InvalidStatement(f"statement {s.id}: there is no predicate {s.predicate}")
    if s.status not in ontology.relation_statuses:
        raise InvalidStatement(f"statement {s.id}: there is no status {s.status} for relations")
    if s.subject == s.object:
        raise InvalidStatement(f"statement {s.id}: {s.subject} cannot stand on both sides")
    subject, object = entities[s.subject].type, entities[s.object or ""].type
    if not ontology.allows(subject, s.predicate, object):
        raise InvalidStatement(f"statement {s.id}: {subject} {s.predicate} {object} is not allowed")
