"""The SPARQL endpoint: queries by GET and POST, a description and a page where there is no query."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request, Response

from api import protocol
from api.errors import Refused
from api.negotiation import wanted
from api.protocol import FORM, QUERY, Pairs
from api.running import answered
from api.security import Work, small_body
from api.sparql_description import HTML, WRITERS, description, page
from api.workspace import Workspace
from graph.results import GRAPHS, SPOKEN

router = APIRouter(tags=["query"])

ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}
VARY = {"Vary": "Accept"}
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}
"""The query page can load nothing and send nothing elsewhere."""


@router.get("/sparql", response_class=Response)
async def sparql_get(
    work: Work,
    request: Request,
    query: Annotated[str | None, Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE")] = None,
    default_graph_uri: Annotated[
        list[str] | None, Query(alias="default-graph-uri", description="Graphs of the record that are the default one")
    ] = None,
    named_graph_uri: Annotated[
        list[str] | None, Query(alias="named-graph-uri", description="Graphs of the record that GRAPH may name")
    ] = None,
    format: Annotated[
        str | None, Query(description="json, xml, csv, tsv; turtle, ntriples, jsonld, rdfxml, nquads, trig")
    ] = None,
) -> Response:
    """Ask in SPARQL 1.1; the answer's format by Accept or by `format`. Updates are refused.

    Without a query: a description of the service in RDF, or a page to write queries on for browsers.
    """
    pairs = protocol.given(request)
    if all(name == "format" for name, _ in pairs):
        return await to_thread.run_sync(_described, request, work, protocol.asked_format(pairs))
    return await _answer(request, work, pairs)


BODY = {
    "requestBody": {
        "content": {
            QUERY: {"schema": {"type": "string"}, "example": "SELECT ?a ?b WHERE { ?a alu:owns ?b }"},
            FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
        }
    }
}


@router.post("/sparql", response_class=Response, openapi_extra=BODY)
async def sparql_post(
    work: Work,
    request: Request,
    content: Annotated[bytes, Depends(small_body)],
    format: Annotated[str | None, Query(description="As for GET")] = None,
) -> Response:
    """Ask in SPARQL 1.1, the query in the body: as it is, or as a form. Parameters as for GET."""
    return await _answer(request, work, protocol.posted(request, content))


@router.head("/sparql", include_in_schema=False)
async def sparql_head(work: Work, request: Request) -> Response:
    """What GET would answer, without the body."""
    whole = await sparql_get(work, request)
    return Response(status_code=whole.status_code, headers=dict(whole.headers))


@router.options("/sparql", include_in_schema=False)
def sparql_options() -> Response:
    """The methods that there are."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=ALLOW)


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE", "TRACE"], include_in_schema=False)
def sparql_other(request: Request) -> Response:
    """No other method is known; without this route the answer would name one of those that are."""
    raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"{request.method} is not known here; ask by GET or POST", ALLOW)


async def _answer(request: Request, work: Workspace, pairs: Pairs) -> Response:
    reply = await answered(request, work, protocol.question(request, pairs))
    return Response(reply.body, media_type=reply.media, headers=VARY)


def _described(request: Request, work: Workspace, format: str | None) -> Response:
    """The service's description in the format that is asked for, or the query page."""
    named = SPOKEN.get(format, (format, format))[1] if format else None
    media = GRAPHS.get(named, named) if named else wanted(request, [*WRITERS, HTML])
    if media == HTML:
        return Response(page(work.index.prefixes), media_type=HTML, headers=VARY | POLICY)
    if media not in WRITERS:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"the description is no {format}; there is {', '.join(WRITERS)}")
    url = str(request.url.replace(query=""))
    graph = description(url, work.index, bool(work.settings.sparql_service))
    return Response(graph.serialize(format=WRITERS[media], encoding="utf-8"), media_type=media, headers=VARY)
