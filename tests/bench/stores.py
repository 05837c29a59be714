"""What it takes to put documents into each store, and to ask for them over HTTP."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from graph.batches import Batch
from graph.statement import Extraction, digest, document_id, identify
from graph.store import Access, Store, open_store
from ontology.load import ontology
from tests.bench import extraction
from tests.bench.register import Link, register
from tests.bench.register import extraction as made
from tests.bench.serving import latencies, served
from tests.conftest import start_neo4j

ALONE = 200
"""Documents that are put one by one."""
NEWS, A_DOCUMENT = (10_000, 30_000), 10
"""Companies and relationships of the documents that say something new, and relationships of each."""
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


def load_speed(store: Store, what: str, extractions: list[Extraction]) -> list[tuple[str, str]]:
    """Documents and statements a second into a store, in the batches of `potline load`."""
    batch = Batch[Extraction]()
    start = time.perf_counter()
    for e in extractions:
        if batch.add(e):
            store.put_all(batch.take())
    store.put_all(batch.take())
    took = time.perf_counter() - start
    statements = sum(len(e.statements) for e in extractions)
    return [
        (f"into {store.url.partition(':')[0]}, {what}: statements a second; documents a second",
         f"{statements / took:,.0f}; {len(extractions) / took:,.1f}"),
    ]  # fmt: skip


def loads(store: Store, corpus: list[Extraction]) -> list[tuple[str, str]]:
    """The corpus into a store that was just made, then as many documents that say something new, then single ones."""
    news = [made(f"news-{n}.jsonl", tuple(some)) for n, some in enumerate(batched(register(*NEWS), A_DOCUMENT))]
    half = len(news) // 2
    return [
        *load_speed(store, f"{len(corpus)} documents of the corpus, each {COPIES} times, at first", corpus),
        *load_speed(store, f"then {half:,} documents of {A_DOCUMENT} new relationships", news[:half]),
        *load_speed(store, f"and {len(news) - half:,} more of them", news[half:]),
        (f"into {store.url.partition(':')[0]}, a document of 10 relationships alone, p50 ms",
         f"{alone(store, ALONE):.1f}"),
    ]  # fmt: skip


def batched(links: list[Link], count: int) -> Iterator[list[Link]]:
    """Some at a time."""
    return (links[n : n + count] for n in range(0, len(links), count))


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
            rows += loads(store, many)
        with served(url) as address:
            rows += http_speed(address, "sqlite")
        neo4j = start_neo4j(Path(folder) / "neo4j")
        try:
            with open_store(neo4j.url, ontology(), Access("neo4j", neo4j.password())) as store:
                rows += loads(store, many)
            with served(neo4j.url, store_password=neo4j.password()) as address:
                rows += http_speed(address, "neo4j")
        finally:
            neo4j.stop()
    return rows
