"""SHACL: what in an RDF graph breaks shapes.ttl. Imported only where somebody asks, for pyshacl is slow to load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ontology.errors import OntologyError
from ontology.load import SHAPES, ontology
from ontology.terms import alu, read


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that breaks a shape: `node` is what, `path` the property (or ""), `value` what it was."""

    node: str
    path: str
    value: str
    message: str


def violations(data: str | Graph, format: str = "nt") -> tuple[Violation, ...]:
    """What breaks the shapes in one graph: the default graph, or the graph of one document.

    `data` is a graph, or its text in a format that rdflib reads (N-Triples by default).
    Raises OntologyError where the shapes themselves cannot be used.
    """
    graph = data if isinstance(data, Graph) else Graph(bind_namespaces="none").parse(data=data, format=format)
    _, report, text = validate(graph, shacl_graph=_shapes(SHAPES), ont_graph=_hierarchy(), inference="none")
    if not isinstance(report, Graph):
        raise OntologyError(f"{SHAPES}: {text}; mend the shapes")
    return tuple(sorted(_read(report)))


def _read(report: Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):

        def said(property: URIRef, result: Node = result) -> str:
            value = report.value(result, property)
            return "" if value is None else str(value)

        yield Violation(said(SH.focusNode), said(SH.resultPath), said(SH.value), said(SH.resultMessage))


@cache
def _shapes(path: Path) -> Graph:
    return read(path).graph


@cache
def _hierarchy() -> Graph:
    """Which class is below which: all that the shapes need of the ontology."""
    graph = Graph(bind_namespaces="none")
    for c in ontology().classes.values():
        if c.parent is not None:
            graph.add((alu(c.name), RDFS.subClassOf, alu(c.parent)))
    return graph
