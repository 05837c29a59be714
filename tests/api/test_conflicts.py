"""Conflicts over HTTP and on the command line, from documents as people load them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.loading import load_all
from api.settings import Settings, read_settings
from api.workspace import Workspace
from tests.conftest import quiet

TEXTS = {
    "a.txt": "Note\n\nHongtuo Industrial has a capacity of 6.46 million tons per year of aluminium.\n",
    "b.txt": "Note\n\nHongtuo Industrial has a capacity of 646,000 tons per year of aluminium.\n",
    "c.txt": "Note\n\nWeiqiao Pioneering Group owns 60% of Hongtuo Industrial.\n",
    "d.txt": "Note\n\nWeiqiao Pioneering Group owns 71% of Hongtuo Industrial.\n",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A record of documents that disagree."""
    folder = tmp_path_factory.mktemp("conflicts")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = read_settings(store_url=f"sqlite:///{folder / 'conflicts.db'}")
    with Workspace(settings) as work:
        load_all(work, [folder / name for name in TEXTS], quiet, quiet)
    return settings


@pytest.fixture(scope="module")
def disputed(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def test_both_sides_are_shown_with_the_factor(disputed: TestClient) -> None:
    page = disputed.get("/conflicts").json()
    assert page["total"] == 2
    capacity, share = page["items"]
    assert (capacity["about"], capacity["entity"]["id"], capacity["slip"]) == ("capacity", "org/hongtuo-industrial", 10)
    assert capacity["factor"] == pytest.approx(10.0)
    assert {capacity[s]["says"] for s in ("left", "right")} == {"6.46 Mt/a", "646 kt/a"}
    assert {capacity[s]["evidence"]["quote"] for s in ("left", "right")} == {
        TEXTS[name].split("\n")[2] for name in ("a.txt", "b.txt")
    }
    assert (share["about"], share["slip"]) == ("share", None)


def test_those_of_one_thing_and_on_one_subject(disputed: TestClient) -> None:
    def asked(**params: str) -> list[str]:
        return [c["about"] for c in disputed.get("/conflicts", params=params).json()["items"]]

    assert asked(entity="宏拓实业") == ["capacity", "share"]
    assert asked(entity="Weiqiao Pioneering Group") == []
    assert asked(about="share") == ["share"]


def test_the_command_says_what_a_slip_is(settings: Settings) -> None:
    shown = CliRunner().invoke(app, ["conflicts", "Hongtuo Industrial", "--store", settings.store_url]).stdout
    assert "factor 10, likely a unit slip of 10" in shown
    assert "“Hongtuo Industrial has a capacity of 646,000 tons per year of aluminium.”" in shown
    assert shown.endswith("2 conflicts\n")
