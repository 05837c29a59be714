"""Questions: search, show, conflicts, sparql, cypher."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from api import asking, conflicting, patterns, present
from api.asking import FORMATS, parameter
from api.commands import options
from api.commands.output import nothing, say, table, write
from api.lookup import find
from api.lookup import search as search_names
from api.models import FigureOut, RelationshipOut
from api.present import described
from api.saved import named
from graph import views
from graph.results import GRAPHS
from graph.worker import Question
from graph.workers import Job
from ontology.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (search, show, conflicts, triples, sparql, cypher):
        app.command()(command)


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
        rows = [{**present.ref(h.entity).model_dump(), **present.match(h).model_dump(), "known": h.known} for h in hits]
        say(json.dumps(rows, ensure_ascii=False))
    elif hits:
        cells = ((h.entity.id, h.entity.type, h.name, f"{h.reason}: {h.why}", "+".join(h.known)) for h in hits)
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


def conflicts(
    entity: Annotated[str | None, typer.Argument(metavar="ID", help="Only of this one: an id or a name.")] = None,
    about: Annotated[str | None, typer.Option(help="A metric, or share, place or class.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most conflicts.")] = 50,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """List where documents disagree, likely slips of a unit first, with both sentences.

    Example: potline conflicts --about capacity
    """
    with options.workspace(store) as work:
        found = conflicting.found(work, None if entity is None else find(work, entity), about)
        shown = conflicting.shown(work, found[:limit])
    if as_json:
        say(json.dumps([c.model_dump() for c in shown], ensure_ascii=False))
        return
    for c in shown:
        note = f"  factor {c.factor:,.4g}" if c.factor else ""
        slip = f", likely a unit slip of {c.slip:,}" if c.slip else ""
        say(f"\n{c.entity.name}: {c.about}: {c.left.says} or {c.right.says}{note}{slip}")
        quotes([c.left.evidence])
        quotes([c.right.evidence])
    say(f"{len(found)} conflicts")


def triples(
    s: Annotated[str | None, typer.Option("--s", metavar="TERM", help="Subject: an id, a name, an IRI.")] = None,
    p: Annotated[str | None, typer.Option("--p", metavar="TERM", help="Predicate or metric.")] = None,
    o: Annotated[str | None, typer.Option("--o", metavar="TERM", help="Object: as the subject, or a literal.")] = None,
    status: Annotated[str | None, typer.Option(help="Relations and figures of this status.")] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only what this document states.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Only what counts on this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most lines of the table, or items in JSON.")] = 1000,
    format: Annotated[str | None, typer.Option(help=f"{', '.join(GRAPHS)}: all of them in RDF.")] = None,
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """List the triples that fit a pattern: relations and figures of any status, or what CONSTRUCT gives in RDF.

    Example: potline triples --p owns --status actual
    """
    asked = patterns.Asked(s, p, o, status, document, as_of)
    with options.workspace(store) as work:
        meant = patterns.meant(work, asked)
        if format is not None:
            body, _ = patterns.graph(work, meant, patterns.media(format), None, None, 0)
            write(body.decode().rstrip("\n") + "\n")
            return
        found = patterns.found(work, meant, limit, 0)
    if as_json:
        say(json.dumps([row.model_dump() for row in found.items], ensure_ascii=False))
    elif found.items:
        table(("subject", "predicate", "object", "status"), map(patterns.cells, found.items))
    if found.total > len(found.items):
        say(f"potline: {found.total - len(found.items)} more are left out (--limit)", error=True)
    nothing(found.items)


def sparql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="SELECT, ASK, CONSTRUCT or DESCRIBE.")],
    format: Annotated[str | None, typer.Option(help="json, xml, csv, tsv; turtle, ntriples …")] = None,
    store: options.Store = None,
) -> None:
    """Ask in SPARQL 1.1.

    Example: potline sparql "SELECT ?owner WHERE { ?owner alu:owns ?owned }"
    """
    with options.workspace(store) as work:
        reply = work.endpoint.answer(Job(Question(query, format=format)))
    write(reply.body.decode().rstrip("\n") + "\n")


def cypher(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="A reading query; - for standard input.")] = None,
    saved: Annotated[
        str | None, typer.Option("--saved", metavar="NAME", help="A query of seeds/neo4j/queries.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="For $NAME: JSON, else text.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most rows; POTLINE_CYPHER_ROWS.")] = None,
    format: Annotated[str, typer.Option(help=f"{', '.join(FORMATS)}.")] = "table",
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Ask in Cypher; only where the record is in Neo4j, and only to read.

    Example: potline cypher "MATCH (a)-[r:OWNS]->(b {id: $id}) RETURN a.name, r.share" --param id=org/hongtuo-industrial
    """
    if (query is None) == (saved is None):
        raise InputError("give a QUERY, or --saved NAME; seeds/neo4j/queries has those that are saved")
    parameters: dict[str, Any] = {}
    if saved is not None:
        query, parameters = named(saved).query, named(saved).parameters
    text = sys.stdin.read() if query == "-" else query or ""
    with options.workspace(store) as work:
        data = asking.ask(work, text, {**parameters, **dict(map(parameter, param or ()))}, limit)
    write(asking.written(data, "json" if as_json else format))
    if data["cut"]:
        say(f"potline: {data['cut']}", error=True)
    nothing(data["rows"])
