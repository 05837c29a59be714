"""Neo4j that is down at the start, goes down, stands still, and comes back, while the API stays up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import psutil
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.neo4j_server import Server
from api.settings import Settings, read_settings
from graph.neo4j_store import Neo4jStore
from graph.statement import Extraction
from graph.store import Access
from ontology.errors import StoreUnavailable
from ontology.load import ontology
from tests.conftest import KEY, QUICK, filled, start_neo4j
from tests.graph.record import company, extraction

pytestmark = [pytest.mark.neo4j, pytest.mark.timeout(600)]

LIMIT = 4.0
"""POTLINE_STORE_TIMEOUT."""
SLACK = 6.0
"""Seconds beside it, for a machine that has other things to do."""
HONGTUO = "/entities/org/hongtuo-industrial"
READS = ("/readyz", HONGTUO, f"{HONGTUO}/owners", "/documents", "/triples?p=alu:owns")
NEWS = "/documents?source=news.txt"
TEXT = "Weiqiao Aluminum & Power holds 60% of the shares of Hongtuo Industrial."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j of its own: these tests stop it."""
    server = start_neo4j(tmp_path_factory.mktemp("away"), *QUICK)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def settings(server: Server, seeds: tuple[Extraction, ...]) -> Settings:
    """The seeds in it."""
    access = {"store_user": "neo4j", "store_password": server.password()}
    return filled(read_settings(store_url=server.url, store_timeout=LIMIT, api_key=KEY, **access), seeds)


def timed(client: TestClient, path: str) -> tuple[httpx2.Response, float]:
    """An answer, and the seconds that it took."""
    start = time.monotonic()
    answer = client.get(path)
    return answer, time.monotonic() - start


def assert_away(client: TestClient, limit: float = LIMIT) -> None:
    """Everything says so at once, though all ask at the same time, and the process lives."""
    with ThreadPoolExecutor(2 * len(READS)) as pool:
        found = list(pool.map(lambda path: timed(client, path), READS * 2))
    for answer, took in found:
        assert answer.status_code == 503, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        assert took < limit + SLACK
    assert client.get("/healthz").status_code == 200


def assert_well(client: TestClient) -> None:
    """Everything answers."""
    for path in READS:
        assert client.get(path).status_code == 200, path


def test_down_at_the_start_down_in_the_middle_and_back(server: Server, settings: Settings) -> None:
    server.stop()
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert_away(client)
        server.start()
        assert_well(client)
        revision = client.get("/readyz").json()["revision"]
        server.stop()
        assert_away(client)
        written = client.post(NEWS, content=TEXT, headers={"X-API-Key": KEY})
        assert (written.status_code, "retry-after" in written.headers) == (503, True)
        server.start()
        assert_well(client)
        assert client.get("/readyz").json()["revision"] == revision, "the write failed whole"
        assert client.post(NEWS, content=TEXT, headers={"X-API-Key": KEY}).status_code == 201
        assert client.get("/readyz").json()["revision"] == revision + 1


def test_a_server_that_stands_still_keeps_nobody(server: Server, settings: Settings) -> None:
    pid = server.status().pid
    assert pid is not None
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        assert_well(client)
        process = psutil.Process(pid)
        process.suspend()
        try:
            assert_away(client, 10 + 2 * LIMIT)  # the driver waits for two signs of life of the server
        finally:
            process.resume()
        time.sleep(1)
        assert_well(client)


def test_a_full_disk_takes_nothing_half_and_all_is_well_after_a_restart(server: Server, settings: Settings) -> None:
    access = Access("neo4j", server.password(), timeout=LIMIT)
    news = extraction("full.txt", [company("Alpha"), company("Beta")], [])
    with (
        TestClient(create_app(settings), raise_server_exceptions=False) as client,
        Neo4jStore(server.url, ontology(), access) as store,
    ):
        assert_well(client)
        documents, revision = [d.id for d in store.documents()], store.revision()
        process = psutil.Process(server.status().pid)
        # No file may be written beyond this, which a log of transactions with the seeds in it is already.
        process.rlimit(psutil.RLIMIT_FSIZE, (50_000, psutil.RLIM_INFINITY))
        with pytest.raises(StoreUnavailable, match=r"can write no more.*disk is full"):
            store.put(news)
        assert_away(client)
        assert "disk is full" in client.get("/readyz").json()["detail"]
        process.rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
        server.stop()
        server.start()
        assert_well(client)
        assert ([d.id for d in store.documents()], store.revision()) == (documents, revision)
        store.put(news)
        assert store.revision() == revision + 1
