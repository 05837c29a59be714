"""Quads as text: JSON-LD with a context expands to the triples that it was made of."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from graph.results import GRAPHS
from graph.terms import DCTERMS, OA, QUDT, RDF, RDFS, SCHEMA, SKOS, XSD, Quad, iri, nquads, segment, string, typed
from graph.written import compacted, triples, written
from ontology.derive import context
from ontology.errors import InvalidQuery
from ontology.load import ontology

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD reader makes one
BASE = ontology().base
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
RESOURCES = st.builds(lambda name: iri(f"{BASE}id/org/{segment(name)}"), WORDS.filter(bool)) | st.sampled_from(
    [
        "<urn:x>",
        "<http://qudt.org/vocab/unit/TONNE>",
        f"<{BASE}ns#owns>",
        f"<{SCHEMA}name>",
        "<mailto:a@example.org>",
        "_:b1",
    ]
)
PREDICATES = st.sampled_from(
    [
        *(
            f"{BASE}ns#{term}"
            for term in (*ontology().predicates, *ontology().qualifiers, "value", "start", "statedIn")
        ),
        *(f"{BASE}ns#{term}" for term in ("country", "ownedBy", "id", "type", "metric-capacity", "of")),
        *(RDF + term for term in ("type", "subject", "predicate", "object")),
        *(RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SCHEMA + "url", DCTERMS + "issued"),
        *(QUDT + "unit", OA + "hasTarget", "https://example.org/x", "https://example.org/a-b/c#d-e"),
    ]
).map(iri)
LITERALS = st.one_of(
    st.builds(string, WORDS),
    st.builds(string, WORDS, st.sampled_from(["en", "zh", "zh-Hant"])),
    st.sampled_from(
        [("60.5", "decimal"), ("1", "decimal"), ("1", "integer"), ("2025-07-31", "date"), ("urn:x", "anyURI")]
    ).map(lambda pair: typed(pair[0], XSD + pair[1])),
)


@st.composite
def quad(draw: st.DrawFn) -> Quad:
    """A triple; what is said to be a class is a resource."""
    subject, predicate = draw(RESOURCES), draw(PREDICATES)
    return Quad(subject, predicate, draw(RESOURCES if predicate == iri(RDF + "type") else RESOURCES | LITERALS))


@given(st.lists(quad(), max_size=8))
def test_compacted_json_ld_expands_to_the_same_triples(quads: list[Quad]) -> None:
    told = context(ontology())
    body = json.loads(compacted(quads, told, "https://example.org/context"))
    assert body["@context"] == "https://example.org/context"
    expanded = Graph().parse(data=json.dumps(body | {"@context": told}), format="json-ld")
    lines = "".join(line.replace("  .", " .") for line in nquads(quads).splitlines(keepends=True))
    assert isomorphic(expanded, Graph().parse(data=lines, format="nt"))
    assert json.loads(compacted(quads, told))["@context"] == json.loads(json.dumps(told))


def test_triples_are_each_once_and_no_more_than_allowed() -> None:
    a, b = (Quad(f"<urn:{n}>", "<urn:p>", '"x"', graph) for n, graph in (("b", "<urn:g>"), ("a", "")))
    assert [q.subject for q in triples([a, b, a._replace(graph="")])] == ["<urn:a>", "<urn:b>"]
    with pytest.raises(InvalidQuery, match="more than 1"):
        triples([a, b], 1)


def test_every_format_is_written() -> None:
    one = [Quad(iri(f"{BASE}id/org/x"), iri(RDFS + "label"), string("X"))]
    texts = {media: written(one, media, {"rdfs": RDFS}).decode() for media in GRAPHS.values()}
    assert all('"X"' in t or ">X<" in t for t in texts.values())
    assert "@prefix rdfs:" in texts["text/turtle"]
