"""The command line as people use it: real processes, their output and their exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.settings import SEEDS, Settings

POTLINE = [sys.executable, "-c", "from api.cli import main; main()"]


def run(*words: str, cwd: Path, stdin: bytes | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `potline WORDS` in an empty environment but for these settings."""
    root = str(SEEDS.parent)
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": root}
    variables = {f"POTLINE_{k.upper()}": v for k, v in settings.items()}
    done = subprocess.run(
        [*POTLINE, *words],
        cwd=cwd,
        env=environment | variables,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err, err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@pytest.fixture
def store(sqlite_settings: Settings) -> str:
    """The store_url of a record that holds the seeds."""
    return sqlite_settings.store_url


def test_every_command_has_help_with_an_example(tmp_path: Path) -> None:
    listed = run("--help", cwd=tmp_path)
    assert listed.returncode == 0
    commands = re.findall(r"^  ([a-z0-9]+)  ", listed.stdout.partition("Commands:")[2], re.MULTILINE)
    assert {"load", "extract", "owners", "serve", "demo", "neo4j"} <= set(commands)
    inner = [["neo4j", c] for c in ("start", "stop", "status", "import")]
    inner += [["judgements", c] for c in ("export", "import")]
    inner += [["frames", "check"], ["registry", "check"], ["questions", "run"]]
    for words in [[c] for c in commands if c not in ("neo4j", "frames", "registry")] + inner:
        page = CliRunner().invoke(app, [*words, "--help"])
        assert page.exit_code == 0
        assert f"Example: potline {' '.join(words)}" in page.output


def test_load_says_what_went_in_and_loads_nothing_twice(tmp_path: Path) -> None:
    first = run("load", str(SEEDS / "documents"), "--rejected", "no.jsonl", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout.count("new       ") == 3
    taken = re.search(r"(\d+) candidates = (\d+) statements \+ (\d+) rejected", first.stdout)
    assert taken is not None
    assert int(taken[1]) == int(taken[2]) + int(taken[3])
    refused = [json.loads(line) for line in (tmp_path / "no.jsonl").read_text("utf-8").splitlines()]
    assert len(refused) == int(taken[3])
    assert all(r["reason"] and r["document"] for r in refused)
    assert (tmp_path / "potline.db").exists()
    again = run("load", str(SEEDS / "documents"), "--json", cwd=tmp_path)
    assert {d["outcome"] for d in json.loads(again.stdout)["documents"]} == {"unchanged"}


def test_owners_by_name_with_the_sentence(tmp_path: Path, store: str) -> None:
    said = run("owners", "Hongtuo Industrial", "--store", store, cwd=tmp_path)
    assert said.returncode == 0
    assert "Weiqiao Aluminum & Power" in said.stdout
    assert "core enterprise" in said.stdout
    answer = json.loads(run("owners", "宏拓实业", "--json", "--store", store, cwd=tmp_path).stdout)
    assert answer["of"]["id"] == "org/hongtuo-industrial"
    assert [i["id"] for i in answer["items"]] == ["org/weiqiao-aluminum-power"]


def test_the_other_look_ups(tmp_path: Path, store: str) -> None:
    shown = run("show", "Innovation Industrial", "--store", store, cwd=tmp_path)
    assert "788.1 kt/a" in shown.stdout
    assert "operates" in shown.stdout
    held = run("holdings", "Weiqiao Aluminum & Power", "--store", store, cwd=tmp_path)
    assert "Hongtuo Industrial" in held.stdout
    chain = run("chain", "Weiqiao Aluminum & Power", "Hongtuo Industrial", "--json", "--store", store, cwd=tmp_path)
    assert json.loads(chain.stdout)["items"]
    capacity = run("capacity", "Innovation Industrial", "--json", "--store", store, cwd=tmp_path)
    assert {i["attributed"]["low"] for i in json.loads(capacity.stdout)["items"]} >= {788100, 1200000}
    assert run("search", "hongtuo", "--store", store, cwd=tmp_path).stdout.splitlines()[1].startswith("org/hongtuo")
    rows = run("sparql", "SELECT ?a WHERE { ?a alu:owns ?b }", "--format", "csv", "--store", store, cwd=tmp_path)
    assert "org/weiqiao-aluminum-power" in rows.stdout
    assert run("check", "--store", store, cwd=tmp_path).returncode == 0
    assert len(run("documents", "--store", store, cwd=tmp_path).stdout.splitlines()) == 4


def content(lines: str) -> list[str]:
    """What the statements of an export say, without how they were found."""
    keys = ("subject", "predicate", "object", "value", "unit", "product", "qualifiers", "status", "period", "quote")
    return sorted(str([json.loads(line).get(k) for k in keys]) for line in lines.splitlines())


def test_export_loads_again_as_the_same_statements(tmp_path: Path, store: str) -> None:
    exported = run("export", "--store", store, cwd=tmp_path).stdout
    (tmp_path / "record.jsonl").write_text(exported, encoding="utf-8")
    loaded = run("load", "record.jsonl", "--store", "sqlite:///copy.db", cwd=tmp_path)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    again = run("export", "--store", "sqlite:///copy.db", cwd=tmp_path).stdout
    keys = (
        "subject",
        "predicate",
        "object",
        "value",
        "unit",
        "product",
        "qualifiers",
        "status",
        "period",
        "quote",
        "start",
    )
    first, second = (
        [{k: json.loads(line).get(k) for k in keys} for line in text.splitlines()] for text in (exported, again)
    )
    assert sorted(map(str, first)) == sorted(map(str, second))


def test_extract_prints_lines_and_opens_no_record(tmp_path: Path) -> None:
    done = run("extract", str(SEEDS / "documents"), "--rejected", "no.jsonl", cwd=tmp_path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {"document", "subject", "predicate", "quote", "start", "status"} <= set(lines[0])
    assert {line["document"] for line in lines} == {p.stem for p in (SEEDS / "documents").iterdir()}
    assert all(json.loads(row)["reason"] for row in (tmp_path / "no.jsonl").read_text("utf-8").splitlines())
    assert not (tmp_path / "potline.db").exists()


def test_judge_and_undo(tmp_path: Path, store: str) -> None:
    pair = ("org/hongtuo-industrial", "org/weiqiao-aluminum-power")
    assert run("judge", "same", *pair, "--by", "tester", "--store", store, cwd=tmp_path).returncode == 0
    assert run("judge", "different", *pair, "--store", store, cwd=tmp_path).returncode == 1
    assert run("undo", "--store", store, cwd=tmp_path).returncode == 0
    assert run("undo", "--store", store, cwd=tmp_path).returncode == 1
    assert "undo" in run("judgements", "--store", store, cwd=tmp_path).stdout


# Bad input


def test_files_that_cannot_be_read_stop_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (folder / "picture.xyz").write_bytes(b"\x89PNG")
    (folder / "good.txt").write_text("Rusal owns 50 percent of Boguchany Aluminium.", encoding="utf-8")
    done = run("load", "in", "missing.txt", cwd=tmp_path)
    assert done.returncode == 1
    for word in ("empty.txt", "binary.txt", "picture.xyz", "missing.txt"):
        assert word in done.stdout + done.stderr
    assert "new       in/good.txt" in done.stdout


def test_a_folder_without_documents(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = run("load", "none", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "potline: no documents in none\n")


def test_a_large_text_is_refused_with_the_settings_name(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text("Rusal owns Boguchany Aluminium. " * 100, encoding="utf-8")
    done = run("load", "large.txt", cwd=tmp_path, max_document_bytes="1000")
    assert done.returncode == 1
    assert "POTLINE_MAX_DOCUMENT_BYTES" in done.stdout + done.stderr


def test_wrong_encodings_are_named(tmp_path: Path) -> None:
    (tmp_path / "gb.txt").write_bytes("山东宏拓实业有限公司是山东魏桥铝电有限公司的全资子公司。".encode("gb18030"))
    assert run("load", "gb.txt", cwd=tmp_path).returncode == 0
    (document,) = json.loads(run("documents", "--json", cwd=tmp_path).stdout)
    assert "gb18030" in document["format"].lower()


def test_a_bad_line_is_rejected_with_its_number_and_the_rest_is_loaded(tmp_path: Path) -> None:
    good = {"document": "d", "subject": {"name": "Foo"}, "predicate": "owns", "object": {"name": "Bar Smelting"}}
    lines = [
        json.dumps(good),
        "{broken",
        json.dumps(good | {"predicate": "eats"}),
        json.dumps(good | {"qualifiers": {"share": 140}}),
    ]
    (tmp_path / "d.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("load", "d.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    for number in (2, 3, 4):
        assert f"line {number}:" in done.stderr
    assert "1 statements" in done.stdout


def test_what_only_the_record_refuses_stops_nothing_else(tmp_path: Path) -> None:
    good = {"document": "d", "subject": {"name": "Foo"}, "predicate": "owns", "object": {"name": "Bar Smelting"}}
    bad = {**good, "document": "e", "subject": {"name": "Foo", "id": "org/../../etc"}}
    (tmp_path / "d.jsonl").write_text("\n".join([json.dumps(bad), "[1, 2]", json.dumps(good)]), encoding="utf-8")
    done = run("load", "d.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "line 1: 'org/../../etc' is no entity id" in done.stderr
    assert [d["source"] for d in json.loads(run("documents", "--json", cwd=tmp_path).stdout)] == ["d"]


def test_a_text_of_one_sentence_has_a_body(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Rusal owns 50 percent of Boguchany Aluminium.", encoding="utf-16")
    assert run("load", "one.txt", cwd=tmp_path).returncode == 0
    assert "50 %" in run("holdings", "Rusal", cwd=tmp_path).stdout


def test_standard_input(tmp_path: Path) -> None:
    line = {"document": "d", "subject": {"name": "Foo"}, "predicate": "owns", "object": {"name": "Bar Smelting"}}
    assert run("load", "-", cwd=tmp_path, stdin=json.dumps(line).encode()).returncode == 0
    assert "Bar Smelting" in run("holdings", "Foo", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "code", "word"),
    [
        (("frobnicate",), 2, "No such command"),
        (("owners",), 2, "Missing argument"),
        (("owners", "Nobody At All"), 1, "nothing is called"),
        (("owners", "Weiqiao"), 1, "org/weiqiao-pioneering-group"),
        (("owners", "org/nowhere"), 1, "there is no org/nowhere"),
        (("owners", "Hongtuo Industrial", "--rule", "dice"), 1, "eu-amlr"),
        (("owners", "Hongtuo Industrial", "--as-of", "soon"), 1, "soon"),
        (("documents", "--store", "ftp://x"), 1, "scheme"),
        (("documents", "--store", "sqlite:////nowhere/at/all.db"), 1, "/nowhere/at/all.db"),
        (("documents", "--store", "neo4j://127.0.0.1:9"), 1, "127.0.0.1:9"),
        (("export", "--format", "papyrus"), 1, "jsonl"),
        (("remove", "nothing"), 1, "no document nothing"),
        (("cypher", "RETURN 1"), 1, "no Neo4j"),
    ],
)
def test_wrong_use_gets_a_clear_word(tmp_path: Path, words: tuple[str, ...], code: int, word: str) -> None:
    done = run(*words, cwd=tmp_path, store_timeout="2")
    assert done.returncode == code, done.stderr
    assert word in done.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = run("documents", cwd=tmp_path, port="many")
    assert done.returncode == 1
    assert "POTLINE_PORT" in done.stderr
