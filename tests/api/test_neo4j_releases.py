"""A later release of Neo4j: a good part of the contract, what the release is asked for, and its bulk import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.neo4j_import import import_folder
from api.neo4j_server import Server
from api.settings import read_settings
from graph import neo4j_bulk, views
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from graph.store import Access
from ontology.errors import InputError, ServerError, SettingError
from ontology.load import ontology
from tests.conftest import NEWER, QUICK, Neo4jServer, free_port, quiet, start_neo4j
from tests.graph.contract import *  # noqa: F403

pytestmark = [pytest.mark.neo4j, pytest.mark.timeout(900)]  # the first run fetches the release


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """A Neo4j of the later release."""
    server = start_neo4j(tmp_path_factory.mktemp("newer"), *QUICK, version=NEWER)
    yield Neo4jServer(server)
    server.stop()


@pytest.fixture
def place(newer: Neo4jServer) -> tuple[str, Access]:
    """URL and access of an empty record on it."""
    newer.clean()
    return newer.url, newer.access


def test_the_release_is_what_was_asked_for(newer: Neo4jServer) -> None:
    assert newer.server.status().version == NEWER
    assert Server(newer.server.home).release == NEWER, "the home knows it"


def test_an_older_release_is_kept_from_a_home(newer: Neo4jServer) -> None:
    home, ports = newer.server.home, {"bolt_port": free_port(), "http_port": free_port()}
    with pytest.raises(ServerError, match=f"Neo4j {NEWER} is running.*stop first"):
        Server(home, version="5.26.30", **ports).start()
    with pytest.raises(ServerError, match=f"was run by Neo4j {NEWER}, and 5.26.30 cannot read"):
        Server(home, version="5.26.30", **ports).prepare()
    assert newer.server.status().version == NEWER


@pytest.mark.parametrize("version", ["4.4.40", "5.25.1", "latest", "5.26", "2026.8.1/../x"])
def test_a_release_that_is_none_of_ours_is_refused(version: str) -> None:
    with pytest.raises(SettingError, match=r"POTLINE_NEO4J_VERSION.*none before 5\.26"):
        read_settings(neo4j_version=version)
    done = CliRunner().invoke(app, ["neo4j", "start", "--version", version])
    assert isinstance(done.exception, SettingError)


def test_a_record_comes_in_all_at_once(newer: Neo4jServer, seeds: tuple[Extraction, ...], tmp_path: Path) -> None:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as source:
        for extraction in seeds:
            source.put(extraction)
        neo4j_bulk.export(source, ontology(), tmp_path / "files", quiet)
        wanted = views.whole(source, ontology())
    newer.clean()
    with Neo4jStore(newer.url, ontology(), newer.access) as there:
        there.put(seeds[0])
    with pytest.raises(InputError, match="holds data"):
        import_folder(newer.server, tmp_path / "files", ontology(), quiet)
    assert import_folder(newer.server, tmp_path / "files", ontology(), quiet, overwrite=True) == len(seeds)
    with Neo4jStore(newer.url, ontology(), newer.access) as there:
        assert views.whole(there, ontology()) == wanted
