"""SPARQL over the projection of a record; the only file that imports the engine (pyoxigraph).

The default graph is the merged view, never the union of the named ones, which counts a triple once per graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from threading import Lock
from typing import NamedTuple

import pyoxigraph as ox

from graph import rewrite, tokens
from graph.follow import Follower
from graph.mistakes import explain
from graph.nodes import prefixes, speaks_of
from graph.rdf import Projection
from graph.registry import Registry
from graph.results import Answer, Cell, Table, Triples, limited
from graph.store import Store
from graph.terms import RDF, XSD, Quad, nquads, segment
from ontology.errors import InvalidQuery, StoreUnavailable
from ontology.load import TTL
from ontology.model import Ontology

CHUNK = 50_000
"""Quads that are handed to the engine at once when the index is built."""
ROUNDS = 10
"""How often a follow goes back for commits that came while it was reading."""

Graphs = Collection[str]
Found = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean | Iterator[ox.Triple]


class Index:
    """An in-memory RDF index of a record that follows it; many threads may ask at once.

    Before each answer it takes in what was committed since, by whatever process: no answer is older than
    the last commit that returned. Each change is one transaction; a query sees the state it began in.
    """

    def __init__(self, store: Store, ontology: Ontology, registry: Registry) -> None:
        self.projection = Projection(ontology)
        self.prefixes = prefixes(ontology.base)
        self.base = ontology.base
        self._store = store
        self._follower = Follower(store, self.projection, registry)
        self._lock = Lock()
        self._engine = ox.Store()
        self._revision: int | None = None
        self._effective: str | None = None

    # Following

    def follow(self) -> int:
        """Take in what was committed since the last time; gives the revision that the index is at."""
        with self._lock:
            for left in reversed(range(ROUNDS)):
                if self._caught_up(patient=left > ROUNDS // 2):
                    break
            return self._revision or 0

    def _caught_up(self, patient: bool) -> bool:
        """One step towards the newest revision. Where `patient`, a step that a commit fell into is thrown away."""
        if self._revision is None:
            self._build()
            return False
        changes = self._store.changes(self._revision)
        replaced = changes.effective != self._effective
        if changes.revision == self._revision and not replaced:
            return True
        # Whatever fails from here on, the next follow builds anew rather than trust half a step.
        known, self._revision, log = self._revision, None, self._follower.log
        if changes.revision < known or (replaced and self._follower.heavy):
            self._build()
            return False
        update = self._follower.update(changes, self.match, replaced)
        if patient and self._store.revision() != changes.revision:
            # Its reads may be of two states. In the end it is taken all the same: the next step has what came between.
            self._follower.go_back(log)
            self._revision = known
        else:
            self._engine.update(update.text())
            self._revision, self._effective = changes.revision, changes.effective
        return False

    def _build(self) -> None:
        """Build aside, then swap: queries go on with the old state."""
        before = self._store.changes(self._store.revision())
        engine = ox.Store()
        quads = self._follower.everything()
        while chunk := nquads(islice(quads, CHUNK)):
            engine.bulk_load(chunk.encode(), ox.RdfFormat.N_QUADS, lenient=True)
        engine.extend(_ontology(_node(self.projection.iris.ontology)))
        self._engine, self._revision, self._effective = engine, before.revision, before.effective

    def match(self, subject: str | None, predicate: str | None, object: str | None, graph: str) -> Iterator[Quad]:
        """The quads of a graph ("" for the default one) that fit a pattern of IRIs; None fits all."""
        where = _node(graph) if graph else ox.DefaultGraph()
        s, p, o = (_node(term) if term else None for term in (subject, predicate, object))
        for q in self._engine.quads_for_pattern(s, p, o, where):
            yield Quad(str(q.subject), str(q.predicate), str(q.object), graph)

    # Asking

    def query(
        self,
        text: str, default_graphs: Graphs | None = None, named_graphs: Graphs | None = None,
        *, length: int = tokens.LENGTH, rows: int = 0,
    ) -> Answer:  # fmt: skip
        """Answer a SPARQL 1.1 query, over these graphs (IRIs) if any are given, else over its FROM clauses.

        `prefixes` need not be declared. `length` limits the characters of the query, `rows` the rows or
        triples of the answer (0: no limit). Raises InvalidQuery for what does not parse or is refused.
        """
        seen = tokens.inspect(text, length)
        if complaint := self._parse(seen.text):
            raise InvalidQuery(explain(seen.text, complaint, self._parse))
        self.follow()
        try:
            return self._evaluate(seen, default_graphs, named_graphs, rows)
        except (InvalidQuery, StoreUnavailable) as error:
            # The engine's iterators must die in the thread that made them, but an error that travels to another
            # thread keeps the frames that hold them: so it goes on without its past.
            fresh = type(error)(str(error))
        raise fresh

    def _evaluate(
        self, seen: tokens.Inspected, default_graphs: Graphs | None, named_graphs: Graphs | None, rows: int
    ) -> Answer:
        engine = self._engine
        parts = rewrite.parts(seen.text)
        if default_graphs is None and named_graphs is None:
            default_graphs, named_graphs = self._sources(engine, parts)
        dataset = _dataset(engine, default_graphs, named_graphs)
        if seen.form == "DESCRIBE":
            found = self._select(dataset, rewrite.selecting(parts))
            things = {t for row in found for t in row if isinstance(t, ox.NamedNode)}
            return self._answer(_described(engine, things), rows)
        return self._answer(self._run(dataset, parts.text), rows)

    def describe(self, things: Iterable[str], folder: str = "id", rows: int = 0) -> Answer:
        """All triples of the merged view about things, and of the statements and figures about them.

        A thing is an IRI, or an id behind `BASE FOLDER/`: `id` for entities, `doc`, `statement`.
        """
        self.follow()
        iris = {_named(t if t.startswith(self.base) else f"{self.base}{folder}/{segment(t)}") for t in things}
        return self._answer(_described(self._engine, iris), rows)

    def names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, in order."""
        self.follow()
        return tuple(sorted(g.value for g in self._engine.named_graphs()))

    def graph(self, name: str | None = None, rows: int = 0) -> Answer:
        """All triples of a named graph (an IRI), or of the default graph."""
        self.follow()
        found = self._engine.quads_for_pattern(None, None, None, _named(name) if name else ox.DefaultGraph())
        return self._answer((q.triple for q in found), rows)

    def nquads(self, derived: bool = False) -> Iterator[str]:
        """The whole index as lines of N-Quads, each with its line break; derived ownership only if asked for."""
        self.follow()
        hidden = self.projection.derived
        return (f"{q} .\n" for q in self._engine if derived or not hidden(str(q.subject), str(q.predicate)))

    def _parse(self, text: str) -> str | None:
        """The engine's complaint about a query; None where it parses."""
        try:
            ox.Store().query(text, base_iri=self.base, prefixes=self.prefixes)
        except (SyntaxError, ValueError) as error:
            return str(error)
        return None

    def _sources(self, engine: ox.Store, parts: rewrite.Parts) -> tuple[Graphs | None, Graphs | None]:
        """The IRIs of the FROM and FROM NAMED clauses; None for both where there are none."""
        named = parts.defaults + parts.named
        if not named:
            return None, None
        query = rewrite.resolving(parts.prologue, named)
        (row,) = self._select(_dataset(engine, None, None), query)
        iris = [t.value for t in row if isinstance(t, ox.NamedNode)]
        return iris[: len(parts.defaults)], iris[len(parts.defaults) :]

    def _run(self, dataset: _Dataset, text: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        return dataset.engine.query(
            text, base_iri=self.base, prefixes=self.prefixes, default_graph=dataset.default, named_graphs=dataset.named
        )

    def _select(self, dataset: _Dataset, text: str) -> ox.QuerySolutions:
        found = self._run(dataset, text)
        assert isinstance(found, ox.QuerySolutions)
        return found

    def _answer(self, found: Found, rows: int) -> Answer:
        try:
            return Answer(self._value(found, rows))
        except OSError as error:
            raise StoreUnavailable(f"the RDF index could not answer: {error}") from error

    def _value(self, found: Found, rows: int) -> Table | bool | Triples:
        """The whole answer in memory, or InvalidQuery where it is larger than allowed."""
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QuerySolutions):
            names = tuple(v.value for v in found.variables)
            return Table(names, [tuple(map(_cell, row)) for row in limited(found, rows)])
        triples = sorted(set(limited(found, rows)), key=str)

        def write(media: str) -> bytes:
            return _written(triples, media, self.prefixes)

        quads = (Quad(str(t.subject), str(t.predicate), str(t.object)) for t in triples)
        return Triples(tuple(quads), write)


