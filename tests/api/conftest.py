"""An API on each store, with the seeds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings, read_settings
from graph.statement import Extraction
from tests.conftest import filled


@pytest.fixture
def client(sqlite_settings: Settings) -> Iterator[TestClient]:
    """The API on SQLite, with the seeds."""
    with TestClient(create_app(sqlite_settings), raise_server_exceptions=False) as client:
        yield client


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
