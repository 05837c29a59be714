"""The record as a Cypher script: run in an empty Neo4j 5, it makes what loading it document by document would make.

The rows are those of `graph.neo4j_bulk`. A semicolon at the end of a line ends a statement, and nothing else does, for
line ends inside texts are escaped: so a reader may split there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from graph.lines import Lines
from graph.neo4j_bulk import RECORD, Bulk
from graph.neo4j_csv import Kind
from graph.neo4j_rows import Row
from graph.neo4j_schema import SCHEMA, VERSION
from graph.whole.record import Whole

ROWS, SIZE = 500, 200_000
"""Most rows of a statement, and the characters after which no more are added."""
KEYS = {"Source": "source"}
"""The property by which the nodes of a group are found; else it is `id`."""
_ESCAPED = re.compile(r"['\\\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORT = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

HEAD = """\
// A record of Potline, schema {version}. Run it in an empty database of Neo4j 5, for example:
//   cypher-shell -a neo4j://localhost:7687 -u neo4j -f FILE
"""


def script(whole: Whole) -> Iterator[str]:
    """The whole script: constraints and indexes, nodes, relationships, and the version of the schema last."""
    yield HEAD.format(version=VERSION)
    yield from (f"{statement};\n" for statement in SCHEMA)
    yield "CALL db.awaitIndexes(600);\n"
    folder = whole.folder()
    rows = Rows(folder)
    Bulk(whole.frozen, whole.ontology, rows, folder).write(whole.step)
    yield from rows.statements()
    yield f"MERGE (s:PotlineSchema {{name: 'potline'}}) SET s.version = {VERSION};\n"


class Rows:
    """Nodes and relationships of each kind, in files until all are there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kinds: dict[Kind, Lines] = {}

    def add(self, kind: Kind, ends: Sequence[str] = (), row: Row | None = None) -> None:
        """Take a node or a relationship."""
        lines = self._kinds.get(kind)
        if lines is None:
            lines = self._kinds[kind] = Lines(self._folder / f"{kind.stem}-{len(self._kinds)}")
        values = dict(row or {})
        if kind is RECORD:
            # Two databases that one script made are two records.
            del values["id"]
        if kind.relates:
            values = {"a": ends[0], "b": ends[1], "p": values}
        lines.write(literal(values))

    def statements(self) -> Iterator[str]:
        """All of them as statements, nodes before relationships, each kind in the order in which it came up."""
        for kind, lines in sorted(self._kinds.items(), key=lambda found: found[0].relates):
            lines.flush()
            with lines.path.open(encoding="utf-8", newline="\n") as file:
                for batch in _batches(line[:-1] for line in file):
                    yield "".join(("UNWIND [\n", ",\n".join(batch), "\n] AS row ", _made(kind), ";\n"))


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    batch, size = list[str](), 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if len(batch) >= ROWS or size >= SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _made(kind: Kind) -> str:
    """What becomes of a row."""
    name = kind.option.partition("=")[2]
    if not kind.relates:
        id = " SET n.id = randomUUID()" if kind is RECORD else ""
        return f"CREATE (n:{name}) SET n = row{id}"
    matches = (f"MATCH ({v}:{g} {{{KEYS.get(g, 'id')}: row.{v}}})" for v, g in zip("ab", kind.groups, strict=True))
    return f"{' '.join(matches)} CREATE (a)-[r:{name}]->(b) SET r = row.p"


def literal(value: object) -> str:
    """A value as Cypher writes it, on one line.

    >>> literal({"name": "O'Brien", "since": None, "share": 60.5})
    "{name: 'O\\\\'Brien', share: 60.5}"
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_name(k)}: {literal(v)}' for k, v in value.items() if v is not None)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # The least whole number has no literal: its sign is an operator.
        return f"({value + 1} - 1)" if value == -(2**63) else str(value)
    if isinstance(value, float):
        return repr(value)
    return f"date('{value.isoformat()}')" if isinstance(value, date) else text(str(value))


def _name(key: str) -> str:
    return f"`{key}`"


def text(value: str) -> str:
    """A text as a Cypher string in apostrophes."""
    return f"'{_ESCAPED.sub(_escape, value)}'"


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}"
