"""Notices from Hong Kong and Taiwan: traditional characters say what simplified ones do."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.names import simplified
from graph.statement import Document, Extraction, document_id
from loaders.pipeline import Extractor

TEXTS = sorted((Path(__file__).parents[1] / "score" / "tuned").glob("*_zh.txt"))[:6]
ROWS = (Path(__file__).parents[2] / "graph" / "data" / "simplified.tsv").read_text(encoding="utf-8").splitlines()
OLD = str.maketrans({new: olds[0] for new, olds in (row.split("\t") for row in ROWS if not row.startswith("#"))})


def extracted(extractor: Extractor, text: str) -> Extraction:
    return extractor(Document(document_id("x"), "x", "", text=text))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_the_same_is_stated(path: Path, extractor: Extractor) -> None:
    plain = path.read_text(encoding="utf-8")
    old = plain.translate(OLD)
    assert simplified(old) == simplified(plain) != old
    found, wanted = extracted(extractor, old), extracted(extractor, plain)
    said = [
        sorted(
            str((s.subject, s.predicate, s.object, s.value, s.unit, s.status, s.period, dict(s.qualifiers)))
            for s in e.statements
        )
        for e in (found, wanted)
    ]
    assert said[0] == said[1] != []
    assert all(s.quote in old for s in found.statements)
    assert all(s.subject_mention in old for s in found.statements if simplified(s.subject_mention) in plain)
    assert {r.reason for r in found.rejections} == {r.reason for r in wanted.rejections}


def test_a_notice_from_hong_kong(extractor: Extractor) -> None:
    text = "公告\n\n遠山鋁業有限公司將收購雲嶺新型材料有限公司60%股權,代價為人民幣3億元。\n"
    (deal,) = [s for s in extracted(extractor, text).statements if s.predicate == "acquires"]
    assert (deal.subject_mention, deal.object_mention) == ("遠山鋁業有限公司", "雲嶺新型材料有限公司")
    assert dict(deal.qualifiers) == {"share": 60, "price": 300000000, "currency": "CNY"}
