"""The structure of ownership: control by each rule, loops, joint ventures, changes between two days."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api import structure
from api.lookup import find, find_id
from api.owning import Terms
from api.routers.ownership import Asked
from api.security import Work

router = APIRouter(tags=["ownership"])


def days(
    as_of: Annotated[str | None, Query(description="Holdings of that day; today", examples=["2025-05-01"])] = None,
    known_by: Annotated[str | None, Query(description="Only documents published by then")] = None,
) -> Terms:
    """The day that a question is of."""
    return Terms(as_of=as_of, known_by=known_by)


Day = Annotated[Terms, Depends(days)]
Limit = Annotated[int, Query(ge=0, description="Most items; `cut` says how many more there are; 0: all")]


@router.get("/entities/{kind}/{slug}/control")
def control(
    work: Work,
    kind: str,
    slug: str,
    day: Day,
    threshold: Annotated[
        list[str], Query(description="RULE=PERCENT, once for each rule", examples=[["eu-amlr=15"]])
    ] = [],  # noqa: B006 (FastAPI copies it)
) -> dict[str, Any]:
    """Who controls an entity under each rule, and where the rules disagree, with a sentence why."""
    return structure.control(work, find_id(work, f"{kind}/{slug}"), day, threshold).as_dict()


@router.get("/entities/{kind}/{slug}/changes")
def changes(
    work: Work,
    kind: str,
    slug: str,
    first: Annotated[str, Query(alias="from", description="The earlier day", examples=["2025-05-01"])],
    last: Annotated[str, Query(alias="to", description="The later day", examples=["2026-03-01"])],
    asked: Asked,
    direction: Annotated[str, Query(description="owners or holdings")] = "owners",
) -> dict[str, Any]:
    """Owners or holdings that appeared, are gone or changed between two days, with the statements that differ."""
    return structure.changes(work, find_id(work, f"{kind}/{slug}"), (first, last), asked, direction).as_dict()


@router.get("/loops")
def loops(
    work: Work,
    day: Day,
    entity: Annotated[str | None, Query(description="Only loops that it is in or below: id or name")] = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Cross-holding loops, the largest first: members, links inside, and what they change for outside owners."""
    id = None if entity is None else find(work, entity)
    return structure.loops(work, id, day).as_dict(limit)


@router.get("/ventures")
def ventures(
    work: Work,
    day: Day,
    certain: Annotated[bool, Query(description="Only those of whom nobody can have a majority")] = False,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Companies and sites with two or more named owners of whom nobody has a majority."""
    return structure.ventures(work, day, certain=certain).as_dict(limit)
