"""Linked data: every thing at an address of its own, in every format, with what HTTP says beside."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from api.settings import Settings
from api.workspace import Workspace
from graph.statement import Extraction
from tests.conftest import KEY
from tests.graph.record import company, extraction, judged, relation

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's JSON-LD reader makes one
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),  # and its N-Quads reader asks for it
]

BASE = "https://w3id.org/potline/"
HONGTUO = "/entities/org/hongtuo-industrial"
AUTH = {"X-API-Key": KEY}
FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nq": ("application/n-quads", "nquads"),
    "trig": ("application/trig", "trig"),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def graph(client: TestClient, path: str, name: str) -> Graph:
    """The triples of an answer; the context of JSON-LD is fetched from where the answer says that it is."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    data = answer.text
    if name == "json-ld":
        body = answer.json()
        context = client.get(urlsplit(body["@context"]).path)
        assert context.headers["content-type"] == "application/ld+json"
        assert "max-age" in context.headers["cache-control"]
        data = json.dumps(body | context.json())
    parsed = rdflib.Dataset() if name in ("nquads", "trig") else Graph()
    parsed.parse(data=data, format=name)
    found = Graph()
    for triple in parsed.triples((None, None, None)):
        found.add(triple[:3])
    return found


def things(client: TestClient) -> list[str]:
    """An address of each kind of thing."""
    (document, *_) = client.get("/documents").json()["items"]
    (statement, *_) = client.get(f"/documents/{document['id']}/statements").json()["items"]
    (figure, *_) = client.get(f"{HONGTUO}/observations").json()["items"]
    places = [HONGTUO, "/entities/place/yunnan", "/entities/org/alcoa", "/entities/product/alumina", "/ontology"]
    return [
        *places,
        *(f"/documents/{document['id']}", f"/statements/{statement['id']}", f"/observations/{figure['id']}"),
    ]


def test_every_thing_says_the_same_in_every_format(asked: TestClient) -> None:
    for path in [*things(asked), "/.well-known/void"]:
        turtle = graph(asked, f"{path}.ttl", "turtle")
        assert len(turtle) > 5
        for suffix, (_, name) in FORMATS.items():
            assert isomorphic(graph(asked, f"{path}.{suffix}", name), turtle), (path, suffix)


def test_accept_and_suffix_choose_alike(asked: TestClient) -> None:
    for path in things(asked):
        for suffix, media in [
            ("html", "text/html"),
            ("json", "application/json"),
            *((s, m) for s, (m, _) in FORMATS.items()),
        ]:
            chosen, named = asked.get(path, headers={"Accept": f"{media}, */*;q=0.1"}), asked.get(f"{path}.{suffix}")
            assert chosen.headers["content-type"].partition(";")[0] == media
            assert (chosen.content, chosen.headers["etag"]) == (named.content, named.headers["etag"])
            assert (chosen.headers.get("vary"), named.headers.get("vary")) == ("Accept", None)
            assert f'<http://testserver{path}>; rel="canonical"' in named.headers["link"]
            assert ('rel="alternate"; type="application/ld+json"' in named.headers["link"]) == (suffix != "jsonld")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        (BROWSER, "text/html"),
        ("application/rdf+xml, application/xml;q=0.5, text/xml;q=0.3, */*;q=0.2", "application/rdf+xml"),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "application/ld+json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened, x";q=0.9', "application/ld+json"),
        ("TEXT/Turtle; Q=1.0, text/html;q=0.99", "text/turtle"),
        ("text/html;q=0, */*;q=0.1", "application/json"),
        ("text/*;q=0.5, text/html;q=0", "text/turtle"),
        ("text/n3, application/json;q=0.1", "text/turtle"),
        ("text/turtle;q=nan, text/html;q=-1, application/trig;q=0.001", "application/trig"),
    ],
)
def test_accept_headers_of_real_clients(asked: TestClient, accept: str | None, media: str) -> None:
    headers = {"Accept": accept} if accept else {}
    assert asked.get(HONGTUO, headers=headers).headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "nonsense", "text/html;q=x"])
