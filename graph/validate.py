"""The whole projection against the shapes of the ontology (SHACL), graph by graph.

The shapes hold for one graph at a time: the merged view, each document, the registry, the judgements.
This is where rdflib and pyshacl are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyshacl import validate as shacl
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from graph.nodes import Iris
from graph.results import Triples
from graph.sparql import Index
from graph.terms import text
from ontology.load import SHAPES


@dataclass(frozen=True, slots=True)
class Violation:
    """A thing in a graph that breaks a shape. `graph` is an IRI, "" for the merged view."""

    graph: str
    thing: str
    message: str
    value: str | None = None

    def __str__(self) -> str:
        value = f" (it is {self.value})" if self.value is not None else ""
        return f"{self.graph or 'merged view'}: {self.thing}: {self.message}{value}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found; `graphs` is how many graphs were looked at."""

    graphs: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing breaks a shape."""
        return not self.violations

    @property
    def text(self) -> str:
        """The report for people, a line a violation."""
        if self.conforms:
            return f"all {self.graphs} graphs conform to the shapes"
        lines = [str(v) for v in self.violations]
        return "\n".join([*lines, f"{len(lines)} violations in {len({v.graph for v in self.violations})} graphs"])


def validate(index: Index, shapes: Path = SHAPES) -> Report:
    """Validate every graph of the projection but the ontology's own."""
    rules = Graph().parse(shapes, format="turtle")
    own = text(Iris(index.base).ontology)
    names = [name for name in ("", *index.names()) if name != own]
    return Report(len(names), tuple(v for name in names for v in violations(index, name, rules)))


def violations(index: Index, name: str, rules: Graph) -> Iterator[Violation]:
    """What breaks the shapes in one graph ("" for the merged view), in order."""
    value = index.graph(name or None).value
    assert isinstance(value, Triples)
    data = Graph().parse(data=value.write("application/n-triples"), format="nt")
    _, results, _ = shacl(data, shacl_graph=rules, allow_warnings=True)
    assert isinstance(results, Graph)
    yield from sorted((_violation(results, node, name) for node in results.objects(None, SH.result)), key=str)


def _violation(results: Graph, node: Node, graph: str) -> Violation:
    found = {p: str(o) for p, o in results.predicate_objects(node)}
    message = found.get(SH.resultMessage, "breaks a shape")
    return Violation(graph, found[SH.focusNode], message, found.get(SH.value))
