"""What a document, an entity, a statement … looks like in RDF: pairs of predicate and object, and IRIs.

IRIs: things `BASE id/org/…`, documents `BASE doc/…` (also the name of their graph), statements
`BASE statement/…`, merged figures `BASE observation/…`, judgements `BASE judgement/…`, terms `BASE ns#…`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from graph import terms
from graph.effective import Effective, Holding
from graph.merge import ends
from graph.statement import Document, Entity, Figure, Judgement, Scalar, Statement, digest
from graph.terms import OWL, PROV, QUDT, RDF, RDFS, SCHEMA, SKOS, iri, segment, string
from ontology.model import Ontology, Product

Canonical = Callable[[str], str]
Pair = tuple[str, str]
"""Predicate and object of a triple."""

TYPE = iri(RDF + "type")
SUBJECT, PREDICATE, OBJECT = iri(RDF + "subject"), iri(RDF + "predicate"), iri(RDF + "object")
LABEL, PREF, ALT = iri(RDFS + "label"), iri(SKOS + "prefLabel"), iri(SKOS + "altLabel")
ISSUED = iri(terms.DCTERMS + "issued")
DERIVED = iri(PROV + "wasDerivedFrom")
WITHIN = iri(SCHEMA + "containedInPlace")
LOCATED = iri(SCHEMA + "location")
NUMERIC, QUDT_UNIT = iri(QUDT + "numericValue"), iri(QUDT + "unit")
SAME_AS = iri(OWL + "sameAs")


class Iris:
    """The IRIs of things, in N-Triples notation, and the way back."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.registry = iri(base + "graph/registry")
        self.judgements = iri(base + "graph/judgements")
        self.ontology = iri(base + "ns")
        self.effective = iri(base + "graph/effective")
        self.term = lru_cache(maxsize=1024)(lambda name: iri(f"{base}ns#{segment(name)}"))
        self.entity = lru_cache(maxsize=65536)(lambda id: iri(f"{base}id/{segment(id)}"))

    def document(self, id: str) -> str:
        """A document, and the graph of what it says."""
        return iri(f"{self.base}doc/{segment(id)}")

    def statement(self, id: str, part: str = "") -> str:
        """A statement, or a part of it behind a `#`."""
        return iri(f"{self.base}statement/{segment(id)}{part}")

    def observation(self, id: str) -> str:
        """A merged figure."""
        return iri(f"{self.base}observation/{segment(id)}")

    def judgement(self, id: str) -> str:
        """A judgement."""
        return iri(f"{self.base}judgement/{segment(id)}")

    def holding(self, owner: str, owned: str) -> str:
        """What one owner holds of one company by a rule."""
        return iri(f"{self.base}effective/{digest(owner, owned)}")

    def id(self, term: str, folder: str = "id") -> str | None:
        """The id behind an IRI of this folder (`id`, `doc`, `statement` …); None where it is no such IRI."""
        start = f"<{self.base}{folder}/"
        return terms.unsegment(term[len(start) : -1]) if term.startswith(start) else None


def speaks_of(predicate: str) -> bool:
    """Whether a statement, figure or derived ownership says with this predicate what it is about."""
    return predicate in (SUBJECT, OBJECT) or predicate.endswith(("#of>", "#owner>", "#owned>"))


def prefixes(base: str) -> dict[str, str]:
    """The prefixes that a query need not declare, and that Turtle is written with."""
    own = {"alu": "ns#", "id": "id/", "doc": "doc/", "statement": "statement/", "observation": "observation/"}
    return {prefix: base + path for prefix, path in own.items()} | terms.PREFIXES


