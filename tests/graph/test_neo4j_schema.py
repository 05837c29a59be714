"""The schema in Neo4j: its version, the way from an older one, and what others keep in the same database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner

from api.cli import app
from graph import neo4j_schema
from graph.neo4j_driver import Connection, Work
from graph.neo4j_store import Neo4jStore
from graph.views import whole
from ontology.errors import SettingError, StoreClash, StoreTooOld
from ontology.load import ontology
from tests.conftest import Neo4jServer
from tests.graph.record import company, extraction, figure, judged, relation

pytestmark = pytest.mark.neo4j

T = TypeVar("T")
A, B = company("Alpha Aluminium"), company("Beta Metals")
THEIRS = (
    "CREATE (a:Person {name: 'Ann'})-[:KNOWS {since: 2001}]->(b:Dog {name: 'Rex'}), (b)-[:LIKES]->(:Bone), "
    "(:Note {id: 'org/alpha-aluminium', text: 'not yours'})"
)


@pytest.fixture
def database(neo4j_server: Neo4jServer) -> Iterator[Connection]:
    """A database with nothing in it, no schema either; it is left like that."""
    with closing(Connection(neo4j_server.url, neo4j_server.access)) as connection:
        empty(connection)
        yield connection
        empty(connection)


def empty(connection: Connection) -> None:
    """Take everything away, whoever's it is."""
    connection.driver.execute_query("MATCH (n) DETACH DELETE n")
    for kind, query in (
        ("CONSTRAINT", "SHOW CONSTRAINTS"),
        ("INDEX", "SHOW INDEXES YIELD name, type, owningConstraint"),
    ):
        for row in connection.driver.execute_query(query).records:
            if row.get("owningConstraint") is None and row["type"] != "LOOKUP":
                connection.driver.execute_query(f"DROP {kind} `{row['name']}` IF EXISTS")


def opened(server: Neo4jServer) -> Neo4jStore:
    """The record, its schema made or brought up to date."""
    return Neo4jStore(server.url, ontology(), server.access)


def rows(connection: Connection, query: str) -> list[dict[str, Any]]:
    """The rows of any query."""
    return [record.data() for record in connection.driver.execute_query(query).records]


def fill(store: Neo4jStore) -> None:
    """Two documents that agree, a figure, and a judgement."""
    share = {"share": 60.0}
    first = [relation(A, "owns", B, qualifiers=share), figure(A, "capacity", 100.0, product="aluminium")]
    store.put(extraction("a.txt", [A, B], first, title="First", published="2024-05-01"))
    store.put(extraction("b.txt", [A, B], [relation(A, "owns", B, qualifiers=share, quote="A has B. " * 60)]))
    store.judge(judged("undecided", A, B))


def test_the_version_is_a_node(database: Connection, neo4j_server: Neo4jServer) -> None:
    opened(neo4j_server).close()
    (found,) = rows(database, "MATCH (s:PotlineSchema) RETURN s.version AS version")
    assert found == {"version": neo4j_schema.VERSION}
    database.driver.execute_query("MATCH (s:PotlineSchema) SET s.version = 99")
    with pytest.raises(StoreTooOld, match="upgrade Potline"):
        opened(neo4j_server)


def test_a_database_of_version_1_is_brought_up_to_date(database: Connection, neo4j_server: Neo4jServer) -> None:
    with opened(neo4j_server) as store:
        fill(store)
        now = whole(store, ontology())
    new = rows(
        database, "MATCH (a)-[r]->(b) RETURN type(r) AS t, properties(r) AS p, b.id AS b ORDER BY t, b, r.entity"
    )
    figures = "MATCH (o:Observation) RETURN properties(o) AS o"
    (sure,) = rows(database, figures)
    assert sure["o"]["confidence"] > 0
    # As version 1 was: its number on the Record node alone, no evidence on relationships, one constraint less.
    database.driver.execute_query("MATCH (s:PotlineSchema) DELETE s")
    database.driver.execute_query("MATCH (r:Record) SET r.schema = 1")
    database.driver.execute_query("MATCH (:Entity)-[r]->(:Entity) REMOVE r.quote, r.document")
    database.driver.execute_query("MATCH (o:Observation) REMOVE o.confidence")
    database.driver.execute_query("DROP CONSTRAINT potline_schema")
    with opened(neo4j_server) as store:
        assert whole(store, ontology()) == now
        assert store.revision() == 3
    again = "MATCH (a)-[r]->(b) RETURN type(r) AS t, properties(r) AS p, b.id AS b ORDER BY t, b, r.entity"
    assert rows(database, again) == new
    assert rows(database, figures) == [sure]
    assert rows(database, "MATCH (s:PotlineSchema) RETURN s.version AS v") == [{"v": neo4j_schema.VERSION}]


