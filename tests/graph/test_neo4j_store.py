"""What is special to Neo4j: the data model that people query, its schema, its Record node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from graph import neo4j_read
from graph.effective import Effective, Holding
from graph.judgements import Canon
from graph.neo4j_driver import Run
from graph.neo4j_store import Neo4jStore
from graph.neo4j_write import Writer
from graph.statement import Entity, Extraction
from graph.store import Outcome
from ontology.derive import derived_types, entity_classes, labels, relationship_types
from ontology.errors import StoreTooOld, StoreUnavailable
from ontology.load import ontology
from tests.conftest import Neo4jServer
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


def test_evidence_is_on_the_relationship_short_and_capped(store: Neo4jStore) -> None:
    long = "Alpha owns Beta, " + "and so on " * 60
    said = [relation(A, "owns", B, quote=long), relation(A, "owns", B, quote="Beta is Alpha's.")]
    store.put(extraction("a.txt", [A, B], said, title="First", published="2024-05"))
    for n in range(4):
        store.put(extraction(f"more-{n}.txt", [A, B], [relation(A, "owns", B)], title=f"More {n}"))
    (found,) = rows(store, "MATCH ()-[r:OWNS]->() RETURN r.quote AS quote, r.document AS document, r.sources AS n")
    assert found["n"] == 5
    assert len(found["quote"]) == len(found["document"]) == 3
    assert all(len(quote) <= 300 for quote in found["quote"])
    for quote, document in zip(found["quote"], found["document"], strict=True):
        assert document == "First (2024-05)" if quote[-1] in ".…" else document.startswith("More ")
    query = (
        "MATCH ()-[r:OWNS]->() UNWIND r.statements AS id MATCH (s:Statement {id: id})-[:STATED_IN]->(d) "
        "RETURN s.quote AS quote, d.title AS title"
    )
    assert len(rows(store, query)) == 6, "all of it is one query away"


def test_a_relationship_without_sentences_names_its_documents(store: Neo4jStore) -> None:
    store.put(extraction("a.txt", [A, B], [relation(A, "owns", B, quote="")]))
    (found,) = rows(store, "MATCH ()-[r:OWNS]->() RETURN r.quote AS quote, r.document AS document")
    assert found == {"quote": None, "document": ["a.txt"]}


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


@pytest.mark.parametrize("named", [(A, B), (YUNNAN, SMELTER)], ids=["the two", "two others"])
def test_a_merge_is_one_node_with_all_names_and_undo_parts_it(store: Neo4jStore, named: tuple[Entity, Entity]) -> None:
    store.put(report())
    store.put(extraction("b.txt", [B, SMELTER], [relation(B, "operates", SMELTER)]))
    dump = "MATCH (a)-[r]->(b) RETURN labels(a) AS a, type(r) AS r, properties(r) AS p, labels(b) AS b"
    before = sorted(map(str, rows(store, dump)))
    merge = judged("same", A, B)
    store.judge(merge)
    assert rows(store, "MATCH (e:Company) RETURN e.id AS id, e.ids AS ids") == [{"id": A.id, "ids": [A.id, B.id]}]
    (operates,) = rows(store, "MATCH (e:Company)-[r:OPERATES]->() RETURN r.sources AS n, e.names AS names")
    assert operates == {"n": 2, "names": [A.name, B.name]}
    store.judge(judged("same", *named, 1, undoes=merge.id))
    without = [row for row in map(str, rows(store, dump)) if "Judgement" not in row]
    assert sorted(without) == before


def test_reload_writes_nothing_by_the_drivers_counters(store: Neo4jStore) -> None:
    store.put(report())
    before = store.connection.writes
    assert store.put(report()) is Outcome.UNCHANGED
    assert [e.id for e in store.entities([A.id])] == [A.id]
    assert store.connection.writes == before
    store.put(extraction("other.txt", [A], []))
    assert store.connection.writes > before, "the counters do count"


def types_of(store: Neo4jStore) -> set[str]:
    return {row["t"] for row in rows(store, "MATCH ()-[r]->() RETURN DISTINCT type(r) AS t")}


def test_effective_ownership_is_relationships_marked_as_derived(store: Neo4jStore) -> None:
    store.put(report())
    held = (Holding(A.id, B.id, 50.5, 100.0),)
    assert store.materialise(Effective("integrated", 5.0, "2026-01-01", "2025", 1, "exact", held))
    (found,) = rows(store, "MATCH (a)-[r:EFFECTIVELY_OWNS]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS r")
    assert (found["a"], found["b"]) == (A.id, B.id)
    assert found["r"] == {
        "low": 50.5,
        "high": 100.0,
        "rule": "integrated",
        "as_of": "2026-01-01",
        "known_by": "2025",
        "revision": 1,
        "derived": True,
    }


def test_labels_and_types_are_the_ontologys_and_the_records_own(store: Neo4jStore) -> None:
    store.put(report())
    store.judge(judged("undecided", A, B))
    classes = {label for name in entity_classes(ontology()) for label in labels(ontology(), name)}
    own = {"Document", "Source", "Statement", "Observation", "Judgement", "Record", "Change", "PotlineSchema"}
    assert {label for row in rows(store, "MATCH (n) RETURN labels(n) AS l") for label in row["l"]} <= classes | own
    assert not types_of(store) & set(derived_types(ontology()))
    store.materialise(Effective("integrated", 5.0, "2026-01-01", None, 2, "exact", (Holding(A.id, B.id, 60.0, 60.0),)))
    links = {"HAS_OBSERVATION", "STATED_IN", "SUBJECT", "OBJECT", "MENTIONS", "ALSO_AT"}
    types = types_of(store)
    assert types <= set(relationship_types(ontology())) | set(derived_types(ontology())) | links
    assert {"EFFECTIVELY_OWNS", "OWNS", "OPERATES", "TRANSFERS_CAPACITY_TO"} <= types


def test_a_judgement_is_a_node(store: Neo4jStore) -> None:
    store.judge(judged("undecided", A, B))
    (found,) = rows(store, "MATCH (j:Judgement) RETURN j.verdict AS verdict, j.left AS left, j.right AS right")
    assert found == {"verdict": "undecided", "left": A.id, "right": B.id}


def test_constraints_and_indexes_have_names_of_ours(store: Neo4jStore) -> None:
    names = {r["name"] for r in rows(store, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")}
    assert names
    assert all(name.startswith("potline_") for name in names)


def test_no_query_of_the_record_looks_through_all_nodes(store: Neo4jStore) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def work(run: Run) -> None:
        def noting(query: str, **parameters: Any) -> list[dict[str, Any]]:
            asked.append((query, parameters))
            return run(query, **parameters)

        assert neo4j_read.planned(noting, [report()]).outcomes == (Outcome.UNCHANGED,)
        writer = Writer(noting, ontology(), Canon([judged("same", A, B)]))
        writer.carry_out(neo4j_read.planned_removal(noting, report().document.id))
        writer.carry_out(neo4j_read.planned(noting, [report()]))
        writer.rewire([A.id, B.id])
        neo4j_read.statements(noting, None, None, [A.id], "owns")
        neo4j_read.entities(noting, [A.id], ontology())
        neo4j_read.search(noting, "alpha", 5)

    store.put(report())
    held = (Holding(A.id, B.id, 60.0, 60.0),)
    store.materialise(Effective("integrated", 5.0, "2026-01-01", None, 1, "exact", held))
    store.connection.transaction(work)
    assert any("EFFECTIVELY_OWNS" in query for query, _ in asked)
    assert len(asked) > 30
    with store.connection.driver.session() as session:
        for query, parameters in asked:
            plan = str(session.run("EXPLAIN " + query, parameters).consume().plan)
            assert "AllNodesScan" not in plan, query
            assert "NodeByLabelScan" not in plan, query
            assert "RelationshipTypeScan" not in plan, query


def test_names_beyond_what_the_index_takes_are_found(store: Neo4jStore) -> None:
    names = tuple(sorted(f"{i:02} " + "Very Long Name " * 30 for i in range(40)))
    long = replace(A, names=tuple(name.strip() for name in names))
    store.put(extraction("a.txt", [long, B]))
    assert store.search("39 very") == store.search("39 VERY LONG") == (A.id,)
    assert store.search("beta") == (B.id,)


def test_a_record_that_was_replaced_while_open_is_not_mixed_up(store: Neo4jStore, neo4j_server: Neo4jServer) -> None:
    store.put(report())
    neo4j_server.clean()
    for work in (lambda: store.put(report()), lambda: list(store.entities()), lambda: store.changes(0)):
        with pytest.raises(StoreUnavailable, match="open it again"):
            work()
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as again:
        assert again.revision() == 0
        with pytest.raises(StoreUnavailable, match="open it again"):
            store.put(report())
        assert list(again.documents()) == []


def test_a_record_of_a_newer_schema_is_left_alone(store: Neo4jStore, neo4j_server: Neo4jServer) -> None:
    store.connection.driver.execute_query("MATCH (r:Record) SET r.schema = 99")
    with pytest.raises(StoreTooOld, match="upgrade Potline"):
        Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access)
