"""Labels with a prefix: the contract with one, and several records beside what others keep in one database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.saved import guide, named, saved
from api.settings import read_settings
from graph import neo4j_bulk, neo4j_schema, views
from graph.neo4j_driver import Connection
from graph.neo4j_labels import named_by, prefixed
from graph.neo4j_store import Neo4jStore
from graph.statement import Extraction
from graph.store import Access
from ontology.derive import derived_types, relationship_types
from ontology.errors import SettingError, StoreClash
from ontology.load import ontology
from tests.conftest import Neo4jServer, quiet
from tests.graph.contract import *  # noqa: F403
from tests.graph.record import company, extraction, relation
from tests.graph.test_neo4j_schema import empty, fill, password, rows

pytestmark = pytest.mark.neo4j

A, B = company("Alpha Aluminium"), company("Beta Metals")
THEIRS = "CREATE (:Document {id: 'diary'})-[:MENTIONS {entity: 'org/alpha-aluminium'}]->(:Person {id: 'ann'})"
DUMP = "MATCH (n) RETURN labels(n) AS l, properties(n) AS p, COUNT { (n)--() } AS ties ORDER BY p.id"


@pytest.fixture
def database(neo4j_server: Neo4jServer) -> Iterator[Connection]:
    """A database with nothing in it, no schema either; it is left like that."""
    with closing(Connection(neo4j_server.url, neo4j_server.access)) as connection:
        empty(connection)
        yield connection
        empty(connection)


@pytest.fixture
def place(database: Connection, neo4j_server: Neo4jServer) -> tuple[str, Access]:
    """URL and access of an empty record whose labels have a prefix, beside what somebody else keeps."""
    database.driver.execute_query(THEIRS)
    database.driver.execute_query("CREATE CONSTRAINT theirs FOR (n:Document) REQUIRE n.id IS UNIQUE")
    return neo4j_server.url, replace(neo4j_server.access, prefix="Mine_")


def opened(server: Neo4jServer, prefix: str) -> Neo4jStore:
    """A record with a prefix."""
    return Neo4jStore(server.url, ontology(), replace(server.access, prefix=prefix))


def test_every_label_has_the_prefix_and_no_type_but_one() -> None:
    for label in neo4j_schema.own_labels(ontology()):
        query = f"MATCH (a:{label} {{id: $id}})-[r]->(:Entity:{label}) USING INDEX a:{label}(id) RETURN r"
        assert prefixed(query, "P_") == re.sub(f":(Entity|{label})", r":P_\1", query)
    for type in (*relationship_types(ontology()), *derived_types(ontology()), "SUBJECT|OBJECT", "STATED_IN"):
        assert prefixed(f"MATCH ()-[r:{type}]->() RETURN r", "P_") == f"MATCH ()-[r:{type}]->() RETURN r"
    assert prefixed("()-[m:MENTIONS {entity: id}]->() USING INDEX m:MENTIONS(entity)", "P_").count(":P_MENTIONS") == 2
    assert prefixed("CREATE INDEX potline_said IF NOT EXISTS FOR (n:Statement) ON (n.subject)", "P_") == (
        "CREATE INDEX P_potline_said IF NOT EXISTS FOR (n:P_Statement) ON (n.subject)"
    )


def test_names_of_one_prefix_are_none_of_another() -> None:
    prefixes = ("", "P_", "Potline_", "P_potline_", "potline_", "P_P_")
    for own in prefixes:
        assert [p for p in prefixes if named_by(prefixed("potline_said", own), p)] == [own]


@pytest.mark.parametrize("word", ["Potline", "_", "1_", "P-_", "P_`", "P_ ", "Ä_", "P_:X_", "P_\n"])
def test_a_prefix_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(SettingError, match="POTLINE_NEO4J_LABEL_PREFIX"):
        read_settings(neo4j_label_prefix=word)


def test_records_in_one_database_do_not_see_each_other(database: Connection, neo4j_server: Neo4jServer) -> None:
    with (
        opened(neo4j_server, "") as plain,
        opened(neo4j_server, "potline_") as one,
        opened(neo4j_server, "Two_") as two,
    ):
        assert len({store.record for store in (plain, one, two)}) == 3
        fill(one)
        before = views.whole(one, ontology()), one.revision()
        assert [*plain.documents()] == [*two.documents()] == [*two.entities()] == []
        assert (plain.revision(), two.search("alpha")) == (0, ())
        plain.put(extraction("a.txt", [A, B], [relation(B, "owns", A)]))
        two.put(extraction("c.txt", [A, B], [relation(A, "owns", B, "ended")]))
        assert (views.whole(one, ontology()), one.revision()) == before
        others = views.whole(plain, ontology()), views.whole(two, ontology())
        neo4j_schema.drop(one.connection)
        assert (views.whole(plain, ontology()), views.whole(two, ontology())) == others
    left = {label for row in rows(database, "MATCH (n) RETURN labels(n) AS l") for label in row["l"]}
    assert not any(label.startswith("potline_") for label in left)
    names = [row["name"] for kind in ("CONSTRAINTS", "INDEXES") for row in rows(database, f"SHOW {kind}")]
    assert not any(named_by(name, "potline_") for name in names)
    for prefix in ("", "Two_"):
        assert len({n for n in names if named_by(n, prefix)}) == len(neo4j_schema.SCHEMA)


def test_everything_has_the_prefix_and_what_others_keep_stays(
    place: tuple[str, Access], database: Connection, neo4j_server: Neo4jServer
) -> None:
    before = rows(database, DUMP)
    with pytest.raises(StoreClash, match="POTLINE_NEO4J_LABEL_PREFIX"):
        opened(neo4j_server, "")
    with opened(neo4j_server, "Mine_") as store:
        fill(store)
    labels = [set(row["l"]) for row in rows(database, "MATCH (n) RETURN labels(n) AS l")]
    assert sum(all(label.startswith("Mine_") for label in each) for each in labels) == len(labels) - 2
    env = {**password(neo4j_server), "POTLINE_NEO4J_LABEL_PREFIX": "Mine_"}
    done = CliRunner().invoke(app, ["neo4j", "drop", "--store", neo4j_server.url], input="n\n", env=env)
    assert (done.exit_code, "2 other nodes would stay" in done.stdout) == (1, True), done.output
    done = CliRunner().invoke(app, ["neo4j", "drop", "--yes", "--store", neo4j_server.url], env=env)
    assert done.exit_code == 0, done.output
    assert rows(database, DUMP) == before
    assert [row["name"] for row in rows(database, "SHOW CONSTRAINTS")] == ["theirs"]


def written(found: list[dict[str, Any]]) -> list[str]:
    """Rows as text, in an order that does not hang on the query's."""
    return sorted(json.dumps(row, sort_keys=True) for row in found)


