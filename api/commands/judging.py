"""Judgements: judge, undo, judgements."""

from __future__ import annotations

import getpass
import json
from typing import Annotated

import typer

from api import judging, present
from api.commands import options
from api.commands.output import say, table
from api.lookup import find
from graph.statement import Verdict

By = Annotated[str | None, typer.Option("--by", help="Who says so; else your user name.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (judge, undo, judgements):
        app.command()(command)


def judge(
    verdict: Annotated[Verdict, typer.Argument(help="same, different or undecided.")],
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
        made = judging.judge(work, verdict.value, a, b, by or getpass.getuser(), reason)
    say(f"{made.id}: {made.left} and {made.right} are {made.verdict.value}")


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
    say(f"undid {made.undoes}: {made.left} and {made.right} are no longer {made.verdict.value}")


def judgements(store: options.Store = None, as_json: options.Json = False) -> None:
    """List the log of judgements, oldest first.

    Example: potline judgements
    """
    with options.workspace(store) as work:
        log = [present.judgement(j) for j in work.store.judgements()]
    if as_json:
        say(json.dumps([j.model_dump() for j in log], ensure_ascii=False))
    else:
        rows = ((j.id, f"undo {j.undoes}" if j.undoes else j.verdict, j.left, j.right, j.by, j.at) for j in log)
        table(("id", "verdict", "left", "right", "by", "at"), rows)
