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
PLANT = "site/yunnan-hongtai-new-material-wenshan-aluminium-smelter"


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
        ("org/weiqiao-aluminum-power", "owns", HONGTAI, "actual", 100),
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


TRAPS = [
    ("中国铝业否认将收购云铝股份19%的股权。", ("acquires", "denied")),
    ("中国铝业可能收购云铝股份19%的股权。", ("acquires", "rumoured")),
    ("中国铝业原全资子公司云铝股份已停产。", ("owns", "ended")),
    ("中国铝业已完成收购云铝股份19%的股权。", ("acquires", "actual")),
]


@pytest.mark.parametrize(("text", "expected"), TRAPS)
def test_the_words_of_a_clause_tell_the_status(text: str, expected: tuple[str, str], extractor: Extractor) -> None:
    found = said(text, extractor)
    assert {(s.predicate, s.status) for s in found.statements if s.object} >= {expected}
    assert len({s.status for s in found.statements if s.predicate == expected[0]}) == 1


def said(text: str, extractor: Extractor) -> Extraction:
    """A Chinese document with one paragraph."""
    return extractor(Document("d", "d", "", published="2024-05-20", text=f"标题\n\n{text}\n", language="zh"))


def figures(text: str, extractor: Extractor) -> set[tuple[str, str, float | None]]:
    return {(s.subject_mention, s.predicate, s.value) for s in said(text, extractor).statements if s.object is None}


def test_a_subject_carries_over_clauses(extractor: Extractor) -> None:
    text = "云铝股份位于昆明,现有电解铝产能305万吨,2023年实现营业收入427亿元,净利润39.6亿元。"
    assert figures(text, extractor) == {
        ("云铝股份", "capacity", 3_050_000),
        ("云铝股份", "revenue", 42_700_000_000),
        ("云铝股份", "profit", 3_960_000_000),
    }


@pytest.mark.parametrize(
    "text",
    [
        "云铝股份产量增加,全国电解铝产能约4500万吨。",
        "云铝股份产量增加,业内人士预计全年产量4300万吨。",
        "其中铝箔产量7.3万吨。",
        "德保县、靖西市是主产区,氧化铝总产能达1030万吨。",
    ],
)
def test_figures_of_others_are_no_ones(text: str, extractor: Extractor) -> None:
    assert figures(text, extractor) == set()


def test_a_project_has_its_own_figures(extractor: Extractor) -> None:
    text = "中国铝业拟在昆明建设年产50万吨铝棒项目,总投资12亿元,占地300亩。"
    project = "年产50万吨铝棒项目"
    found = {(subject, metric, round(value or 0)) for subject, metric, value in figures(text, extractor)}
    assert found == {(project, "capacity", 500_000), (project, "investment", 1_200_000_000), (project, "area", 20)}


def test_partners_hold_their_shares_in_what_they_founded(extractor: Extractor) -> None:
    text = "合肥新材料有限公司由中国铝业、云铝股份和中铝集团共同出资,三方股比依次为50%、30%和20%。"
    found = said(text, extractor)
    shares = {(s.subject_mention, s.qualifiers.get("share")) for s in found.statements if s.predicate == "owns"}
    assert shares == {("中国铝业", 50), ("云铝股份", 30), ("中铝集团", 20)}


