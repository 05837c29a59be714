"""Questions on the structure of ownership over a workspace: the same for routes and commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.owning import Terms
from api.workspace import Workspace
from graph.dates import valid
from ontology.errors import InputError

if TYPE_CHECKING:
    # With the solver, which takes half a second to import.
    from graph.ownership.changes import Changes
    from graph.ownership.control import Control
    from graph.ownership.loops import Loops
    from graph.ownership.ventures import Ventures


def control(work: Workspace, id: str, terms: Terms, thresholds: Iterable[str]) -> Control:
    """Who controls an entity under each rule; InputError for a threshold that is not written `RULE=PERCENT`."""
    from graph.ownership import control

    return control.control(work.matrix(terms.as_of, terms.known_by), id, dict(map(_threshold, thresholds)))


def _threshold(text: str) -> tuple[str, float]:
    """A threshold for one rule: `eu-amlr=15`."""
    rule, _, percent = text.partition("=")
    try:
        return rule.strip(), float(percent)
    except ValueError as error:
        raise InputError(f"threshold {text!r}: write RULE=PERCENT, like eu-amlr=15") from error


def loops(work: Workspace, id: str | None, terms: Terms) -> Loops:
    """All cross-holding loops, or those that an entity is in or below."""
    from graph.ownership import loops

    return loops.loops(work.matrix(terms.as_of, terms.known_by), id)


def ventures(work: Workspace, terms: Terms, *, certain: bool) -> Ventures:
    """Joint ventures without a controller."""
    from graph.ownership import ventures

    return ventures.ventures(work.matrix(terms.as_of, terms.known_by), certain=certain)


def changes(work: Workspace, id: str, days: tuple[str, str], terms: Terms, direction: str) -> Changes:
    """What changed between two days; both answers are of one revision of the record."""
    from graph.ownership import changes

    for name, day in zip(("from", "to"), days, strict=True):
        if not valid(day):
            raise InputError(f"{name}: {day!r} is no date; write 2025, 2025-Q3, 2025-07 or 2025-07-31")
    while True:
        before, after = (work.matrix(day, terms.known_by) for day in days)
        if before.revision == after.revision:
            break
    return changes.changes(before, after, id, direction=direction, rule=terms.rule, threshold=terms.threshold)
