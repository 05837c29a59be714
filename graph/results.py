"""Answers as text: SPARQL results in JSON, XML, CSV and TSV.

Source: the four W3C recommendations for SPARQL 1.1 results. Written here and not by the engine so that
rows are counted before the first byte leaves, and so that control characters cannot break the XML.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from xml.sax.saxutils import escape, quoteattr

from graph.terms import XSD, Quad, iri, string
from ontology.errors import InvalidQuery

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
MEDIA = {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV}
"""Short name to media type for tables and words, the default first."""
RDF_XML = "application/rdf+xml"
GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": RDF_XML,
    "nquads": "application/n-quads",
    "trig": "application/trig",
}
"""Short name to media type for triples, the default first."""
SPOKEN = {
    "sparql-results+json": ("json", "jsonld"),
    "json": ("json", "jsonld"),
    "json-ld": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "rdf": ("xml", "rdfxml"),
    "rdf+xml": ("xml", "rdfxml"),
    "ttl": ("json", "turtle"),
    "n3": ("json", "turtle"),
    "nt": ("json", "ntriples"),
    "n-triples": ("json", "ntriples"),
    "nq": ("json", "nquads"),
    "n-quads": ("json", "nquads"),
}
"""What clients call formats in `format=`: the short name that is meant for a table, and for triples."""

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_quoted = json.encoder.encode_basestring
"""A text as JSON, quotes included."""
T = TypeVar("T")


def limited(items: Iterable[T], limit: int) -> Iterator[T]:
    """The items one after another; InvalidQuery where they are more than `limit` (0: no limit)."""
    for count, item in enumerate(items):
        if limit and count == limit:
            raise InvalidQuery(f"the answer has more than {limit} rows; ask for fewer with LIMIT")
        yield item


class Cell(NamedTuple):
    """A term in a row: `kind` is `uri`, `literal` or `bnode`; plain strings have no datatype."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


class Table(NamedTuple):
    """The answer to a SELECT: its variables and its rows, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: Sequence[tuple[Cell | None, ...]]


class Triples(NamedTuple):
    """The answer to a CONSTRUCT or DESCRIBE: its triples, sorted, and the engine's way to write them."""

    quads: tuple[Quad, ...]
    write: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for: a table (SELECT), a word (ASK) or triples (CONSTRUCT, DESCRIBE)."""

    value: Table | bool | Triples

    @property
    def formats(self) -> Mapping[str, str]:
        """Short name to media type of all that it can be written as, the default first."""
        return GRAPHS if isinstance(self.value, Triples) else MEDIA

    def media_type(self, format: str | None = None) -> str:
        """The media type that a short name (`json`, `turtle` …) or a media type stands for; None: the default."""
        formats = self.formats
        if format is None:
            return next(iter(formats.values()))
        spoken = SPOKEN.get(format, (format, format))[isinstance(self.value, Triples)]
        wanted = formats.get(spoken, spoken)
        if wanted not in formats.values():
            raise InvalidQuery(f"this answer cannot be written as {format}; there is {', '.join(formats)}")
        return wanted

    def serialise(self, format: str | None = None) -> bytes:
        """The answer in a format, given as in `media_type`; UTF-8."""
        media, value = self.media_type(format), self.value
        if isinstance(value, bool):
            return truth(value, media).encode()
        return WRITERS[media](value).encode() if isinstance(value, Table) else value.write(media)


def as_json(table: Table) -> str:
    """SPARQL 1.1 Query Results JSON Format; written as text, which takes half of what a tree of objects takes."""
    names = [_quoted(name) + ": " for name in table.variables]
    rows = (", ".join([n + _object(c) for n, c in zip(names, row, strict=True) if c]) for row in table.rows)
    head = json.dumps({"vars": table.variables}, ensure_ascii=False)
    return f'{{"head": {head}, "results": {{"bindings": [{", ".join(["{" + row + "}" for row in rows])}]}}}}'


def _object(cell: Cell) -> str:
    more = ""
    if cell.language:
        more = f', "xml:lang": {_quoted(cell.language)}'
    elif cell.datatype:
        more = f', "datatype": {_quoted(cell.datatype)}'
    return f'{{"type": "{cell.kind}", "value": {_quoted(cell.value)}{more}}}'


def as_xml(table: Table) -> str:
    """SPARQL Query Results XML Format; characters that XML cannot hold become U+FFFD."""
    head = "".join(f"<variable name={quoteattr(v)}/>" for v in table.variables)
    body = "".join(f"<result>{_bindings(table.variables, row)}</result>" for row in table.rows)
    return _sparql(f"<head>{head}</head><results>{body}</results>")


def _sparql(content: str) -> str:
    return f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">{content}</sparql>\n'


def _bindings(variables: Sequence[str], row: Sequence[Cell | None]) -> str:
    return "".join(
        f"<binding name={quoteattr(name)}>{_element(cell)}</binding>"
        for name, cell in zip(variables, row, strict=True)
        if cell
    )


def _element(cell: Cell) -> str:
    attribute = ""
    if cell.language:
        attribute = f" xml:lang={quoteattr(cell.language)}"
    elif cell.datatype:
        attribute = f" datatype={quoteattr(cell.datatype)}"
    text = _UNFIT.sub("\ufffd", escape(cell.value, {"\r": "&#13;"}))
    return f"<{cell.kind}{attribute}>{text}</{cell.kind}>"


def as_csv(table: Table) -> str:
    """SPARQL 1.1 Query Results CSV Format: values without their types."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.variables)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _plain(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return "_:" + cell.value if cell.kind == "bnode" else cell.value


def as_tsv(table: Table) -> str:
    """SPARQL 1.1 Query Results TSV Format: terms as Turtle writes them."""
    lines = ["\t".join("?" + v for v in table.variables)]
    lines += ["\t".join(_term(cell) for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _term(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "uri":
        return iri(cell.value)
    if cell.kind == "bnode":
        return "_:" + cell.value
    if cell.datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", cell.value):
        return cell.value
    suffix = f"^^{iri(cell.datatype)}" if cell.datatype and not cell.language else ""
    return string(cell.value, cell.language) + suffix


WRITERS = {JSON: as_json, XML: as_xml, CSV: as_csv, TSV: as_tsv}


def truth(value: bool, media: str) -> str:
    """The answer to an ASK; CSV and TSV have no form of their own for it and hold the bare word."""
    word = "true" if value else "false"
    if media == JSON:
        return json.dumps({"head": {}, "boolean": value})
    if media == XML:
        return _sparql(f"<head></head><boolean>{word}</boolean>")
    return word + "\n"
