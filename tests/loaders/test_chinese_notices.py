"""Chinese notices written as forms, and what their figures are of."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor

FORM = """云铝股份年产60万吨氧化铝项目环境影响评价公示

一、建设项目概况
项目名称:云南铝业股份有限公司氧化铝工程
建设地点:云南省文山州
建设规模:新增氧化铝产能60万吨/年
项目投资:19.6亿元
劳动定员:320人
"""
SWAP = """云铝股份年产35万吨电解铝项目产能置换方案的公示

一、建设项目情况
项目单位为云铝股份,系中国铝业的全资子公司。
二、退出产能情况
青铜峡铝业股份有限公司宁东分公司退出电解铝产能18万吨。
"""


def read(text: str, extractor: Extractor) -> Extraction:
    return extractor(Document("d", "d", "", published="2024-03-12", text=text, language="zh"))


def test_a_form_below_a_title_is_text(extractor: Extractor) -> None:
    """All that a form says is said of the one project, whatever the form calls it."""
    rows = [s for s in read(FORM, extractor).statements if s.predicate != "locatedIn"]
    (project,) = {s.object for s in rows if s.predicate == "develops"}
    figures = {(s.predicate, s.value, s.unit, s.status) for s in rows if s.subject == project and s.value is not None}
    assert figures >= {
        ("capacity", 600_000, "t/a", "planned"),
        ("investment", 1_960_000_000, "CNY", "planned"),
        ("employees", 320, "persons", "planned"),
    }
    assert {s.subject for s in rows if s.value is not None} == {project}


def test_a_headline_with_a_colon_stays_a_headline(extractor: Extractor) -> None:
    text = "云铝股份:关于收购中国铝业股权的公告\n2024-03-12\n\n云铝股份位于昆明。\n"
    assert [s.predicate for s in read(text, extractor).statements] == ["locatedIn"]


def test_a_branch_office_hands_its_capacity_to_the_project(extractor: Extractor) -> None:
    rows = read(SWAP, extractor).statements
    (moved,) = [s for s in rows if s.predicate == "transfersCapacityTo"]
    assert moved.subject.endswith("宁东分公司") or moved.subject.endswith("宁东分")
    assert (moved.status, moved.qualifiers["quantity"], moved.qualifiers["product"]) == (
        "planned",
        180_000,
        "aluminium",
    )
    assert ("org/chalco", "owns", "org/yunnan-aluminium", 100) in {
        (s.subject, s.predicate, s.object, s.qualifiers.get("share")) for s in rows
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云铝股份预焙阳极采购价格下调200元/吨至3930元/吨。", {("product/carbon-anode", "price", 3930)}),
        ("云铝股份产量为20万吨,较上年增加3万吨。", {("org/yunnan-aluminium", "production", 200_000)}),
        (
            "云铝股份氧化铝产能540万吨,其中国内140万吨、印尼400万吨;冷轧产能117万吨。",
            {("org/yunnan-aluminium", "capacity", 5_400_000), ("org/yunnan-aluminium", "capacity", 1_170_000)},
        ),
        ("内蒙古某某再生资源利用项目一期产能20万吨。", set()),
    ],
)
def test_whose_figures_they_are(text: str, expected: set[tuple[str, str, float]], extractor: Extractor) -> None:
    rows = read(text, extractor).statements
    assert {(s.subject, s.predicate, s.value) for s in rows if s.object is None} == expected


def test_plants_of_whom_the_text_speaks(extractor: Extractor) -> None:
    text = "云铝股份总部位于昆明。电解铝生产基地位于曲靖,设计年产能为78万吨;氧化铝生产基地位于文山,年产能为150万吨。"
    rows = read(text, extractor).statements
    smelter, refinery = "site/yunnan-aluminium-aluminium-smelter", "site/yunnan-aluminium-alumina-refinery"
    assert {(s.subject, s.value) for s in rows if s.predicate == "capacity"} == {
        (smelter, 780_000),
        (refinery, 1_500_000),
    }
    assert {s.object for s in rows if s.predicate == "operates"} == {smelter, refinery}


def test_months_up_to_a_day(extractor: Extractor) -> None:
    rows = read("云铝股份截至2025年5月31日止五个月的营业收入为72.14亿元。", extractor).statements
    assert [(s.predicate, s.period) for s in rows] == [("revenue", "2025-01/2025-05")]


def test_a_mine_by_its_name_and_no_ore(extractor: Extractor) -> None:
    rows = read("中国铝业运营的阿瓦索矿位于贵州,铝土矿由进口补充。", extractor).statements
    assert ("org/chalco", "operates") in {(s.subject, s.predicate) for s in rows}
    assert {s.object for s in rows if s.predicate == "operates"} == {"site/阿瓦索矿"}
