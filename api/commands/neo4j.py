"""`potline neo4j`: a real Neo4j with Neo4j Browser on this machine, without Docker or root."""

from __future__ import annotations

import typer

app = typer.Typer(help="A real Neo4j with Neo4j Browser on this machine.", no_args_is_help=True)
