"""The page of a PDF that says so, wherever evidence is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.loading import load_all
from api.settings import read_settings
from api.workspace import Workspace
from tests.api.test_cli import run
from tests.conftest import quiet
from tests.loaders.made import drawn

FIRST = "Norsk Hydro owns the Sunndal smelter."
SECOND = "South32 owns the Hillside smelter."


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A PDF that says one thing on each of two pages."""
    path = tmp_path / "two.pdf"
    path.write_bytes(drawn([(50, 780, FIRST)], [(50, 780, SECOND)]))
    return path


def test_evidence_tells_the_page(two: Path, tmp_path: Path) -> None:
    settings = read_settings(store_url=f"sqlite:///{tmp_path / 'p.db'}")
    with Workspace(settings) as work:
        load_all(work, [two], quiet, quiet)
        (id,) = (d.id for d in work.store.documents())
    with TestClient(create_app(settings)) as client:
        rows = client.get("/entities/org/south32/relationships").json()["items"]
        assert {e["page"] for r in rows for e in r["evidence"]} == {2}
        said = client.get(f"/documents/{id}/statements").json()["items"]
    assert {s["quote"]: s["page"] for s in said} == {FIRST: 1, SECOND: 2}


def test_show_and_extract_tell_the_page(two: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run("extract", str(two), cwd=tmp_path).stdout.splitlines()]
    assert {(x["quote"], x["page"]) for x in lines} == {(FIRST, 1), (SECOND, 2)}
    assert run("load", str(two), cwd=tmp_path).returncode == 0
    assert "page 2" in run("show", "South32", cwd=tmp_path).stdout
