"""Review over HTTP and on the command line, and judgements carried as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from api.loading import load_all
from api.settings import read_settings
from api.workspace import Workspace
from graph.statement import Extraction
from ontology.errors import InputError
from tests.conftest import filled, quiet

TEXTS = {
    "a.txt": "Note\n\nHongtua Foil Works Co., Ltd. owns 40% of Quux Metals Co., Ltd.\n",
    "b.txt": "Note\n\nHongtuo Foil Works Co., Ltd. owns 40% of Quux Metals Co., Ltd.\n",
}
Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, ...]:
    """Two documents that may speak of one firm under two spellings."""
    folder = tmp_path_factory.mktemp("twins")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Workspace(read_settings(store_url=f"sqlite:///{folder / 'twins.db'}")) as work:
        load_all(work, [folder / name for name in TEXTS], quiet, quiet)
        return tuple(work.store.extraction(d.id) for d in work.store.documents())


@pytest.fixture
def ask(tmp_path: Path, twins: tuple[Extraction, ...]) -> Ask:
    """Asks a command of the record that holds them."""
    url = filled(read_settings(store_url=f"sqlite:///{tmp_path / 'twins.db'}"), twins).store_url

    def call(*words: str, keys: str = "", store: str = url) -> Result:
        return CliRunner().invoke(app, [*words, "--store", store], input=keys)

    return call


def test_pairs_come_with_the_sentences_of_both(ask: Ask) -> None:
    (pair,) = json.loads(ask("review", "--json").stdout)
    assert (pair["left"]["name"], pair["right"]["name"]) == ("Hongtua Foil Works", "Hongtuo Foil Works")
    assert [r["name"] for r in pair["shared"]] == ["Quux Metals"]
    for side in ("left", "right"):
        assert pair[side]["evidence"][0]["quote"].startswith(pair[side]["name"])


@pytest.mark.parametrize(("key", "word"), [("y", "same"), ("n", "different"), ("u", "undecided")])
def test_a_key_is_a_judgement_and_undo_takes_it_back(ask: Ask, key: str, word: str) -> None:
    before = ask("export", "--format", "jsonl").stdout
    assert f"1 {word}" in ask("review", "--by", "me", keys=f"x{key}\n").stdout
    assert f" {word} " in ask("judgements").stdout
    assert ask("review").stdout.startswith("0 pairs")
    assert ask("undo").exit_code == 0
    assert ask("review", keys="q").stdout.startswith("1 pairs")
    assert ask("export", "--format", "jsonl").stdout == before


@pytest.mark.parametrize("keys", ["s", "q", ""])
def test_skipping_and_leaving_judge_nothing(ask: Ask, keys: str) -> None:
    assert ask("review", keys=keys).exit_code == 0
    assert len(ask("judgements").stdout.splitlines()) == 1


def test_a_log_is_carried_to_another_record(ask: Ask, tmp_path: Path) -> None:
    ask("review", "--by", "me", keys="y")
    ask("undo", "--by", "you")
    text = ask("judgements", "export").stdout
    log, other = tmp_path / "log.csv", f"sqlite:///{tmp_path / 'other.db'}"
    log.write_text(text, encoding="utf-8")
    taken = ask("judgements", "import", str(log), store=other)
    assert taken.stdout == "2 judgements taken, 0 known already, 0 refused\n"
    assert ask("judgements", "export", store=other).stdout == text
    again = ask("judgements", "import", "-", keys=text, store=other)
    assert again.stdout == "0 judgements taken, 2 known already, 0 refused\n"


def test_lines_that_are_none_are_refused_with_their_number(ask: Ask) -> None:
    rows = [
        ["verdict", "left", "right", "by", "at", "id"],
        ["same", "org/b", "org/a", "me", "2026-01-01", ""],
        ["alike", "org/b", "org/a", "me", "2026-01-01", ""],
        ["different", "org/a", "org/b", "me", "2026-01-02", ""],
        ["same", "org/a", "nobody", "me", "2026-01-02", ""],
        ["same", "org/a", "org/c", "me", "2026-01-02", "0123456789abcdef"],
        ["same", "org/a", "org/c", "", "", ""],
        ["same", "org/a", "org/c", "me", "yesterday", ""],
        ["same", "org/a"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    done = ask("judgements", "import", "-", keys=out.getvalue())
    assert done.exit_code == 1
    assert done.stdout == "1 judgements taken, 0 known already, 7 refused\n"
    for line, why in enumerate(
        ["none of", "org/a = org/b", "no entity id", "not that of", "must say", "must say", "cells"], 3
    ):
        assert any(f"-:{line}: " in said and why in said for said in done.stderr.splitlines()), done.stderr
    heads = ask("judgements", "import", "-", keys="left,right\n").exception
    assert isinstance(heads, InputError)
    assert "-:1: the columns must be" in str(heads)


def test_review_over_http_is_a_page(client: TestClient) -> None:
    page = client.get("/review", params={"limit": 5}).json()
    assert page["total"] >= len(page["items"])
    scores = [item["score"] for item in page["items"]]
    assert scores == sorted(scores, reverse=True)
