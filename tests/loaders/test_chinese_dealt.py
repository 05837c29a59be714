"""Chinese lists whose figures are dealt out, names cut short, cuts of capacity: what must not be said falsely."""

from __future__ import annotations

import pytest

from graph.statement import Document, Statement
from loaders.pipeline import Extractor


def _read(extractor: Extractor, text: str) -> list[Statement]:
    found = extractor(Document("d", "d", "", published="2024-03-12", text=text, language="zh"))
    return list(found.statements)


def _figures(extractor: Extractor, text: str) -> set[tuple[object, ...]]:
    rows = _read(extractor, text)
    return {(s.subject, s.predicate, s.value, s.product, s.period, s.status) for s in rows if s.object is None}


def _relations(extractor: Extractor, text: str) -> set[tuple[object, ...]]:
    rows = _read(extractor, text)
    return {(s.subject, s.predicate, s.object, s.status) for s in rows if s.object is not None}


A, B, C = "org/宏岭铝业", "org/福泰铝业", "org/西岭冶金"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "宏岭铝业和福泰铝业年产能分别为35万吨和12万吨。",
            {(A, "capacity", 350_000, None, None, "actual"), (B, "capacity", 120_000, None, None, "actual")},
        ),
        (
            "宏岭铝业氧化铝和电解铝产能分别为210万吨和45万吨。",
            {
                (A, "capacity", 2_100_000, "alumina", None, "actual"),
                (A, "capacity", 450_000, "aluminium", None, "actual"),
            },
        ),
        (
            "2022年、2023年,宏岭铝业营业收入分别为80亿元、90亿元。",
            {(A, "revenue", 8e9, None, "2022", "actual"), (A, "revenue", 9e9, None, "2023", "actual")},
        ),
        (
            "宏岭铝业2023年营业收入和净利润分别为80亿元和4亿元。",
            {(A, "revenue", 8e9, None, "2023", "actual"), (A, "profit", 4e8, None, "2023", "actual")},
        ),
        (
            "宏岭铝业分别生产氧化铝80万吨、电解铝45万吨。",
            {
                (A, "production", 800_000, "alumina", None, "actual"),
                (A, "production", 450_000, "aluminium", None, "actual"),
            },
        ),
        (
            "宏岭铝业文山电解铝厂和靖西氧化铝厂产能分别为20万吨和30万吨。",
            {
                ("site/宏岭铝业-wenshan-aluminium-smelter", "capacity", 200_000, "aluminium", None, "actual"),
                ("site/jingxi-alumina-refinery", "capacity", 300_000, "alumina", None, "actual"),
            },
        ),
        ("宏岭铝业在云南、贵州的电解铝产能分别为20万吨和30万吨。", set()),
        # lists that do not agree, or of which one is not known
        ("宏岭铝业、福泰铝业和南海铝业年产能分别为80万吨和45万吨。", set()),
        ("宏岭铝业和西岭冶金的产能分别为80万吨和45万吨。", set()),
        ("宏岭铝业和福泰铝业营业收入和净利润分别为80亿元和4亿元。", set()),
    ],
)
def test_figures_are_dealt_out_in_their_order(
    extractor: Extractor, text: str, expected: set[tuple[object, ...]]
) -> None:
    assert _figures(extractor, text) == expected


