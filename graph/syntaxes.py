"""RDF in files: read, and written in another syntax, quad by quad. Beside `graph.engine` the only file that imports
pyoxigraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from graph.terms import DEFAULT, Quad
from ontology.errors import UnreadableDocument

SUFFIXES: Mapping[str, ox.RdfFormat] = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
"""The syntax of a file by its suffix, lower case."""


def steady(path: Path, graph: str) -> Iterator[ox.Quad]:
    """A Turtle file's triples in a graph (in N-Triples notation); its blank nodes get the same names each time."""
    triples = ox.Dataset(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    where = ox.NamedNode(graph[1:-1])
    return (ox.Quad(q.subject, q.predicate, q.object, where) for q in triples)


def turtle_quads(path: Path, graph: str) -> Iterator[Quad]:
    """The same as quads of ours."""
    return (Quad(str(q.subject), str(q.predicate), str(q.object), graph) for q in steady(path, graph))


def converted(source: Path, target: Path, media: str, prefixes: Mapping[str, str]) -> None:
    """Write N-Quads in another syntax, in their order."""
    quads = ox.parse(path=source, format=ox.RdfFormat.N_QUADS, lenient=True)
    ox.serialize(quads, str(target), format=ox.RdfFormat.from_media_type(media), prefixes=dict(prefixes))


def read_quads(path: Path, source: str) -> Iterator[Quad]:
    """The quads of a file in the syntax that its suffix names; UnreadableDocument where it breaks off or is none."""
    try:
        for q in ox.parse(path=path, format=SUFFIXES[path.suffix.lower()], lenient=True):
            named = not isinstance(q.graph_name, ox.DefaultGraph)
            yield Quad(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name) if named else DEFAULT)
    except (SyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{source}: {error}") from error
    except OSError as error:
        raise UnreadableDocument(f"{source}: {error.strerror or error}") from error
