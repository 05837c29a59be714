"""The competency questions as people read them: the page of the docs, and the examples of the query page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.questions import Ask, Question, questions
from api.settings import ROOT, SEEDS

_FOLDERS = ("documents", "questions/documents")
_INTRODUCTION = """# Competency questions

Twenty-five questions that Potline has to answer, each as REST calls, a SPARQL query and a Cypher query with one answer.
It was read out of the documents by hand, and a test runs all three over SQLite and Neo4j. The files are in
`seeds/questions/competency`; the documents beside them and those of `seeds/documents` answer them:

```console
$ potline load seeds/documents seeds/questions/documents
$ potline materialise --threshold 0
$ potline questions
$ potline questions run 15
```

`materialise` is needed where a question says so. A heading puts the general question below it to named entities, so
that documents answer it. Where they do not tell all of it, the remark says what is missing, and a *trial* asks that
of invented statements. The rows of a REST call are picked out of its JSON with [JMESPath](https://jmespath.org).
Rows are compared without regard to their order, numbers to two places, entities by their ids.
"""


def page() -> str:
    """All questions as a page of Markdown."""
    return "\n".join([_INTRODUCTION, *(line for one in questions() for line in _section(one))])


def examples() -> list[tuple[str, str]]:
    """The questions as examples of the query page: title and query."""
    return [(f"{q.number}. {q.title}", commented(q)) for q in questions()]


def commented(ask: Ask) -> str:
    """The SPARQL query, under the command that it needs to be said first."""
    return ask.sparql if ask.command is None else f"# Reads what was derived: {ask.command}\n{ask.sparql}"


def _section(one: Question) -> Iterator[str]:
    yield f"## {one.number}. {one.title}\n"
    yield f"*{one.asks}*\n"
    yield from _asked(one)
    if one.documents:
        yield f"Told by {', '.join(_link(name) for name in one.documents)}:\n"
        yield from (f"> {quote}\n" for quote in one.quotes)
    yield f"{one.remark}\n"
    for trial in one.trials:
        yield f"**Trial: {trial.title}**\n"
        yield from _asked(trial)
    if one.trials:
        yield f"The invented statements:\n\n```json\n{one.facts.strip()}\n```\n"


def _asked(ask: Ask) -> Iterator[str]:
    yield from _table(ask.columns, ask.answer)
    if ask.command is not None:
        yield f"Say `{ask.command}` first; SPARQL and Cypher read what it derives.\n"
    calls = (f"GET {path}\n  {pick}" for path, pick in zip(ask.rest, ask.pick, strict=True))
    yield from _block("http", "\n".join(calls))
    yield from _block("sparql", ask.sparql)
    yield from _block("cypher", ask.cypher)


def _block(language: str, text: str) -> Iterator[str]:
    yield f"```{language}\n{text}\n```\n"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        yield "The answer is empty.\n"
        return
    lines = (columns, ["---"] * len(columns), *rows)
    yield "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _link(name: str) -> str:
    """A document of the project, from a page of its docs."""
    for folder in _FOLDERS:
        if (file := SEEDS / folder / f"{name}.txt").exists():
            return f"[{name}](../{file.relative_to(ROOT)})"
    return name
