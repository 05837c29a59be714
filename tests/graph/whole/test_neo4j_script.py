"""The Cypher script run in a real Neo4j; and that a record in Neo4j gives the same bytes as one in SQLite."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from graph import views
from graph.neo4j_driver import Connection
from graph.neo4j_schema import drop
from graph.neo4j_store import Neo4jStore
from graph.sqlite_store import SqliteStore
from graph.store import Outcome
from ontology.load import ontology
from tests.api.test_neo4j_import import copied, dump, made
from tests.conftest import Neo4jServer
from tests.graph.record import company, extraction, relation
from tests.graph.whole.made import EACH, JUDGED, SAID, exported, fill

pytestmark = pytest.mark.neo4j

HARD = (
    "\\u0041 \\\\u0041 \\", "';\n MATCH (n) DETACH DELETE n;\n'", "// no comment", "`label`", '"', "'", "\\'", "$x {y}",
    "\r\n\t\b\f\x01\x7f\x85\u2028\ufeff", "𠮷野 😀", "/* */ ;",
)  # fmt: skip


def run(server: Neo4jServer, script: str) -> None:
    """Run a script as cypher-shell does, statement by statement, in an empty database."""
    with closing(Connection(server.url, server.access)) as connection:
        drop(connection)
        for statement in script.split(";\n"):
            if statement.strip():
                connection.driver.execute_query(statement)


def test_the_script_makes_the_record_that_loading_makes(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as source:
        made(source)
        a, b = company("A"), company("B")
        said = [relation(a, "owns", b, quote=text, qualifiers={"note": text, "since": "2024-05-01"}) for text in HARD]
        source.put(extraction("hard.txt", [a, b], said, title="".join(HARD)))
        neo4j_server.clean()
        with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
            copied(source, store)
            loaded = dump(store)
        run(neo4j_server, exported(source, "cypher").decode())
        with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
            assert dump(store) == loaded
            assert views.whole(store, ontology()) == views.whole(source, ontology())
            assert store.judgements() == source.judgements()
            assert store.record != source.record
            revision = store.revision()
            assert revision == len(list(source.documents())) + len(source.judgements())
            assert store.put(source.extraction(next(source.documents()).id)) is Outcome.UNCHANGED
            for format, part in EACH:
                assert exported(store, format, part) == exported(source, format, part), format


def test_both_stores_and_every_order_give_the_same_bytes(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    neo4j_server.clean()
    with (
        Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as one,
        SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as two,
    ):
        fill(one, SAID, JUDGED)
        fill(two, reversed(SAID), JUDGED)
        for format, part in EACH:
            assert exported(one, format, part) == exported(two, format, part), format
