"""The registry: who is who, and whether its files hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import say
from api.settings import read_settings
from loaders.registry import faults

app = typer.Typer(help="The registry: who is who.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """The registry: who is who."""


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]…", help="Further files, after those of POTLINE_REGISTRY.")
    ] = None,
) -> None:
    """Check the shipped registry with the files of POTLINE_REGISTRY and these.

    Example: potline registry check mine.tsv
    """
    paths = (*read_settings().registry_paths, *(files or ()))
    found = faults(*paths)
    for fault in found:
        say(fault)
    say(f"{len(paths)} files or folders, {len(found)} faults")
    if found:
        raise typer.Exit(1)
