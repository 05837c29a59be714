"""Reconciliation: the service that OpenRefine speaks to (Reconciliation Service API 0.2)."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter, ValidationError

from api import reconciling
from api.reconciling import Asked
from api.security import Work, small_body
from ontology.errors import InputError


def open_to_all(response: Response) -> None:
    """The service is asked from pages of other servers; it only reads."""
    response.headers["Access-Control-Allow-Origin"] = "*"


router = APIRouter(prefix="/reconcile", tags=["reconcile"], dependencies=[Depends(open_to_all)])

BATCH = TypeAdapter(dict[str, Asked])
Prefix = Annotated[str, Query(max_length=200, description="What was typed so far")]
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"queries": {"type": "string"}}, "required": ["queries"]},
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
) -> dict[str, Any]:
    """The manifest of the service; with `queries` their candidates, best first.

    `match` is true only where the name is the entity's own and nobody else's, never by similarity.
    """
    if queries is None:
        return reconciling.manifest(work, str(request.base_url).rstrip("/"))
    return reconciling.reconcile(work, _batch(queries))


@router.post("", openapi_extra=FORM)
def candidates(work: Work, content: Annotated[bytes, Depends(small_body)]) -> dict[str, Any]:
    """The candidates of a batch of queries that comes as a form, best first."""
    form = parse_qs(content.decode("utf-8", "replace"))
    if "queries" not in form:
        raise InputError("the form must have the field queries, a batch as JSON")
    return reconciling.reconcile(work, _batch(form["queries"][0]))


def _batch(text: str) -> dict[str, Asked]:
    try:
        return BATCH.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(f"queries{'.' if place else ''}{place}: {first['msg']}") from error


@router.get("/suggest/entity")
def suggest_entity(work: Work, prefix: Prefix) -> dict[str, Any]:
    """Entities whose names begin with, or are like, what was typed."""
    return reconciling.suggest_entities(work, prefix)


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
