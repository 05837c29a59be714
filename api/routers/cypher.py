"""Cypher, read-only, where the record is in Neo4j."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.security import Work, parsed, small_body

router = APIRouter(tags=["query"])


class CypherIn(BaseModel):
    """A reading query with its parameters."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, Field(min_length=1, examples=["MATCH (a)-[r:OWNS]->(b) RETURN a.name, b.name"])]
    parameters: dict[str, Any] = {}


@router.post(
    "/cypher",
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": CypherIn.model_json_schema()}}}},
)
def cypher(work: Work, content: Annotated[bytes, Depends(small_body)]) -> dict[str, Any]:
    """Rows of a Cypher query that only reads; 501 where the record is no Neo4j."""
    asked = parsed(CypherIn, content)
    rows = work.cypher(asked.query, asked.parameters)
    return {"columns": list(rows[0]) if rows else [], "rows": rows}
