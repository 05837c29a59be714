"""What extraction costs: words a second beside the bare parser, memory, workers, one very long line."""

from __future__ import annotations

import cProfile
import multiprocessing
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import resolve
from graph.statement import Document, Extraction, digest, document_id
from loaders.en.parsing.model import BATCH, UNUSED, model
from loaders.pipeline import Extractor
from loaders.registry import read_registry
from ontology.errors import UnreadableDocument
from ontology.load import ontology

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
"""The annotated documents beside the checkout; the seeds where they are not there."""
ROUNDS = 9
BATCHES = (20, 80)
"""How often the documents are put into the folders that one worker and two workers extract: start-up weighs less."""
TURNS = 3
"""How often each number of workers extracts it."""
LINES = (1, 5)
"""Megabytes of a document that is one line."""
Row = tuple[str, str]


def texts() -> list[str]:
    """The English texts to measure on."""
    folder = CORPUS if CORPUS.is_dir() else ROOT / "seeds" / "documents"
    return [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt")) if not p.stem.endswith("_zh")]


def document(name: str, text: str) -> Document:
    """A text as a document of this source."""
    return Document(document_id(name), name, digest(text), text=text)


def extractor() -> Extractor:
    """With the shipped registry."""
    return Extractor(read_registry(ROOT / "seeds" / "registry"), ontology())


def extractions() -> list[Extraction]:
    """What the extractor makes of the texts."""
    extract = extractor()
    return [extract(document(f"bench/{k}", text)) for k, text in enumerate(texts())]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def speed() -> tuple[list[Row], list[Extraction]]:
    """Words a second of the extractor and of the bare tagger and parser: same texts, same batch, in turn."""
    documents = [document(f"bench/{k}", text) for k, text in enumerate(texts())]
    words = sum(len(d.text.split()) for d in documents)
    extract, nlp = extractor(), model()

    def bare() -> None:
        for _ in nlp.pipe((d.text for d in documents), batch_size=BATCH, disable=UNUSED):
            pass

    done = [extract(d) for d in documents]
    bare()
    rounds = [(timed(lambda: [extract(d) for d in documents]), timed(bare)) for _ in range(ROUNDS)]
    ours, theirs = ([row[k] for row in rounds] for k in (0, 1))
    slow, fast = (statistics.median(wall for wall, _ in rows) for rows in (ours, theirs))
    cores = (sum(c for _, c in rows) / sum(w for w, _ in rows) for rows in (ours, theirs))
    return [
        ("`extract`, words a second", f"{words / slow:,.0f}"),
        ("bare spaCy tagger and parser, words a second", f"{words / fast:,.0f}"),
        ("ratio of the medians", f"{fast / slow:.2f}"),
        ("ratio, lowest and highest of the rounds", " / ".join(_ends(b / a for (a, _), (b, _) in rounds))),
        ("cores in use, ours / bare", " / ".join(f"{c:.2f}" for c in cores)),
    ], done


def resolving() -> list[Row]:
    """The resolver's part of extraction under a profiler, which slows Python more than the parser: an upper bound."""
    documents = [document(f"bench/{k}", text) for k, text in enumerate(texts())]
    extract, profile = extractor(), cProfile.Profile()
    for d in documents:
        extract(d)  # what is made at the first call is no cost of resolving
    profile.runcall(lambda: [extract(d) for d in documents])
    stats = pstats.Stats(profile)
    inside = Path(resolve.__file__).name
    spent = sum(
        row[3]
        for (file, _, _), (*_, callers) in stats.stats.items()  # type: ignore[attr-defined]
        if Path(file).name == inside
        for (caller, _, _), row in callers.items()
        if Path(caller).name not in (inside, "~")  # what a builtin calls is inside of another call
    )
    return [("resolver's share of extraction, at most", f"{spent / stats.total_tt:.1%}")]  # type: ignore[attr-defined]


def _ends(values: Iterator[float]) -> tuple[str, str]:
    rows = sorted(values)
    return f"{rows[0]:.2f}", f"{rows[-1]:.2f}"


def memory() -> list[Row]:
    """The peak of a process that does nothing but extract the documents."""
    return [("`extract`, peak memory of the process", f"{_alone(_corpus):,.0f} MB")]


def _alone(work: Callable[[], float]) -> float:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work).result()


def _corpus() -> float:
    extractions()
    return _peak()


def _peak() -> float:
    """Megabytes; the system counts in kilobytes, on macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def workers() -> list[Row]:
    """One worker and two as whole commands, started cold, in turn, on folders of two sizes."""
    rows: list[Row] = []
    for batches in BATCHES:
        with TemporaryDirectory() as folder:
            files = [(f"{k:02}-{n:02}.txt", text) for k in range(batches) for n, text in enumerate(texts())]
            for name, text in files:
                Path(folder, name).write_text(text, encoding="utf-8")
            words = sum(len(text.split()) for _, text in files)
            turns = [(_command(folder, 1), _command(folder, 2)) for _ in range(TURNS)]
        one, two = (statistics.median(turn[n] for turn in turns) for n in (0, 1))
        what = f"`potline extract` of {len(files)} files, {words:,} words"
        rows.append((f"{what}: one worker / two, seconds", f"{one:.1f} / {two:.1f}"))
        rows.append((f"{what}: two workers against one", f"{one / two:.2f} times"))
    return rows


def _command(folder: str, count: int) -> float:
    """Seconds of a process that extracts a folder and ends."""
    run = "from api.cli import main; main()"
    command = [sys.executable, "-c", run, "extract", folder, "--workers", str(count)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def lines() -> list[Row]:
    """One document that is one line, of several sizes: the cost of a megabyte must not grow."""
    extract, line = extractor(), " ".join(" ".join(text.split()) for text in texts())
    extract(document("bench/line", line))
    rows = []
    for size in LINES:
        text = (line + " ") * (size * 1_000_000 // (len(line) + 1))
        try:
            wall, _ = timed(lambda text=text: extract(document("bench/line", text)))  # type: ignore[misc]
            said = f"{wall:.1f} s, {wall / size:.1f} s a megabyte"
        except UnreadableDocument as error:
            said = str(error)
        rows.append((f"one line of {size} MB", said))
    return [*rows, ("peak memory of all of this", f"{_peak():,.0f} MB")]


def measures() -> list[tuple[str, str]]:
    """All figures of this section."""
    rows, _ = speed()
    return [*rows, *resolving(), *memory(), *workers(), *lines()]
