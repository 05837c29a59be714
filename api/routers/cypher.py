"""Cypher, read-only, where the record is in Neo4j."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import asking
from api.negotiation import wanted
from api.security import Work, parsed, small_body

router = APIRouter(tags=["query"])


class CypherIn(BaseModel):
    """A reading query with its parameters."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, Field(min_length=1, examples=["MATCH (a)-[r:OWNS]->(b) RETURN a.name, b.name"])]
    parameters: dict[str, Any] = {}
    limit: Annotated[int | None, Field(ge=1, description="Most rows; no more than POTLINE_CYPHER_ROWS")] = None


OFFERED: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string"}} for media in asking.FORMATS.values()}}
}


@router.post(
    "/cypher",
    response_class=Response,
    responses=OFFERED,
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": CypherIn.model_json_schema()}}}},
)
def cypher(
    work: Work,
    request: Request,
    content: Annotated[bytes, Depends(small_body)],
    format: Annotated[str | None, Query(description=f"{', '.join(asking.FORMATS)}; else by Accept")] = None,
) -> Response:
    """The answer to a Cypher query that only reads; 501 where the record is no Neo4j.

    As JSON `columns`, `rows` (by column) and `cut`: null, or a sentence where not all rows are shown, which the
    header `X-Potline-Cut` has too. A node is `{"labels", "properties"}`, a relationship `{"type", "start", "end",
    "properties"}` with the ids of its ends, a path `{"nodes", "relationships"}`; dates are text. The query is planned
    first: one that writes, changes the schema, reads files (`LOAD CSV`) or calls a procedure that is not on the list
    is refused (400), and so is one that takes longer than POTLINE_CYPHER_TIMEOUT, which the server ends.
    """
    asked = parsed(CypherIn, content)
    if format is None:
        media = wanted(request, tuple(asking.FORMATS.values()))
        format = next(name for name, offered in asking.FORMATS.items() if offered == media)
    data = asking.ask(work, asked.query, asked.parameters, asked.limit)
    text = asking.written(data, format)
    cut = {"X-Potline-Cut": data["cut"]} if data["cut"] else {}
    return Response(text, media_type=asking.FORMATS[format], headers={"Vary": "Accept"} | cut)