def test_the_buyer_does_not_hold_what_the_seller_does(extractor: Extractor) -> None:
    found = _relations(extractor, "宏岭铝业收购西岭冶金持有的福泰铝业30%股权。")
    assert found == {(A, "acquires", B, "actual"), (C, "sells", B, "actual"), (C, "owns", B, "actual")}
    found = _relations(extractor, "宏岭铝业目前直接持有福泰铝业有限公司30%股权。")
    assert found == {(A, "owns", B, "actual")}


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("宏岭铝业收购云铝福新30%股权。", "org/云铝福新"),
        ("宏岭铝业收购云铝30%股权。", "org/yunnan-aluminium"),
        ("宏岭铝业收购云铝剩余30%股权。", "org/yunnan-aluminium"),
    ],
)
def test_a_short_name_is_not_cut_out_of_a_longer_one(extractor: Extractor, text: str, target: str) -> None:
    assert {o for _, p, o, _ in _relations(extractor, text) if p == "acquires"} == {target}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("宏岭铝业开始削减氧化铝产能50万吨。", "idled"),
        ("宏岭铝业今冬将关闭50万吨氧化铝产能。", "idled"),
        ("宏岭铝业减产氧化铝产能50万吨/年。", "idled"),
        ("宏岭铝业50万吨氧化铝项目正在加紧施工。", "under_construction"),
        ("宏岭铝业在肇庆建设产能为50万吨/年的铝板厂。", "planned"),
        ("宏岭铝业氧化铝产能50万吨。", "actual"),
    ],
)
def test_what_is_cut_or_being_built_is_no_capacity_at_work(extractor: Extractor, text: str, status: str) -> None:
    assert {(v, s) for _, p, v, _, _, s in _figures(extractor, text) if p == "capacity"} == {(500_000, status)}


@pytest.mark.parametrize(
    "text",
    [
        "宏岭铝业与福泰铝业签订项目合作协议。",
        "宏岭铝业再签新项目。",
        "宏岭铝业启用了位于昆山的铝箔厂。",
    ],
)
def test_signing_is_no_plant_and_a_plant_is_not_where_its_firm_is(extractor: Extractor, text: str) -> None:
    rows = _read(extractor, text)
    assert not [s for s in rows if s.subject == A and s.predicate == "locatedIn"]
    assert not [s for s in rows if "签" in str(s.object)]
    assert "签" in text or {s.predicate for s in rows} <= {"develops", "locatedIn"}


def test_the_cost_of_several_projects_is_not_that_of_those_who_sign(extractor: Extractor) -> None:
    assert _figures(extractor, "崇仁县人民政府和宏岭铝业举行签约仪式,2个项目总投资35亿元。") == set()
    found = _figures(extractor, "宏岭铝业年产10万吨铝箔项目总投资10亿元。")
    assert {p for _, p, *_ in found} == {"capacity", "investment"}


def test_the_place_of_a_dateline_has_no_capacity(extractor: Extractor) -> None:
    text = "新华社北京1月6日电 一家钎焊铝板厂日前启用。设计产能为5万吨。"
    assert not [row for row in _figures(extractor, text) if row[0] == "place/beijing"]


def test_verbs_begin_no_name(extractor: Extractor) -> None:
    found = _relations(extractor, "李明会见宏岭铝业集团有限公司总经理赵东。")
    assert found == {("person/赵东", "officerOf", "org/宏岭铝业集团", "actual")}
    assert _relations(extractor, "福北股份持有福泰铝业97%股权。") == {("org/福北股份", "owns", B, "actual")}


def test_a_product_in_a_list_is_no_firm(extractor: Extractor) -> None:
    found = _figures(extractor, "宏岭铝业年产氧化铝200万吨、电解铝40万吨、阳极炭素21万吨。")
    assert {row[0] for row in found} == {A}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "宏岭铝业拟收购福泰铝业30%股权、南岭铝业27%股权及西陵铝业20%股权。",
            {(A, B, 30), (A, "org/南岭铝业", 27), (A, "org/西陵铝业", 20)},
        ),
        ("宏岭铝业增持福泰铝业20.5%股权。", {(A, B, 20.5)}),
    ],
)
def test_every_target_of_a_list_is_bought_with_its_share(
    extractor: Extractor, text: str, wanted: set[tuple[object, ...]]
) -> None:
    rows = _read(extractor, text)
    assert {(s.subject, s.object, s.qualifiers.get("share")) for s in rows if s.predicate == "acquires"} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("福泰铝业和南岭铝业均为宏岭铝业的子公司。", {(A, B), (A, "org/南岭铝业")}),
        ("宏岭铝业为福泰铝业的第二大股东。", {(A, B)}),
        ("福泰铝业由宏岭铝业和南岭铝业合资兴建。", {(A, B), ("org/南岭铝业", B)}),
        ("福泰铝业由宏岭铝业和南岭铝业共同建设。", set()),
        ("宏岭铝业股份有限公司为公司附属公司,南岭铝业集团有限公司为公司的控股股东。", set()),
    ],
)
def test_who_holds_whom(extractor: Extractor, text: str, wanted: set[tuple[object, ...]]) -> None:
    rows = _read(extractor, text)
    assert {(s.subject, s.object) for s in rows if s.predicate == "owns"} == wanted


