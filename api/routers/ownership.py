"""Ownership: owners, holdings, the chain between two, and capacity."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import present
from api.capacity import capacities
from api.lookup import find, find_id
from api.models import FigureOut, Page
from api.paging import Paged
from api.security import Work
from graph import ownership as rules

router = APIRouter(tags=["ownership"])

Rule = Annotated[str, Query(description="integrated, eu-amlr, ofac-50, majority or weakest-link")]
AsOf = Annotated[str | None, Query(description="Holdings of that day; today", examples=["2025-05-01"])]
KnownBy = Annotated[str | None, Query(description="Only documents published by then")]
Threshold = Annotated[float | None, Query(description="Percent; else the rule's own")]


@router.get("/entities/{kind}/{slug}/owners")
def owners(
    work: Work,
    kind: str,
    slug: str,
    rule: Rule = "integrated",
    as_of: AsOf = None,
    known_by: KnownBy = None,
    threshold: Threshold = None,
) -> dict[str, Any]:
    """Who owns an entity, directly and through others: from low to high percent, with proof."""
    id = find_id(work, f"{kind}/{slug}")
    return rules.owners(work.matrix(as_of, known_by), id, rule=rule, threshold=threshold).as_dict()


@router.get("/entities/{kind}/{slug}/holdings")
def holdings(
    work: Work,
    kind: str,
    slug: str,
    rule: Rule = "integrated",
    as_of: AsOf = None,
    known_by: KnownBy = None,
    threshold: Threshold = None,
) -> dict[str, Any]:
    """What an entity owns, directly and through others: from low to high percent, with proof."""
    id = find_id(work, f"{kind}/{slug}")
    return rules.holdings(work.matrix(as_of, known_by), id, rule=rule, threshold=threshold).as_dict()


@router.get("/chain")
def chain(
    work: Work,
    source: Annotated[str, Query(alias="from", description="The owner: id or name")],
    target: Annotated[str, Query(alias="to", description="The owned: id or name")],
    rule: Rule = "integrated",
    as_of: AsOf = None,
    known_by: KnownBy = None,
    threshold: Threshold = None,
) -> dict[str, Any]:
    """How one entity owns another, with all links on the way."""
    matrix = work.matrix(as_of, known_by)
    return rules.chain(matrix, find(work, source), find(work, target), rule=rule, threshold=threshold).as_dict()


@router.get("/entities/{kind}/{slug}/capacity", response_model=Page[FigureOut])
def capacity(work: Work, page: Paged, kind: str, slug: str) -> Page[FigureOut]:
    """Capacity of an entity and of the plants it runs; no share is applied."""
    found = capacities(work, find_id(work, f"{kind}/{slug}"))
    return page.cut(found, lambda part: present.figures(work, list(part)))
