"""The whole record out: export."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands import options
from api.commands.output import progress, say
from api.workspace import Workspace
from graph import neo4j_bulk
from graph.whole import files, formats
from graph.whole.formats import FORMATS, Format
from graph.whole.record import Whole
from ontology.errors import InputError

BULK = "neo4j-admin"
NAMES = (*FORMATS, BULK)

Out = Annotated[
    str | None,
    typer.Argument(metavar="[FILE]", help="A file (.gz packs it), a folder where there are several, or -."),
]
Name = Annotated[str | None, typer.Option("--format", help=f"{', '.join(NAMES)}; else FILE's suffix says; jsonl.")]
Part = Annotated[str | None, typer.Option("--part", help="Of csv-graph: nodes or edges alone.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)


def export(out: Out = None, format: Name = None, part: Part = None, store: options.Store = None) -> None:
    """Write the whole record, as it is at one revision, to a file or to standard output.

    Example: potline export record.ttl.gz
    """
    target = None if out in (None, "-") else Path(str(out))
    if format == BULK:
        if target is None:
            raise typer.BadParameter(f"{BULK} needs a folder", param_hint="FILE")
        with options.workspace(store) as work:
            _bulk(work, target)
        return
    wanted = _format(format, target)
    if part is not None:
        formats.part_of(wanted, part)
    with options.workspace(store) as work:
        _export(work, wanted, target, part)


def _format(name: str | None, target: Path | None) -> Format:
    """By its name, else by the suffix of the file."""
    if name is not None:
        if name not in FORMATS:
            raise InputError(f"--format {name}: there are {', '.join(NAMES)}")
        return FORMATS[name]
    if target is None:
        return FORMATS["jsonl"]
    found = formats.by_suffix(target)
    if found is None:
        raise InputError(f"{target}: its suffix names no format; say --format with {', '.join(NAMES)}")
    return found


def _export(work: Workspace, format: Format, target: Path | None, part: str | None) -> None:
    several = part is None and len(format.parts) > 1
    if target is None and several and sys.stdout.isatty():
        raise InputError(f"{format.name} has several files: name a folder, FILE.zip, or --part")
    with progress() as (bar, _), files.frozen(work.store, work.ontology, work.registry, bar) as whole:
        if target is None:
            _print(whole, format, part)
        else:
            files.save(target, whole, format, part)
        bar(1, 1, "done")


def _print(whole: Whole, format: Format, part: str | None) -> None:
    """To standard output; InputError where it takes no more."""
    try:
        sys.stdout.flush()
        files.write(sys.stdout.buffer, whole, format, part)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # whoever reads has enough
    except OSError as error:
        raise InputError(f"standard output: {error.strerror}; what is there is not whole") from error


def _bulk(work: Workspace, folder: Path) -> None:
    with progress() as (bar, _):
        count = neo4j_bulk.export(work.store, work.ontology, folder, bar)
    say(f"{count} statements as files in {folder}")
    say(f"On the Neo4j of Potline:  potline neo4j import {shlex.quote(str(folder))}")
    say(f"On any other:             cd {shlex.quote(str(folder))} && {neo4j_bulk.COMMAND}")