def _written(triples: list[ox.Triple], media: str, prefixes: dict[str, str]) -> bytes:
    """Triples in a format; Turtle declares the prefixes that it may need, in order."""
    format = ox.RdfFormat.from_media_type(media)
    if format != ox.RdfFormat.TURTLE:
        return ox.serialize(triples, format=format) or b""
    body = "".join(map(str, triples))
    used = {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in body}
    lines = (ox.serialize(triples, format=format, prefixes=used) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines[: len(used)]) + lines[len(used) :])


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        plain = term.datatype.value in (XSD + "string", RDF + "langString")
        return Cell("literal", term.value, None if plain else term.datatype.value, term.language)
    if isinstance(term, ox.Triple):
        return Cell("literal", str(term))
    return Cell("uri" if isinstance(term, ox.NamedNode) else "bnode", term.value)


class _Dataset(NamedTuple):
    """What a query is run over: None means all that the engine has."""

    engine: ox.Store
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None
    named: list[ox.NamedNode | ox.BlankNode] | None


def _dataset(engine: ox.Store, default: Graphs | None, named: Graphs | None) -> _Dataset:
    """Exactly these graphs if any are given; several default graphs are merged, each triple once."""
    if default is None and named is None:
        return _Dataset(engine, None, None)
    defaults, names = [_named(i) for i in default or ()], [_named(i) for i in named or ()]
    if len(defaults) < 2:
        return _Dataset(engine, list(defaults), list(names))
    merged = ox.Store()
    for graph in defaults:
        merged.extend(
            ox.Quad(q.subject, q.predicate, q.object) for q in engine.quads_for_pattern(None, None, None, graph)
        )
    for graph in names:
        merged.extend(engine.quads_for_pattern(None, None, None, graph))
    return _Dataset(merged, None, list(names))


def _ontology(graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The ontology's own triples; its blank nodes get the same names each time."""
    triples = ox.Dataset(ox.parse(path=TTL, format=ox.RdfFormat.TURTLE))
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return (ox.Quad(q.subject, q.predicate, q.object, graph) for q in triples)


def _described(engine: ox.Store, things: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    """The triples that things stand in, and all triples of the statements and figures about them."""
    where = ox.DefaultGraph()
    for thing in things:
        around = set()
        for quad in engine.quads_for_pattern(None, None, thing, where):
            yield quad.triple
            if speaks_of(str(quad.predicate)):
                around.add(quad.subject)
        for node in (thing, *around):
            for quad in engine.quads_for_pattern(node, None, None, where):
                yield quad.triple


def _node(term: str) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1])


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InvalidQuery(f"{iri!r} is no IRI: {error}") from error
