"""IRIs of things, which lead to the documents about them, and the description of the whole data set.

The IRIs of the projection begin with the base of the ontology; their paths stand here twice: below the root, and below
the path of the base, so that a server or a proxy at that host serves them as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request, Response

from api import faces, linked, void
from api.linked import Face
from api.lookup import find_id, is_id
from api.security import Work
from api.workspace import Workspace
from graph.nodes import Iris
from graph.terms import segment
from ontology.errors import NotFound
from ontology.load import ontology

router = APIRouter(tags=["linked data"])
iris = APIRouter(tags=["linked data"])
"""Mounted below the root, and below the path of the base."""


@router.get("/.well-known/void", response_class=Response, responses=linked.ANSWERS)
@router.get("/.well-known/void.{suffix}", response_class=Response, include_in_schema=False)
def data_set(work: Work, request: Request, suffix: str | None = None) -> Response:
    """What is in the record, how much, under which terms, where to ask and where to fetch it: VoID and DCAT in RDF."""
    return linked.answer(request, work, void.face(request, work, request.app.state.surveys), suffix)


@iris.get("/id/{kind}/{slug}", status_code=303, response_class=Response)
def entity_iri(work: Work, request: Request, kind: str, slug: str) -> Response:
    """The IRI of an entity: 303 to the document about it, or about the canonical one where it was merged."""
    asked, suffix = linked.split(f"{kind}/{slug}", lambda id: is_id(work, id))
    return _see(request, f"entities/{find_id(work, asked)}" + (f".{suffix}" if suffix else ""))


@iris.get("/doc/{id}", status_code=303, response_class=Response)
def document_iri(work: Work, request: Request, id: str) -> Response:
    """The IRI of a document: 303 to it."""
    return _thing(work, request, faces.document, id)


@iris.get("/statement/{id}", status_code=303, response_class=Response)
def statement_iri(work: Work, request: Request, id: str) -> Response:
    """The IRI of a statement: 303 to the document about it."""
    return _thing(work, request, faces.statement, id)


@iris.get("/observation/{id}", status_code=303, response_class=Response)
def observation_iri(work: Work, request: Request, id: str) -> Response:
    """The IRI of a merged figure: 303 to the document about it."""
    return _thing(work, request, faces.observation, id)


@iris.get("/judgement/{id}", status_code=303, response_class=Response)
def judgement_iri(work: Work, request: Request, id: str) -> Response:
    """The IRI of a judgement: 303 to the document about it."""
    return _thing(work, request, faces.judgement, id)


@iris.get("/ns", status_code=303, response_class=Response)
def ontology_iri(request: Request) -> Response:
    """The IRI of the ontology, and of each term before its `#`: 303 to the ontology."""
    return _see(request, "ontology")


@iris.get("/graph/{name}", status_code=303, response_class=Response)
def graph_iri(work: Work, request: Request, name: str) -> Response:
    """The IRI of a named graph that is no document's: 303 to a query for all that is in it."""
    iris = Iris(work.ontology.base)
    iri = f"{work.ontology.base}graph/{segment(name)}"
    if f"<{iri}>" not in (iris.registry, iris.judgements, iris.effective):
        raise NotFound(f"there is no graph {iri}")
    return _queried(request, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")


@iris.get("/effective/{id}", status_code=303, response_class=Response)
def effective_iri(work: Work, request: Request, id: str) -> Response:
    """The IRI of a derived holding: 303 to a query that describes it."""
    return _queried(request, f"DESCRIBE <{work.ontology.base}effective/{segment(id)}>")


def _thing(work: Workspace, request: Request, find: Callable[[Workspace, str], Face], name: str) -> Response:
    id, suffix = linked.split(name, lambda _: False)
    return _see(request, find(work, id).path + (f".{suffix}" if suffix else ""))


def _see(request: Request, path: str) -> Response:
    return linked.moved(request, path, HTTPStatus.SEE_OTHER)


def _queried(request: Request, query: str) -> Response:
    place = f"{request.scope['root_path']}/sparql?" + urlencode({"query": query})
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": place, "Cache-Control": linked.REVALIDATED})


def base_path() -> str:
    """The path of the base of all IRIs, without the slash at its end."""
    return urlsplit(ontology().base).path.rstrip("/")