def chinese(name: str) -> bool:
    """Whether a name is written in Chinese characters."""
    return any("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in name)


def named(name: str) -> str:
    """A name as a literal: Chinese ones carry their language; of the others it is not known."""
    return string(name, "zh" if chinese(name) else None)


class Nodes:
    """Things as pairs of predicate and object, under one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.iris = Iris(ontology.base)
        self._types = (iri(RDF + "Statement"), self.iris.term("Statement"))
        self._figures = (self.iris.term("Observation"), iri(QUDT + "QuantityValue"))

    def about(self, d: Document) -> Iterator[Pair]:
        """A document: where it came from, what it is called, when it was published."""
        term = self.iris.term
        yield TYPE, term("Document")
        yield iri(terms.DCTERMS + "identifier"), string(d.id)
        yield term("source"), string(d.source)
        yield term("sha256"), string(d.sha256)
        for name in ("title", "publisher", "language", "format"):
            if (value := getattr(d, name)) is not None:
                yield iri(terms.DCTERMS + name), string(value)
        if d.published is not None:
            yield ISSUED, terms.dated(d.published)
        if d.url is not None:
            yield iri(SCHEMA + "url"), terms.typed(d.url, terms.XSD + "anyURI")
        for source in d.also_at:
            yield term("alsoAt"), string(source)

    def entity(self, e: Entity, canonical: Canonical) -> Iterator[Pair]:
        """An entity's classes with those above them, its names, identifiers and place."""
        yield from self.classes(e)
        yield from self._names(e)
        term = self.iris.term
        if e.name_zh is not None:
            yield term("nameZh"), string(e.name_zh)
        if e.country is not None:
            yield term("country"), string(e.country)
        if e.level is not None:
            yield term("level"), string(e.level)
        if e.parent:
            parent = self.iris.entity(canonical(e.parent))
            yield term("parent"), parent
            yield WITHIN, parent
        for scheme, value in e.identifiers:
            yield term("identifier"), string(f"{scheme}:{value}")
        if e.registered:
            yield term("registered"), terms.boolean(True)

    def classes(self, e: Entity) -> Iterator[Pair]:
        """The class of an entity and those above it, so that a query for all sites needs no reasoner."""
        for name in (e.type, *self.ontology.classes[e.type].ancestors):
            yield TYPE, self.iris.term(name)

    def _names(self, e: Entity) -> Iterator[Pair]:
        """One preferred name a language at most, as SKOS asks for."""
        yield LABEL, string(e.name)
        yield PREF, named(e.name)
        if e.name_zh and e.name_zh != e.name:
            yield ALT if chinese(e.name) else PREF, string(e.name_zh, "zh")
        for name in e.names:
            if name not in (e.name, e.name_zh):
                yield ALT, named(name)

    def statement(self, s: Statement, canonical: Canonical) -> Iterator[Pair]:
        """A statement without its graph; the object of a figure is left to the caller."""
        term = self.iris.term
        for type in self._types:
            yield TYPE, type
        turned, triple = self._triple(s, canonical)
        yield from triple
        yield term("status"), string(s.status)
        if s.period:
            yield term("period"), terms.dated(s.period)
        for name, value in s.qualifiers.items():
            yield term(name), self._qualifier(name, value)
        yield term("confidence"), terms.decimal(s.confidence)
        for name, text in (
            ("quote", s.quote),
            ("extractor", s.extractor),
            ("rung", s.rung),
            ("subjectMention", s.object_mention if turned else s.subject_mention),
            ("objectMention", s.subject_mention if turned else s.object_mention),
        ):
            if text:
                yield term(name), string(text)
        if s.product is not None:
            yield term("product"), string(s.product)
        for name, offset in (("start", s.start), ("end", s.end)):
            if offset is not None:
                yield term(name), terms.integer(offset)
        document = self.iris.document(s.document)
        yield term("statedIn"), document
        yield DERIVED, document

    def _triple(self, s: Statement, canonical: Canonical) -> tuple[bool, tuple[Pair, ...]]:
        """Subject and predicate, and the object of a relation; symmetric ones as the merge has them.

        Whether the ends were turned round comes first.
        """
        if s.object is None:
            pairs = (SUBJECT, self.iris.entity(canonical(s.subject))), (PREDICATE, self.iris.term("metric"))
            return False, pairs
        left, right = ends(s, self.ontology.predicates[s.predicate], canonical)
        subject, object = self.iris.entity(left), self.iris.entity(right)
        turned = left != canonical(s.subject)
        return turned, ((SUBJECT, subject), (PREDICATE, self.iris.term(s.predicate)), (OBJECT, object))

    def _qualifier(self, name: str, value: Scalar) -> str:
        if isinstance(value, bool):
            return terms.boolean(value)
        if isinstance(value, int | float):
            return terms.decimal(value)
        known = self.ontology.qualifiers.get(name)
        return terms.dated(value) if known and known.datatype == "edtf" else string(value)

    def measured(self, entity: str, metric: str, f: Statement | Figure) -> Iterator[Pair]:
        """A figure: what was measured, of whom, how much, when."""
        term = self.iris.term
        for type in self._figures:
            yield TYPE, type
        yield term("of"), self.iris.entity(entity)
        yield term("metric"), string(metric)
        yield term("status"), string(f.status)
        value = terms.decimal(f.value or 0)
        yield term("value"), value
        yield NUMERIC, value
        if f.max is not None:
            yield term("max"), terms.decimal(f.max)
        if f.unit is not None:
            yield term("unit"), string(f.unit)
            unit = self.ontology.units.get(f.unit)
            if unit and unit.qudt:
                yield QUDT_UNIT, iri(unit.qudt)
        if f.product is not None:
            yield term("product"), string(f.product)
        if f.period:
            yield term("period"), terms.dated(f.period)

    def held(self, h: Holding, by: Effective) -> Iterator[Pair]:
        """A derived ownership, and what it was derived by."""
        term = self.iris.term
        yield TYPE, term("DerivedOwnership")
        yield term("derived"), terms.boolean(True)
        yield term("owner"), self.iris.entity(h.owner)
        yield term("owned"), self.iris.entity(h.owned)
        yield term("low"), terms.decimal(h.low)
        yield term("high"), terms.decimal(h.high)
        yield term("rule"), string(by.rule)
        yield term("asOf"), terms.dated(by.as_of)
        if by.known_by is not None:
            yield term("knownBy"), terms.dated(by.known_by)
        yield term("ofRevision"), terms.integer(by.revision)

    def judged(self, j: Judgement) -> Iterator[Pair]:
        """A judgement."""
        term = self.iris.term
        yield TYPE, term("Judgement")
        yield term("verdict"), string(j.verdict.value)
        yield term("left"), self.iris.entity(j.left)
        yield term("right"), self.iris.entity(j.right)
        yield term("by"), string(j.by)
        yield term("at"), terms.typed(j.at, terms.XSD + "dateTime")
        if j.reason:
            yield term("reason"), string(j.reason)
        if j.undoes:
            yield term("undoes"), self.iris.judgement(j.undoes)

    def product(self, p: Product) -> Iterator[Pair]:
        """A concept of the product scheme."""
        yield TYPE, iri(SKOS + "Concept")
        yield LABEL, string(p.name)
        for language, labels in p.labels.items():
            for i, label in enumerate(labels):
                yield ALT if i else PREF, string(label, language)
        for code in p.hs:
            yield self.iris.term("hs"), string(code)
        for name in p.feeds:
            yield self.iris.term("feeds"), self._concept(name)
        if p.broader:
            yield iri(SKOS + "broader"), self._concept(p.broader)

    def _concept(self, name: str) -> str:
        known = self.ontology.products.get(name)
        return self.iris.entity(known.id if known else name)
