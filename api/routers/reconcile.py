"""Reconciliation: the service that OpenRefine speaks to (Reconciliation Service API 0.2)."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from api import extending, reconciling
from api.extending import Extension
from api.reconciling import Asked
from api.security import Work, small_body
from ontology.errors import InputError


def open_to_all(response: Response) -> None:
    """The service is asked from pages of other servers; it only reads."""
    response.headers["Access-Control-Allow-Origin"] = "*"


router = APIRouter(prefix="/reconcile", tags=["reconcile"], dependencies=[Depends(open_to_all)])

T = TypeVar("T")
BATCH = TypeAdapter(dict[str, Asked])
EXTENSION = TypeAdapter(Extension)
Prefix = Annotated[str, Query(max_length=200, description="What was typed so far")]
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                },
                "example": {"queries": '{"q0": {"query": "Hongtuo Industrial", "type": "Company"}}'},
            }
        },
    }
}


@router.get("")
def service(
    work: Work,
    request: Request,
    queries: Annotated[str | None, Query(description="A batch as JSON: {q0: {query, type, limit, properties}}")] = None,
    extend: Annotated[str | None, Query(description="Columns wanted, as JSON: {ids, properties: [{id}]}")] = None,
) -> dict[str, Any]:
    """The manifest of the service; with `queries` their candidates, best first; with `extend` columns of entities.

    `match` is true only where the name is the entity's own and nobody else's, never by similarity.
    """
    if extend is not None:
        return extending.extended(work, _parsed(EXTENSION, "extend", extend))
    if queries is None:
        return reconciling.manifest(work, str(request.base_url).rstrip("/"))
    return reconciling.reconcile(work, _batch(queries))


@router.post("", openapi_extra=FORM)
def candidates(work: Work, content: Annotated[bytes, Depends(small_body)]) -> dict[str, Any]:
    """The candidates of a batch of queries that comes as a form, best first; or, for `extend`, columns of entities."""
    form = parse_qs(content.decode("utf-8", "replace"))
    if "extend" in form:
        return extending.extended(work, _parsed(EXTENSION, "extend", form["extend"][0]))
    if "queries" not in form:
        raise InputError("the form must have the field queries, a batch as JSON, or extend")
    return reconciling.reconcile(work, _batch(form["queries"][0]))


def _batch(text: str) -> dict[str, Asked]:
    return _parsed(BATCH, "queries", text)


def _parsed(adapter: TypeAdapter[T], name: str, text: str) -> T:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{name}{'.' if place else ''}{place}: {first['msg']}") from error


@router.get("/properties")
def properties(
    type: Annotated[str | None, Query(description="A class; all have the same")] = None,
    limit: Annotated[int | None, Query(ge=1)] = None,
) -> dict[str, Any]:
    """The columns that `extend` can be asked for."""
    return extending.proposed(type, limit)


@router.get("/flyout/entity")
def flyout(work: Work, id: Annotated[str, Query(examples=["org/hongtuo-industrial"])]) -> dict[str, Any]:
    """A few words on an entity as HTML, for a suggestion."""
    return extending.flyout(work, id)


@router.get("/suggest/entity")
def suggest_entity(
    work: Work,
    prefix: Prefix,
    cursor: Annotated[int, Query(ge=0, le=1000, description="How many to pass over")] = 0,
) -> dict[str, Any]:
    """Entities whose names begin with, or are like, what was typed."""
    return reconciling.suggest_entities(work, prefix, cursor)


@router.get("/suggest/type")
def suggest_type(work: Work, prefix: Prefix = "") -> dict[str, Any]:
    """Classes of entities by the start of a word."""
    return reconciling.suggest_types(work, prefix)


@router.get("/suggest/property")
def suggest_property(prefix: Prefix = "") -> dict[str, Any]:
    """Properties that may come with a name, by the start of a word."""
    return reconciling.suggest_properties(prefix)


@router.get("/preview", response_class=HTMLResponse)
def preview(work: Work, id: Annotated[str, Query(examples=["org/hongtuo-industrial"])]) -> HTMLResponse:
    """A small page about an entity, for a pop-up."""
    return HTMLResponse(reconciling.preview(work, id), headers={"Access-Control-Allow-Origin": "*"})
