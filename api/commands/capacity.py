"""Capacity and production by effective share, as a table with its sentences, as JSON or as CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

import typer

from api.capacity import as_csv, attributed
from api.commands import options
from api.commands.output import nothing, say, table, write
from api.lookup import find
from api.owning import Terms
from ontology.units import digits, display


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(capacity)


def capacity(
    entity: options.Entity,
    metric: Annotated[str, typer.Option(help="capacity or production.")] = "capacity",
    by: Annotated[
        list[str] | None,
        typer.Option(help="Split totals: product, country, province, status, site, owner, or class of owner."),
    ] = None,
    rule: options.Rule = "integrated",
    as_of: options.AsOf = None,
    known_by: options.KnownBy = None,
    format: Annotated[Literal["table", "json", "csv"], typer.Option(help="table, json or csv.")] = "table",
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """What plants can make (or made), attributed to an entity by effective share.

    Of a plant or a place: who has how much of it.

    Example: potline capacity "Innovation Industrial" --by country --by product
    """
    with options.workspace(store) as work:
        answer = attributed(work, find(work, entity), metric, by or (), Terms(rule, as_of, known_by))
    if as_json or format == "json":
        say(json.dumps(answer, ensure_ascii=False))
    elif format == "csv":
        write(as_csv(answer).rstrip("\n") + "\n")
    else:
        print_answer(answer)
    nothing(answer["items"])


def print_answer(answer: Mapping[str, Any]) -> None:
    """Totals, items, the sentences behind them, and what is to be said of them."""
    say(f"{answer['of']['name']}: {answer['metric']} by effective share ({answer['rule']}), as of {answer['as_of']}")
    for title, part in (("Actual", "groups"), ("Not counted as actual", "beside")):
        if answer[part]:
            say(f"\n{title}")
            print_totals(answer[part], answer["by"])
    if answer["items"]:
        say("")
        print_items(answer)
        print_sentences(answer["items"])
    print_remarks(answer)


def print_totals(groups: Sequence[Mapping[str, Any]], by: Iterable[str]) -> None:
    """One line a total: what is attributed, what is others', and the plants' whole."""
    more = [b for b in by if b not in ("product", "status")]
    rows = [[*_what(g), *(_label(g, b) for b in more), *_three(g), _of_whole(g)] for g in groups]
    table(["product", "status", *more, "attributed", "others", "whole", "of the whole"], rows)


def _what(row: Mapping[str, Any]) -> list[str]:
    """Product and status with its period where totals are of one."""
    period = f", {row['period']}" if row["period"] else ""
    return [row["product"] or "not told", row["status"].replace("_", " ") + period]


def _label(group: Mapping[str, Any], by: str) -> str:
    nobody = "nobody named" if by in ("owner", "class") else "not told"
    return str(group["names"].get(by) or group["by"][by] or nobody)


def _three(group: Mapping[str, Any]) -> list[str]:
    return [amount(group[k], group["unit"]) for k in ("attributed", "others", "value")]


def _of_whole(group: Mapping[str, Any]) -> str | None:
    """What part of the whole is attributed; None where the whole is a range, or nothing."""
    low, high = group["value"]["low"], group["value"]["high"]
    if low != high or not low:
        return None
    return percent({end: group["attributed"][end] * 100 / low for end in ("low", "high")})


def print_items(answer: Mapping[str, Any]) -> None:
    """One line an item: what has the figure, or who has a part of it."""
    of_owners = answer["of"]["id"].startswith(("site/", "place/"))
    columns: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "owner" if of_owners else "plant or company": lambda i: i["name"] + ("" if of_owners else _rest(i)),
        "plant": lambda i: i["site"]["name"] + _rest(i),
        "product": lambda i: _what(i)[0],
        "status": lambda i: _what(i)[1],
        "whole": lambda i: amount(i["value"], i["unit"]),
        "effective": lambda i: percent(i["effective"]),
        "share": lambda i: percent(i["share"]),
        "attributed": lambda i: amount(i["attributed"], i["unit"]),
        "where": lambda i: ", ".join(filter(None, (i["province"], i["country"]))) or None,
    }
    if not answer["of"]["id"].startswith("place/"):
        del columns["plant"]
    if all(i["share"] == i["effective"] for i in answer["items"]):
        del columns["effective"]
    table(tuple(columns), ([show(item) for show in columns.values()] for item in answer["items"]))


def _rest(item: Mapping[str, Any]) -> str:
    return " (the rest)" if item["less"] else ""


def print_sentences(items: Iterable[Mapping[str, Any]]) -> None:
    """The links and figures behind the items, each sentence once."""
    links = {(p["owner_id"], p["owned_id"]): p for item in items for p in item["proof"]}
    if links:
        say("\nHoldings")
    for link in links.values():
        runs = link.get("predicate") == "operates"
        say(f"  {link['owner']} {'runs' if runs else _owns(link)} {link['owned']}")
        _quote(link["statements"])
    say("\nFigures")
    for name, item in {(i["site"]["name"], i["product"], i["status"]): i for i in items}.items():
        say(f"  {name[0]}: {' '.join(_what(item))} {amount(item['stated'], item['unit'])}")
        _quote(item["figure"])


def _owns(link: Mapping[str, Any]) -> str:
    share = percent(link)
    return "owns a share that nobody tells of" if share == "not told" else f"owns {share} of"


def _quote(statements: Iterable[Mapping[str, Any]]) -> None:
    for quote, title, published in dict.fromkeys(
        (" ".join(s["quote"].split()), s["title"] or s["document"], s["published"]) for s in statements
    ):
        say(f"    “{quote}”  {title}{', ' + published if published else ''}")


def print_remarks(answer: Mapping[str, Any]) -> None:
    """What sources disagree on, what was assumed, what was left out."""
    for title, part in (("Conflicts", "conflicts"), ("Assumptions", "assumptions"), ("Left out", "cut")):
        messages = dict.fromkeys(said["message"] for said in answer[part])
        if messages:
            say(f"\n{title}")
        for message in messages:
            say(f"  {message}")


def amount(value: Mapping[str, float], unit: str | None) -> str:
    """A figure, or the range it lies in, in a unit that people read."""
    low, high = value["low"], value["high"]
    if round(high, 3) == 0:
        return "-"
    if round(low, 3) == round(high, 3):
        return display(_short(low), unit)
    if round(low, 3) == 0:
        return f"up to {display(_short(high), unit)}"
    return display(_short(low), unit, _short(high))


def _short(value: float) -> float:
    """Four figures, whole tonnes where more: shares do not make figures more exact."""
    return float(f"{value:.4g}") if abs(value) < 1e12 else value


def percent(share: Mapping[str, float]) -> str:
    """A share, or the range it lies in."""
    low, high = (digits(round(share[end], 2)) for end in ("low", "high"))
    if (low, high) == ("0", "100"):
        return "not told"
    return f"{low} %" if low == high else f"{low}–{high} %"
