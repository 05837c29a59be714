"""The formats that the whole record can be written in; a new one is a function and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph import export
from graph.whole import graphs, quads, script, tables
from graph.whole.record import Whole
from ontology.errors import InputError

Write = Callable[[Whole], Iterator[str]]
"""The whole record as pieces of text."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `parts` are its files by their names without a suffix, mostly one."""

    name: str
    media: str
    suffix: str
    parts: Mapping[str, Write]
    charset: bool = True
    """Whether the media type says UTF-8; the others are UTF-8 by their definition, or say so inside."""

    @property
    def content_type(self) -> str:
        """For an HTTP header."""
        return f"{self.media}; charset=utf-8" if self.charset else self.media


def _jsonl(whole: Whole) -> Iterator[str]:
    return export.jsonl(whole.frozen)


NAME = "potline"
"""What a file is called that has no name of its own."""
PAIR = "csv-graph"
FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("jsonl", "application/x-ndjson", ".jsonl", {NAME: _jsonl}),
        Format("csv", "text/csv", ".csv", {NAME: tables.flat}),
        Format(PAIR, "text/csv", ".csv", {"nodes": tables.nodes, "edges": tables.edges}),
        Format("nquads", "application/n-quads", ".nq", {NAME: quads.nquads}, charset=False),
        Format("trig", "application/trig", ".trig", {NAME: quads.trig}, charset=False),
        Format("turtle", "text/turtle", ".ttl", {NAME: quads.turtle}),
        Format("ntriples", "application/n-triples", ".nt", {NAME: quads.ntriples}, charset=False),
        Format("jsonld", "application/ld+json", ".jsonld", {NAME: quads.jsonld}, charset=False),
        Format("graphml", "application/graphml+xml", ".graphml", {NAME: graphs.graphml}, charset=False),
        Format("gexf", "application/gexf+xml", ".gexf", {NAME: graphs.gexf}, charset=False),
        Format("cypher", "application/x-cypher-query", ".cypher", {NAME: script.script}),
    )
}
"""By their names; `neo4j-admin` beside them is a folder of its own kind (`graph.neo4j_bulk`)."""
SUFFIXES = {f.suffix: f.name for f in FORMATS.values() if len(f.parts) == 1} | {".ndjson": "jsonl", ".json": "jsonld"}
"""By the suffix of a file."""
GZIP, ZIP = ".gz", ".zip"
MEDIA_ZIP = "application/zip"


def format_of(name: str) -> Format:
    """The format of this name, or with this media type or suffix; InputError lists all."""
    found = FORMATS.get(name) or FORMATS.get(SUFFIXES.get(f".{name}", ""))
    found = found or next((f for f in FORMATS.values() if f.media == name), None)
    if found is None:
        raise InputError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    return found


def by_suffix(path: Path) -> Format | None:
    """The format that a file's name tells, `.gz` behind it or not; None where it tells none."""
    suffix = (Path(path.stem) if path.suffix.lower() == GZIP else path).suffix.lower()
    return FORMATS[PAIR] if suffix == ZIP else FORMATS.get(SUFFIXES.get(suffix, ""))


def part_of(format: Format, name: str) -> Write:
    """One of a format's files; InputError lists them."""
    if name not in format.parts:
        raise InputError(f"{format.name} has no part {name!r}; it has {', '.join(format.parts)}")
    return format.parts[name]
