"""Judgements: judge, undo, review, and the log as a list or a file."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import click
import typer

from api import judged, judging, present, reviewing
from api.commands import options
from api.commands.output import say, table
from api.lookup import find
from api.models import JudgementOut, ReviewOut, ReviewSide
from api.splitting import Split
from api.workspace import Workspace
from graph.statement import Verdict
from ontology.errors import InputError, JudgementConflict
from ontology.model import Kind

By = Annotated[str | None, typer.Option("--by", help="Who says so; else your user name.")]


log = typer.Typer(invoke_without_command=True)
Word = Literal["same", "different", "undecided"]
KEYS = {"y": "same", "n": "different", "u": "undecided", "s": "skip", "q": "quit"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (judge, split, undo, review):
        app.command()(command)
    log.callback()(judgements)
    log.command("export")(write)
    log.command("import")(read)
    app.add_typer(log, name="judgements")


def judge(
    verdict: Annotated[Word, typer.Argument(help="same, different or undecided.")],
    left: Annotated[str, typer.Argument(metavar="A", help="An id or a name.")],
    right: Annotated[str, typer.Argument(metavar="B", help="An id or a name.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: By = None,
    store: options.Store = None,
) -> None:
    """Say that two entities are the same, or different; it can be undone.

    Example: potline judge same org/innovation-industrial org/chuangxin-industrial
    """
    with options.workspace(store) as work:
        # An id is judged as it is, also where it is merged already.
        a, b = (end if "/" in end else find(work, end) for end in (left, right))
        made = judging.judge(work, verdict, a, b, by or getpass.getuser(), reason)
    say(f"{made.id}: {made.left} and {made.right} are {made.verdict.value}")


def split(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The id or the source of a document.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in it; or an id, for all its names there.")],
    meant: Annotated[str | None, typer.Option(metavar="ID", help="Who is meant: an id or a name.")] = None,
    called: Annotated[str | None, typer.Option(metavar="NAME", help="What the one that is meant is called.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: By = None,
    store: options.Store = None,
) -> None:
    """Say that in one document a name means another one than it was taken for; it can be undone.

    Without --meant and --called it means a new one of that name.

    Example: potline split a-report-1a2b3c4d Hongqiao --called "Hongqiao Foundry"
    """
    whole = "/" in name and name.partition("/")[0] in tuple(Kind)
    said = Split(document, None if whole else name, name if whole else None, meant, called)
    with options.workspace(store) as work:
        made = judging.split(work, said, by or getpass.getuser(), reason)
    say(f"{made.id}: in {made.document} {made.name or made.left} is {made.right}, not {made.left}")


def undo(
    judgement: Annotated[str | None, typer.Argument(metavar="ID", help="A judgement; else the last.")] = None,
    by: By = None,
    store: options.Store = None,
) -> None:
    """Take a judgement back; the graph is then exactly as before it.

    Example: potline undo
    """
    with options.workspace(store) as work:
        made = judging.undo(work, by or getpass.getuser(), judgement)
    what = f"{made.left} and {made.right} are no longer {made.verdict.value}"
    if made.verdict is Verdict.SPLIT:
        what = f"{made.left} is no longer split from {made.right}"
    say(f"undid {made.undoes}: {what}")


def judgements(context: typer.Context, store: options.Store = None, as_json: options.Json = False) -> None:
    """List the log of judgements, oldest first; `export` and `import` write and read it as CSV.

    Example: potline judgements
    """
    if context.invoked_subcommand is not None:
        return
    with options.workspace(store) as work:
        rows = [present.judgement(j) for j in work.store.judgements()]
    if as_json:
        say(json.dumps([j.model_dump() for j in rows], ensure_ascii=False))
    else:
        table(("id", "verdict", "left", "right", "by", "at", "in"), map(_cells, rows))


def _cells(j: JudgementOut) -> tuple[str, ...]:
    where = f"{j.document}: {j.name or 'all names'}" if j.document else ""
    return j.id, f"undo {j.undoes}" if j.undoes else j.verdict, j.left, j.right, j.by, j.at, where


def write(store: options.Store = None) -> None:
    """Print the log as CSV.

    Example: potline judgements export > judgements.csv
    """
    with options.workspace(store) as work:
        sys.stdout.write(judged.written(work.store.judgements()))


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV as `export` writes it, or - for standard input.")],
    store: options.Store = None,
) -> None:
    """Append the judgements of a file; those that the log has already are passed over.

    Example: potline judgements import judgements.csv
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}") from error
    with options.workspace(store) as work:
        taken, known, refused = judged.take(work, text, str(file))
    for line in refused:
        say(line, error=True)
    say(f"{taken} judgements taken, {known} known already, {len(refused)} refused")
    if refused:
        raise typer.Exit(1)


def review(
    limit: Annotated[int, typer.Option(min=1, help="Most pairs.")] = 50,
    by: By = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Judge pairs that may be one thing, the likeliest first: y same, n different, u undecided, s skip, q quit.

    Example: potline review --limit 10
    """
    with options.workspace(store) as work:
        found = reviewing.queue(work)
        if as_json:
            shown = reviewing.shown(work, found[:limit])
            say(json.dumps([p.model_dump() for p in shown], ensure_ascii=False))
            return
        say(f"{len(found)} pairs to look at")
        counts = dict.fromkeys(KEYS.values(), 0)
        keys = _keys()
        for pair in [p for p in found if reviewing.open_still(work, p)][:limit]:
            if reviewing.open_still(work, pair):
                verdict = _ask(work, reviewing.shown(work, [pair])[0], keys, by or getpass.getuser())
                counts[verdict] += 1
                if verdict == "quit":
                    break
    say(", ".join(f"{n} {verdict}" for verdict, n in counts.items() if n and verdict != "quit") or "nothing judged")


def _ask(work: Workspace, pair: ReviewOut, keys: Iterator[str], by: str) -> str:
    """Show a pair and do what the next key says; which word that was."""
    say(f"\n{pair.score:g}  “{pair.alike[0]}” and “{pair.alike[1]}”")
    for side in (pair.left, pair.right):
        _show(side)
    if pair.shared:
        say(f"  both: {', '.join(r.name for r in pair.shared)}")
    say("  y same · n different · u undecided · s skip · q quit")
    verdict = KEYS[next(keys)]
    if verdict in tuple(Verdict):
        try:
            made = judging.judge(work, verdict, pair.left.id, pair.right.id, by, "review")
            say(f"  {verdict} ({made.id})")
        except JudgementConflict as error:
            say(f"  refused: {error}", error=True)
            return "skip"
    return verdict


def _show(side: ReviewSide) -> None:
    others = ", ".join(n for n in side.names if n != side.name)
    say(f"  {side.name}  ({side.type}, {side.country or '-'}, {side.id}, {'+'.join(side.known)})")
    if others:
        say(f"    also: {others}")
    for e in side.evidence:
        say(f"    “{' '.join(e.quote.split())}” ({e.document})")


def _keys() -> Iterator[str]:
    """The keys that mean something, as they are pressed, or read where no terminal is; q at the end."""
    while True:
        key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1)
        if key.lower() in KEYS:
            yield key.lower()
        elif not key:
            yield "q"
