"""A language model through the commands and the API, as people use it: off without a URL, never in the rules' way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.settings import read_settings
from api.workspace import Workspace
from ontology.errors import SettingError
from tests.api.test_cli import run as process
from tests.conftest import KEY, free_port
from tests.loaders.model_server import ModelServer, Reply, fails, says, serving

TEXT = "Title\n\nAlcoa has taken Suralco under its wing.\n\nNorsk Hydro owns 60 percent of Slovalco.\n"
OWNS = {
    "subject": {"name": "Alcoa", "type": "Company"},
    "predicate": "owns",
    "object": {"name": "Suralco", "type": "Company"},
    "qualifiers": {},
    "status": "actual",
    "period": None,
    "evidence": "Alcoa has taken Suralco under its wing.",
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """An endpoint whose model finds the one statement that the rules do not."""
    with serving() as server:
        server.otherwise = model
        yield server


def model(paragraph: str) -> Reply:
    return says({"relations": [OWNS] if OWNS["evidence"] in paragraph else [], "figures": []})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document."""
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def run(*words: str, cwd: Path, **settings: str) -> Result:
    """Run `potline WORDS` in this process, which has the parser already; `a.txt` is a file of the folder."""
    given = {"store_url": f"sqlite:///{cwd / 'potline.db'}", **settings}
    paths = [str(cwd / w) if w.endswith((".txt", ".jsonl")) else w for w in words]
    return CliRunner().invoke(app, paths, env={f"POTLINE_{k.upper()}": v for k, v in given.items()})


def settings(server: ModelServer, folder: Path) -> dict[str, str]:
    return {"llm_url": server.url, "llm_model": "m1", "llm_cache": str(folder / "answers"), "llm_retries": "0"}


def test_load_says_how_many_came_from_the_model_and_asks_once(server: ModelServer, folder: Path) -> None:
    first = run("load", "a.txt", cwd=folder, **settings(server, folder))
    assert first.exit_code == 0, first.stderr
    assert "\n  1 of the statements are from the language model\n" in first.stdout
    owners = json.loads(run("owners", "Suralco", "--json", cwd=folder).stdout)
    assert [o["id"] for o in owners["items"]] == ["org/alcoa"]
    again = run("load", "a.txt", "--json", cwd=folder, **settings(server, folder))
    assert json.loads(again.stdout)["documents"][0]["outcome"] == "unchanged"
    assert len(server.requests) == 2
    without = run("load", "a.txt", cwd=folder)
    assert "(new extractor)" in without.stdout
    assert "language model" not in without.stdout
    assert json.loads(run("owners", "Suralco", "--json", cwd=folder).stdout)["items"] == []


def test_another_model_is_a_new_extractor(server: ModelServer, folder: Path) -> None:
    run("load", "a.txt", cwd=folder, **settings(server, folder))
    other = run("load", "a.txt", "--json", cwd=folder, **{**settings(server, folder), "llm_model": "m2"})
    (row,) = json.loads(other.stdout)["documents"]
    assert row["outcome"] == "changed"
    assert json.loads(other.stdout)["from_model"] == 1
    assert len(server.requests) == 4


def test_without_the_endpoint_the_rules_are_loaded_and_the_next_load_asks_again(
    server: ModelServer, folder: Path
) -> None:
    down = {**settings(server, folder), "llm_url": f"http://127.0.0.1:{free_port()}/v1"}
    first = run("load", "a.txt", "--rejected", "no.jsonl", cwd=folder, **down)
    assert first.exit_code == 1
    assert "2 paragraphs without an answer of the model; load again" in first.stderr
    assert "no answer of the model: no connection" in first.stdout
    refused = [json.loads(line) for line in (folder / "no.jsonl").read_text().splitlines()]
    assert {r["candidate"] for r in refused} >= {f"paragraph {k} of {folder / 'a.txt'}" for k in (1, 2)}
    assert run("owners", "Slovalco", cwd=folder).exit_code == 0
    second = run("load", "a.txt", cwd=folder, **settings(server, folder))
    assert second.exit_code == 0, second.stderr
    assert "(the model was asked again)" in second.stdout
    third = run("load", "a.txt", cwd=folder, **settings(server, folder))
    assert "unchanged" in third.stdout
    assert len(server.requests) == 2


