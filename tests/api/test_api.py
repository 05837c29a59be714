"""The API over HTTP: what it answers, what it refuses, and how its errors look."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import SEEDS, Settings, read_settings
from ontology.load import ontology
from tests.conftest import KEY

HONGTUO = "/entities/org/hongtuo-industrial"
AUTH = {"X-API-Key": KEY}


def problem(answer: Any, status: int) -> str:
    """The detail of a problem+json answer."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    return str(body["detail"])


def test_an_entity_with_its_names(client: TestClient) -> None:
    body = client.get(HONGTUO).json()
    assert (body["name"], body["type"], body["country"]) == ("Hongtuo Industrial", "Company", "CN")
    assert "山东宏拓实业有限公司" in body["names"]
    assert body["known"] == ["record", "registry"]


@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_an_entity_as_rdf(client: TestClient, media: str) -> None:
    answer = client.get(HONGTUO, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "Hongtuo Industrial" in answer.text


def test_what_cannot_be_served_is_406(client: TestClient) -> None:
    assert "text/turtle" in problem(client.get(HONGTUO, headers={"Accept": "image/png"}), 406)


def test_relationships_carry_their_evidence(client: TestClient) -> None:
    page = client.get(HONGTUO + "/relationships", params={"predicate": "owns", "direction": "in"}).json()
    (owns,) = page["items"]
    assert owns["subject"]["id"] == "org/weiqiao-aluminum-power"
    (said,) = owns["evidence"]
    text = client.get(f"/documents/{said['document']}").json()["text"]
    assert text[said["start"] : said["end"]] == said["quote"]
    assert "core enterprise" in said["quote"]
    assert client.get(f"/statements/{said['statement']}").json()["quote"] == said["quote"]


@pytest.mark.parametrize("what", ["relationships", "observations"])
def test_only_what_is_sure_enough_is_answered(client: TestClient, what: str) -> None:
    def asked(least: float) -> list[Any]:
        found = client.get(f"{HONGTUO}/{what}", params={"confidence": least, "limit": 100}).json()["items"]
        assert isinstance(found, list)
        return found

    everything = asked(0)
    sure = [max(e["confidence"] for e in item["evidence"]) for item in everything]
    assert [item["confidence"] for item in everything] == sure
    middle = sorted(sure)[len(sure) // 2]
    assert min(sure) < middle
    assert asked(middle) == [item for item, c in zip(everything, sure, strict=True) if c >= middle]
    assert asked(1) == [item for item, c in zip(everything, sure, strict=True) if c == 1]
    assert "less than or equal to 1" in problem(client.get(f"{HONGTUO}/{what}", params={"confidence": 2}), 422)


def test_relationships_of_a_day_leave_out_what_surely_does_not_hold(client: TestClient) -> None:
    lines = [
        {
            "document": "d",
            "subject": {"name": "Alcoa"},
            "predicate": "listedOn",
            "object": {"name": name},
            "qualifiers": q,
        }
        for name, q in (
            ("Bursa Malaysia", {"until": "2024-04"}),
            ("Oslo Børs", {"since": "2024-04-15"}),
            ("New York Stock Exchange", {}),
        )
    ]
    headers = AUTH | {"Content-Type": "application/x-ndjson"}
    body = "\n".join(json.dumps(line) for line in lines)
    assert client.post("/documents?source=d", content=body, headers=headers).is_success

    def listed(day: str) -> list[str]:
        found = client.get(f"/entities/org/alcoa/relationships?predicate=listedOn&as_of={day}").json()["items"]
        return sorted(r["object"]["name"] for r in found)

    assert listed("2024-04-10") == ["Bursa Malaysia", "New York Stock Exchange"]
    assert listed("2024-04") == ["Bursa Malaysia", "New York Stock Exchange", "Oslo Børs"]
    assert listed("2025") == ["New York Stock Exchange", "Oslo Børs"]


def test_a_product_has_its_customs_codes(client: TestClient) -> None:
    assert client.get("/entities/product/alumina").json()["identifiers"] == [["hs", "2818.20"]]


def test_lists_are_pages(client: TestClient) -> None:
    first = client.get("/entities", params={"limit": 2}).json()
    assert len(first["items"]) == 2
    assert first["total"] > 2
    seen, url = [], "/entities?limit=7"
    while url:
        page = client.get(url).json()
        seen += [e["id"] for e in page["items"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == first["total"]


@pytest.mark.parametrize("path", ["?q=hongtuo", "?q=宏拓", "?q=Hongtuo Industry", "?q=hongtou"])
def test_search_finds_names_parts_and_typos(client: TestClient, path: str) -> None:
    assert client.get("/entities" + path).json()["items"][0]["id"] == "org/hongtuo-industrial"


@pytest.mark.parametrize(
    ("text", "id", "reason"),
    [
        ("EGA", "org/emirates-global-aluminium", "exact"),
        ("CBG", "org/compagnie-des-bauxites-de-guinee", "exact"),
        ("industrial hongtuo", "org/hongtuo-industrial", "words"),
        ("shandong hongtuo shiye", "org/hongtuo-industrial", "translated"),
        ("创新实业", "org/innovation-industrial", "exact"),
        ("創新實業", "org/innovation-industrial", "exact"),
        ("weiqiao power", "org/weiqiao-aluminum-power", "words"),
        ("norsk hidro", "org/norsk-hydro", "similar"),
        ("Aluminum Company of America", "org/alcoa", "exact"),
        ("weiqiao pion", "org/weiqiao-pioneering-group", "prefix"),
    ],
)
def test_both_stores_give_the_same_first_answer(asked: TestClient, text: str, id: str, reason: str) -> None:
    first = asked.get("/entities", params={"q": text}).json()["items"][0]
    assert (first["id"], first["match"]["reason"]) == (id, reason)


def test_a_search_says_why(client: TestClient) -> None:
    (first, *_) = client.get("/entities", params={"q": "Aluminum Company of America"}).json()["items"]
    assert first["match"] == {
        "found": "Aluminum Company of America",
        "score": 100.0,
        "reason": "exact",
        "why": "former name of Alcoa",
    }


def test_a_search_may_keep_to_a_class_and_a_country(client: TestClient) -> None:
    found = client.get("/entities", params={"q": "alumin", "type": "Site", "country": "NO"}).json()["items"]
    assert found
    assert {(e["id"].partition("/")[0], e["country"]) for e in found} == {("site", "NO")}


def test_search_covers_the_registry(client: TestClient) -> None:
    (rusal, *_) = client.get("/entities", params={"q": "Rusal", "type": "Company"}).json()["items"]
    assert (rusal["id"], rusal["known"]) == ("org/rusal", ["registry"])


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/entities/org/nowhere", 404, "there is no org/nowhere"),
        ("/entities/thing/nowhere", 404, "there is no thing/nowhere"),
        (HONGTUO + "/relationships?predicate=eats", 400, "predicates are"),
        (HONGTUO + "/relationships?as_of=yesterday", 400, "as_of: 'yesterday'"),
        (HONGTUO + "/observations?metric=luck", 400, "metrics are"),
        (HONGTUO + "/owners?rule=dice", 400, "integrated"),
        (HONGTUO + "/owners?threshold=101", 400, "threshold"),
        (HONGTUO + "/owners?as_of=yesterday", 400, "yesterday"),
        ("/entities?limit=0", 422, "limit"),
        ("/entities?type=Spaceship", 400, "classes are"),
        ("/documents/nowhere", 404, "no document nowhere"),
        ("/statements/nowhere", 404, "no statement nowhere"),
        ("/chain?from=org/hongtuo-industrial&to=Nobody%20At%20All", 404, "nothing is called"),
        ("/nothing/here", 404, "Not Found"),
        ("/triples?p=eats", 400, "eats"),
    ],
)
def test_errors_say_what_is_wrong(client: TestClient, path: str, status: int, word: str) -> None:
    assert word in problem(client.get(path), status)


def test_an_ambiguous_name_lists_the_candidates(client: TestClient) -> None:
    answer = client.get("/chain", params={"from": "Weiqiao", "to": "Hongtuo Industrial"})
    assert "Weiqiao" in problem(answer, 409)
    assert "org/weiqiao-pioneering-group" in answer.json()["candidates"]


# SPARQL and Cypher

SELECT = "SELECT ?a ?b WHERE { ?a alu:owns ?b } ORDER BY ?a"


def test_sparql_by_get_and_both_posts(client: TestClient) -> None:
    query = {"application/sparql-query": SELECT}
    answers = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        *(client.post("/sparql", content=q, headers={"Content-Type": kind}) for kind, q in query.items()),
    ]
    bodies = [json.loads(a.text) for a in answers]
    assert bodies[0]["results"]["bindings"]
    assert bodies[0] == bodies[1] == bodies[2]
    assert {a.headers["content-type"] for a in answers} == {"application/sparql-results+json"}


def test_sparql_ask_construct_and_describe(client: TestClient) -> None:
    ask = client.get("/sparql", params={"query": "ASK { ?a alu:owns ?b }"})
    assert json.loads(ask.text)["boolean"] is True
    construct = client.get(
        "/sparql", params={"query": "CONSTRUCT WHERE { ?a alu:owns ?b }"}, headers={"Accept": "text/turtle"}
    )
    assert construct.headers["content-type"].startswith("text/turtle")
    assert "owns" in construct.text
    iri = "<https://w3id.org/potline/id/org/hongtuo-industrial>"
    assert "Hongtuo Industrial" in client.get("/sparql", params={"query": f"DESCRIBE {iri}"}).text


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * WHERE {", "line 1"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("LOAD <http://example.org/>", "LOAD"),
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_sparql_refuses_what_is_wrong_or_writes(client: TestClient, query: str, word: str) -> None:
    assert word in problem(client.get("/sparql", params={"query": query}), 400)


def test_sparql_wants_one_query_in_a_known_form(client: TestClient) -> None:
    problem(client.get(f"/sparql?query={SELECT}&query={SELECT}"), 400)
    problem(client.post("/sparql", content="{}", headers={"Content-Type": "application/json"}), 415)
    problem(client.post("/sparql", content=b"\xff", headers={"Content-Type": "application/sparql-query"}), 400)
    problem(client.post("/sparql", data={"update": "DELETE WHERE { ?s ?p ?o }"}), 400)


def test_the_word_service_in_a_string_is_harmless(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": 'ASK { ?s ?p "SERVICE" }'}).status_code == 200


def test_triples_by_pattern(client: TestClient) -> None:
    page = client.get("/triples", params={"p": "alu:owns", "o": "org/hongtuo-industrial"}).json()
    (row,) = page["items"]
    assert (row["subject"], row["status"], row["subject_label"]) == (
        "org/weiqiao-aluminum-power",
        "actual",
        "Weiqiao Aluminum & Power",
    )
    pattern = {"s": "org/hongtuo-industrial", "p": "alu:transfersCapacityTo", "status": "planned"}
    planned = client.get("/triples", params=pattern).json()
    assert planned["total"] == 2


def test_cypher_needs_neo4j(client: TestClient) -> None:
    assert "POTLINE_STORE_URL" in problem(client.post("/cypher", json={"query": "RETURN 1"}), 501)


@pytest.mark.neo4j
def test_cypher_reads_and_never_writes(neo4j_settings: Settings) -> None:
    with TestClient(create_app(neo4j_settings)) as client:
        asked = {
            "query": "MATCH (c:Company {id: $id}) RETURN c.name AS name",
            "parameters": {"id": "org/hongtuo-industrial"},
        }
        assert client.post("/cypher", json=asked).json() == {
            "columns": ["name"],
            "rows": [{"name": "Hongtuo Industrial"}],
            "cut": None,
        }
        assert "read" in problem(client.post("/cypher", json={"query": "CREATE (n:Hacked) RETURN n"}), 400)
        problem(client.post("/cypher", json={"query": "MATCH (n RETURN n"}), 400)
        problem(client.post("/cypher", json={"quary": "RETURN 1"}), 400)


@pytest.mark.neo4j
def test_cypher_answers_in_three_formats_and_says_what_it_cut(neo4j_settings: Settings) -> None:
    asked = {"query": "UNWIND ['=a', '铝', null] AS x RETURN x, {n: 1} AS map", "limit": 2}
    with TestClient(create_app(neo4j_settings)) as client:
        found = client.post("/cypher", json=asked)
        assert "first 2 rows" in found.json()["cut"]
        assert found.headers["x-potline-cut"] == found.json()["cut"]
        sheet = client.post("/cypher", json=asked, headers={"Accept": "text/csv"})
        assert sheet.text == 'x,map\r\n\'=a,"{""n"": 1}"\r\n铝,"{""n"": 1}"\r\n'
        table = client.post("/cypher?format=table", json=asked | {"limit": 3})
        assert table.text == 'x   map\n=a  {"n": 1}\n铝  {"n": 1}\n-   {"n": 1}\n'
        assert "x-potline-cut" not in table.headers
        assert "csv" in problem(client.post("/cypher?format=xls", json=asked), 400)
        problem(client.post("/cypher", json=asked, headers={"Accept": "image/png"}), 406)
    few = neo4j_settings.model_copy(update={"cypher_rows": 1})
    with TestClient(create_app(few)) as client:
        assert len(client.post("/cypher", json=asked).json()["rows"]) == 1


# Writes


def test_writes_need_the_key(client: TestClient, sqlite_settings: Settings) -> None:
    path = "/documents?source=x.txt"
    problem(client.post(path, content="text"), 401)
    problem(client.post(path, content="text", headers={"X-API-Key": "wrong"}), 403)
    keyless = read_settings(store_url=sqlite_settings.store_url)
    with TestClient(create_app(keyless)) as closed:
        assert "POTLINE_API_KEY" in problem(closed.post(path, content="text", headers=AUTH), 403)


def test_a_text_is_loaded_and_removed(client: TestClient) -> None:
    text = (SEEDS / "documents" / "smm-hongtuo-relocates-capacity-to-yunnan.txt").read_text(encoding="utf-8")
    changed = text.replace("Hongtuo Industrial", "Hongtuo Industry")
    (loaded,) = client.post("/documents?source=https://example.org/a", content=changed.encode(), headers=AUTH).json()
    assert loaded["outcome"] == "new"
    assert loaded["statements"] > 5
    page = client.get(f"/documents/{loaded['id']}/statements").json()
    assert page["total"] == loaded["statements"]
    (again,) = client.post("/documents?source=https://example.org/a", content=changed.encode(), headers=AUTH).json()
    assert again["outcome"] == "unchanged"
    assert client.delete(f"/documents/{loaded['id']}", headers=AUTH).status_code == 204
    problem(client.get(f"/documents/{loaded['id']}"), 410)


def test_ready_made_statements_are_loaded_and_bad_lines_counted(client: TestClient) -> None:
    lines = [
        {"document": "d", "subject": {"name": "Foo Metals"}, "predicate": "owns", "object": {"name": "Bar Smelting"}},
        {"document": "d", "subject": {"name": "Foo Metals"}, "predicate": "eats", "object": {"name": "Bar Smelting"}},
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    headers = AUTH | {"Content-Type": "application/x-ndjson"}
    (loaded,) = client.post("/documents?source=d", content=content, headers=headers).json()
    assert loaded["statements"] == 1
    assert sum(loaded["rejected"].values()) == 1
    (item,) = client.get("/triples", params={"s": "org/foo-metals"}).json()["items"]
    assert item["object_label"] == "Bar Smelting"


def test_a_judgement_merges_redirects_and_is_undone(client: TestClient) -> None:
    before = client.get(HONGTUO).json()
    word = {"verdict": "same", "left": "org/hongtuo-industrial", "right": "org/weiqiao-aluminum-power", "by": "tester"}
    made = client.post("/judgements", json=word, headers=AUTH)
    assert made.status_code == 201
    moved = client.get("/entities/org/weiqiao-aluminum-power", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, HONGTUO)
    conflict = client.post("/judgements", json=word | {"verdict": "different"}, headers=AUTH)
    assert "=" in problem(conflict, 409)
    assert client.delete(f"/judgements/{made.json()['id']}?by=tester", headers=AUTH).status_code == 200
    assert client.get(HONGTUO).json() == before
    assert client.get("/judgements").json()["total"] == 2
    problem(client.post("/judgements", json={"verdict": "perhaps"}, headers=AUTH), 400)


# Limits and health


def limited(settings: Settings, **limits: object) -> TestClient:
    """The API with other limits."""
    return TestClient(create_app(settings.model_copy(update=limits)), raise_server_exceptions=False)


def test_bodies_over_the_limit_are_refused(sqlite_settings: Settings) -> None:
    with limited(sqlite_settings, max_document_bytes=100, body_limit=50) as client:
        answer = client.post("/documents?source=x", content="x" * 101, headers=AUTH)
        assert "POTLINE_MAX_DOCUMENT_BYTES" in problem(answer, 413)
        assert "POTLINE_BODY_LIMIT" in problem(client.post("/sparql", data={"query": "x" * 100}), 413)


def test_the_rate_limit_says_when_to_come_back(sqlite_settings: Settings) -> None:
    with limited(sqlite_settings, rate_limit=3) as client:
        answers = [client.get("/healthz") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 61


def test_rows_over_the_limit_are_an_error_not_a_cut(sqlite_settings: Settings) -> None:
    with limited(sqlite_settings, sparql_rows=2) as client:
        assert "2" in problem(client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p ?o }"}), 400)


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["revision"]) == ("ok", 3)


def test_a_store_that_is_down_is_503(tmp_path: Path) -> None:
    settings = read_settings(store_url=f"sqlite:///{tmp_path}")
    with TestClient(create_app(settings)) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert str(tmp_path) in problem(answer, 503)
        assert answer.headers["retry-after"]


def test_the_docs_are_served_without_the_network(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "https://" not in page.replace("https://fastapi.tiangolo.com", "")
    assert client.get("/openapi.json").json()["info"]["title"] == "Potline"


def test_the_enums_of_openapi_are_the_ontologys(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    o = ontology()
    assert schemas["FigureOut"]["properties"]["metric"]["enum"] == list(o.metrics)
    assert set(schemas["RelationshipOut"]["properties"]["predicate"]["enum"]) >= set(o.predicates)
    assert set(schemas["RelationshipOut"]["properties"]["status"]["enum"]) >= set(o.relation_statuses)
    assert "AluminiumSmelter" in schemas["EntityOut"]["properties"]["type"]["enum"]
    assert "enum" not in schemas["Problem"]["properties"]["type"]


def test_the_front_page_is_the_documentation(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/docs"


def test_the_ontology_is_served(client: TestClient) -> None:
    body = client.get("/ontology").json()
    assert {p["name"] for p in body["predicates"]} >= {"owns", "operates", "transfersCapacityTo"}
    assert "alu:owns" in client.get("/ontology", headers={"Accept": "text/turtle"}).text
    assert "alu" in json.dumps(client.get("/ontology/context").json())
