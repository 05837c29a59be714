"""Ownership: owners, holdings, and the chain between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from api import drawing, owning
from api.lookup import find, find_id
from api.negotiation import JSON, wanted
from api.owning import Only, Terms
from api.paging import Paged
from api.security import Work
from graph.draw.formats import FORMATS
from graph.ownership import filters

if TYPE_CHECKING:
    from graph.ownership.answer import Answer

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


def only(
    ultimate: Annotated[bool, Query(description="Only owners that nobody is stated to own")] = False,
    type: Annotated[list[str] | None, Query(description="Only of these classes", examples=["Person"])] = None,
    depth: Annotated[int | None, Query(description="Only those so many links away or fewer")] = None,
    meeting: Annotated[bool, Query(description="Only those that meet the threshold, or may")] = False,
) -> Only:
    """Which items of the answer are wanted."""
    return Only(ultimate, tuple(type or ()), depth, meeting)


Wanted = Annotated[Only, Depends(only)]
Format = Annotated[str | None, Query(description=f"{', '.join(drawing.NAMES)}; else by Accept", examples=["svg"])]

OFFERED: dict[int | str, dict[str, Any]] = {
    200: {"content": {JSON: {}, **{f.media: {"schema": {"type": "string"}} for f in FORMATS.values()}}}
}
"""What OpenAPI says of a route that answers in all formats."""

VARY = {"Vary": "Accept"}


def answered(work: Work, request: Request, answer: Answer, format: str | None) -> Response:
    """An answer in the format that is asked for by name, else by Accept, else as JSON."""
    if format is None:
        media = wanted(request, (JSON, *(f.media for f in FORMATS.values())))
        format = next((name for name, f in FORMATS.items() if f.media == media), "json")
    if format == "json":
        return JSONResponse(answer.as_dict(), headers=VARY)
    text = drawing.written(work, answer.as_dict(), format)
    return Response(text, media_type=FORMATS[format].media, headers=VARY)


@router.get("/entities/{kind}/{slug}/owners", response_class=Response, responses=OFFERED)
def owners(
    work: Work, page: Paged, kind: str, slug: str, asked: Asked, only: Wanted, format: Format = None
) -> Response:
    """Who owns an entity, directly and through others: from low to high percent, with proof.

    As JSON, CSV, SVG, GraphML, DOT or BODS 0.4, by `format` or by the Accept header.
    """
    answer = owning.ask(work, "owners", (find_id(work, f"{kind}/{slug}"),), asked, only)
    return answered(work, page.request, filters.paged(answer, page.limit, page.offset), format)


@router.get("/entities/{kind}/{slug}/holdings", response_class=Response, responses=OFFERED)
def holdings(
    work: Work, page: Paged, kind: str, slug: str, asked: Asked, only: Wanted, format: Format = None
) -> Response:
    """What an entity owns, directly and through others: from low to high percent, with proof.

    As JSON, CSV, SVG, GraphML, DOT or BODS 0.4, by `format` or by the Accept header.
    """
    answer = owning.ask(work, "holdings", (find_id(work, f"{kind}/{slug}"),), asked, only)
    return answered(work, page.request, filters.paged(answer, page.limit, page.offset), format)


@router.get("/chain", response_class=Response, responses=OFFERED)
def chain(
    work: Work,
    request: Request,
    source: Annotated[str, Query(alias="from", description="The owner: id or name")],
    target: Annotated[str, Query(alias="to", description="The owned: id or name")],
    asked: Asked,
    format: Format = None,
) -> Response:
    """How one entity owns another, with all links on the way.

    As JSON, CSV, SVG, GraphML, DOT or BODS 0.4, by `format` or by the Accept header.
    """
    answer = owning.ask(work, "chain", (find(work, source), find(work, target)), asked)
    return answered(work, request, answer, format)
