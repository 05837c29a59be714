"""Run the API with uvicorn."""

from __future__ import annotations

import uvicorn

from api.app import create_app
from api.settings import Settings


def run(settings: Settings) -> None:
    """Serve until stopped; uvicorn's own line says where."""
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
