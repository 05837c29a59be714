"""Ownership questions over a workspace: the same for routes and commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.workspace import Workspace

if TYPE_CHECKING:
    from graph.ownership.answer import Answer

Kind = Literal["owners", "holdings", "chain"]


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rule, as of which day, known by when, and over which threshold (percent)."""

    rule: str = "integrated"
    as_of: str | None = None
    known_by: str | None = None
    threshold: float | None = None


def ask(work: Workspace, kind: Kind, ends: tuple[str, ...], terms: Terms) -> Answer:
    """Owners or holdings of one canonical id, or the chain between two; InputError for terms that cannot be."""
    from graph.ownership import answer  # with the solver, which takes half a second to import

    matrix = work.matrix(terms.as_of, terms.known_by)
    if kind == "chain":
        return answer.chain(matrix, *ends, rule=terms.rule, threshold=terms.threshold)
    question = answer.owners if kind == "owners" else answer.holdings
    return question(matrix, *ends, rule=terms.rule, threshold=terms.threshold)
