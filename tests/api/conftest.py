"""The seeds loaded once on each store; an API on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.loading import load_all
from api.settings import SEEDS, Settings, read_settings
from api.workspace import Workspace
from graph.statement import Extraction
from tests.conftest import Neo4jServer

KEY = "a-key-for-tests"


def quiet(*_: object) -> None:
    """No progress, no lines."""


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Extraction, ...]:
    """What the three seed documents give, extracted once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('seeds') / 'seeds.db'}"
    with Workspace(read_settings(store_url=url)) as work:
        load_all(work, sorted((SEEDS / "documents").iterdir()), quiet, quiet)
        return tuple(work.store.extraction(d.id) for d in work.store.documents())


@pytest.fixture
def sqlite_settings(tmp_path: Path, seeds: tuple[Extraction, ...]) -> Settings:
    """Settings of a SQLite record that holds the seeds."""
    settings = read_settings(store_url=f"sqlite:///{tmp_path / 'potline.db'}", api_key=KEY)
    with Workspace(settings) as work:
        for extraction in seeds:
            work.store.put(extraction)
    return settings


@pytest.fixture
def client(sqlite_settings: Settings) -> Iterator[TestClient]:
    """The API on SQLite, with the seeds."""
    with TestClient(create_app(sqlite_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def neo4j_settings(neo4j_server: Neo4jServer, seeds: tuple[Extraction, ...]) -> Settings:
    """Settings of a Neo4j record that holds the seeds."""
    neo4j_server.clean()
    settings = read_settings(
        store_url=neo4j_server.url,
        store_user=neo4j_server.user,
        store_password=neo4j_server.password,
        api_key=KEY,
    )
    with Workspace(settings) as work:
        for extraction in seeds:
            work.store.put(extraction)
    return settings


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of a record that holds the seeds, on each store."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found
