"""SPARQL over HTTP beside bare pyoxigraph on the same index, in turn; building and following; `owns+` in rdflib.

`python -m tests.bench.sparql 20000 50000` takes so many companies and ownership statements.
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import psutil
import pyoxigraph as ox
import rdflib

from graph.nodes import prefixes
from graph.store import open_store
from ontology.load import ontology
from tests.bench.indexing import Rows, built, followed, middle_and_tail, timed
from tests.bench.register import extractions, id_of, register
from tests.conftest import free_port

COMPANIES, LINKS = 200_000, 500_000
SHORT, LONG = 300, 10
"""How often queries are asked that take milliseconds, and those that take longer than `BOUND`."""
BOUND = 0.02
TOGETHER = 2
"""Clients that ask at once for the requests a second."""
PATHS = 20
"""Companies whose holdings rdflib walks."""
FIRST = 1_000
"""How many of them: rdflib would take minutes for all."""
RING = 2_000
"""Companies in a ring of holdings."""

Asked = Callable[[str], str]
QUERIES: Mapping[str, Asked] = {
    "point": lambda who: f"SELECT ?p ?o {{ {who} ?p ?o }}",
    "join": lambda who: f"SELECT ?b ?c ?name {{ {who} alu:owns ?b . ?b alu:owns ?c . ?c rdfs:label ?name }}",
    "`alu:owns+`": lambda who: f"SELECT (COUNT(?b) AS ?n) {{ {who} alu:owns+ ?b }}",
    "aggregate": lambda _: "SELECT ?a (COUNT(?b) AS ?n) { ?a alu:owns ?b } GROUP BY ?a ORDER BY DESC(?n) ?a LIMIT 10",
    "text filter": lambda who: (
        f'SELECT ?a ?name {{ ?a rdfs:label ?name FILTER(CONTAINS(LCASE(?name), "{who[-7:]}")) }} ORDER BY ?a LIMIT 20'
    ),
}


def measures(companies: int = COMPANIES, links: int = LINKS) -> Iterator[tuple[str, str]]:
    """All figures of this section, each as soon as it is there."""
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/record.db"
        with open_store(url, ontology()) as store:
            for one in extractions(register(companies, links)):
                store.put(one)
            yield from built(store, Path(name), links)
            yield from followed(store, Path(name), companies)
        with served(url, Path(name)) as (port, server):
            yield from asked(port, server, Path(name), companies)
        yield from walked(Path(name), companies)


# Questions


@contextmanager
def served(url: str, folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    """A server of its own process on a record; its port, once it answers."""
    port = free_port()
    code = (
        "import sys; from api.server import run; from api.settings import read_settings; from pathlib import Path; "
        "run(read_settings(store_url=sys.argv[1], sparql_folder=Path(sys.argv[2]), port=int(sys.argv[3])))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, url, str(folder / "rdf"), str(port)])
    try:
        while True:
            try:
                _ask(http.client.HTTPConnection("127.0.0.1", port), "ASK {}")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _ask(connection: http.client.HTTPConnection, query: str) -> bytes:
    kinds = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    connection.request("POST", "/sparql", query.encode(), kinds)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return body


def asked(port: int, server: psutil.Process, folder: Path, companies: int) -> Iterator[tuple[str, str]]:
    """Each query over HTTP and bare, in turn, each time of another company where it has one."""
    (kept,) = (folder / "rdf").glob("kept-*")
    engine = ox.Store.read_only(str(kept))
    known = prefixes(ontology().base)

    def bare(query: str) -> None:
        found = engine.query(query, prefixes=known)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)

    for name, query in QUERIES.items():
        who = _asked_for(companies)
        bare(query(next(who)))
        once, _ = timed(lambda query=query, who=who: bare(query(next(who))))  # type: ignore[misc]
        queries = [query(next(who)) for _ in range(LONG if once > BOUND else SHORT)]
        # One for each kind of query: the server closes those that are idle for seconds.
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            pairs = [(timed(lambda q=q: _ask(connection, q))[0], timed(lambda q=q: bare(q))[0]) for q in queries]  # type: ignore[misc]
            yield from _compared(name, [a * 1000 for a, _ in pairs], [b * 1000 for _, b in pairs])
            if name == "point":
                yield from _work(server, connection, queries, bare)
        yield f"{name}, requests a second, {TOGETHER} clients", f"{_rate(port, queries):,.0f}"


def _asked_for(companies: int, seed: int = 3) -> Iterator[str]:
    """Companies of the upper layers, which own something."""
    random = Random(seed)
    while True:
        yield "id:" + id_of(random.randrange(int(companies * 0.6))).replace("/", "\\/")


def _compared(name: str, ours: list[float], theirs: list[float]) -> Rows:
    (ours_50, ours_99), (bare_50, bare_99) = middle_and_tail(ours), middle_and_tail(theirs)
    over, times = float(ours_50) - float(bare_50), float(ours_50) / float(bare_50)
    return [
        (f"{name}, HTTP p50 / p99 ms; bare pyoxigraph", f"{ours_50} / {ours_99}; {bare_50} / {bare_99}"),
        (f"{name}, over the bare call at p50", f"{over:.2f} ms, {times:.2f} times"),
    ]


def _rate(port: int, queries: list[str]) -> float:
    """Requests a second of some clients at once, each on a connection of its own."""

    def many() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            for query in queries:
                _ask(connection, query)

    threads = [threading.Thread(target=many) for _ in range(TOGETHER)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(queries) * TOGETHER / (time.perf_counter() - start)


def _work(
    server: psutil.Process, connection: http.client.HTTPConnection, queries: list[str], bare: Callable[[str], None]
) -> Rows:
    """Processor time of server and workers for a short query, which a busy machine does not blur."""
    before = _used(server)
    for query in queries:
        _ask(connection, query)
    ours = _used(server) - before
    _, theirs = timed(lambda: [bare(q) for q in queries])
    return [
        ("point, processor time of server and worker; of the bare call, ms a request",
         f"{ours / len(queries) * 1000:.2f}; {theirs / len(queries) * 1000:.2f}"),
    ]  # fmt: skip


def _used(server: psutil.Process) -> float:
    times = [p.cpu_times() for p in (server, *server.children(recursive=True))]
    return sum(t.user + t.system for t in times)


# The same path in rdflib


def walked(folder: Path, companies: int) -> Rows:
    """`owns+` from some companies and around a ring, in rdflib and in pyoxigraph on the same holdings."""
    (kept,) = (folder / "rdf").glob("kept-*")
    engine = ox.Store.read_only(str(kept))
    owns = ox.NamedNode(ontology().base + "ns#owns")
    graph = rdflib.Graph()
    for q in engine.quads_for_pattern(None, owns, None, ox.DefaultGraph()):
        graph.add(tuple(rdflib.URIRef(t.value) for t in (q.subject, owns, q.object)))  # type: ignore[union-attr, arg-type]
    base, who = ontology().base, _asked_for(companies)
    starts = [base + "id/" + next(who).removeprefix("id:").replace("\\/", "/") for _ in range(PATHS)]
    queries = [f"SELECT ?b {{ <{start}> <{owns.value}>+ ?b }} LIMIT {FIRST}" for start in starts]
    ours = [timed(lambda q=q: list(engine.query(q)))[0] for q in queries]  # type: ignore[misc, call-overload]
    found = [_walk(graph, query) for query in queries]
    ends = [ms for ms in found if ms is not None]
    failed = len(found) - len(ends)
    return [
        (f"first {FIRST:,} of `alu:owns+` of {PATHS} companies, rdflib / pyoxigraph, mean ms",
         f"{sum(ends) / max(len(ends), 1):,.1f} / {sum(ours) / PATHS * 1000:,.1f} ({failed} overflow in rdflib)"),
        (f"`alu:owns+` around a ring of {RING:,} companies, rdflib / pyoxigraph", _ring(owns.value)),
    ]  # fmt: skip


def _walk(graph: rdflib.Graph, query: str) -> float | None:
    """Milliseconds of a query in rdflib; None where it overflows Python's stack."""
    try:
        return timed(lambda: list(graph.query(query)))[0] * 1000
    except RecursionError:
        return None


def _ring(owns: str) -> str:
    text = "".join(f"<x:{n}> <{owns}> <x:{(n + 1) % RING}> .\n" for n in range(RING))
    engine = ox.Store()
    engine.load(text, ox.RdfFormat.N_TRIPLES)
    query = f"SELECT ?b {{ <x:0> <{owns}>+ ?b }}"
    ours, _ = timed(lambda: list(engine.query(query)))  # type: ignore[call-overload]
    theirs = _walk(rdflib.Graph().parse(data=text, format="nt"), query)
    return f"{'overflows the stack' if theirs is None else f'{theirs:,.1f} ms'} / {ours * 1000:,.1f} ms"


if __name__ == "__main__":
    for what, figure in measures(*map(int, sys.argv[1:])):
        print(f"| {what} | {figure} |", flush=True)
