"""What a Chinese sentence says of a deal beyond the clause that tells it, and what undoes it behind."""

from __future__ import annotations

import pytest

from graph.statement import Document, Extraction
from loaders.pipeline import Extractor


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor(Document("d", "d", "", published="2024-06-10", text=f"简讯\n\n{text}\n", language="zh"))


def said(extraction: Extraction) -> set[tuple[str, str, str, str]]:
    return {(s.subject, s.predicate, s.object, s.status) for s in extraction.statements if s.object is not None}


def test_both_sides_have_the_price_and_the_whole_of_the_shares(extractor: Extractor) -> None:
    rows = read(extractor, "中铝集团将其持有的云铝股份全部股权转让给中国铝业，转让价款为3.2亿元。").statements
    deals = [s for s in rows if s.predicate in ("acquires", "sells")]
    assert {s.predicate for s in deals} == {"acquires", "sells"}
    for deal in deals:
        assert (deal.qualifiers["price"], deal.qualifiers["currency"]) == (320_000_000, "CNY")
        assert deal.qualifiers["share"] == 100


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("中国铝业拟收购云铝股份的计划告吹。", "denied"),
        ("中国铝业就收购云铝股份进行洽谈。", "rumoured"),
        ("中国铝业否认收购云铝股份的传闻。", "denied"),
        ("中国铝业收购了云铝股份。", "actual"),
    ],
)
def test_the_words_behind_a_deal_tell_its_status(extractor: Extractor, text: str, status: str) -> None:
    wanted = ("org/chalco", "acquires", "org/yunnan-aluminium", status)
    assert wanted in said(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("中国铝业拟将20万吨电解铝产能转移至云南昆明。", 200_000, "t/a"),
        ("中国铝业每年将向云铝股份供应氧化铝60万吨。", 600_000, "t/a"),
        ("中国铝业向云铝股份供应60万吨氧化铝。", 600_000, "t"),
    ],
)
def test_amounts_have_their_unit(extractor: Extractor, text: str, quantity: float | None, unit: str | None) -> None:
    rows = [s for s in read(extractor, text).statements if s.predicate in ("transfersCapacityTo", "supplies")]
    assert [(s.qualifiers.get("quantity"), s.qualifiers.get("unit")) for s in rows] == [(quantity, unit)]


def test_a_plant_that_stays_open_is_not_closed(extractor: Extractor) -> None:
    rows = said(read(extractor, "明泰铝业表示，公司不会关闭郑州工厂。"))
    assert not any(status == "ended" for *_, status in rows)


def test_a_firm_in_latin_letters_is_one(extractor: Extractor) -> None:
    found = said(read(extractor, "力拓携手中国铝业成立合资公司Elvara，推进新技术。"))
    assert {("org/rio-tinto", "owns", "org/elvara", "actual"), ("org/chalco", "owns", "org/elvara", "actual")} <= found
