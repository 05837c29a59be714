"""The RDF projection of a record, as functions from values to quads (DESIGN, section 7).

A named graph per document holds what that document says, with ids as resolved from it alone. The
default graph holds the merged view with canonical ids: each triple once, whatever number of documents
states it. A relation is a plain triple where the ontology shows its status; its statement is always
there. Inverse names are not materialised. Selectors (Web Annotation) and the figures as one document
gives them stand in its graph only; the default graph has the shortcuts `alu:quote`, `alu:start`,
`alu:end`, and the merged figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.effective import PREDICATE, Effective
from graph.judgements import Canon
from graph.merge import ends
from graph.nodes import DERIVED, LOCATED, OBJECT, SAME_AS, TYPE, Canonical, Nodes, Pair
from graph.registry import Registry
from graph.statement import Document, Entity, Extraction, Figure, Judgement, Relationship, Statement
from graph.terms import DEFAULT, OA, Quad, boolean, iri, natural, string
from ontology.model import Ontology


def quads(subject: str, pairs: Iterable[Pair], graph: str = DEFAULT) -> Iterator[Quad]:
    """The pairs of a subject as quads of a graph."""
    return (Quad(subject, predicate, object, graph) for predicate, object in pairs)


class Projection:
    """The projection under one ontology. All methods are pure: the same values give the same quads."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.nodes = Nodes(ontology)
        self.iris = self.nodes.iris
        self._effectively = self.iris.term(PREDICATE)
        self._products = {p.id: tuple(self.nodes.product(p)) for p in ontology.products.values()}
        self.lasting = frozenset(self.products())
        """What the default graph holds whatever the record says."""

    # Named graphs

    def document(self, extraction: Extraction) -> Iterator[Quad]:
        """The graph of a document: about itself, its entities, its statements and their plain triples."""
        graph = self.iris.document(extraction.document.id)
        yield from quads(graph, self.nodes.about(extraction.document), graph)
        for e in extraction.entities:
            yield from quads(self.iris.entity(e.id), self.nodes.entity(e, _itself), graph)
        for s in extraction.statements:
            yield from self._stated(s, graph)

    def registry(self, registry: Registry) -> Iterator[Quad]:
        """The graph of the registry: who is who, and where."""
        graph = self.iris.registry
        for entry in registry.entries.values():
            subject = self.iris.entity(entry.entity.id)
            yield from quads(subject, self.nodes.entity(entry.entity, _itself), graph)
            if entry.place:
                yield Quad(subject, LOCATED, self.iris.entity(entry.place), graph)

    def judgements(self, log: Iterable[Judgement], canon: Canon) -> Iterator[Quad]:
        """The graph of the judgements: the whole log, and owl:sameAs from merged ids to canonical ones."""
        graph = self.iris.judgements
        for j in log:
            yield from quads(self.iris.judgement(j.id), self.nodes.judged(j), graph)
        for group in canon.groups():
            for member in group:
                if canon(member) != member:
                    yield Quad(self.iris.entity(member), SAME_AS, self.iris.entity(canon(member)), graph)

    # Derived ownership

    def effective(self, effective: Effective) -> Iterator[Quad]:
        """What a rule makes of all holdings, in a graph of its own and again in the default graph."""
        for h in effective.holdings:
            ends = self.iris.entity(h.owner), self.iris.entity(h.owned)
            pairs = list(self.nodes.held(h, effective))
            for graph in (self.iris.effective, DEFAULT):
                yield Quad(ends[0], self._effectively, ends[1], graph)
                yield from quads(self.iris.holding(h.owner, h.owned), pairs, graph)

    # The default graph

    def about(self, document: Document) -> Iterator[Quad]:
        """A document's own description."""
        return quads(self.iris.document(document.id), self.nodes.about(document))

    def statement(self, s: Statement, canonical: Canonical) -> Iterator[Quad]:
        """A statement in the merged view; the object of a figure's statement comes with `figure`."""
        return quads(self.iris.statement(s.id), self.nodes.statement(s, canonical))

    def relationship(self, r: Relationship) -> Iterator[Quad]:
        """The plain triple of a relationship, if it is shown; several keys may give the same one."""
        if r.shown:
            yield Quad(self.iris.entity(r.subject), self.iris.term(r.predicate), self.iris.entity(r.object))

    def figure(self, f: Figure) -> Iterator[Quad]:
        """A merged observation and the statements behind it."""
        subject = self.iris.observation(f.id)
        yield from quads(subject, self.nodes.measured(f.entity, f.metric, f))
        if f.conflict:
            yield Quad(subject, self.iris.term("conflict"), boolean(True))
        for id in f.statements:
            yield Quad(subject, DERIVED, self.iris.statement(id))
            yield Quad(self.iris.statement(id), OBJECT, subject)

    def entity(self, e: Entity, canonical: Canonical) -> Iterator[Quad]:
        """An entity as merged; of the ontology's products the classes only, for `products` has the rest."""
        known = e.id in self._products
        pairs = self.nodes.classes(e) if known else self.nodes.entity(e, canonical)
        return quads(self.iris.entity(e.id), pairs)

    def products(self) -> Iterator[Quad]:
        """The concepts of the product scheme, which are there whether or not a document names them."""
        for id, pairs in self._products.items():
            yield from quads(self.iris.entity(id), pairs)

    # What one document says

    def _stated(self, s: Statement, graph: str) -> Iterator[Quad]:
        """A statement in the graph of its document, with its figure, its selectors and its plain triple."""
        subject = self.iris.statement(s.id)
        yield from quads(subject, self.nodes.statement(s, _itself), graph)
        if s.object is None:
            figure = self.iris.statement(s.id, "#figure")
            yield Quad(subject, OBJECT, figure, graph)
            yield from quads(figure, self.nodes.measured(s.subject, s.predicate, s), graph)
        elif s.status in (predicate := self.ontology.predicates[s.predicate]).shown:
            left, right = ends(s, predicate, _itself)
            yield Quad(self.iris.entity(left), self.iris.term(s.predicate), self.iris.entity(right), graph)
        if s.quote:
            yield from self._evidence(s, subject, graph)

    def _evidence(self, s: Statement, subject: str, graph: str) -> Iterator[Quad]:
        """Where the words stand, as Web Annotation selectors."""
        target, quote = self.iris.statement(s.id, "#target"), self.iris.statement(s.id, "#quote")
        yield Quad(subject, TYPE, _ANNOTATION, graph)
        yield Quad(subject, _TARGET, target, graph)
        yield Quad(target, TYPE, _RESOURCE, graph)
        yield Quad(target, _SOURCE, graph, graph)
        yield Quad(target, _SELECTOR, quote, graph)
        yield Quad(quote, TYPE, _QUOTE, graph)
        yield Quad(quote, _EXACT, string(s.quote), graph)
        if s.start is not None and s.end is not None:
            place = self.iris.statement(s.id, "#position")
            yield Quad(target, _SELECTOR, place, graph)
            yield Quad(place, TYPE, _POSITION, graph)
            yield Quad(place, _START, natural(s.start), graph)
            yield Quad(place, _END, natural(s.end), graph)


def _itself(id: str) -> str:
    return id


_TARGET, _SOURCE, _SELECTOR = iri(OA + "hasTarget"), iri(OA + "hasSource"), iri(OA + "hasSelector")
_ANNOTATION = iri(OA + "Annotation")
_RESOURCE, _POSITION = iri(OA + "SpecificResource"), iri(OA + "TextPositionSelector")
_QUOTE, _EXACT = iri(OA + "TextQuoteSelector"), iri(OA + "exact")
_START, _END = iri(OA + "start"), iri(OA + "end")
