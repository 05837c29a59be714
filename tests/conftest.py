"""What a run of the tests shares: a real Neo4j, whose jars are cached, and the seeds, loaded on each store."""

from __future__ import annotations

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from api.loading import load_all
from api.neo4j_server import Server
from api.settings import SEEDS, Settings, read_settings
from api.workspace import Workspace
from graph import views
from graph.neo4j_driver import Connection
from graph.statement import Extraction
from graph.store import Access, open_store
from ontology.load import ontology
from tests.graph.record import company, extraction, judged, relation

# How long an example takes depends on what else the machine does; nothing timed is a test.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


LONGEST = (
    "api/test_neo4j_releases.py",
    "api/test_competency.py",
    "graph/test_crash.py",
    "api/test_neo4j_import.py",
    "loaders/test_frames.py",
    "api/test_triples.py",
    "api/test_neo4j_away.py",
    "graph/test_store.py",
    "api/test_cli.py",
    "api/test_neo4j_doors.py",
    "graph/test_neo4j_labels.py",
    "graph/test_kept.py",
    "graph/whole/test_laws.py",
    "api/test_linked.py",
    "api/test_export.py",
    "api/test_materialise.py",
    "api/test_neo4j_server.py",
    "score/test_floor.py",
    "api/test_structure.py",
    "api/test_llm.py",
    "graph/test_store_laws.py",
    "browser/test_neo4j_browser.py",
    "test_docs.py",
)
"""The files that take longest, the longest first; `make test` gives whole files to its two processes in this order."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: one that came last would leave the other process with nothing to do.

    Inside a file, and among the others, the order stays.
    """
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


KEY = "a-key-for-tests"
HERE = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@dataclass(frozen=True)
class Neo4jServer:
    """A running Neo4j: where it is and how to get in."""

    server: Server
    user: str = "neo4j"
    access: Access = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "access", Access(self.user, self.password, timeout=20))

    @property
    def url(self) -> str:
        """The store_url."""
        return self.server.url

    @property
    def http(self) -> str:
        """Where Neo4j Browser is."""
        return self.server.browser

    @property
    def password(self) -> str:
        """Its generated password."""
        return self.server.password()

    def clean(self) -> None:
        """Empty the database, constraints and indexes left in place."""
        with closing(Connection(self.url, self.access)) as connection:
            connection.driver.execute_query("MATCH (n) DETACH DELETE n")


QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=240m")
"""Halves what a start costs; a server that runs for long is slower with it.

With one level of compiler Java keeps 48 MB for compiled code, which the queries of a whole run of tests can fill:
"Out of space in CodeCache". 240 MB are what all levels get by default.
"""


NEWER = "2026.08.1"
"""A later release on which the tests run too."""


@cache
def keep_classes() -> None:
    """Have the classes of the server kept before the first start, which else the first server to be stopped does.

    With them a start takes a third of the processor time, and a run of all tests has over thirty. So that there are
    those of Cypher among them, the server takes documents and is asked. Two processes of a run do not both do it.
    """
    lock = Path(tempfile.gettempdir()) / f"potline-tests-{os.getuid()}.lock"
    with tempfile.TemporaryDirectory() as home, lock.open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        server = Server(Path(home), bolt_port=free_port(), http_port=free_port(), heap="400m", java_options=QUICK)
        if server.install().options():
            return
        server.start()
        try:
            with open_store(server.url, ontology(), Access("neo4j", server.password(), timeout=60)) as store:
                said = [relation(company("Alpha"), "owns", company("Beta"))]
                for name in ("one.txt", "two.txt"):
                    store.put(extraction(name, [company("Alpha"), company("Beta")], said))
                store.judge(judged("same", company("Alpha"), company("Gamma")))
                store.search("alpha")
                views.whole(store, ontology())
        finally:
            server.stop()


def start_neo4j(
    home: Path,
    *java_options: str,
    heap: str = "400m",
    page_cache: str = "128m",
    version: str | None = None,
    conf: Mapping[str, str] | None = None,
) -> Server:
    """A Neo4j of its own on free ports."""
    if version is None:
        keep_classes()
    server = Server(
        home,
        bolt_port=free_port(),
        http_port=free_port(),
        heap=heap,
        page_cache=page_cache,
        version=version,
        java_options=java_options,
        conf=conf or {},
    )
    server.start()
    return server


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A real Neo4j; that it cannot start is a failure, never a skip."""
    server = start_neo4j(tmp_path_factory.mktemp("neo4j"), *QUICK)
    yield Neo4jServer(server)
    server.stop()


def quiet(*_: object) -> None:
    """No progress, no lines."""


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, ...]:
    """What the three seed documents give, extracted once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeds') / 'seeds.db'}"
    with Workspace(read_settings(store_url=url)) as work:
        load_all(work, sorted((SEEDS / "documents").iterdir()), quiet, quiet)
        return tuple(work.store.extraction(d.id) for d in work.store.documents())


def filled(settings: Settings, seeds: tuple[Extraction, ...]) -> Settings:
    """The settings, their record filled with the seeds."""
    with Workspace(settings) as work:
        for extraction in seeds:
            work.store.put(extraction)
    return settings


@pytest.fixture
def sqlite_settings(tmp_path: Path, seeds: tuple[Extraction, ...]) -> Settings:
    """Settings of a SQLite record that holds the seeds."""
    return filled(read_settings(store_url=f"sqlite:///{tmp_path / 'potline.db'}", api_key=KEY), seeds)


@pytest.fixture(scope="module")
def neo4j_settings(neo4j_server: Neo4jServer, seeds: tuple[Extraction, ...]) -> Settings:
    """Settings of a Neo4j record that holds the seeds, for tests that only read."""
    neo4j_server.clean()
    url, user, password = neo4j_server.url, neo4j_server.user, neo4j_server.password
    return filled(read_settings(store_url=url, store_user=user, store_password=password, api_key=KEY), seeds)
