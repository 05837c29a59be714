"""What it takes to put documents into each store, and to ask for them over HTTP."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from graph.statement import Extraction, digest, document_id, identify
from graph.store import Access, Store, open_store
from ontology.load import ontology
from tests.bench import extraction
from tests.bench.serving import latencies, served
from tests.conftest import start_neo4j

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
