"""The engine (pyoxigraph; else only `graph.syntaxes` imports it): quads in and out, queries run and answered whole.

Nothing here knows the record, so it works as well in a process that has no more than a snapshot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

import pyoxigraph as ox

from graph import rewrite, tokens
from graph.mistakes import explain
from graph.nodes import speaks_of
from graph.results import RDF_XML, Answer, Cell, Table, Triples, limited
from graph.syntaxes import steady
from graph.terms import RDF, XSD, Quad
from ontology.errors import IndexUnusable, InvalidQuery, PotlineError, StoreUnavailable

Graphs = Collection[str]
Found = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean | Iterator[ox.Triple]


class Engine:
    """Quads, in memory or in a folder, and answers from them.

    `base` resolves IRIs, `prefixes` need not be declared; `services` are the endpoints that SERVICE may name.
    """

    def __init__(
        self,
        base: str,
        prefixes: Mapping[str, str],
        folder: Path | None = None,
        read_only: bool = False,
        services: Collection[str] = (),
    ) -> None:
        self.base = base
        self.prefixes = dict(prefixes)
        self.services = services
        with _on_disk("opened"):
            where = str(folder) if folder else None
            self._store = ox.Store.read_only(where) if where and read_only else ox.Store(where)

    # Quads

    def load(self, quads: str) -> None:
        """Add N-Quads, not as one transaction."""
        with _on_disk("built"):
            self._store.bulk_load(quads.encode(), ox.RdfFormat.N_QUADS, lenient=True)

    def load_turtle(self, path: Path, graph: str) -> None:
        """Add a file's triples to a graph; its blank nodes get the same names each time."""
        self._store.extend(steady(path, graph))

    def update(self, text: str) -> None:
        """Run a SPARQL update of our own making, as one transaction."""
        with _on_disk("changed"):
            self._store.update(text)

    def copy(self, folder: Path) -> None:
        """Copy what is in a folder into one that is not there yet; most of it are hard links."""
        with _on_disk("copied"):
            self._store.backup(str(folder))

    def match(self, subject: str | None, predicate: str | None, object: str | None, graph: str) -> Iterator[Quad]:
        """The quads of a graph ("" for the default one) that fit a pattern of IRIs; None fits all."""
        where = _node(graph) if graph else ox.DefaultGraph()
        s, p, o = (_node(term) if term else None for term in (subject, predicate, object))
        with _on_disk("read"):
            for q in self._store.quads_for_pattern(s, p, o, where):
                yield Quad(subject or str(q.subject), predicate or str(q.predicate), object or str(q.object), graph)

    def names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, in order."""
        with _on_disk("read"):
            return tuple(sorted(g.value for g in self._store.named_graphs()))

    def quads(self) -> Iterator[Quad]:
        """All of them."""
        with _on_disk("read"):
            for q in self._store:
                named = isinstance(q.graph_name, ox.NamedNode)
                yield Quad(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name) if named else "")

    # Answers

    def query(
        self,
        text: str, default_graphs: Graphs | None = None, named_graphs: Graphs | None = None,
        *, length: int = tokens.LENGTH, rows: int = 0,
    ) -> Answer:  # fmt: skip
        """Answer a SPARQL 1.1 query, over these graphs (IRIs) if any are given, else over its FROM clauses.

        `length` limits the characters of the query, `rows` the rows or triples of the answer (0: no limit).
        Raises InvalidQuery for what does not parse or is refused.
        """
        seen = tokens.inspect(text, length, services=self.services)
        try:
            with _on_disk("asked"):
                if complaint := self._parse(seen.text):
                    raise InvalidQuery(explain(seen.text, complaint, self._parse))
                return self._evaluate(seen, default_graphs, named_graphs, rows)
        except RuntimeError as error:
            # A function that it does not know, say, which shows only when it is called.
            fresh: PotlineError = InvalidQuery(f"the engine cannot answer this: {error}")
        except (InvalidQuery, StoreUnavailable) as error:
            # The engine's iterators must die in the thread that made them, but an error that travels to another
            # thread keeps the frames that hold them: so it goes on without its past.
            fresh = type(error)(str(error))
        raise fresh

    def describe(self, things: Iterable[str], rows: int = 0) -> Answer:
        """All triples about things (IRIs) in the default graph, and of the statements and figures about them."""
        return self._answer(_described(self._store, map(_named, things)), rows)

    def graph(self, name: str | None, rows: int = 0) -> Answer:
        """All triples of a named graph (an IRI), or of the default graph."""
        found = self._store.quads_for_pattern(None, None, None, _named(name) if name else ox.DefaultGraph())
        return self._answer((q.triple for q in found), rows)

    def _evaluate(
        self, seen: tokens.Inspected, default_graphs: Graphs | None, named_graphs: Graphs | None, rows: int
    ) -> Answer:
        engine = self._store
        parts = rewrite.parts(seen.text)
        if default_graphs is None and named_graphs is None:
            default_graphs, named_graphs = self._sources(engine, parts)
        dataset = _dataset(engine, default_graphs, named_graphs)
        if seen.form == "DESCRIBE":
            found = self._select(dataset, rewrite.selecting(parts))
            things = {t for row in found for t in row if isinstance(t, ox.NamedNode)}
            return self._answer(_described(engine, things), rows)
        return self._answer(self._run(dataset, parts.text), rows)

    def _parse(self, text: str) -> str | None:
        """The engine's complaint about a query; None where it parses."""
        try:
            ox.Store().query(text, base_iri=self.base, prefixes=self.prefixes)
        except (SyntaxError, ValueError) as error:
            return str(error)
        except OSError:
            # An endpoint that is allowed was asked already, and is not there: it parses all the same.
            return None
        return None

    def _sources(self, engine: ox.Store, parts: rewrite.Parts) -> tuple[Graphs | None, Graphs | None]:
        """The IRIs of the FROM and FROM NAMED clauses; None for both where there are none."""
        terms = parts.defaults + parts.named
        if not terms:
            return None, None
        query = rewrite.resolving(parts.prologue, terms)
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
        with _on_disk("asked"):
            return Answer(self._value(found, rows))

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


