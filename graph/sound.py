"""What a record refuses: the last look at a value before it is written, the same for every store."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from graph.dates import valid
from graph.names import clean
from graph.statement import Document, Entity, Extraction, Judgement, Statement, document_id, identify
from ontology.errors import InvalidName, InvalidStatement
from ontology.model import Ontology

ID = re.compile(r"(org|person|site|place|product)/[^\s/\x00-\x1f\x7f\ud800-\udfff]{1,200}")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: no store keeps them."""
SHARES = ("share", "share_min", "share_max")
LARGEST = 2**63
"""Whole numbers from here on fit no database."""


def storable(*texts: str | None) -> bool:
    """Whether a store can hold these texts; what it cannot hold it need not look for."""
    return not any(text and UNSTORABLE.search(text) for text in texts)


def sound(extraction: Extraction, ontology: Ontology) -> None:
    """Raise InvalidStatement or InvalidName, with what and why, where a record may not take this."""
    document = extraction.document
    _document(document)
    entities = {e.id: e for e in extraction.entities}
    if len(entities) < len(extraction.entities):
        raise InvalidStatement(f"{document.id}: an entity is there twice")
    for entity in extraction.entities:
        _entity(entity, ontology)
    seen: set[str] = set()
    for statement in extraction.statements:
        if statement.id in seen:
            raise InvalidStatement(f"{document.id}: statement {statement.id} is there twice")
        seen.add(statement.id)
        try:
            _statement(statement, document, entities, ontology)
        except InvalidStatement as error:
            raise InvalidStatement(f"{document.id}: statement {statement.id}: {error}") from error


def sound_judgement(judgement: Judgement, ontology: Ontology) -> None:
    """Raise InvalidStatement or InvalidName where a judgement tells of a thing that no record may take."""
    if judgement.meant is not None:
        _entity(judgement.meant, ontology)


def _document(d: Document) -> None:
    texts = (d.id, d.source, d.sha256, d.title, d.publisher, d.url, d.published, d.language, d.format, d.text)
    if not storable(*texts, d.extractor, d.registry):
        raise InvalidStatement(f"{d.source!r}: a text holds a NUL or half a character; clean it first")
    if not d.source or not d.sha256:
        raise InvalidStatement(f"{d.id}: a document needs a source and the sha256 of its bytes")
    if d.id != document_id(d.source):
        raise InvalidStatement(f"{d.id} is not the id of {d.source}: that is {document_id(d.source)}")


def entity_like(id: str) -> bool:
    """Whether this reads like the id of an entity."""
    return ID.fullmatch(id) is not None


def _entity(entity: Entity, ontology: Ontology) -> None:
    for id in (entity.id, entity.parent):
        if id is not None and not entity_like(id):
            raise InvalidStatement(f"{id!r} is no entity id; it reads org/…, person/…, site/…, place/… or product/…")
    known = ontology.classes.get(entity.type)
    if known is None or known.kind is None or known.kind.value != entity.kind:
        raise InvalidStatement(f"{entity.id}: {entity.type} is no class of things with such an id")
    for name in {entity.name, *entity.names, entity.name_zh or entity.name}:
        if clean(name) != name:
            raise InvalidName(f"{entity.id}: the name {name[:60]!r} was not cleaned")
    if not storable(entity.country, entity.level, *(t for pair in entity.identifiers for t in pair)):
        raise InvalidStatement(f"{entity.id}: a text holds a NUL or half a character; clean it first")


def _statement(s: Statement, document: Document, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    if s.document != document.id or s.id != identify(s).id:
        raise InvalidStatement("its id or its document is not its own; make it with graph.statement.identify")
    for end in (s.subject, s.object):
        if end is not None and end not in entities:
            raise InvalidStatement(f"its document does not introduce {end}")
    if not storable(s.quote, s.subject_mention, s.object_mention, s.unit, s.product, s.extractor, s.rung):
        raise InvalidStatement("a text holds a NUL or half a character; clean it first")
    if s.period is not None and not valid(s.period):
        raise InvalidStatement(f"{s.period!r} is no period")
    if (s.start is None) != (s.end is None) or not 0 <= (s.start or 0) <= (s.end or 0):
        raise InvalidStatement(f"{s.start} to {s.end} is no place in a text")
    _qualifiers(s.qualifiers, ontology)
    _numbers((s.confidence, s.value, s.max, s.start, s.end))
    allowed(s, entities, ontology)


def allowed(s: Statement, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    """Raise InvalidStatement where the ontology does not let things of such classes be said to do that."""
    if s.figure:
        _figure(s, entities, ontology)
    else:
        _relation(s, entities, ontology)


def _qualifiers(qualifiers: Mapping[str, object], ontology: Ontology) -> None:
    for name, value in qualifiers.items():
        if name not in ontology.qualifiers:
            raise InvalidStatement(f"there is no qualifier {name}")
        if not isinstance(value, str | int | float) or (isinstance(value, str) and not storable(value)):
            raise InvalidStatement(f"the qualifier {name} cannot be {value!r}")
    _numbers(qualifiers.values())
    shares = [qualifiers[name] for name in SHARES if name in qualifiers]
    if not all(isinstance(v, int | float) and 0 <= v <= 100 for v in shares):
        raise InvalidStatement(f"a share lies between 0 and 100, not {', '.join(map(str, shares))}")


def _numbers(values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidStatement(f"{value} is no number")
        if isinstance(value, int) and not -LARGEST <= value < LARGEST:
            raise InvalidStatement(f"{value} is too large a number")


def _figure(s: Statement, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    metric = ontology.metrics.get(s.predicate)
    if metric is None:
        raise InvalidStatement(f"there is no metric {s.predicate}")
    if s.status not in ontology.observation_statuses:
        raise InvalidStatement(f"there is no status {s.status} for figures")
    if s.value is None or (s.max is not None and s.max < s.value):
        raise InvalidStatement(f"{s.value} to {s.max} is no figure")
    if not any(ontology.is_a(entities[s.subject].type, name) for name in metric.domain):
        raise InvalidStatement(f"{entities[s.subject].type} {s.predicate} is not allowed")


def _relation(s: Statement, entities: Mapping[str, Entity], ontology: Ontology) -> None:
    if s.predicate not in ontology.predicates:
        raise InvalidStatement(f"there is no predicate {s.predicate}")
    if s.status not in ontology.relation_statuses:
        raise InvalidStatement(f"there is no status {s.status} for relations")
    if s.subject == s.object:
        raise InvalidStatement(f"{s.subject} cannot stand on both sides")
    if (s.value, s.max, s.unit, s.product) != (None, None, None, None):
        raise InvalidStatement("a relation has no figure of its own; its figures are qualifiers")
    subject, object = entities[s.subject].type, entities[s.object or ""].type
    if not ontology.allows(subject, s.predicate, object):
        raise InvalidStatement(f"{subject} {s.predicate} {object} is not allowed")
