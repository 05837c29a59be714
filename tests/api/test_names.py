"""Files whose names hold what no line of output may hold, and files that are none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.api.test_cli import run

TEXT = "Note\n\nSouth32 owns the Hillside smelter.\n"


@pytest.mark.parametrize(("name", "shown"), [(b"caf\xe9.txt", r"caf\xe9.txt"), (b"a\nb.txt", r"a\nb.txt")])
def test_names_of_any_bytes(name: bytes, shown: str, tmp_path: Path) -> None:
    Path(tmp_path, os.fsdecode(name)).write_text(TEXT, encoding="utf-8")
    loaded = run("load", ".", cwd=tmp_path)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    assert f" {shown}: 1 statements" in loaded.stdout
    assert run("documents", cwd=tmp_path).stdout.splitlines()[1].endswith(shown)
    (line,) = run("extract", ".", cwd=tmp_path).stdout.splitlines()
    assert json.loads(line)["document"] == shown.removesuffix(".txt")


def test_a_pipe_stops_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("extract", "pipe.txt", "a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert "pipe.txt: this is no regular file" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_what_comes_from_standard_input_is_called_so(tmp_path: Path) -> None:
    done = run("extract", "-", cwd=tmp_path, stdin=b"\0\0\0\0")
    assert done.stderr == "potline: stdin: the file is binary; convert it to plain text first\n"
