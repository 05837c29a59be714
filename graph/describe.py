"""What the RDF index says of one thing: the quads that its address answers with.

Of an entity what stands around it in the merged view, and `owl:sameAs` of the ids that were merged into it; of a
document its graph, with entities as the document names them; of a statement the merged view and where the words stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.nodes import OBJECT, SAME_AS, Iris, speaks_of
from graph.sparql import Index
from graph.terms import DEFAULT, Quad
from graph.triples import Row

PARTS = ("#target", "#quote", "#position")
"""The parts of a statement that stand in the graph of its document only."""


class Descriptions:
    """Descriptions out of an index, which follows the record first; each takes an id."""

    def __init__(self, index: Index) -> None:
        self._match = index.match
        self._iris = Iris(index.base)
        index.follow()

    def entity(self, id: str, members: Iterable[str] = ()) -> Iterator[Quad]:
        """An entity with the statements and figures about it; one that only the registry knows as that has it.

        `id` is canonical, `members` are all ids that are judged to be the same.
        """
        iri = self._iris.entity(id)
        found = list(self._around(iri))
        yield from found
        for member in () if found else (members or (id,)):
            yield from self._match(self._iris.entity(member), None, None, self._iris.registry)
        for ends in ((None, iri), (iri, None)):
            yield from self._match(ends[0], SAME_AS, ends[1], self._iris.judgements)

    def document(self, id: str) -> Iterator[Quad]:
        """A document and all that it says, with the ids that it gives by itself."""
        return self._match(None, None, None, self._iris.document(id))

    def statement(self, id: str) -> Iterator[Quad]:
        """A statement, its figure, and where in its document the words stand."""
        iri = self._iris.statement(id)
        told = list(self._match(iri, None, None, DEFAULT))
        yield from told
        for q in told:
            if q.predicate == OBJECT and self._iris.id(q.object, "observation") is not None:
                yield from self._match(q.object, None, None, DEFAULT)
        stated = self._iris.term("statedIn")
        for graph in {q.object for q in told if q.predicate == stated}:
            for node in (iri, *(self._iris.statement(id, part) for part in PARTS)):
                yield from (q for q in self._match(node, None, None, graph) if node != iri or "/ns/oa#" in q.predicate)

    def observation(self, id: str) -> Iterator[Quad]:
        """A merged figure, and the statements behind it."""
        return self._around(self._iris.observation(id))

    def judgement(self, id: str) -> Iterator[Quad]:
        """A judgement of the log."""
        return self._match(self._iris.judgement(id), None, None, self._iris.judgements)

    def ontology(self) -> Iterator[Quad]:
        """The ontology."""
        return self._match(None, None, None, self._iris.ontology)

    def observed(self, id: str) -> str | None:
        """The id of the entity that a merged figure is of; None where there is no such figure."""
        of = self._match(self._iris.observation(id), self._iris.term("of"), None, DEFAULT)
        return next((self._iris.id(q.object) for q in of), None)

    def row(self, row: Row) -> Iterator[Quad]:
        """A merged triple where it is a plain one; else the statements that tell it, or the figure that they tell."""
        if row.object is not None and row.shown:
            ends = self._iris.entity(row.subject), self._iris.entity(row.object)
            yield Quad(ends[0], self._iris.term(row.predicate), ends[1])
        elif row.object is not None:
            for id in row.statements:
                yield from self._match(self._iris.statement(id), None, None, DEFAULT)
        elif row.statements:
            for told in self._match(self._iris.statement(row.statements[0]), OBJECT, None, DEFAULT):
                yield from self._match(told.object, None, None, DEFAULT)

    def _around(self, iri: str) -> Iterator[Quad]:
        """The triples that a node stands in, and all triples of the statements and figures about it."""
        nodes = {iri: None}
        for q in self._match(None, None, iri, DEFAULT):
            yield q
            if speaks_of(q.predicate):
                nodes[q.subject] = None
        for node in nodes:
            yield from self._match(node, None, None, DEFAULT)
