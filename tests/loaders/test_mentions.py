"""Mentions: registry, shape, legal forms, plants, definitions, nominals; the longest wins."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.registry import Registry
from loaders import lexicon
from loaders.en.names.finder import Finder, Found
from loaders.mentions import Mention, longest
from loaders.pipeline import Extractor
from ontology.model import Ontology
from tests.loaders.corpus import sentence


@pytest.fixture(scope="module")
def finder(registry: Registry, model: Ontology) -> Finder:
    return Finder(registry, model, lexicon.read())


def found(finder: Finder, text: str) -> Found:
    return finder.find(text, [(0, len(text))])


def pairs(finder: Finder, text: str) -> set[tuple[str, str]]:
    return {(m.text, m.type) for m in found(finder, text).mentions}


@pytest.mark.parametrize(
    ("text", "form", "type"),
    [
        ("The plan of Weiqiao Aluminum & Power is old.", "Weiqiao Aluminum & Power", "Company"),
        ("It sold ore to Foobar Smelting Co., Ltd. in May.", "Foobar Smelting Co., Ltd.", "Company"),
        ("Last year Quuxwerke GmbH made wheels.", "Quuxwerke GmbH", "Company"),
        ("Papers of the Minerals and Metals Trading Corp say so.", "Minerals and Metals Trading Corp", "Company"),
        ("Rules of the Ministry of Mines and Geology apply.", "Ministry of Mines and Geology", "GovernmentBody"),
        ("It asked the Competition and Markets Authority now.", "Competition and Markets Authority", "GovernmentBody"),
        ("Talks with the Foobar Metals Institute went on.", "Foobar Metals Institute", "Institute"),
        ("Members of the Foobar Aluminium Association met.", "Foobar Aluminium Association", "Association"),
        ("It is traded at the Foobar Stock Exchange now.", "Foobar Stock Exchange", "Exchange"),
        ("A word of chief executive Jane Foobar was heard.", "Jane Foobar", "Person"),
        ("On Monday Jane Foobar, president of Alcoa, spoke.", "Jane Foobar", "Person"),
        ("The mine lies in Quuxville county today.", "Quuxville county", "Place"),
        ("It makes electrolytic aluminum there.", "electrolytic aluminum", "Product"),
        ("Its alumina refinery in Holingol City is new.", "alumina refinery in Holingol City", "AluminaRefinery"),
        ("Its smelter in Wenshan prefecture is new.", "smelter in Wenshan prefecture", "AluminiumSmelter"),
        ("The Weiqiao Foobar Industrial Park opened.", "Weiqiao Foobar Industrial Park", "IndustrialPark"),
        ("Work at the city of Weihai went on.", "city of Weihai", "Place"),
        ("It is held by Foobar Aluminum and Chemical Corp now.", "Foobar Aluminum and Chemical Corp", "Company"),
        ("It has 39 pct of Indian Aluminium Co Ltd now.", "Indian Aluminium Co Ltd", "Company"),
        ("It is a unit of Aluminium Corp of India now.", "Aluminium Corp of India", "Company"),
        ("It was listed on the American Stock Exchange.", "American Stock Exchange", "Exchange"),
        ("They bought <Foobar Extrusions Ltd> of Quuxhelf, England.", "Quuxhelf", "Place"),
        ("Work at Foobar d.o.o. went on.", "Foobar d.o.o.", "Company"),
        ("It opened a plant in Wisconsin Rapids now.", "plant in Wisconsin Rapids", "Facility"),
        ("Its 460,000 tpa smelter in Angul is new.", "460,000 tpa smelter in Angul", "AluminiumSmelter"),
        ("It said Valco agreed.", "Valco", "Company"),
        ("It will buy General Alumina Foobar Limited now.", "General Alumina Foobar Limited", "Company"),
        ("It was sold by Ma'aden Aluminium Company now.", "Ma'aden Aluminium Company", "Company"),
        ("Its contract with Slovenské elektrárne expires.", "Slovenské elektrárne", "Company"),
        ("The chimney in Žiar City is old.", "Žiar City", "Place"),
        ("Quuxmetco sold its stake in May.", "Quuxmetco", "Company"),
        ("It was bought by the Western Australian government.", "Western Australian government", "GovernmentBody"),
        ("It takes ore to its drying plant and port at Quuxsar.", "drying plant and port at Quuxsar", "Facility"),
        ("Its newest works, at Quuxlin in Kentucky, is large.", "newest works, at Quuxlin", "Facility"),
        ("Its mines are around Quuxredi today.", "mines are around Quuxredi", "BauxiteMine"),
        ("The site in Quuxla (Quuxbul) makes foil.", "Quuxbul", "Place"),
        ("Foobar Angola Metais is small.", "Foobar Angola Metais", "Company"),
        ("It is held by Foobar Wires and Cables Group now.", "Foobar Wires and Cables Group", "Company"),
        ("Foil came from Foobar S.p.A. of Italy.", "Foobar S.p.A.", "Company"),
        ("It is held by Foobar Holding A.Ş. now.", "Foobar Holding A.Ş.", "Company"),
        ("Men left the Foobar Works smelter in Spain.", "Foobar Works smelter", "AluminiumSmelter"),
        ("Pots at Foobar Quux Metals (FQM) are cold.", "Foobar Quux Metals", "Company"),
        ("It lies an hour north of Quuxdam now.", "Quuxdam", "Place"),
        ("It lies in the Quuxmarsh area of Rotterdam.", "Quuxmarsh", "Place"),
        ("It is held by the Russian billionaire Ian Foobar now.", "Ian Foobar", "Person"),
        ("In the end Jim Foobar, the businessman who owns it, left.", "Jim Foobar", "Person"),
    ],
)  # fmt: skip
def test_finds(finder: Finder, text: str, form: str, type: str) -> None:
    assert (form, type) in pairs(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "Sales in the Union rose.",
        "It was shut on New Year's Eve.",
        "It is at 12 Foobar Road.",
        "It is on the list of Quuxly Marked Exporters now.",
    ],
)
def test_is_no_name(finder: Finder, text: str) -> None:
    assert not {m for m in found(finder, text).mentions if m.type == "Company"}


def test_another_name_outside_of_brackets_is_a_definition(finder: Finder) -> None:
    (known,) = found(finder, "Foobar Metals, better known as Foomet, is small.").definitions
    assert (known.long.text, known.short) == ("Foobar Metals", "Foomet")


def test_a_verb_is_no_mine(finder: Finder) -> None:
    assert not {m for m in found(finder, "China Hongqiao mines bauxite.").mentions if m.type == "BauxiteMine"}


def test_the_longest_wins(finder: Finder) -> None:
    forms = {m.text for m in found(finder, "A venture of Alba-Daiki Sustainable Solutions failed.").mentions}
    assert "Alba-Daiki Sustainable Solutions" in forms
    assert "Alba" not in forms


def test_a_name_ends_before_a_role(finder: Finder) -> None:
    text = "Today Northwest Aluminum President Brett Wilcox spoke."
    assert {("Northwest Aluminum", "Company"), ("Brett Wilcox", "Person")} <= pairs(finder, text)


def test_a_dateline_holds_no_mention(finder: Finder) -> None:
    text = "HONG KONG, 27 May 2011 - Hongqiao said nothing."
    span = finder.paragraph(text, 0, len(text))
    assert [m.text for m in finder.find(text, [span]).mentions] == ["Hongqiao"]


@pytest.mark.parametrize(
    "text",
    [
        "Emirates Global Aluminium (EGA) closed it. EGA is large.",
        'Foobar Light Metals Limited (hereinafter referred to as "Foobar") closed it. Foobar is large.',
    ],
)
def test_definitions(extractor: Extractor, finder: Finder, text: str) -> None:
    first, *rest = [m for m in found(finder, text).mentions if m.type == "Company"]
    definition = found(finder, text).definitions[0]
    assert definition.long == first
    assert [m.text for m in rest] == [definition.short]


@pytest.mark.parametrize("bracket", ["(NYSE: AA; ASX: AAI)", "(002387.SZ)", "<AL.N>", "(Brazil)"])
def test_a_code_or_a_place_defines_nothing(finder: Finder, bracket: str) -> None:
    assert not found(finder, f"Alcoa Corporation {bracket} said nothing.").definitions


def test_a_state_counts_only_after_a_town(finder: Finder) -> None:
    assert ("Ky.", "Place") in pairs(finder, "Its smelter at Sebree, Ky., was closed.")
    assert ("Ore.", "Place") not in pairs(finder, "Prices of Iron Ore. They fell.")


def test_nominals_are_marked(finder: Finder) -> None:
    nominal = [m.text for m in found(finder, "It said the company and the plant did well.").mentions if m.nominal]
    assert nominal == ["It", "the company", "plant"]


spans = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(
    lambda t: Mention(t[0], t[0] + t[1], "x" * t[1], "Company")
)


@given(st.lists(spans, max_size=12))
@settings(max_examples=60, deadline=None)
def test_longest_gives_disjoint_mentions_in_order(mentions: list[Mention]) -> None:
    kept = longest(mentions)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    assert all(any(m.start < k.end and k.start < m.end for k in kept) for m in mentions)


@given(text=st.text(max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_and_offsets_hold(finder: Finder, text: str) -> None:
    for m in found(finder, text).mentions:
        assert text[m.start : m.end] == m.text


def test_a_name_of_two_short_words_with_a_stop_between_them_is_one(extractor: Extractor) -> None:
    found = extractor(sentence("Sid.Ko Holding took over Northmet. Foil is made in Oslo.The company makes rod."))
    assert {s.subject_mention for s in found.statements if s.predicate == "acquires"} == {"Sid.Ko Holding"}
    assert not [s for s in found.statements if "Oslo.The" in s.subject_mention + s.object_mention]
