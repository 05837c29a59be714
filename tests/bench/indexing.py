"""Building the RDF index, following a record with it, and taking up what was kept."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pyoxigraph as ox

from api.settings import read_settings
from api.workspace import Workspace
from graph.follow import Follower
from graph.rdf import Projection
from graph.registry import Registry
from graph.sparql import Index
from graph.store import Store, open_store
from graph.terms import nquads
from ontology.load import ontology
from tests.bench.register import extraction, extractions, register

Rows = list[tuple[str, str]]
DOCUMENTS, A_DOCUMENT = 200, 10
"""Documents that are followed one by one, and statements of each."""
SAMPLE = 4_000, 10_000
"""Companies and statements whose quads bare pyoxigraph loads, for comparison with building."""


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of this process, all its threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


@contextmanager
def opened(store: Store, folder: Path) -> Iterator[Index]:
    """The index of a record as a server on it has it, kept for the next one."""
    with Workspace(read_settings(store_url=store.url, sparql_folder=folder / "rdf")) as work:
        yield work.index


def built(store: Store, folder: Path, links: int) -> Rows:
    """Statements a second from the record into an index on disk, beside a bare load of the quads of a smaller one."""
    with opened(store, folder) as index:
        wall, cpu = timed(index.follow)
        again, _ = timed(index.follow)
    taken, _ = timed(lambda: _taken(store, folder))
    quads, bare = _loaded(folder)
    rate = SAMPLE[1] / bare
    return [
        (f"rebuild of {links:,} statements, statements a second",
         f"{links / wall:,.0f} (a second of one core: {links / cpu:,.0f})"),
        ("bare pyoxigraph, `bulk_load` of the same kind of quads, statements a second of one core",
         f"{rate:,.0f} ({quads / SAMPLE[1]:.0f} quads a statement)"),
        ("processor time of the rebuild, times that of the bare load", f"{cpu / links * rate:.2f}"),
        ("the kept index taken up by the next process, s", f"{taken:.2f}"),
        ("nothing new, ms", f"{again * 1000:.2f}"),
    ]  # fmt: skip


def _loaded(folder: Path) -> tuple[int, float]:
    """How many quads a small register is, and the processor seconds that bare pyoxigraph takes to load them."""
    with open_store(f"sqlite:///{folder}/sample.db", ontology()) as store:
        for one in extractions(register(*SAMPLE)):
            store.put(one)
        text = nquads(Follower(store, Projection(ontology()), Registry([])).everything()).encode()
    engine = ox.Store(str(folder / "bare"))
    _, cpu = timed(lambda: engine.bulk_load(text, ox.RdfFormat.N_QUADS, lenient=True))
    return text.count(b"\n"), cpu


def _taken(store: Store, folder: Path) -> None:
    with opened(store, folder) as index:
        index.follow()


def followed(store: Store, folder: Path, companies: int) -> Rows:
    """Milliseconds to follow a document that was put just before, without the putting.

    Beside it, in turn: one transaction of bare pyoxigraph, on as large a store, of the document's own graph alone.
    """
    random, ours, theirs = Random(5), [], []
    with opened(store, folder) as index:
        index.follow()
        index.copy(folder / "bare-copy")
        engine = ox.Store(str(folder / "bare-copy"))
        for n in range(DOCUMENTS):
            pairs = (random.sample(range(companies), 2) for _ in range(A_DOCUMENT))
            one = extraction(f"news-{n}.txt", tuple((i, j, 1.0) for i, j in pairs))
            text = nquads(index.projection.document(one)).encode()
            store.put(one)
            ours.append(timed(index.follow))
            theirs.append(timed(lambda text=text: engine.load(text, ox.RdfFormat.N_QUADS)))  # type: ignore[misc]
    (wall, cpu), (bare_wall, bare_cpu) = (
        ([w * 1000 for w, _ in times], statistics.median(c for _, c in times) * 1000) for times in (ours, theirs)
    )
    return [
        (f"follow a document of {A_DOCUMENT} statements, p50 / p99 ms", " / ".join(middle_and_tail(wall))),
        ("the same, documents a second", f"{len(wall) / sum(wall) * 1000:,.0f}"),
        ("bare transaction of the document's graph, p50 / p99 ms", " / ".join(middle_and_tail(bare_wall))),
        ("processor time of the two, ms", f"{cpu:.2f} / {bare_cpu:.2f} ({cpu / bare_cpu:.1f} times)"),
    ]


def middle_and_tail(values: list[float]) -> tuple[str, str]:
    rows = sorted(values)
    return f"{rows[len(rows) // 2]:.2f}", f"{rows[int(len(rows) * 0.99)]:.2f}"
