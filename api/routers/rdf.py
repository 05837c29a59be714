"""Triple patterns, for people who do not write SPARQL."""

from __future__ import annotations

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request, Response

from api import linked, patterns
from api.models import Page, TripleOut
from api.negotiation import wanted
from api.paging import Paging, paging
from api.patterns import Asked
from api.security import Work
from api.workspace import Workspace
from graph.results import GRAPHS

router = APIRouter(tags=["query"])
JSON = "application/json"
OFFERS = (JSON, *GRAPHS.values())


def pattern(
    s: Annotated[str | None, Query(description="Subject: IRI, prefixed name, id or name")] = None,
    p: Annotated[str | None, Query(description="Predicate or metric: IRI, prefixed name or name, or `a`")] = None,
    o: Annotated[
        str | None,
        Query(description='Object: as the subject, or a literal: `60`, `true`, `"text"@en`, `"60"^^xsd:decimal`'),
    ] = None,
    status: Annotated[str | None, Query(description="Relations and figures of this status")] = None,
    document: Annotated[str | None, Query(description="Only what this document states: id or IRI")] = None,
    as_of: Annotated[str | None, Query(description="Only what counts on this day", examples=["2025-07-31"])] = None,
) -> Asked:
    """The pattern of a request."""
    return Asked(s, p, o, status, document, as_of)


@router.get("/triples", response_model=Page[TripleOut], responses={200: {"content": {m: {} for m in GRAPHS.values()}}})
async def triple_patterns(
    work: Work,
    request: Request,
    asked: Annotated[Asked, Depends(pattern)],
    page: Annotated[Paging, Depends(paging)],
    format: Annotated[
        str | None, Query(description="json; turtle, ntriples, jsonld, rdfxml, nquads, trig; else by Accept")
    ] = None,
) -> Response:
    """The triples that fit a pattern.

    As JSON: pages of relations and figures of any status with the statements and documents behind each. In RDF: what
    CONSTRUCT gives for the pattern, all of it, or a page where `limit` or `offset` is given; where `status`, `document`
    or `as_of` chooses what is no plain triple, the statements that tell it. `Link` has the next page.
    """
    # A thread of its own: long queries must not take those that all other routes share.
    return await to_thread.run_sync(_answer, request, work, asked, page, format, limiter=CapacityLimiter(1))


def _answer(request: Request, work: Workspace, asked: Asked, page: Paging, format: str | None) -> Response:
    media = _media(request, format)
    meant = patterns.meant(work, asked)
    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if media == JSON:
        found = patterns.found(work, meant, page.limit, page.offset)
        listed = page.of(found.items, found.total)
        return Response(listed.model_dump_json(), media_type=JSON, headers=headers | _links(page, found.total))
    paged = {"limit", "offset"} & set(request.query_params)
    limit = page.limit if paged else None
    address = linked.address(request, linked.CONTEXT)
    body, total = patterns.graph(work, meant, media, address, limit, page.offset)
    return Response(body, media_type=media, headers=headers | (_links(page, total) if paged else {}))


def _media(request: Request, format: str | None) -> str:
    """The media type that `format` or else Accept asks for; Unacceptable for a name that is no format."""
    if not format:
        return wanted(request, OFFERS)
    return JSON if format in ("json", JSON) else patterns.media(format)


def _links(page: Paging, total: int) -> dict[str, str]:
    """Where the first, the previous and the next page are."""
    starts = {"first": 0, "prev": page.offset - page.limit, "next": page.offset + page.limit}
    if page.offset == 0:
        del starts["prev"]
    if starts["next"] >= total:
        del starts["next"]
    links = [f'<{page.at(max(start, 0))}>; rel="{name}"' for name, start in starts.items()]
    return {"Link": ", ".join(links)}
