"""The SHACL shapes: sound data pass, and each kind of slip is told apart."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ontology.load import SHAPES, TTL, ontology
from ontology.terms import read
from ontology.validate import Violation, violations

PREFIXES = """
@prefix alu: <https://w3id.org/potline/ns#> .
@prefix org: <https://w3id.org/potline/id/org/> .
@prefix site: <https://w3id.org/potline/id/site/> .
@prefix place: <https://w3id.org/potline/id/place/> .
@prefix product: <https://w3id.org/potline/id/product/> .
@prefix person: <https://w3id.org/potline/id/person/> .
@prefix doc: <https://w3id.org/potline/doc/> .
@prefix statement: <https://w3id.org/potline/statement/> .
@prefix observation: <https://w3id.org/potline/observation/> .
@prefix judgement: <https://w3id.org/potline/judgement/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SOUND = f"""{PREFIXES}
doc:a a alu:Document ; alu:source "a.txt" ; alu:sha256 "{"0" * 64}" ; dcterms:issued "2025-07-31"^^xsd:date .
org:hongtuo a alu:Company ; rdfs:label "Hongtuo" ; alu:country "CN" ;
  alu:owns site:zouping ; alu:transfersCapacityTo place:yunnan ; alu:produces product:aluminium .
org:cui a alu:Company ; rdfs:label "Cui" .
person:cui a alu:Person ; rdfs:label "Cui" ; alu:owns org:hongtuo ; alu:officerOf org:hongtuo .
site:zouping a alu:AluminiumSmelter ; rdfs:label "Zouping smelter" ; alu:locatedIn place:yunnan .
place:china a alu:Place ; rdfs:label "China" ; alu:level "country" .
place:yunnan a alu:Place ; rdfs:label "Yunnan" ; alu:level "province" ; alu:parent place:china .
product:aluminium a alu:Product, skos:Concept ; rdfs:label "aluminium" .
statement:1 a rdf:Statement, alu:Statement ;
  rdf:subject org:hongtuo ; rdf:predicate alu:owns ; rdf:object site:zouping ;
  alu:status "actual" ; alu:share 60.0 ; alu:share_of "shares" ; alu:since "2024"^^xsd:gYear ;
  alu:statedIn doc:a ; prov:wasDerivedFrom doc:a ; alu:confidence 0.9 ; alu:rung "exact" ;
  alu:quote "Hongtuo holds 60 %" ; alu:start 10 ; alu:end 28 ;
  oa:hasTarget <https://w3id.org/potline/statement/1#target> .
<https://w3id.org/potline/statement/1#target> oa:hasSource doc:a ; oa:hasSelector [
  a oa:TextPositionSelector ; oa:start 10 ; oa:end 28 ], [ a oa:TextQuoteSelector ; oa:exact "Hongtuo holds 60 %" ] .
statement:2 a rdf:Statement, alu:Statement ;
  rdf:subject org:hongtuo ; rdf:predicate alu:metric ; rdf:object observation:1 ; alu:product "aluminium" ;
  alu:status "licensed" ; alu:statedIn doc:a ; prov:wasDerivedFrom doc:a ; alu:confidence 1 .
statement:3 a rdf:Statement, alu:Statement ;
  rdf:subject org:hongtuo ; rdf:predicate alu:transfersCapacityTo ; rdf:object place:yunnan ;
  alu:status "planned" ; alu:quantity 1520000.0 ; alu:unit "t/a" ; alu:product "aluminium" ; alu:from "Shandong" ;
  alu:period "2025/2027" ; alu:statedIn doc:a ; alu:confidence 0.9 ; alu:attribution "SMM" .
observation:1 a alu:Observation ; alu:of org:hongtuo ; alu:metric "capacity" ; alu:status "licensed" ;
  alu:value 6460000.0 ; qudt:numericValue 6460000.0 ; alu:unit "t/a" ; qudt:unit unit:TONNE-PER-YR ;
  alu:product "aluminium" ; alu:period "2021"^^xsd:gYear ; prov:wasDerivedFrom statement:2 .
