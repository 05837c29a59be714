"""Review: pairs of entities that may be one, for a person to judge."""

from __future__ import annotations

from fastapi import APIRouter

from api import reviewing
from api.models import Page, ReviewOut
from api.paging import Paged
from api.security import Work

router = APIRouter(tags=["judgements"])


@router.get("/review", response_model=Page[ReviewOut])
def review(work: Work, page: Paged) -> Page[ReviewOut]:
    """Pairs of entities that may be one, the likeliest first, with what is said of both.

    Nothing is merged by it: `POST /judgements` decides. Pairs that were judged, and those that the registry
    tells apart, do not come up.
    """
    return page.cut(reviewing.queue(work), lambda part: reviewing.shown(work, list(part)))
