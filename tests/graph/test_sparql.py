"""SPARQL over a real record in SQLite: right counts, provenance, following, refusals, formats."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.effective import Effective, Holding
from graph.follow import LARGE
from graph.ownership.answer import matrix
from graph.ownership.materialise import effective
from graph.registry import Entry, Registry
from graph.results import Answer, Table, Triples
from graph.sparql import Index
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction, Statement
from graph.store import Store
from ontology.errors import InvalidQuery, JudgementConflict
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

WEIQIAO, HONGTUO, OTHER = company("Weiqiao"), company("Hongtuo", name_zh="宏拓实业"), company("Hongtuo Industrial")
YUNNAN = thing("Place", "Yunnan", level="province", parent="place/china", country="CN")
CHINA = thing("Place", "China", level="country", country="CN")
CHINA_2 = thing("Place", "People's Republic", level="country", country="CN")
ALUMINIUM = product("aluminium")

FIRST = extraction(
    "https://example.org/first",
    [WEIQIAO, HONGTUO, YUNNAN, CHINA, ALUMINIUM],
    [
        relation(WEIQIAO, "owns", HONGTUO, qualifiers={"share": 60.5, "share_of": "shares"}),
        relation(HONGTUO, "transfersCapacityTo", YUNNAN, "planned", {"quantity": 1520000}, period="2025/2027"),
        relation(HONGTUO, "acquires", OTHER, "rumoured"),
        relation(HONGTUO, "produces", ALUMINIUM),
        figure(HONGTUO, "capacity", 6460000, product="aluminium", period="2021", status="licensed"),
    ],
    title="First",
    published="2025-07-31",
)
SECOND = extraction(
    "second.txt",
    [WEIQIAO, HONGTUO, OTHER],
    [
        relation(WEIQIAO, "owns", HONGTUO, qualifiers={"share": 61.0, "share_of": "shares"}),
        relation(WEIQIAO, "owns", OTHER, "planned"),
        figure(HONGTUO, "capacity", 6459000, product="aluminium", period="2021", status="licensed"),
    ],
    published="2025-08",
)


def with_entities(e: Extraction) -> Extraction:
    """The extraction with all entities that its statements name."""
    known = {x.id: x for x in (WEIQIAO, HONGTUO, OTHER, YUNNAN, CHINA, CHINA_2, ALUMINIUM)}
    used = {id for s in e.statements for id in (s.subject, s.object) if id} | {x.id for x in e.entities}
    return replace(e, entities=tuple(known[i] for i in sorted(used)))


FIRST, SECOND = with_entities(FIRST), with_entities(SECOND)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Store]:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as opened:
        yield opened


@pytest.fixture
def index(record: Store) -> Index:
    record.put(FIRST)
    record.put(SECOND)
    return Index(record, ontology(), Registry([Entry(HONGTUO, place="place/yunnan")]))


def rows(answer: Answer) -> list[tuple[str | None, ...]]:
    assert isinstance(answer.value, Table)
    return sorted(tuple(c and c.value for c in row) for row in answer.value.rows)


def count(index: Index, pattern: str) -> int:
    return int(rows(index.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"))[0][0] or "")


def contents(index: Index) -> set[str]:
    graphs = ("", *(f"<{name}>" for name in index.names()))
    return {q.line() + "\n" for graph in graphs for q in index.match(None, None, None, graph)}


# The merged view and provenance


def test_a_triple_that_two_documents_state_counts_once(index: Index) -> None:
    assert count(index, "?a alu:owns ?b") == 1
    assert count(index, "?s rdf:predicate alu:owns ; alu:status 'actual'") == 2


def test_named_graphs_say_which_document_says_so(index: Index) -> None:
    found = rows(index.query("SELECT ?doc { GRAPH ?doc { id:org\\/weiqiao alu:owns ?x } }"))
    assert found == sorted((f"https://w3id.org/potline/doc/{e.document.id}",) for e in (FIRST, SECOND))


def test_what_is_only_planned_or_rumoured_is_a_statement_but_no_plain_triple(index: Index) -> None:
    assert count(index, "?a alu:owns id:org\\/hongtuo-industrial") == 0
    assert count(index, "?a alu:acquires ?b") == 0
    assert count(index, "?s rdf:predicate alu:owns ; alu:status 'planned'") == 1
    assert count(index, "?a alu:transfersCapacityTo id:place\\/yunnan") == 1, "an event is shown when planned"


def test_figures_that_agree_are_one_observation_with_both_statements(index: Index) -> None:
    query = """SELECT ?value ?unit ?qudt (COUNT(?s) AS ?n) {
      ?o a alu:Observation ; alu:of id:org\\/hongtuo ; alu:metric "capacity" ; alu:status "licensed" ;
         alu:product "aluminium" ; alu:period ?p ; qudt:numericValue ?value ; alu:unit ?unit ; qudt:unit ?qudt .
      ?s rdf:object ?o . ?o prov:wasDerivedFrom ?s .
      FILTER (datatype(?p) = xsd:gYear)
    } GROUP BY ?value ?unit ?qudt"""
    assert rows(index.query(query)) == [
        ("6459000", "t/a", "http://qudt.org/vocab/unit/TONNE-PER-YR", "2"),
    ]


def test_classes_names_and_places_need_no_reasoner(index: Index) -> None:
    assert count(index, "id:org\\/hongtuo a alu:Company, alu:Organization, alu:Entity ; rdfs:label 'Hongtuo'") == 1
    assert count(index, "id:org\\/hongtuo skos:prefLabel '宏拓实业'@zh") == 1
    assert count(index, "id:place\\/yunnan schema:containedInPlace id:place\\/china ; alu:level 'province'") == 1
    assert count(index, "id:product\\/alumina alu:feeds id:product\\/aluminium") == 1


def test_registry_ontology_and_judgements_have_graphs_of_their_own(index: Index, record: Store) -> None:
    record.judge(judged("same", HONGTUO, OTHER))
    base = "https://w3id.org/potline/"
    assert count(index, f"GRAPH <{base}graph/registry> {{ id:org\\/hongtuo schema:location id:place\\/yunnan }}") == 1
    assert count(index, f"GRAPH <{base}ns> {{ alu:owns rdfs:label 'owns' }}") == 1
    same = "id:org\\/hongtuo-industrial owl:sameAs id:org\\/hongtuo . ?j alu:verdict 'same' ; alu:by 'tester'"
    assert count(index, f"GRAPH <{base}graph/judgements> {{ {same} }}") == 1
    assert count(index, "?a owl:sameAs ?b") == 0


def test_paths_walk_through_cycles(record: Store) -> None:
    ring = [relation(a, "owns", b) for a, b in ((WEIQIAO, HONGTUO), (HONGTUO, OTHER), (OTHER, WEIQIAO))]
    record.put(extraction("ring.txt", [WEIQIAO, HONGTUO, OTHER], ring))
    index = Index(record, ontology(), Registry([]))
    assert count(index, "id:org\\/weiqiao alu:owns+ ?x") == 3


# Following


def test_an_answer_is_never_older_than_the_last_commit_of_whatever_process(index: Index, tmp_path: Path) -> None:
    assert count(index, "?a alu:owns ?b") == 1
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as elsewhere:
        elsewhere.put(extraction("third.txt", [WEIQIAO, OTHER], [relation(OTHER, "owns", WEIQIAO)]))
        assert count(index, "?a alu:owns ?b") == 2
        elsewhere.remove(FIRST.document.id)
        assert count(index, "?a alu:transfersCapacityTo ?b") == 0
        assert count(index, "?a alu:owns ?b") == 2


def test_removing_a_document_takes_exactly_what_no_other_states(index: Index, record: Store, tmp_path: Path) -> None:
    index.follow()
    record.remove(FIRST.document.id)
    with SqliteStore(f"sqlite:///{tmp_path / 'other.db'}", ontology()) as other:
        other.put(SECOND)
        alone = Index(other, ontology(), Registry([Entry(HONGTUO, place="place/yunnan")]))
        assert contents(index) == contents(alone)


def test_a_merge_moves_everything_and_undoing_it_brings_it_back(index: Index, record: Store) -> None:
    before = contents(index)
    merge = judged("same", HONGTUO, OTHER)
    record.judge(merge)
    assert count(index, "?a ?p id:org\\/hongtuo-industrial") == 0
    assert count(index, "id:org\\/hongtuo skos:altLabel 'Hongtuo Industrial'") == 1
    record.judge(judged("same", HONGTUO, OTHER, 1, undoes=merge.id))
    after = {line for line in contents(index) if "graph/judgements" not in line}
    assert after == before


def test_a_parent_that_is_merged_changes_the_places_within_it(record: Store) -> None:
    record.put(extraction("x.txt", [HONGTUO, YUNNAN, CHINA, CHINA_2], [relation(HONGTUO, "locatedIn", YUNNAN)]))
    record.put(extraction("y.txt", [HONGTUO, CHINA_2], [relation(HONGTUO, "locatedIn", CHINA_2)]))
    index = Index(record, ontology(), Registry([]))
    index.follow()
    record.judge(judged("same", CHINA, CHINA_2))
    fresh = Index(record, ontology(), Registry([]))
    assert contents(index) == contents(fresh)


def test_many_threads_see_whole_states(index: Index, record: Store) -> None:
    seen: set[int] = set()

    def ask() -> None:
        for _ in range(15):
            seen.add(count(index, "?s a rdf:Statement"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        record.remove(SECOND.document.id)
        record.put(SECOND)
    for thread in threads:
        thread.join()
    assert seen <= {5, 8}


class Restless(SqliteStore):
    """A record where others take a document out and put it back while it is read."""

    restless = 0

    def statements(self, **filters: Any) -> Iterator[Statement]:
        if self.restless:
            self.restless -= 1
            self.remove(SECOND.document.id)
            self.put(SECOND)
        return super().statements(**filters)

    def extraction(self, document: str) -> Extraction:
        if not self.restless or document != SECOND.document.id:
            return super().extraction(document)
        self.restless -= 1
        self.remove(document)
        try:
            return super().extraction(document)
        finally:
            self.put(SECOND)


@pytest.mark.parametrize("times", [1, 2, 7, 40])
def test_commits_while_the_index_reads_leave_no_half_state(tmp_path: Path, times: int) -> None:
    with Restless(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as record:
        index = Index(record, ontology(), Registry([]))
        for extraction in (FIRST, SECOND):
            record.put(extraction)
        index.follow()
        for _ in range(5):
            record.restless = times
            record.remove(FIRST.document.id)
            record.put(FIRST)
            index.follow()
        record.restless = 0
        index.follow()
        assert contents(index) == contents(Index(record, ontology(), Registry([])))


ENTITIES = [WEIQIAO, HONGTUO, OTHER, YUNNAN, CHINA, CHINA_2, ALUMINIUM]
FIRMS = st.sampled_from([WEIQIAO, HONGTUO, OTHER])
RELATIONS = st.one_of(
    st.builds(
        lambda a, p, b, s, q: relation(a, p, b, s, {"share": q} if q and p == "owns" else {}),
        FIRMS,
        st.sampled_from(["owns", "partnerOf", "acquires"]),
        FIRMS,
        st.sampled_from(["actual", "planned", "ended", "denied"]),
        st.sampled_from([None, 20, 51.5]),
    ),
    st.builds(lambda a, b: relation(a, "locatedIn", b), FIRMS, st.sampled_from([YUNNAN, CHINA, CHINA_2])),
)
FIGURES = st.builds(
    lambda a, v, p: figure(a, "capacity", v, period=p, product="aluminium"),
    FIRMS,
    st.sampled_from([1000, 1001, 2000]),
    st.sampled_from([None, "2024"]),
)
DOCUMENTS = st.builds(
    lambda name, said, day: with_entities(
        extraction(name, [YUNNAN, CHINA], [s for s in said if s.subject != s.object], published=day)
    ),
    st.sampled_from(["a.txt", "b.txt", "c.txt"]),
    st.lists(RELATIONS | FIGURES, max_size=4),
    st.sampled_from([None, "2024", "2025-07-31"]),
)
STEPS = st.lists(
    st.one_of(
        DOCUMENTS.map(lambda e: ("put", e)),
        st.sampled_from(["a.txt", "b.txt", "c.txt"]).map(lambda n: ("remove", n)),
        st.tuples(st.sampled_from(["same", "different"]), st.sampled_from([(0, 1), (1, 2), (4, 5), (0, 2)])).map(
            lambda j: ("judge", j)
        ),
        st.integers(0, 3).map(lambda n: ("undo", n)),
        st.just(("follow", None)),
        st.sampled_from([0.0, 40.0, None]).map(lambda floor: ("materialise", floor)),
    ),
    min_size=1,
    max_size=9,
)


def step(store: Store, kind: str, what: object, at: int) -> None:
    """One change of a record; what the record refuses is no change."""
    log = store.judgements()
    if kind == "put" and isinstance(what, Extraction):
        store.put(what)
    elif kind == "remove":
        for d in list(store.documents()):
            if d.source == what:
                store.remove(d.id)
    elif kind == "materialise":
        found = matrix(store, ontology(), as_of="2026-01-01")
        store.materialise(effective(found, "integrated", what) if isinstance(what, float) else None)
    elif kind == "judge" and isinstance(what, tuple):
        verdict, (left, right) = what
        try_judging(store, judged(verdict, ENTITIES[left], ENTITIES[right], at))
    elif kind == "undo" and isinstance(what, int) and what < len(log):
        j = log[what]
        try_judging(store, judged(j.verdict, j.left, j.right, at, undoes=j.id))


def try_judging(store: Store, judgement: object) -> None:
    try:
        store.judge(judgement)  # type: ignore[arg-type]
    except JudgementConflict:
        return


def test_a_large_set_of_effective_ownership_is_taken_in_and_goes_again(index: Index, record: Store) -> None:
    before = contents(index)
    many = tuple(sorted(Holding(WEIQIAO.id, f"org/made-{n}", 5.0, 50.0) for n in range(LARGE + 1)))
    record.materialise(Effective("integrated", 5.0, "2026-01-01", None, record.revision(), "exact", many))
    assert count(index, "?a alu:effectivelyOwns ?b") == count(index, "?x a alu:DerivedOwnership") == LARGE + 1
    record.materialise(None)
    assert contents(index) == before


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
@example(steps=[("put", FIRST), ("materialise", 0.0), ("follow", None), ("remove", FIRST.document.source)])
@example(steps=[("judge", ("same", (0, 1))), ("put", FIRST), ("follow", None), ("undo", 0)])
def test_following_gives_what_building_anew_gives(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("follow")
    with SqliteStore(f"sqlite:///{folder / 'record.db'}", ontology()) as store:
        index = Index(store, ontology(), Registry([]))
        index.follow()
        for at, (kind, what) in enumerate(steps):
            step(store, kind, what, at)
            if kind == "follow":
                index.follow()
        assert contents(index) == contents(Index(store, ontology(), Registry([])))


# Questions, answers, refusals


def test_ask_construct_and_describe(index: Index) -> None:
    assert index.query("ASK { id:org\\/weiqiao alu:owns ?x }").value is True
    built = index.query("CONSTRUCT { ?b alu:ownedBy ?a } WHERE { ?a alu:owns ?b }").value
    assert isinstance(built, Triples)
    assert [q.predicate for q in built.quads] == ["<https://w3id.org/potline/ns#ownedBy>"]


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE id:org\\/hongtuo",
        "DESCRIBE <https://w3id.org/potline/id/org/hongtuo>",
        "PREFIX x: <https://w3id.org/potline/id/org/> DESCRIBE x:hongtuo WHERE { }",
        "DESCRIBE ?x WHERE { ?x rdfs:label 'Hongtuo' }",
        "DESCRIBE ?x { id:org\\/weiqiao alu:owns ?x } LIMIT 1",
        "DESCRIBE * { VALUES ?x { id:org\\/hongtuo } }",
    ],
)
def test_describe_gives_both_directions_and_the_statements(index: Index, query: str) -> None:
    answer = index.query(query)
    graph = rdflib.Graph().parse(data=answer.serialise("turtle"), format="turtle")
    alu = rdflib.Namespace("https://w3id.org/potline/ns#")
    hongtuo = rdflib.URIRef("https://w3id.org/potline/id/org/hongtuo")
    assert (rdflib.URIRef("https://w3id.org/potline/id/org/weiqiao"), alu.owns, hongtuo) in graph
    assert {str(s) for s in graph.objects(None, alu.status)} == {"actual", "planned", "rumoured", "licensed"}
    assert rdflib.Literal("60.5", datatype=rdflib.XSD.decimal) in set(graph.objects(None, alu.share))
    same = index.describe(["org/hongtuo"])
    assert answer.serialise("ntriples") == same.serialise("ntriples")
    assert len(graph) == len(list(ox.parse(answer.serialise("jsonld"), format=ox.RdfFormat.JSON_LD)))
    assert len(graph) == len(rdflib.Graph().parse(data=answer.serialise("ntriples"), format="nt"))


def test_documents_and_statements_are_described_by_their_ids_too(index: Index) -> None:
    about = index.describe([SECOND.document.id], "doc").value
    assert isinstance(about, Triples)
    assert sum(q.predicate.endswith("ns#statedIn>") for q in about.quads) == 3
    said = index.describe([f"https://w3id.org/potline/statement/{SECOND.statements[0].id}"], "statement")
    assert b"alu:quote" in said.serialise("turtle")
    assert index.describe(["org/nobody"]).serialise("ntriples") == b""


def test_datasets_are_exactly_the_graphs_that_are_named_and_merge_without_double_counting(index: Index) -> None:
    first, second = (f"https://w3id.org/potline/doc/{e.document.id}" for e in (FIRST, SECOND))
    pattern = "{ ?a alu:owns ?b }"
    select = "SELECT (COUNT(*) AS ?n)"
    assert rows(index.query(f"{select} FROM <{first}> FROM <{second}> {pattern}")) == [("1",)]
    assert rows(index.query(f"{select} {pattern}", [first, second])) == [("1",)]
    assert rows(index.query(f"{select} FROM doc:nothing {pattern}")) == [("0",)]
    assert rows(index.query(f"{select} FROM doc:nothing {pattern}", default_graphs=[first])) == [("1",)]
    assert rows(index.query(f"{select} {{ GRAPH ?g {pattern} }}", default_graphs=[first])) == [("0",)]
    assert rows(index.query(f"SELECT ?g FROM NAMED <{second}> {{ GRAPH ?g {pattern} }}")) == [(second,)]
    assert rows(index.query(f"SELECT ?g {{ GRAPH ?g {pattern} }}", named_graphs=[first])) == [(first,)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 24: '}' does not fit here"),
        ("SELECT *\nWHERE { ?s bad:p ?o }", "line 2, column 12: the prefix bad: is not declared"),
        ("ASK { bad:p ?p ?o }", "line 1, column 7: the prefix bad: is not declared"),
        ("ASK { ?s ?p ?o bad:p }", "line 1, column 16: 'bad:p' does not fit here"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20: the query is not complete"),
        ("SELECT * {} EXTRA", "line 1, column 13: 'EXTRA' does not fit here"),
        ("SELECT ?s ?s {}", "line 1, column 16: Duplicated variable name in SELECT"),
        ("SELECT * { ?s ?p <a b> }", "line 1, column 22: '>' does not fit here (IRI parsing failed)"),
        ("ASK { 'open }", "line 1, column 7: this string is never closed"),
    ],
)
def test_mistakes_are_found_where_they_are(index: Index, query: str, message: str) -> None:
    with pytest.raises(InvalidQuery) as caught:
        index.query(query)
    assert str(caught.value) == message


def test_what_is_refused_and_what_is_too_long(index: Index) -> None:
    for query in ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "DROP ALL", "ASK " + "{" * 10_000):
        with pytest.raises(InvalidQuery):
            index.query(query)
    with pytest.raises(InvalidQuery, match="the limit is 20"):
        index.query("SELECT * { ?s ?p ?o } LIMIT 1", length=20)
    with pytest.raises(InvalidQuery, match="more than 3 rows"):
        index.query("SELECT * { ?s ?p ?o }", rows=3)
    with pytest.raises(InvalidQuery, match="more than 3 rows"):
        index.query("CONSTRUCT WHERE { ?s ?p ?o }", rows=3)
    with pytest.raises(InvalidQuery, match="is no IRI"):
        index.query("ASK {}", default_graphs=["no iri"])
    assert index.query("SELECT * { ?s ?p 'SERVICE' }", rows=3).value == Table(("p", "s"), [])


def test_results_in_every_format_are_read_by_another_reader(index: Index) -> None:
    query = "SELECT ?name ?share ?n ?b ?none { ?s alu:share ?share . "
    query += "BIND ('宏 \"拓\"\\n<&\u0001>'@zh AS ?name) BIND (42 AS ?n) BIND (BNODE() AS ?b) }"
    answer = index.query(query)
    for format, kind in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        read = list(ox.parse_query_results(answer.serialise(format), format=kind))
        assert {row["name"].value for row in read} == {'宏 "拓"\n<&\u0001>'}
        assert {row["share"].value for row in read} == {"60.5", "61"}
        assert {row["n"].value for row in read} == {"42"}
        assert {row["none"] for row in read} == {None}
    tree = ElementTree.fromstring(answer.serialise("xml"))
    assert tree.tag.endswith("sparql")
    assert '宏 "拓"\n<&\ufffd>' in {e.text for e in tree.iter()}
    assert answer.serialise("csv").decode().splitlines()[0] == "name,share,n,b,none"
    assert json.loads(answer.serialise())["head"]["vars"] == ["name", "share", "n", "b", "none"]


def test_the_word_of_an_ask_and_formats_that_do_not_fit(index: Index) -> None:
    answer = index.query("ASK {}")
    assert json.loads(answer.serialise("application/sparql-results+json")) == {"head": {}, "boolean": True}
    assert answer.serialise("csv") == b"true\n"
    assert b"<boolean>true</boolean>" in answer.serialise("xml")
    assert answer.media_type("json") == "application/sparql-results+json"
    with pytest.raises(InvalidQuery, match="cannot be written as turtle; there is json"):
        answer.serialise("turtle")


def test_graphs_can_be_asked_for_whole(index: Index) -> None:
    graph = index.graph(f"https://w3id.org/potline/doc/{SECOND.document.id}").value
    assert isinstance(graph, Triples)
    assert len(graph.quads) == len(set(index.projection.document(SECOND)))
    assert isinstance(index.graph().value, Triples)
