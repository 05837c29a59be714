"""Ownership: owners, holdings, and the chain between two."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api import owning
from api.lookup import find, find_id
from api.owning import Terms
from api.security import Work

router = APIRouter(tags=["ownership"])


def terms(
    rule: Annotated[str, Query(description="integrated, eu-amlr, ofac-50, majority or weakest-link")] = "integrated",
    as_of: Annotated[str | None, Query(description="Holdings of that day; today", examples=["2025-05-01"])] = None,
    known_by: Annotated[str | None, Query(description="Only documents published by then")] = None,
    threshold: Annotated[float | None, Query(description="Percent; else the rule's own")] = None,
) -> Terms:
    """The terms of an ownership question."""
    return Terms(rule, as_of, known_by, threshold)


Asked = Annotated[Terms, Depends(terms)]


@router.get("/entities/{kind}/{slug}/owners")
def owners(work: Work, kind: str, slug: str, asked: Asked) -> dict[str, Any]:
    """Who owns an entity, directly and through others: from low to high percent, with proof."""
    return owning.ask(work, "owners", (find_id(work, f"{kind}/{slug}"),), asked).as_dict()


@router.get("/entities/{kind}/{slug}/holdings")
def holdings(work: Work, kind: str, slug: str, asked: Asked) -> dict[str, Any]:
    """What an entity owns, directly and through others: from low to high percent, with proof."""
    return owning.ask(work, "holdings", (find_id(work, f"{kind}/{slug}"),), asked).as_dict()


@router.get("/chain")
def chain(
    work: Work,
    source: Annotated[str, Query(alias="from", description="The owner: id or name")],
    target: Annotated[str, Query(alias="to", description="The owned: id or name")],
    asked: Asked,
) -> dict[str, Any]:
    """How one entity owns another, with all links on the way."""
    return owning.ask(work, "chain", (find(work, source), find(work, target)), asked).as_dict()
