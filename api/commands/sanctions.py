"""Who is blocked if a list of persons is."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated, Any

import typer

from api import listing
from api.commands import options
from api.commands.output import say
from api.commands.structure import link_lines
from api.owning import Terms
from graph.ownership.explain import span
from loaders.listed import read_listed
from ontology.errors import UnreadableDocument

COLUMNS = ("id", "name", "type", "low", "high", "meets", "hops", "reached_by")


class Form(StrEnum):
    """How the answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(sanctioned)


def sanctioned(
    names: Annotated[str, typer.Argument(metavar="LIST", help="A CSV file with name or id, or names; - for stdin.")],
    rule: Annotated[str, typer.Option("--rule", help="ofac-50 or majority.")] = "ofac-50",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    form: Annotated[Form, typer.Option("--format", help="table, json or csv.")] = Form.TABLE,
    as_json: options.Json = False,
) -> None:
    """Who is blocked if these are: companies that a list of persons holds half of, together and through others.

    Example: potline sanctioned list.csv
    """
    with options.workspace(store) as work:
        listed = read_listed(_read(names), names)
        data = listing.sanctioned(work, listed, Terms(rule, as_of, known_by, threshold)).as_dict()
    if as_json or form is Form.JSON:
        say(json.dumps(data, ensure_ascii=False))
    else:
        _people(data) if form is Form.TABLE else _csv(data)
        for row in data["unresolved"]:
            say(f"potline: {names}, line {row['line']}: {row['problem']}", error=True)
            for candidate in row["candidates"]:
                say(f"  {candidate}", error=True)
    if data["unresolved"] or not data["items"]:
        raise typer.Exit(1)


def _read(names: str) -> bytes:
    if names == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(names).read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{names}: {error.strerror}; give a CSV file, or - for standard input") from error


def _people(data: dict[str, Any]) -> None:
    say(f"{len(data['of'])} listed ({data['rule']}): {', '.join(person['name'] for person in data['of'])}")
    for item in data["items"]:
        behind = ", ".join(person["name"] for person in item["reached_by"])
        word = {"certainly": "blocked", "possibly": "perhaps blocked", "no": "not blocked"}[item["meets"]]
        say(f"\n{word}  {span(item)}  {item['name']}  ({item['type']}, {item['id']}; by {behind})")
        for pair in item["proof"]:
            link_lines(pair)
    for row in data["conflicts"]:
        say(f"conflict: {row}")


def _csv(data: dict[str, Any]) -> None:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for item in data["items"]:
        behind = "; ".join(person["id"] for person in item["reached_by"])
        rows.writerow([*(item[name] for name in COLUMNS[:-1]), behind])
    say(text.getvalue().removesuffix("\n"))
