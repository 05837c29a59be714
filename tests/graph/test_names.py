"""Names as text: cleaning, and the keys under which two spellings meet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import forms, names
from graph.statement import entity_id
from ontology.errors import InvalidName

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LEGAL = st.sampled_from(
    ["Co., Ltd.", "GmbH", "S.p.A.", "PJSC", "Sdn. Bhd.", "Inc.", "的", "有限公司", "The", "PT", "'s", "&"]
)
MESSY = st.lists(st.one_of(LEGAL, TEXT), min_size=1, max_size=6).map(" ".join)
few = settings(max_examples=100, deadline=None)

SAME = [
    ("Weiqiao Aluminum & Power Co., Ltd.", "The Weiqiao Aluminium and Power"),
    ("Norsk Hydro ASA", "norsk hydro"),
    ("Alumínio do Brasil S.A.", "Aluminio do Brasil"),
    ("PT Foo Alumina Tbk", "Foo Alumina"),
    ("Ｆｏｏ　Ｍｅｔａｌ", "Foo Metal"),
    ("Hongqiao’s", "Hongqiao"),
    ("Sept-Îles Smelters Inc", "Sept Iles Smelters"),
    ("U.A.E. Metals LLC", "UAE Metals"),
    ("创新实业集团有限公司", "创新实业集团"),
    ("济南嘉汇投资合伙企业（有限合伙）", "济南嘉汇投资"),
    ("Foo GmbH & Co. KG", "Foo"),
    ("Foo Sp. z o.o.", "Foo"),
    ("Søral AS", "Soral"),
    ("創新實業集團有限公司", "创新实业集团"),
    ("山東宏拓實業", "山东宏拓实业"),
]

DIFFERENT = [
    ("China Hongqiao", "Hongqiao"),
    ("Shanxi Aluminium", "Shaanxi Aluminium"),
    ("Innovation Industrial", "Innovation New Materials"),
    ("Yunnan Hongqiao New Material", "Yunnan Honghe New Material"),
    ("Alcoa of Australia", "Alcoa"),
    ("Harita Group", "Harita"),
    ("Aluminum Corporation of China", "Aluminum of China"),
    ("中国铝业集团有限公司", "中国铝业股份有限公司"),
    ("German Aluminium", "Aluminium"),
]

HOSTILE = [
    "'; DROP TABLE statements; --",
    '") DETACH DELETE n //',
    "{name: $x}) RETURN 1",
    "<script>alert('x')</script>",
    "a`b\\c\"d'e",
    "}} {% raw %}",
    "Robert'); MATCH (n) DETACH DELETE n;--",
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_firm_has_one_key(left: str, right: str) -> None:
    assert names.normalise(left) == names.normalise(right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_firms_have_two_keys(left: str, right: str) -> None:
    assert names.normalise(left) != names.normalise(right)


def test_places_keep_what_looks_like_a_legal_form() -> None:
    assert names.fold("Villa S.A.") == "villa sa"
    assert names.fold("Côte d’Ivoire") == names.fold("Cote d'Ivoire")


def test_a_name_that_is_all_legal_form_stays_something() -> None:
    assert names.normalise("Co., Ltd.")
    assert names.normalise("有限公司") == "有限公司"
    assert names.normalise("!!!") == "!!!"


def test_no_simplified_character_is_simplified_again() -> None:
    letters = names.words().letters
    assert len(letters) > 2000
    assert not {chr(old) for old in letters} & {c for new in letters.values() for c in new}


@few
@given(MESSY)
def test_keys_are_idempotent(text: str) -> None:
    for key in (names.clean, names.fold, names.normalise, names.exact):
        try:
            once = key(text)
        except InvalidName:
            continue
        assert not once or key(once) == once


@few
@given(TEXT)
def test_a_clean_name_has_no_control_characters(text: str) -> None:
    try:
        name = names.clean(text)
    except InvalidName:
        return
    assert name == name.strip()
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
    name.encode("utf-8")


@few
@given(MESSY)
def test_case_and_width_do_not_count(text: str) -> None:
    try:
        key = names.normalise(text)
    except InvalidName:
        return
    assert names.normalise(f"\u200b {text}\n") == key


@pytest.mark.parametrize("name", HOSTILE)
def test_what_looks_like_a_query_is_kept_as_it_is(name: str) -> None:
    assert names.clean(name) == name
    assert entity_id("org", names.normalise(name)).startswith("org/")


def test_four_byte_characters_survive() -> None:
    assert names.clean("𠮷野 Aluminium 😀") == "𠮷野 Aluminium 😀"
    assert names.normalise("𠮷野有限公司") == "𠮷野"


def test_control_and_zero_width_characters_go() -> None:
    assert names.clean("Foo\x00\x1b\u200b\ufeff\u202e Bar\t\r\n\u2028Baz\x85") == "Foo BarBaz".replace(
        "BarBaz", "Bar Baz"
    )


@pytest.mark.parametrize("name", ["", "   ", "\x00\u200b\n", "x" * 10_000, "name \ud800 with half a pair", "\udfff"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidName, match="name"):
        names.clean(name)


def test_the_limit_counts_what_is_left() -> None:
    assert len(names.clean("x" * names.LIMIT + "\u200b" * 20)) == names.LIMIT
    with pytest.raises(InvalidName, match="501 characters, the limit is 500"):
        names.clean("x" * (names.LIMIT + 1))


def test_translated_names_meet_word_by_word() -> None:
    assert names.translated("Innovation Industry Co., Ltd.") == names.translated("创新实业有限公司")
    assert names.translated("Chuangxin Group") == names.translated("创新集团")
    assert names.translated("Innovation New Materials") != names.translated("Innovation Industrial")
    assert names.translated("Shanxi Aluminium Industry") != names.translated("陕西铝业")


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("the Foo Aluminium Co., Ltd.", "org", "Foo Aluminium"),
        ("city of Weihai", "org", "City of Weihai"),
        ("Hongqiao's", "org", "Hongqiao"),
        ("PT Foo Tbk", "org", "Foo"),
        ("eXport Metals", "org", "eXport Metals"),
        ("Villa S.A.", "place", "Villa S.A."),
        ("山东宏拓实业有限公司", "org", "山东宏拓实业有限公司"),
    ],
)
def test_the_form_that_is_shown(name: str, kind: str, shown: str) -> None:
    assert forms.title(name, kind) == shown


@few
@given(MESSY, st.sampled_from(["org", "place", "person", "site"]))
def test_the_form_that_is_shown_keeps_the_key(text: str, kind: str) -> None:
    try:
        name = names.clean(text)
        key = forms.key(name, kind)
    except InvalidName:
        return
    assert forms.key(forms.title(name, kind), kind) == key


@pytest.mark.parametrize(
    ("short", "long", "kind", "fits"),
    [
        ("weiqiao", "weiqiao pioneering group", "org", True),
        ("pioneering", "weiqiao pioneering group", "org", False),
        ("weiqiao pioneering group", "weiqiao pioneering group", "org", False),
        ("cui", "cui lixin", "person", True),
        ("smith", "john smith", "person", True),
        ("lee", "john lee smith", "person", False),
        ("foo smelter", "foo bar aluminium smelter", "site", True),
        ("bar smelter", "foo bar aluminium smelter", "site", False),
        ("foo", "foo city", "place", True),
        ("new", "new orleans", "place", False),
    ],
)
def test_short_forms(short: str, long: str, kind: str, fits: bool) -> None:
    assert forms.shortens(tuple(short.split()), tuple(long.split()), kind) is fits
