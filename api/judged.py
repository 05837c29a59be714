"""Judgements as CSV: one line each, oldest first, so that a log can be carried from one record to another."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.materialising import committed
from api.workspace import Workspace
from graph.judgements import judgement_id
from graph.plain import as_dict
from graph.statement import Entity, Judgement, Verdict
from ontology.errors import InputError, JudgementConflict

COLUMNS = tuple(f.name for f in fields(Judgement))
_ENTITY = TypeAdapter(Entity)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
NEEDED = {"verdict", "left", "right", "by", "at"}


def written(log: Iterable[Judgement]) -> str:
    """The log as CSV with a line of heads."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([_cell(getattr(j, column)) for column in COLUMNS] for j in log)
    return out.getvalue()


def _cell(value: str | Entity | None) -> str:
    """A field as text; who is meant by a split as JSON."""
    if isinstance(value, Entity):
        return json.dumps(as_dict(value), ensure_ascii=False)
    return "" if value is None else str(value)


def read(text: str, source: str) -> Iterator[tuple[int, Judgement | str]]:
    """Each line's number with its judgement, or with what is wrong with it.

    `id`, `reason`, `undoes` and the columns of splits, `document`, `name` and `meant`, may be left out. Raises
    InputError where the heads are wrong.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    heads = set(rows.fieldnames or ())
    if not heads >= NEEDED or not heads <= set(COLUMNS):
        left_out = ", ".join(c for c in COLUMNS if c not in NEEDED)
        raise InputError(f"{source}:1: the columns must be {', '.join(COLUMNS)}; {left_out} may be left out")
    try:
        for row in rows:
            yield rows.line_num, _judgement(row)
    except csv.Error as error:
        yield rows.line_num, f"this is no CSV: {error}"


def _judgement(row: dict[str | None, str | None]) -> Judgement | str:
    if None in row or None in row.values():
        return "the line has more or fewer cells than the first one"
    cells = {str(k): v or "" for k, v in row.items()}
    if cells["verdict"] not in tuple(Verdict):
        return f"the verdict {cells['verdict']!r} is none of {', '.join(Verdict)}"
    if not cells["by"] or not _MOMENT.fullmatch(cells["at"]):
        return "by must say who judged, and at when, as in 2026-01-31 or 2026-01-31T12:00:00Z"
    try:
        made = judgement_id(Judgement(**_values(cells)))
    except ValidationError as error:
        return f"meant is no entity as JSON: {error.errors()[0]['msg']}"
    if cells.get("id") not in (None, "", made.id):
        return f"the id {cells['id']} is not that of the line ({made.id}); leave it empty for a new judgement"
    return made


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a judgement; the two of a split have their places, of others the lesser id comes first."""
    ends = (cells["left"], cells["right"])
    left, right = ends if cells["verdict"] == Verdict.SPLIT else sorted(ends)
    values = {name: cells.get(name) or None for name in ("undoes", "document", "name")}
    meant = _ENTITY.validate_json(cells["meant"]) if cells.get("meant") else None
    said = {"verdict": Verdict(cells["verdict"]), "reason": cells.get("reason", ""), "meant": meant}
    at = cells["at"] if "T" in cells["at"] else f"{cells['at']}T00:00:00Z"
    return {"id": "", "left": left, "right": right, "by": cells["by"], "at": at, **values, **said}


def take(work: Workspace, text: str, source: str) -> tuple[int, int, list[str]]:
    """Append the judgements of a file: how many were taken, how many were there already, and what was refused."""
    taken, known, refused = 0, 0, list[str]()
    log = {j.id for j in work.store.judgements()}
    for line, found in read(text, source):
        if isinstance(found, str):
            refused.append(f"{source}:{line}: {found}")
        elif found.id in log:
            known += 1
        else:
            try:
                work.store.judge(found)
                taken += 1
                log.add(found.id)
            except (InputError, JudgementConflict) as error:
                refused.append(f"{source}:{line}: {error}")
    if taken:
        committed(work)
    return taken, known, refused
