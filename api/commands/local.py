"""On this machine: serve the API, and the demonstration."""

from __future__ import annotations

from typing import Annotated

import typer

from api import demo as demonstration
from api.commands import options
from api.commands.output import say
from api.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (serve, demo):
        app.command()(command)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else POTLINE_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else POTLINE_PORT.")] = None,
    store: options.Store = None,
) -> None:
    """Serve the API.

    Example: potline serve --port 8000
    """
    from api.server import run  # FastAPI takes half a second to import

    settings = read_settings(store_url=store, host=host, port=port)
    say(f"Potline on {settings.store_url_shown}: http://{settings.host}:{settings.port}/docs")
    run(settings)


def demo(store: options.Store = None) -> None:
    """Load the three seed documents and answer four questions about them.

    Example: potline demo
    """
    with options.workspace(store) as work:
        demonstration.run(work)