OLD = """
CREATE (:Record {key: 'record', id: 'r-1', revision: 1, schema: 1}),
  (:Change {revision: 1, kind: 'document', id: 'old-1'}),
  (d:Document {id: 'old-1', source: 'old.txt', sha256: 'x', title: 'Old news', published: date('2020-02-03'),
    text: 'Alpha has Beta.', also_at: [], extractor: '', registry: '', format: 'text/plain'}),
  (d)-[:ALSO_AT]->(:Source {id: 'old-1', source: 'old.txt'}),
  (a:Entity:Organization:Company {id: 'org/a', type: 'Company', name: 'A', names: ['A'], ids: ['org/a'],
    identifiers: [], folded: 'a', registered: false}),
  (b:Entity:Organization:Company {id: 'org/b', type: 'Company', name: 'B', names: ['B'], ids: ['org/b'],
    identifiers: [], folded: 'b', registered: false}),
  (d)-[:MENTIONS {entity: 'org/a', name: 'A', type: 'Company', folded: ['a'], data: $a}]->(a),
  (d)-[:MENTIONS {entity: 'org/b', name: 'B', type: 'Company', folded: ['b'], data: $b}]->(b),
  (s:Statement {id: 's-1', document: 'old-1', subject: 'org/a', predicate: 'owns', object: 'org/b', status: 'actual',
    quote: 'Alpha has Beta.', start: 0, end: 15, qualifiers: '{}', confidence: 1.0, extractor: '', rung: ''}),
  (s)-[:STATED_IN]->(d), (s)-[:SUBJECT]->(a), (s)-[:OBJECT]->(b),
  (a)-[:OWNS {status: 'actual', confidence: 1.0, sources: 1, documents: ['old-1'], statements: ['s-1']}]->(b)
"""


def test_a_database_that_an_older_potline_wrote_goes_on(database: Connection, neo4j_server: Neo4jServer) -> None:
    known = {
        end: json.dumps({"id": f"org/{end}", "type": "Company", "name": end.upper(), "names": [end.upper()]})
        for end in "ab"
    }
    database.driver.execute_query(OLD, known)
    with opened(neo4j_server) as store:
        assert (store.record, store.revision()) == ("r-1", 1)
        (owns,) = rows(database, "MATCH ()-[r:OWNS]->() RETURN r.quote AS quote, r.document AS document")
        assert owns == {"quote": ["Alpha has Beta."], "document": ["Old news (2020-02-03)"]}
        assert [s.id for s in store.statements()] == ["s-1"]
        store.remove("old-1")
        assert rows(database, "MATCH (e:Entity) RETURN e") == []


# Others in the same database


def test_what_others_keep_stays_as_it_is(database: Connection, neo4j_server: Neo4jServer) -> None:
    database.driver.execute_query(THEIRS.replace(":Person", ":Human"))
    database.driver.execute_query("CREATE CONSTRAINT theirs FOR (n:Dog) REQUIRE n.name IS UNIQUE")
    dump = "MATCH (n) RETURN labels(n) AS l, properties(n) AS p, COUNT { (n)--() } AS ties ORDER BY p.name, p.text"
    before = rows(database, dump)
    with opened(neo4j_server) as store:
        fill(store)
        assert [e.id for e in store.entities()] == [A.id, B.id]
        store.remove(next(iter(store.documents())).id)
    done = CliRunner().invoke(
        app, ["neo4j", "drop", "--store", neo4j_server.url], input="n\n", env=password(neo4j_server)
    )
    assert (done.exit_code, "4 other nodes would stay" in done.stdout) == (1, True), done.output
    assert rows(database, "MATCH (r:Record) RETURN r.revision AS r") == [{"r": 4}]
    done = CliRunner().invoke(app, ["neo4j", "drop", "--yes", "--store", neo4j_server.url], env=password(neo4j_server))
    assert done.exit_code == 0, done.output
    assert rows(database, dump) == before
    assert [row["name"] for row in rows(database, "SHOW CONSTRAINTS")] == ["theirs"]
    assert not [row for row in rows(database, "SHOW INDEXES") if row["name"].startswith("potline_")]
    with opened(neo4j_server) as store:
        assert store.revision() == 0


