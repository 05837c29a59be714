"""Run the API with uvicorn."""

from __future__ import annotations

import uvicorn

from api.app import create_app
from api.settings import Settings

HEAD = 8_000_000
"""Bytes of URL and headers that are read before a connection is ended; what is too long but shorter has an answer."""


def run(settings: Settings) -> None:
    """Serve until stopped; uvicorn's own line says where."""
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        h11_max_incomplete_event_size=HEAD,
    )
