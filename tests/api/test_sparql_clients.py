"""The clients that people bring, against a server that runs; and what it does under load and when they go away."""

from __future__ import annotations

import csv
import http.client
import io
import json
import socket
import subprocess
import threading
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pandas
import psutil
import pytest
import rdflib
import uvicorn
from fastapi.testclient import TestClient
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from api.app import create_app
from api.server import HEAD
from api.settings import read_settings
from graph.statement import Extraction
from graph.workers import SPARE
from tests.conftest import HERE, filled, free_port
from tests.working import toils, until, workers

ALU = rdflib.Namespace("https://w3id.org/potline/ns#")
OWNS = "SELECT ?a ?b WHERE { ?a <https://w3id.org/potline/ns#owns> ?b } ORDER BY ?a ?b"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUERY = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="module")
def url(folder: Path, seeds: tuple[Extraction, ...]) -> Iterator[str]:
    """The endpoint of a server on the seeds; no process and no folder may be left of it."""
    before = set(psutil.Process().children(recursive=True))
    settings = filled(
        read_settings(store_url=f"sqlite:///{folder / 'c.db'}", sparql_folder=folder / "rdf", sparql_timeout=6), seeds
    )
    port = free_port()
    config = uvicorn.Config(create_app(settings), port=port, log_level="error", h11_max_incomplete_event_size=HEAD)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://{HERE}:{port}/sparql"
    server.should_exit = True
    thread.join(20)
    assert set(psutil.Process().children(recursive=True)) <= before
    assert sorted(p.name.partition("-")[0] for p in (folder / "rdf").iterdir()) == ["in", "kept"]


@pytest.fixture(scope="module")
def owns(url: str) -> list[list[str]]:
    """The rows of who owns whom, asked in the plainest way."""
    rows = json.loads(ask(url, OWNS)[1])["results"]["bindings"]
    assert len(rows) > 1
    return [[row[n]["value"] for n in "ab"] for row in rows]


