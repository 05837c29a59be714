"""Questions of ownership: owners, holdings, chain."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api import drawing, owning
from api.commands import options
from api.commands.answers import print_table
from api.commands.output import nothing, say, write
from api.lookup import find
from api.owning import Kind, Only, Terms
from graph.ownership.explain import explained
from ontology.errors import InputError

FORMATS = ("table", *drawing.NAMES)
Format = Annotated[
    str | None, typer.Option("--format", metavar="NAME", help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (owners, holdings, chain):
        app.command()(command)


def owners(
    entity: options.Entity,
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    ultimate: Annotated[bool, typer.Option("--ultimate", help="Only those that nobody is stated to own.")] = False,
    type: options.Types = None,
    depth: options.Depth = None,
    meeting: options.Meeting = False,
    store: options.Store = None,
    explain: options.Explain = False,
    as_json: options.Json = False,
    format: Format = None,
) -> None:
    """Who owns an entity, directly and through others, with the links that prove it.

    Example: potline owners "Hongtuo Industrial"
    On paper: potline owners "Hongtuo Industrial" --rule eu-amlr --explain
    As a picture: potline owners "Hongtuo Industrial" --format svg > owners.svg
    """
    only = Only(ultimate, tuple(type or ()), depth, meeting)
    terms = Terms(rule, as_of, known_by, threshold)
    ownership("owners", (entity,), terms, only, store, chosen(as_json, explain, format))


def holdings(
    entity: options.Entity,
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    type: options.Types = None,
    depth: options.Depth = None,
    meeting: options.Meeting = False,
    store: options.Store = None,
    explain: options.Explain = False,
    as_json: options.Json = False,
    format: Format = None,
) -> None:
    """What an entity owns, directly and through others, with the links that prove it.

    Example: potline holdings "Weiqiao Aluminum & Power"
    """
    only = Only(False, tuple(type or ()), depth, meeting)
    terms = Terms(rule, as_of, known_by, threshold)
    ownership("holdings", (entity,), terms, only, store, chosen(as_json, explain, format))


def chain(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The owner: an id or a name.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The owned: an id or a name.")],
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    explain: options.Explain = False,
    as_json: options.Json = False,
    format: Format = None,
) -> None:
    """How one entity owns another: the share, and all links on the way.

    Example: potline chain "Weiqiao Aluminum & Power" "Hongtuo Industrial"
    """
    terms = Terms(rule, as_of, known_by, threshold)
    ownership("chain", (source, target), terms, Only(), store, chosen(as_json, explain, format))


def chosen(as_json: bool, explain: bool, format: str | None) -> str:
    """The format that the options name together; InputError where there is none of that name."""
    named = dict.fromkeys([*["json"] * as_json, *["explain"] * explain, *([format] if format else [])])
    if len(named) > 1:
        raise typer.BadParameter(f"{' and '.join(named)} are several formats; choose one")
    if format is not None and format not in FORMATS:
        raise InputError(f"--format {format}: there are {', '.join(FORMATS)}")
    return next(iter(named), "table")


def ownership(kind: Kind, ends: tuple[str, ...], terms: Terms, only: Only, store: str | None, format: str) -> None:
    """Ask, and print the answer; that nobody owns it is an answer."""
    with options.workspace(store) as work:
        answer = owning.ask(work, kind, tuple(find(work, end) for end in ends), terms, only)
        data = answer.as_dict()
        if format == "json":
            say(json.dumps(data, ensure_ascii=False))
        elif format == "explain":
            say(explained(data))
        elif format == "table":
            print_table(data, drawing.drawn(work, data))
        else:
            write(drawing.written(work, data, format))
    if kind == "chain":
        nothing(data["items"])
