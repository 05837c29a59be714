"""The ladder: who is meant by a form, in one document."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.plain import as_dict
from graph.registry import Entry, Registry
from graph.resolve import Resolver
from graph.statement import Entity
from loaders.registry import read_registry
from ontology.errors import InvalidName
from ontology.load import ontology


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry()


@pytest.fixture
def resolver(registry: Registry) -> Resolver:
    return Resolver(registry, ontology())


def resolved(resolver: Resolver, form: str, type: str = "Company", parent: str | None = None) -> tuple[str, str]:
    entity, rung = resolver.resolve(form, type, parent=parent)
    return entity.id, rung


def entity(registry: Registry, id: str) -> Entity:
    found = registry.entity(id)
    assert found is not None
    return found


ONE_FIRM = [
    "Innovation Industrial",
    "Chuangxin Industrial",
    "创新实业",
    "Innovation Industry Group Limited",
    "Chuangxin Industries Holdings",
    "創新實業集團有限公司",
    "Chuangxin Industry Co., Ltd.",
]

NEVER_ONE = [
    ("Yunnan Hongqiao", "Yunnan Honghe New Material"),
    ("Yunnan Hongqiao", "China Hongqiao"),
    ("Innovation Industrial", "Innovation New Materials"),
    ("Innovation Industrial", "Shandong Innovation Group"),
    ("Innovation New Materials", "Shandong Innovation Group"),
    ("Hongchuang", "Hongqiao"),
    ("Hongtuo Industrial", "Hongchuang"),
    ("Weiqiao Pioneering Group", "Weiqiao Aluminum & Power"),
    ("Weiqiao Aluminum & Power", "China Hongqiao"),
    ("WEIQIAO Germany GmbH", "Weiqiao Pioneering Group"),
    ("Chinalco", "Chalco"),
    ("Shanxi Foo Aluminium", "Shaanxi Foo Aluminium"),
    ("Xinfa Group", "Xingfa Aluminium"),
]


@pytest.mark.parametrize("form", ONE_FIRM)
def test_one_firm_under_many_names(resolver: Resolver, form: str) -> None:
    assert resolved(resolver, form)[0] == "org/innovation-industrial"


def test_rungs_are_told(resolver: Resolver) -> None:
    assert resolved(resolver, "Hongtuo Industrial") == ("org/hongtuo-industrial", "exact")
    assert resolved(resolver, "Hongtu Industrial") == ("org/hongtuo-industrial", "exact")
    assert resolved(resolver, "the Hongtuo Industrial Co., Limited's") == ("org/hongtuo-industrial", "normalised")
    assert resolved(resolver, "Chuangxin Industry") == ("org/innovation-industrial", "alias")
    assert resolved(resolver, "Foo Metals Corp.") == ("org/foo-metals", "provisional")
    assert resolved(resolver, "Foo Metals") == ("org/foo-metals", "normalised")


@pytest.mark.parametrize(
    ("form", "id"),
    [
        ("Chinese Hongtuo Industrial", "org/hongtuo-industrial"),
        ("China's Hongtuo Industrial", "org/hongtuo-industrial"),
        ("the Zouping-based China Hongqiao", "org/china-hongqiao-group"),
        ("Chinese Shandong Weiqiao Aluminum & Power", "org/weiqiao-aluminum-power"),
        ("Emirates Global Aluminium (EGA)", "org/emirates-global-aluminium"),
        ("Aluminium Corporation of China Ltd. (Chalco)", "org/chalco"),
    ],
)
def test_a_firm_with_its_nation_or_its_acronym(resolver: Resolver, form: str, id: str) -> None:
    assert resolved(resolver, form) == (id, "normalised")


@pytest.mark.parametrize("form", ["Indian Hongtuo Industrial", "Weihai-based China Hongqiao", "Chalco (EGA)"])
def test_a_firm_of_another_place_or_acronym_is_another(resolver: Resolver, form: str) -> None:
    assert resolved(resolver, form)[1] == "provisional"


@pytest.mark.parametrize(("left", "right"), NEVER_ONE)
def test_confusable_firms_stay_apart(resolver: Resolver, left: str, right: str) -> None:
    for first, second in ((left, right), (right, left)):
        assert resolved(resolver, first)[0] != resolved(resolver, second)[0]


def test_what_the_registry_keeps_apart_never_meets(registry: Registry) -> None:
    """No form of an entity resolves to one that its row says it is not."""
    for entry in registry.entries.values():
        if entry.never:
            for form in entry.entity.names:
                id, _ = resolved(Resolver(registry, ontology()), form, entry.entity.type)
                assert id not in entry.never, form


def test_every_form_finds_its_own_entity_or_none(registry: Registry) -> None:
    for form, id in registry.forms():
        kind = id.partition("/")[0]
        same = [e.entity.id for e in registry.exact(form) if e.entity.kind == kind]
        assert id in same, form
        assert len(same) == 1, form


def test_provinces_one_letter_apart(resolver: Resolver) -> None:
    assert resolved(resolver, "Shanxi", "Place") == ("place/shanxi", "exact")
    assert resolved(resolver, "Shaanxi", "Place") == ("place/shaanxi", "exact")


def test_places(resolver: Resolver) -> None:
    assert resolved(resolver, "Holingol City", "Place") == ("place/holingol", "exact")
    assert resolved(resolver, "霍林郭勒", "Place") == ("place/holingol", "exact")
    assert resolved(resolver, "Hong Kong", "Place") == ("place/hong-kong", "exact")
    assert resolved(resolver, "Turkey", "Place") == ("place/turkey", "exact")


def test_a_place_with_its_parent(resolver: Resolver) -> None:
    assert resolved(resolver, "Portland", "Place", "place/victoria") == ("place/portland-victoria", "exact")
    assert resolved(resolver, "Portland", "Place", "place/oregon") == ("place/portland-oregon", "provisional")
    assert resolved(resolver, "Suzhou", "Place", "place/anhui") == ("place/suzhou-anhui", "exact")
    assert resolved(resolver, "Sebree", "Place", "place/ohio") == ("place/sebree-ohio", "provisional")


def test_an_ambiguous_place_needs_its_surroundings(registry: Registry) -> None:
    alone = Resolver(registry, ontology())
    assert resolved(alone, "Suzhou", "Place") == ("place/suzhou-unresolved", "provisional")
    told = Resolver(registry, ontology())
    resolved(told, "Jiangsu", "Place")
    assert resolved(told, "Suzhou", "Place") == ("place/suzhou", "exact")
    both = Resolver(registry, ontology())
    resolved(both, "China", "Place")
    assert resolved(both, "Suzhou", "Place") == ("place/suzhou-unresolved", "provisional")


def test_a_place_that_was_named_tells_in_which_larger_one_it_lies(registry: Registry) -> None:
    told = Resolver(registry, ontology())
    resolved(told, "Atlanta", "Place")
    assert resolved(told, "Georgia", "Place") == ("place/georgia-us", "exact")


def test_the_document_goes_on_with_the_place_it_named(resolver: Resolver) -> None:
    resolved(resolver, "Portland", "Place", "place/victoria")
    assert resolved(resolver, "Portland", "Place") == ("place/portland-victoria", "normalised")


def test_a_place_beside_the_noun_that_says_what_it_is(resolver: Resolver) -> None:
    assert resolved(resolver, "the Yunnan region", "Place") == ("place/yunnan", "normalised")
    assert resolved(resolver, "city of Weihai", "Place") == ("place/weihai", "normalised")
    assert resolved(resolver, "Wenshan prefecture", "Place")[0] == "place/wenshan"
    assert resolved(resolver, "Mexico City", "Place")[0] != "place/mexico"
    assert resolved(resolver, "Guinea province", "Place")[0] != "place/guinea"


def test_abbreviations_of_places(resolver: Resolver) -> None:
    assert resolved(resolver, "Ky.", "Place") == ("place/kentucky", "exact")
    assert resolved(resolver, "Ky.", "Company")[1] == "provisional"


def test_an_ambiguous_form_alone_decides_nothing(resolver: Resolver, registry: Registry) -> None:
    assert [e.entity.id for e in registry.exact("Weiqiao")] == []
    assert len(registry.ambiguous("Weiqiao")) > 1
    assert resolved(resolver, "Weiqiao") == ("org/weiqiao", "provisional")
    assert resolved(resolver, "Weiqiao") == ("org/weiqiao", "provisional")


def test_an_ambiguous_form_is_the_short_form_of_what_was_named(registry: Registry) -> None:
    resolver = Resolver(registry, ontology())
    resolved(resolver, "Weiqiao Pioneering Group")
    assert resolved(resolver, "Weiqiao") == ("org/weiqiao-pioneering-group", "short")
    other = Resolver(registry, ontology())
    resolved(other, "Weiqiao Pioneering Group")
    resolved(other, "Weiqiao Aluminum & Power")
    assert resolved(other, "Weiqiao") == ("org/weiqiao", "provisional")


def test_definitions(resolver: Resolver) -> None:
    firm, _ = resolver.resolve("Foo Guinea Bauxite Ltd", "Company")
    resolver.define("FGBX", firm)
    resolver.define("the Company", firm)
    assert resolved(resolver, "FGBX") == (firm.id, "definition")
    assert resolved(resolver, "the “Company”") == (firm.id, "definition")
    names = {n for e in resolver.entities() for n in e.names}
    assert "FGBX" in names
    assert "the “Company”" not in names, "a word that all firms share is no name of one"


def test_short_forms_in_the_order_of_the_text(resolver: Resolver) -> None:
    resolved(resolver, "Shandong Quux Metal Technology Co., Ltd.")
    assert resolved(resolver, "Quux Metal") == ("org/shandong-quux-metal-technology", "short")
    assert resolved(resolver, "Shandong", "Company")[1] == "provisional", "a province is no short form of a firm"
    resolved(resolver, "Zhang San", "Person")
    assert resolved(resolver, "Zhang", "Person") == ("person/zhang-san", "short")
    resolved(resolver, "Baz Bar Metals Exchange", "Exchange")
    assert resolved(resolver, "BBME", "Exchange") == ("org/baz-bar-metals-exchange", "short")


def test_an_acronym_may_count_the_legal_form(resolver: Resolver) -> None:
    assert resolved(resolver, "GAC") == ("org/gac", "provisional"), "two registered bodies have these initials"
    resolved(resolver, "Guinea Alumina Corporation")
    assert resolved(resolver, "GAC") == ("org/guinea-alumina-corporation", "short")


def test_a_plant_by_the_first_words_of_its_name(resolver: Resolver) -> None:
    resolved(resolver, "Alunorte alumina refinery", "AluminaRefinery")
    assert resolved(resolver, "Alunorte", "AluminaRefinery") == ("site/alunorte-refinery", "short")
    assert resolved(resolver, "Alunorte", "Company") == ("org/alunorte", "exact")


def test_a_short_form_of_two_names_is_of_none(resolver: Resolver) -> None:
    resolved(resolver, "Quux Metal")
    resolved(resolver, "Quux Power")
    assert resolved(resolver, "Quux") == ("org/quux", "provisional")


def test_two_firms_each_with_a_legal_form_are_two(resolver: Resolver) -> None:
    unit, _ = resolver.resolve("Foobar Quux Casting AS", "Company")
    parent, _ = resolver.resolve("Foobar Quux AS", "Company")
    assert parent.id != unit.id
    assert resolver.resolve("Foobar Quux", "Company")[0].id == parent.id


def test_a_name_with_a_legal_form_is_no_short_form_of_a_name_without_one(resolver: Resolver) -> None:
    resolved(resolver, "Foobar Capital")
    assert resolved(resolver, "Foobar Ltd") == ("org/foobar", "provisional")


def test_a_short_form_is_of_the_name_that_begins_with_it(resolver: Resolver) -> None:
    resolver.resolve("Hebei Quuxtong Group", "Company")
    plain, _ = resolver.resolve("Quuxtong Angola Metais", "Company")
    assert resolver.resolve("Quuxtong", "Company")[0].id == plain.id


def test_coreference_is_the_callers_word(resolver: Resolver, registry: Registry) -> None:
    firm = entity(registry, "org/innovation-industrial")
    assert resolver.refer(firm) == (firm, "coreference")
    assert "the company" not in resolver.entities()[0].names


@pytest.mark.parametrize("form", ["the company", "Group", "the plant", "\x00", "x" * 600])
def test_what_is_no_name_of_its_own(resolver: Resolver, form: str) -> None:
    with pytest.raises(InvalidName):
        resolver.resolve(form, "Company")


def test_the_type_decides_the_kind(resolver: Resolver) -> None:
    assert resolved(resolver, "Weihai", "Place") == ("place/weihai", "exact")
    assert resolved(resolver, "the city of Weihai", "GovernmentBody") == ("org/city-of-weihai", "provisional")
    assert resolved(resolver, "Alcoa", "Company") == ("org/alcoa", "exact")
    assert resolved(resolver, "Alcoa", "Place", "place/tennessee") == ("place/alcoa-tennessee", "exact")
    assert resolved(resolver, "Tajik Aluminium Plant", "AluminiumSmelter")[0] == "site/tursunzoda-smelter"
    assert resolved(resolver, "Tajik Aluminium Plant", "Company")[0].startswith("org/")


def test_case_counts_where_it_tells_things_apart(registry: Registry) -> None:
    assert registry.exact("HONGTUO INDUSTRIAL")
    assert not registry.exact("hongtuo industrial")
    assert registry.exact("EGA")
    assert not registry.exact("Ega")
    assert registry.exact("Alma aluminium smelter")
    assert not registry.exact("alma aluminium smelter")


def test_products_are_the_ontologys(resolver: Resolver) -> None:
    assert resolved(resolver, "alumina", "Product") == ("product/alumina", "exact")
    assert resolved(resolver, "氧化铝", "Product")[0] == "product/alumina"
    assert resolved(resolver, "unobtainium bars", "Product") == ("product/unobtainium-bars", "provisional")


def test_nominal_plants(resolver: Resolver, registry: Registry) -> None:
    owner, place = entity(registry, "org/innovation-industrial"), entity(registry, "place/holingol")
    plant, rung = resolver.plant(owner, place, "AluminiumSmelter", "its smelter in Holingol")
    assert (plant.id, rung) == ("site/innovation-industrial-holingol-aluminium-smelter", "provisional")
    assert plant.name == "Innovation Industrial Holingol aluminium smelter"
    assert resolver.plant(owner, place, "AluminiumSmelter", "the plant")[0] == plant
    assert resolver.plant(None, place, "AluminaRefinery", "a refinery")[0].id == "site/holingol-alumina-refinery"
    with pytest.raises(InvalidName):
        resolver.plant(None, None, "AluminiumSmelter", "the smelter")


def test_a_plant_that_the_registry_has_under_its_owners_and_places_name(resolver: Resolver, registry: Registry) -> None:
    owner, place = entity(registry, "org/east-hope-group"), entity(registry, "place/baotou")
    assert resolver.plant(owner, place, "AluminiumSmelter", "its smelter")[0].id == "site/east-hope-baotou-smelter"
    sebree = entity(registry, "place/sebree")
    assert resolver.plant(None, sebree, "AluminiumSmelter", "the smelter")[0].id == "site/sebree-smelter"


def test_entities_with_names_seen_and_parents(resolver: Resolver) -> None:
    resolved(resolver, "the Hongtuo Industrial Company's")
    resolved(resolver, "Holingol City", "Place")
    found = {e.id: e for e in resolver.entities()}
    assert list(found) == sorted(found)
    assert {"place/holingol", "place/tongliao", "place/inner-mongolia", "place/china"} <= set(found)
    assert found["place/holingol"].parent == "place/tongliao"
    assert found["place/holingol"].country == "CN"
    hongtuo = found["org/hongtuo-industrial"]
    assert hongtuo.registered
    assert hongtuo.name == "Hongtuo Industrial"
    assert {"the Hongtuo Industrial Company's", "宏拓实业"} <= set(hongtuo.names)


def test_an_unknown_place_brings_its_parents(resolver: Resolver) -> None:
    resolved(resolver, "Foobarville", "Place", "place/yunnan")
    assert [e.id for e in resolver.entities()] == ["place/china", "place/foobarville-yunnan", "place/yunnan"]


def test_the_more_exact_class_wins(resolver: Resolver) -> None:
    resolved(resolver, "Foo Bar Works", "Site")
    resolved(resolver, "Foo Bar Works", "AluminiumSmelter")
    assert resolver.entity("site/foo-bar-works") is not None
    assert [e.type for e in resolver.entities()] == ["AluminiumSmelter"]


FORMS = st.sampled_from(
    [
        ("Weiqiao", "Company"),
        ("Weiqiao Pioneering Group", "Company"),
        ("Portland", "Place"),
        ("Australia", "Place"),
        ("Foo", "Company"),
        ("Foo Metals Ltd", "Company"),
        ("Foo Metals", "Company"),
        ("Cui Lixin", "Person"),
        ("Cui", "Person"),
        ("alumina", "Product"),
        ("Georgia", "Place"),
        ("Innovation", "Company"),
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(FORMS, max_size=8))
def test_a_document_resolves_the_same_way_each_time(forms: list[tuple[str, str]]) -> None:
    registry = Registry(_SMALL)
    first, second = (Resolver(registry, ontology()) for _ in range(2))
    assert [first.resolve(*f) for f in forms] == [second.resolve(*f) for f in forms]
    assert json.dumps([as_dict(e) for e in first.entities()]) == json.dumps([as_dict(e) for e in second.entities()])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_any_text_gets_an_entity_or_a_clear_refusal(forms: list[str]) -> None:
    resolver = Resolver(Registry(_SMALL), ontology())
    for form in forms:
        try:
            found, rung = resolver.resolve(form, "Company")
        except InvalidName:
            continue
        assert found.id.startswith("org/")
        assert rung in {"exact", "normalised", "definition", "short", "alias", "provisional"}
        assert resolver.entity(found.id) is not None


def test_provisional_ids_do_not_depend_on_the_document(registry: Registry) -> None:
    forms = ["Foo Aluminum Co., Ltd.", "Foo Aluminium", "the Foo Aluminium Company's", "Foo Alumínium"]
    ids = {resolved(Resolver(registry, ontology()), form)[0] for form in forms}
    assert ids == {"org/foo-aluminium"}


def test_similar_names_never_merge(registry: Registry) -> None:
    forms = ["Foo Aluminium", "Foa Aluminium", "Foo Aluminium Group", "Foo Alumina", "Shanxi Foo", "Shaanxi Foo"]
    for left, right in combinations(forms, 2):
        resolver = Resolver(registry, ontology())
        ids = [resolved(resolver, f)[0] for f in (left, right)]
        assert ids[0] != ids[1], (left, right)


_SMALL = [
    Entry(
        Entity(
            "org/weiqiao-pioneering-group",
            "Company",
            "Weiqiao Pioneering Group",
            ("Weiqiao Pioneering Group",),
            registered=True,
        ),
        ambiguous=("Weiqiao",),
    ),
    Entry(Entity("place/australia", "Place", "Australia", ("Australia",), level="country", registered=True)),
    Entry(
        Entity(
            "place/portland-victoria", "Place", "Portland", ("Portland",), parent="place/australia", registered=True
        ),
        ambiguous=("Portland",),
    ),
]


def test_a_branch_knows_all_and_changes_nothing(resolver: Resolver) -> None:
    firm, _ = resolver.resolve("Foo Bar Metals Limited", "Organization")
    resolver.define("FBM", firm)
    before = resolver.entities()
    branch = resolver.branch()
    assert resolved(branch, "FBM") == (firm.id, "definition")
    assert branch.resolve("Foo Bar Metals", "Company")[0].type == "Company"
    branch.resolve("Quux Smelting", "Company")
    assert resolver.entities() == before
    assert branch.registry is resolver.registry


# Counties, and places that act


@pytest.mark.parametrize("form", ["Zouping", "Holingol", "Longkou", "Huolinguole"])
def test_the_bare_name_of_a_chinese_county_decides_only_beside_its_larger_place(form: str) -> None:
    registry = read_registry()
    alone = Resolver(registry, ontology())
    entity, rung = alone.resolve(form, "Place")
    assert (entity.registered, rung) == (False, "provisional")
    county = registry.ambiguous(form)[0].entity
    above = registry.parents(county.id)[0].entity
    assert alone.resolve(form, "Place", parent=above.id) == (county, "exact")
    named = Resolver(registry, ontology())
    named.resolve(above.name, "Place")
    assert named.resolve(form, "Place")[0].id == county.id
    for noun in ("County", "City"):
        assert Resolver(registry, ontology()).resolve(f"{form} {noun}", "Place")[0].id == county.id


@pytest.mark.parametrize("form", ["霍林郭勒", "邹平市", "Binzhou", "Boxing County", "Jarud Banner", "Mempawah"])
def test_other_names_of_places_decide_alone(form: str) -> None:
    assert Resolver(read_registry(), ontology()).resolve(form, "Place")[0].registered


@pytest.mark.parametrize(
    ("form", "id"),
    [
        ("Yunnan", "org/yunnan-government"),
        ("Yunnan Province", "org/yunnan-government"),
        ("云南省人民政府", "org/yunnan-government"),
        ("Guinea", "org/guinea-government"),
        ("the Guinean government", "org/guinea-government"),
        ("Government of the Republic of Guinea", "org/guinea-government"),
        ("Guinea-Bissau", "org/guinea-bissau-government"),
        ("Ministry of Industry", "org/ministry-of-industry"),
        ("MIIT", "org/ministry-of-industry-and-information-technology"),
    ],
)
def test_a_place_that_acts_has_an_id_of_its_own(form: str, id: str) -> None:
    entity, _ = Resolver(read_registry(), ontology()).resolve(form, "GovernmentBody")
    assert (entity.id, entity.type) == (id, "GovernmentBody")


def test_a_place_a_party_and_a_firm_of_one_name_are_three() -> None:
    r = Resolver(read_registry(), ontology())
    ids = [r.resolve("Yunnan", type)[0].id for type in ("GovernmentBody", "Company", "Place", "GovernmentBody")]
    assert ids == ["org/yunnan-government", "org/yunnan", "place/yunnan", "org/yunnan-government"]
    r.resolve("Yunnan provincial government", "GovernmentBody")
    (party,) = (e for e in r.entities() if e.id == ids[0])
    assert party.names == ("Yunnan", "Yunnan provincial government")


def test_a_trade_with_another_legal_form_is_another_firm(resolver: Resolver) -> None:
    assert resolved(resolver, "Alumina d.o.o.") == ("org/alumina", "provisional")
    assert resolved(resolver, "Alumina Limited") == ("org/alumina-limited", "exact")
