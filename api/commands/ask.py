"""Questions: search, show, owners, holdings, chain, capacity, sparql, cypher."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api import owning, present
from api.capacity import capacities
from api.commands import options
from api.commands.output import say, table
from api.lookup import find
from api.lookup import search as search_names
from api.models import FigureOut, RelationshipOut, Value
from api.owning import Kind, Terms
from graph import views
from ontology.errors import InputError
from ontology.units import display

if TYPE_CHECKING:
    from graph.ownership import Answer


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (search, show, owners, holdings, chain, capacity, sparql, cypher):
        app.command()(command)


def nothing(found: object) -> None:
    """Exit 1 where nothing was found."""
    if not found:
        raise typer.Exit(1)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name or a part of one, in any language.")],
    type: Annotated[list[str] | None, typer.Option("--type", help="Only of this class.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most hits.")] = 20,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Find entities of the record and the registry by name.

    Example: potline search hongtuo
    """
    with options.workspace(store) as work:
        unknown = set(type or ()) - set(work.ontology.classes)
        if unknown:
            raise InputError(f"--type {unknown.pop()}: classes are {', '.join(work.ontology.classes)}")
        hits = search_names(work, text, types=type or (), limit=limit)
    if as_json:
        rows = [
            {**present.ref(h.entity).model_dump(), "score": h.score, "reason": h.reason, "known": h.known} for h in hits
        ]
        say(json.dumps(rows, ensure_ascii=False))
    elif hits:
        cells = ((h.entity.id, h.entity.type, h.name, h.reason, "+".join(h.known)) for h in hits)
        table(("id", "type", "name", "why", "known to"), cells)
    nothing(hits)


def show(entity: options.Entity, store: options.Store = None, as_json: options.Json = False) -> None:
    """Show all that is known of an entity, each line with its sentence.

    Example: potline show "Hongtuo Industrial"
    """
    with options.workspace(store) as work:
        id = find(work, entity)
        head = present.entity(work, id)
        links = present.relationships(work, list(views.relationships(work.store, work.ontology, entity=id)))
        values = present.figures(work, list(views.figures(work.store, entity=id)))
    if as_json:
        answer = {"entity": head, "relationships": links, "figures": values}
        say(json.dumps(answer, ensure_ascii=False, default=lambda m: m.model_dump()))
        return
    say(f"{head.name}  ({head.type}, {head.id})")
    if len(head.names) > 1:
        say(f"  also: {', '.join(n for n in head.names if n != head.name)}")
    for link in links:
        relationship_lines(link)
    for value in values:
        figure_lines(value)


def relationship_lines(link: RelationshipOut) -> None:
    """A relationship and the sentences behind it."""
    more = [*described(link.qualifiers), *([link.period] if link.period else [])]
    note = f" ({', '.join(more)})" if more else ""
    say(f"\n{link.subject.name} {link.predicate} {link.object.name}{note}  [{link.status}]")
    quotes(link.evidence)


def described(qualifiers: Mapping[str, Value]) -> list[str]:
    """Qualifiers as people read them: a quantity with its unit, a share in percent."""
    rest = dict(qualifiers)
    words = []
    quantity, unit = rest.pop("quantity", None), rest.pop("unit", None)
    if isinstance(quantity, int | float):
        words.append(display(quantity, str(unit) if unit else None))
    if isinstance(share := rest.pop("share", None), int | float):
        words.append(display(share, "percent"))
    return words + [f"{name} {value}" for name, value in rest.items()]


def figure_lines(value: FigureOut) -> None:
    """A figure and the sentences behind it."""
    what = " ".join(filter(None, (value.metric, value.product)))
    when = f", {value.period}" if value.period else ""
    dispute = "  DISPUTED" if value.conflict else ""
    say(f"\n{value.entity.name}: {what} {value.display}{when}  [{value.status}]{dispute}")
    quotes(value.evidence)


def quotes(evidence: Iterable[Any]) -> None:
    """Each sentence with its document, once."""
    for quote, document, title, published, page in dict.fromkeys(
        (e.quote, e.document, e.title, e.published, e.page) for e in evidence
    ):
        when = (f", {published}" if published else "") + (f", page {page}" if page else "")
        say(f"    “{' '.join(quote.split())}”\n      {title or document}{when} ({document})")


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
    print_ownership(answer, as_json)


def print_ownership(answer: Answer, as_json: bool) -> None:
    """An ownership answer as JSON or as a table with its proof."""
    data = answer.as_dict()
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


def sparql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="SELECT, ASK, CONSTRUCT or DESCRIBE.")],
    format: Annotated[str | None, typer.Option(help="json, xml, csv, tsv; turtle, ntriples …")] = None,
    store: options.Store = None,
) -> None:
    """Ask in SPARQL 1.1.

    Example: potline sparql "SELECT ?owner WHERE { ?owner alu:owns ?owned }"
    """
    with options.workspace(store) as work:
        answer = work.index.query(query)
        say(answer.serialise(format).decode().rstrip("\n"))


def cypher(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A reading query.")],
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Ask in Cypher; only where the record is in Neo4j.

    Example: potline cypher "MATCH (a)-[r:OWNS]->(b) RETURN a.name, r.share, b.name"
    """
    with options.workspace(store) as work:
        rows = work.cypher(query, {})
    if as_json or not rows:
        say(json.dumps(rows, ensure_ascii=False, default=str))
    else:
        table(tuple(rows[0]), (tuple(_cell(v) for v in row.values()) for row in rows))


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value
