"""Who is blocked if a list of persons is."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api import listing
from api.errors import Refused
from api.owning import Terms
from api.routers.structure import Day
from api.security import Work, small_body
from loaders.listed import Listed, read_listed, rows
from ontology.errors import InputError

router = APIRouter(tags=["ownership"])

JSON, TEXTS = "application/json", ("text/csv", "text/plain")
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"type": "array", "items": {}}, "example": ["Rusal", {"name": "中国宏桥", "list": "A"}]},
            "text/csv": {"schema": {"type": "string"}, "example": "name,program\nRusal,A\n"},
        },
    }
}


@router.post("/sanctioned", openapi_extra=BODY)
def sanctioned(
    work: Work,
    request: Request,
    content: Annotated[bytes, Depends(small_body)],
    day: Day,
    rule: Annotated[str, Query(description="ofac-50 or majority")] = "ofac-50",
    threshold: Annotated[float | None, Query(description="Percent to be met; else the rule's own")] = None,
) -> dict[str, Any]:
    """Which companies are blocked if all these persons are, their holdings counted together; writes nothing.

    The body is a JSON list of names, ids or objects with `name` or `id`, or a CSV file with these columns.
    Names that are unknown or ambiguous are listed under `unresolved`, with candidates.
    """
    listed, most = _listed(request, content), work.settings.list_limit
    if most and len(listed) > most:
        message = f"the list has {len(listed)} lines, more than {most} (POTLINE_LIST_LIMIT)"
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
    return listing.sanctioned(work, listed, Terms(rule, day.as_of, day.known_by, threshold)).as_dict()


def _listed(request: Request, content: bytes) -> list[Listed]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in TEXTS:
        return read_listed(content, "body")
    if kind != JSON:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {JSON} or {TEXTS[0]}, not {kind or 'nothing'}")
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"body: no JSON: {error}") from error
    if not isinstance(given, list):
        raise InputError("body: send a list of names or ids")
    return rows(given)
