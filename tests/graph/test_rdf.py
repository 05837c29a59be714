"""The projection as pure functions: what becomes of values, and that N-Quads say the same to every reader."""

from __future__ import annotations

from itertools import pairwise

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import terms
from graph.judgements import Canon
from graph.merge import figures, relationships
from graph.nodes import Iris, prefixes
from graph.rdf import Projection
from graph.registry import Entry, Registry
from graph.statement import Extraction
from graph.terms import Quad, nquads
from ontology.load import TTL, ontology
from tests.graph.record import company, extraction, figure, judged, product, relation, thing

BASE = "https://w3id.org/potline/"
ALU = BASE + "ns#"
NAMES = st.text(min_size=1, max_size=30).map(str.strip).filter(bool)
HOSTILE = [
    'say "no"', "back\\slash", "line\nbreak\r\ttab", "} ; DROP ALL #", "<http://x>", "'); DROP TABLE--",
    "创新实业", "𠮷野 😀", "\x01\x07\x7f", "a" * 10_000, "%41 %", "؜‮rtl", "é e\u0301", "\\u0041", "\ue000\ufffe",
]  # fmt: skip

# rdflib warns of its own use of names that it has deprecated.
RDFLIB = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")


def projection() -> Projection:
    return Projection(ontology())


def document(*names: str) -> Extraction:
    firms = [company(name) for name in names]
    chain = [relation(a, "owns", b, quote=f"{a.name}!") for a, b in pairwise(firms)]
    return extraction("x.txt", firms, chain, title=names[0], url="https://example.org/a b", published="2025-07")


def parsed(text: str) -> set[ox.Quad]:
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS))


# Terms


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2024", "gYear"),
        ("2025-07", "gYearMonth"),
        ("2025-07-31", "date"),
        ("2025-Q3", "string"),
        ("2025/2027", "string"),
        ("2025-13", "string"),
        ("2025-02-30", "string"),
        ("soon", "string"),
        ("２０２４", "string"),
    ],
)
def test_dates_have_the_precision_that_was_written(text: str, datatype: str) -> None:
    (quad,) = parsed(Quad("<x:s>", "<x:p>", terms.dated(text)).line())
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.datatype.value == terms.XSD + datatype
    assert quad.object.value == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (60.0, "60"),
        (60.5, "60.5"),
        (635.18e8, "63518000000"),
        (1e-7, "0.0000001"),
        (-3, "-3"),
        (0, "0"),
        (1e22, "1" + "0" * 22),
    ],
)
def test_decimals_are_canonical(value: float, text: str) -> None:
    assert terms.decimal(value) == f'"{text}"^^<{terms.XSD}decimal>'


def test_what_is_no_number_is_no_decimal() -> None:
    assert [terms.text(terms.decimal(v)) for v in (float("inf"), float("-inf"), float("nan"))] == ["INF", "-INF", "NaN"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_survives_as_a_literal_and_as_part_of_an_iri(text: str) -> None:
    subject = Iris(BASE).entity(f"org/{text}")
    line = Quad(subject, "<x:p>", terms.string(text), "<x:g>").line()
    (quad,) = parsed(line)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text == terms.text(str(quad.object)) == terms.text(terms.string(text))
    assert Iris(BASE).id(str(quad.subject)) == f"org/{text}"


def test_letters_of_every_script_stay_readable_in_iris() -> None:
    assert Iris(BASE).entity("org/创新实业") == f"<{BASE}id/org/创新实业>"
    assert Iris(BASE).entity("org/a b&c") == f"<{BASE}id/org/a%20b%26c>"
    assert Iris(BASE).id(f"<{BASE}doc/x>") is None
    assert Iris(BASE).id(f"<{BASE}doc/x>", "doc") == "x"


# N-Quads


@RDFLIB
def test_hostile_names_read_back_the_same_in_both_readers() -> None:
    quads = list(projection().document(document(*HOSTILE)))
    text = nquads(quads)
    strict = {q for q in parsed(text) if str(q.predicate) == "<http://www.w3.org/2000/01/rdf-schema#label>"}
    assert {q.object.value for q in strict if isinstance(q.object, ox.Literal)} == set(HOSTILE)
    assert same_in_rdflib(text)


@RDFLIB
@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=4, unique=True))
def test_any_document_reads_the_same_in_both_readers(names: list[str]) -> None:
    quads = list(projection().document(document(*names)))
    assert len(parsed(nquads(quads))) == len(set(quads))
    assert same_in_rdflib(nquads(quads))


def same_in_rdflib(text: str) -> bool:
    read = rdflib.Dataset()
    read.parse(data=text, format="nquads")
    theirs = {(s.n3(), p.n3(), str(o), g.n3() if g else "") for s, p, o, g in read.quads()}
    ours = {(str(q.subject), str(q.predicate), q.object.value, str(q.graph_name)) for q in parsed(text)}
    return theirs == ours


