"""kill -9 in the middle of a load: no acknowledged document is lost, none is there by half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from api.neo4j_server import Server
from graph import views
from graph.neo4j_store import Neo4jStore
from graph.sources import same
from graph.statement import Extraction
from graph.store import Access, Store, open_store
from ontology.errors import StoreError
from ontology.load import ontology
from tests.conftest import QUICK, start_neo4j
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, figure, relation

ROUNDS = 10
SERVER_ROUNDS = 6
"""Less often than a loader, for each time a Neo4j has to start and to recover. What a round tries does not depend on
the one before, and its moment is drawn anew in every run: the runs together, not one of them, try all moments."""
DOCUMENTS = 200

LOADER = """
import sys
from graph.store import Access, open_store
from ontology.load import ontology
from tests.graph.test_crash import documents
url, user, password, round = sys.argv[1:]
with open_store(url, ontology(), Access(user or None, password or None)) as store:
    for extraction in documents(int(round)):
        store.put(extraction)
        print(extraction.document.id, flush=True)
"""


def documents(round: int) -> Iterator[Extraction]:
    """The documents of one round; all of them speak of two firms that they share, and of one of their own."""
    alpha, beta = company("Alpha Aluminium"), company("Beta Metals")
    for i in range(DOCUMENTS):
        own = company(f"Firm {round}-{i}")
        said = [relation(alpha, "owns", beta), relation(beta, "owns", own), figure(own, "capacity", float(i + 1))]
        yield extraction(f"{round}-{i}.txt", [alpha, beta, own], said)


def verify(store: Store, acknowledged: list[str], expected: dict[str, Extraction]) -> None:
    """All that was acknowledged is there, all that is there is whole, and nothing hangs about."""
    kept = {d.id: store.extraction(d.id) for d in store.documents()}
    assert set(acknowledged) <= set(kept)
    for id, found in kept.items():
        assert same(found, expected[id]), f"{id} is there by half"
    used = {e.id for found in kept.values() for e in found.entities}
    assert {e.id for e in store.entities()} == used
    assert len(list(store.statements())) == sum(len(found.statements) for found in kept.values())
    links = views.relationships(store, ontology(), predicate="owns")
    assert sum(len(link.documents) for link in links) == 2 * len(kept)


def killed_after(loader: subprocess.Popen[str], count: int, delay: float) -> list[str]:
    """What a loader acknowledged until it was killed, some time after its `count`-th document."""
    assert loader.stdout is not None
    said = []
    for line in loader.stdout:
        said.append(line.strip())
        if len(said) == count:
            time.sleep(delay)
            loader.kill()
    assert loader.wait(60) == -signal.SIGKILL
    return said


def test_killing_the_loader(place: tuple[str, Access], opener: Opener) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    print("seed", seed)
    url, access = place
    acknowledged: list[str] = []
    expected: dict[str, Extraction] = {}
    for round in range(ROUNDS):
        expected |= {e.document.id: e for e in documents(round)}
        words = [sys.executable, "-c", LOADER, url, access.user or "", access.password or "", str(round)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as loader:
            acknowledged += killed_after(loader, chance.randint(1, 15), chance.uniform(0, 0.05))
        verify(opener(), acknowledged, expected)


def load_until_it_dies(server: Server, round: int, acknowledged: list[str]) -> None:
    """Put documents until the server is gone; what was acknowledged is noted."""
    access = Access("neo4j", server.password(), timeout=2)
    try:
        with open_store(server.url, ontology(), access) as store:
            for given in documents(round):
                store.put(given)
                acknowledged.append(given.document.id)
    except StoreError:
        pass


def drawn(store: Store) -> None:
    """The relationships that people query in Neo4j are those of the documents that are there."""
    assert isinstance(store, Neo4jStore)
    (found,) = store.cypher("MATCH ()-[r:OWNS]->() RETURN coalesce(sum(r.sources), 0) AS n", {})
    assert found["n"] == 2 * len(list(store.documents()))


@pytest.mark.neo4j
@pytest.mark.timeout(900)
def test_killing_the_neo4j_server(tmp_path: Path) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    print("seed", seed)
    server = start_neo4j(tmp_path / "neo4j", *QUICK)
    acknowledged: list[str] = []
    expected: dict[str, Extraction] = {}
    try:
        for round in range(SERVER_ROUNDS):
            expected |= {e.document.id: e for e in documents(round)}
            loader = threading.Thread(target=load_until_it_dies, args=(server, round, acknowledged))
            loader.start()
            target = len(acknowledged) + chance.randint(1, 10)
            while len(acknowledged) < target and loader.is_alive():
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.1))
            pid = server.status().pid
            assert pid is not None
            process = psutil.Process(pid)
            process.kill()
            process.wait(30)
            loader.join(60)
            assert server.status().state == "dead"
            server.start()
            with open_store(server.url, ontology(), Access("neo4j", server.password())) as store:
                verify(store, acknowledged, expected)
                drawn(store)
    finally:
        server.stop()
    assert len(acknowledged) >= SERVER_ROUNDS
