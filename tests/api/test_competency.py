"""The competency questions: REST, SPARQL and Cypher give one answer on both stores, which their documents prove."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jmespath
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.loading import load_all
from api.materialising import materialise
from api.questions import DOCUMENTS, Ask, Question, bound, compared, questions
from api.settings import Settings, read_settings
from api.workspace import Workspace
from graph.statement import Extraction
from tests.api.test_cli import run
from tests.conftest import KEY, Neo4jServer, filled, quiet
from tests.loaders.corpus import DEV

ASKED = [pytest.param(q, id=str(q.number)) for q in questions()]
TRIED = [pytest.param(q, t, id=f"{q.number}-{i}") for q in questions() for i, t in enumerate(q.trials)]
SHIPPED = [file for folder in DOCUMENTS for file in sorted(folder.iterdir())]
MORE = sorted(DEV.glob("rtr_*.txt"))
"""The further documents of the development corpus, where it lies beside the project."""


def extracted(folder: Path, files: list[Path]) -> tuple[Extraction, ...]:
    """What the files give."""
    with Workspace(read_settings(store_url=f"sqlite:///{folder / 'once.db'}")) as work:
        load_all(work, files, quiet, quiet)
        return tuple(work.store.extraction(d.id) for d in work.store.documents())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, ...]:
    """What all documents give, extracted once."""
    return extracted(tmp_path_factory.mktemp("corpus"), [*SHIPPED, *MORE])


def filled_all(settings: Settings, corpus: tuple[Extraction, ...]) -> Settings:
    """The record with the documents, and all effective ownership derived."""
    filled(settings, corpus)
    for terms in {str(q.terms): q.terms for q in questions() if q.terms is not None}.values():
        with Workspace(settings) as work:
            materialise(work, terms)
    return settings


@pytest.fixture(scope="module")
def neo4j_record(neo4j_server: Neo4jServer, corpus: tuple[Extraction, ...]) -> Settings:
    """A Neo4j with all documents."""
    neo4j_server.clean()
    return filled_all(neo4j(neo4j_server), corpus)


def neo4j(server: Neo4jServer) -> Settings:
    """Settings of the running Neo4j."""
    return read_settings(store_url=server.url, store_user=server.user, store_password=server.password, api_key=KEY)


@pytest.fixture(scope="module", params=["shipped", "whole", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, corpus: tuple[Extraction, ...]
) -> Iterator[TestClient]:
    """The API on SQLite with the documents of the project alone, with all, and on Neo4j with all."""
    if request.param == "neo4j":
        settings: Settings = request.getfixturevalue("neo4j_record")
    else:
        sources = {str(file) for file in SHIPPED}
        some = tuple(e for e in corpus if request.param == "whole" or e.document.source in sources)
        url = f"sqlite:///{tmp_path_factory.mktemp('competency') / 'potline.db'}"
        settings = filled_all(read_settings(store_url=url), some)
    with TestClient(create_app(settings)) as client:
        yield client


def over_rest(ask: Ask, client: TestClient) -> list[tuple[str, ...]]:
    """The rows that the calls give, picked out of their JSON."""
    found: list[Any] = []
    for path, pick in zip(ask.rest, ask.pick, strict=True):
        reply = client.get(path)
        assert reply.status_code == 200, reply.text
        assert reply.json().get("next") is None, f"{path} has further pages"
        found += jmespath.search(pick, reply.json())
    return compared(found)


def over_sparql(ask: Ask, client: TestClient) -> list[tuple[str, ...]]:
    """The rows that the endpoint gives."""
    reply = client.get("/sparql", params={"query": ask.sparql}, headers={"Accept": "application/json"})
    assert reply.status_code == 200, reply.text
    answer = json.loads(reply.text)
    assert tuple(answer["head"]["vars"]) == ask.columns
    return compared(bound(answer))


def over_cypher(ask: Ask, work: Workspace) -> list[tuple[str, ...]]:
    """The rows that Neo4j gives."""
    answer = work.cypher(ask.cypher, {})
    assert tuple(answer.columns) == ask.columns
    return compared(row.values() for row in answer.rows)


@pytest.mark.parametrize("question", ASKED)
def test_rest_and_sparql_give_the_answer(question: Question, served: TestClient) -> None:
    assert over_rest(question, served) == question.answer
    assert over_sparql(question, served) == question.answer


@pytest.mark.neo4j
@pytest.mark.parametrize("question", ASKED)
def test_cypher_gives_the_answer(question: Question, neo4j_record: Settings) -> None:
    with Workspace(neo4j_record) as work:
        assert over_cypher(question, work) == question.answer


def told(question: Question, trial: Ask, settings: Settings, folder: Path) -> Settings:
    """A record of the invented statements of a question alone."""
    (folder / "facts.jsonl").write_text(question.facts, encoding="utf-8")
    with Workspace(settings) as work:
        report = load_all(work, [folder / "facts.jsonl"], quiet, quiet)
        assert (report.failed, report.lines, dict(report.rejected)) == ([], [], {})
        if trial.terms is not None:
            materialise(work, trial.terms)
    return settings


@pytest.mark.parametrize(("question", "trial"), TRIED)
def test_a_trial_gives_its_answer(question: Question, trial: Ask, tmp_path: Path) -> None:
    settings = told(question, trial, read_settings(store_url=f"sqlite:///{tmp_path / 'potline.db'}"), tmp_path)
    with TestClient(create_app(settings)) as client:
        assert over_rest(trial, client) == trial.answer
        assert over_sparql(trial, client) == trial.answer


@pytest.mark.neo4j
@pytest.mark.parametrize(("question", "trial"), TRIED)
def test_a_trial_gives_its_answer_in_neo4j(
    question: Question, trial: Ask, tmp_path: Path, neo4j_server: Neo4jServer
) -> None:
    neo4j_server.clean()
    settings = told(question, trial, neo4j(neo4j_server), tmp_path)
    with TestClient(create_app(settings)) as client, Workspace(settings) as work:
        assert over_rest(trial, client) == trial.answer
        assert over_sparql(trial, client) == trial.answer
        assert over_cypher(trial, work) == trial.answer


def test_all_twenty_five_are_there_and_none_is_empty_for_want_of_a_trial() -> None:
    assert [q.number for q in questions()] == list(range(1, 26))
    assert all(q.asks and q.remark for q in questions())
    assert all(q.answer or q.trials for q in questions())
    assert all(trial.answer for q in questions() for trial in q.trials)
    assert all(len(row) == len(a.columns) for q in questions() for a in (q, *q.trials) for row in a.answer)


@pytest.mark.parametrize("question", ASKED)
def test_the_words_stand_in_the_documents(question: Question) -> None:
    texts = [file.read_text(encoding="utf-8") for file in SHIPPED if file.stem in question.documents]
    assert len(texts) == len(question.documents)
    for quote in question.quotes:
        assert any(quote in text for text in texts), quote


def test_the_query_page_has_them_as_examples(served: TestClient) -> None:
    page = served.get("/sparql", headers={"Accept": "text/html"})
    select = re.search('<select id="examples">.*?</select>', page.text, re.DOTALL)
    assert select is not None
    group = ElementTree.fromstring(select[0]).findall("optgroup")[-1]
    assert [option.text for option in group] == [f"{q.number}. {q.title}" for q in questions()]
    for option, question in zip(group, questions(), strict=True):
        reply = served.get(
            "/sparql", params={"query": option.get("value") or ""}, headers={"Accept": "application/json"}
        )
        assert compared(bound(json.loads(reply.text))) == question.answer


def test_the_command_asks_and_compares(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'potline.db'}"
    files = [str(file) for file in SHIPPED if file.stem == "gac-nimba-2025"]
    assert run("load", *files, "--store", store, cwd=tmp_path).returncode == 0
    early = run("questions", "run", "15", "--store", store, cwd=tmp_path)
    assert early.returncode == 1
    assert "say `potline materialise --threshold 0` first" in early.stderr
    assert run("materialise", "--threshold", "0", "--store", store, cwd=tmp_path).returncode == 0
    done = run("questions", "run", "15", "--store", store, cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"org/mubadala +25 +50\n", done.stdout)
    assert "So answer the documents" in done.stdout
    other = run("questions", "run", "5", "--store", store, cwd=tmp_path)
    assert other.returncode == 1
    assert "person/sanjeev-gupta" in other.stdout
    answer = json.loads(run("questions", "run", "3", "--json", "--store", store, cwd=tmp_path).stdout)
    assert answer["rows"] == answer["expected"] != []


def test_the_command_lists_them_and_knows_its_numbers(tmp_path: Path) -> None:
    listed = run("questions", cwd=tmp_path)
    assert listed.stdout.count("\n") == 26
    assert [row["number"] for row in json.loads(run("questions", "--json", cwd=tmp_path).stdout)] == list(range(1, 26))
    wrong = run("questions", "run", "26", cwd=tmp_path)
    assert (wrong.returncode, wrong.stderr) == (1, "potline: no question 26; they go from 1 to 25\n")
    cypher = run("questions", "run", "3", "--in", "cypher", cwd=tmp_path)
    assert cypher.returncode == 1
    assert "is no Neo4j" in cypher.stderr
