"""The `potline` command: commands stand in `api.commands`, one module a subject.

Exit codes: 0 done, 1 some input rejected or nothing found, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys

import typer

from api.collecting import rarely
from api.commands import (
    ask,
    capacity,
    copying,
    data,
    explaining,
    exporting,
    judging,
    local,
    materialise,
    neo4j,
    ownership,
    questions,
    registry,
    sanctions,
    structure,
)
from ontology.errors import Ambiguous, PotlineError

app = typer.Typer(
    name="potline",
    help="A knowledge graph of the aluminium value chain: documents in, answers with their sentence out.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _module in (
    data,
    exporting,
    ask,
    ownership,
    structure,
    sanctions,
    capacity,
    materialise,
    judging,
    copying,
    local,
    explaining,
):
    _module.register(app)
app.add_typer(neo4j.app, name="neo4j")
app.add_typer(registry.app, name="registry")
app.add_typer(questions.app, name="questions")


def main() -> None:
    """Run the command line; no traceback of an expected error reaches the user."""
    rarely()
    try:
        app()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away (`potline export | head`): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except PotlineError as error:
        sys.stderr.write(f"potline: {error}\n")
        if isinstance(error, Ambiguous):
            sys.stderr.writelines(f"  {candidate}\n" for candidate in error.candidates)
        sys.exit(1)
