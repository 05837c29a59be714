"""The docs cannot drift: README's commands run, and every command, route and setting is written down."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from api.cli import app
from api.reference import PAGES
from api.settings import ROOT, SEEDS, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ potline ") and "neo4j" not in line
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that looks like a checkout to the commands of the README."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "seeds").symlink_to(SEEDS)
    return folder


def test_there_are_commands_in_the_readme() -> None:
    assert len(COMMANDS) >= 8
    assert COMMANDS[0] == "potline load seeds/documents"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, folder: Path) -> None:
    words = [sys.executable, "-c", "from api.cli import main; main()", *shlex.split(command)[1:]]
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": str(ROOT)}
    if command != COMMANDS[0] and not (folder / "potline.db").exists():  # one record serves all, in any order
        load = [*words[:3], *shlex.split(COMMANDS[0])[1:]]
        subprocess.run(load, cwd=folder, env=environment, capture_output=True, check=True)
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_make_targets_of_the_readme_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^\$ make ([a-z]+)", README, re.MULTILINE)) <= targets
    assert len(re.findall(r"^(?:[a-z]|\.venv)[\w./]*:(?!=)", makefile, re.MULTILINE)) <= 10


def test_every_command_is_in_the_readme() -> None:
    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback is not None}
    table = README.partition("| command | does |")[2].partition("\n\n")[0]
    assert {name for name in names if f"`{name}" not in table} == set()


def test_every_route_is_in_the_docs_with_its_words() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        for method, route in methods.items():
            assert f"## {method.upper()} {path}\n" in page
            assert route.get("description"), f"{method} {path} says nothing of itself"


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m api.reference"


def test_links_of_the_readme_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / link).exists(), link
