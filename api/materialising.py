"""Effective ownership written beside the record: on demand, and after commits where the setting says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.owning import Terms
from api.workspace import Workspace
from ontology.errors import StoreUnavailable

if TYPE_CHECKING:
    from graph.effective import Effective

THRESHOLD = 5.0
"""Percent, where nothing else is said."""
ROUNDS = 5
"""How often it is derived anew where the record went on meanwhile."""


def materialise(work: Workspace, terms: Terms) -> Effective:
    """Derive all holdings by these terms and keep them in the place of what was kept.

    InputError for terms that cannot be; StoreUnavailable where others write faster than this can follow.
    """
    found = _followed(work, terms)
    if found is None:
        raise StoreUnavailable(f"{work.store.url} was changed {ROUNDS} times while ownership was derived; try again")
    return found


def _followed(work: Workspace, terms: Terms) -> Effective | None:
    """What was kept; None where the record went on each time."""
    from graph.ownership.materialise import effective  # with the solver, which takes half a second to import

    threshold = THRESHOLD if terms.threshold is None else terms.threshold
    for _ in range(ROUNDS):
        found = effective(work.matrix(terms.as_of, terms.known_by), terms.rule, threshold)
        if work.store.materialise(found):
            return found
    return None


def clear(work: Workspace) -> None:
    """Keep none."""
    work.store.materialise(None)


def committed(work: Workspace) -> None:
    """Follow a commit where POTLINE_MATERIALISE says so.

    Where others commit all the while it is left to them: what is kept says which revision it is of.
    """
    wanted = work.settings.materialised
    if wanted is not None:
        rule, threshold = wanted
        _followed(work, Terms(rule, threshold=threshold))
