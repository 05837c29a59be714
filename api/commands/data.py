"""Documents in and out: load, extract, documents, remove, check."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from api import loading
from api.commands import options
from api.commands.output import progress, say, table
from api.loading import Report, listed, load_all, results_of
from api.workspace import Workspace
from graph import export as exports
from graph.plain import as_dict
from graph.statement import Extraction, Rejection
from loaders.llm.told import unanswered
from ontology.errors import InputError, UnreadableDocument

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (load, extract, documents, remove, check):
        app.command()(command)


Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes that extract; POTLINE_WORKERS.")]
Rejected = Annotated[Path | None, typer.Option("--rejected", help="Write the rejections there, as JSON lines.")]


def load(
    paths: Paths,
    rejected: Rejected = None,
    workers: Workers = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Load documents into the record.

    Example: potline load seeds/documents
    """
    with options.workspace(store) as work:
        report = run_load(work, paths, as_json, workers)
    if rejected is not None:
        write_rejections(report.refused, rejected)
    if as_json:
        say(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        summary(report)
    if report.failed or report.lines or report.unanswered:
        raise typer.Exit(1)


def run_load(work: Workspace, paths: list[Path], quiet: bool = False, workers: int | None = None) -> Report:
    """Load with a progress bar; each document's line is printed when it is safe in the record."""
    found = listed(paths)
    work.store.revision()  # a store that is down is said before any document is read
    with progress(quiet) as (bar, write):
        return load_all(work, found, bar, write, workers or work.settings.workers)


def summary(report: Report) -> None:
    """Say what went in and what was rejected, and why."""
    total = sum(report.rejected.values())
    say(
        f"{len(report.rows)} documents; {report.candidates} candidates = "
        f"{report.statements} statements + {total} rejected"
    )
    if report.told:
        say(f"  {report.told} of the statements are from the language model")
    for reason, count in sorted(report.rejected.items(), key=lambda r: (-r[1], r[0])):
        say(f"  {count:4} {reason}")
    for rejection in report.lines:
        say(f"  line {rejection.line}: {rejection.reason}", error=True)
    if report.unanswered:
        say(f"  {report.unanswered} paragraphs without an answer of the model; load again to ask for them", error=True)


def extract(
    paths: Paths,
    rejected: Rejected = None,
    workers: Workers = None,
) -> None:
    """Print the statements of documents as JSON lines; no record is opened.

    Example: potline extract seeds/documents > claims.jsonl
    """
    failed = False
    refused: list[Rejection] = []
    work = options.workspace()
    for _, results in results_of(work, listed(paths), {}, workers or work.settings.workers):
        for result in results:
            if isinstance(result, Extraction):
                refused += result.rejections
                sys.stdout.writelines(exports.lines(result))
            elif isinstance(result, UnreadableDocument):
                say(f"potline: {result}", error=True)
                failed = True
    _report_rejections(refused, rejected)
    if failed or any(unanswered(r) for r in refused):
        raise typer.Exit(1)


def write_rejections(refused: Iterable[Rejection], target: Path) -> None:
    """One JSON line each: document, reason, candidate, sentence and where it stands."""
    lines = (json.dumps(as_dict(r), ensure_ascii=False) + "\n" for r in refused)
    try:
        target.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"--rejected {target}: {error.strerror}; name a file that can be written") from error


def _report_rejections(refused: list[Rejection], target: Path | None) -> None:
    if target is not None:
        write_rejections(refused, target)
    for reason, count in sorted(Counter(r.reason for r in refused).items(), key=lambda c: (-c[1], c[0])):
        say(f"rejected {count:4} {reason}", error=True)


def documents(store: options.Store = None, as_json: options.Json = False) -> None:
    """List the documents of the record.

    Example: potline documents
    """
    with options.workspace(store) as work:
        found = list(work.store.documents())
    if as_json:
        rows = [{k: v for k, v in as_dict(d).items() if k != "text"} for d in found]
        say(json.dumps(rows, ensure_ascii=False))
    else:
        table(("id", "published", "title", "source"), ((d.id, d.published, d.title, d.source) for d in found))
    if not found:
        raise typer.Exit(1)


def remove(
    document: Annotated[str, typer.Argument(metavar="ID", help="A document's id, or its source.")],
    store: options.Store = None,
) -> None:
    """Remove a document, and with it exactly what no other document states.

    Example: potline remove hongtuo-relocates-1a2b3c4d
    """
    with options.workspace(store) as work:
        loading.remove(work, document)
    say(f"removed {document}")


def check(store: options.Store = None) -> None:
    """Validate the whole projection against the SHACL shapes.

    Example: potline check
    """
    from graph.validate import validate  # pyshacl takes a second to import

    with options.workspace(store) as work:
        report = validate(work.index)
    say(report.text)
    if not report.conforms:
        raise typer.Exit(1)
