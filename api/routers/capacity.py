"""Capacity and production, attributed by effective share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.capacity import attributed
from api.lookup import find_id
from api.owning import Terms
from api.security import Work

router = APIRouter(tags=["ownership"])


@router.get("/entities/{kind}/{slug}/capacity")
def capacity(
    work: Work,
    kind: str,
    slug: str,
    metric: Annotated[str, Query(description="capacity or production")] = "capacity",
    rule: Annotated[str, Query(description="integrated, eu-amlr, ofac-50, majority or weakest-link")] = "integrated",
    as_of: Annotated[str | None, Query(description="Holdings and figures of that day; today")] = None,
    known_by: Annotated[str | None, Query(description="Only documents published by then")] = None,
    by: Annotated[
        list[str] | None, Query(description="product, country, province, status, site, owner or class (of the owner)")
    ] = None,
) -> dict[str, Any]:
    """What plants can make (or made), attributed to an entity by effective share; no tonne counts twice.

    Of a group, company, person or state body: what it holds. Of a plant, or of all plants in a place: what each
    owner at the end of a chain holds. `items` have the plant's figure, the share, the product of both and their
    proof; `groups` the totals of what operates, `beside` those of what does not (designed, planned, idled …);
    attributed + others = the plants' whole. Plain figures: `/observations?metric=capacity`.
    """
    return attributed(work, find_id(work, f"{kind}/{slug}"), metric, by or (), Terms(rule, as_of, known_by))
