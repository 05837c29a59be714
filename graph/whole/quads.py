"""The whole projection as N-Quads, and from there as TriG, Turtle and JSON-LD.

Every graph is sorted by its lines: the merged view first, then the documents in id order, the judgements, the
registry and the ontology. Subjects are kept in one block each on the way, since most of them are statements with
twenty triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TextIO

from graph.nodes import prefixes
from graph.rdf import Projection
from graph.syntaxes import converted, turtle_quads
from graph.terms import DEFAULT, Quad
from graph.whole.ordered import Ordered
from graph.whole.record import Whole
from ontology.load import TTL

_PREFIX = "@prefix "
PIECE = 1_000_000
"""Characters that are read from a file at once."""


def nquads(whole: Whole) -> Iterator[str]:
    """The merged view and all named graphs."""
    project = Projection(whole.ontology)
    yield from _ordered(_view(whole, project), whole.ordered())
    for n, extraction in enumerate(whole.frozen.each()):
        whole.step(n, len(whole.frozen), "documents")
        yield from sorted({q.line() + "\n" for q in project.document(extraction)})
    yield from sorted({q.line() + "\n" for q in project.judgements(whole.frozen.judgements(), whole.canon)})
    yield from _ordered(project.registry(whole.registry), whole.ordered())
    yield from sorted(q.line() + "\n" for q in turtle_quads(TTL, project.iris.ontology))


def ntriples(whole: Whole) -> Iterator[str]:
    """The merged view alone: one graph, each triple once."""
    return _ordered(_view(whole, Projection(whole.ontology)), whole.ordered())


def trig(whole: Whole) -> Iterator[str]:
    """As N-Quads, for people."""
    return _converted(whole, nquads(whole), "application/trig")


def turtle(whole: Whole) -> Iterator[str]:
    """As N-Triples, for people."""
    return _converted(whole, ntriples(whole), "text/turtle")


def jsonld(whole: Whole) -> Iterator[str]:
    """The merged view as one JSON-LD array of nodes, in expanded form."""
    return _converted(whole, ntriples(whole), "application/ld+json")


def _view(whole: Whole, project: Projection) -> Iterator[Quad]:
    """The default graph; the same triple may come several times."""
    for n, extraction in enumerate(whole.frozen.each()):
        whole.step(n, len(whole.frozen), "merged view")
        yield from project.about(extraction.document)
        for s in extraction.statements:
            yield from project.statement(s, whole.canon)
    for r in whole.relationships():
        yield from project.relationship(r)
    for f in whole.figures():
        yield from project.figure(f)
    for e in whole.entities():
        yield from project.entity(e, whole.canon)
    yield from project.products()


def _ordered(quads: Iterable[Quad], blocks: Ordered) -> Iterator[str]:
    """Quads of one graph as sorted lines, each once. No term holds a raw tab."""
    for (subject, graph), some in groupby(quads, key=lambda q: (q.subject, q.graph)):
        blocks.add("\t".join((subject, graph, *(f"{q.predicate} {q.object}" for q in some))))
    for (subject, graph), lines in groupby(blocks, key=lambda line: line.split("\t", 2)[:2]):
        pairs = {pair for line in lines for pair in line.split("\t")[2:]}
        end = f" {graph} .\n" if graph != DEFAULT else " .\n"
        yield from sorted(f"{subject} {pair}{end}" for pair in pairs)


def _converted(whole: Whole, lines: Iterator[str], media: str) -> Iterator[str]:
    folder = whole.folder()
    source, target = folder / "lines", folder / "converted"
    with source.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    whole.step(0, 1, "writing")
    converted(source, target, media, prefixes(whole.ontology.base))
    with target.open(encoding="utf-8", newline="") as file:
        yield from _prefixes(file)
        while piece := file.read(PIECE):
            yield piece


def _prefixes(file: TextIO) -> list[str]:
    """The prefixes that a file begins with, sorted: the engine writes them in no order."""
    found, after = list[str](), 0
    while file.read(len(_PREFIX)) == _PREFIX:  # never a whole line of what has no lines
        found.append(_PREFIX + file.readline())
        after = file.tell()
    file.seek(after)
    return sorted(found)
