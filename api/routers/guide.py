"""The guide that Neo4j Browser plays, from any address that it is served at."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.saved import guide
from api.security import Work

router = APIRouter(tags=["query"])

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS"}
"""The guide holds nothing of the record, so every page may read it."""


@router.get("/neo4j/guide", response_class=HTMLResponse)
def neo4j_guide(work: Work) -> HTMLResponse:
    """The guide for Neo4j Browser, with all saved queries: `:play http://127.0.0.1:8000/neo4j/guide`."""
    return HTMLResponse(guide(work.settings.neo4j_label_prefix), headers=CORS)


@router.head("/neo4j/guide", include_in_schema=False)
@router.options("/neo4j/guide", include_in_schema=False)
def neo4j_guide_asked() -> HTMLResponse:
    """What a browser asks before it fetches."""
    return HTMLResponse("", headers=CORS | {"Access-Control-Allow-Headers": "*"})
