"""The ontology as it is served: for people who build on it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from api.negotiation import wanted
from api.security import Work
from ontology.derive import context
from ontology.load import TTL

router = APIRouter(tags=["ontology"])


@router.get("/ontology", response_model=None)
def vocabulary(work: Work, request: Request) -> dict[str, Any] | Response:
    """Classes, predicates, metrics and products as JSON; the ontology itself as Turtle by Accept."""
    if wanted(request, ("application/json", "text/turtle")) == "text/turtle":
        return Response(TTL.read_text(encoding="utf-8"), media_type="text/turtle")
    o = work.ontology
    return {
        "base": o.base,
        "version": o.version,
        "classes": [asdict(c) for c in o.classes.values()],
        "predicates": [asdict(p) | {"shown": sorted(p.shown), "type": p.type} for p in o.predicates.values()],
        "derived": [asdict(d) | {"type": d.type} for d in o.derived.values()],
        "metrics": [asdict(m) for m in o.metrics.values()],
        "products": [asdict(p) | {"id": p.id} for p in o.products.values()],
        "relation_statuses": list(o.relation_statuses),
        "observation_statuses": list(o.observation_statuses),
    }


@router.get("/ontology/context", response_model=None)
def json_ld_context(work: Work) -> dict[str, Any]:
    """The JSON-LD context of all that is served."""
    return context(work.ontology)
