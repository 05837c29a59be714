"""The Reconciliation Service API 0.2, asked as OpenRefine asks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

Row = dict[str, Any]


def ask(client: TestClient, **queries: Row) -> dict[str, list[Row]]:
    """The candidates of each query, sent as a form."""
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {name: found["result"] for name, found in answer.json().items()}


def test_the_manifest_says_where_its_parts_are(client: TestClient) -> None:
    answer = client.get("/reconcile")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    manifest = answer.json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "view", "preview"} <= set(manifest)
    for part in manifest["suggest"].values():
        assert client.get(part["service_url"] + part["service_path"], params={"prefix": "c"}).status_code == 200
    for face in ("view", "preview"):
        url = manifest[face]["url"].replace("{{id}}", "org/hongtuo-industrial")
        assert client.get(url).status_code == 200


def test_a_batch_by_form_and_by_address_is_one(asked: TestClient) -> None:
    queries = {"q0": {"query": "宏拓实业"}, "q1": {"query": "hongtou industrial", "limit": 2}}
    found = ask(asked, **queries)
    assert asked.get("/reconcile", params={"queries": json.dumps(queries)}).json()["q0"]["result"] == found["q0"]
    assert (found["q0"][0]["id"], found["q0"][0]["match"]) == ("org/hongtuo-industrial", True)
    assert found["q0"][0]["type"] == [{"id": "Company", "name": "Company"}]
    assert len(found["q1"]) == 2
    assert (found["q1"][0]["id"], found["q1"][0]["match"]) == ("org/hongtuo-industrial", False)


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("Hongtuo Industrial Co., Ltd.", True),
        ("Shandong Hongtuo Shiye", True),
        ("創新實業", True),
        ("Hongtuo Industria", False),
        ("Hongtuo Ind", False),
        ("industrial hongtuo", False),
        ("Weiqiao", False),
        ("Suzhou", False),
    ],
)
def test_only_a_certain_name_is_a_match(client: TestClient, name: str, match: bool) -> None:
    (rows,) = ask(client, q={"query": name}).values()
    assert [r["match"] for r in rows].count(True) == int(match)
    assert rows[0]["match"] is match
    assert [r["score"] for r in rows] == sorted((r["score"] for r in rows), reverse=True)


@pytest.mark.parametrize(
    ("pid", "value", "match"),
    [
        ("country", "CN", True),
        ("country", "China", True),
        ("country", {"id": "x", "name": "China"}, True),
        ("country", "Norway", False),
        ("place", "Shandong", True),
        ("place", "Yunnan", False),
        ("ticker", "HKEX:1", True),
        ("colour", "red", True),
        ("country", "", True),
    ],
)
def test_a_property_that_says_otherwise_unmakes_a_match(
    client: TestClient, pid: str, value: object, match: bool
) -> None:
    query = {"query": "Hongtuo Industrial", "properties": [{"pid": pid, "v": value}]}
    (first, *_) = ask(client, q=query)["q"]
    assert (first["id"], first["match"]) == ("org/hongtuo-industrial", match)


def test_types_narrow_the_search(client: TestClient) -> None:
    found = ask(client, a={"query": "Honghe", "type": "Place"}, b={"query": "Honghe", "type": ["Site", "Nonsense"]})
    assert {r["type"][0]["id"] for r in found["a"]} == {"Place"}
    assert all(r["id"].startswith("site/") for r in found["b"])
    assert ask(client, q={"query": "Honghe", "type": "Nonsense"}) == ask(client, q={"query": " "}) == {"q": []}


def test_suggestions(client: TestClient) -> None:
    def ids(part: str, prefix: str) -> list[str]:
        return [r["id"] for r in client.get(f"/reconcile/suggest/{part}", params={"prefix": prefix}).json()["result"]]

    assert ids("entity", "hongtuo")[0] == "org/hongtuo-industrial"
    assert ids("type", "smelt") == ["AluminiumSmelter"]
    assert ids("property", "count") == ["country"]
    assert len(ids("property", "")) == 5


def test_the_preview_is_a_page_and_escapes_names(client: TestClient) -> None:
    page = client.get("/reconcile/preview", params={"id": "org/weiqiao-aluminum-power"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<strong>Weiqiao Aluminum &amp; Power</strong>" in page.text
    assert client.get("/reconcile/preview", params={"id": "org/nowhere"}).status_code == 404


@pytest.mark.parametrize("content", ["", "queries=", "queries=[]", "queries={", 'queries={"q": {"limit": 0}}'])
def test_what_is_no_batch_is_refused(client: TestClient, content: str) -> None:
    answer = client.post("/reconcile", content=content)
    assert answer.status_code == 400
    assert "queries" in answer.json()["detail"]


def test_a_batch_has_a_limit(client: TestClient) -> None:
    queries = {f"q{n}": {"query": "x"} for n in range(101)}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 400
    assert "limit is 100" in answer.json()["detail"]


# More columns, and flyouts


def test_columns_are_proposed_and_given(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    propose = manifest["extend"]["propose_properties"]
    url = propose["service_url"] + propose["service_path"]
    offered = client.get(url, params={"type": "Company", "limit": 9}).json()
    columns = [{"id": p["id"]} for p in offered["properties"]]
    ids = ["org/hongtuo-industrial", "org/nobody"]
    wanted = {"ids": ids, "properties": columns}
    answer = client.post("/reconcile", data={"extend": json.dumps(wanted)})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.json() == client.get("/reconcile", params={"extend": json.dumps(wanted)}).json()
    assert [m["id"] for m in answer.json()["meta"]] == [c["id"] for c in columns]
    row, nobody = (answer.json()["rows"][id] for id in ids)
    assert row["country"] == [{"str": "CN"}]
    assert row["place"] == [{"id": "place/shandong", "name": "Shandong"}]
    assert {"str": "山东宏拓实业有限公司"} in row["name_zh"]
    assert row["type"] == [{"str": "Company"}]
    assert set(map(len, nobody.values())) == {0}


@pytest.mark.parametrize("wanted", ["{", "[]", '{"ids": []}', '{"ids": ["org/x"], "properties": [{"id": "wealth"}]}'])
def test_columns_that_are_none_are_refused(client: TestClient, wanted: str) -> None:
    assert client.post("/reconcile", data={"extend": wanted}).status_code == 400


def test_a_suggestion_has_a_flyout(client: TestClient) -> None:
    entity = client.get("/reconcile").json()["suggest"]["entity"]
    url = entity["service_url"] + entity["flyout_service_path"].replace("${id}", "org/hongtuo-industrial")
    shown = client.get(url).json()
    assert shown["id"] == "org/hongtuo-industrial"
    assert "宏拓" in shown["html"]
    first = client.get("/reconcile/suggest/entity", params={"prefix": "hong"}).json()["result"]
    later = client.get("/reconcile/suggest/entity", params={"prefix": "hong", "cursor": 2}).json()["result"]
    assert later[0] == first[2]


def test_a_property_may_have_several_values(client: TestClient) -> None:
    for value, match in ((["CN", "AU"], True), (["AU"], False), ([{"id": "place/china", "name": "China"}], True)):
        query = {"query": "Hongtuo Industrial", "properties": [{"pid": "country", "v": value}]}
        (rows,) = ask(client, q=query).values()
        assert rows[0]["match"] is match, value
