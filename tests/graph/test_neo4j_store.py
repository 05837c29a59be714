"""What is special to Neo4j: the data model that people query, its schema, its errors."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from graph.neo4j_driver import supported
from graph.neo4j_store import Neo4jStore
from graph.statement import Extraction
from graph.store import Access, Outcome
from ontology.errors import InvalidQuery, StoreRefused, StoreUnavailable
from ontology.load import ontology
from tests.conftest import Neo4jServer, free_port
from tests.graph.record import company, extraction, figure, judged, relation, thing

pytestmark = pytest.mark.neo4j

A, B = company("Alpha Aluminium", country="CN", name_zh="甲铝"), company("Beta Metals")
YUNNAN = thing("Place", "Yunnan", level="province", country="CN")
SMELTER = thing("AluminiumSmelter", "Alpha smelter")


@pytest.fixture
def store(neo4j_server: Neo4jServer) -> Iterator[Neo4jStore]:
    """An empty record in Neo4j."""
    neo4j_server.clean()
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
        yield store


def rows(store: Neo4jStore, query: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of a reading query."""
    return store.cypher(query, parameters)


def report() -> Extraction:
    """A document with a plan, facts and a figure."""
    share = {"share": 60.0, "share_of": "shares", "since": "2024-05-01", "until": "2025"}
    move = {"quantity": 3960000, "unit": "t/a", "product": "aluminium", "from": "Shandong"}
    said = [
        relation(A, "owns", B, qualifiers=share),
        relation(A, "operates", SMELTER),
        relation(A, "listedOn", thing("Exchange", "Hong Kong Stock Exchange"), "planned"),
        relation(A, "transfersCapacityTo", YUNNAN, "planned", move, period="2025/2027"),
        figure(A, "capacity", 788100.0, product="aluminium", status="designed", period="2025-11-06"),
    ]
    things = [A, B, SMELTER, YUNNAN, thing("Exchange", "Hong Kong Stock Exchange")]
    return extraction("report.txt", things, said, title="Report", published="2025-07-31", url="https://example.org/r")


def test_entities_have_one_label_per_class(store: Neo4jStore) -> None:
    store.put(report())
    found = {r["id"]: r["labels"] for r in rows(store, "MATCH (e:Entity) RETURN e.id AS id, labels(e) AS labels")}
    assert set(found[A.id]) == {"Entity", "Organization", "Company"}
    assert set(found[SMELTER.id]) == {"Entity", "Site", "AluminiumSmelter"}
    (alpha,) = rows(store, "MATCH (e:Company {id: $id}) RETURN e", id=A.id)
    properties = alpha["e"]["properties"]
    assert (properties["name"], properties["name_zh"], properties["country"]) == ("Alpha Aluminium", "甲铝", "CN")


def test_relationships_have_the_fixed_properties(store: Neo4jStore) -> None:
    store.put(report())
    (owns,) = rows(store, "MATCH (:Company)-[r:OWNS]->(:Company) RETURN r, r.since.year AS year")
    properties = owns["r"]["properties"]
    assert (properties["share"], properties["share_of"], properties["status"]) == (60.0, "shares", "actual")
    assert (properties["since"], owns["year"], properties["until"]) == ("2024-05-01", 2024, "2025")
    assert (properties["sources"], properties["documents"]) == (1, [report().document.id])
    (move,) = rows(store, "MATCH ()-[r:TRANSFERS_CAPACITY_TO]->(:Place) RETURN r")
    properties = move["r"]["properties"]
    assert (properties["quantity"], properties["period"], properties["status"]) == (3960000, "2025/2027", "planned")


def test_a_planned_listing_is_a_statement_and_no_relationship(store: Neo4jStore) -> None:
    store.put(report())
    assert rows(store, "MATCH ()-[r:LISTED_ON]->() RETURN r") == []
    query = (
        "MATCH (:Company)<-[:SUBJECT]-(s:Statement {predicate: 'listedOn'})-[:OBJECT]->(:Exchange) "
        "RETURN s.status AS status"
    )
    assert rows(store, query) == [{"status": "planned"}]


def test_figures_are_observations_with_their_statements_and_documents(store: Neo4jStore) -> None:
    store.put(report())
    query = (
        "MATCH (:Company {id: $id})-[:HAS_OBSERVATION]->(o:Observation)<-[:OBJECT]-(s:Statement), "
        "(s)-[:STATED_IN]->(d:Document) "
        "RETURN o.metric AS metric, o.value AS value, o.unit AS unit, o.product AS product, o.status AS status, "
        "o.period.month AS month, s.quote AS quote, d.title AS title, d.published.year AS year"
    )
    (found,) = rows(store, query, id=A.id)
    assert found == {
        "metric": "capacity",
        "value": 788100.0,
        "unit": "t/a",
        "product": "aluminium",
        "status": "designed",
        "month": 11,
        "quote": "Alpha Aluminium capacity 788100.0",
        "title": "Report",
        "year": 2025,
    }


