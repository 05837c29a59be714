"""Chinese forms, accounts and lists of firms, read by line; who 公司 and 该厂 are there."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor

FILING = """云南铝业关于收购资产的公告

云南铝业股份有限公司拟以自有资金12.6亿元收购昆明宏岭集团有限公司持有的云南宏岭铝业有限公司28.5%的股权。

一、交易对方基本情况

注册地址:云南省昆明市五华区

主营业务:铝锭销售、有色金属贸易

二、标的公司基本情况

住所:云南省文山州砚山县

法定代表人:李卫东

主营业务:氧化铝、电解铝的生产与销售

员工人数:3,260人

主要财务数据(单位:万元)

项目     2023年度     2024年1-6月

营业收入     986,000.00     512,000.00

净利润     12,300.00     -1,800.00

三、其他

本次交易不构成关联交易。
"""
TARGET = "org/云南宏岭铝业"

PROFILE = """公司简介

江苏宏岭新材料股份有限公司位于江苏省镇江市京口区。

主要子公司

内蒙古宏岭铝材有限公司    80%    通辽市霍林郭勒市    铝板带,年产能60万吨

公司与中南大学共建实验室。
"""

PLANT = """海德鲁扩建巴西氧化铝厂

海德鲁将在宏岭氧化铝厂新建一条生产线,投资约8.5亿美元。海德鲁持有该厂62%的股权,其余38%由淡水河谷持有。
"""


def said(extractor: Extractor, text: str) -> Extraction:
    return extractor(Document("d", "d", "", published="2024-11-20", text=text, language="zh"))


def relations(found: Extraction, subject: str) -> set[tuple[str, str | None]]:
    return {(s.predicate, s.object) for s in found.statements if s.object is not None and s.subject == subject}


def figures(found: Extraction, subject: str) -> set[tuple[str, float | None, str | None]]:
    return {(s.predicate, s.value, s.period) for s in found.statements if s.object is None and s.subject == subject}


@pytest.fixture(scope="module")
def filing(extractor: Extractor) -> Extraction:
    return said(extractor, FILING)


def test_the_lines_of_a_form_are_of_the_firm_in_its_heading(filing: Extraction) -> None:
    assert relations(filing, TARGET) == {
        ("locatedIn", "place/yanshan-yunnan"),
        ("produces", "product/alumina"),
        ("produces", "product/aluminium"),
    }
    assert relations(filing, "person/李卫东") == {("officerOf", TARGET)}


def test_accounts_are_read_in_their_unit_and_by_their_periods(filing: Extraction) -> None:
    assert figures(filing, TARGET) == {
        ("employees", 3260, None),
        ("revenue", 9_860_000_000, "2023"),
        ("revenue", 5_120_000_000, "2024-01/2024-06"),
        ("profit", 123_000_000, "2023"),
        ("profit", -18_000_000, "2024-01/2024-06"),
    }


def test_nothing_is_made_by_who_only_sells(filing: Extraction) -> None:
    made = {s.subject for s in filing.statements if s.predicate == "produces"}
    assert made == {TARGET}


def test_a_line_of_a_list_is_of_its_first_cell(extractor: Extractor) -> None:
    found = said(extractor, PROFILE)
    unit = "org/内蒙古宏岭铝材"
    assert relations(found, unit) == {("locatedIn", "place/holingol"), ("produces", "product/rolled-products")}
    assert figures(found, unit) == {("capacity", 600_000, None)}
    assert ("owns", unit) in relations(found, "org/江苏宏岭新材料")
    assert ("partnerOf", "org/central-south-university") in relations(found, "org/江苏宏岭新材料")


def test_that_plant_is_the_one_named_and_its_shares_are_in_it(extractor: Extractor) -> None:
    found = said(extractor, PLANT)
    plant = "site/宏岭氧化铝厂"
    shares = {(s.subject, s.object, s.qualifiers.get("share")) for s in found.statements if s.predicate == "owns"}
    assert shares == {("org/norsk-hydro", plant, 62), ("org/vale", plant, 38)}
    assert ("investment", 850_000_000, None) in figures(found, plant)


@pytest.mark.parametrize(
    ("text", "place", "larger"),
    [
        ("云铝股份位于越南广宁省锦普县。", "place/锦普县", "place/广宁省"),
        ("项目位于务川县濯水镇。", "place/濯水镇", "place/务川县"),
    ],
)
def test_places_written_together_lie_in_each_other(extractor: Extractor, text: str, place: str, larger: str) -> None:
    found = said(extractor, text)
    pairs = {(s.subject, s.object) for s in found.statements if s.predicate == "locatedIn"}
    assert any(a.startswith(place) and b is not None and b.startswith(larger) for a, b in pairs)
