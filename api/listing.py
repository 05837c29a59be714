"""A list of persons to entities, and what they hold together: the same for the route and the command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.lookup import find
from api.owning import Terms
from api.workspace import Workspace
from loaders.listed import Listed
from ontology.errors import Ambiguous, LookupFailed
from ontology.model import Kind

if TYPE_CHECKING:
    from graph.ownership.sanctions import Blocked


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A line that names nothing, or not one thing."""

    row: Listed
    problem: str
    candidates: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "line": self.row.line,
            "text": self.row.text,
            "problem": self.problem,
            "candidates": list(self.candidates),
        }


@dataclass(frozen=True, slots=True)
class Resolved:
    """The lines of a list by the canonical id that they stand for, and those that stand for none."""

    found: dict[str, list[Listed]]
    unresolved: list[Unresolved]


def resolved(work: Workspace, rows: Iterable[Listed]) -> Resolved:
    """Look all lines up; what is unknown or ambiguous stops nothing else."""
    result, known = Resolved({}, []), dict[tuple[str | None, str | None], str | Unresolved]()
    for row in rows:
        key = row.name, row.id
        if key not in known:
            known[key] = _resolve(work, row)
        match known[key]:
            case str(id):
                result.found.setdefault(id, []).append(row)
            case Unresolved(problem=problem, candidates=candidates):
                result.unresolved.append(Unresolved(row, problem, candidates))
    return result


def _resolve(work: Workspace, row: Listed) -> str | Unresolved:
    """An id of ours decides; another list's id (`NK-abc`) does not, where there is a name."""
    if row.fault is not None:
        return Unresolved(row, row.fault)
    ours = row.id is not None and "/" in row.id and row.id.partition("/")[0] in tuple(Kind)
    try:
        return find(work, row.id if row.id is not None and (ours or row.name is None) else row.text)
    except LookupFailed as error:
        return Unresolved(row, str(error), error.candidates if isinstance(error, Ambiguous) else ())


@dataclass(frozen=True, slots=True)
class Sanctioned:
    """What a list of persons holds together, and which of its lines could not be used."""

    blocked: Blocked
    resolved: Resolved

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON: `of` with the lines of the list, `unresolved` with what is wrong and the candidates."""
        data = self.blocked.as_dict()
        of = [{**person, "rows": _rows(self.resolved.found[person["id"]])} for person in data["of"]]
        return {**data, "of": of, "unresolved": [u.as_dict() for u in self.resolved.unresolved]}


def _rows(rows: Sequence[Listed]) -> list[dict[str, Any]]:
    return [{"line": row.line, "name": row.name, "id": row.id, "columns": dict(row.columns)} for row in rows]


def sanctioned(work: Workspace, rows: Iterable[Listed], terms: Terms) -> Sanctioned:
    """Who is blocked if these are; InputError for terms that cannot be."""
    from graph.ownership import sanctions  # with the solver, which takes half a second to import

    matrix, found = work.matrix(terms.as_of, terms.known_by), resolved(work, rows)
    return Sanctioned(sanctions.blocked(matrix, found.found, rule=terms.rule, threshold=terms.threshold), found)
