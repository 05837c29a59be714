"""A triple pattern as people write it, and the SPARQL that asks for it.

Terms are in N-Triples notation. `org/alcoa`, `id:org/alcoa`, `<https://…/id/org/alcoa>` and the bare IRI are one thing;
`"text"@en`, `"60"^^xsd:decimal`, `60` and `true` are literals. What is none of these is left to the caller: a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.nodes import prefixes
from graph.sound import entity_like
from graph.terms import RDF, XSD, iri, segment, string, typed, unsegment
from graph.terms import text as said
from ontology.errors import InvalidQuery

TYPE = iri(RDF + "type")
FOLDERS = ("id", "doc", "statement", "observation", "judgement")
_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@(?P<tag>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)|\^\^(?P<type>\S+))?', re.S)
_ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|urn:|mailto:)\S+")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*')
_NUMBER = re.compile(r"[+-]?\d+(?P<part>\.\d+)?", re.ASCII)
NUMBERS = ("integer", "decimal", "double", "nonNegativeInteger")
ORDER = "STR(?s) STR(?p) STR(?o) STR(DATATYPE(?o)) LANG(?o)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Terms that a triple must have; None for any. `objects` are alternatives, and so are literals that say `words`."""

    subject: str | None = None
    predicate: str | None = None
    objects: tuple[str, ...] = ()
    words: str | None = None
    graph: str | None = None
    """The IRI of a named graph; None for the merged view."""

    def construct(self, limit: int | None = None, offset: int = 0) -> str:
        """A query for the triples; some of them, in a fixed order, where `limit` is given."""
        return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {self.select(limit, offset)} }} }}"

    def select(self, limit: int | None = None, offset: int = 0) -> str:
        """A query for the triples as a table of ?s, ?p and ?o."""
        part = "" if limit is None else f" ORDER BY {ORDER} LIMIT {limit} OFFSET {offset}"
        return f"SELECT ?s ?p ?o WHERE {{ {self._where()} }}{part}"

    def count(self) -> str:
        """A query for how many they are: ?n."""
        return f"SELECT (COUNT(*) AS ?n) WHERE {{ {self._where()} }}"

    def _where(self) -> str:
        parts = [self._block(object) for object in self.objects]
        if self.words is not None:
            parts.append(self._block(None, f"FILTER (isLiteral(?o) && STR(?o) = {string(self.words)}) "))
        blocks = " UNION ".join(parts or [self._block(None)])
        return f"GRAPH {self.graph} {{ {blocks} }}" if self.graph else blocks

    def _block(self, object: str | None, filter: str = "") -> str:
        """The pattern with one object; terms that are given are bound too, so that each row is whole."""
        given = {"?s": self.subject, "?p": self.predicate, "?o": object}
        triple = " ".join(term or name for name, term in given.items())
        return f"{{ {triple} {filter}" + " ".join(f"BIND ({t} AS {name})" for name, t in given.items() if t) + " }"


def term(text: str, base: str) -> str | None:
    """The IRI or literal that a text stands for; None for a bare word. InvalidQuery where it can be neither."""
    text = text.strip()
    if text.startswith('"'):
        return literal(text, base)
    if text.startswith("<") and text.endswith(">"):
        return named(text[1:-1], base)
    if entity_like(text):
        return iri(f"{base}id/{segment(text)}")
    head, colon, tail = text.partition(":")
    if colon and head in (known := prefixes(base)):
        return named(known[head] + tail.replace("\\", ""), base)
    if text.startswith("_:"):
        raise InvalidQuery(f"{text} is a blank node, which has no name to ask by")
    return named(text, base) if _ABSOLUTE.fullmatch(text) else None


def named(text: str, base: str) -> str:
    """An IRI; one of ours may be written with or without % escapes."""
    for folder in FOLDERS:
        start = f"{base}{folder}/"
        if text.startswith(start):
            name, sign, part = text[len(start) :].partition("#")
            return iri(start + segment(unsegment(name)) + sign + (part if part.isalnum() else ""))
    if _IRI.fullmatch(text) is None:
        raise InvalidQuery(f"{text!r} is no IRI; write one that is whole, such as {base}id/product/alumina")
    return iri(text)


def literal(text: str, base: str) -> str:
    """A literal as Turtle writes it on one line: `"text"`, `"text"@en`, `"60"^^xsd:decimal`."""
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise InvalidQuery(f'{text!r} is no literal; write "text", "text"@en or "60"^^xsd:decimal')
    plain = said(match[1])
    if match["type"] is None:
        return string(plain, match["tag"])
    datatype = term(match["type"], base)
    if datatype is None or not datatype.startswith("<"):
        raise InvalidQuery(f"{match['type']!r} is no datatype; write xsd:decimal, xsd:date …")
    return string(plain) if datatype == iri(XSD + "string") else typed(plain, datatype[1:-1])


def values(word: str) -> tuple[str, ...]:
    """The literals that a bare number, year or truth value may be; none for other words.

    >>> values("true")
    ('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',)
    """
    if word in ("true", "false"):
        return (typed(word, XSD + "boolean"),)
    match = _NUMBER.fullmatch(word)
    if match is None:
        return ()
    kinds = ("decimal", "double") if match["part"] else NUMBERS
    year = (typed(word, XSD + "gYear"),) if re.fullmatch(r"\d{4}", word, re.ASCII) else ()
    return (*(typed(word, XSD + kind) for kind in kinds), *year, string(word))


def triples(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Subject, predicate and object of lines of N-Triples."""
    for line in lines:
        if line.strip():
            subject, predicate, object = line.strip().removesuffix(".").strip().split(" ", 2)
            yield subject, predicate, object
