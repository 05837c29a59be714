"""Several workers: byte for byte what one gives, also when one of them is killed."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.loading import listed, results_of
from api.settings import Settings
from api.workspace import Workspace
from graph import export
from graph.statement import Extraction
from tests.loaders.corpus import DEV

FILES = sorted([*DEV.glob("own_*.txt"), *Path("seeds/documents").glob("*.txt")])


def lines(workers: int, paths: list[Path]) -> list[str]:
    with Workspace(Settings(store_url="sqlite:///:memory:")) as work:
        results = [r for _, rows in results_of(work, listed(paths), {}, workers) for r in rows]
    assert all(isinstance(r, Extraction) for r in results), results
    return [line for r in results if isinstance(r, Extraction) for line in export.lines(r)]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    return lines(1, FILES)


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bytes(workers: int, alone: list[str]) -> None:
    assert lines(workers, FILES) == alone


def test_a_worker_that_is_killed_takes_no_document_with_it(alone: list[str]) -> None:
    done = threading.Event()

    def kill() -> None:
        while not done.is_set():
            children = psutil.Process().children()
            busy = [c for c in children if "spawn_main" in " ".join(c.cmdline()) and c.cpu_times().user > 1]
            if busy:
                busy[0].kill()
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert lines(2, FILES) == alone
    finally:
        done.set()
        killer.join()


def test_one_broken_file_stops_no_other(tmp_path: Path) -> None:
    for file in FILES[:3]:
        shutil.copy(file, tmp_path)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    store = f"sqlite:///{tmp_path / 'record.db'}"
    done = CliRunner().invoke(app, ["load", str(tmp_path), "--workers", "2", "--store", store])
    assert done.exit_code == 1
    assert done.output.count("new       ") == 3
    assert "broken.pdf: the PDF cannot be read" in done.output
    again = CliRunner().invoke(app, ["load", str(FILES[0]), str(FILES[1]), "--workers", "2", "--store", store])
    assert again.exit_code == 0, again.output
    third = CliRunner().invoke(app, ["load", str(FILES[0]), str(FILES[1]), "--workers", "2", "--store", store])
    assert third.output.count("unchanged") == 2
