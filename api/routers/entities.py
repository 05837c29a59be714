"""Entities: search, one entity, its relationships, its figures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import faces, linked, present
from api.lookup import country_code, find_id, is_id, search
from api.models import EntityOut, FigureOut, Page, RelationshipOut
from api.paging import Paged
from api.security import Work
from graph import views
from graph.dates import asked_day
from ontology.errors import InputError

router = APIRouter(tags=["entities"])
Confidence = Annotated[
    float, Query(ge=0, le=1, description="Only what some statement says with at least this confidence")
]


@router.get("/entities", response_model=Page[EntityOut])
def entities(
    work: Work,
    page: Paged,
    q: Annotated[str | None, Query(description="A name or a part of one", examples=["hongtuo"])] = None,
    type: Annotated[list[str] | None, Query(description="Only of these classes")] = None,
    country: Annotated[str | None, Query(description="ISO 3166-1 alpha-2, or a name", examples=["CN"])] = None,
) -> Page[EntityOut] | Response:
    """Entities by name, best first, of the record and the registry; without `q` all of the record."""
    unknown = sorted(set(type or ()) - set(work.ontology.classes))
    if unknown:
        raise InputError(f"type {unknown[0]}: classes are {', '.join(work.ontology.classes)}")
    if q is not None:
        hits = search(work, q, types=type or (), country=country, limit=page.offset + page.limit + 1)
        found = page.cut(hits, lambda part: [present.hit(work, h) for h in part])
        # Written here: checked against its own model again it would take half as long as the search.
        return Response(found.model_dump_json(), media_type="application/json")
    home = country_code(work, country)
    ids = [
        e.id
        for e in views.entities(work.store, work.ontology).values()
        if (not type or any(work.ontology.is_a(e.type, t) for t in type)) and home in (None, e.country)
    ]
    return page.cut(ids, lambda part: [present.entity(work, id) for id in part])


@router.get("/entities/{kind}/{slug}", response_model=EntityOut, responses=linked.ANSWERS)
def entity(
    work: Work,
    request: Request,
    kind: str,
    slug: str,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="HTML: relations and figures to pass over")] = 0,
) -> Response:
    """One entity as JSON, HTML, JSON-LD or RDF, by the Accept header or a suffix (`.ttl`, `.html` …).

    A merged id redirects to the canonical one, whose RDF says `owl:sameAs`.
    """
    asked, suffix = linked.split(f"{kind}/{slug}", lambda id: is_id(work, id))
    id = find_id(work, asked)
    if id != asked:
        ending = f".{suffix}" if suffix else ""
        return linked.moved(request, f"entities/{id}{ending}", HTTPStatus.PERMANENT_REDIRECT)
    return linked.answer(request, work, faces.entity(work, id, offset), suffix)


@router.get("/entities/{kind}/{slug}/relationships", response_model=Page[RelationshipOut])
def relationships(
    work: Work,
    page: Paged,
    kind: str,
    slug: str,
    predicate: Annotated[str | None, Query(examples=["owns"])] = None,
    direction: Annotated[str, Query(pattern="^(out|in|both)$", description="out, in or both")] = "both",
    status: Annotated[str | None, Query(examples=["actual"])] = None,
    as_of: Annotated[str | None, Query(description="Only those that hold, or may hold, on that day")] = None,
    confidence: Confidence = 0,
) -> Page[RelationshipOut]:
    """What links an entity to others, each with its evidence."""
    id = find_id(work, f"{kind}/{slug}")
    if predicate is not None and predicate not in work.ontology.predicates:
        raise InputError(f"predicate {predicate}: predicates are {', '.join(work.ontology.predicates)}")
    day = None if as_of is None else asked_day("as_of", as_of)
    found = [
        r
        for r in views.relationships(work.store, work.ontology, entity=id, predicate=predicate)
        if (direction == "both" or (r.subject if direction == "out" else r.object) == id)
        and status in (None, r.status)
        and (day is None or views.holds(r, day))
        and r.confidence >= confidence
    ]
    return page.cut(found, lambda part: present.relationships(work, list(part)))


@router.get("/entities/{kind}/{slug}/observations", response_model=Page[FigureOut])
def observations(
    work: Work,
    page: Paged,
    kind: str,
    slug: str,
    metric: Annotated[str | None, Query(examples=["capacity"])] = None,
    status: Annotated[str | None, Query(examples=["designed"])] = None,
    confidence: Confidence = 0,
) -> Page[FigureOut]:
    """The figures of an entity, each with its evidence."""
    id = find_id(work, f"{kind}/{slug}")
    if metric is not None and metric not in work.ontology.metrics:
        raise InputError(f"metric {metric}: metrics are {', '.join(work.ontology.metrics)}")
    found = [
        f
        for f in views.figures(work.store, entity=id, metric=metric)
        if status in (None, f.status) and f.confidence >= confidence
    ]
    return page.cut(found, lambda part: present.figures(work, list(part)))
