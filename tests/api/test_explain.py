"""`potline explain`, `potline frames check`, and the page that takes a newcomer through adding a relation."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "documents" / "weiqiao-weihai-industrial-park.txt"


def said(*words: str, given: str | None = None) -> str:
    done = CliRunner().invoke(app, list(words), input=given)
    assert done.exit_code == 0, done.output
    return done.output


def test_explain_shows_what_fired_and_what_nearly_did() -> None:
    shown = said("explain", str(SEED), "--grep", "713 hectares")
    assert "statement  Weiqiao Aluminium Processing Industrial Park area 713 ha" in shown
    assert shown.count("\n\n") == 0  # one sentence
    shown = said("explain", "-", given="Title\n\nThe European Union has a stake in nothing. Alcoa owns a stake.\n")
    assert re.search(r"nearly +frames/owns\.toml#own at 'owns': no object: ", shown)


def test_explain_says_what_cleaning_removed() -> None:
    shown = said(
        "explain", "-", given="Home | News | Data\nA title\n\nAlcoa owns Suralco.\n\nRelated news\nHydro buys it.\n"
    )
    assert "removed: Home | News | Data  (a notice, menu or byline)\n" in shown
    assert "title: A title\n" in shown
    assert "removed: Hydro buys it.  (below 'Related news')" in shown


def test_explain_says_that_nothing_has_the_text() -> None:
    done = CliRunner().invoke(app, ["explain", str(SEED), "--grep", "NOPE"])
    assert done.exit_code == 1
    assert "has the text 'NOPE'" in done.stderr
    assert not done.stdout


def test_explain_finds_a_text_over_the_end_of_a_line() -> None:
    shown = said("explain", "-", "--grep", "acquired Suralco", given="Note\n\nAlcoa Corporation ac-\nquired Suralco.\n")
    assert "statement  Alcoa acquires" in shown


def test_explain_as_json() -> None:
    (row,) = json.loads(said("explain", str(SEED), "--grep", "713 hectares", "--json"))
    assert {"text", "mentions", "triggers", "near", "statements", "rejections"} <= row.keys()
    assert {s["predicate"] for s in row["statements"]} == {"area", "investment"}


class Tags(HTMLParser):
    """Collects tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_explain_as_a_page_that_no_document_can_break(tmp_path: Path) -> None:
    file, out = tmp_path / "a.txt", tmp_path / "a.html"
    file.write_text("Title <script>alert(1)</script>\n\nAlcoa owns Suralco. <b onload='x'>R&D <img src=x> more.\n")
    said("explain", str(file), "--html", str(out))
    page = Tags()
    page.feed(out.read_text(encoding="utf-8"))
    assert not {"script", "img"} & set(page.tags)
    assert page.tags.count("mark") >= 2
    assert "<b onload='x'>R&D <img src=x> more." in page.text
    assert "owns (actual)" in page.text
    assert "roles of owns: agent = Alcoa" in page.text
    assert "nearly frames/" in page.text


def test_a_page_shows_what_was_removed(tmp_path: Path) -> None:
    file, out = tmp_path / "a.txt", tmp_path / "a.html"
    file.write_text(
        "Title\n\nAlcoa owns the\nSuralco works.\n\nRelated <b>news</b>\nRead more\nHydro buys <i>it</i>.\n"
    )
    said("explain", str(file), "--html", str(out))
    page = Tags()
    page.feed(out.read_text(encoding="utf-8"))
    assert "Hydro buys <i>it</i>. below 'Read more'" in page.text
    assert "i" not in page.tags


def test_every_frame_is_fired_by_an_example() -> None:
    assert re.search(r"^\d+ examples, 0 faults$", said("frames", "check"), re.MULTILINE)


def test_a_frame_that_no_example_fires_is_named(tmp_path: Path) -> None:
    copy(tmp_path)
    file = tmp_path / "loaders" / "data" / "frames" / "advises.toml"
    file.write_text(
        file.read_text() + '\n[[frame]]\nid = "idle"\nverbs = ["counsel"]\nsubject = ["agent"]\nobject = ["patient"]\n'
    )
    done = run("potline frames check", tmp_path)
    assert done.returncode == 1
    assert "frames/advises.toml#idle: no example fires it" in done.stderr


def copy(to: Path) -> None:
    """The packages and seeds, to be changed."""
    for name in ("ontology", "graph", "loaders", "api", "seeds", "docs"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A line of the docs with the interpreter of the tests."""
    words = {
        "potline ": f"{sys.executable} -c 'from api.cli import main; main()' ",
        "python -m": f"{sys.executable} -m",
    }
    for old, new in words.items():
        command = command.replace(old, new)
    bash = shutil.which("bash")
    assert bash is not None
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run([bash, "-c", command], cwd=cwd, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("page", ["add-a-relation.md"])
def test_the_page_on_adding_a_relation_holds(page: str, tmp_path: Path) -> None:
    copy(tmp_path)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = ""
    for language, name, body in re.findall(r"```(\w+) ?(\S*)\n(.*?)```", text, re.DOTALL):
        if language == "turtle":
            file = tmp_path / name
            file.write_text(file.read_text(encoding="utf-8") + "\n" + body, encoding="utf-8")
        elif language == "toml":
            (tmp_path / name).write_text(body, encoding="utf-8")
        elif language == "sh":
            done = run(body.strip(), tmp_path)
            assert done.returncode == 0, done.stderr
            shown = done.stdout
        else:
            assert re.fullmatch(re.escape(body.strip()).replace("…", r"\d+"), shown.strip())
