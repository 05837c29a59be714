"""Figures of whole sentences: the examples of every metric's file, and the traps."""

from __future__ import annotations

import pytest

from graph.statement import Document, Statement, document_id
from loaders.measure import examples
from loaders.metrics import Metric, metrics
from loaders.pipeline import Extractor, language_of
from ontology.model import Ontology


def figures(extractor: Extractor, text: str) -> list[Statement]:
    document = Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language=language_of(text))
    return [s for s in extractor(document).statements if s.figure]


def _value(statement: Statement) -> float:
    return statement.value or 0.0


@pytest.mark.parametrize(("metric", "text", "expected"), examples(), ids=lambda x: str(getattr(x, "name", ""))[:40])
def test_example(metric: Metric, text: str, expected: list[list[object]], extractor: Extractor) -> None:
    found = [s for s in figures(extractor, text) if s.predicate == metric.name]
    rows = [[s.subject_mention, s.value, s.unit or "", s.status, s.period] for s in sorted(found, key=_value)]
    expected = sorted(expected, key=lambda row: float(str(row[1])))
    assert [row[: len(e)] for row, e in zip(rows, expected, strict=True)] == expected


def test_every_metric_has_a_file_with_examples(model: Ontology) -> None:
    assert {m.name for m in metrics()} == set(model.metrics)
    assert all(m.examples for m in metrics())


def test_a_list_with_another_number_of_periods_is_not_paired(extractor: Extractor) -> None:
    text = (
        "In 2022, 2023 and for the five months ending on May 31, 2025, Suralco's alumina production was "
        "706.2 thousand tons, 1546.1 thousand tons, 665.3 thousand tons, and 664.5 thousand tons respectively."
    )
    found = figures(extractor, text)
    assert sorted(_value(s) for s in found) == [664500, 665300, 706200, 1546100]
    assert {s.period for s in found} == {None}
    assert all(s.qualifiers["note"] for s in found)


def test_a_conversion_in_brackets_is_the_same_figure(extractor: Extractor) -> None:
    text = "The Suralco smelter takes an investment of 3 billion yuan (approx. € 375 million)."
    assert [(s.value, s.unit) for s in figures(extractor, text)] == [(3000000000, "CNY")]


def test_who_only_reports_has_no_figures(extractor: Extractor) -> None:
    text = "According to CRU, Suralco made 2 million tonnes of alumina in 2024."
    assert [s.subject_mention for s in figures(extractor, text)] == ["Suralco"]


def test_products_of_two_figures(extractor: Extractor) -> None:
    text = "Suralco has a designed capacity of 788.1 thousand tons/year for aluminium and 1.2 Mt/a for alumina."
    assert [(s.product, s.value, s.status) for s in sorted(figures(extractor, text), key=_value)] == [
        ("aluminium", 788100, "designed"),
        ("alumina", 1200000, "designed"),
    ]
