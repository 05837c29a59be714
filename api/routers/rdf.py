"""Triple patterns, for people who do not write SPARQL."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api import present
from api.models import Page, TripleOut
from api.paging import Paged
from api.security import Work
from graph.triples import Row, triples

router = APIRouter(tags=["query"])


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