observation:2 a alu:Observation ; alu:of org:hongtuo ; alu:metric "rank" ; alu:status "actual" ;
  alu:value 12.0 ; qudt:numericValue 12.0 .
observation:3 a alu:Observation ; alu:of product:aluminium ; alu:metric "price" ; alu:status "forecast" ;
  alu:value 2600.0 ; alu:max 2700.0 ; qudt:numericValue 2600.0 ; alu:unit "USD/t" .
judgement:1 a alu:Judgement ; alu:verdict "same" ; alu:left org:hongtuo ; alu:right org:cui ;
  alu:by "somebody" ; alu:at "2026-01-02T03:04:05Z"^^xsd:dateTime .
"""

SLIPS = [
    ('rdfs:label "Hongtuo" ; ', "", "org/hongtuo", "name"),
    ('rdfs:label "Hongtuo"', 'rdfs:label ""', "org/hongtuo", "name"),
    ('alu:country "CN"', 'alu:country "China"', "org/hongtuo", "ISO 3166-1"),
    ("person:cui a alu:Person", "person:cui a alu:Company", "person/cui", "id/org/"),
    ("org:cui a alu:Company", "org:cui a alu:Place", "org/cui", "id/place/"),
    ('alu:level "province"', 'alu:level "village"', "place/yunnan", "levels"),
    ("alu:owns site:zouping ; ", "alu:owns place:yunnan ; ", "place/yunnan", "range of alu:owns"),
    ("alu:locatedIn place:yunnan .", "alu:owns org:cui .", "site/zouping", "domain of alu:owns"),
    ("alu:produces product:aluminium", "alu:produces org:cui", "org/cui", "range of alu:produces"),
    ("rdf:subject org:hongtuo ; rdf:predicate alu:owns", "rdf:predicate alu:owns", "statement/1", "rdf:subject"),
    ("rdf:predicate alu:owns ; ", "", "statement/1", "one rdf:predicate"),
    ("rdf:predicate alu:owns ; ", "rdf:predicate alu:likes ; ", "ns#likes", "one of the ontology"),
    ("rdf:object site:zouping", "rdf:object site:zouping, org:cui", "statement/1", "one rdf:object"),
    ("rdf:object site:zouping", "rdf:object observation:1", "statement/1", "class Entity"),
    ("rdf:object observation:1", "rdf:object org:cui", "statement/2", "class Observation"),
    ('alu:status "actual" ; alu:share', 'alu:status "licensed" ; alu:share', "statement/1", "status of a relation"),
    ('"licensed" ; alu:statedIn', '"rumoured" ; alu:statedIn', "statement/2", "status of a figure"),
    ('alu:status "licensed" ; alu:statedIn', "alu:statedIn", "statement/2", "one status"),
    ("alu:share 60.0", "alu:share 160.0", "statement/1", "0 to 100"),
    ("alu:share 60.0", "alu:share -1.0", "statement/1", "0 to 100"),
    ("alu:share 60.0", 'alu:share "sixty"', "statement/1", "0 to 100"),
    ("alu:share 60.0", "alu:share 60.0, 61.0", "statement/1", "0 to 100"),
    ('alu:since "2024"^^xsd:gYear', 'alu:since "last year"', "statement/1", "edtf"),
    ("alu:statedIn doc:a ; prov:wasDerivedFrom doc:a ;", "", "statement/1", "one document"),
    ('alu:quote "Hongtuo holds 60 %"', 'alu:quote "Hongtuo holds 60 %", "60 %"', "statement/1", "one quote"),
    ('alu:quote "Hongtuo holds 60 %" ; ', "", "statement/1", "words that stand there"),
    ("alu:start 10 ; alu:end 28", "alu:start 28 ; alu:end 10", "statement/1", "before its end"),
    ("alu:start 10 ; alu:end 28", "alu:start 10", "statement/1", "one end"),
    ("alu:confidence 0.9 ; alu:rung", "alu:confidence 9 ; alu:rung", "statement/1", "0 to 1"),
    ("oa:start 10 ; oa:end 28", "oa:start 10", "", "oa:end"),
    ('a oa:TextQuoteSelector ; oa:exact "Hongtuo holds 60 %"', "a oa:TextQuoteSelector", "", "oa:exact"),
    ('alu:unit "t/a" ; alu:product "aluminium" ; alu:from', 'alu:unit "bales" ; alu:from', "statement/3", "type unit"),
    ('"aluminium" ; alu:from', '"aluminum" ; alu:from', "statement/3", "type product"),
    ('alu:of org:hongtuo ; alu:metric "capacity"', 'alu:metric "capacity"', "observation/1", "one entity"),
    ("alu:of org:hongtuo", "alu:of person:cui", "observation/1", "Capacity is of"),
    ('alu:metric "capacity"', 'alu:metric "beauty"', "beauty", "metric is one of"),
    ("qudt:numericValue 6460000.0 ; ", "", "observation/1", "one value"),
    ("qudt:numericValue 6460000.0", 'qudt:numericValue "many"', "observation/1", "a decimal"),
    ('alu:unit "t/a" ; qudt:unit unit:TONNE-PER-YR ;', "", "observation/1", "capacity is in"),
    ('alu:unit "t/a" ; qudt:unit unit:TONNE-PER-YR ;', 'alu:unit "CNY" ;', "observation/1", "capacity is in"),
    ("qudt:numericValue 12.0", 'qudt:numericValue 12.0 ; alu:unit "t"', "observation/2", "without a unit"),
    ('alu:status "forecast"', 'alu:status "denied"', "observation/3", "status of an observation"),
    ("0000", "zzzz", "doc/a", "sha256"),
    ('alu:source "a.txt" ; ', "", "doc/a", "one source"),
    ('alu:verdict "same"', 'alu:verdict "alike"', "judgement/1", "undecided"),
    ('alu:by "somebody" ;', "", "judgement/1", "who judged"),
    ("2026-01-02T03:04:05Z\"^^xsd:dateTime", '2026-01-02"^^xsd:date', "judgement/1", "xsd:dateTime"),
]  # fmt: skip


def test_sound_data_pass() -> None:
    assert violations(SOUND, "turtle") == ()


def test_an_empty_graph_passes() -> None:
    assert violations("") == ()


def test_the_ontology_itself_passes() -> None:
    assert violations(read(TTL).graph) == ()


@pytest.mark.parametrize(("old", "new", "node", "word"), SLIPS, ids=[f"{n}-{s[3]}" for n, s in enumerate(SLIPS)])
def test_a_slip_is_told(old: str, new: str, node: str, word: str) -> None:
    assert old in SOUND
    found = violations(SOUND.replace(old, new, 1), "turtle")
    assert [v for v in found if v.node.endswith(node) and word in v.message], found


def test_violations_come_in_order_and_say_what_was_there() -> None:
    found = violations(SOUND.replace('"CN"', '"China"').replace("alu:share 60.0", "alu:share 160.0"), "turtle")
    assert found == tuple(sorted(found))
    assert (
        Violation(
            node="https://w3id.org/potline/id/org/hongtuo",
            path="https://w3id.org/potline/ns#country",
            value="China",
            message="alu:country is one ISO 3166-1 code of two letters.",
        )
        in found
    )


def test_data_are_not_changed_by_the_check() -> None:
    graph = Graph().parse(data=SOUND, format="turtle")
    before = set(graph)
    violations(graph)
    assert set(graph) == before


def test_shapes_speak_of_terms_of_the_ontology_only() -> None:
    text = SHAPES.read_text(encoding="utf-8")
    declared = {str(s) for s in read(TTL).graph.subjects()}
    used = {
        str(t) for triple in read(SHAPES).graph for t in triple if str(t).startswith("https://w3id.org/potline/ns#")
    }
    assert used <= declared
    assert all(f"alu:{p} " in text for p in ontology().predicates)
