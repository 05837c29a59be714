"""Ownership at the size of a national register, side by side with Cypher paths on the same graph."""

from __future__ import annotations

import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from graph.ownership.answer import owners
from graph.ownership.matrix import Holdings
from graph.store import Store, open_store
from ontology.load import ontology
from tests.bench.register import extraction, extractions, id_of, register
from tests.bench.serving import served

Rows = list[tuple[str, str]]
COMPANIES, LINKS = 200_000, 500_000
ASKED = 500
"""Companies whose owners are asked for."""
LIMIT = 60.0
"""Seconds after which a Cypher query is given up."""
PATHS = (
    "MATCH p = (u)-[:OWNS*1..20]->(:Entity {id: $id}) WHERE NOT EXISTS { ()-[:OWNS]->(u) } "
    "RETURN u.id AS id, sum(reduce(part = 1.0, r IN relationships(p) | part * r.share / 100)) AS share"
)
"""All paths from those that nobody owns, with the product of the shares; right only where there is no loop."""


def times(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call, sorted."""
    found = []
    for call in calls:
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def middle_and_tail(found: list[float]) -> tuple[float, float]:
    """p50 and p99."""
    return found[len(found) // 2], found[int(len(found) * 0.99)]


def measures() -> Rows:
    """All figures of this section; some minutes, most of them for loading."""
    with tempfile.TemporaryDirectory() as folder:
        return speed(Path(folder))


def speed(folder: Path) -> Rows:
    """The same register in SQLite and in Neo4j, asked in turn."""
    url = f"sqlite:///{folder / 'register.db'}"
    companies = [id_of(Random(3).randrange(int(COMPANIES * 0.4), COMPANIES)) for _ in range(ASKED)]
    rows: Rows = []
    with open_store(url, ontology()) as store:
        start = time.perf_counter()
        for one in extractions(register(COMPANIES, LINKS)):
            store.put(one)
        rows.append(("register into sqlite, statements a second", f"{LINKS / (time.perf_counter() - start):,.0f}"))
        rows.append(built(store, "sqlite"))
        ours = asked(store, companies)
        rows += changed(store)
    with served(url) as address:
        over_http = times(fetch(f"{address}/entities/{id}/owners") for id in companies)
    paths, more = in_neo4j(folder, url, companies)
    rows += more
    for name, found in (("the engine's call", ours), ("over HTTP with proof", over_http)):
        rows.append(compared(name, found, paths))
    return rows


def compared(name: str, ours: list[float], paths: list[float]) -> tuple[str, str]:
    """Times beside those of Cypher's paths, and how many times quicker."""
    (p50, p99), (q50, q99) = middle_and_tail(ours), middle_and_tail(paths)
    figures = f"{p50:.3f} / {p99:.2f} against {q50:.1f} / {q99:.1f}: {q50 / p50:.1f} and {q99 / p99:.1f} times"
    return f"owners of {ASKED} companies, {name} against Cypher paths, p50 / p99 ms", figures


def built(store: Store, name: str) -> tuple[str, str]:
    """W from nothing."""
    start = time.perf_counter()
    Holdings(store, ontology()).matrix()
    return f"W from {name}, links a second", f"{LINKS / (time.perf_counter() - start):,.0f}"


def asked(store: Store, companies: list[str]) -> list[float]:
    """The engine's own call, after one round to warm up as a server is."""
    m = Holdings(store, ontology()).matrix()

    def ask(id: str) -> Callable[[], object]:
        return lambda: owners(m, id)

    times(ask(id) for id in companies)
    return times(ask(id) for id in companies)


def changed(store: Store) -> Rows:
    """From the return of a commit until an answer that shows it."""
    kept, found = Holdings(store, ontology()), list[float]()
    kept.matrix()
    for n in range(20):
        store.put(extraction(f"change-{n}.jsonl", ((n, COMPANIES - 1, 1.0), (n + 1, COMPANIES - 2, 1.0))))
        start = time.perf_counter()
        answer = owners(kept.matrix(), id_of(COMPANIES - 1))
        assert id_of(n) in {item.id for item in answer.items}
        found.append((time.perf_counter() - start) * 1000)
    p50, p99 = middle_and_tail(sorted(found))
    return [("one changed document until the answer shows it, p50 / p99 ms", f"{p50:.1f} / {p99:.1f}")]


def fetch(url: str) -> Callable[[], bytes]:
    """A GET, read to its end."""

    def call() -> bytes:
        with urllib.request.urlopen(url) as answer:
            return bytes(answer.read())

    return call
