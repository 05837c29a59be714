"""What is shipped for Neo4j Browser: each saved query runs, finds what it should, and starts from an index."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.saved import Saved, guide, guide_page, named, saved
from api.settings import SEEDS, Settings
from api.workspace import Workspace
from graph.cypher import operators
from graph.effective import Effective, Holding
from graph.neo4j_store import Neo4jStore
from graph.statement import Extraction
from ontology.derive import derived_types, entity_classes, relationship_types
from ontology.errors import NotFound
from ontology.load import ontology
from tests.conftest import Neo4jServer, filled
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

STYLE = (SEEDS / "neo4j" / "potline.grass").read_text(encoding="utf-8")
HONGTUO, POWER = company("Hongtuo Industrial"), company("Weiqiao Aluminum & Power")
PIONEERING, OTHER = company("Weiqiao Pioneering Group"), company("Other Metals")
STATE = thing("GovernmentBody", "State Assets Commission")
FOIL, PLANT = product("foil"), thing("AluminiumSmelter", "New smelter")

ROWS = {
    "approvals": 2,
    "capacity-moves": 2,
    "conflicts": 3,
    "documents-by-publisher": 2,
    "effective-owners": 1,
    "evidence-of-a-figure": 9,
    "evidence-of-a-relationship": 3,
    "figures": 24,
    "holdings-and-plants": 3,
    "how-two-hang-together": 1,
    "joint-ventures": 1,
    "judgements": 1,
    "neighbourhood": 10,
    "ownership-chain": 3,
    "plans-not-yet-real": 3,
    "plants-under-construction": 2,
    "sentences-about-an-entity": 14,
    "smelters-by-province": 3,
    "state-bodies": 3,
    "value-chain": 6,
    "what-changed-since": 6,
    "who-supplies-whom": 1,
}
"""How many rows each query gives on the seeds and `beside`."""


def beside() -> list[Extraction]:
    """What the seeds have nothing of: a joint venture, a supplier, a conflict, a state body that owns."""
    first = [
        relation(POWER, "owns", HONGTUO, qualifiers={"share": 60.0}),
        relation(PIONEERING, "owns", HONGTUO, qualifiers={"share": 10.0}),
        relation(STATE, "owns", PIONEERING),
        relation(HONGTUO, "supplies", OTHER, qualifiers={"product": "foil"}),
        relation(HONGTUO, "produces", FOIL),
        relation(OTHER, "develops", PLANT, "planned"),
        figure(HONGTUO, "capacity", 100000.0, product="aluminium"),
        figure(PLANT, "capacity", 500000.0, product="aluminium", status="planned"),
    ]
    second = [
        relation(POWER, "owns", HONGTUO, qualifiers={"share": 70.0}),
        figure(HONGTUO, "capacity", 200000.0, product="aluminium"),
    ]
    things = [HONGTUO, POWER, PIONEERING, OTHER, STATE, FOIL, PLANT]
    return [
        extraction("first.txt", things, first, title="First", publisher="Made up", published="2025-01-31"),
        extraction("second.txt", [HONGTUO, POWER], second, title="Second", publisher="Made up", published="2025-02-28"),
    ]


@pytest.fixture(scope="module")
def full(neo4j_server: Neo4jServer, neo4j_settings: Settings, seeds: tuple[Extraction, ...]) -> Iterator[Neo4jStore]:
    """The seeds and what is beside them, one judgement, and effective ownership; later modules load their own."""
    neo4j_server.clean()
    filled(neo4j_settings, (*seeds, *beside()))
    with Neo4jStore(neo4j_server.url, ontology(), neo4j_server.access) as store:
        store.judge(judged("undecided", HONGTUO, OTHER))
        held = (Holding(POWER.id, HONGTUO.id, 60.0, 70.0),)
        assert store.materialise(Effective("integrated", 5.0, "2026-01-01", None, store.revision(), "exact", held))
        with store.connection.driver.session() as session:
            # The planner counts what its indexes hold in the background; on a busy machine it would plan for none.
            session.run("CALL db.prepareForReplanning(60)").consume()
        yield store


@pytest.mark.neo4j
@pytest.mark.parametrize("one", saved(), ids=lambda s: s.name)
def test_a_saved_query_gives_as_many_rows_as_it_should(one: Saved, full: Neo4jStore) -> None:
    assert len(full.cypher(one.query, one.parameters)) == ROWS[one.name]


@pytest.mark.neo4j
@pytest.mark.parametrize("one", saved(), ids=lambda s: s.name)
def test_a_saved_query_starts_from_an_index(one: Saved, full: Neo4jStore) -> None:
    with full.connection.driver.session() as session:
        plan = session.run("EXPLAIN " + one.query, one.parameters).consume().plan
    assert plan is not None
    steps = list(operators(plan))
    assert "AllNodesScan" not in {name for name, _ in steps}
    for name, details in steps:
        if name.startswith("VarLength"):
            assert re.search(r"\*\d*\.\.\d+\]", details), f"{details}: a path without a longest length"
    if "$id" in one.query or "$from" in one.query:
        names = {name.partition("(")[0] for name, _ in steps}
        assert names & {"NodeUniqueIndexSeek", "NodeIndexSeek"}
        assert not {name for name in names if "Scan" in name}


@pytest.mark.parametrize("one", saved(), ids=lambda s: s.name)
def test_a_saved_query_has_a_title_and_all_its_parameters(one: Saved) -> None:
    assert re.fullmatch(r"[A-Z].{10,75}[^.]", one.title)
    assert set(re.findall(r"\$(\w+)", one.query)) == set(one.parameters)
    assert ":param" not in one.query


def test_there_are_more_than_fifteen_with_titles_of_their_own() -> None:
    assert len({one.title for one in saved()}) == len(saved()) >= 15
    assert {one.name for one in saved()} == set(ROWS)
    with pytest.raises(NotFound, match="ownership-chain"):
        named("nothing")


def test_the_style_names_all_that_there_is() -> None:
    nodes, links = (set(re.findall(rf"^{kind}\.(\w+) ", STYLE, re.MULTILINE)) for kind in ("node", "relationship"))
    own = {"Document", "Source", "Statement", "Observation", "Judgement", "Record", "Change", "PotlineSchema"}
    # A style for a class above others would win over theirs: Neo4j Browser lays one over the other.
    above = {"Organization", "Site"}
    assert nodes == set(entity_classes(ontology())) - above | own
    between = {"HAS_OBSERVATION", "STATED_IN", "SUBJECT", "OBJECT", "MENTIONS", "ALSO_AT"}
    assert links == set(relationship_types(ontology())) | set(derived_types(ontology())) | between


def test_the_guide_has_every_query_in_the_browser_and_in_the_docs() -> None:
    played = [html.unescape(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", guide(), re.DOTALL)]
    written = re.findall(r"```cypher\n(.*?)```", guide_page(), re.DOTALL)
    assert played == written == [one.text for one in saved()]


def test_the_guide_may_be_fetched_from_any_page(sqlite_settings: Settings) -> None:
    with TestClient(create_app(sqlite_settings)) as client:
        page = client.get("/neo4j/guide", headers={"Origin": "http://127.0.0.1:7474"})
        assert page.text == guide()
        for answer in (page, client.options("/neo4j/guide"), client.head("/neo4j/guide")):
            assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in client.get("/documents").headers
    with Workspace(sqlite_settings) as work:
        assert not hasattr(work.store, "ask")
