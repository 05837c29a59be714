"""`make bench`: measure side by side in one run and print a table in Markdown. Nothing here is a test."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import read_settings
from graph.statement import Document, Extraction, digest, document_id, identify
from graph.store import Access, Store, open_store
from loaders.parse import model
from loaders.pipeline import Extractor
from loaders.registry import read_registry
from ontology.load import ontology
from tests.conftest import free_port, start_neo4j

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
"""The annotated documents beside the checkout; the seeds where they are not there."""
COPIES = 10
"""How often each extraction is put into a store, under sources of its own."""
CALLS = 300


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


def extraction_speed() -> tuple[list[tuple[str, str]], list[Extraction]]:
    """Words a second of the extractor and of the bare tagger and parser, on the same texts."""
    documents = [Document(document_id(f"bench/{i}"), f"bench/{i}", digest(t), text=t) for i, t in enumerate(texts())]
    words = sum(len(d.text.split()) for d in documents)
    extractor = Extractor(read_registry(ROOT / "seeds" / "registry"), ontology())
    nlp = model()
    ours = words / seconds(lambda: [extractor(d) for d in documents])
    bare = words / seconds(lambda: list(nlp.pipe(d.text for d in documents)))
    rows = [
        ("`extract`, words a second", f"{ours:,.0f}"),
        ("bare spaCy tagger and parser, words a second", f"{bare:,.0f}"),
        ("ratio", f"{ours / bare:.2f}"),
    ]
    return rows, [extractor(d) for d in documents]


def copies(extractions: list[Extraction]) -> list[Extraction]:
    """The same extractions under several sources, as if they were so many documents."""
    made = []
    for n in range(COPIES):
        for e in extractions:
            source = f"{e.document.source}/{n}"
            d = replace(e.document, source=source, id=document_id(source), sha256=digest(source, e.document.sha256))
            said = tuple(identify(replace(s, document=d.id)) for s in e.statements)
            made.append(replace(e, document=d, statements=said))
    return made


def load_speed(store: Store, extractions: list[Extraction]) -> list[tuple[str, str]]:
    """Documents and statements a second into a store, one transaction a document."""
    name = store.url.partition(":")[0]
    start = time.perf_counter()
    for e in extractions:
        store.put(e)
    took = time.perf_counter() - start
    statements = sum(len(e.statements) for e in extractions)
    return [
        (f"into {name}, documents a second", f"{len(extractions) / took:,.1f}"),
        (f"into {name}, statements a second", f"{statements / took:,.0f}"),
    ]


@contextmanager
def served(store_url: str, **settings: object) -> Iterator[str]:
    """The API on a store, in a thread; gives its address."""
    port = free_port()
    app = create_app(read_settings(store_url=store_url, **settings))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def latencies(url: str) -> str:
    """p50 and p99 of a GET, in milliseconds, one after another."""
    times = []
    for i in range(CALLS + 10):
        start = time.perf_counter()
        with urllib.request.urlopen(url) as answer:
            answer.read()
        if i >= 10:
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return f"{times[len(times) // 2]:.1f} / {times[int(len(times) * 0.99)]:.1f}"


def http_speed(address: str, name: str) -> list[tuple[str, str]]:
    """Latencies of two look-ups over HTTP."""
    thing = f"{address}/entities/org/hongtuo-industrial"
    return [
        (f"{name}: GET /entities/…, p50 / p99 ms", latencies(thing)),
        (f"{name}: GET …/owners, p50 / p99 ms", latencies(thing + "/owners")),
    ]


def main() -> None:
    """Measure everything and print the table."""
    rows, extractions = extraction_speed()
    many = copies(extractions)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        with open_store(url, ontology()) as store:
            rows += load_speed(store, many)
        with served(url) as address:
            rows += http_speed(address, "sqlite")
        neo4j = start_neo4j(Path(folder) / "neo4j")
        try:
            with open_store(neo4j.url, ontology(), Access("neo4j", neo4j.password())) as store:
                rows += load_speed(store, many)
            with served(neo4j.url, store_password=neo4j.password()) as address:
                rows += http_speed(address, "neo4j")
        finally:
            neo4j.stop()
    show(rows, len(many))


def show(rows: list[tuple[str, str]], documents: int) -> None:
    """Print the table and what it was measured on."""
    print("| what | figure |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")
    packages = ", ".join(f"{p} {version(p)}" for p in ("spacy", "neo4j", "pyoxigraph", "fastapi"))
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}; "
        f"stores hold {documents} documents; one request after another."
    )


if __name__ == "__main__":
    sys.exit(main())
