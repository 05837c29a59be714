"""`potline neo4j`: a real Neo4j with Neo4j Browser on this machine, without Docker or root."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from api.commands import options
from api.commands.output import progress, say
from api.neo4j_jars import CACHE
from api.neo4j_server import USER, Server
from api.settings import read_settings
from ontology.load import ontology

app = typer.Typer(help="A real Neo4j with Neo4j Browser on this machine.", no_args_is_help=True)


def server(version: str | None = None) -> Server:
    """The local server that the settings describe."""
    s = read_settings(neo4j_version=version)
    return Server(
        home=s.neo4j_home,
        cache=s.neo4j_cache or CACHE,
        bolt_port=s.neo4j_bolt_port,
        http_port=s.neo4j_http_port,
        heap=s.neo4j_heap,
        page_cache=s.neo4j_page_cache,
        version=s.neo4j_version,
        say=lambda line: say(line, error=True),
    )


Version = Annotated[
    str | None, typer.Option("--version", help="The release, as 2026.08.1; else POTLINE_NEO4J_VERSION.")
]


@app.command()
def start(version: Version = None, as_json: options.Json = False) -> None:
    """Start it, and say where it is and how to get in; fetches it the first time.

    Example: potline neo4j start
    """
    local = server(version)
    local.start()
    if as_json:
        answer = {"url": local.url, "browser": local.browser, "user": USER, "password_file": str(local.password_file)}
        say(json.dumps(answer))
        return
    say(f"Neo4j {local.status().version} is running.")
    say(f"  Neo4j Browser  {local.browser}")
    say(f"  store URL      {local.url}")
    say(f"  user           {USER}")
    say(f"  password       {local.password()}   (kept in {local.password_file})")
    say(f"Load into it:  potline load seeds/documents --store {local.url}")


@app.command()
def stop() -> None:
    """Stop it; what it holds stays.

    Example: potline neo4j stop
    """
    say("Neo4j is stopped." if server().stop() else "Neo4j was not running.")


@app.command()
def status(as_json: options.Json = False) -> None:
    """Say whether it runs, and where; exit 1 where it does not.

    Example: potline neo4j status
    """
    found = server().status()
    if as_json:
        answer = {"state": found.state, "url": found.url, "browser": found.browser, "pid": found.pid}
        say(json.dumps(answer | {"version": found.version}))
    elif found.state == "running":
        say(f"Neo4j {found.version} is running (process {found.pid}): {found.browser}, {found.url}")
    elif found.state == "starting":
        say(f"Neo4j is starting (process {found.pid}).")
    elif found.state == "dead":
        say("Neo4j died without being stopped; its log is in the home folder; potline neo4j start starts it again")
    else:
        say("Neo4j is not running.")
    if found.state != "running":
        raise typer.Exit(1)


Folder = Annotated[Path, typer.Argument(metavar="DIR", help="What potline export --format neo4j-admin DIR wrote.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what the database holds.")]


@app.command("import")
def import_(folder: Folder, overwrite: Overwrite = False) -> None:
    """Make an exported record its database, all at once; it is stopped for that and started again if it ran.

    Example: potline neo4j import record-for-neo4j
    """
    from api.neo4j_import import import_folder  # the driver takes a third of a second to import

    local = server()
    with progress() as (bar, _):
        revision = import_folder(local, folder, ontology(), bar, overwrite, read_settings().neo4j_label_prefix)
    if revision is None:
        say(f"{folder} is in Neo4j, which is stopped as before; opening it the first time makes its indexes.")
    else:
        say(f"{folder} is in Neo4j at revision {revision}: {local.url}, {local.browser}")


@app.command()
def drop(
    store: options.Store = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the whole record out of a Neo4j, and nothing else: its nodes, relationships, constraints and indexes.

    Example: potline neo4j drop --store neo4j://127.0.0.1:7687
    """
    from graph import neo4j_schema  # the driver takes a third of a second to import

    with options.workspace(store) as work, closing(work.neo4j()) as connection:
        there = neo4j_schema.holdings(connection, work.ontology)
        nodes = sum(there.nodes.values())
        say(f"{connection.url} holds {nodes} nodes of Potline, {there.nodes['Document']} documents among them, and")
        say(f"{len(there.names)} constraints and indexes; all of that would go. {there.others} other nodes would stay.")
        if there.tied:
            say(f"{there.tied} relationships of others begin or end at a node of Potline, and would go with it.")
        if not yes and not typer.confirm("Take it away?"):
            raise typer.Exit(1)
        neo4j_schema.drop(connection)
    say("It is gone.")