def test_saved_queries_answer_alike_with_a_prefix(
    database: Connection, neo4j_server: Neo4jServer, seeds: tuple[Extraction, ...]
) -> None:
    with opened(neo4j_server, "") as plain, opened(neo4j_server, "My_") as mine:
        for store in (plain, mine):
            for document in seeds:
                store.put(document)
        for one in saved():
            found = mine.cypher(named(one.name, "My_").query, one.parameters)
            expected = plain.cypher(one.query, one.parameters)
            assert [row.replace("My_", "") for row in written(found)] == written(expected), one.name
    assert "(:My_Entity {id: " in guide("My_")
    assert ":Entity" not in guide("My_")


def test_files_for_a_bulk_import_have_the_prefix(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    with opened(neo4j_server, "My_") as store:
        store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
        neo4j_bulk.export(store, ontology(), tmp_path / "files", quiet, "My_")
        neo4j_schema.drop(store.connection)
    options = (tmp_path / "files" / neo4j_bulk.ARGUMENTS).read_text("utf-8").splitlines()
    kinds = {option.partition("=./")[0] for option in options if "=./" in option}
    assert "--nodes=My_Entity:My_Organization:My_Company" in kinds
    assert {"--relationships=My_MENTIONS", "--relationships=OWNS", "--nodes=My_Record"} <= kinds
    assert all(label.startswith("My_") for k in kinds if "nodes" in k for label in k.partition("=")[2].split(":"))
