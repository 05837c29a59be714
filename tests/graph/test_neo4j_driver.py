"""The connection to Neo4j: what its users ask in Cypher, and what goes wrong on the way."""

from __future__ import annotations

import ast
import logging
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from neo4j import READ_ACCESS
from neo4j.exceptions import ClientError

from graph.cypher import Answer
from graph.neo4j_driver import Connection
from graph.neo4j_store import Neo4jStore
from graph.store import Access
from ontology.errors import InvalidQuery, SettingError, StoreError, StoreRefused, StoreUnavailable
from ontology.load import ontology
from tests.conftest import Neo4jServer, free_port
from tests.graph.record import company, extraction, relation

pytestmark = pytest.mark.neo4j

A, B = company("Alpha Aluminium"), company("Beta Metals")


@pytest.fixture
def store(neo4j_server: Neo4jServer) -> Iterator[Neo4jStore]:
    """An empty record in Neo4j."""
    neo4j_server.clean()
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
        yield store


def test_cypher_reads_within_its_limits(store: Neo4jStore) -> None:
    assert store.cypher("UNWIND range(1, 10) AS n RETURN n", {}, limit=3) == [{"n": 1}, {"n": 2}, {"n": 3}]
    with pytest.raises(InvalidQuery, match="it writes"):
        store.cypher("CREATE (n:Intruder)", {})
    with pytest.raises(InvalidQuery, match="Invalid input"):
        store.cypher("MATCH (n", {})
    start = time.monotonic()
    with pytest.raises(InvalidQuery, match=r"(?i)terminated|timeout"):
        store.cypher("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)", {}, timeout=0.5)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("MATCH (n) SET n.x = 1", "it writes"),
        ("MERGE (n:X {id: 1}) RETURN n", "it writes"),
        ("MATCH (n) DETACH DELETE n", "it writes"),
        ("MATCH (n) REMOVE n:X", "it writes"),
        ("UNWIND [1] AS x CALL { WITH x CREATE (:A {x: x}) } IN TRANSACTIONS", "it writes"),
        ("FOREACH (x IN [1] | CREATE (:A))", "it writes"),
        ("EXPLAIN CREATE (n:X)", "it writes"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "it reads files"),
        ("RETURN COUNT { LOAD CSV FROM 'file:///x' AS l RETURN l } AS n", "it reads files"),
        ("CREATE INDEX intruder FOR (n:X) ON (n.y)", "the schema"),
        ("CALL dbms.listConfig() YIELD name RETURN name", "dbms.listConfig, which is not on the list"),
        ("RETURN EXISTS { CALL dbms.listConfig() YIELD name RETURN name } AS x", "not on the list"),
        ("CALL `db`.`createLabel`('x')", "db.createLabel, which"),
        ("SHOW TRANSACTIONS", "administers"),
        ("SHOW SETTINGS", "administers"),
        ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "administers"),
        ("CREATE USER x SET PASSWORD 'abcdefgh'", "administers"),
        ("PROFILE MATCH (n) RETURN n", "execution mode"),
        ("RETURN 1; CREATE (n)", "(?i)exactly one statement|Invalid input"),
    ],
)
def test_a_query_that_does_more_than_read_is_refused(store: Neo4jStore, query: str, word: str) -> None:
    before = store.cypher("MATCH (n) RETURN count(n) AS n", {})
    with pytest.raises(InvalidQuery, match=word):
        store.cypher(query, {})
    assert store.cypher("MATCH (n) RETURN count(n) AS n", {}) == before


def test_procedures_of_the_list_and_schema_are_shown(store: Neo4jStore) -> None:
    assert {"label": "Record"} in store.cypher("CALL db.labels()", {})
    assert store.ask("CALL db.labels() YIELD label WHERE label = 'Record' RETURN label AS l", {}).columns == ("l",)
    assert store.cypher("SHOW INDEXES YIELD name WHERE name = 'potline_said' RETURN name", {})


def test_an_answer_has_its_columns_and_says_that_it_was_cut(store: Neo4jStore) -> None:
    assert store.ask("MATCH (n:Nothing) RETURN n, 1 AS one", {}).columns == ("n", "one")
    numbers = "UNWIND range(1, 50000000) AS n RETURN n"
    assert store.ask(numbers, {}, limit=2) == Answer(("n",), [{"n": 1}, {"n": 2}], cut=True)
    assert store.ask("UNWIND [1, 2] AS n RETURN n", {}, limit=2).cut is False


def test_a_query_past_its_time_is_ended_on_the_server(store: Neo4jStore, neo4j_server: Neo4jServer) -> None:
    endless = "UNWIND range(1, 10000000000) AS endless WITH endless WHERE endless < 0 RETURN endless"
    with pytest.raises(InvalidQuery, match=r"terminated|timeout"):
        store.ask(endless, {}, timeout=0.5)
    rows = store.connection.driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS q")
    assert not [row["q"] for row in rows.records if "endless <" in row["q"]]


@pytest.mark.parametrize("value", [2**70, "\ud800", {"a": [2**63]}])
def test_a_parameter_that_cannot_be_sent_is_refused(store: Neo4jStore, value: object) -> None:
    with pytest.raises(InvalidQuery, match="parameter"):
        store.cypher("RETURN $x AS x", {"x": value})
    assert store.cypher("RETURN $x AS x", {"x": 1}) == [{"x": 1}], "the connection is well again"


def test_a_relationship_alone_knows_its_ends(store: Neo4jStore) -> None:
    store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
    (found,) = store.cypher("MATCH ()-[r:OWNS]->() RETURN collect({r: r}) AS all", {})
    assert (found["all"][0]["r"]["start"], found["all"][0]["r"]["end"]) == (A.id, B.id)


