"""Conflicts: where documents disagree."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import conflicting
from api.lookup import find
from api.models import ConflictOut, Page
from api.paging import Paged
from api.security import Work

router = APIRouter(tags=["entities"])


@router.get("/conflicts", response_model=Page[ConflictOut])
def conflicts(
    work: Work,
    page: Paged,
    entity: Annotated[str | None, Query(description="Only of this one: id or name")] = None,
    about: Annotated[str | None, Query(description="A metric, or share, place or class", examples=["capacity"])] = None,
) -> Page[ConflictOut]:
    """Where two documents disagree on a figure, an owner's share, a plant's place or a class, with both quotes.

    Likely slips of a unit come first: figures that differ by a factor of about 10, 100, 1,000 or 10,000.
    """
    found = conflicting.found(work, None if entity is None else find(work, entity), about)
    return page.cut(found, lambda part: conflicting.shown(work, list(part)))