def test_extract_and_several_workers_give_the_same(server: ModelServer, folder: Path) -> None:
    (folder / "b.txt").write_text(TEXT.replace("Title", "Another"))
    one = run("extract", "a.txt", "b.txt", cwd=folder, **settings(server, folder))
    assert one.exit_code == 0, one.stderr
    told = [json.loads(line)["extractor"] for line in one.stdout.splitlines()]
    assert told.count("llm/m1") == 2
    asked = len(server.requests)
    two = run("extract", "a.txt", "b.txt", "--workers", "2", cwd=folder, **settings(server, folder))
    assert two.stdout == one.stdout
    assert len(server.requests) == asked
    server.otherwise = lambda _: fails(500)
    empty = {**settings(server, folder), "llm_cache": str(folder / "empty")}
    broken = run("extract", "a.txt", cwd=folder, **empty)
    assert broken.exit_code == 1
    assert "rejected    2 no answer of the model: HTTP 500: it went wrong" in broken.stderr


def test_documents_over_http_are_read_by_the_model_too(server: ModelServer, folder: Path) -> None:
    given = {**settings(server, folder), "store_url": f"sqlite:///{folder / 'r.db'}", "api_key": KEY}
    with TestClient(create_app(read_settings(**given))) as client:
        headers = {"X-API-Key": KEY, "content-type": "text/plain"}
        made = client.post("/documents?source=a", content=TEXT, headers=headers)
        assert made.status_code == 201, made.text
        rows = client.get(f"/documents/{made.json()[0]['id']}/statements").json()["items"]
    assert {r["extractor"] for r in rows} >= {"llm/m1"}


def test_explain_and_frames_check_are_about_the_rules(server: ModelServer, folder: Path) -> None:
    assert run("explain", "a.txt", cwd=folder, **settings(server, folder)).exit_code == 0
    with Workspace(read_settings(**settings(server, folder))) as work:
        assert work.rules.version != work.extractor.version
    assert server.requests == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"llm_url": "http://127.0.0.1/v1"}, "POTLINE_LLM_MODEL"),
        ({"llm_url": "http://127.0.0.1/v1", "llm_model": ""}, "POTLINE_LLM_MODEL"),
        ({"llm_url": "ftp://127.0.0.1/v1"}, "POTLINE_LLM_URL"),
        ({"llm_url": "http://me:secret@host/v1"}, "POTLINE_LLM_URL"),
        ({"llm_url": "http://host/v1?key=x"}, "POTLINE_LLM_URL"),
        ({"llm_url": "http://"}, "POTLINE_LLM_URL"),
        ({"llm_options": "temperature"}, "POTLINE_LLM_OPTIONS"),
        ({"llm_options": "[1]"}, "POTLINE_LLM_OPTIONS"),
        ({"llm_timeout": "0"}, "POTLINE_LLM_TIMEOUT"),
        ({"llm_retries": "-1"}, "POTLINE_LLM_RETRIES"),
    ],
)
def test_settings_that_cannot_work_are_named(given: dict[str, str], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        read_settings(**given)


def test_an_empty_url_is_off_and_a_cache_that_cannot_be_made_is_said(folder: Path) -> None:
    assert read_settings(llm_url="").llm_url is None
    on = {"llm_url": "http://127.0.0.1:9/v1", "llm_model": "m", "llm_cache": str(folder / "a.txt" / "x")}
    said = process("load", "a.txt", cwd=folder, **on)
    assert said.returncode == 1
    assert "potline: the cache" in said.stderr
    assert "set POTLINE_LLM_CACHE" in said.stderr
