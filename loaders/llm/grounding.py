"""What a model says, found again in the document: evidence, names, figures and dates; what is not there is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.statement import Scalar, number
from loaders.check import Candidate
from loaders.clean import blocks, markers
from loaders.llm import verbatim
from loaders.llm.answers import End, Figure, Relation
from loaders.llm.digits import Digits
from loaders.llm.told import Scene
from loaders.llm.verbatim import Span
from loaders.mentions import Mention
from ontology.derive import entity_classes
from ontology.errors import InvalidName, InvalidStatement
from ontology.model import Ontology, Predicate

FAR = 300
"""Characters between the evidence and a name, at most."""
LEAST = 3
"""Words of the shortest evidence."""
CONFIDENCE = 0.5
"""Below that of every rule."""


@dataclass
class Ground:
    """The document that statements are found in, and the extractor that they go under.

    `types` are the classes that the rules gave to entities: a model refines none of them.
    """

    scene: Scene
    ontology: Ontology
    extractor: str

    def __post_init__(self) -> None:
        self.types = {e.id: e.type for e in self.scene.resolver.entities()}
        self.places: dict[str, list[Span]] = {}
        self.digits = Digits(self.scene.document.text, self.scene.amounts, self.scene.times)

    def relation(self, said: Relation, paragraph: Span) -> Candidate:
        """The relation as a candidate; InvalidStatement says what of it does not stand in the document."""
        predicate = self.ontology.predicates.get(said.predicate)
        if predicate is None:
            raise InvalidStatement(f"no such predicate: {said.predicate[:60]}")
        evidence = self._evidence(said.evidence, paragraph, said.subject, said.object)
        return Candidate(
            subject=self._end(said.subject, evidence),
            predicate=predicate.name,
            start=evidence[0],
            end=evidence[1],
            object=self._end(said.object, evidence),
            period=self._period(said.period, paragraph),
            status=said.status,
            qualifiers=self._qualifiers(said.qualifiers, predicate, evidence, paragraph),
            confidence=CONFIDENCE,
            extractor=self.extractor,
        )

    def figure(self, said: Figure, paragraph: Span) -> Candidate:
        """The figure as a candidate; InvalidStatement as above."""
        if said.metric not in self.ontology.metrics:
            raise InvalidStatement(f"no such metric: {said.metric[:60]}")
        evidence = self._evidence(said.evidence, paragraph, said.subject)
        value, top, unit = self.digits.figure(said.metric, said.value, said.max, said.unit, evidence)
        return Candidate(
            subject=self._end(said.subject, evidence),
            predicate=said.metric,
            start=evidence[0],
            end=evidence[1],
            value=value,
            max=top,
            unit=unit,
            product=said.product,
            period=self._period(said.period, paragraph),
            status=said.status,
            confidence=CONFIDENCE,
            extractor=self.extractor,
        )

    # Evidence and names

    def _evidence(self, quote: str, paragraph: Span, *ends: End) -> Span:
        """Where the evidence stands in the paragraph; of several places that with the names nearest."""
        found = verbatim.stands(quote, self.digits.text, [paragraph])
        if not found:
            raise InvalidStatement("evidence is not in the paragraph")
        if verbatim.words(quote) < LEAST:
            raise InvalidStatement(f"evidence of fewer than {LEAST} words")
        if len(found) == 1:
            return found[0]
        places = [spans for end in ends if (spans := self._places(end.name))]
        return min(found, key=lambda e: sum(verbatim.gap(verbatim.nearest(p, e), e) for p in places))

    def _end(self, end: End, evidence: Span) -> Mention:
        """The name nearest to the evidence, as the rules have resolved it, else by the same ladder."""
        if end.type not in entity_classes(self.ontology):
            raise InvalidStatement(f"no such class: {end.type[:60]}")
        span = self._near(end.name, evidence)
        known = self._resolved.get(span)
        if known is not None and known.entity.startswith(f"{self.ontology.kind(end.type)}/"):
            return known
        text = self.digits.text[slice(*span)]
        try:
            entity, rung = self.scene.resolver.resolve(text, end.type)
        except InvalidName as error:
            raise InvalidStatement("no name of its own") from error
        return Mention(*span, text, self.types.get(entity.id, entity.type), entity=entity.id, rung=rung)

    def _near(self, name: str, evidence: Span) -> Span:
        found = self._places(name)
        if not found:
            raise InvalidStatement("name is not in the document")
        span = verbatim.nearest(found, evidence)
        if verbatim.gap(span, evidence) > FAR:
            raise InvalidStatement(f"name more than {FAR} characters from the evidence")
        return span

    def _places(self, name: str) -> list[Span]:
        if name not in self.places:
            self.places[name] = verbatim.stands(name, self.digits.text, self._spoken)
        return self.places[name]

    @cached_property
    def _spoken(self) -> list[Span]:
        """What the document says itself: title and body, without the boilerplate."""
        return [(b.start, b.end) for b in blocks(self.digits.text, markers()) if b.kind != "boilerplate"]

    @cached_property
    def _resolved(self) -> Mapping[Span, Mention]:
        return {(m.start, m.end): m for m in self.scene.mentions if m.entity}

    # Qualifiers

    def _period(self, period: str | None, paragraph: Span) -> str | None:
        return None if period is None else self.digits.period(period, paragraph)

    def _qualifiers(
        self, given: Mapping[str, float | str | None], predicate: Predicate, evidence: Span, paragraph: Span
    ) -> dict[str, Scalar]:
        said = {k: v for k, v in given.items() if v is not None}
        if unknown := sorted(set(said) - set(predicate.qualifiers)):
            raise InvalidStatement(f"no qualifier of {predicate.name}: {', '.join(unknown)[:60]}")
        return {k: self._qualifier(k, v, evidence, paragraph) for k, v in said.items()}

    def _qualifier(self, name: str, value: float | str, evidence: Span, paragraph: Span) -> Scalar:
        """A qualifier's value, found in the text according to its datatype."""
        datatype = self.ontology.qualifiers[name].datatype
        if isinstance(value, str) == (datatype == "decimal"):
            raise InvalidStatement(f"{name} is {'no number' if datatype == 'decimal' else 'a number'}")
        if not isinstance(value, str):
            return number(self.digits.number(name, value, evidence))
        if datatype == "edtf":
            return self.digits.period(value, paragraph)
        if datatype == "product" and value in self.ontology.products:
            return value
        if datatype == "entity":
            return self._named(value, evidence)
        if value in self.digits.units(evidence):
            return value
        if datatype != "string" or not verbatim.stands(value, self.digits.text, [paragraph]):
            raise InvalidStatement(f"{name} is not in the paragraph")
        return " ".join(value.split())

    def _named(self, name: str, evidence: Span) -> str:
        """The preferred name of what the rules resolved there, else the name as it stands."""
        span = self._near(name, evidence)
        known = self._resolved.get(span)
        entity = self.scene.resolver.entity(known.entity) if known is not None else None
        return self.digits.text[slice(*span)] if entity is None else entity.name
