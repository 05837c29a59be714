"""Judgements: a person's word on two entities, and taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import faces, judging, linked, present
from api.models import JudgementIn, JudgementOut, Page
from api.paging import Paged
from api.security import Work, Writer, parsed, small_body

router = APIRouter(tags=["judgements"])


@router.get("/judgements", response_model=Page[JudgementOut])
def judgements(work: Work, page: Paged) -> Page[JudgementOut]:
    """The whole log, oldest first."""
    return page.cut(work.store.judgements(), lambda part: [present.judgement(j) for j in part])


@router.post(
    "/judgements",
    response_model=JudgementOut,
    status_code=201,
    dependencies=[Writer],
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": JudgementIn.model_json_schema()}}}},
)
def judge(work: Work, content: Annotated[bytes, Depends(small_body)]) -> JudgementOut:
    """Say that two entities are the same, different or undecided; needs the API key."""
    j = parsed(JudgementIn, content)
    return present.judgement(judging.judge(work, j.verdict, j.left, j.right, j.by, j.reason))


@router.get("/judgements/{id}", response_model=JudgementOut, responses=linked.ANSWERS)
def judgement(work: Work, request: Request, id: str) -> Response:
    """One judgement, as JSON, HTML, JSON-LD or RDF, by the Accept header or a suffix."""
    id, suffix = linked.split(id, lambda _: False)
    return linked.answer(request, work, faces.judgement(work, id), suffix)


@router.delete("/judgements/{id}", response_model=JudgementOut, dependencies=[Writer])
def undo(
    work: Work,
    id: str,
    by: Annotated[str, Query(min_length=1, max_length=200, description="Who takes it back")],
) -> JudgementOut:
    """Take a judgement back; the log keeps both; needs the API key."""
    return present.judgement(judging.undo(work, by, id))