def password(server: Neo4jServer) -> dict[str, str]:
    """The environment that lets a command in."""
    return {"POTLINE_STORE_PASSWORD": server.password, "POTLINE_STORE_USER": server.user}


def test_relationships_of_others_at_our_nodes_are_counted(database: Connection, neo4j_server: Neo4jServer) -> None:
    with opened(neo4j_server) as store:
        fill(store)
    database.driver.execute_query("MATCH (e:Entity {id: $id}) CREATE (:Note)-[:ABOUT]->(e)", id=A.id)
    there = neo4j_schema.holdings(database, ontology())
    assert (there.others, there.tied, there.nodes["Document"]) == (1, 1, 2)


@pytest.mark.parametrize(
    ("theirs", "word"),
    [
        ("CREATE CONSTRAINT theirs FOR (n:Document) REQUIRE n.title IS UNIQUE", "constraint theirs on :Document"),
        ("CREATE CONSTRAINT theirs FOR (n:Company) REQUIRE n.id IS UNIQUE", "constraint theirs on :Company"),
        ("CREATE INDEX theirs FOR (n:Entity) ON (n.id)", "index theirs on :Entity"),
        ("CREATE (:Document {title: 'Diary'})", "1 nodes with the label Document are not"),
        (THEIRS, "1 nodes with the label Person are not"),
    ],
)
def test_what_clashes_is_refused_and_nothing_is_written(
    database: Connection, neo4j_server: Neo4jServer, theirs: str, word: str
) -> None:
    database.driver.execute_query(theirs)
    before = rows(database, "MATCH (n) RETURN count(n) AS n"), len(rows(database, "SHOW INDEXES"))
    with pytest.raises(StoreClash, match=f"{word}.*POTLINE_STORE_DATABASE"):
        opened(neo4j_server)
    assert (rows(database, "MATCH (n) RETURN count(n) AS n"), len(rows(database, "SHOW INDEXES"))) == before


def test_several_open_an_empty_database_at_once(database: Connection, neo4j_server: Neo4jServer) -> None:
    def come(n: int) -> str:
        with opened(neo4j_server) as store:
            store.put(extraction(f"{n}.txt", [A, B], [relation(A, "owns", B)]))
            return store.record

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(come, range(4)))) == 1
    assert rows(database, "MATCH (r:Record) RETURN r.revision AS revision") == [{"revision": 4}]


class Overtaken(Connection):
    """One that looks at an empty database just before another one fills it."""

    passed = False

    def transaction(self, work: Work[T]) -> T:
        """What `work` gives; the other one comes after the first work."""
        answer = super().transaction(work)
        if not self.passed:
            self.passed = True
            with Neo4jStore(self.url, ontology(), self._access) as store:
                fill(store)
        return answer


def test_what_another_one_made_in_between_is_no_clash(database: Connection, neo4j_server: Neo4jServer) -> None:
    with closing(Overtaken(neo4j_server.url, neo4j_server.access)) as late:
        record = neo4j_schema.prepare(late, ontology())
    assert rows(database, "MATCH (r:Record) RETURN r.id AS id") == [{"id": record}]


def test_only_a_neo4j_can_be_dropped() -> None:
    done = CliRunner().invoke(app, ["neo4j", "drop", "--yes", "--store", "sqlite:///x.db"])
    assert isinstance(done.exception, SettingError)