def test_wide_signs_are_read_like_narrow_ones(extractor: Extractor) -> None:
    narrow = "云铝股份(昆明)现有产能305万吨,控股股东为中国铝业;2023年净利润39.6亿元。"
    wide = narrow.replace(",", "\uff0c").replace(";", "\uff1b").replace("(", "\uff08").replace(")", "\uff09")
    rows = [
        {(s.subject, s.predicate, s.object, s.value) for s in said(t, extractor).statements} for t in (narrow, wide)
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 4


def test_the_company_is_whom_the_paragraph_speaks_of(extractor: Extractor) -> None:
    text = "云铝股份位于昆明。中信证券担任保荐机构。公司2023年净利润39.6亿元。"
    assert figures(text, extractor) == {("云铝股份", "profit", 3_960_000_000)}


def test_a_town_that_no_registry_has_stands_below_its_province(extractor: Extractor) -> None:
    found = said("云铝股份总部位于山东青柳,产量增加。", extractor)
    assert {(s.subject_mention, s.object_mention) for s in found.statements} == {("云铝股份", "青柳"), ("青柳", "山东")}
    found = said("百色地处广西西部,产量增加。", extractor)
    assert {(s.subject_mention, s.object_mention) for s in found.statements} == {("百色", "广西")}


def test_plants_at_a_list_of_places(extractor: Extractor) -> None:
    found = said("中国铝业在德保、隆林设有两座电解铝厂。", extractor)
    where = {(s.predicate, s.object) for s in found.statements if s.predicate == "locatedIn"}
    assert where == {("locatedIn", "place/debao"), ("locatedIn", "place/longlin")}
    assert len([s for s in found.statements if s.predicate == "operates"]) == 2


def relations(text: str, extractor: Extractor) -> set[tuple[str | None, str, str | None, str]]:
    found = (s for s in said(text, extractor).statements if s.object is not None)
    return {(s.subject_mention, s.predicate, s.object_mention, s.status) for s in found}


ANNOUNCED = """中国铝业股份有限公司关于收购资产的公告

公司与丰源铝材有限公司签订股权转让协议,拟收购其持有的鸿泰新材料有限公司60%股权。鸿泰新材料有限公司为公司参股公司。
"""


def test_an_announcement_is_of_the_firm_of_its_title(extractor: Extractor) -> None:
    document = Document("d", "d", "", published="2024-03-12", text=ANNOUNCED, language="zh")
    rows = {(s.subject, s.predicate, s.object) for s in extractor(document).statements}
    target = "org/鸿泰新材料"
    assert ("org/chalco", "acquires", target) in rows
    assert ("org/丰源铝材", "sells", target) in rows
    assert not any(predicate == "partnerOf" for _, predicate, _ in rows)


@pytest.mark.parametrize(
    "text",
    [
        "公司与丰源铝材有限公司签订协议。公司2023年净利润39.6亿元。",  # nobody is known to be the company
        "贵州某氧化铝企业年产能80万吨。",
        "云铝股份产量增加,其中高远铝材公司年产能69万吨。",
        "云铝股份检修焙烧线,影响日产量1800吨。",
    ],
)
def test_figures_of_the_nameless_are_no_ones(text: str, extractor: Extractor) -> None:
    assert figures(text, extractor) == set()


@pytest.mark.parametrize("contract", ["供货协议", "股权转让协议", "借款合同", "长单", "授信协议"])
def test_not_every_contract_makes_partners(contract: str, extractor: Extractor) -> None:
    text = f"云铝股份与中国铝业签署{contract}。"
    assert not any(predicate == "partnerOf" for _, predicate, _, _ in relations(text, extractor))


def test_the_former_and_the_latter(extractor: Extractor) -> None:
    text = "合丰铝业有限公司由中国铝业与云铝股份共同出资设立,前者持股65%,后者持股35%。"
    rows = [s for s in said(text, extractor).statements if s.qualifiers.get("share")]
    assert {(s.subject, s.qualifiers["share"]) for s in rows} == {("org/chalco", 65), ("org/yunnan-aluminium", 35)}


def test_an_operator_behind_the_plant_is_not_spoken_of_next(extractor: Extractor) -> None:
    text = "金水铝厂位于昆明,由中国铝业经营,现有员工700人。"
    assert figures(text, extractor) == {("金水铝厂", "employees", 700)}


def test_a_brand_behind_a_town_is_a_firm_of_its_own(extractor: Extractor) -> None:
    found = said("交口信发现有氧化铝产能280万吨。", extractor).statements
    assert {s.subject for s in found} == {"org/交口信发"}


def test_people_who_come_and_go(extractor: Extractor) -> None:
    text = "李晓东接替张建明出任云铝股份总经理,周传良因年龄原因辞去云铝股份董事长职务。"
    assert relations(text, extractor) == {
        ("李晓东", "officerOf", "云铝股份", "actual"),
        ("周传良", "officerOf", "云铝股份", "ended"),
    }


def test_exchanges_are_called_after_their_cities(extractor: Extractor) -> None:
    rows = relations("云铝股份公告,本次交易尚需深圳证券交易所审核通过。", extractor)
    assert rows == {("深圳证券交易所", "approves", "云铝股份", "planned")}


def test_a_report_of_an_announcement_keeps_its_firm(extractor: Extractor) -> None:
    text = "云铝股份拟扩产\n\n云铝股份3月2日公告,公司拟扩产。\n\n丰源铝材有限公司位于昆明。2020年公司净利润3亿元。\n"
    rows = extractor(Document("d", "d", "", published="2024-03-12", text=text, language="zh")).statements
    assert {s.subject for s in rows if s.predicate == "profit"} == {"org/yunnan-aluminium"}


def test_whoever_else_has_a_share_has_it_in_the_same_firm(extractor: Extractor) -> None:
    found = relations(
        "云铝股份产量增加。公司持有曲靖康宁铝业有限公司 71%的股权,神火集团持有24.5%。"
        "双方将成立合资公司,神火集团持股51%,索通发展持股49%。",
        extractor,
    )
    assert {(s, o) for s, p, o, _ in found if p == "owns"} == {
        ("云铝股份", "曲靖康宁铝业有限公司"),
        ("神火集团", "曲靖康宁铝业有限公司"),
    }


def test_the_target_is_not_whose_shares_are_bought(extractor: Extractor) -> None:
    text = (
        "云铝股份拟收购江西银山铝业有限公司持有的江西瑞安铝材有限公司65%股权。"
        "标的公司位于鹰潭市,年产能10万吨,员工320人。"
    )
    rows = extractor(Document("d", "d", "", text=f"关于收购股权的公告\n\n{text}\n", language="zh")).statements
    assert {(s.subject_mention, s.value) for s in rows if s.figure} == {
        ("江西瑞安铝材有限公司", 100000),
        ("江西瑞安铝材有限公司", 320),
    }


def test_a_title_s_bare_project_is_its_firm_s(extractor: Extractor) -> None:
    text = (
        "内蒙古远岭金属有限公司电解铝项目环境影响评价公示\n\n建设单位:内蒙古远岭金属有限公司\n"
        "建设规模:年产80万吨电解铝\n劳动定员:2350人\n"
    )
    rows = extractor(Document("d", "d", "", text=text, language="zh")).statements
    assert {(s.subject_mention, s.value, s.status) for s in rows if s.figure} == {
        ("电解铝项目", 800000, "planned"),
        ("电解铝项目", 2350, "planned"),
    }


def test_the_company_is_not_whoever_holds_it(extractor: Extractor) -> None:
    text = (
        "云铝股份主要从事铝箔生产。特联电工股份有限公司持有公司34.31%的股份,为公司控股股东。"
        "公司拥有铝箔产能3.5万吨。孙健为公司董事长。"
    )
    rows = relations(text, extractor)
    assert ("特联电工股份有限公司", "owns", "云铝股份", "actual") in rows
    assert ("孙健", "officerOf", "云铝股份", "actual") in rows
    assert {s.subject for s in said(text, extractor).statements if s.figure} == {"org/yunnan-aluminium"}


def test_lines_of_a_form_are_of_the_firm_of_the_text(extractor: Extractor) -> None:
    text = "云铝股份2024年年度报告\n\n云铝股份产量增加。\n营业收入:334.77亿元\n在职员工数量:17,352人\n"
    rows = extractor(Document("d", "d", "", text=text, language="zh")).statements
    assert {(s.subject, s.value) for s in rows if s.figure} == {
        ("org/yunnan-aluminium", 33477000000),
        ("org/yunnan-aluminium", 17352),
    }
