"""SPARQL, and triple patterns for people who do not write it."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request, Response

from api import present
from api.errors import Refused
from api.models import Page, TripleOut
from api.negotiation import wanted
from api.paging import Paged
from api.security import Work, small_body
from graph.results import Answer
from graph.triples import Row, triples
from ontology.errors import InvalidQuery

router = APIRouter(tags=["query"])

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]


@router.get("/sparql", response_class=Response)
def sparql_get(
    work: Work,
    request: Request,
    query: Annotated[str | None, Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE")] = None,
    format: Annotated[str | None, Query(description="json, xml, csv, tsv; turtle, ntriples, jsonld")] = None,
) -> Response:
    """Ask in SPARQL 1.1; the answer's format by Accept or by `format`. Updates are refused."""
    return _answer(work, request, request.query_params.multi_items(), format)


BODY = {
    "requestBody": {
        "content": {
            QUERY: {"schema": {"type": "string"}, "example": "SELECT ?a ?b WHERE { ?a alu:owns ?b }"},
            FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
        }
    }
}


@router.post("/sparql", response_class=Response, openapi_extra=BODY)
def sparql_post(
    work: Work,
    request: Request,
    content: Annotated[bytes, Depends(small_body)],
    format: Annotated[str | None, Query(description="As for GET")] = None,
) -> Response:
    """Ask in SPARQL 1.1, the query in the body: as it is, or as a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (QUERY, FORM):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {QUERY} or {FORM}, not {kind or 'nothing'}")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidQuery(f"the body is no UTF-8 (byte {error.start})") from error
    given = request.query_params.multi_items()
    pairs = [*given, ("query", text)] if kind == QUERY else [*given, *parse_qsl(text, keep_blank_values=True)]
    return _answer(work, request, pairs, format or dict(pairs).get("format"))


def _answer(work: Work, request: Request, pairs: Pairs, format: str | None) -> Response:
    """Run the one query among the parameters of a request."""
    queries = [value for name, value in pairs if name == "query"]
    if any(name == "update" for name, _ in pairs):
        raise InvalidQuery("updates are refused here: the record is changed by loading documents")
    if len(queries) != 1:
        raise InvalidQuery(f"send one query, not {len(queries)}")
    default, named = ([v for n, v in pairs if n == kind] for kind in ("default-graph-uri", "named-graph-uri"))
    given = bool(default or named)
    limits = work.settings
    found = work.index.query(
        queries[0],
        default if given else None,
        named if given else None,
        length=limits.sparql_length,
        rows=limits.sparql_rows,
    )
    media = found.media_type(format) if format else _media(request, found)
    return Response(found.serialise(media), media_type=media)


JSON_NAMES = ("application/json",)
"""What clients say when they mean the JSON form of results."""


def _media(request: Request, found: Answer) -> str:
    """The media type by Accept; plain JSON stands for SPARQL's own JSON."""
    offers = list(found.formats.values())
    chosen = wanted(request, [*offers, *JSON_NAMES])
    return offers[0] if chosen in JSON_NAMES else chosen


@router.get("/triples", response_model=Page[TripleOut])
def triple_patterns(
    work: Work,
    page: Paged,
    s: Annotated[str | None, Query(description="Subject: id, IRI or prefixed name")] = None,
    p: Annotated[str | None, Query(description="Predicate or metric", examples=["alu:owns"])] = None,
    o: Annotated[str | None, Query(description="Object: id, IRI or prefixed name")] = None,
    status: Annotated[str | None, Query(examples=["actual"])] = None,
    document: Annotated[str | None, Query(description="Only what this document states")] = None,
) -> Page[TripleOut]:
    """The merged triples and figures that fit a pattern, with the statements and documents behind each."""
    pattern = {"s": s, "p": p, "o": o, "status": status, "document": document}
    found = triples(work.store, work.ontology, **pattern, limit=page.limit, offset=page.offset)
    return page.of([_row(row) for row in found.rows], found.total)


def _row(row: Row) -> TripleOut:
    values: dict[str, Any] = asdict(row) | {"qualifiers": present.plain(row.qualifiers)}
    return TripleOut.model_validate({k: list(v) if isinstance(v, tuple) else v for k, v in values.items()})
