"""Effective ownership beside the record: materialise."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import Annotated

import typer

from api import materialising
from api.commands import options
from api.commands.output import say
from api.materialising import THRESHOLD
from api.owning import Terms

Floor = Annotated[float, typer.Option("--threshold", help="Percent; the least high that is written.")]
Clear = Annotated[bool, typer.Option("--clear", help="Take away what was written, and write nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(materialise)


def materialise(
    rule: options.Rule = "integrated",
    threshold: Floor = THRESHOLD,
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    clear: Clear = False,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Write who effectively owns what for Cypher and SPARQL, marked as derived, in the place of what was written.

    Example: potline materialise --rule integrated --threshold 5
    """
    with options.workspace(store) as work:
        start = time.perf_counter()
        if clear:
            materialising.clear(work)
            say(json.dumps({"links": 0, "cleared": True}) if as_json else "no effective ownership is kept now")
            return
        if not as_json:
            say(f"deriving ownership by {rule} …", error=True)
        found = materialising.materialise(work, Terms(rule, as_of, known_by, threshold))
        seconds = round(time.perf_counter() - start, 3)
    about = {k: v for k, v in asdict(found).items() if k != "holdings"}
    if as_json:
        say(json.dumps({**about, "links": len(found.holdings), "seconds": seconds}))
        return
    known = f", known by {found.known_by}" if found.known_by else ""
    say(
        f"{len(found.holdings):,} links by {found.rule} of {found.threshold:g} % or more, as of {found.as_of}{known}, "
        f"of revision {found.revision} ({seconds:g} s)"
    )
    if found.bound != "exact":
        say("  some highs are only a bound: owners sum above 100, or too many shares are ranges")
