"""Splits over HTTP and on the command line: "in this document this name is another firm"."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from api.settings import Settings, read_settings
from graph.statement import Extraction
from ontology.errors import Ambiguous, InputError, InvalidStatement, JudgementConflict, LookupFailed, NotFound
from tests.conftest import KEY, filled

AUTH = {"X-API-Key": KEY}
HONGTUO = "org/hongtuo-industrial"
Ask = Callable[..., Result]


@pytest.fixture
def ask(sqlite_settings: Settings) -> Ask:
    """Asks a command of the record that holds the seeds; what it refuses is raised."""

    def call(*words: str, store: str = sqlite_settings.store_url) -> Result:
        done = CliRunner().invoke(app, [*words, "--store", store])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return call


@pytest.fixture(scope="module")
def smm(seeds: tuple[Extraction, ...]) -> str:
    """The document on Hongtuo's move to Yunnan."""
    return next(e.document.id for e in seeds if "smm" in e.document.id)


def speaks_of(ask: Ask, document: str, id: str) -> bool:
    """Whether what is shown of an entity stands in a document."""
    shown = json.loads(ask("show", id, "--json").stdout)
    said = [e for part in ("relationships", "figures") for x in shown[part] for e in x["evidence"]]
    return any(e["document"] == document for e in said)


def exports(ask: Ask, store: str | None = None) -> list[str]:
    """Whole exports of the record."""
    more = {} if store is None else {"store": store}
    return [ask("export", "--format", form, **more).stdout for form in ("jsonl", "nquads")]


def test_a_name_becomes_a_firm_of_its_own_and_undo_restores_the_export(ask: Ask, smm: str) -> None:
    before = exports(ask)
    said = ask("split", smm, "Hongtuo Industrial", "--reason", "a namesake", "--by", "me").stdout
    other = f"org/hongtuo-industrial-{smm}"
    assert f"Hongtuo Industrial is {other}, not {HONGTUO}" in said
    assert speaks_of(ask, smm, other)
    assert not speaks_of(ask, smm, HONGTUO)
    assert exports(ask) != before
    assert "is no longer split from" in ask("undo").stdout
    assert exports(ask) == before


def test_a_registered_firm_that_is_meant_comes_with_what_is_known_of_it(ask: Ask, smm: str) -> None:
    ask("split", smm, HONGTUO, "--meant", "Emirates Global Aluminium")
    head = json.loads(ask("show", "Emirates Global Aluminium", "--json").stdout)["entity"]
    assert (head["country"], head["known"]) == ("AE", ["record", "registry"])
    assert "EGA" in head["names"]
    assert "all names" in ask("judgements").stdout


def test_what_is_called_otherwise_is_the_firm_of_that_name(ask: Ask, smm: str) -> None:
    ask("split", smm, "Hongtuo Industrial", "--called", "Hongtuo Town Foundry Co., Ltd.")
    assert json.loads(ask("show", "org/hongtuo-town-foundry", "--json").stdout)["entity"]["names"] == [
        "Hongtuo Industrial",
        "Hongtuo Town Foundry",
    ]


