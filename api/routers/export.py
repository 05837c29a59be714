"""The whole record in one file."""

from __future__ import annotations

import os
from http import HTTPStatus
from typing import Annotated

from anyio import from_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from api import exporting
from api.errors import Refused
from api.exporting import Wanted
from api.negotiation import wanted as accepted
from api.security import Work
from graph.whole import formats
from graph.whole.formats import FORMATS

router = APIRouter(tags=["export"])

ALLOW = {"Allow": "GET, HEAD, OPTIONS"}
_Format = Annotated[str | None, Query(description=f"{', '.join(FORMATS)}; else by Accept", examples=["turtle"])]
_Part = Annotated[str | None, Query(description="Of csv-graph: nodes or edges alone; else both in a ZIP")]


@router.get("/export", response_class=Response)
def export(work: Work, request: Request, format: _Format = None, part: _Part = None) -> Response:
    """The whole record as it is at one revision, in the format that `format` or Accept names; else as JSON lines.

    It is made whole before the first byte leaves, and has its length and an ETag: one revision has the same bytes.
    """
    asked = _asked(request, format, part)
    if (known := _unchanged(work, request, asked)) is not None:
        return known
    file, revision = exporting.made(work, asked, lambda: from_thread.run(request.is_disconnected))
    head = exporting.headers(asked, exporting.tag(work, asked, revision))
    length = {"Content-Length": str(file.seek(0, os.SEEK_END))}
    file.seek(0)
    return StreamingResponse(exporting.pieces(file), headers=head | length)


@router.head("/export", include_in_schema=False)
def export_head(work: Work, request: Request, format: _Format = None, part: _Part = None) -> Response:
    """What GET would answer, without the body and its length, which only making it would tell."""
    asked = _asked(request, format, part)
    if (known := _unchanged(work, request, asked)) is not None:
        return known
    head = exporting.headers(asked, exporting.tag(work, asked, work.store.revision()))
    answer = Response(headers=head)
    del answer.headers["content-length"]
    return answer


@router.options("/export", include_in_schema=False)
def export_options() -> Response:
    """The methods that there are."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=ALLOW)


@router.api_route("/export", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def export_other(request: Request) -> Response:
    """No other method is known; without this route the answer would name one of those that are."""
    raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"{request.method} is not known here; ask by GET", ALLOW)


def _asked(request: Request, format: str | None, part: str | None) -> Wanted:
    if format is None:
        media = accepted(request, list(dict.fromkeys(f.media for f in FORMATS.values())))
        found = formats.format_of(media)
    else:
        found = formats.format_of(format)
    if part is not None:
        formats.part_of(found, part)
    alone = part is not None or len(found.parts) == 1
    return Wanted(found, part, alone and _packs(request))


def _packs(request: Request) -> bool:
    """Whether the client takes gzip."""
    header = ",".join(request.headers.getlist("accept-encoding")).lower().replace(" ", "")
    weights = dict(part.partition(";q=")[::2] for part in header.split(","))
    weight = weights.get("gzip", weights.get("*", "0"))
    return weight == "" or weight.strip("0.") != ""


def _unchanged(work: Work, request: Request, asked: Wanted) -> Response | None:
    """304 where the client has this revision already."""
    tag = exporting.tag(work, asked, work.store.revision())
    given = {t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")}
    if tag not in given and "*" not in given:
        return None
    head = exporting.headers(asked, tag)
    kept = {name: head[name] for name in ("ETag", "Vary", "Cache-Control")}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