def test_a_path_has_its_parts(store: Neo4jStore) -> None:
    store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
    (found,) = store.cypher("MATCH p = (:Company)-[:OWNS]->(:Company) RETURN p", {})
    path = found["p"]
    assert [n["properties"]["id"] for n in path["nodes"]] == [A.id, B.id]
    (owns,) = path["relationships"]
    assert (owns["type"], owns["start"], owns["end"]) == ("OWNS", A.id, B.id)


def test_values_of_all_kinds_are_plain(store: Neo4jStore) -> None:
    query = "RETURN date('2024-05-01') AS d, [duration('P1D'), 1] AS list, {a: datetime('2024-05-01T00:00Z')} AS map, "
    query += "1.0 / 0 AS much, 0.0 / 0 AS none, point({x: 1, y: 2}) AS point, null AS nil"
    (found,) = store.cypher(query, {})
    assert found["d"] == "2024-05-01"
    assert found["list"] == ["P1D", 1]
    assert found["map"]["a"].startswith("2024-05-01T00:00:00")
    assert (found["much"], found["none"], found["nil"]) == ("Infinity", "NaN", None)
    assert found["point"] == {"srid": 7203, "coordinates": [1.0, 2.0]}
    (found,) = store.cypher("RETURN $bytes AS bytes", {"bytes": b"\x01\xff"})
    assert found["bytes"] == "01ff"


# One server or several


def begun(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """How transactions were begun, by what the driver notes of its messages."""
    said = [match for text in caplog.messages if (match := re.search(r"C: BEGIN (\{.*\})", text))]
    caplog.clear()
    return [ast.literal_eval(match[1]) for match in said]


def test_what_only_reads_may_go_anywhere_and_follows_what_was_written(
    store: Neo4jStore, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "neo4j.io"):
        store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
        written = begun(caplog)
        assert all("mode" not in each for each in written), "write access is what is not said"
        store.cypher("MATCH (n:Company) RETURN count(n) AS n", {})
        (asked,) = begun(caplog)
        assert asked["mode"] == "r"
        assert asked["bookmarks"], "it waits for what this connection wrote"
        list(store.documents())
        (read,) = begun(caplog)
        assert ("mode" in read, bool(read["bookmarks"])) == (False, True)


def test_the_server_itself_refuses_to_write_in_read_access_mode(store: Neo4jStore) -> None:
    with (
        store.connection.driver.session(default_access_mode=READ_ACCESS) as session,
        pytest.raises(ClientError, match="read access mode"),
    ):
        session.run("CREATE (:Intruder)").consume()
    assert store.cypher("MATCH (n:Intruder) RETURN n", {}) == []


def test_no_id_of_the_server_is_kept(store: Neo4jStore) -> None:
    store.put(extraction("a.txt", [A, B], [relation(A, "owns", B)]))
    every = "MATCH (n) OPTIONAL MATCH (n)-[r]->() "
    ids = store.cypher(f"{every}UNWIND [elementId(n), elementId(r)] AS id RETURN DISTINCT id", {})
    text = str(store.cypher(f"{every}RETURN properties(n) AS n, properties(r) AS r", {}))
    assert [row for row in ids if row["id"] and row["id"] in text] == []


# Being refused


def test_a_wrong_password_is_refused_with_the_setting(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreRefused, match="POTLINE_STORE_PASSWORD"):
        Neo4jStore(neo4j_server.url, ontology(), Access("neo4j", "wrong"))


def test_a_password_in_the_url_is_used_and_never_shown(neo4j_server: Neo4jServer) -> None:
    url = neo4j_server.url.replace("//", f"//neo4j:{neo4j_server.password}@")
    with Neo4jStore(url, ontology()) as store:
        assert store.url == neo4j_server.url
        assert store.revision() >= 0


def opened(url: str, timeout: float = 2) -> None:
    """Try to open a record there."""
    Neo4jStore(url, ontology(), Access("neo4j", "x", timeout=timeout))


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_server_that_is_down_is_said_within_the_limit(scheme: str) -> None:
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match="does not answer within 2 s"):
        opened(f"{scheme}://127.0.0.1:{free_port()}")
    assert time.monotonic() - start < 8


def test_a_server_that_takes_calls_and_says_nothing_is_given_up() -> None:
    start = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(StoreUnavailable):
        opened(f"bolt://127.0.0.1:{mute.getsockname()[1]}")
    assert time.monotonic() - start < 8


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "bolt://:7687",
        "neo4j://h:port",
        "neo4j://h:70000",
        "neo4j://h/db",
        "bolt+x://h",
        "neo4j://u:geheim@h:p",
    ],
)
def test_a_url_that_names_no_server_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingError, match="store_url") as caught:
        opened(url)
    assert "geheim" not in str(caught.value)


def test_an_error_leaves_the_connection_well(neo4j_server: Neo4jServer) -> None:
    with closing(Connection(neo4j_server.url, neo4j_server.access)) as connection:
        with pytest.raises(StoreError):
            connection.transaction(lambda run: run("RETURN 1 / 0 AS x"))
        assert connection.transaction(lambda run: run("RETURN 1 AS x")) == [{"x": 1}]


def test_a_database_that_is_not_there_is_said(neo4j_server: Neo4jServer) -> None:
    access = Access("neo4j", neo4j_server.password, "elsewhere", timeout=2)
    with pytest.raises(StoreUnavailable, match="elsewhere"):
        Neo4jStore(neo4j_server.url, ontology(), access)
