"""How fast, and with how much memory, the whole record goes out in each format.

`python -m tests.bench.exporting 50000 200000` takes registers of so many statements.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from graph.store import open_store
from graph.whole.formats import FORMATS
from ontology.load import ontology
from tests.bench.register import extractions, register

SIZES = (50_000,)
ROOT = Path(__file__).parents[2]
Rows = list[tuple[str, str]]


def measures(*sizes: int) -> Rows:
    """Seconds and peak memory of `potline export`, the whole program, for each format and size."""
    found: Rows = []
    with tempfile.TemporaryDirectory() as name:
        for size in sizes or SIZES:
            url = f"sqlite:///{name}/{size}.db"
            with open_store(url, ontology()) as store:
                for extraction in extractions(register(size * 2 // 5, size), size=100):
                    store.put(extraction)
            for format in FORMATS:
                seconds, memory = exported(url, format, Path(name, "out"))
                what = f"export of {size:,} statements as {format}"
                found.append((what, f"{seconds:,.1f} s, {size / seconds:,.0f} a second, peak {memory / 2**20:,.0f} MB"))
    return found


def exported(url: str, format: str, out: Path) -> tuple[float, int]:
    """How long one export took, and its memory at the peak, in bytes."""
    parts = ["--part", "edges"] if format == "csv-graph" else []
    words = ["export", str(out), "--format", format, *parts, "--store", url]
    code = [sys.executable, "-c", "from api.cli import main; main()", *words]
    start, most = time.perf_counter(), 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(code, env=environment, stderr=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, _resident(watched))
            time.sleep(0.02)
    assert process.returncode == 0, format
    return time.perf_counter() - start, most


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    for what, figure in measures(*map(int, sys.argv[1:])):
        print(f"| {what} | {figure} |", flush=True)
