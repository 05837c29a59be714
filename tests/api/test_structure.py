"""Control, loops, ventures, changes and lists of persons: command line and HTTP over loaded documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import read_settings
from tests.api.test_api import problem
from tests.api.test_cli import run

PLAN, DONE, REPORT, CROSS = (
    {"id": name, "title": name, "published": day}
    for name, day in (("plan", "2025-01-10"), ("done", "2026-01-05"), ("report", "2026-02-20"), ("cross", "2025-03-01"))
)
HONGQIAO, WEIQIAO = "China Hongqiao", "Weiqiao Aluminum & Power"
HONGCHUANG, HONGTUO = "Shandong Hongchuang Aluminium", "Hongtuo Industrial"
LI = {"name": "Li Ming", "type": "Person"}
OLD, NEW = {"until": "2025-12-31"}, {"since": "2026-01-01"}
FACTS: list[tuple[dict[str, str], Any, str, dict[str, Any], str]] = [
    (PLAN, HONGQIAO, HONGCHUANG, {"share": 22.98}, "China Hongqiao indirectly holds 22.98 % of Hongchuang."),
    (PLAN, WEIQIAO, HONGTUO, {"share": 95, **OLD}, "Weiqiao Aluminum & Power sells its 95 % of Hongtuo."),
    (PLAN, HONGQIAO, WEIQIAO, {"share": 100}, "Weiqiao Aluminum & Power is wholly owned by China Hongqiao."),
    (PLAN, "Jinan Jiahui Investment", HONGTUO, {"share": 3, **OLD}, "Jiahui sells its 3 %."),
    (PLAN, "China Orient Asset Management", HONGTUO, {"share": 2, **OLD}, "Orient AMC sells its 2 %."),
    (DONE, HONGCHUANG, HONGTUO, {"share": 100, **NEW}, "Hongchuang now holds all of Hongtuo."),
    (DONE, HONGQIAO, HONGCHUANG, {"share": 88.98, **NEW}, "The stake of China Hongqiao rose to 88.98 %."),
    (REPORT, HONGQIAO, HONGCHUANG, {"share": 88.99, **NEW}, "The group holds 88.99 % of Hongchuang."),
    (CROSS, LI, "Alpha Aluminium", {"share": 60}, "Li Ming holds 60 % of Alpha."),
    (CROSS, "Beta Aluminium", "Alpha Aluminium", {"share": 30}, "Beta holds 30 % of Alpha."),
    (CROSS, "Alpha Aluminium", "Beta Aluminium", {"share": 20}, "Alpha holds 20 % of Beta."),
    (CROSS, "Gamma Metals", "Beta Aluminium", {"share": 45}, "Gamma holds 45 % of Beta."),
    (CROSS, "Gamma Metals", "Delta Smelting", {"share": 50}, "Delta is a 50:50 venture of Alpha and Gamma."),
    (CROSS, "Alpha Aluminium", "Delta Smelting", {"share": 50}, "Delta is a 50:50 venture of Alpha and Gamma."),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The store_url of a record into which the facts were loaded as documents."""
    folder = tmp_path_factory.mktemp("structure")
    lines = [
        json.dumps(
            {"document": d, "subject": s if isinstance(s, dict) else {"name": s}, "predicate": "owns"}
            | {"object": {"name": o}, "qualifiers": q, "quote": quote}
        )
        for d, s, o, q, quote in FACTS
    ]
    (folder / "facts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    loaded = run("load", "facts.jsonl", cwd=folder)
    assert (loaded.returncode, loaded.stdout.count("new  ")) == (0, 4), loaded.stdout + loaded.stderr
    return f"sqlite:///{folder / 'potline.db'}"


@pytest.fixture
def web(store: str) -> Iterator[TestClient]:
    """The API on the record; no API key is set, so that writes are off."""
    with TestClient(create_app(read_settings(store_url=store)), raise_server_exceptions=False) as client:
        yield client


def quotes(links: list[dict[str, Any]]) -> set[str]:
    """The sentences of some links."""
    return {q["quote"] for link in links for q in link["statements"]}


def asked(*words: str, store: str, cwd: Path) -> Any:
    """What a command prints with --json."""
    done = run(*words, "--json", "--store", store, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Answers


def test_control_by_each_rule(tmp_path: Path, store: str, web: TestClient) -> None:
    words = ("control", "Beta Aluminium", "--threshold", "weakest-link=15", "--as-of", "2026-03-01")
    told = asked(*words, store=store, cwd=tmp_path)
    li = next(i for i in told["items"] if i["id"] == "person/li-ming")
    assert {rule: seen["meets"] for rule, seen in li["rules"].items()} == {
        "eu-amlr": "no", "ofac-50": "no", "majority": "no", "integrated": "no", "weakest-link": "certainly",
    }  # fmt: skip
    assert li["rules"]["eu-amlr"]["low"] == pytest.approx(60 * 0.2 / 0.94)
    why = {d["id"]: d["why"] for d in told["disagreements"]}["person/li-ming"]
    assert why.startswith("Li Ming holds 20 % ")
    assert "12.77 % by multiplication, too little for eu-amlr (25 %)" in why
    assert quotes(li["proof"]) >= {"Li Ming holds 60 % of Alpha.", "Alpha holds 20 % of Beta."}
    answer = web.get("/entities/org/beta-aluminium/control?threshold=weakest-link=15&as_of=2026-03-01").json()
    assert answer == told
    shown = run(*words, "--store", store, cwd=tmp_path).stdout
    assert "majority (over 50 %)" in shown
    assert "“Li Ming holds 60 % of Alpha.”  cross" in shown


def test_loops_and_what_they_change(tmp_path: Path, store: str, web: TestClient) -> None:
    told = asked("loops", "Delta Smelting", store=store, cwd=tmp_path)
    (item,) = told["items"]
    assert [m["name"] for m in item["members"]] == ["Alpha Aluminium", "Beta Aluminium"]
    assert quotes(item["proof"]) == {"Beta holds 30 % of Alpha.", "Alpha holds 20 % of Beta."}
    found = {(e["owner"]["name"], e["member"]["name"]): e["difference"]["low"] for e in item["effects"]}
    assert found["Gamma Metals", "Alpha Aluminium"] == pytest.approx(0.45 * 0.3 / 0.94 * 100)
    assert web.get("/loops", params={"entity": "Delta Smelting"}).json() == told
    assert web.get("/loops").json()["items"] == told["items"]
    shown = run("loops", "--store", store, cwd=tmp_path)
    assert shown.stdout.startswith("Alpha Aluminium, Beta Aluminium own each other\n")
    assert run("loops", HONGTUO, "--store", store, cwd=tmp_path).returncode == 1


def test_ventures_without_a_controller(tmp_path: Path, store: str, web: TestClient) -> None:
    told = asked("ventures", "--as-of", "2026-03-01", store=store, cwd=tmp_path)
    assert [(i["name"], i["meets"]) for i in told["items"]] == [
        ("Beta Aluminium", "certainly"),
        ("Delta Smelting", "certainly"),
    ]
    assert quotes(told["items"][1]["proof"]) == {"Delta is a 50:50 venture of Alpha and Gamma."}
    assert web.get("/ventures?as_of=2026-03-01").json() == told
    cut = web.get("/ventures?certain=true&limit=1").json()
    assert (len(cut["items"]), cut["cut"]) == (1, [{"kind": "items", "items": 1}])
    shown = run("ventures", "--certain", "--store", store, cwd=tmp_path).stdout
    assert "Delta Smelting  (Company, org/delta-smelting): certainly no controller" in shown


def test_the_hongchuang_share_issue_before_and_after(tmp_path: Path, store: str, web: TestClient) -> None:
    days = ("--from", "2025-05-01", "--to", "2026-03-01")
    told = asked("changes", HONGTUO, *days, store=store, cwd=tmp_path)
    found = {i["name"]: i for i in told["items"]}
    assert {name: i["change"] for name, i in found.items()} == {
        HONGCHUANG: "appeared", "China Hongqiao Group": "changed", WEIQIAO: "gone",
        "Jinan Jiahui Investment": "gone", "China Orient Asset Management": "gone",
    }  # fmt: skip
    hongqiao = found["China Hongqiao Group"]
    assert [(hongqiao[day]["low"], hongqiao[day]["high"]) for day in ("before", "after")] == [(95, 95), (88.98, 88.99)]
    link = next(p for p in hongqiao["links"] if p["owned"] == HONGCHUANG)
    assert quotes([link["before"]]) == {"China Hongqiao indirectly holds 22.98 % of Hongchuang."}
    assert quotes([link["after"]]) == {
        "The stake of China Hongqiao rose to 88.98 %.",
        "The group holds 88.99 % of Hongchuang.",
    }
    assert [(c["kind"], c["on"]) for c in told["conflicts"]] == [("disagree", ["2026-03-01"])]
    path = "/entities/org/hongtuo-industrial/changes"
    assert web.get(path, params={"from": "2025-05-01", "to": "2026-03-01"}).json() == told
    shown = run("changes", HONGTUO, *days, "--store", store, cwd=tmp_path).stdout
    assert "changed  China Hongqiao Group  (org/china-hongqiao-group): 95 % -> 88.98–88.99 %" in shown
    known = asked("changes", HONGTUO, *days, "--known-by", "2026-01-31", store=store, cwd=tmp_path)
    assert next(i for i in known["items"] if i["name"] == "China Hongqiao Group")["after"]["high"] == 88.98
    down = web.get(
        "/entities/org/china-hongqiao-group/changes",
        params={"from": "2025-05-01", "to": "2026-03-01", "direction": "holdings"},
    )
    assert {i["name"]: i["change"] for i in down.json()["items"]} == {HONGCHUANG: "changed", HONGTUO: "changed"}
    same = run("changes", HONGTUO, "--from", "2025-05-01", "--to", "2025-06-01", "--store", store, cwd=tmp_path)
    assert same.returncode == 1


LIST = '\ufeffname;program\r\nLi Ming;A\r\n\r\n"Gamma Metals";B\r\nLi Ming;again\r\n'


def test_a_list_of_persons_blocks_together(tmp_path: Path, store: str, web: TestClient) -> None:
    (tmp_path / "list.csv").write_bytes(LIST.encode())
    told = asked("sanctioned", "list.csv", store=store, cwd=tmp_path)
    assert [(p["name"], [r["line"] for r in p["rows"]]) for p in told["of"]] == [
        ("Gamma Metals", [4]),
        ("Li Ming", [2, 5]),
    ]
    assert told["of"][1]["rows"][0]["columns"] == {"program": "A"}
    found = {i["name"]: (i["low"], i["meets"]) for i in told["items"]}
    assert found == {
        "Alpha Aluminium": (90, "certainly"), "Beta Aluminium": (65, "certainly"), "Delta Smelting": (100, "certainly"),
    }  # fmt: skip
    beta = next(i for i in told["items"] if i["name"] == "Beta Aluminium")
    assert [p["name"] for p in beta["reached_by"]] == ["Gamma Metals", "Li Ming"]
    assert quotes(beta["proof"]) >= {
        "Gamma holds 45 % of Beta.",
        "Alpha holds 20 % of Beta.",
        "Li Ming holds 60 % of Alpha.",
    }
    assert web.post("/sanctioned", content=LIST.encode(), headers={"Content-Type": "text/csv"}).json() == told
    by_json = web.post("/sanctioned", json=["person/li-ming", {"name": "Gamma Metals", "id": "NK-7"}]).json()
    assert by_json["items"] == told["items"]
    assert by_json["of"][0]["rows"][0]["id"] == "NK-7"


def test_a_list_as_csv_and_for_people_and_from_stdin(tmp_path: Path, store: str) -> None:
    done = run("sanctioned", "-", "--format", "csv", "--store", store, cwd=tmp_path, stdin=b"Li Ming\nGamma Metals\n")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(StringIO(done.stdout)))
    assert [(r["name"], float(r["low"]), r["reached_by"]) for r in rows][1] == (
        "Alpha Aluminium",
        90,
        "org/gamma-metals; person/li-ming",
    )
    shown = run("sanctioned", "-", "--store", store, cwd=tmp_path, stdin="宏拓实业\nLi Ming".encode())
    assert shown.stdout.startswith("2 listed (ofac-50): Hongtuo Industrial, Li Ming\n\nblocked  60 %  Alpha Aluminium")
    assert "“Li Ming holds 60 % of Alpha.”" in shown.stdout


# Wrong input


def test_unknown_and_ambiguous_names_stop_nothing_else(tmp_path: Path, store: str, web: TestClient) -> None:
    (tmp_path / "list.csv").write_text(
        "id,name\n,Nobody Knows Them\norg/nothing,Li Ming\n,Li Ming\n,Alpha\n", encoding="utf-8"
    )
    done = run("sanctioned", "list.csv", "--store", store, cwd=tmp_path)
    assert done.returncode == 1
    assert "Alpha Aluminium" in done.stdout
    assert "list.csv, line 2: nothing is called 'Nobody Knows Them'" in done.stderr
    assert "line 3: there is no org/nothing" in done.stderr
    content = json.dumps(["Li Ming", "Weiqiao", "x\ud800", ""]).encode()
    told = web.post("/sanctioned", content=content, headers={"Content-Type": "application/json"})
    assert told.status_code == 200
    assert [u["line"] for u in told.json()["unresolved"]] == [2, 3, 4]
    assert told.json()["unresolved"][0]["candidates"]
    assert [i["name"] for i in told.json()["items"]] == ["Alpha Aluminium", "Delta Smelting", "Beta Aluminium"]


def test_lists_that_cannot_be_read(tmp_path: Path, store: str, web: TestClient) -> None:
    for words, stdin, said in (
        (("missing.csv",), b"", "missing.csv: No such file"),
        (("-",), b"", "no text"),
        (("-",), b'name,id\n"open,\n', "line 2"),
        (("-", "--rule", "integrated"), b"Li Ming", "ofac-50 or majority"),
        (("-", "--rule", "most"), b"Li Ming", "integrated, eu-amlr, ofac-50, majority, weakest-link"),
        (("-", "--threshold", "101"), b"Li Ming", "out of range"),
    ):
        done = run("sanctioned", *words, "--store", store, cwd=tmp_path, stdin=stdin)
        assert done.returncode == 1
        assert said in done.stderr
    assert "list" in problem(web.post("/sanctioned", json={"name": "Li Ming"}), 400)
    assert "item 2" in problem(web.post("/sanctioned", json=["Li Ming", 3]), 400)
    assert "JSON" in problem(web.post("/sanctioned", content=b"[", headers={"Content-Type": "application/json"}), 400)
    assert "text/csv" in problem(web.post("/sanctioned", content=b"x", headers={"Content-Type": "image/png"}), 415)
    problem(web.post("/sanctioned?as_of=someday", json=["Li Ming"]), 400)


def test_long_lists_and_large_bodies_are_refused(store: str) -> None:
    settings = read_settings(store_url=store, list_limit=2, body_limit=100)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert "POTLINE_LIST_LIMIT" in problem(client.post("/sanctioned", json=["a", "b", "c"]), 413)
        assert "POTLINE_BODY_LIMIT" in problem(client.post("/sanctioned", json=["a" * 200]), 413)


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/entities/org/beta-aluminium/control?threshold=thirds=3", 400, "integrated, eu-amlr"),
        ("/entities/org/beta-aluminium/control?threshold=eu-amlr=300", 400, "out of range"),
        ("/entities/org/beta-aluminium/control?threshold=25", 400, "RULE=PERCENT"),
        ("/entities/org/nobody/control", 404, "org/nobody"),
        ("/entities/org/beta-aluminium/changes?from=2025", 422, "to"),
        ("/entities/org/beta-aluminium/changes?from=soon&to=2026", 400, "from: 'soon' is no date"),
        ("/entities/org/beta-aluminium/changes?from=2026&to=2025", 400, "earlier day first"),
        ("/entities/org/beta-aluminium/changes?from=2025&to=2026&direction=up", 400, "owners or holdings"),
        ("/entities/org/beta-aluminium/changes?from=2025&to=2026&rule=x", 400, "integrated, eu-amlr"),
        ("/loops?entity=nobody+at+all", 404, "nobody at all"),
        ("/loops?as_of=x", 400, "as_of"),
        ("/ventures?limit=-1", 422, "limit"),
    ],
)  # fmt: skip
def test_wrong_questions_over_http(web: TestClient, path: str, status: int, word: str) -> None:
    assert word in problem(web.get(path), status)
