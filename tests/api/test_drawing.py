"""Answers of ownership in every format, over HTTP and on the command line."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from api.commands.answers import print_table
from api.commands.output import table
from api.drawing import NAMES
from api.settings import Settings
from graph.draw.formats import FORMATS
from graph.draw.picture import picture
from tests.api.test_cli import run
from tests.graph.draw.faces import face, link

OWNERS = "/entities/org/hongtuo-industrial/owners"
HOLDINGS = "/entities/org/weiqiao-aluminum-power/holdings"
CHAIN = "/chain?from=org/weiqiao-aluminum-power&to=org/hongtuo-industrial"


@pytest.mark.parametrize("path", [OWNERS, HOLDINGS, CHAIN])
@pytest.mark.parametrize("name", FORMATS)
def test_by_name_and_by_accept_it_is_the_same(client: TestClient, path: str, name: str) -> None:
    named = client.get(f"{path}{'&' if '?' in path else '?'}format={name}")
    media = FORMATS[name].media
    negotiated = client.get(path, headers={"Accept": media})
    assert (named.status_code, negotiated.status_code) == (200, 200)
    assert named.headers["content-type"].startswith(media)
    assert negotiated.headers["content-type"] == named.headers["content-type"]
    assert negotiated.content == named.content
    assert negotiated.headers["vary"] == "Accept"
    assert "hongtuo" in named.text.lower()


def test_json_is_what_comes_without_a_wish(client: TestClient) -> None:
    plain = client.get(OWNERS)
    assert plain.headers["content-type"] == "application/json"
    assert plain.json()["of"]["id"] == "org/hongtuo-industrial"
    for wish in ({"format": "json"}, {"format": "json", "rule": "integrated"}):
        assert client.get(OWNERS, params=wish, headers={"Accept": "image/svg+xml"}).json() == plain.json()
    assert client.get(OWNERS, headers={"Accept": "text/html, */*;q=0.1"}).json() == plain.json()


def test_a_format_that_is_none_is_told_with_those_that_are(client: TestClient) -> None:
    unknown = client.get(OWNERS, params={"format": "pdf"})
    assert (unknown.status_code, unknown.headers["content-type"]) == (400, "application/problem+json")
    assert all(name in unknown.json()["detail"] for name in NAMES)
    refused = client.get(OWNERS, headers={"Accept": "application/pdf"})
    assert refused.status_code == 406
    assert "image/svg+xml" in refused.json()["detail"]


def test_formats_are_in_openapi(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/entities/{kind}/{slug}/owners", "/entities/{kind}/{slug}/holdings", "/chain"):
        offered = set(paths[path]["get"]["responses"]["200"]["content"])
        assert offered == {"application/json", *(f.media for f in FORMATS.values())}


def test_a_drawing_knows_the_class_of_who_was_asked_about(client: TestClient) -> None:
    root = ET.fromstring(client.get(OWNERS, params={"format": "svg"}).text)
    shown = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert shown.count("Company") == 2  # in its box and in the legend
    assert "Company · not stated" in shown


def test_bods_knows_countries_of_the_registry(client: TestClient) -> None:
    made = client.get(OWNERS, params={"format": "bods"}).json()
    places = {s["recordId"]: s["recordDetails"].get("jurisdiction") for s in made if s["recordType"] == "entity"}
    assert places["org/hongtuo-industrial"] == {"name": "China", "code": "CN"}


@pytest.fixture
def store(sqlite_settings: Settings) -> str:
    """The store_url of a record that holds the seeds."""
    return sqlite_settings.store_url


def test_the_command_writes_every_format(store: str) -> None:
    def asked(*words: str) -> str:
        done = CliRunner().invoke(app, ["owners", "Hongtuo Industrial", *words, "--store", store])
        assert done.exit_code == 0, done.output
        return done.stdout_bytes.decode()

    assert json.loads(asked("--format", "json")) == json.loads(asked("--json"))
    assert asked("--format", "table") == asked()
    (row,) = csv.DictReader(io.StringIO(asked("--format", "csv"), newline=""))
    assert (row["id"], row["low"], row["hops"]) == ("org/weiqiao-aluminum-power", "0.0", "1")
    assert asked("--format", "svg").startswith("<svg ")
    assert asked("--format", "dot").startswith("digraph ")
    assert "<graphml" in asked("--format", "graphml")
    assert json.loads(asked("--format", "bods"))[0]["publicationDetails"]["bodsVersion"] == "0.4"


def test_the_table_for_people(tmp_path: Path, store: str) -> None:
    lines = run("owners", "Hongtuo Industrial", "--store", store, cwd=tmp_path).stdout.splitlines()
    assert lines[0] == "Hongtuo Industrial (org/hongtuo-industrial)"
    assert lines[1].startswith("rule integrated, as of ")
    assert lines[3].split() == ["share", "name", "type", "steps", "meets", "sources", "id"]
    assert lines[4].startswith("not stated  Weiqiao Aluminum & Power  Company  1 ")
    assert "Weiqiao Aluminum & Power owns a share that nobody states of Hongtuo Industrial" in lines
    none = run("owners", "Weiqiao Aluminum & Power", "--store", store, cwd=tmp_path)
    assert (none.returncode, "no share is known" in none.stdout) == (0, True)


def test_right_and_wrong_formats_on_the_command_line(tmp_path: Path, store: str) -> None:
    picture = run("owners", "Hongtuo Industrial", "--format", "svg", "--store", store, cwd=tmp_path)
    assert (picture.returncode, picture.stdout.startswith("<svg ")) == (0, True)
    unknown = run("owners", "Hongtuo Industrial", "--format", "pdf", "--store", store, cwd=tmp_path)
    assert unknown.returncode == 1
    assert "table, json, csv, svg, graphml, dot, bods" in unknown.stderr
    both = run("chain", "A", "B", "--json", "--format", "svg", "--store", store, cwd=tmp_path)
    assert both.returncode == 2
    assert "json and svg are several formats" in both.stderr


def test_planned_links_are_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    coming = [link(("org/c", "org/t"), 60, {"org/c": "Comer"}, "planned")]
    answer = face("org/t", {("org/a", "org/t"): (0, 100)}, planned=coming, threshold=25, known_by="2025-08")
    fights = [
        {"kind": "sum", "owned": "org/t", "sum": 120.0},
        {"kind": "disagree", "owner": "org/a", "owned": "org/t", "low": 20.0, "high": 60.0},
        {"kind": "rejected", "owner": "org/a", "owned": "org/t", "message": "share 101"},
    ]
    left_out = [{"kind": "proof", "item": "org/a", "links": 3, "effect": 0}]
    answer = {**answer, "conflicts": fights, "cut": left_out}
    print_table(answer, picture(answer))
    said = capsys.readouterr().out
    assert "rule integrated, threshold 25 %, as of 2025-08-01, as known by 2025-08" in said
    assert "\norg/a owns a share that nobody states of org/t\n    “Its parent is told here.”\n" in said
    assert "\nComer may come to own (planned, not counted) 60 % of org/t\n" in said
    assert "the owners of org/t own 120 % of it together" in said
    assert "sources disagree on what org/a owns of org/t: 20–60 %" in said
    assert "rejected: org/a and org/t: share 101" in said
    assert "3 more links are not shown" in said


def test_columns_align_under_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    table(("name", "type"), [("宏桥", "A"), ("Weiqiao", "B")])
    assert capsys.readouterr().out == "name     type\n宏桥     A\nWeiqiao  B\n"