# Documents


def test_a_document_says_what_it_is_and_where_each_statement_stands() -> None:
    a, b = company("A"), company("B")
    said = extraction("https://x.org/1", [a, b], [relation(a, "owns", b, qualifiers={"share": 60.0, "since": "2024"})])
    quads = set(projection().document(said))
    (s,) = said.statements
    graph = f"<{BASE}doc/{said.document.id}>"
    node = f"<{BASE}statement/{s.id}>"
    assert {q.graph for q in quads} == {graph}
    assert Quad(f"<{BASE}id/org/a>", f"<{ALU}owns>", f"<{BASE}id/org/b>", graph) in quads
    assert Quad(node, f"<{ALU}share>", terms.decimal(60), graph) in quads
    assert Quad(node, f"<{ALU}since>", terms.typed("2024", terms.XSD + "gYear"), graph) in quads
    assert Quad(node, f"<{ALU}quote>", '"A owns B"', graph) in quads
    assert Quad(f"{node[:-1]}#position>", f"<{terms.OA}end>", terms.natural(8), graph) in quads
    assert Quad(f"{node[:-1]}#quote>", f"<{terms.OA}exact>", '"A owns B"', graph) in quads
    assert Quad(node, f"<{terms.PROV}wasDerivedFrom>", graph, graph) in quads


@pytest.mark.parametrize("status", ["actual", "planned", "rumoured", "ended", "denied"])
@pytest.mark.parametrize("name", ["owns", "develops"])
def test_a_plain_triple_stands_only_where_the_ontology_shows_the_status(name: str, status: str) -> None:
    a = company("A")
    b = company("B") if name == "owns" else thing("AluminiumSmelter", "B")
    said = extraction("x.txt", [a, b], [relation(a, name, b, status)])
    quads = list(projection().document(said))
    plain = [q for q in quads if q.predicate == f"<{ALU}{name}>"]
    assert bool(plain) == (status in ontology().predicates[name].shown)
    assert sum(q.object == f"<{ALU}{name}>" for q in quads) == 1


def test_symmetric_relations_have_the_lesser_id_first_and_inverses_are_not_there() -> None:
    a, b = company("A"), company("B")
    said = extraction("x.txt", [a, b], [relation(b, "partnerOf", a)])
    found = [(q.subject, q.object) for q in projection().document(said) if q.predicate == f"<{ALU}partnerOf>"]
    assert found == [(f"<{BASE}id/org/a>", f"<{BASE}id/org/b>")]


def test_a_figure_keeps_its_own_value_in_its_document_and_ranges_their_upper_end() -> None:
    a = company("A")
    said = extraction("x.txt", [a], [figure(a, "revenue", 1.5, "CNY", max=2.5, period="2025-01/2025-05")])
    quads = {(q.predicate, q.object) for q in projection().document(said) if q.subject.endswith("#figure>")}
    assert (f"<{terms.QUDT}numericValue>", terms.decimal(1.5)) in quads
    assert (f"<{ALU}max>", terms.decimal(2.5)) in quads
    assert (f"<{ALU}period>", '"2025-01/2025-05"') in quads
    assert (f"<{ALU}metric>", '"revenue"') in quads


def test_a_statement_without_a_text_has_neither_offsets_nor_selectors() -> None:
    a, b = company("A"), company("B")
    said = extraction("x.jsonl", [a, b], [relation(a, "owns", b, quote="")])
    used = {q.predicate for q in projection().document(said)}
    assert not used & {f"<{ALU}quote>", f"<{ALU}start>", f"<{terms.OA}hasTarget>"}


# The merged view


def test_names_carry_their_language_and_one_is_preferred_in_each() -> None:
    e = company(
        "Hongtuo", names=("Hongtuo", "宏拓", "Hongtuo Industrial"), name_zh="宏拓实业", identifiers=(("HKEX", "1378"),)
    )
    pairs = {(q.predicate, q.object) for q in projection().entity(e, Canon())}
    assert (f"<{terms.SKOS}prefLabel>", '"Hongtuo"') in pairs
    assert (f"<{terms.SKOS}prefLabel>", '"宏拓实业"@zh') in pairs
    assert (f"<{terms.SKOS}altLabel>", '"宏拓"@zh') in pairs
    assert (f"<{ALU}identifier>", '"HKEX:1378"') in pairs
    chinese = company("创新", name_zh="创新实业")
    found = [q.object for q in projection().entity(chinese, Canon()) if q.predicate == f"<{terms.SKOS}prefLabel>"]
    assert found == ['"创新"@zh']


