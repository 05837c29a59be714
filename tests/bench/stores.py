"""What it takes to put documents into each store, and to ask for them over HTTP."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from graph.batches import Batch
from graph.statement import Extraction, digest, document_id, identify
from graph.store import Access, Store, open_store
from ontology.load import ontology
from tests.bench import extraction
from tests.bench.register import extraction as made
from tests.bench.register import register
from tests.bench.serving import latencies, served
from tests.conftest import start_neo4j

ALONE = 50
"""Documents that are put one by one."""
COPIES = 10
"""How often each extraction is put into a store, under sources of its own."""


def measures() -> list[tuple[str, str]]:
    """All figures of this section."""
    return stores(copies(extraction.extractions()))


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
    """Documents and statements a second into a store, in the batches of `potline load`; and one document alone."""
    name = store.url.partition(":")[0]
    batch = Batch[Extraction]()
    start = time.perf_counter()
    for e in extractions:
        if batch.add(e):
            store.put_all(batch.take())
    store.put_all(batch.take())
    took = time.perf_counter() - start
    statements = sum(len(e.statements) for e in extractions)
    return [
        (f"into {name}, documents a second", f"{len(extractions) / took:,.1f}"),
        (f"into {name}, statements a second", f"{statements / took:,.0f}"),
        (f"into {name}, a document of 10 relationships alone, p50 ms", f"{alone(store, ALONE):.1f}"),
    ]


def alone(store: Store, count: int) -> float:
    """Milliseconds, in the middle, to put one new document of ten relationships."""
    links, took = register(40 * count, 60 * count), []
    for n in range(count):
        one = made(f"alone-{n}.jsonl", tuple(links[10 * n : 10 * n + 10]))
        start = time.perf_counter()
        store.put(one)
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def http_speed(address: str, name: str) -> list[tuple[str, str]]:
    """Latencies of two look-ups over HTTP."""
    thing = f"{address}/entities/org/hongtuo-industrial"
    return [
        (f"{name}: GET /entities/…, p50 / p99 ms", latencies(thing)),
        (f"{name}: GET …/owners, p50 / p99 ms", latencies(thing + "/owners")),
    ]


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
