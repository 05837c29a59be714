"""`make bench`: measure side by side in one run and print a table in Markdown. Nothing here is a test.

`python -m tests.bench extraction` measures one section alone.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import read_settings
from graph.statement import Extraction, digest, document_id, identify
from graph.store import Access, Store, open_store
from loaders.parse import BATCH, UNUSED
from ontology.load import ontology
from tests.bench import extraction, names
from tests.conftest import free_port, start_neo4j

COPIES = 10
"""How often each extraction is put into a store, under sources of its own."""
CALLS = 300


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


SECTIONS = ("extraction", "stores", "names")


def main(sections: Sequence[str] = SECTIONS) -> None:
    """Measure everything, or some sections, and print the table."""
    if unknown := set(sections) - set(SECTIONS):
        raise SystemExit(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    rows: list[tuple[str, str]] = []
    extractions: list[Extraction] = []
    if "extraction" in sections:
        rows, extractions = extraction.speed()
    elif "stores" in sections:
        extractions = extraction.extractions()
    if "extraction" in sections:
        rows += [*extraction.memory(), *extraction.workers(), *extraction.lines()]
    many = copies(extractions) if "stores" in sections else []
    if many:
        rows += stores(many)
    if "names" in sections:
        rows += [*names.search_speed(), *names.review_speed()]
    show(rows, len(many))


def stores(many: list[Extraction]) -> list[tuple[str, str]]:
    """What it takes to put documents into each store, and to ask for them over HTTP."""
    rows = []
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
    return rows


def show(rows: list[tuple[str, str]], documents: int) -> None:
    """Print the table and what it was measured on."""
    print("| what | figure |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")
    packages = ", ".join(f"{p} {version(p)}" for p in ("spacy", "neo4j", "pyoxigraph", "fastapi"))
    print(
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}; "
        f"stores hold {documents} documents; one request after another. "
        "Extraction and the bare parser run in one process in turn, with the threads that their libraries start by "
        f"default; both disable {', '.join(UNUSED)}, and take {BATCH} texts a batch."
    )


if __name__ == "__main__":
    main(sys.argv[1:] or SECTIONS)
