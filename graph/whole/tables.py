"""The record as CSV: nodes and edges, or every statement with its evidence.

UTF-8 with a byte order mark, without which Excel takes Chinese for gibberish; lines end in CRLF (RFC 4180). A
spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula: such a text gets an apostrophe before it,
and so does one that begins with apostrophes and then such a sign. So `plain` gives back every text as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from graph.export import described
from graph.statement import Document, Entity, Statement, number
from graph.views import page
from graph.whole import cells
from graph.whole.cells import Cell, Row, qualifiers, spread
from graph.whole.record import Whole
from ontology.model import Ontology

MARK = "\ufeff"
_RUN = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

_END = ("id", "canonical", "name", "type", "mention")
_DOCUMENT = ("id", "title", "publisher", "published", "url", "source", "language", "sha256")
_STATEMENT = (
    "value", "max", "unit", "product", "status", "period", "quote", "start", "end", "page", "confidence",
    "extractor", "rung",
)  # fmt: skip


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet runs.

    >>> guarded("=1+1"), guarded("'=1"), guarded("'s-Hertogenbosch")
    ("'=1+1", "''=1", "'s-Hertogenbosch")
    """
    return "'" + text if _RUN.match(text) else text


def plain(cell: str) -> str:
    """The inverse of `guarded`."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell


def nodes(whole: Whole) -> Iterator[str]:
    """Entities and figures."""
    return _table(tuple(cells.node_columns(whole.ontology)), cells.nodes(whole))


def edges(whole: Whole) -> Iterator[str]:
    """Relationships, and what ties figures to their entities."""
    return _table(tuple(cells.edge_columns(whole.ontology)), cells.edges(whole))


def flat(whole: Whole) -> Iterator[str]:
    """Every statement with its sentence and its document."""
    return _table(tuple(columns(whole.ontology)), _statements(whole))


def columns(ontology: Ontology) -> dict[str, str]:
    """The columns of the flat table, with their types."""
    own = ["statement", *(f"subject_{name}" for name in _END), "predicate", *(f"object_{name}" for name in _END)]
    own += [*_STATEMENT, *(f"document_{name}" for name in _DOCUMENT)]
    return dict.fromkeys(own, "string") | qualifiers(ontology, dict.fromkeys(own, ""))


def _statements(whole: Whole) -> Iterator[Row]:
    names = columns(whole.ontology)
    for n, extraction in enumerate(whole.frozen.each()):
        whole.step(n, len(whole.frozen), "statements")
        known = {e.id: e for e in extraction.entities}
        about = _about(extraction.document)
        for s in extraction.statements:
            row: Row = {"statement": s.id, "predicate": s.predicate}
            row |= _end("subject", known[s.subject], s.subject_mention, whole)
            if s.object is not None:
                row |= _end("object", known[s.object], s.object_mention, whole)
            row |= _said(s) | {"page": page(extraction.document, s.start)}
            yield row | about | spread(s.qualifiers, names)


def _about(d: Document) -> Row:
    return {f"document_{name}": value for name, value in described(d).items()}


def _end(side: str, e: Entity, mention: str, whole: Whole) -> Row:
    values = (e.id, whole.canon(e.id), e.name, e.type, mention or e.name)
    return {f"{side}_{name}": value for name, value in zip(_END, values, strict=True)}


def _said(s: Statement) -> Row:
    found: Row = {name: getattr(s, name) for name in _STATEMENT if name != "page"}
    return {k: number(v) if isinstance(v, float) else v for k, v in found.items()}


def _table(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    yield MARK
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value
