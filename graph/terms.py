"""RDF terms and quads in N-Triples notation: what the projection is made of.

A term is kept as the text that N-Quads writes: `<https://…>`, `"60"^^<…decimal>`, `"创新"@zh`. One
notation serves everything that follows: terms compare and hash as text, a quad is written by joining
it, and both the engine's loader and a SPARQL update read it as it stands. Objects that would be taken
apart again a step later were the other choice; they cost three times as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import NamedTuple
from urllib.parse import quote, unquote

from graph.dates import valid

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
PREFIXES = {
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "oa": OA,
    "qudt": QUDT,
    "unit": UNIT,
    "dcterms": DCTERMS,
    "schema": SCHEMA,
}

DEFAULT = ""
"""The graph of a quad in the default graph."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_PLAIN = {escape: plain for plain, escape in _ESCAPES.items()}
_UNESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\.")
_PLAIN_SEGMENT = re.compile(r"[A-Za-z0-9_.~/-]*")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


class Quad(NamedTuple):
    """A triple and the graph it stands in, each term in N-Triples notation; `graph` is "" for the default."""

    subject: str
    predicate: str
    object: str
    graph: str = DEFAULT

    def line(self) -> str:
        """The quad as a line of N-Quads, without the line break."""
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} ."


def nquads(quads: Iterable[Quad]) -> str:
    """Quads as N-Quads."""
    return "".join(f"{s} {p} {o} {g} .\n" for s, p, o, g in quads)


def iri(text: str) -> str:
    """An IRI that is known to be well formed, e.g. `iri(RDF + "type")`."""
    return f"<{text}>"


def segment(name: str) -> str:
    """A part of an IRI: Unicode letters and digits stay, all else is percent-encoded; see `unsegment`.

    >>> segment("创新 & Co/x")
    '创新%20%26%20Co/x'
    """
    if _PLAIN_SEGMENT.fullmatch(name):
        return name
    return "".join(c if c.isalnum() or c in "-_.~/" else quote(c, safe="", errors="surrogatepass") for c in name)


def unsegment(text: str) -> str:
    """The name that `segment` was given."""
    return unquote(text, errors="surrogatepass")


def string(text: str, language: str | None = None) -> str:
    """A plain literal, or one in a language (BCP 47).

    >>> string('say "no"', "en")
    '"say \\\\"no\\\\""@en'
    """
    body = _ESCAPED.sub(_escape, text).encode("utf-8", "replace").decode()
    return f'"{body}"@{language}' if language else f'"{body}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def text(term: str) -> str:
    """What a literal says, without its quotes, escapes, language and datatype; of an IRI, the IRI.

    >>> text(string('say "no"', "en"))
    'say "no"'
    """
    if term.startswith("<"):
        return term[1:-1]
    return _UNESCAPED.sub(_unescape, term[1 : term.rindex('"')])


def _unescape(match: re.Match[str]) -> str:
    if match[1] or match[2]:
        return chr(int(match[1] or match[2], 16))
    return _PLAIN.get(match[0], match[0][1:])


def typed(text: str, datatype: str) -> str:
    """A literal of a datatype, given by its IRI."""
    return f"{string(text)}^^<{datatype}>"


def decimal(value: float | int) -> str:
    """An xsd:decimal in its canonical form; infinities are no decimals and become xsd:double.

    >>> decimal(60.0)
    '"60"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if not isfinite(value):
        return typed("NaN" if value != value else "INF" if value > 0 else "-INF", XSD + "double")
    text = format(Decimal(repr(value)), "f")
    return typed(text.rstrip("0").rstrip(".") if "." in text else text, XSD + "decimal")


def integer(value: int) -> str:
    """An xsd:integer."""
    return typed(str(value), XSD + "integer")


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return typed("true" if value else "false", XSD + "boolean")


def natural(value: int) -> str:
    """An xsd:nonNegativeInteger, as Web Annotation wants its offsets."""
    return typed(str(value), XSD + "nonNegativeInteger")


def dated(text: str) -> str:
    """A date in the precision that was written: year, month or day of XML Schema; all else is a string.

    Quarters, halves and spans stay strings, so that a query can compare them with what it writes.

    >>> dated("2025-07")
    '"2025-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> dated("2025/2027")
    '"2025/2027"'
    """
    types = {4: "gYear", 7: "gYearMonth", 10: "date"}
    if len(text) in types and text.isascii() and text.replace("-", "").isdigit() and valid(text):
        return typed(text, XSD + types[len(text)])
    return string(text)
