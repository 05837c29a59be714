"""Conflicts of a record, with both quotes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from api import present
from api.models import ConflictOut, ConflictSide
from api.workspace import Workspace
from graph import conflicts, views
from graph.conflicts import Conflict
from graph.statement import Entity, Statement
from ontology.units import display


def found(work: Workspace, entity: str | None = None, about: str | None = None) -> list[Conflict]:
    """All conflicts, or those of one entity (by canonical id) or on one thing; likely unit slips first."""
    canonical = views.canon(work.store)
    members = None if entity is None else canonical.members(entity)
    said = list(work.store.statements(entities=members))
    parts = chain(
        conflicts.figures(said, canonical),
        conflicts.shares(said, canonical),
        conflicts.places(said, canonical, work.registry),
        conflicts.classes(_known(work, said), said, work.ontology, canonical),
    )
    wanted = (c for c in parts if entity in (None, c.entity) and about in (None, c.about))
    return sorted(wanted, key=conflicts.order)


def _known(work: Workspace, said: list[Statement]) -> Iterator[tuple[str, Entity]]:
    for document in sorted({s.document for s in said}):
        yield from ((document, e) for e in views.reading(work.store, document).entities)


def shown(work: Workspace, part: list[Conflict]) -> list[ConflictOut]:
    """Conflicts with their entities named and both quotes."""
    ids = {c.entity for c in part} | {id for c in part if c.about == "place" for id in c.said}
    named = present.refs(work, ids)
    evidence = present.evidence(work, {s.id for c in part for s in (c.left, c.right)})
    places = {id: ref.name for id, ref in named.items()}

    def side(conflict: Conflict, s: Statement, said: str) -> ConflictSide:
        return ConflictSide(says=_says(conflict, s, places.get(said, said)), period=s.period, evidence=evidence[s.id])

    return [
        ConflictOut(
            about=c.about,
            entity=named[c.entity],
            left=side(c, c.left, c.said[0]),
            right=side(c, c.right, c.said[1]),
            factor=None if c.factor is None else round(c.factor, 3),
            slip=c.slip,
        )
        for c in part
        if {c.left.id, c.right.id} <= evidence.keys()
    ]


def _says(conflict: Conflict, s: Statement, said: str) -> str:
    if said:
        return said
    if s.figure:
        return display(s.value or 0.0, s.unit, s.max)
    share = s.qualifiers.get("share")
    return display(float(share), "percent") if isinstance(share, int | float) else str(share)
