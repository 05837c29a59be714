"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from api.security import Work

router = APIRouter(tags=["health"])


@router.get("/", include_in_schema=False)
def root() -> RedirectResponse:
    """The documentation is the front page."""
    return RedirectResponse("/docs")


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(work: Work) -> dict[str, str | int]:
    """The record answers; 503 with problem+json where it does not."""
    return {
        "status": "ok",
        "store": work.store.url,
        "record": work.store.record,
        "revision": work.store.revision(),
    }