def ask(url: str, query: str) -> tuple[int, bytes]:
    """Status and body of a query, by a connection of its own."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    try:
        connection.request("POST", place.path, query.encode(), QUERY)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


# Clients


def test_rdflib_reads_through_its_store(url: str, owns: list[list[str]]) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        graph = rdflib.Graph(SPARQLStore(url, method=method))
        assert [[str(t) for t in row] for row in graph.query(OWNS)] == owns
        assert sorted([str(s), str(o)] for s, o in graph.subject_objects(ALU.owns)) == sorted(owns)
        assert bool(graph.query("ASK { ?a <https://w3id.org/potline/ns#owns> ?b }"))
        built = graph.query("CONSTRUCT WHERE { ?a <https://w3id.org/potline/ns#owns> ?b }").graph
        assert len(built or ()) == len(owns)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper makes one
@pytest.mark.parametrize("by_post", [False, True])
@pytest.mark.parametrize("only_accept", [False, True])
def test_sparqlwrapper_in_all_its_formats(url: str, owns: list[list[str]], by_post: bool, only_accept: bool) -> None:
    wrapper = SPARQLWrapper(url)
    wrapper.setOnlyConneg(only_accept)
    if by_post:
        wrapper.setMethod(POST)
    wrapper.setQuery(OWNS)
    for format in (JSON, XML, CSV, TSV):
        wrapper.setReturnFormat(format)
        found = wrapper.query().convert()
        text = json.dumps(found) if format == JSON else found.toxml() if format == XML else found.decode()
        assert all(a in text and b in text for a, b in owns)
    wrapper.setQuery("CONSTRUCT WHERE { ?a <https://w3id.org/potline/ns#owns> ?b }")
    for format, name in ((TURTLE, "turtle"), (RDFXML, "xml"), (N3, "turtle")):
        wrapper.setReturnFormat(format)
        found = wrapper.query().convert()
        graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format=name)
        assert len(graph) == len(owns)
    wrapper.setReturnFormat(JSONLD)
    assert wrapper.query().info()["content-type"].startswith("application/ld+json")


def test_curl(url: str, owns: list[list[str]], tmp_path: Path) -> None:
    file = tmp_path / "owns.rq"
    file.write_text(OWNS, encoding="utf-8")
    for more in (
        ["--data-urlencode", f"query={OWNS}"],
        ["--get", "--data-urlencode", f"query={OWNS}"],
        ["--header", "Content-Type: application/sparql-query", "--data-binary", f"@{file}"],
    ):
        command = ["curl", "--silent", "--show-error", "--fail", "--header", "Accept: text/csv", *more, url]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert list(csv.reader(io.StringIO(done.stdout)))[1:] == owns
    failed = subprocess.run(["curl", "--silent", "--fail", f"{url}?query=nonsense"], check=False)
    assert failed.returncode == 22, "curl takes it for an error"


def test_pandas_reads_csv_from_the_address(url: str, owns: list[list[str]]) -> None:
    frame = pandas.read_csv(f"{url}?format=csv&query={quote(OWNS)}")
    assert frame.columns.tolist() == ["a", "b"]
    assert frame.to_numpy().tolist() == owns
    sure = "SELECT ?sure WHERE { ?s rdf:predicate alu:owns ; alu:confidence ?sure } LIMIT 2"
    assert pandas.read_csv(f"{url}?format=csv&query={quote(sure)}")["sure"].between(0.01, 1).sum() == 2
    with pytest.raises(urllib.error.HTTPError, match="400"):
        pandas.read_csv(f"{url}?format=csv&query=nonsense")


def test_another_engine_asks_ours_by_service(url: str, owns: list[list[str]]) -> None:
    graph = rdflib.Graph()
    owner = rdflib.URIRef(owns[0][0])
    graph.add((owner, rdflib.RDFS.comment, rdflib.Literal("known elsewhere")))
    found = graph.query(
        f"""SELECT ?b ?word {{
          ?a <{rdflib.RDFS.comment}> ?word
          SERVICE <{url}> {{ ?a <{ALU.owns}> ?b }}
        }}"""
    )
    assert sorted(str(row[0]) for row in found) == sorted(b for a, b in owns if a == owns[0][0])


def test_ours_asks_an_endpoint_that_a_setting_allows(
    url: str, owns: list[list[str]], tmp_path: Path, seeds: tuple[Extraction, ...]
) -> None:
    gone = f"http://{HERE}:{free_port()}/sparql"
    settings = read_settings(
        store_url=f"sqlite:///{tmp_path / 's.db'}", sparql_folder=tmp_path / "rdf", sparql_service=f"{url} {gone}"
    )
    query = f"SELECT ?a ?b {{ SERVICE <{url}> {{ ?a <{ALU.owns}> ?b }} }} ORDER BY ?a ?b"
    with TestClient(create_app(settings)) as client:
        found = client.get("/sparql", params={"query": query, "format": "csv"})
        assert list(csv.reader(io.StringIO(found.text)))[1:] == owns
        failed = client.get("/sparql", params={"query": query.replace(url, gone)})
        assert failed.status_code == 503
        assert failed.headers["content-type"] == "application/problem+json"
        assert client.get("/sparql", params={"query": query.replace(url, "http://x/")}).status_code == 400
        assert "BasicFederatedQuery" in client.get("/sparql").text


HOSTILE = {
    "ASK " + "{" * 10_000 + "}" * 10_000: 400,
    "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }": 400,
    "SELECT * { " + " UNION ".join("{ ?s ?p 1 }" for _ in range(1000)) + " }": 400,
    "SELECT * { " + "#" * 5_000_000 + "\n}": 413,
    "ASK { ?s ?p '" + "x" * 200_000 + "' }": 400,
    "ASK {} ASK {}": 400,
    "ASK \x00{}": 400,
    "": 400,
    "SELECT * { ?s ?p ?o " + "".join(f"OPTIONAL {{ ?s ?p{i} ?o{i} }} " for i in range(400)) + "}": 503,
    "SELECT (COUNT(*) AS ?n) { "
    + "".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(40)))} }} " for i in range(12))
    + "}": 503,
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i": 503,
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f": 503,
    "ASK { ?s " + "(" * 90 + "alu:owns" + ")*" * 90 + " ?o }": 503,
    "SELECT * { ?s " + "(" * 10_000 + "alu:owns" + ")*" * 10_000 + " ?o }": 400,
    "SELECT * { ?a (((!<x:y>)|^(!<x:y>))+)+ ?b . ?b ((!<x:y>)|^(!<x:y>))* ?c }": 503,
    "ASK { FILTER(<http://example.org/unknown>(1)) }": 400,
    "SELECT ?x16 { BIND('xxxxxxxxxxxxxxxx' AS ?x) BIND(?x AS ?x0) "
    + "".join(f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(16))
    + "}": 503,
    'SELECT (REGEX("' + "a" * 30_000 + '", "(a+)+$") AS ?x) {}': 200,
    "ASK { FILTER(" + "!" * 3900 + "true) }": 200,
    "SELECT * { " + " UNION ".join("{ ?s ?p 1 }" for _ in range(300)) + " }": 200,
}


def test_hostile_queries_get_a_clear_answer_and_the_server_goes_on(url: str) -> None:
    answers: dict[str, tuple[int, bytes]] = {}

    def send(query: str) -> None:
        answers[query] = ask(url, query)

    start = time.monotonic()
    threads = [threading.Thread(target=send, args=(query,)) for query in HOSTILE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), time.monotonic() - start < 60) == (len(HOSTILE), True)
    for query, expected in HOSTILE.items():
        if answers[query][0] == 503 != expected:  # all at once they may be stopped on a busy machine
            answers[query] = ask(url, query)
    wrong = [(q[:60], *answers[q]) for q, expected in HOSTILE.items() if answers[q][0] != expected]
    assert wrong == []
    assert all(json.loads(body)["detail"] for status, body in answers.values() if status != 200)
    assert ask(url, OWNS)[0] == 200


@pytest.mark.parametrize("length", [70_000, 5_000_000])
def test_a_url_that_is_too_long_is_told(url: str, length: int) -> None:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    connection.request("GET", f"{place.path}?query={quote(OWNS)}{'+' * length}")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["content-type"]) == (414, "application/problem+json")
    assert b"in the body of a POST" in answer.read()
    connection.close()


# Load, and clients that go away


def test_short_queries_are_quick_beside_fifty_long_ones(url: str) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(ask(url, ENDLESS)[0])) for _ in range(50)]
    for thread in threads:
        thread.start()
    until(lambda: len(workers()) >= 50)
    waits = []
    while any(t.is_alive() for t in threads) and len(waits) < 20:
        start = time.monotonic()
        assert ask(url, OWNS)[0] == 200
        waits.append(time.monotonic() - start)
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    assert statuses == [503] * 50, "each is told that it was stopped"
    assert max(waits) < 2
    assert len(waits) > 5


def hang_up(url: str) -> socket.socket:
    """Send an endless query; the socket that nothing will be read from."""
    place = urlsplit(url)
    client = socket.create_connection((place.hostname or HERE, place.port or 80))
    body = ENDLESS.encode()
    head = f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/sparql-query\r\n"
    client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return client


def test_who_goes_away_takes_the_query_along(url: str) -> None:
    ask(url, OWNS)
    client = hang_up(url)
    until(lambda: any(map(toils, workers())))
    (busy,) = filter(toils, workers())
    client.close()
    start = time.monotonic()
    until(lambda: busy not in workers())
    assert time.monotonic() - start < 5, "before its deadline; what was niced also ends late on a busy machine"


def test_after_a_thousand_queries_and_a_hundred_that_were_ended_nothing_is_left(url: str, folder: Path) -> None:
    def many(n: int) -> None:
        place = urlsplit(url)
        connection = http.client.HTTPConnection(place.netloc, timeout=60)
        for _ in range(n):
            connection.request("POST", place.path, OWNS.encode(), QUERY)
            assert connection.getresponse().read().startswith(b"{")
        connection.close()

    asking = [threading.Thread(target=many, args=(250,)) for _ in range(4)]
    for thread in asking:
        thread.start()
    for _ in range(10):
        clients = [hang_up(url) for _ in range(10)]
        until(lambda: len(workers()) > SPARE)
        for client in clients:
            client.close()
    for thread in asking:
        thread.join()
    until(lambda: len(workers()) <= SPARE)
    assert len(list((folder / "rdf").glob("rdf-*/snapshot-*"))) == 1
    assert ask(url, OWNS)[0] == 200
