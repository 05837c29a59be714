"""Places that act: the government of a place that is a party; regions that are none."""

from __future__ import annotations

from dataclasses import replace

from graph.resolve import Registry, Resolver
from graph.statement import Rejection
from loaders.check import Candidate
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.reading import Reading
from ontology.errors import InvalidName
from ontology.model import Ontology

Row = Candidate | Rejection


def placed(row: Row, reading: Reading, registry: Registry, ontology: Ontology, words: Lexicon) -> Row:
    """A place that acts as a party becomes the government of that place."""
    if isinstance(row, Rejection) or row.object is None or row.predicate not in ontology.predicates:
        return row
    if _vast(row.object, registry, words):
        return Rejection(reading.document.id, "a region larger than a country", row.text, "", row.start)
    predicate = ontology.predicates[row.predicate]
    subject = _party(reading.resolver, row.subject, predicate.domain, ontology)
    object = _party(reading.resolver, row.object, predicate.range, ontology)
    same = subject is row.subject and object is row.object
    return row if same else replace(row, subject=subject, object=object)


def _vast(mention: Mention, registry: Registry, words: Lexicon) -> bool:
    if mention.type == "Place" and mention.form in words.words("facilities", "places", "vast"):
        return True
    entry = registry.entries.get(mention.entity)
    return entry is not None and entry.entity.level == "region" and entry.entity.parent is None


def _party(resolver: Resolver, mention: Mention, allowed: tuple[str, ...], ontology: Ontology) -> Mention:
    if mention.type != "Place" or any(ontology.is_a("Place", a) for a in allowed):
        return mention
    try:
        entity, rung = resolver.resolve(mention.text, "GovernmentBody")
    except InvalidName:
        return mention
    return replace(mention, entity=entity.id, type=entity.type, rung=rung)
