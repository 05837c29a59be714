"""A Turtle file as terms with line numbers, so that whatever is wrong in it can be named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Never

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from ontology.errors import OntologyError

NAMESPACE = "https://w3id.org/potline/"
ALU = NAMESPACE + "ns#"


def alu(name: str) -> URIRef:
    """The IRI of a term: `alu("owns")`."""
    return URIRef(ALU + name)


@dataclass(frozen=True)
class Terms:
    """The triples of one file, and where in it each term is declared."""

    path: Path
    text: str
    graph: Graph

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix to namespace, as the file declares them."""
        return dict(re.findall(r"(?m)^@prefix\s+([\w-]*):\s*<([^>]*)>", self.text))

    @cached_property
    def lines(self) -> dict[str, int]:
        """IRI to the line where the term is declared: a prefixed name that begins its line.

        Raises OntologyError where one term is declared twice.
        """
        found: dict[str, int] = {}
        for match in re.finditer(r"(?m)^([\w-]+):([\w-]+)(?=\s)", self.text):
            iri = self.prefixes.get(match[1], "") + match[2]
            line = self._line(match.start())
            if iri in found:
                raise OntologyError(
                    f"{self.path}, line {line}: {match[0]} is declared twice, first in line {found[iri]}; "
                    "put all that is said of it in one block"
                )
            found[iri] = line
        return found

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def short(self, term: Node) -> str:
        """The term as the file writes it: `alu:owns`."""
        best = max(
            ((ns, p) for p, ns in self.prefixes.items() if str(term).startswith(ns)),
            key=lambda pair: len(pair[0]),
            default=None,
        )
        return f"{best[1]}:{str(term)[len(best[0]) :]}" if best else str(term)

    def fail(self, term: Node, problem: str, mend: str) -> Never:
        """Raise an OntologyError that names file, line and term, and how to mend it."""
        line = self.lines.get(str(term)) or self._used(term)
        raise OntologyError(f"{self.path}, line {line}: {self.short(term)} {problem}; {mend}")

    def _used(self, term: Node) -> int:
        found = re.search(rf"(?<![\w-]){re.escape(self.short(term))}(?![\w-])", self.text)
        return self._line(found.start()) if found else 1

    def typed(self, name: str) -> list[URIRef]:
        """The terms that are `a alu:NAME`, in the order of the file."""
        return self.ordered(self.graph.subjects(RDF.type, alu(name)))

    def ordered(self, terms: Iterator[Node]) -> list[URIRef]:
        """Named terms in the order of the file."""
        named = {t for t in terms if isinstance(t, URIRef)}
        return sorted(named, key=lambda t: (self.lines.get(str(t), len(self.text)), t))

    def objects(self, term: Node, property: URIRef) -> list[URIRef]:
        """The named objects of a property, in the order of the file."""
        return self.ordered(self.graph.objects(term, property))

    def words(self, term: Node, property: URIRef) -> list[Literal]:
        """The literal objects of a property, sorted."""
        return sorted(o for o in self.graph.objects(term, property) if isinstance(o, Literal))

    def word(self, term: Node, property: URIRef) -> str:
        """The one literal object of a property; OntologyError where there is none or several."""
        found = self.words(term, property)
        if len(found) != 1:
            self.fail(term, f"has {len(found)} times {self.short(property)}", "give it exactly one")
        return str(found[0])

    def label(self, term: Node) -> str:
        """The rdfs:label."""
        return self.word(term, RDFS.label)

    def comment(self, term: Node) -> str:
        """The rdfs:comment."""
        return self.word(term, RDFS.comment)

    def members(self, term: Node, property: URIRef) -> list[Node]:
        """The members of the list that a property points at; OntologyError where there is none."""
        head = self.graph.value(term, property)
        if head is None:
            self.fail(term, f"has no {self.short(property)}", "give it a list in brackets, ( ) if it is empty")
        return list(Collection(self.graph, head))


def read(path: Path) -> Terms:
    """Parse a Turtle file; OntologyError with file and line where that fails."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    # Well-known prefixes are not bound: the file names those that it uses.
    graph = Graph(bind_namespaces="none")
    try:
        graph.parse(data=text, format="turtle")
    except BadSyntax as error:
        raise OntologyError(f"{path}, line {error.lines + 1}: {_reason(error)}; mend the Turtle there") from error
    return Terms(path, text, graph)


def _reason(error: BadSyntax) -> str:
    """The parser's own reason, without its line and its excerpt of the whole file."""
    found = re.search(r"Bad syntax \((.*?)\) at \^", error.message, re.S)
    return re.sub(r"\s+", " ", found[1] if found else error.message).strip()
