"""The SPARQL 1.1 Protocol, its query part.

The tests of the first part restate those of the W3C working group (data-sparql11/protocol) on the seeds.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import rdflib
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.settings import Settings, read_settings
from api.sparql_description import PAGES, WRITERS
from graph.statement import Extraction
from tests.conftest import filled

SELECT = "SELECT ?a ?b WHERE { ?a alu:owns ?b } ORDER BY ?a ?b"
ASK = "ASK { ?a alu:owns ?b }"
CONSTRUCT = "CONSTRUCT WHERE { ?a alu:owns ?b }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
BASE = "https://w3id.org/potline/"
REGISTRY, ONTOLOGY = BASE + "graph/registry", BASE + "ns"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, seeds: tuple[Extraction, ...]) -> Settings:
    folder = tmp_path_factory.mktemp("protocol")
    return filled(read_settings(store_url=f"sqlite:///{folder / 'p.db'}", sparql_folder=folder / "rdf"), seeds)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def kind(answer: Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.headers["content-type"].partition(";")[0]


def problem(answer: Response, status: int) -> str:
    """The detail of an error that is problem+json."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


def ask(client: TestClient, query: str, **parameters: object) -> bool:
    answer = client.get("/sparql", params={"query": query, **parameters}, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


# The tests of the working group


def test_query_get_post_form_and_post_direct(client: TestClient) -> None:
    answers = (
        client.get("/sparql", params={"query": ASK}),
        client.post("/sparql", data={"query": ASK}),
        client.post("/sparql", content=ASK, headers=DIRECT),
    )
    for answer in answers:
        assert kind(answer) == "application/sparql-results+json"
        assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "media"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+json"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/tab-separated-values"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv"),
        (ASK, "application/sparql-results+xml"),
        (ASK, "application/sparql-results+json"),
        ("DESCRIBE alu:owns", "text/turtle"),
        ("DESCRIBE alu:owns", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples"),
        (CONSTRUCT, "application/ld+json"),
        (CONSTRUCT, "application/n-quads"),
        (CONSTRUCT, "application/trig"),
    ],
)
def test_query_content_type(client: TestClient, query: str, media: str) -> None:
    assert kind(client.post("/sparql", content=query, headers=DIRECT | {"Accept": media})) == media


def test_query_dataset_of_default_graphs(client: TestClient) -> None:
    both = "ASK { alu:owns rdfs:label ?x . ?s a alu:Place FILTER NOT EXISTS { GRAPH ?g { ?a ?b ?c } } }"
    graphs = {"default-graph-uri": [REGISTRY, ONTOLOGY]}
    assert ask(client, both, **graphs)
    assert client.post("/sparql", data={"query": both, **graphs}).json()["boolean"] is True
    target = f"/sparql?default-graph-uri={quote(REGISTRY)}&default-graph-uri={quote(ONTOLOGY)}"
    assert client.post(target, content=both, headers=DIRECT).json()["boolean"] is True
    assert not ask(client, both, **{"default-graph-uri": [REGISTRY]})


def test_query_dataset_of_named_graphs(client: TestClient) -> None:
    named = {"named-graph-uri": [REGISTRY, ONTOLOGY]}
    query = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
    found = client.get("/sparql", params=query | named)
    assert sorted(found.text.split()[1:]) == sorted([REGISTRY, ONTOLOGY])
    assert not ask(client, "ASK { ?s ?p ?o }", **named)


def test_query_dataset_full(client: TestClient) -> None:
    whole = "ASK { alu:owns rdfs:label ?x GRAPH ?g { ?s a alu:Place } }"
    assert ask(client, whole, **{"default-graph-uri": ONTOLOGY, "named-graph-uri": REGISTRY})
    assert not ask(client, whole, **{"default-graph-uri": REGISTRY, "named-graph-uri": ONTOLOGY})


def test_query_multiple_dataset_the_protocol_wins(client: TestClient) -> None:
    query = f"ASK FROM <{REGISTRY}> {{ alu:owns rdfs:label ?x }}"
    assert not ask(client, query)
    assert ask(client, query, **{"default-graph-uri": ONTOLOGY})


