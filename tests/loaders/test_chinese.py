"""Chinese notices with firms and plants that no registry has."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor

NOTICE = """宏泰公司拟在文山建设电解铝项目
2024-03-12

云南宏泰新型材料有限公司(以下简称“宏泰公司”)是山东魏桥铝电有限公司的全资子公司。公司拟在云南省文山州建设年产193万吨电解铝项目,总投资120亿元。2023年,宏泰公司生产电解铝150万吨,实现营业收入210亿元,净利润12.5亿元。

广西华昇新材料有限公司主要从事氧化铝生产,年产能400万吨,员工1200人。该公司由中国铝业持股51%,厦门国贸集团股份有限公司持股49%。

3月8日,云南省发展和改革委员会同意云南神火铝业有限公司建设二期项目。中国铝业股份有限公司董事长董建雄表示,公司将收购贵州华锦铝业有限公司40%的股权,交易价格为15.3亿元。公司董事会秘书介绍,情况良好。
"""
HONGTAI, HUASHENG = "org/yunnan-hongtai-new-material", "org/guangxi-huasheng-new-material"
PLANT = "site/wenshan-hongtai-smelter"


@pytest.fixture(scope="module")
def notice(extractor: Extractor) -> Extraction:
    return extractor(Document("d", "d", "", published="2024-03-12", text=NOTICE, language="zh"))


def test_the_relations_and_no_others(notice: Extraction) -> None:
    found = {
        (s.subject, s.predicate, s.object, s.status, s.qualifiers.get("share"))
        for s in notice.statements
        if s.object is not None
    }
    assert found == {
        ("org/weiqiao-aluminum-power", "owns", HONGTAI, "actual", None),
        (HONGTAI, "develops", PLANT, "planned", None),
        (PLANT, "locatedIn", "place/wenshan", "actual", None),
        ("place/wenshan", "locatedIn", "place/yunnan", "actual", None),
        (HONGTAI, "produces", "product/aluminium", "actual", None),
        (HUASHENG, "produces", "product/alumina", "actual", None),
        ("org/chalco", "owns", HUASHENG, "actual", 51),
        ("org/厦门国贸集团", "owns", HUASHENG, "actual", 49),
        ("org/云南省发展和改革委员会", "approves", "org/yunnan-shenhuo-aluminium", "actual", None),
        ("org/chalco", "acquires", "org/guizhou-huajin-aluminium", "planned", 40),
        ("person/董建雄", "officerOf", "org/chalco", "actual", None),
    }
    deal = next(s for s in notice.statements if s.predicate == "acquires")
    assert (deal.qualifiers["price"], deal.qualifiers["currency"]) == (1_530_000_000, "CNY")


def test_the_figures_and_no_others(notice: Extraction) -> None:
    found = {(s.subject, s.predicate, s.value, s.unit, s.period) for s in notice.statements if s.object is None}
    assert found == {
        (PLANT, "capacity", 1_930_000, "t/a", None),
        (PLANT, "investment", 12_000_000_000, "CNY", None),
        (HONGTAI, "production", 1_500_000, "t", "2023"),
        (HONGTAI, "revenue", 21_000_000_000, "CNY", "2023"),
        (HONGTAI, "profit", 1_250_000_000, "CNY", "2023"),
        (HUASHENG, "capacity", 4_000_000, "t/a", None),
        (HUASHENG, "employees", 1200, "persons", None),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("目前,天山铝业旗下自备电厂运行良好。", ("org/tianshan-aluminum-group", "operates", "PowerPlant")),
        ("船上的矿石运往中国铝业设在广西靖西的氧化铝厂。", ("org/chalco", "operates", "AluminaRefinery")),
        ("中国铝业拟在贵州新建年产100万吨氧化铝项目。", ("org/chalco", "develops", "AluminaRefinery")),
    ],
)
def test_plants_by_what_they_are(text: str, expected: tuple[str, str, str], extractor: Extractor) -> None:
    found = extractor(Document("d", "d", "", text=f"标题\n\n{text}\n", language="zh"))
    kinds = {e.id: e.type for e in found.entities}
    assert expected in {(s.subject, s.predicate, kinds.get(s.object or "")) for s in found.statements}
