"""Judgements as CSV: one line each, oldest first, so that a log can be carried from one record to another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields

from api.workspace import Workspace
from graph.statement import Judgement, Verdict, judgement_id
from ontology.errors import InputError, JudgementConflict

COLUMNS = tuple(f.name for f in fields(Judgement))
NEEDED = {"verdict", "left", "right", "by", "at"}


def written(log: Iterable[Judgement]) -> str:
    """The log as CSV with a line of heads."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(["" if (v := getattr(j, c)) is None else str(v) for c in COLUMNS] for j in log)
    return out.getvalue()


def read(text: str, source: str) -> Iterator[tuple[int, Judgement | str]]:
    """Each line's number with its judgement, or with what is wrong with it.

    The columns `id`, `reason` and `undoes` may be left out. Raises InputError where the heads are wrong.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    heads = set(rows.fieldnames or ())
    if not heads >= NEEDED or not heads <= set(COLUMNS):
        raise InputError(f"{source}:1: the columns must be {', '.join(COLUMNS)}; id, reason and undoes may be left out")
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
    if not cells["by"] or not cells["at"]:
        return "by and at must say who judged, and when"
    first, second = sorted((cells["left"], cells["right"]))
    verdict, undoes = Verdict(cells["verdict"]), cells.get("undoes") or None
    made = judgement_id(
        Judgement("", verdict, first, second, cells["by"], cells["at"], cells.get("reason", ""), undoes)
    )
    if cells.get("id") not in (None, "", made.id):
        return f"the id {cells['id']} is not that of the line ({made.id}); leave it empty for a new judgement"
    return made


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
    return taken, known, refused
