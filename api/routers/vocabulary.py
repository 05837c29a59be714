"""The ontology as it is served: for people who build on it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import faces, linked
from api.security import Work
from ontology.derive import context

router = APIRouter(tags=["ontology"])


@router.get("/ontology", response_model=dict[str, Any], responses=linked.ANSWERS)
def vocabulary(work: Work, request: Request) -> Response:
    """Classes, predicates, metrics and products, as JSON, HTML, JSON-LD or RDF, by the Accept header or a suffix."""
    return linked.answer(request, work, faces.ontology(work))


@router.get("/ontology.{suffix}", response_model=dict[str, Any])
def vocabulary_as(work: Work, request: Request, suffix: str) -> Response:
    """The ontology in one format: `.ttl`, `.html`, `.jsonld` …"""
    return linked.answer(request, work, faces.ontology(work), suffix)


@router.get("/ontology/context.jsonld", include_in_schema=False)
@router.get("/ontology/context", response_model=dict[str, Any])
def json_ld_context(work: Work, request: Request) -> Response:
    """The JSON-LD context; JSON-LD answers refer to it by this address, and caches may keep it for a day."""
    return linked.fixed(request, {"@context": context(work.ontology)}, linked.FORMS["jsonld"], work.ontology.version)