def test_a_merge_is_one_node_with_all_names_and_undo_parts_it(store: Neo4jStore) -> None:
    store.put(report())
    store.put(extraction("b.txt", [B, SMELTER], [relation(B, "operates", SMELTER)]))
    dump = "MATCH (a)-[r]->(b) RETURN labels(a) AS a, type(r) AS r, properties(r) AS p, labels(b) AS b"
    before = sorted(map(str, rows(store, dump)))
    merge = judged("same", A, B)
    store.judge(merge)
    assert rows(store, "MATCH (e:Company) RETURN e.id AS id, e.ids AS ids") == [{"id": A.id, "ids": [A.id, B.id]}]
    (operates,) = rows(store, "MATCH (e:Company)-[r:OPERATES]->() RETURN r.sources AS n, e.names AS names")
    assert operates == {"n": 2, "names": [A.name, B.name]}
    store.judge(judged("same", A, B, 1, undoes=merge.id))
    without = [row for row in map(str, rows(store, dump)) if "Judgement" not in row]
    assert sorted(without) == before


def test_reload_opens_no_writing_transaction(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server refuses writes in a reading transaction, so without a writing one nothing was written."""
    store.put(report())
    opened: list[object] = []
    monkeypatch.setattr(store.connection, "write", opened.append)
    assert store.put(report()) is Outcome.UNCHANGED
    assert opened == []
    store.put(extraction("other.txt", [A], []))
    assert opened, "a change does open one"


def test_constraints_and_indexes_have_names_of_ours(store: Neo4jStore) -> None:
    names = {r["name"] for r in rows(store, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")}
    assert names
    assert all(name.startswith("potline_") for name in names)


def test_a_look_up_by_id_uses_an_index(store: Neo4jStore) -> None:
    with store.connection.driver.session() as session:
        plan = session.run("EXPLAIN MATCH (e:Entity {id: 'org/x'}) RETURN e").consume().plan
    assert "NodeUniqueIndexSeek" in str(plan)


def test_cypher_reads_within_its_limits(store: Neo4jStore) -> None:
    assert store.cypher("UNWIND range(1, 10) AS n RETURN n", {}, limit=3) == [{"n": 1}, {"n": 2}, {"n": 3}]
    with pytest.raises(InvalidQuery, match="read access mode"):
        store.cypher("CREATE (n:Intruder)", {})
    with pytest.raises(InvalidQuery, match="Invalid input"):
        store.cypher("MATCH (n", {})
    start = time.monotonic()
    with pytest.raises(InvalidQuery, match=r"(?i)terminated|timeout"):
        store.cypher("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)", {}, timeout=0.5)
    assert time.monotonic() - start < 30


def test_a_path_has_its_parts(store: Neo4jStore) -> None:
    store.put(report())
    ((path,),) = (r.values() for r in rows(store, "MATCH p = (:Company)-[:OWNS]->(:Company) RETURN p"))
    assert [n["properties"]["id"] for n in path["nodes"]] == [A.id, B.id]
    (owns,) = path["relationships"]
    assert (owns["type"], owns["start"], owns["end"]) == ("OWNS", A.id, B.id)


# Being refused


def test_a_wrong_password_is_refused_with_the_setting(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreRefused, match="POTLINE_STORE_PASSWORD"):
        Neo4jStore(neo4j_server.url, ontology(), Access("neo4j", "wrong"))


def test_a_password_in_the_url_is_used_and_never_shown(neo4j_server: Neo4jServer) -> None:
    url = neo4j_server.url.replace("//", f"//neo4j:{neo4j_server.password}@")
    with Neo4jStore(url, ontology()) as store:
        assert store.url == neo4j_server.url
        assert store.revision() >= 0


def test_a_server_that_is_down_is_said_within_the_limit() -> None:
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match="does not answer within 2 s"):
        Neo4jStore(f"neo4j://127.0.0.1:{free_port()}", ontology(), Access("neo4j", "x", timeout=2))
    assert time.monotonic() - start < 30


def test_a_database_that_is_not_there_is_said(neo4j_server: Neo4jServer) -> None:
    access = Access("neo4j", neo4j_server.password, "elsewhere", timeout=2)
    with pytest.raises(StoreUnavailable, match="elsewhere"):
        Neo4jStore(neo4j_server.url, ontology(), access)


@pytest.mark.parametrize(
    ("agent", "fits"),
    [
        ("Neo4j/5.26.30", True),
        ("Neo4j/2026.08.1", True),
        ("Neo4j/4.4.40", False),
        ("Neo4j/3.5", False),
        ("Memgraph", False),
    ],
)
def test_old_servers_are_told_apart(agent: str, fits: bool) -> None:
    assert supported(agent) is fits
