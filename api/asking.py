"""Questions in Cypher and their answers as JSON, CSV or a table: the same for the route and the command."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from api.aligned import aligned
from api.workspace import Workspace
from graph.cypher import Answer
from graph.draw.sheet import harmless
from ontology.errors import InputError

FORMATS = {"json": "application/json", "csv": "text/csv", "table": "text/plain"}
"""The names of formats, and their media types."""


def ask(work: Workspace, query: str, parameters: dict[str, Any], limit: int | None = None) -> dict[str, Any]:
    """The answer to a reading query as its JSON face.

    `columns` in the order of the query, `rows` by column, and `cut`: null, or a sentence where there were more rows
    than `limit` or POTLINE_CYPHER_ROWS. StoreUnsupported where the record is not in Neo4j.
    """
    answer = work.cypher(query, parameters, limit)
    return {"columns": list(answer.columns), "rows": answer.rows, "cut": _cut(answer)}


def _cut(answer: Answer) -> str | None:
    if not answer.cut:
        return None
    return f"only the first {len(answer.rows)} rows are shown, and there are more (limit, or POTLINE_CYPHER_ROWS)"


def written(data: dict[str, Any], format: str) -> str:
    """An answer's JSON face as text; InputError for a format that is none of FORMATS."""
    if format not in FORMATS:
        raise InputError(f"format {format}: there are {', '.join(FORMATS)}")
    if format == "json":
        return json.dumps(data, ensure_ascii=False) + "\n"
    rows = [[_cell(row[column]) for column in data["columns"]] for row in data["rows"]]
    if format == "table":
        return "".join(line + "\n" for line in aligned(data["columns"], rows))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(c) for c in row] for row in ([*data["columns"]], *rows))
    return out.getvalue()


def _cell(value: Any) -> str | float | None:
    """A value of a cell; nodes, lists and maps are JSON, truth is true and false."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else value


def parameter(text: str) -> tuple[str, Any]:
    """NAME=VALUE: the value as JSON where it is JSON, else as the text that it is; InputError without a name."""
    name, sign, value = text.partition("=")
    if not (sign and name.isidentifier()):
        raise InputError(f"--param {text}: write NAME=VALUE, such as id=org/hongtuo-industrial or year=2025")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
