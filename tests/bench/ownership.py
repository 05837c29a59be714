"""Ownership at the size of a national register, side by side with Cypher paths on the same graph."""

from __future__ import annotations

import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from random import Random
from typing import cast

from api.neo4j_import import import_folder
from graph.neo4j_bulk import export
from graph.neo4j_store import Neo4jStore
from graph.ownership.answer import owners
from graph.ownership.matrix import Holdings
from graph.store import Access, Store, open_store
from ontology.errors import InvalidQuery
from ontology.load import ontology
from tests.bench.register import extraction, extractions, id_of, register
from tests.bench.serving import served
from tests.conftest import quiet, start_neo4j

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
    random = Random(3)
    companies = [id_of(random.randrange(int(COMPANIES * 0.4), COMPANIES)) for _ in range(ASKED)]
    rows: Rows = []
    with open_store(url, ontology()) as store:
        start = time.perf_counter()
        for one in extractions(register(COMPANIES, LINKS)):
            store.put(one)
        rows.append(("register into sqlite, statements a second", f"{LINKS / (time.perf_counter() - start):,.0f}"))
        rows.append(built(store, "sqlite"))
        ours = asked(store, companies)
        rows += changed(store)
    with served(url, rate_limit=0) as address:
        over_http = times(fetch(f"{address}/entities/{id}/owners") for id in companies)
    paths, more = in_neo4j(folder, url, companies)
    rows += [*more, *crossed(folder)]
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
    times(partial(owners, m, id) for id in companies)
    return times(partial(owners, m, id) for id in companies)


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


def in_neo4j(folder: Path, url: str, companies: list[str]) -> tuple[list[float], Rows]:
    """The same record in a real Neo4j: W from it, and Cypher's paths; a query that is given up counts as its limit."""
    server = start_neo4j(folder / "neo4j", heap="2g", page_cache="1g")
    try:
        start = time.perf_counter()
        with open_store(url, ontology()) as store:
            export(store, ontology(), folder / "files", quiet)
        import_folder(server, folder / "files", ontology(), quiet, overwrite=True)
        took = time.perf_counter() - start
        rows: Rows = [("register from sqlite into neo4j by files, statements a second", f"{LINKS / took:,.0f}")]
        with open_store(server.url, ontology(), Access("neo4j", server.password())) as store:
            rows.append(built(store, "neo4j"))
            times(partial(walked, store, id) for id in companies[:50])
            found = times(partial(walked, store, id) for id in companies)
        given_up = sum(t >= LIMIT * 1000 for t in found)
        return found, [*rows, (f"Cypher paths given up after {LIMIT:g} s", f"{given_up} of {ASKED}")]
    finally:
        server.stop()


def walked(store: Store, id: str) -> object:
    """The owners by Cypher's paths; None where the time is over."""
    try:
        return cast(Neo4jStore, store).cypher(PATHS, {"id": id}, timeout=LIMIT)
    except InvalidQuery:
        return None


def crossed(folder: Path, k: int = 5) -> Rows:
    """Companies that all own each other and an owner outside: where paths have no end."""
    links = tuple((i, j, 10.0) for i in range(k) for j in range(k) if i != j)
    one = extraction("crossed.jsonl", (*links, (k, 0, 20.0)))
    with open_store(f"sqlite:///{folder / 'crossed.db'}", ontology()) as store:
        store.put(one)
        m = Holdings(store, ontology()).matrix()
        (ours,) = times([lambda: owners(m, id_of(1))])
    server = start_neo4j(folder / "crossed")
    try:
        with open_store(server.url, ontology(), Access("neo4j", server.password())) as store:
            store.put(one)
            (paths,) = times([lambda: walked(store, id_of(1))])
    finally:
        server.stop()
    ended = f"{paths:,.0f} ms" if paths < LIMIT * 1000 else f"given up after {LIMIT:g} s"
    return [(f"{k} fully cross-held companies, the engine against Cypher paths", f"{ours:.2f} ms against {ended}")]