def test_a_log_with_splits_is_carried_to_another_record(
    ask: Ask, smm: str, seeds: tuple[Extraction, ...], tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    ask("split", smm, "Hongtuo Industrial", "--called", "Hongtuo Town Foundry")
    ask("split", smm, "Weiqiao Aluminum & Power", "--by", "me")
    text = ask("judgements", "export").stdout
    (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    assert ask("judgements", "import", str(tmp_path / "log.csv"), store=other).stdout.startswith("2 judgements taken")
    assert ask("judgements", "export", store=other).stdout == text
    filled(read_settings(store_url=other), seeds)
    assert exports(ask, other) == exports(ask)


def test_a_split_by_hand_needs_neither_an_id_nor_who_is_meant(ask: Ask, smm: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        "verdict,left,right,by,at,document,meant\n"
        f"split,{HONGTUO},org/foundry,me,2026-01-02,{smm},\n"
        f"split,{HONGTUO},org/forge,me,2026-01-02,{smm},[]\n"
        f"split,{HONGTUO},org/forge,me,2026-01-02,,\n",
        encoding="utf-8",
    )
    done = ask("judgements", "import", str(tmp_path / "log.csv"))
    assert done.stdout == "1 judgements taken, 0 known already, 2 refused\n"
    assert "meant is no entity" in done.stderr
    assert "names the document" in done.stderr
    assert speaks_of(ask, smm, "org/foundry")


@pytest.mark.parametrize(
    ("words", "error", "why"),
    [
        (["Hongtuo Industrial", "--meant", "Nobody Metals"], LookupFailed, "nothing is called"),
        (["Nobody Metals"], NotFound, "calls nothing"),
        (["org/nobody"], NotFound, "calls nothing"),
        (["Yunnan"], InputError, "only names of"),
        (["Hongtuo Industrial", "--meant", HONGTUO], JudgementConflict, "itself"),
        (["Hongtuo Industrial", "--meant", "MIIT"], InvalidStatement, "not allowed"),
        (["Hongtuo Industrial", "--meant", "place/china"], InputError, "of the kind"),
    ],
)
def test_what_makes_no_sense_is_refused(ask: Ask, smm: str, words: list[str], error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        ask("split", smm, *words)
    assert len(ask("judgements").stdout.splitlines()) == 1


def test_a_document_that_is_not_there_is_not_found(ask: Ask) -> None:
    with pytest.raises(NotFound, match="no document nowhere"):
        ask("split", "nowhere", "Alcoa")


def test_over_http(client: TestClient, smm: str) -> None:
    word: dict[str, Any] = {"verdict": "split", "document": smm, "name": "Hongtuo Industrial", "by": "tester"}
    before = client.get(f"/entities/{HONGTUO}/relationships").json()
    made = client.post("/judgements", json=word | {"called": "Hongtuo Town Foundry"}, headers=AUTH)
    assert made.status_code == 201, made.text
    assert (made.json()["document"], made.json()["name"]) == (smm, "Hongtuo Industrial")
    said = client.get(f"/documents/{smm}/statements").json()["items"]
    moved = [s for s in said if s["subject"]["id"] == "org/hongtuo-town-foundry"]
    assert moved
    assert {s["rung"] for s in moved} == {"judged"}
    (log,) = client.get("/judgements").json()["items"]
    assert log == made.json()
    assert client.post("/judgements", json=word, headers=AUTH).status_code == 409
    assert client.delete(f"/judgements/{log['id']}?by=tester", headers=AUTH).status_code == 200
    assert client.get(f"/entities/{HONGTUO}/relationships").json() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "split", "name": "Alcoa"},
        {"verdict": "split", "document": "nowhere"},
        {"verdict": "same", "left": HONGTUO},
        {"verdict": "same", "left": HONGTUO, "right": "org/chalco", "document": "x"},
    ],
)
def test_half_a_word_is_refused_over_http(client: TestClient, wrong: dict[str, str]) -> None:
    answer = client.post("/judgements", json={"by": "me", **wrong}, headers=AUTH)
    assert answer.status_code in (400, 404), answer.text
    assert client.get("/judgements").json()["total"] == 0


def test_a_name_of_several_things_needs_an_id(tmp_path: Path) -> None:
    path, store = tmp_path / "d.jsonl", f"sqlite:///{tmp_path / 'two.db'}"
    ends = [{"id": f"org/foo-{n}", "name": "Foo", "type": "Company"} for n in "ab"]
    path.write_text(json.dumps({"document": "d", "subject": ends[0], "predicate": "owns", "object": ends[1]}) + "\n")
    runner = CliRunner()
    assert runner.invoke(app, ["load", str(path), "--store", store]).exit_code == 0
    (document,) = json.loads(runner.invoke(app, ["documents", "--json", "--store", store]).stdout)
    refused = runner.invoke(app, ["split", document["id"], "Foo", "--store", store]).exception
    assert isinstance(refused, Ambiguous)
    assert set(refused.candidates) == {"org/foo-a", "org/foo-b"}
    assert runner.invoke(app, ["split", document["id"], "org/foo-b", "--store", store]).exit_code == 0
