"""Ownership questions over a workspace: the same for routes and commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.workspace import Workspace

if TYPE_CHECKING:
    from graph.ownership.answer import Answer

Kind = Literal["owners", "holdings", "chain"]


@dataclass(frozen=True, slots=True)
class Only:
    """Which items of an answer are wanted: ultimate owners, of some classes, near ones, those that meet."""

    ultimate: bool = False
    types: tuple[str, ...] = ()
    depth: int | None = None
    meeting: bool = False


ALL = Only()


@dataclass(frozen=True, slots=True)
class Terms:
    """By which rule, as of which day, known by when, and over which threshold (percent)."""

    rule: str = "integrated"
    as_of: str | None = None
    known_by: str | None = None
    threshold: float | None = None


def ask(work: Workspace, kind: Kind, ends: tuple[str, ...], terms: Terms, only: Only = ALL) -> Answer:
    """Owners or holdings of one canonical id, or the chain between two; InputError for terms that cannot be."""
    from graph.ownership import answer  # with the solver, which takes half a second to import

    matrix = work.matrix(terms.as_of, terms.known_by)
    if kind == "chain":
        return answer.chain(matrix, *ends, rule=terms.rule, threshold=terms.threshold)
    question = answer.owners if kind == "owners" else answer.holdings
    return filtered(work, question(matrix, *ends, rule=terms.rule, threshold=terms.threshold), only)


def filtered(work: Workspace, answer: Answer, only: Only) -> Answer:
    """The answer with the items that are wanted; InputError for wishes that cannot be."""
    from graph.ownership import filters

    if only.ultimate:
        answer = filters.ultimate(answer)
    if only.types:
        answer = filters.of_types(answer, work.ontology, only.types)
    if only.depth is not None:
        answer = filters.within(answer, only.depth)
    return filters.meeting(answer) if only.meeting else answer