def test_a_product_of_the_ontology_is_described_once() -> None:
    whole = list(projection().products()) + list(projection().entity(product("alumina"), Canon()))
    assert len(whole) == len(set(whole))
    assert Quad(f"<{BASE}id/product/alumina>", f"<{terms.RDF}type>", f"<{ALU}Product>") in whole


def test_statements_and_triples_of_merged_ids_have_the_canonical_one() -> None:
    a, b, c = company("A"), company("B"), company("C")
    said = extraction("x.txt", [a, b, c], [relation(c, "owns", b)])
    canon = Canon([judged("same", a, c)])
    project = projection()
    quads = [q for s in said.statements for q in project.statement(s, canon)]
    quads += [q for r in relationships(said.statements, ontology(), canon, {}) for q in project.relationship(r)]
    assert Quad(f"<{BASE}id/org/a>", f"<{ALU}owns>", f"<{BASE}id/org/b>") in quads
    assert not any("id/org/c" in term for q in quads for term in (q.subject, q.object))


def test_figures_that_disagree_stand_side_by_side_and_say_so() -> None:
    a = company("A")
    one = extraction("1.txt", [a], [figure(a, "capacity", 1000)])
    two = extraction("2.txt", [a], [figure(a, "capacity", 2000)])
    merged = list(figures([*one.statements, *two.statements], Canon(), {}))
    quads = [q for f in merged for q in projection().figure(f)]
    assert sum(q.predicate == f"<{ALU}conflict>" for q in quads) == 2


def test_judgements_and_registry_stand_in_graphs_of_their_own() -> None:
    a, b = company("A"), company("B")
    same = judged("same", a, b)
    undone = judged("same", a, b, 1, undoes=same.id)
    quads = list(projection().judgements([same], Canon([same])))
    assert Quad(f"<{BASE}id/org/b>", f"<{terms.OWL}sameAs>", f"<{BASE}id/org/a>", f"<{BASE}graph/judgements>") in quads
    after = list(projection().judgements([same, undone], Canon([same, undone])))
    assert not any(q.predicate == f"<{terms.OWL}sameAs>" for q in after)
    assert any(q.predicate == f"<{ALU}undoes>" for q in after)
    known = list(projection().registry(Registry([Entry(a, place="place/x")])))
    assert {q.graph for q in known} == {f"<{BASE}graph/registry>"}


def test_every_term_of_ours_is_declared_in_the_ontology() -> None:
    a, b = company("A", country="CN", registered=True, identifiers=(("LEI", "1"),)), company("B")
    place = thing("Place", "P", level="city", parent="place/q")
    said = extraction(
        "x.txt",
        [a, b, place],
        [
            relation(a, "owns", b, extractor="f", rung="exact", subject_mention="A", object_mention="B"),
            figure(a, "capacity", 1, product="aluminium", max=2, period="2024"),
        ],
        title="T", publisher="P", language="en", url="https://x", published="2024", also_at=("y",),
    )  # fmt: skip
    project = projection()
    quads = [*project.document(said), *project.judgements([judged("same", a, b)], Canon()), *project.products()]
    quads += [q for f in figures(said.statements, Canon(), {}) for q in project.figure(f)]
    used = {t[1:-1] for q in quads for t in (q.predicate, q.object) if t.startswith(f"<{ALU}")}
    declared = {str(s) for s in rdflib.Graph().parse(TTL, format="turtle").subjects()}
    assert used - declared == set()


def test_prefixes_are_the_projects_and_those_of_the_vocabularies() -> None:
    known = prefixes(BASE)
    assert known["alu"] == ALU
    assert known["id"] == BASE + "id/"
    assert "prov" in known


def test_mentions_go_with_the_ends_of_a_symmetric_relation() -> None:
    a, b = company("A"), company("B")
    said = extraction("x.txt", [a, b], [relation(b, "partnerOf", a, subject_mention="the B", object_mention="the A")])
    found = {
        q.predicate: q.object for q in projection().document(said) if q.subject.endswith(f"{said.statements[0].id}>")
    }
    assert found[f"<{terms.RDF}subject>"] == f"<{BASE}id/org/a>"
    assert (found[f"<{ALU}subjectMention>"], found[f"<{ALU}objectMention>"]) == ('"the A"', '"the B"')


def test_figures_and_evidence_have_the_types_that_other_tools_look_for() -> None:
    a = company("A")
    said = extraction("x.txt", [a], [figure(a, "capacity", 5.0)])
    types = {(q.subject.rpartition("/")[2], q.object) for q in projection().document(said) if "#type" in q.predicate}
    id = said.statements[0].id
    assert (f"{id}#figure>", f"<{terms.QUDT}QuantityValue>") in types
    assert {(f"{id}>", f"<{terms.OA}Annotation>"), (f"{id}#quote>", f"<{terms.OA}TextQuoteSelector>")} <= types
