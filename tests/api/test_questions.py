"""The same answer three ways: every question of seeds/questions, on both stores."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import jmespath
import pytest
from fastapi.testclient import TestClient

from api.settings import SEEDS, Settings
from api.workspace import Workspace

QUESTIONS = tomllib.loads((SEEDS / "questions" / "seeds.toml").read_text(encoding="utf-8"))["question"]
BASE = "https://w3id.org/potline/"


def cell(value: Any) -> str:
    """A value as text, so that the three faces compare: numbers plain, IRIs as ids, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)).normalize(), "f")
    text = " ".join(str(value).split())
    for prefix in (BASE + "id/", BASE + "ns#"):
        text = text.removeprefix(prefix)
    return text


def rows(found: Iterable[Iterable[Any]]) -> list[tuple[str, ...]]:
    """Rows in a fixed order."""
    return sorted(tuple(cell(v) for v in row) for row in found)


def from_sparql(answer: dict[str, Any]) -> list[list[Any]]:
    """The rows of SPARQL JSON results, numbers as numbers."""

    def value(binding: dict[str, str] | None) -> Any:
        if binding is None:
            return None
        number = binding.get("datatype", "").endswith(("#decimal", "#integer", "#double"))
        return Decimal(binding["value"]) if number else binding["value"]

    names = answer["head"]["vars"]
    return [[value(b.get(n)) for n in names] for b in answer["results"]["bindings"]]


def test_there_are_at_least_eight_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 8
    assert all(q["answer"] for q in QUESTIONS)
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_rest_and_sparql_give_the_answer(question: dict[str, Any], asked: TestClient) -> None:
    rest = asked.get(question["rest"])
    sparql = asked.get("/sparql", params={"query": question["sparql"]}, headers={"Accept": "application/json"})
    assert rest.status_code == 200, rest.text
    assert sparql.status_code == 200, sparql.text
    expected = rows(question["answer"])
    assert rows(jmespath.search(question["pick"], rest.json())) == expected
    assert rows(from_sparql(json.loads(sparql.text))) == expected


@pytest.mark.neo4j
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_cypher_gives_the_answer(question: dict[str, Any], neo4j_settings: Settings) -> None:
    with Workspace(neo4j_settings) as work:
        found = work.cypher(question["cypher"], {}).rows
    assert rows(row.values() for row in found) == rows(question["answer"])
