"""potline.ttl gives a whole ontology, and whatever is wrong in it is named with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from ontology.errors import OntologyError
from ontology.load import SHAPES, TTL, load, ontology
from ontology.model import Kind, Ontology
from ontology.terms import ALU, NAMESPACE, Terms, read

Broken = Callable[..., Path]


@pytest.fixture(scope="module")
def words() -> Ontology:
    return ontology()


@pytest.fixture(scope="module")
def terms() -> Terms:
    return read(TTL)


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """A copy of potline.ttl with one text replaced by another."""

    def write(old: str, new: str) -> Path:
        text = TTL.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "broken.ttl"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_the_words_of_the_design_are_all_there(words: Ontology) -> None:
    assert set(words.predicates) == {
        *("owns", "acquires", "sells", "operates", "develops", "locatedIn", "produces", "transfersCapacityTo"),
        *("supplies", "partnerOf", "affiliatedWith", "listedOn", "officerOf", "approves", "advises"),
    }
    assert set(words.metrics) == {
        *("capacity", "production", "revenue", "profit", "investment", "price"),
        *("employees", "area", "share", "consumption", "emissions", "rank"),
    }
    assert words.relation_statuses == ("actual", "planned", "rumoured", "ended", "denied")
    assert words.observation_statuses == (
        *("actual", "designed", "licensed", "planned", "under_construction", "trial", "idled", "forecast"),
    )
    assert words.levels == ("country", "region", "province", "prefecture", "county", "city")
    assert words.base == NAMESPACE


def test_the_classes_form_the_tree_of_the_design(words: Ontology) -> None:
    assert words.classes["Company"].ancestors == ("Organization", "Agent", "Entity")
    assert words.classes["AluminiumSmelter"].ancestors == ("Site", "Entity")
    assert words.classes["Document"].ancestors == ()
    assert words.is_a("Exchange", "Agent")
    assert not words.is_a("Person", "Organization")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Company", Kind.ORG),
        ("Exchange", Kind.ORG),
        ("Person", Kind.PERSON),
        ("Facility", Kind.SITE),
        ("Place", Kind.PLACE),
        ("Product", Kind.PRODUCT),
    ],
)
def test_a_class_inherits_the_kind_of_its_ids(words: Ontology, name: str, kind: Kind) -> None:
    assert words.kind(name) is kind


@pytest.mark.parametrize("name", ["Entity", "Agent", "Document", "Statement", "Observation", "Judgement"])
def test_a_class_that_is_no_entitys_has_no_kind(words: Ontology, name: str) -> None:
    with pytest.raises(KeyError):
        words.kind(name)


def test_only_events_are_shown_as_plans(words: Ontology) -> None:
    planned = {p.name for p in words.predicates.values() if "planned" in p.shown}
    assert planned == {"acquires", "sells", "develops", "transfersCapacityTo"}
    assert all(words.predicates[name].event for name in planned)
    assert all("actual" in p.shown and p.shown <= {"actual", "planned"} for p in words.predicates.values())
    assert words.predicates["listedOn"].event
    assert words.predicates["listedOn"].shown == {"actual"}


def test_the_keys_are_those_of_the_design(words: Ontology) -> None:
    assert {p.name: p.key for p in words.predicates.values() if p.key} == {
        "owns": ("share_of",),
        "transfersCapacityTo": ("period",),
        "supplies": ("product",),
        "officerOf": ("role",),
        "advises": ("role",),
    }


def test_symmetric_predicates_are_their_own_inverse(words: Ontology) -> None:
    for p in words.predicates.values():
        assert p.symmetric == (p.inverse == p.name)
        assert p.symmetric == (p.name in {"partnerOf", "affiliatedWith"})
        assert p.inverse not in words.predicates or p.symmetric
        assert p.symmetric or p.inverse_label != p.label


def test_types_of_relationships_differ(words: Ontology) -> None:
    assert len({p.type for p in words.predicates.values()}) == len(words.predicates)
    assert words.predicates["transfersCapacityTo"].type == "TRANSFERS_CAPACITY_TO"


def test_domain_and_range_are_checked(words: Ontology) -> None:
    assert words.allows("Company", "owns", "AluminiumSmelter")
    assert words.allows("Institute", "partnerOf", "Company")
    assert not words.allows("Place", "owns", "Company")
    assert not words.allows("Company", "operates", "Company")


def test_qualifiers_have_types(words: Ontology) -> None:
    types = {q.name: q.datatype for q in words.qualifiers.values()}
    assert types["share"] == "decimal"
    assert types["since"] == "edtf"
    assert types["role"] == "string"
    assert types["product"] == "product"
    assert types["unit"] == "unit"
    assert types["from"] == "entity"
    for p in words.predicates.values():
        assert set(p.qualifiers) <= set(types)
        assert "attribution" in p.qualifiers


def test_the_value_chain_leads_from_bauxite_to_scrap_and_back(words: Ontology) -> None:
    reached, edge = set[str](), {"bauxite"}
    while edge:
        reached |= edge
        edge = {to for name in edge for to in words.products[name].feeds} - reached
    assert {"alumina", "aluminium", "foil", "extrusions", "scrap", "recycled aluminium"} <= reached


def test_products_have_names_in_both_languages_and_one_meaning_each(words: Ontology) -> None:
    owner: dict[tuple[str, str], str] = {}
    for product in words.products.values():
        assert product.labels["en"][0] == product.name
        assert product.labels["zh"]
        for language, labels in product.labels.items():
            for label in labels:
                assert owner.setdefault((language, label.casefold()), product.name) == product.name, label
        assert all(code.replace(".", "").isdecimal() and len(code.replace(".", "")) in (4, 6) for code in product.hs)
    assert words.products["alumina"].hs == ("2818.20",)
    assert words.products["aluminium hydroxide"].id == "product/aluminium-hydroxide"


def test_qudt_names_only_what_fits_exactly(words: Ontology) -> None:
    assert words.units["t/a"].qudt == "http://qudt.org/vocab/unit/TONNE-PER-YR"
    assert words.scales["Mt/a"].qudt == "http://qudt.org/vocab/unit/MegaTONNE-PER-YR"
    assert words.units["tCO2e"].qudt is None
    assert {s.unit for s in words.scales.values()} <= set(words.units)
    for metric in words.metrics.values():
        assert set(metric.units) <= set(words.units)


def test_every_term_says_in_words_what_it_is(terms: Terms) -> None:
    for term in {s for s in terms.graph.subjects(RDF.type) if isinstance(s, URIRef) and s != URIRef(ALU.rstrip("#"))}:
        assert terms.label(term), term
        assert (term, RDF.type, URIRef(ALU + "Scale")) in terms.graph or terms.comment(term), term


def test_every_term_begins_its_line(terms: Terms) -> None:
    ours = {str(s) for s in terms.graph.subjects(RDF.type) if str(s).startswith(NAMESPACE)}
    assert ours - {ALU.rstrip("#")} == set(terms.lines)


def test_alignments_claim_no_more_than_they_know(terms: Terms) -> None:
    assert not list(terms.graph.subject_objects(OWL.equivalentClass))
    assert not list(terms.graph.subject_objects(OWL.equivalentProperty))
    aligned = {
        str(o).rpartition("/")[0] + "/" if "#" not in str(o) else str(o).partition("#")[0] + "#"
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.exactMatch)
        for o in terms.graph.objects(None, p)
    }
    assert {
        *("https://schema.org/", "http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#"),
        *(
            "http://bods.openownership.org/vocabulary/",
            "http://qudt.org/vocab/unit/",
            "http://www.wikidata.org/entity/",
        ),
        "https://spec.edmcouncil.org/fibo/ontology/BE/OwnershipAndControl/CorporateControl/",
        "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/LEIEntities/",
    } <= aligned


def test_the_version_follows_both_files(tmp_path: Path, words: Ontology) -> None:
    ttl, shapes = tmp_path / "potline.ttl", tmp_path / "shapes.ttl"
    ttl.write_bytes(TTL.read_bytes())
    shapes.write_bytes(SHAPES.read_bytes())
    assert load(ttl) == words
    shapes.write_bytes(SHAPES.read_bytes() + b"# more\n")
    assert load(ttl).version != words.version


MISTAKES = [
    # what stands there, what somebody wrote instead, the term that the message names, a word of the message
    ('rdfs:label "owns" ;', 'rdfs:label "owns"', "", "line"),
    ("bods:ownsOrControls ;", "bodz:ownsOrControls ;", "", "bodz"),
    ("alu:Company a owl:Class ;", "alu:Compny a owl:Class ;", "alu:Company", "declared nowhere"),
    ("subClassOf alu:Organization, org:FormalOrganization", "subClassOf alu:Unit", "alu:Company", "no class"),
    ("rdfs:subClassOf alu:Entity, prov:Agent", "rdfs:subClassOf alu:Company, prov:Agent", "alu:Agent", "circle"),
    ("rdfs:subClassOf alu:Agent, foaf:Person", "rdfs:subClassOf alu:Agent, alu:Site", "alu:Person", "several"),
    ('alu:kind "person"', 'alu:kind "human"', "alu:Person", "org, person"),
    ("owl:inverseOf alu:owns", "owl:inverseOf alu:sells", "alu:owns", "inverse"),
    ("alu:key () ; owl:inverseOf alu:partnerOf ;", "alu:key () ;", "alu:partnerOf", "inverse"),
    ("alu:key ( alu:share_of )", "alu:key ( alu:role )", "alu:owns", "alu:qualifiers"),
    ("alu:key ( alu:share_of ) ;", "", "alu:owns", "alu:key"),
    ("( alu:role alu:as_of", "( alu:Person alu:as_of", "alu:officerOf", "alu:Qualifier"),
    ("alu:event false ; alu:shown status:actual", "alu:event 1 ; alu:shown status:actual", "alu:owns", "true or false"),
    ("alu:shown status:actual ;", "alu:shown status:trial ;", "alu:owns", "rumoured"),
    ("alu:shown status:actual ;", "", "alu:owns", "alu:shown"),
    ("rdfs:domain alu:Company ; rdfs:range alu:Exchange", "rdfs:range alu:Exchange", "alu:listedOn", "rdfs:domain"),
    ("rdfs:range alu:Exchange", "rdfs:range alu:Unit", "alu:listedOn", "no class of ours"),
    ("rdfs:range xsd:decimal ; skos:closeMatch", "rdfs:range xsd:float ; skos:closeMatch", "alu:share", "xsd:decimal"),
    ('skos:example "CICC is', 'skos:note "CICC is', "alu:advises", "skos:example"),
    ("alu:units ( u:hectare )", "alu:units ( alu:Site )", "metric:area", "alu:Unit"),
    ('"alumina"@en, "氧化铝"@zh', '"氧化铝"@zh', "product:alumina", "English"),
    ('skos:prefLabel "alumina"@en', 'skos:prefLabel "oxide"@en', "product:alumina", "product/oxide"),
    ("u:tonne ; alu:factor 1000 ;", "u:tonne ; alu:factor 0 ;", "u:kilotonne", "above 0"),
    ("u:tonne ; alu:factor 1000 ;", "alu:Site ; alu:factor 1000 ;", "u:kilotonne", "alu:scaleOf"),
    ("alu:ownedBy a owl:ObjectProperty", "alu:sells a owl:ObjectProperty", "alu:sells", "declared twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "term", "word"), MISTAKES, ids=[m[1][:40] for m in MISTAKES])
def test_a_mistake_is_named_with_its_line_and_the_mend(
    broken: Broken, old: str, new: str, term: str, word: str
) -> None:
    path = broken(old, new)
    with pytest.raises(OntologyError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, line ")
    assert word in message
    assert ";" in message
    line = int(message.partition(", line ")[2].partition(":")[0])
    written = path.read_text(encoding="utf-8").splitlines()
    assert term in message
    assert term in written[line - 1]


def test_a_syntax_error_names_the_very_line(broken: Broken) -> None:
    path = broken("alu:event false ;", "alu:event false false ;")
    wrong = next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if "false false" in line)
    with pytest.raises(OntologyError, match=rf"line {wrong}: .*mend the Turtle there"):
        load(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"nowhere\.ttl: cannot be read"):
        load(tmp_path / "nowhere.ttl")
    (tmp_path / "latin.ttl").write_bytes("# Größe".encode("latin-1"))
    with pytest.raises(OntologyError, match=r"latin\.ttl: cannot be read"):
        load(tmp_path / "latin.ttl")
