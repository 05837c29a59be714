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


@pytest.fixture
def client(sqlite_settings: Settings) -> Iterator[TestClient]:
    """The API on SQLite, with the seeds."""
    with TestClient(create_app(sqlite_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def neo4j_settings(neo4j_server: Neo4jServer, seeds: tuple[Extraction, ...]) -> Settings:
    """Settings of a Neo4j record that holds the seeds, for tests that only read."""
    neo4j_server.clean()
    url, user, password = neo4j_server.url, neo4j_server.user, neo4j_server.password
    return filled(read_settings(store_url=url, store_user=user, store_password=password, api_key=KEY), seeds)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeds: tuple[Extraction, ...]
) -> Iterator[TestClient]:
    """The API on each store, with the seeds, for tests that only read."""
    if request.param == "neo4j":
        settings: Settings = request.getfixturevalue("neo4j_settings")
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('asked') / 'potline.db'}"
        settings = filled(read_settings(store_url=url), seeds)
    with TestClient(create_app(settings)) as client:
        yield client
