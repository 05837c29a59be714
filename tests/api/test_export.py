"""The whole record out: over HTTP, and by the command line."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.exporting import Wanted, made
from api.settings import ROOT, Settings
from api.workspace import Workspace
from graph.whole.formats import FORMATS
from graph.whole.tables import MARK
from ontology.errors import QueryStopped
from tests.graph.record import company, extraction, relation

A, B = company("Alpha"), company("Beta")
MORE = extraction("more.txt", [A, B], [relation(A, "owns", B)])


def potline(settings: Settings, *words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """A command on the record of these settings, as a program of its own."""
    code = [sys.executable, "-c", "from api.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POTLINE_STORE_URL": settings.store_url}
    return subprocess.run(code, cwd=cwd, env=environment, capture_output=True, check=False)


# HTTP


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_comes_with_its_type_its_name_and_its_length(asked: TestClient, name: str) -> None:
    found = asked.get("/export", params={"format": name}, headers={"Accept-Encoding": "identity"})
    assert found.status_code == 200
    assert int(found.headers["content-length"]) == len(found.content) > 0
    kind = "application/zip" if name == "csv-graph" else FORMATS[name].media
    assert found.headers["content-type"].partition(";")[0] == kind
    suffix = ".zip" if name == "csv-graph" else FORMATS[name].suffix
    assert found.headers["content-disposition"].endswith(f'{suffix}"')
    head = asked.head("/export", params={"format": name}, headers={"Accept-Encoding": "identity"})
    same = ("content-type", "content-disposition", "etag", "vary")
    assert [head.headers[k] for k in same] == [found.headers[k] for k in same]
    assert head.content == b""
    assert "content-length" not in head.headers


def test_the_format_is_named_by_accept_too(asked: TestClient) -> None:
    turtle = asked.get("/export", params={"format": "turtle"}).text
    assert turtle.startswith("@prefix")
    assert asked.get("/export", headers={"Accept": "text/html, text/turtle;q=0.5"}).text == turtle
    assert asked.get("/export", params={"format": "ttl"}).text == turtle
    assert json.loads(asked.get("/export").text.splitlines()[0])["document"]["id"]


def test_the_pair_is_a_zip_or_one_table(asked: TestClient) -> None:
    with zipfile.ZipFile(io.BytesIO(asked.get("/export", params={"format": "csv-graph"}).content)) as archive:
        tables = {name: archive.read(name) for name in archive.namelist()}
    assert list(tables) == ["nodes.csv", "edges.csv"]
    for name, content in tables.items():
        part = name.removesuffix(".csv")
        found = asked.get("/export", params={"format": "csv-graph", "part": part})
        assert found.content == content
        assert found.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert content.decode().startswith(MARK)


@pytest.mark.parametrize(
    ("query", "headers", "status", "word"),
    [
        ("format=papyrus", {}, 400, "jsonl, csv, csv-graph, nquads, trig, turtle"),
        ("format=", {}, 400, "turtle"),
        ("format=csv-graph&part=x", {}, 400, "nodes, edges"),
        ("format=csv&part=nodes", {}, 400, "no part"),
        ("", {"Accept": "image/png"}, 406, "text/turtle"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    asked: TestClient, query: str, headers: dict[str, str], status: int, word: str
) -> None:
    for ask in (asked.get, asked.head):
        found = ask(f"/export?{query}", headers=headers)
        assert found.status_code == status
        assert found.headers["content-type"] == "application/problem+json"
    assert word in asked.get(f"/export?{query}", headers=headers).json()["detail"]


def test_other_methods_are_told_which_there_are(asked: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        found = asked.request(method, "/export")
        assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert asked.options("/export").headers["allow"] == "GET, HEAD, OPTIONS"


def test_the_tag_stands_for_the_revision_and_the_form(sqlite_settings: Settings) -> None:
    with TestClient(create_app(sqlite_settings)) as client:
        first = client.get("/export", params={"format": "csv"})
        again = {"If-None-Match": f'"x", W/{first.headers["etag"]}'}
        for ask in (client.get, client.head):
            kept = ask("/export", params={"format": "csv"}, headers=again)
            assert (kept.status_code, kept.content, kept.headers["etag"]) == (304, b"", first.headers["etag"])
        assert client.get("/export", params={"format": "jsonl"}, headers=again).status_code == 200
        plain = client.head("/export", params={"format": "csv"}, headers={"Accept-Encoding": "gzip;q=0"})
        assert plain.headers["etag"] != first.headers["etag"], "packed bytes are other bytes"
        with Workspace(sqlite_settings) as work:
            work.store.put(MORE)
        changed = client.get("/export", params={"format": "csv"}, headers=again)
        assert changed.status_code == 200
        assert "Alpha" in changed.text


@pytest.mark.parametrize(
    ("accepts", "packs"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0, *", False), ("identity", False), ("", False)],
)
def test_it_is_packed_for_those_who_take_that(asked: TestClient, accepts: str, packs: bool) -> None:
    with asked.stream("GET", "/export", params={"format": "nquads"}, headers={"Accept-Encoding": accepts}) as found:
        raw = b"".join(found.iter_raw())
    assert (found.headers.get("content-encoding") == "gzip") == packs
    assert len(raw) == int(found.headers["content-length"])
    text = gzip.decompress(raw) if packs else raw
    assert text == asked.get("/export", params={"format": "nquads"}).content


def test_no_more_are_made_at_once_than_may_be(sqlite_settings: Settings) -> None:
    app = create_app(sqlite_settings)
    with TestClient(app) as client:
        for _ in range(sqlite_settings.exports_at_once):
            assert app.state.work.exports.acquire(blocking=False)
        busy = client.get("/export")
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
        app.state.work.exports.release()
        assert client.get("/export").status_code == 200
        assert client.get("/export").status_code == 200, "the turn was given back"


def test_an_export_that_nobody_waits_for_is_given_up(sqlite_settings: Settings, tmp_path: Path) -> None:
    with Workspace(sqlite_settings) as work:
        for format in FORMATS.values():
            with pytest.raises(QueryStopped, match="went away"):
                made(work, Wanted(format, None, False), lambda: True, look=-1)
        assert work.exports.acquire(blocking=False)


def test_a_store_that_fails_is_a_status_and_no_short_file(tmp_path: Path) -> None:
    settings = Settings(store_url=f"sqlite:///{tmp_path}/no/such/folder.db")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        found = client.get("/export", params={"format": "turtle"})
        assert found.status_code == 503
        assert found.headers["content-type"] == "application/problem+json"


# The command line


def test_the_command_line_and_the_server_say_the_same(sqlite_settings: Settings, tmp_path: Path) -> None:
    with TestClient(create_app(sqlite_settings)) as client:
        for name in ("turtle", "csv", "graphml"):
            file = f"out{FORMATS[name].suffix}.gz"
            done = potline(sqlite_settings, "export", file, cwd=tmp_path)
            assert (done.returncode, done.stdout) == (0, b""), done.stderr
            assert gzip.decompress((tmp_path / file).read_bytes()) == client.get(f"/export?format={name}").content
        for words in (["-", "--format", "trig"], ["--format", "trig"]):
            done = potline(sqlite_settings, "export", *words, cwd=tmp_path)
            assert done.stdout == client.get("/export?format=trig").content
            assert b"@prefix" not in done.stderr
        assert potline(sqlite_settings, "export", cwd=tmp_path).stdout == client.get("/export").content


def test_the_pair_goes_into_a_folder_a_zip_or_the_output(sqlite_settings: Settings, tmp_path: Path) -> None:
    assert potline(sqlite_settings, "export", "pair", "--format", "csv-graph", cwd=tmp_path).returncode == 0
    assert sorted(p.name for p in (tmp_path / "pair").iterdir()) == ["edges.csv", "nodes.csv"]
    assert potline(sqlite_settings, "export", "pair.zip", cwd=tmp_path).returncode == 0
    done = potline(sqlite_settings, "export", "--format", "csv-graph", "--part", "edges", cwd=tmp_path)
    with zipfile.ZipFile(tmp_path / "pair.zip") as archive:
        assert archive.read("edges.csv") == (tmp_path / "pair" / "edges.csv").read_bytes() == done.stdout


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("out.docx",), "its suffix names no format"),
        (("out.ttl", "--format", "papyrus"), "jsonl, csv, csv-graph"),
        (("no/such/folder/out.ttl",), "name a file that can be written"),
        (("out.csv", "--part", "nodes"), "no part"),
    ],
)
def test_wrong_use_gets_a_clear_word_and_no_file(
    sqlite_settings: Settings, tmp_path: Path, words: tuple[str, ...], word: str
) -> None:
    folder = tmp_path / "cwd"
    folder.mkdir()
    done = potline(sqlite_settings, "export", *words, cwd=folder)
    assert done.returncode == 1
    assert word in done.stderr.decode()
    assert list(folder.iterdir()) == []


def test_an_output_that_is_full_is_an_error(sqlite_settings: Settings, tmp_path: Path) -> None:
    code = [sys.executable, "-c", "from api.cli import main; main()", "export"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POTLINE_STORE_URL": sqlite_settings.store_url}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(code, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert "what is there is not whole" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
