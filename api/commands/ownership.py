"""Questions of ownership: owners, holdings, chain, capacity."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from api import owning, present
from api.capacity import capacities
from api.commands import options
from api.commands.ask import figure_lines
from api.commands.output import nothing, say
from api.lookup import find
from api.owning import Kind, Terms


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (owners, holdings, chain, capacity):
        app.command()(command)


def owners(
    entity: options.Entity,
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Who owns an entity, directly and through others, with the links that prove it.

    Example: potline owners "Hongtuo Industrial"
    """
    ownership("owners", (entity,), Terms(rule, as_of, known_by, threshold), store, as_json)


def holdings(
    entity: options.Entity,
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """What an entity owns, directly and through others, with the links that prove it.

    Example: potline holdings "Weiqiao Aluminum & Power"
    """
    ownership("holdings", (entity,), Terms(rule, as_of, known_by, threshold), store, as_json)


def chain(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The owner: an id or a name.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The owned: an id or a name.")],
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    threshold: options.Threshold = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """How one entity owns another: the share, and all links on the way.

    Example: potline chain "Weiqiao Aluminum & Power" "Hongtuo Industrial"
    """
    ownership("chain", (source, target), Terms(rule, as_of, known_by, threshold), store, as_json)


def ownership(kind: Kind, ends: tuple[str, ...], terms: Terms, store: str | None, as_json: bool) -> None:
    """Ask, and print the answer; exit 1 where there is nothing."""
    with options.workspace(store) as work:
        answer = owning.ask(work, kind, tuple(find(work, end) for end in ends), terms)
        data = answer.as_dict()
    print_ownership(data, as_json)


def print_ownership(data: dict[str, Any], as_json: bool) -> None:
    """An ownership answer as JSON or as a table with its proof."""
    if as_json:
        say(json.dumps(data, ensure_ascii=False))
    else:
        say(f"{data['of']['name']} ({data['rule']})")
        for item in data["items"]:
            say(f"\n{span(item)}  {item['name']}  ({item['type']}, {item['id']}; {item['hops']} step(s))")
            for link in item["proof"]:
                say(f"    {link['owner']} owns {span(link)} of {link['owned']}")
                for quote in link["statements"]:
                    say(f"      “{' '.join(quote['quote'].split())}”  {quote['title'] or quote['document']}")
        for conflict in data["conflicts"]:
            say(f"conflict: {conflict}")
    nothing(data["items"])


def span(item: dict[str, Any]) -> str:
    """A share, or the range it lies in."""
    low, high = item["low"], item["high"]
    if (low, high) == (0, 100):
        return "a share that nobody states"
    return f"{low:g} %" if low == high else f"{low:g}–{high:g} %"


def capacity(entity: options.Entity, store: options.Store = None, as_json: options.Json = False) -> None:
    """Capacity of an entity, of the plants it runs and of what it owns, with sources.

    Example: potline capacity "Innovation Industrial"
    """
    with options.workspace(store) as work:
        found = present.figures(work, capacities(work, find(work, entity)))
    if as_json:
        say(json.dumps([f.model_dump() for f in found], ensure_ascii=False))
    else:
        for value in found:
            figure_lines(value)
    nothing(found)
