"""Capacity of an entity and of what it runs."""

from __future__ import annotations

from api.workspace import Workspace
from graph import views
from graph.statement import Figure


def capacities(work: Workspace, id: str) -> list[Figure]:
    """Capacity figures of an entity and of the plants it runs now; no share is applied, nothing is added up.

    A total and its parts may both be there: each figure says of what it is.
    """
    runs = views.relationships(work.store, work.ontology, entity=id, predicate="operates")
    ids = [id, *(r.object for r in runs if r.subject == id and r.shown)]
    return [f for i in ids for f in views.figures(work.store, entity=i, metric="capacity")]
