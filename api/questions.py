"""The questions of seeds/questions/competency: each as REST calls, SPARQL and Cypher, with one answer.

A file is a question. Its general form (`asks`) is put to named entities (`title`), so that documents answer it; what
they do not tell is said in `remark`, and a trial asks it of invented statements (`facts`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from api.owning import Terms
from api.settings import SEEDS
from ontology.errors import NotFound

FOLDER = SEEDS / "questions" / "competency"
DOCUMENTS = (SEEDS / "documents", SEEDS / "questions" / "documents")
"""The documents that answer them."""
BASE = "https://w3id.org/potline/"

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, three ways: rows of `columns`.

    `rest` are paths of GET requests, `pick` the JMESPath expression for each that makes rows of its JSON (one
    serves all); `materialise` are the terms of the derived ownership that SPARQL and Cypher read, None if none.
    """

    title: str
    columns: tuple[str, ...]
    rest: tuple[str, ...]
    pick: tuple[str, ...]
    sparql: str
    cypher: str
    answer: Rows
    materialise: Mapping[str, str] | None = None

    @property
    def terms(self) -> Terms | None:
        """What has to be derived first; every pair, however small its share."""
        return None if self.materialise is None else Terms(threshold=0.0, **self.materialise)

    @property
    def command(self) -> str | None:
        """The command that derives it."""
        if self.materialise is None:
            return None
        options = "".join(f" --{name.replace('_', '-')} {value}" for name, value in self.materialise.items())
        return f"potline materialise --threshold 0{options}"


@dataclass(frozen=True, slots=True)
class Question(Ask):
    """A question of the catalogue, with the sentences that prove its answer.

    `documents` are the stems of the files that answer it, `quotes` the words in them; `facts` are invented
    statements, as JSON lines, over which the `trials` are asked.
    """

    number: int = 0
    asks: str = ""
    documents: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    remark: str = ""
    facts: str = ""
    trials: tuple[Ask, ...] = field(default=())


@cache
def questions() -> tuple[Question, ...]:
    """All of them, by number."""
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(question(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def numbered(number: int) -> Question:
    """The question of a number; NotFound says which there are."""
    for one in questions():
        if one.number == number:
            return one
    raise NotFound(f"no question {number}; they go from 1 to {len(questions())}")


def question(told: Mapping[str, Any]) -> Question:
    """A file of the folder; a trial has of the question what it does not say itself."""
    shared = {name: told.get(name) for name in ("columns", "rest", "pick", "sparql", "cypher", "materialise")}
    about: dict[str, Any] = {name: told[name].strip() for name in ("asks", "remark")}
    about |= {name: tuple(told[name]) for name in ("documents", "quotes")}
    about["trials"] = tuple(Ask(**_asked({**shared, **trial})) for trial in told.get("trial", ()))
    own = {**shared, "title": told["title"], "answer": told["answer"]}
    return Question(**_asked(own), **about, number=told["number"], facts=told.get("facts", ""))


def _asked(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an Ask: lists as tuples, queries without blank ends, the answer as it is compared."""
    lists = {name: tuple(told[name]) for name in ("columns", "rest", "pick")}
    queries = {name: told[name].strip() for name in ("sparql", "cypher")}
    pick = lists["pick"] * len(lists["rest"]) if len(lists["pick"]) == 1 else lists["pick"]
    return {**told, **lists, **queries, "pick": pick, "answer": compared(told["answer"])}


def compared(found: Iterable[Iterable[Any]]) -> Rows:
    """Rows as sets are compared: each once and in a fixed order, whichever face they came through."""
    return sorted({tuple(cell(value) for value in row) for row in found})


def cell(value: Any) -> str:
    """A value as text: numbers to two places, IRIs as ids, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return format(round(Decimal(str(value)), 2).normalize(), "f")
    text = " ".join(str(value).split())
    for prefix in (BASE + "id/", BASE + "ns#"):
        text = text.removeprefix(prefix)
    return text


def bound(answer: Mapping[str, Any]) -> Iterable[list[Any]]:
    """The rows of SPARQL JSON results, numbers as numbers."""
    names = answer["head"]["vars"]
    return ([_value(binding.get(name)) for name in names] for binding in answer["results"]["bindings"])


def _value(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    number = term.get("datatype", "").endswith(("#decimal", "#integer", "#double"))
    return Decimal(term["value"]) if number else term["value"]