def test_what_several_hold_together_is_nobodys_share(extractor: Extractor) -> None:
    rows = _read(extractor, "宏岭铝业和南岭铝业合计持有福泰铝业90%股权。")
    assert {(s.subject, s.qualifiers.get("share")) for s in rows if s.predicate == "owns"} == {
        (A, None),
        ("org/南岭铝业", None),
    }


def test_products_and_officers_of_a_list(extractor: Extractor) -> None:
    found = _relations(extractor, "宏岭铝业是铝箔、铝板和铝型材的生产商。")
    assert {o for _, p, o, _ in found if p == "produces"} == {
        "product/foil",
        "product/rolled-products",
        "product/extrusions",
    }
    found = _relations(extractor, "宏岭铝业董事长李小明、总经理赵东出席。")
    assert {s for s, p, _, _ in found if p == "officerOf"} == {"person/李小明", "person/赵东"}
    found = _relations(extractor, "宏岭铝业董事长李小明、县长赵东出席。")
    assert {s for s, p, _, _ in found if p == "officerOf"} == {"person/李小明"}


def test_the_revenue_of_a_segment_is_not_that_of_the_firm(extractor: Extractor) -> None:
    assert _figures(extractor, "宏岭铝业氧化铝板块的营业收入为423亿元。") == set()
    assert len(_figures(extractor, "宏岭铝业2023年的收入约为13亿元。")) == 1
    assert len(_figures(extractor, "宏岭铝业2023年主营业务收入为13亿元。")) == 1


def test_what_a_project_uses_it_does_not_make(extractor: Extractor) -> None:
    found = _relations(extractor, "宏岭铝业建设年产4万吨铝灰综合利用项目。")
    assert {p for _, p, _, _ in found} == {"develops"}


def test_the_only_firm_of_a_title_is_the_company(extractor: Extractor) -> None:
    text = "宏岭铝业净利润大增\n\n2023年,公司实现营业收入13亿元。\n"
    assert {row[:3] for row in _figures(extractor, text)} == {(A, "revenue", 1.3e9)}
    text = "宏岭铝业与福泰铝业合作\n\n2023年,公司实现营业收入13亿元。\n"
    assert _figures(extractor, text) == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("宏岭铝业买断了福泰铝业的全部铝棒。", (B, "supplies", A, "actual")),
        ("宏岭铝业业务涵盖电解铝、氧化铝。", (A, "produces", "product/alumina", "actual")),
        (
            "宏岭铝业与崇仁县经济技术开发区管委会签订合作协议。",
            (A, "partnerOf", "org/崇仁县经济技术开发区管委会", "actual"),
        ),
    ],
)
def test_words_for_buying_making_and_parks(extractor: Extractor, text: str, wanted: tuple[object, ...]) -> None:
    assert wanted in _relations(extractor, text)


def test_the_production_line_of_a_project_lies_where_the_project_does(extractor: Extractor) -> None:
    found = _relations(extractor, "宏岭铝业年产4万吨铝棒生产线建设项目位于泉州市。")
    assert {(s, o) for s, p, o, _ in found if p == "locatedIn"} == {
        ("site/宏岭铝业-processing-plant", "place/quanzhou")
    }


@pytest.mark.parametrize("seller", ["当地能源公司", "一家民营公司", "两家投资公司", "其全资子公司"])
def test_a_seller_without_a_name_is_no_firm(extractor: Extractor, seller: str) -> None:
    found = _relations(extractor, f"宏岭铝业收购{seller}持有的福泰铝业30%股权。")
    assert found == {(A, "acquires", B, "actual")}