def test_what_nobody_can_write_is_refused_with_what_there_is(asked: TestClient, accept: str) -> None:
    answer = asked.get(HONGTUO, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert all(media in answer.json()["detail"] for media, _ in FORMATS.values())


def test_a_suffix_that_is_none_of_ours_is_part_of_the_name(asked: TestClient) -> None:
    assert asked.get(f"{HONGTUO}.exe").status_code == 404
    assert asked.get("/.well-known/void.html").status_code == 404
    assert asked.get("/statements/nothing.ttl").status_code == 404
    assert asked.get("/observations/nothing").status_code == 404


def test_every_iri_of_the_record_leads_to_a_document_about_it(asked: TestClient) -> None:
    query = f'SELECT DISTINCT ?s WHERE {{ ?s ?p ?o FILTER STRSTARTS(STR(?s), "{BASE}") }}'
    rows = asked.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    found = {row["s"]["value"] for row in rows}
    assert {iri.removeprefix(BASE).partition("/")[0] for iri in found} == {"id", "doc", "statement", "observation"}
    for iri in found:
        path = "/" + quote(iri.removeprefix(BASE), safe="/%")
        moved = asked.get(path, follow_redirects=False)
        assert moved.status_code == 303, iri
        assert asked.get(f"/potline{path}", follow_redirects=False).headers["location"] == moved.headers["location"]
        turtle = asked.get(moved.headers["location"], headers={"Accept": "text/turtle"})
        assert (URIRef(iri), None, None) in Graph().parse(data=turtle.text, format="turtle")


def test_iris_without_a_page_are_asked_for(asked: TestClient) -> None:
    assert asked.get("/ns", follow_redirects=False).headers["location"] == "/ontology"
    assert "iron" not in asked.get("/graph/judgements", headers={"Accept": "text/turtle"}).text
    assert asked.get("/graph/registry", follow_redirects=False).status_code == 303
    assert asked.get("/effective/x", headers={"Accept": "text/turtle"}).status_code == 200
    assert asked.get("/graph/other").status_code == 404
    assert asked.get("/id/org/nobody-at-all").status_code == 404


# Tags


def test_tags_differ_by_format_and_spare_the_body(asked: TestClient) -> None:
    tags = [asked.get(f"{HONGTUO}.{suffix}").headers["etag"] for suffix in ("html", "json", *FORMATS)]
    assert len(set(tags)) == len(tags)
    tag = asked.get(f"{HONGTUO}.ttl").headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", W/{tag}', "*"):
        answer = asked.get(f"{HONGTUO}.ttl", headers={"If-None-Match": given})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "link" in answer.headers
    for given in ('"other"', tag.strip('"'), tags[0], ""):
        assert asked.get(f"{HONGTUO}.ttl", headers={"If-None-Match": given}).status_code == 200


def test_a_tag_changes_when_another_process_writes(client: TestClient, sqlite_settings: Settings) -> None:
    for path in (HONGTUO, "/.well-known/void.ttl"):
        tag = client.get(path).headers["etag"]
        with Workspace(sqlite_settings) as other:
            other.store.put(extraction(f"{path}.txt", [company("Hongtuo Industrial"), company(path)]))
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
        assert client.get(path).headers["etag"] != tag


def test_a_removed_document_is_gone(client: TestClient) -> None:
    (document, *_) = client.get("/documents").json()["items"]
    path = f"/documents/{document['id']}"
    assert client.delete(path, headers=AUTH).status_code == 204
    assert [client.get(f"{path}{suffix}").status_code for suffix in ("", ".ttl", ".html")] == [410, 410, 410]
    assert client.get("/documents/never").status_code == 404


# Methods


def test_head_and_options_and_what_is_not_known(asked: TestClient) -> None:
    for path in [*things(asked), "/.well-known/void", "/triples", "/documents", "/ontology/context"]:
        whole, head = asked.get(path), asked.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == whole.headers
        options = asked.options(path)
        assert options.status_code == 204
        wrong = asked.patch(path)
        assert (wrong.status_code, wrong.headers["allow"]) == (405, options.headers["allow"])
        assert wrong.headers["content-type"] == "application/problem+json"
        assert ("DELETE" in options.headers["allow"]) == path.startswith("/documents/")
    assert asked.options("/nothing").status_code == 404


# Merged ids


def test_a_merged_id_leads_to_the_canonical_one_which_says_same_as(
    client: TestClient, sqlite_settings: Settings
) -> None:
    with Workspace(sqlite_settings) as other:
        word = judged("same", company("Hongtuo Industrial"), company("Weiqiao Aluminum & Power"))
        other.store.judge(word)
    merged = "org/weiqiao-aluminum-power"
    for path, status in ((f"/entities/{merged}", 308), (f"/id/{merged}", 303)):
        for suffix in ("", ".ttl", ".html"):
            moved = client.get(path + suffix, follow_redirects=False)
            assert (moved.status_code, moved.headers["location"]) == (status, HONGTUO + suffix)
            assert moved.headers["cache-control"] == "no-cache"
    for suffix, (_, name) in FORMATS.items():
        found = graph(client, f"{HONGTUO}.{suffix}", name)
        assert (URIRef(f"{BASE}id/{merged}"), OWL.sameAs, URIRef(f"{BASE}id/org/hongtuo-industrial")) in found
    assert merged in client.get(f"{HONGTUO}.html").text
    judgement = graph(client, f"/judgements/{word.id}.ttl", "turtle")
    assert (URIRef(f"{BASE}judgement/{word.id}"), RDF.type, URIRef(f"{BASE}ns#Judgement")) in judgement
    assert client.get(f"/judgement/{word.id}").json()["verdict"] == "same"
    assert client.get(f"/judgements/{word.id}.html").status_code == 200


# Hostile names

ODD = ("org/创新实业", "org/a%~b\"<x>'&?#;,>", "org/dotted.ttl", 'org/q"><script>alert(1)')


def odd() -> Extraction:
    """A document whose every text is hostile."""
    a, *others = (replace(company(f"</title><script>alert({i})</script>"), id=id) for i, id in enumerate(ODD))
    said = [relation(a, "owns", b, qualifiers={"share": 5, "note": "<img src=x onerror=alert(9)>"}) for b in others]
    more = {"title": "<script>alert(7)</script>", "url": "javascript:alert(8)", "publisher": '"><svg onload=alert(6)>'}
    return extraction("https://example.org/odd", [a, *others], said, **more)


def test_no_name_can_break_a_page_a_header_or_a_format(client: TestClient, sqlite_settings: Settings) -> None:
    document = odd()
    with Workspace(sqlite_settings) as other:
        other.store.put(document)
    paths = [f"/entities/{quote(id, safe='/')}" for id in ODD] + [f"/documents/{document.document.id}"]
    paths += [f"/statements/{s.id}" for s in document.statements]
    for path in paths:
        page = client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert not any(word in page.text for word in ("<script", "<img", "<svg", 'href="javascript'))
        assert "default-src 'none'" in page.headers["content-security-policy"]
        turtle = graph(client, f"{path}.ttl", "turtle")
        assert all(isomorphic(graph(client, f"{path}.{suffix}", name), turtle) for suffix, (_, name) in FORMATS.items())
    for id in ODD:
        moved = client.get(f"/id/{quote(id, safe='/')}", follow_redirects=False)
        assert moved.headers["location"] == f"/entities/{quote(id)}"
        assert client.get(moved.headers["location"]).json()["id"] == id


def test_an_id_that_ends_like_a_suffix_comes_before_a_format(client: TestClient, sqlite_settings: Settings) -> None:
    plain, dotted = replace(company("Plain"), id="org/dotted"), replace(company("Dotted"), id="org/dotted.ttl")
    with Workspace(sqlite_settings) as other:
        other.store.put(extraction("https://example.org/dots", [plain, dotted], [relation(plain, "owns", dotted)]))
    assert client.get("/entities/org/dotted.ttl").json()["name"] == "Dotted"
    answer = client.get("/entities/org/dotted", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    assert "Plain" in answer.text


def test_a_host_that_is_none_stays_inside_its_quotes(client: TestClient) -> None:
    answer = client.get(f"{HONGTUO}.html", headers={"Host": 'x"><script>'})
    assert "<script" not in answer.text
    assert client.get("/.well-known/void.ttl", headers={"Host": "a>b"}).status_code == 200


# The data set


def test_the_data_set_is_described_with_its_counts(asked: TestClient) -> None:
    found = graph(asked, "/.well-known/void", "turtle")
    void, dcat = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    (data,) = found.subjects(RDF.type, dcat.Dataset)

    def number(query: str) -> int:
        rows = asked.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        return int(rows[0]["n"]["value"])

    for name, query in (
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("documents", "SELECT (COUNT(*) AS ?n) { ?s a alu:Document }"),
        ("entities", "SELECT (COUNT(*) AS ?n) { ?s a alu:Entity }"),
    ):
        assert int(str(found.value(data, void[name]))) == number(query)
    parts = [int(str(found.value(p, void.triples))) for p in found.objects(data, void.propertyPartition)]
    assert sum(parts) == int(str(found.value(data, void.triples)))
    assert str(found.value(data, void.sparqlEndpoint)) == "http://testserver/sparql"
    assert "GeoNames" in " ".join(map(str, found.objects(None, rdflib.DCTERMS.rights)))
    assert found.value(data, rdflib.DCTERMS.modified)


def test_the_ontology_page_has_an_anchor_for_each_term(asked: TestClient) -> None:
    page, told = asked.get("/ontology.html").text, asked.get("/ontology").json()
    for kind in ("classes", "predicates", "derived"):
        assert all(f'id="{term["name"]}"' in page for term in told[kind])
    assert all(f'id="metric-{metric["name"]}"' in page for metric in told["metrics"])