def test_graphs_that_are_not_there_are_empty_and_never_fetched(client: TestClient) -> None:
    for there in ("http://127.0.0.1:1/data.ttl", "file:///etc/passwd"):
        assert not ask(client, "ASK { ?s ?p ?o }", **{"default-graph-uri": there})
        assert not ask(client, f"ASK FROM <{there}> {{ ?s ?p ?o }}")
        assert not ask(client, f"ASK FROM NAMED <{there}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_bad_query_method(client: TestClient, method: str) -> None:
    answer = client.request(method, "/sparql", params={"query": ASK})
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries(client: TestClient) -> None:
    assert "one query, not 2" in problem(client.get(f"/sparql?query={quote(ASK)}&query={quote(SELECT)}"), 400)
    assert "one query, not 2" in problem(
        client.post("/sparql", content=f"query={quote(ASK)}&query=x", headers=FORM), 400
    )
    assert "one query, not 2" in problem(client.post("/sparql?query=x", content=ASK, headers=DIRECT), 400)
    assert "one query, not 0" in problem(client.post("/sparql", content="", headers=FORM), 400)
    assert "one query, not 0" in problem(client.get("/sparql?default-graph-uri=x:y"), 400)


def test_bad_query_media_type_or_none(client: TestClient) -> None:
    assert "not text/plain" in problem(client.post("/sparql", content=ASK, headers={"Content-Type": "text/plain"}), 415)
    assert "not nothing" in problem(client.post("/sparql", content=f"query={quote(ASK)}"), 415)
    assert "not nothing" in problem(client.post("/sparql", content=ASK), 415)


def test_bad_query_that_is_no_utf_8(client: TestClient) -> None:
    assert "UTF-8" in problem(client.post("/sparql", content=ASK.encode("utf-16"), headers=DIRECT), 400)
    assert "UTF-8" in problem(client.post("/sparql", content=b"query=%FF", headers=FORM), 400)
    assert "UTF-8" in problem(client.get("/sparql?query=%FF%FE"), 400)
    named = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert "UTF-8" in problem(client.post("/sparql", content=ASK, headers=named), 415)
    well = {"Content-Type": 'application/sparql-query; charset="UTF-8"'}
    assert client.post("/sparql", content=ASK, headers=well).json()["boolean"] is True


def test_a_file_that_begins_with_a_byte_order_mark(client: TestClient) -> None:
    assert client.post("/sparql", content=b"\xef\xbb\xbf" + ASK.encode(), headers=DIRECT).json()["boolean"] is True


def test_bad_query_syntax(client: TestClient) -> None:
    detail = problem(client.get("/sparql", params={"query": "ASK {\n  ?s ?p\n}"}), 400)
    assert detail == "line 3, column 1: '}' does not fit here"


# Forms of the answer


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/json", "application/sparql-results+json", "application/ld+json"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.9, text/*;q=0.1", "text/tab-separated-values", "text/turtle"),
        ("text/*", "text/csv", "text/turtle"),
        ("text/*;q=0.5, text/csv;q=0, application/trig", "text/tab-separated-values", "application/trig"),
        ("application/rdf+xml, text/csv", "text/csv", "application/rdf+xml"),
    ],
)  # fmt: skip
def test_the_form_by_accept(client: TestClient, accept: str | None, table: str, graph: str) -> None:
    headers = {"Accept": accept} if accept else {}
    for query, media in ((SELECT, table), (CONSTRUCT, graph)):
        answer = client.get("/sparql", params={"query": query}, headers=headers)
        assert kind(answer) == media
        assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "application/sparql-results+json;q=0"])
