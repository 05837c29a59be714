"""The API: routers on one workspace, every error as problem+json."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi_offline import FastAPIOffline

from api import errors
from api.methods import Methods
from api.models import Problem
from api.openapi import describe
from api.routers import (
    capacity,
    conflicts,
    cypher,
    documents,
    entities,
    export,
    guide,
    health,
    judgements,
    linked,
    ownership,
    rdf,
    reconcile,
    review,
    sanctions,
    sparql,
    structure,
    vocabulary,
)
from api.security import RateLimit, short
from api.settings import Settings
from api.void import Surveys
from api.workspace import Workspace

DESCRIPTION = """
A knowledge graph of the aluminium value chain: who owns, runs, makes and moves what,
**and which sentence says so**. Every answer carries its evidence: the quote, where it stands, and
the document. Reads are open; writes need the header `X-API-Key`. Errors are problem+json (RFC 9457).
"""


ASKED = (
    entities,
    ownership,
    capacity,
    structure,
    sanctions,
    documents,
    sparql,
    rdf,
    export,
    cypher,
    guide,
    conflicts,
    judgements,
    review,
    reconcile,
    vocabulary,
    linked,
)
"""The routers of what is asked, in the order of the documentation."""


def create_app(settings: Settings) -> FastAPI:
    """The application on the record that the settings name; the record is opened at the first request."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.work.close()

    app = FastAPIOffline(
        title="Potline",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        dependencies=[Depends(RateLimit(settings)), Depends(short)],
        responses={"4XX": {"model": Problem}, "5XX": {"model": Problem}},
    )
    app.add_middleware(Methods)
    app.state.work = Workspace(settings, patience=settings.sparql_timeout or None)
    app.state.surveys = Surveys()
    app.openapi = describe(app)  # type: ignore[method-assign]
    errors.install(app)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["Retry-After", "ETag", "Link", "Location"],
        )
    for module in (*ASKED, health):
        app.include_router(module.router)
    app.include_router(linked.iris)
    if path := linked.base_path():
        app.include_router(linked.iris, prefix=path, include_in_schema=False)
    return app
