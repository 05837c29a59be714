"""One record into another store: copy and follow."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from api.commands import options
from api.commands.output import progress, say, table
from api.settings import read_settings
from graph.copies import Follower, Sum, total
from graph.copies import copy as copied
from ontology.errors import InputError, StoreUnavailable

To = Annotated[str, typer.Option("--to", metavar="URL", help="Where it goes.")]
From = Annotated[str | None, typer.Option("--from", metavar="URL", help="The record; else POTLINE_STORE_URL.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (copy, follow):
        app.command()(command)


def _two(source: str | None, to: str) -> str:
    """The URL of the source; InputError where both are one."""
    url = read_settings(store_url=source).store_url
    if url == to:
        raise InputError(f"--from and --to are both {to}")
    return url


def copy(to: To, source: From = None) -> None:
    """Copy the record into another store, and compare both; run again, it goes on where it stopped.

    Example: potline copy --from sqlite:///potline.db --to neo4j://127.0.0.1:7687
    """
    with options.workspace(_two(source, to)) as old, options.workspace(to) as new, progress() as (bar, _):
        revision = old.store.revision()
        count = copied(old.store, new.store, bar)
        sums = total(old.store, bar), total(new.store, bar)
        changed = old.store.revision() != revision
    say(f"{count} documents copied to {new.store.url}")
    _compare(*sums)
    if changed:
        say("The source was written to meanwhile: run it again, and only what changed is copied.", error=True)
    if sums[0] != sums[1]:
        raise typer.Exit(1)


def _compare(old: Sum, new: Sum) -> None:
    names = ("documents", "entities", "statements", "judgements", "sha256")
    table(("", "source", "copy"), ((name, getattr(old, name), getattr(new, name)) for name in names))
    say("They are the same." if old == new else "They differ.", error=old != new)


def follow(
    to: To,
    source: From = None,
    once: Annotated[bool, typer.Option("--once", help="Bring over what changed, and stop.")] = False,
    every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two looks.")] = 2.0,
) -> None:
    """Keep another store the same as the record: what changes in the one changes in the other, until you stop it.

    Example: potline follow --from sqlite:///potline.db --to neo4j://127.0.0.1:7687
    """
    with options.workspace(_two(source, to)) as old, options.workspace(to) as new:
        follower = Follower(old.store, new.store)
        while True:
            try:
                with progress(quiet=follower.revision is not None) as (bar, _):
                    count = follower.once(bar)
            except StoreUnavailable as error:
                if once:
                    raise
                say(f"potline: {error}; trying again", error=True)
            else:
                if count or once:
                    say(f"revision {follower.revision}: {count} documents brought over")
            if once:
                return
            time.sleep(every)