@contextmanager
def _on_disk(what: str) -> Iterator[None]:
    """IndexUnusable where a file is damaged or gone, StoreUnavailable where the disk is full or an endpoint is away."""
    try:
        yield
    except OSError as error:
        lost = isinstance(error, FileNotFoundError)
        raise (IndexUnusable if lost else StoreUnavailable)(f"the RDF index could not be {what}: {error}") from error
    except RuntimeError as error:
        if not str(error).startswith("Corruption"):
            raise
        raise IndexUnusable(f"the RDF index could not be {what}: {error}") from error


def _written(triples: list[ox.Triple], media: str, prefixes: dict[str, str]) -> bytes:
    """Triples in a format; Turtle declares the prefixes that it may need, in order."""
    format = ox.RdfFormat.from_media_type(media)
    if media == RDF_XML:
        return _well_formed(ox.serialize(triples, format=format) or b"")
    if format != ox.RdfFormat.TURTLE:
        return ox.serialize(triples, format=format) or b""
    body = "".join(map(str, triples))
    used = {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in body}
    lines = (ox.serialize(triples, format=format, prefixes=used) or b"").splitlines(keepends=True)
    return b"".join(sorted(lines[: len(used)]) + lines[len(used) :])


def _well_formed(xml: bytes) -> bytes:
    """The engine's RDF/XML as it is; it writes control characters, and predicates that make no XML name, all the same.

    Raises InvalidQuery where no reader would take it.
    """
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml, True)
    except expat.ExpatError as error:
        raise InvalidQuery(
            f"RDF/XML cannot hold this answer ({error}): it has a control character or a predicate that is no "
            "XML name; ask for Turtle"
        ) from error
    return xml


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Cell("uri", term.value)
    if isinstance(term, ox.Literal):
        plain = term.datatype.value in (XSD + "string", RDF + "langString")
        return Cell("literal", term.value, None if plain else term.datatype.value, term.language)
    if isinstance(term, ox.Triple):
        return Cell("literal", str(term))
    return Cell("bnode", term.value)


class _Dataset(NamedTuple):
    """What a query is run over: None means all that the engine has."""

    engine: ox.Store
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None
    named: list[ox.NamedNode | ox.BlankNode] | None


def _dataset(engine: ox.Store, default: Graphs | None, names: Graphs | None) -> _Dataset:
    """Exactly these graphs if any are given; several default graphs are merged, each triple once."""
    if default is None and names is None:
        return _Dataset(engine, None, None)
    defaults, others = [_named(i) for i in default or ()], [_named(i) for i in names or ()]
    if len(defaults) < 2:
        return _Dataset(engine, list(defaults), list(others))
    merged = ox.Store()
    for graph in defaults:
        merged.extend(
            ox.Quad(q.subject, q.predicate, q.object) for q in engine.quads_for_pattern(None, None, None, graph)
        )
    for graph in others:
        merged.extend(engine.quads_for_pattern(None, None, None, graph))
    return _Dataset(merged, None, list(others))


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


def _named(iri: str) -> ox.NamedNode:
    """An IRI that somebody wrote; InvalidQuery where it is none."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InvalidQuery(f"{iri!r} is no IRI: {error}") from error


def _node(term: str) -> ox.NamedNode:
    """An IRI in N-Triples notation as a node."""
    return ox.NamedNode(term[1:-1])
