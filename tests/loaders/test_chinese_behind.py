"""What later clauses of a Chinese sentence add, plants told by whose they are, and who supplies whom."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor


def read(extractor: Extractor, text: str, title: str = "简讯") -> Extraction:
    return extractor(Document("d", "d", "", published="2024-06-10", text=f"{title}\n\n{text}\n", language="zh"))


def told(extraction: Extraction, predicate: str) -> list[tuple[str, str, str, dict[str, object]]]:
    """Subject, object or value, status and qualifiers of a predicate's statements, in names of the text."""
    rows = [s for s in extraction.statements if s.predicate == predicate]
    return sorted(
        (
            s.subject.partition("/")[2],
            (s.object or f"{s.value:g}").partition("/")[2] or f"{s.value}",
            s.status,
            dict(s.qualifiers),
        )
        for s in rows
    )


def shares(extraction: Extraction) -> list[object]:
    return [q.get("share") for *_, q in told(extraction, "owns")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("金水铝业有限公司注册资本5亿元，股东为中国铝业和神火股份，出资比例分别为60%和40%。", [40, 60]),
        ("金水铝业有限公司的股东包括中国铝业、神火股份，分别持有54.6%和12.3%的股份。", [12.3, 54.6]),
        ("中国铝业、神火股份分别持有金水铝业有限公司60%、40%的股权。", [40, 60]),
        ("王建国、李晓明分别持有金水铝业有限公司12%和8%的股份。", [8, 12]),
        ("金水铝业的股东为中国铝业和神火股份，净利润同比分别增长65%、35%。", []),
        ("金水铝业有限公司的股东为中国铝业和神火股份，净利润同比分别增长65%、35%。", [None, None]),
    ],
)
def test_shares_behind_a_list_of_owners(extractor: Extractor, text: str, wanted: list[object]) -> None:
    found = shares(read(extractor, text))
    assert sorted(found, key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize(
    ("text", "product", "quantity"),
    [
        ("中国铝业所需煤炭由神火股份供应，每年采购80万吨。", "coal", 800_000),
        ("云铝股份的氧化铝由中铝集团旗下的中国铝业供应。", "alumina", None),
        ("云铝股份的氧化铝由中国铝业供应，去年采购煤炭80万吨。", "alumina", None),
        ("金水铝业有限公司位于巩义市，氧化铝主要购自中国铝业。", "alumina", None),
        ("金水铝业有限公司位于巩义市，所产铝棒全部销往云铝股份。", "billet", None),
        ("国网河南省电力公司承诺为金水铝业有限公司供电。", "electricity", None),
        ("国网河南省电力公司近日与金水铝业有限公司签署电力直接交易协议。", "electricity", None),
    ],
)
def test_who_supplies_whom(extractor: Extractor, text: str, product: str, quantity: float | None) -> None:
    rows = told(read(extractor, text), "supplies")
    assert [(q.get("product"), q.get("quantity")) for *_, q in rows] == [(product, quantity)]


def test_a_plant_with_its_firm_is_whom_the_clauses_speak_of(extractor: Extractor) -> None:
    text = "中国铝业位于贵阳的氧化铝厂被神火股份以5.6亿元拍得。"
    rows = read(extractor, text)
    (buyer,) = told(rows, "acquires")
    (seller,) = told(rows, "sells")
    assert seller[0] == "chalco" != buyer[0]
    assert buyer[1] == seller[1]
    assert buyer[3]["price"] == seller[3]["price"] == 560_000_000
    assert not any(s.predicate == "locatedIn" and s.subject == "org/chalco" for s in rows.statements)


def test_that_plant_is_the_only_one_of_the_text(extractor: Extractor) -> None:
    text = "中国铝业位于贵阳的铝厂去年停产。\n\n该厂年产能20万吨，职工800人。"
    rows = [s for s in read(extractor, text).statements if s.predicate in ("capacity", "employees")]
    assert len(rows) == 2
    assert all(s.subject.startswith("site/") for s in rows)


def test_subsidiaries_told_of_together(extractor: Extractor) -> None:
    text = "中国铝业子公司金水铝业、华青铝业今年增产。\n\n上述两家子公司均设在贵阳市，年产能分别为25万吨、34万吨。"
    rows = read(extractor, text)
    assert [r[1] for r in told(rows, "locatedIn")] == ["guiyang", "guiyang"]
    assert sorted(s.value for s in rows.statements if s.predicate == "capacity") == [250_000, 340_000]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("云铝股份从神火股份购得12万吨电解铝产能指标。", "actual"),
        ("云铝股份拟向神火股份购买12万吨电解铝产能指标。", "planned"),
        ("云铝股份未从神火股份购得12万吨电解铝产能指标。", "denied"),
    ],
)
def test_capacity_that_is_bought_moves(extractor: Extractor, text: str, status: str) -> None:
    rows = read(extractor, text)
    assert [r[2] for r in told(rows, "transfersCapacityTo")] == [status]
    assert not told(rows, "capacity")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("中国铝业在贵阳投资建设的年产30万吨铝合金项目已于6月全部投产。", "actual"),
        ("中国铝业在贵阳投资建设的年产30万吨铝合金项目，目前进展顺利，至此全部投产。", "actual"),
        ("中国铝业在贵阳投资建设的年产30万吨铝合金项目预计明年全部投产。", "planned"),
    ],
)
def test_a_clause_behind_opens_what_was_built(extractor: Extractor, text: str, status: str) -> None:
    assert [r[2] for r in told(read(extractor, text), "develops")] == [status]


def test_money_for_shares_or_with_a_government_is_the_firms(extractor: Extractor) -> None:
    bought = read(extractor, "中国铝业将出资46.9亿元，取得金水铝业有限公司75%的股权。")
    assert not told(bought, "investment")
    signed = read(extractor, "神火股份与贵州省政府签署协议，拟投资40亿元建设铝加工基地。")
    assert all("org/" in s.subject and "gov" not in s.subject for s in signed.statements if s.predicate == "investment")


def test_a_town_that_something_is_built_in_is_no_two_places(extractor: Extractor) -> None:
    rows = read(extractor, "云铝股份在昆明建设的50万吨电解铝项目进展顺利。")
    assert [r[1] for r in told(rows, "locatedIn")] == ["kunming"]


def test_an_approval_that_is_still_needed_is_planned(extractor: Extractor) -> None:
    rows = read(extractor, "云铝股份公告，境外投资还须经国家发展和改革委员会核准。")
    assert [r[2] for r in told(rows, "approves")] == ["planned"]


@pytest.mark.parametrize("owner", ["中国铝业旗下企业", "中国铝业全资子公司", "中国铝业控股的"])
def test_who_builds_is_the_unit_not_its_owner(extractor: Extractor, owner: str) -> None:
    rows = read(extractor, f"{owner}云铝股份拟在昆明新建铝加工厂。")
    assert [r[0] for r in told(rows, "develops")] == ["yunnan-aluminium"]
