"""`make bench`: measure side by side in one run and print a table in Markdown. Nothing here is a test."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from api.neo4j_server import Server  # noqa: F401  (replaced below by the tests' own starter)

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
"""The annotated documents beside the checkout; the seeds where they are not there."""


def texts() -> list[str]:
    """The English texts to measure on."""
    folder = CORPUS if CORPUS.is_dir() else ROOT / "seeds" / "documents"
    return [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt")) if not p.stem.endswith("_zh")]


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The median wall time of some rounds, after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
