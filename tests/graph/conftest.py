"""The store under test: each test of the contract runs once for each kind, and knows not which it got."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import Access, Store, open_store
from ontology.load import ontology
from tests.conftest import Neo4jServer

Opener = Callable[[], Store]


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Access]:
    """URL and access of an empty record."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.db'}", Access(timeout=20)
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    server.clean()
    return server.url, server.access


@pytest.fixture
def opener(place: tuple[str, Access]) -> Iterator[Opener]:
    """Opens the same record, as often as it is called; all are closed in the end."""
    opened: list[Store] = []

    def call() -> Store:
        store = open_store(place[0], ontology(), place[1])
        opened.append(store)
        return store

    yield call
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """An empty record."""
    return opener()