def test_a_form_that_there_is_not(client: TestClient, accept: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert "there" in problem(answer, 406) or "Accept" in answer.text


@pytest.mark.parametrize(
    ("format", "table", "graph"),
    [
        ("json", "application/sparql-results+json", "application/ld+json"),
        ("xml", "application/sparql-results+xml", "application/rdf+xml"),
        ("turtle", None, "text/turtle"),
        ("nquads", None, "application/n-quads"),
        ("csv", "text/csv", None),
        ("text/tab-separated-values", "text/tab-separated-values", None),
        ("word", None, None),
    ],
)
def test_the_form_by_a_parameter(client: TestClient, format: str, table: str | None, graph: str | None) -> None:
    for query, media in ((SELECT, table), (CONSTRUCT, graph)):
        for answer in (
            client.get("/sparql", params={"query": query, "format": format}, headers={"Accept": "image/png"}),
            client.post("/sparql", data={"query": query, "format": format}),
        ):
            if media is None:
                assert "cannot be written as" in problem(answer, 400)
            else:
                assert kind(answer) == media


def test_all_forms_of_a_table_say_the_same(client: TestClient) -> None:
    query = "SELECT ?s ?value { ?s qudt:numericValue ?value } ORDER BY ?s"
    text = {f: client.get("/sparql", params={"query": query, "format": f}).text for f in ("json", "xml", "csv", "tsv")}
    rows = [[b[n]["value"] for n in ("s", "value")] for b in json.loads(text["json"])["results"]["bindings"]]
    assert len(rows) > 1
    assert list(csv.reader(io.StringIO(text["csv"])))[1:] == rows
    results = ElementTree.fromstring(text["xml"]).iter("{http://www.w3.org/2005/sparql-results#}result")
    assert [[e.text for e in result.iter() if (e.text or "").strip()] for result in results] == rows
    assert len(text["tsv"].splitlines()) == len(rows) + 1


def test_xml_holds_no_control_characters_and_rdf_xml_is_refused_where_it_cannot_hold_the_answer(
    client: TestClient,
) -> None:
    strange = {"query": r"SELECT ('a\u0001b' AS ?x) {}", "format": "xml"}
    assert "a\ufffdb" in ElementTree.tostring(
        ElementTree.fromstring(client.get("/sparql", params=strange).text), "unicode"
    )
    for triple in (r"<x:a> <x:b> 'a\u0001b'", "<x:a> <http://example.org/1> 2"):
        query = f"CONSTRUCT {{ {triple} }} WHERE {{}}"
        answer = client.get("/sparql", params={"query": query, "format": "rdfxml"})
        assert "RDF/XML cannot hold this answer" in problem(answer, 400)
        assert kind(client.get("/sparql", params={"query": query, "format": "turtle"})) == "text/turtle"


# Other methods, and no query at all


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for parameters in ({"query": SELECT}, {}):
        whole = client.get("/sparql", params=parameters)
        head = client.head("/sparql", params=parameters)
        assert (head.status_code, head.content) == (200, b"")
        assert {n: head.headers[n] for n in ("content-type", "vary")} == {
            n: whole.headers[n] for n in ("content-type", "vary")
        }
    assert client.head("/sparql", params={"query": "SELECT"}).status_code == 400


def test_options_names_the_methods(client: TestClient) -> None:
    answer = client.options("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD
@pytest.mark.parametrize("media", list(WRITERS))
def test_the_service_describes_itself(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", headers={"Accept": media})
    graph = rdflib.Graph().parse(data=answer.text, format=kind(answer))
    service = rdflib.URIRef("http://testserver/sparql")
    assert (service, rdflib.RDF.type, SD.Service) in graph
    assert (service, SD.endpoint, service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(list(graph.objects(service, SD.resultFormat))) == 10
    assert {str(o) for o in graph.objects(None, SD.name)} == {REGISTRY, ONTOLOGY}
    assert (service, SD.feature, SD.BasicFederatedQuery) not in graph
    assert kind(client.get("/sparql", params={"format": media})) == media


def test_the_description_has_its_own_forms(client: TestClient) -> None:
    problem(client.get("/sparql", headers={"Accept": "text/csv"}), 406)
    problem(client.get("/sparql?format=csv"), 406)


def test_browsers_get_a_page_that_needs_nothing_else(client: TestClient) -> None:
    answer = client.get(
        "/sparql", headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert kind(answer) == "text/html"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    for word in ("src=", "<link", "@import", "url("):
        assert word not in answer.text
    select = re.search('<select id="examples">.*?</select>', answer.text, re.DOTALL)
    assert select is not None
    page = ElementTree.fromstring(select[0])
    examples = [option.get("value") for option in page.iter("option")]
    assert len(examples) > 5


def test_the_examples_of_the_page_have_answers(client: TestClient) -> None:
    for example in json.loads((PAGES / "examples.json").read_text(encoding="utf-8")):
        answer = client.get("/sparql", params={"query": example["query"], "format": "xml"})
        assert kind(answer).endswith("xml")
        assert "<uri>" in answer.text or "<literal" in answer.text or "rdf:about" in answer.text, example["title"]


def test_pages_of_other_origins_may_ask_only_where_a_setting_says_so(client: TestClient, settings: Settings) -> None:
    origin = {"Origin": "https://yasgui.example"}
    assert "access-control-allow-origin" not in client.get("/sparql", params={"query": ASK}, headers=origin).headers
    allowing = settings.model_copy(update={"cors_origins": ("https://yasgui.example",)})
    with TestClient(create_app(allowing)) as open_client:
        answer = open_client.get("/sparql", params={"query": ASK}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == origin["Origin"]
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        assert open_client.options("/sparql", headers=origin | asked).status_code == 200
        other = open_client.get("/sparql", params={"query": ASK}, headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers


def test_settings_of_several_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_CORS_ORIGINS", "https://a.example https://b.example")
    monkeypatch.setenv("POTLINE_SPARQL_SERVICE", "")
    settings = read_settings()
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.sparql_service == ()
