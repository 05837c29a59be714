"""How the command line prints an answer of ownership: a table, then the links that prove it with their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.commands.output import say, table
from graph.draw.labels import share
from graph.draw.legend import spoken
from graph.draw.picture import Link, Picture, Said, span
from graph.draw.sheet import sources

HEADS = ("share", "name", "type", "steps", "meets", "sources", "id")


def print_table(data: Mapping[str, Any], picture: Picture) -> None:
    """The answer for people; each link once, however many items it proves."""
    say("\n".join(_head(data, picture)))
    if picture.results:
        say("")
        table(HEADS, _rows(picture))
        say("\nBecause:")
    names = {n.id: n.name for n in picture.nodes}
    for link in picture.links:
        say("\n" + told(link, names))
        for sentence in dict.fromkeys(map(_sentence, link.said)):
            say(sentence)
    for line in _notes(data, names):
        say("\n" + line)


def _head(data: Mapping[str, Any], picture: Picture) -> Iterator[str]:
    of = data["of"]
    yield f"{of['name']} ({of['id']})"
    limit = "" if data["threshold"] is None else f", threshold {data['threshold']:g} %"
    known = f", as known by {data['known_by']}" if data["known_by"] else ""
    yield f"rule {picture.rule}{limit}, as of {picture.as_of}{known}"
    if not picture.results:
        yield "no share is known"


def _rows(picture: Picture) -> Iterator[tuple[object, ...]]:
    named = {n.id: n for n in picture.nodes}
    for r in picture.results:
        node = named[r.id]
        count = len(sources(picture, r))
        yield (span(r.low, r.high), node.name, spoken(node.type), r.hops, r.meets, count, r.id)


def told(link: Link, names: Mapping[str, str]) -> str:
    """A link as a sentence, with the names of its ends by id."""
    known = share(replace(link, status="actual")).replace("not stated", "a share that nobody states")
    verb = f"may come to own ({link.status}, not counted)" if link.open else "owns"
    return f"{names[link.owner]} {verb} {known} of {names[link.owned]}"


def _sentence(said: Said) -> str:
    when = f", {said.published}" if said.published else ""
    return f"    “{' '.join(said.quote.split())}”\n      {said.title or said.document}{when} ({said.document})"


def _notes(data: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Where sources disagree, and what the answer leaves out."""
    for c in data["conflicts"]:
        owner, owned = (names.get(c.get(end, ""), c.get(end, "")) for end in ("owner", "owned"))
        if c["kind"] == "disagree":
            yield f"conflict: sources disagree on what {owner} owns of {owned}: {span(c['low'], c['high'])}"
        elif c["kind"] == "sum":
            yield f"conflict: the owners of {owned} own {c['sum']:.4g} % of it together"
        else:
            yield f"conflict: {c['kind']}: {owner} and {owned}: {c.get('message', '')}"
    cut = sum(c.get("links", 0) for c in data["cut"])
    if cut:
        yield f"cut: {cut:,} more links are not shown"
