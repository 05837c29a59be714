"""Triple patterns over HTTP and on the command line: every way to write a term, and the same as CONSTRUCT."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from api.settings import Settings
from api.workspace import Workspace
from tests.api.test_cli import run
from tests.api.test_linked import FORMATS
from tests.graph.record import company, extraction, relation

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's JSON-LD reader makes one
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),  # and its N-Quads reader asks for it
]

BASE = "https://w3id.org/potline/"
HONGTUO = "org/hongtuo-industrial"
NAMES = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "jsonld": "jsonld", "nq": "nquads", "trig": "trig"}


def construct(client: TestClient, query: str) -> Graph:
    answer = client.get("/sparql", params={"query": query, "format": "turtle"})
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.text, format="turtle")


def fetched(client: TestClient, **pattern: object) -> Graph:
    """The triples of a pattern, as Turtle."""
    answer = client.get("/triples", params=pattern | {"format": "turtle"})
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.text, format="turtle")


@cache
def everything(client: TestClient) -> tuple[tuple[rdflib.term.Node, ...], ...]:
    """All triples of the merged view."""
    return tuple(sorted(construct(client, "CONSTRUCT WHERE { ?s ?p ?o }")))


# Terms can be left out in eight ways: each is tried three times a run, on each store, with triples drawn anew.
@hypothesis_settings(max_examples=24)
@given(data=st.data())
def test_a_pattern_gives_what_construct_gives(asked: TestClient, data: st.DataObject) -> None:
    """Terms of one triple that is there, any of them left out, each written in full."""
    triple = data.draw(st.sampled_from(everything(asked)))
    kept = data.draw(st.tuples(*[st.booleans()] * 3))
    terms = [term.n3() if keep else None for term, keep in zip(triple, kept, strict=True)]
    where = " ".join(term or name for term, name in zip(terms, ("?s", "?p", "?o"), strict=True))
    pattern = {name: term for name, term in zip("spo", terms, strict=True) if term}
    found = asked.get("/triples", params=pattern | {"format": "ntriples"})
    if found.status_code != 200 or re.search(r"ns#metric-", where):
        raise AssertionError(found.text)
    expected = construct(asked, f"CONSTRUCT {{ {where} }} WHERE {{ {where} }}")
    assert isomorphic(Graph().parse(data=found.text, format="nt"), expected)


def test_every_format_says_the_same(asked: TestClient) -> None:
    for pattern in ({"s": HONGTUO}, {"p": "alu:owns"}, {"p": "owns", "status": "actual"}, {"p": "capacity"}):
        turtle = fetched(asked, **pattern)
        assert len(turtle) > 1
        for suffix, (media, name) in FORMATS.items():
            named = asked.get("/triples", params=pattern | {"format": NAMES[suffix]})
            chosen = asked.get("/triples", params=pattern, headers={"Accept": media})
            assert named.content == chosen.content
            assert named.headers["content-type"].partition(";")[0] == media
            data = named.text
            if name == "json-ld":
                data = json.dumps(named.json() | asked.get("/ontology/context").json())
            parsed = (rdflib.Dataset() if name in ("nquads", "trig") else Graph()).parse(data=data, format=name)
            found = Graph()
            for t in parsed.triples((None, None, None)):
                found.add(t[:3])
            assert isomorphic(found, turtle), suffix


@pytest.mark.parametrize(
    "s",
    [
        "Hongtuo Industrial",
        "宏拓实业",
        HONGTUO,
        "id:org/hongtuo-industrial",
        f"<{BASE}id/{HONGTUO}>",
        f"{BASE}id/{HONGTUO}",
    ],
)
@pytest.mark.parametrize("p", ["produces", "alu:produces", f"{BASE}ns#produces"])
def test_every_way_to_write_a_term_is_the_same(asked: TestClient, s: str, p: str) -> None:
    for o in ("aluminium", "product/aluminium", "id:product/aluminium", f"{BASE}id/product/aluminium"):
        page = asked.get("/triples", params={"s": s, "p": p, "o": o}).json()
        assert [(r["subject"], r["predicate"], r["object"]) for r in page["items"]] == [
            (HONGTUO, "produces", "product/aluminium")
        ]
        assert len(fetched(asked, s=s, p=p, o=o)) == 1


@pytest.mark.parametrize(
    ("pattern", "where"),
    [
        ({"p": "a", "o": "Company"}, "?s a alu:Company"),
        ({"p": "rdfs:label", "s": "Hongtuo Industrial"}, "id:org\\/hongtuo-industrial rdfs:label ?o"),
        ({"p": "rdfs:label", "o": "Hongtuo Industrial"}, '?s rdfs:label "Hongtuo Industrial"'),
        ({"p": "skos:altLabel", "o": '"宏拓实业"@zh'}, '?s skos:altLabel "宏拓实业"@zh'),
        ({"p": "skos:altLabel", "o": "宏拓实业"}, '?s skos:altLabel "宏拓实业"@zh'),
        ({"o": '"788100"^^xsd:decimal'}, '?s ?p "788100"^^xsd:decimal'),
        ({"p": "alu:value", "o": "788100"}, '?s alu:value "788100"^^xsd:decimal'),
        ({"p": "alu:registered", "o": "true"}, "?s alu:registered true"),
        ({"p": "dcterms:issued", "o": '"2025-07-31"^^xsd:date'}, '?s dcterms:issued "2025-07-31"^^xsd:date'),
    ],
)
def test_names_literals_and_prefixes(asked: TestClient, pattern: dict[str, str], where: str) -> None:
    expected = construct(asked, f"CONSTRUCT WHERE {{ {where} }}")
    assert len(expected) > 0
    assert isomorphic(fetched(asked, **pattern), expected)
    page = asked.get("/triples", params=pattern).json()
    assert page["total"] == len(expected)
    assert all(r["object"] or r["literal"] for r in page["items"])


def test_a_document_gives_what_its_own_graph_says(asked: TestClient) -> None:
    for row in asked.get("/documents").json()["items"]:
        asked_for = f"<{BASE}doc/{row['id']}>"
        named = construct(
            asked, f"CONSTRUCT {{ ?s rdfs:label ?o }} WHERE {{ GRAPH {asked_for} {{ ?s rdfs:label ?o }} }}"
        )
        assert isomorphic(fetched(asked, p="rdfs:label", document=row["id"]), named)
        shown = construct(
            asked,
            "CONSTRUCT { ?s alu:owns ?o } WHERE { ?s alu:owns ?o . ?st rdf:subject ?s ; rdf:predicate alu:owns ; "
            f'rdf:object ?o ; alu:status "actual" ; alu:statedIn {asked_for} }}',
        )
        assert isomorphic(fetched(asked, p="owns", document=asked_for, status="actual"), shown)


def test_what_is_no_plain_triple_is_told_by_its_statements(client: TestClient, sqlite_settings: Settings) -> None:
    a, b = company("Alpha"), company("Beta")
    with Workspace(sqlite_settings) as work:
        work.store.put(extraction("a.txt", [a, b], [relation(a, "owns", b, "planned", {"share": 30})]))
    assert len(fetched(client, s="Alpha", p="owns")) == 0
    told = fetched(client, s="Alpha", p="owns", status="planned")
    assert (None, rdflib.RDF.object, rdflib.URIRef(f"{BASE}id/{b.id}")) in told
    assert not list(told.subject_objects(rdflib.URIRef(f"{BASE}ns#owns")))
    (row,) = client.get("/triples", params={"s": "Alpha", "p": "owns"}).json()["items"]
    assert (row["status"], row["shown"]) == ("planned", False)


def test_only_what_counts_on_a_day(client: TestClient, sqlite_settings: Settings) -> None:
    a, b = company("Alpha"), company("Beta")
    first = extraction("a.txt", [a, b], [relation(a, "owns", b, qualifiers={"since": "2019"})], published="2019")
    second = extraction("b.txt", [a, b], [relation(a, "owns", b, "ended")], published="2022-05-01")
    with Workspace(sqlite_settings) as work:
        work.store.put(first)
        work.store.put(second)

    def on(day: str) -> list[str]:
        rows = client.get("/triples", params={"s": "Alpha", "p": "owns", "as_of": day}).json()["items"]
        return [row["status"] for row in rows]

    assert [on(day) for day in ("2018-12-31", "2019-06-30", "2022-04-30", "2022-05-01")] == [
        [],
        ["actual"],
        ["actual"],
        ["ended"],
    ]
    assert len(fetched(client, s="Alpha", p="owns", as_of="2020-01-01")) == 1


def test_pages_follow_their_links_and_are_the_whole(asked: TestClient) -> None:
    whole, parts, url = fetched(asked, s=HONGTUO), Graph(), f"/triples?s={HONGTUO}&limit=4"
    while url:
        answer = asked.get(url, headers={"Accept": "text/turtle"})
        parts.parse(data=answer.text, format="turtle")
        assert 'rel="first"' in answer.headers["link"]
        following = re.search(r'<([^>]+)>; rel="next"', answer.headers["link"])
        url = following[1] if following else ""
    assert isomorphic(parts, whole)
    seen: list[object] = []
    address: str | None = "/triples?p=rdf:type&limit=7"
    while address:
        page = asked.get(address).json()
        seen += [(r["subject"], r["object"]) for r in page["items"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == page["total"] == len(fetched(asked, p="rdf:type"))


@pytest.mark.parametrize(
    ("pattern", "status", "says"),
    [
        ({"s": "hong"}, 409, "nearest names"),
        ({"s": "nobody of this name at all"}, 404, "nothing is called"),
        ({"p": "eats"}, 400, "there are owns"),
        ({"p": "alu:eats"}, 400, "there are owns"),
        ({"s": '"text"'}, 400, "no subject"),
        ({"o": '"open'}, 400, "no literal"),
        ({"o": '"x"^^wrong'}, 400, "no datatype"),
        ({"s": "<https://example.org/a b>"}, 400, "no IRI"),
        ({"s": "_:b0"}, 400, "blank node"),
        ({"p": "owns", "status": "perhaps"}, 400, "there is actual"),
        ({"p": "rdfs:label", "status": "actual"}, 400, "relations and figures"),
        ({"as_of": "2025"}, 400, "write a day"),
        ({"document": "none"}, 404, "no document"),
        ({"p": "owns", "format": "docx"}, 406, "turtle"),
        ({"o": '"} UNION { ?s ?p ?o'}, 400, "no literal"),
        ({"s": "<urn:a> } UNION { ?s ?p ?o"}, 404, "nothing is called"),
    ],
)
def test_what_cannot_be_meant_is_told(client: TestClient, pattern: dict[str, str], status: int, says: str) -> None:
    answer = client.get("/triples", params=pattern)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert says in answer.json()["detail"]
    assert ("candidates" in answer.json()) == (status == 409)


def test_the_command_lists_and_writes(sqlite_settings: Settings, tmp_path: Path) -> None:
    def said(*words: str) -> str:
        return run("triples", *words, cwd=tmp_path, store_url=sqlite_settings.store_url).stdout

    assert "Weiqiao Aluminum & Power  owns" in said("--p", "owns")
    assert {row["subject"] for row in json.loads(said("--s", "Hongtuo Industrial", "--json"))} == {HONGTUO}
    found = Graph().parse(data=said("--p", "owns", "--format", "jsonld"), format="json-ld")
    assert len(found) > 1
    assert isomorphic(found, Graph().parse(data=said("--p", "owns", "--format", "ttl"), format="turtle"))
    for words in (("--p", "eats"), ("--p", "owns", "--status", "denied")):
        assert run("triples", *words, cwd=tmp_path, store_url=sqlite_settings.store_url).returncode == 1
