"""Questions on the structure of ownership: control, loops, ventures, changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from api import structure
from api.commands import options
from api.commands.output import nothing, say, table
from api.lookup import find
from api.owning import Terms
from graph.ownership.explain import span

ROWS = 20
"""Most rows of a loop's table for people; `--json` has more."""
MEETS = {"certainly": "yes", "possibly": "perhaps", "no": "no"}

Limit = Annotated[int, typer.Option("--limit", min=0, help="Most items; 0: all.")]
Data = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (control, loops, ventures, changes):
        app.command()(command)


def control(
    entity: options.Entity,
    threshold: Annotated[
        list[str] | None, typer.Option("--threshold", metavar="RULE=PERCENT", help="For one rule; may be repeated.")
    ] = None,
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Who controls an entity under each rule, and where the rules disagree.

    Example: potline control "Hongtuo Industrial" --threshold eu-amlr=15
    """
    with options.workspace(store) as work:
        id = find(work, entity)
        answer = structure.control(work, id, Terms(as_of=as_of, known_by=known_by), threshold or ()).as_dict()
    _print(answer, as_json, _control)


def _control(data: Data) -> None:
    say(f"{data['of']['name']}: who controls it\n")
    over = {"majority": "over "}
    heads = [f"{rule} ({over.get(rule, '')}{percent:g} %)" for rule, percent in data["threshold"].items()]
    rows = [(item["name"], *map(_cell, item["rules"].values())) for item in data["items"]]
    if rows:
        table(("owner", *heads), rows)
    for row in data["disagreements"]:
        say(f"\n{row['why']}.")
    for pair in {(p["owner_id"], p["owned_id"]): p for item in data["items"] for p in item["proof"]}.values():
        link_lines(pair)


def _cell(seen: Data) -> str:
    unknown = (seen["low"], seen["high"]) == (0, 100)
    return f"{'unknown' if unknown else span(seen)}: {MEETS[seen['meets']]}"


def loops(
    entity: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only loops that it is in or below.")] = None,
    limit: Limit = 100,
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Companies that own each other, and what that changes for those outside.

    Example: potline loops "Hongtuo Industrial"
    """
    with options.workspace(store) as work:
        id = None if entity is None else find(work, entity)
        answer = structure.loops(work, id, Terms(as_of=as_of, known_by=known_by)).as_dict(limit)
    _print(answer, as_json, _loops)


def _loops(data: Data) -> None:
    for item in data["items"]:
        names = [m["name"] for m in item["members"]]
        say(f"{', '.join(names)} {'own each other' if len(names) > 1 else 'holds shares of itself'}")
        for pair in item["proof"][:ROWS]:
            link_lines(pair)
        effects = item["effects"][:ROWS]
        rows = [(e["owner"]["name"], e["member"]["name"], span(e["without"]), span(e["with"])) for e in effects]
        if rows:
            table(("outside owner", "member", "without the loop", "with it"), rows)
        say("")


def ventures(
    certain: Annotated[bool, typer.Option("--certain", help="Only where nobody can have a majority.")] = False,
    limit: Limit = 100,
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Joint ventures of whom nobody has a majority.

    Example: potline ventures --certain
    """
    with options.workspace(store) as work:
        answer = structure.ventures(work, Terms(as_of=as_of, known_by=known_by), certain=certain).as_dict(limit)
    _print(answer, as_json, _ventures)


def _ventures(data: Data) -> None:
    for item in data["items"]:
        say(f"{item['name']}  ({item['type']}, {item['id']}): {item['meets']} no controller")
        for pair in item["proof"]:
            link_lines(pair)


def changes(
    entity: options.Entity,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The earlier day.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The later day.")],
    rule: options.Rule = "integrated",
    direction: Annotated[str, typer.Option("--direction", help="owners or holdings.")] = "owners",
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Owners or holdings that are not the same on two days, and the statements behind that.

    Example: potline changes "Hongtuo Industrial" --from 2025-05-01 --to 2026-03-01
    """
    terms = Terms(rule, None, known_by, threshold)
    with options.workspace(store) as work:
        answer = structure.changes(work, find(work, entity), (first, last), terms, direction).as_dict()
    _print(answer, as_json, _changes)


def _changes(data: Data) -> None:
    say(f"{data['of']['name']}: {data['direction']} from {data['from']} to {data['to']} ({data['rule']})")
    for item in data["items"]:
        before, after = (span(item[day]) if item[day] else "none" for day in ("before", "after"))
        say(f"\n{item['change']}  {item['name']}  ({item['id']}): {before} -> {after}")
        for pair in item["links"]:
            old, new = (span(pair[day]) if pair[day] else "nothing" for day in ("before", "after"))
            say(f"    {pair['owner']} of {pair['owned']}: {old} -> {new}")
            for quote in _quotes(pair):
                quote_line(quote)


def _quotes(pair: Data) -> list[Data]:
    """The sentences of a link on both days, each once."""
    sides = [pair[day] for day in ("before", "after") if pair[day]]
    return list({q["statement"]: q for side in sides for q in side["statements"]}.values())


def _print(answer: Data, as_json: bool, people: Callable[[Data], None]) -> None:
    """The answer as JSON or for people; exit 1 where there is nothing."""
    if as_json:
        say(json.dumps(answer, ensure_ascii=False))
    else:
        people(answer)
        for word, rows in (("conflict", answer["conflicts"]), ("left out", answer["cut"])):
            for row in rows:
                say(f"{word}: {row}")
    nothing(answer["items"])


def link_lines(pair: Data) -> None:
    """A link with its sentences."""
    say(f"    {pair['owner']} owns {span(pair)} of {pair['owned']}")
    for quote in pair["statements"]:
        quote_line(quote)


def quote_line(quote: Data) -> None:
    """A sentence with its document."""
    words = " ".join(quote["quote"].split())
    say(f"      {f'“{words}”  ' if words else ''}{quote['title'] or quote['document']}")
