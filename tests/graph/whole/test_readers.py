"""Each format read back by a real reader and compared with the record as a whole."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.follow import Follower
from graph.rdf import Projection
from graph.store import Store
from graph.syntaxes import turtle_quads
from graph.terms import nquads
from ontology.load import TTL, ontology
from tests.graph.hostile import extractions
from tests.graph.record import extraction
from tests.graph.whole.made import JUDGED, REGISTRY, SAID, exported, fill, record

# rdflib warns of its own use of names that it has deprecated.
RDFLIB = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
RECORDS = [SAID, (), (extraction("nothing.txt", []),)]
HARD = settings(max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
some = st.lists(extractions(), min_size=1, max_size=2, unique_by=lambda e: e.document.id)


@pytest.fixture
def filled(store: Store) -> Store:
    """The record of these tests, in each store."""
    return fill(store)


# RDF


def quads(text: bytes, syntax: ox.RdfFormat) -> set[ox.Quad]:
    """What the engine reads, with blank nodes as they are named, numbers in one notation."""
    found = ox.Store()
    found.extend(ox.parse(text, syntax))
    return set(found)


def projection(store: Store) -> set[ox.Quad]:
    """What the index holds, which is made another way."""
    project = Projection(ontology())
    made = Follower(store, project, REGISTRY).everything()
    own = turtle_quads(TTL, project.iris.ontology)
    return quads(nquads([*made, *own]).encode(), ox.RdfFormat.N_QUADS)


def view(found: set[ox.Quad]) -> set[ox.Triple]:
    return {q.triple for q in found if isinstance(q.graph_name, ox.DefaultGraph)}


def test_nquads_hold_what_the_index_holds(filled: Store) -> None:
    assert quads(exported(filled, "nquads"), ox.RdfFormat.N_QUADS) == projection(filled)


@HARD
@given(some)
def test_nquads_hold_any_record(said: list[Any]) -> None:
    with record(said) as store:
        text = exported(store, "nquads")
        assert quads(text, ox.RdfFormat.N_QUADS) == projection(store)
    lines = text.decode().split("\n")
    assert len(lines) == len(set(lines)), "each quad once"


@pytest.mark.parametrize("said", RECORDS)
def test_trig_turtle_ntriples_and_jsonld_say_the_same(said: Any) -> None:
    with record(said) as store:
        whole = quads(exported(store, "nquads"), ox.RdfFormat.N_QUADS)
        trig = exported(store, "trig")
        turtle, lines, jsonld = (exported(store, name) for name in ("turtle", "ntriples", "jsonld"))
    named = {q for q in whole if not has_blank(q)}
    assert {q for q in quads(trig, ox.RdfFormat.TRIG) if not has_blank(q)} == named
    assert len(quads(trig, ox.RdfFormat.TRIG)) == len(whole)
    for text, syntax in (
        (turtle, ox.RdfFormat.TURTLE),
        (lines, ox.RdfFormat.N_TRIPLES),
        (jsonld, ox.RdfFormat.JSON_LD),
    ):
        assert view(quads(text, syntax)) == view(whole)


def has_blank(q: ox.Quad) -> bool:
    return isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)


@RDFLIB
@pytest.mark.parametrize(
    ("name", "syntax"), [("nquads", "nquads"), ("trig", "trig"), ("turtle", "turtle"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_what_pyoxigraph_reads(name: str, syntax: str) -> None:
    with record(SAID, JUDGED) as store:
        text, whole = exported(store, name), quads(exported(store, "nquads"), ox.RdfFormat.N_QUADS)
    read = rdflib.Dataset()
    read.parse(data=text, format=syntax)
    theirs = {(str(s), str(p), str(o), graph_of(g)) for s, p, o, g in read.quads() if not blank(s, o)}
    wanted = whole if name in ("nquads", "trig") else {q for q in whole if isinstance(q.graph_name, ox.DefaultGraph)}
    ours = {(q.subject.value, q.predicate.value, value(q), ours_of(q)) for q in wanted if not has_blank(q)}  # type: ignore[union-attr]
    assert {(s, p, normal(o), g) for s, p, o, g in theirs} == {(s, p, normal(o), g) for s, p, o, g in ours}


def blank(*terms: object) -> bool:
    return any(isinstance(t, rdflib.BNode) for t in terms)


def graph_of(graph: Any) -> str:
    return "" if graph is None or "default" in str(graph) else str(graph)


def ours_of(q: ox.Quad) -> str:
    return q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else ""


def value(q: ox.Quad) -> str:
    assert isinstance(q.object, ox.NamedNode | ox.Literal)
    return q.object.value


def normal(text: str) -> str:
    """rdflib writes numbers and times its own way."""
    try:
        return str(float(text))
    except ValueError:
        return text.replace("+00:00", "Z")


def test_turtle_counts_each_triple_once_however_many_documents_state_it() -> None:
    with record() as store:
        read = ox.Store()
        read.bulk_load(exported(store, "nquads"), ox.RdfFormat.N_QUADS)
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a <https://w3id.org/potline/ns#owns> ?b }"
    (row,) = read.query(query)  # type: ignore[misc, union-attr]
    assert row[0].value == "1", "two documents say it; the planned, the denied and the ended one are no triples"
    statements = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a <https://w3id.org/potline/ns#Statement> }"
    (row,) = read.query(statements)  # type: ignore[misc, union-attr]
    assert row[0].value == str(sum(len(e.statements) for e in SAID))
