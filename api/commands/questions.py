"""The competency questions: the list, and one of them asked of the record."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from api.commands import options
from api.commands.output import nothing, say, table
from api.questions import Question, bound, compared, numbered, questions
from api.workspace import Workspace
from graph.worker import Question as Query
from graph.workers import Job

app = typer.Typer()


class Language(StrEnum):
    """What a question is asked in."""

    SPARQL = "sparql"
    CYPHER = "cypher"


@app.callback(invoke_without_command=True)
def listed(context: typer.Context, as_json: options.Json = False) -> None:
    """List the competency questions, each of which has one answer; `run` asks one of them of the record.

    Example: potline questions
    """
    if context.invoked_subcommand is not None:
        return
    if as_json:
        say(
            json.dumps(
                [{"number": q.number, "title": q.title, "asks": q.asks} for q in questions()], ensure_ascii=False
            )
        )
    else:
        table(("no.", "question"), ((q.number, q.title) for q in questions()))


@app.command()
def run(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="From `potline questions`.")],
    language: Annotated[Language, typer.Option("--in", help="sparql, or cypher where the record is in Neo4j.")] = (
        Language.SPARQL
    ),
    store: options.Store = None,
    as_json: options.Json = False,
) -> None:
    """Ask a competency question of the record, and say whether the answer is that of its documents.

    Example: potline questions run 15
    """
    one = numbered(number)
    with options.workspace(store) as work:
        rows = asked(work, one, language)
        derived = work.store.effective()
        underived = one.terms is not None and (derived is None or derived.rule != one.terms.rule)
    if as_json:
        said = {"number": one.number, "title": one.title, "columns": one.columns, "rows": rows, "expected": one.answer}
        say(json.dumps(said, ensure_ascii=False))
    else:
        shown(one, rows)
    if underived:
        say(f"potline: say `{one.command}` first; the question reads what it derives", error=True)
    nothing(rows or not one.answer)


def asked(work: Workspace, one: Question, language: Language) -> list[tuple[str, ...]]:
    """The rows that the record gives, as they are compared."""
    if language is Language.CYPHER:
        return compared(row.values() for row in work.cypher(one.cypher, {}).rows)
    reply = work.endpoint.answer(Job(Query(one.sparql, format="json")))
    answer: dict[str, Any] = json.loads(reply.body)
    return compared(bound(answer))


def shown(one: Question, rows: list[tuple[str, ...]]) -> None:
    """The question, its rows, and those of its documents where they differ."""
    say(f"{one.number}. {one.title}\n")
    if rows:
        table(one.columns, rows)
    say("(none)\n" if not rows else "")
    if rows == one.answer:
        say("So answer the documents of seeds/documents and seeds/questions/documents.")
    else:
        say("The documents of seeds/documents and seeds/questions/documents answer:\n")
        table(one.columns, one.answer)
    say(f"\n{one.remark}\n\nOver HTTP:")
    for path in one.rest:
        say(f"  GET {path}")
