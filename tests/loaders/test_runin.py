"""Headings in capitals that run into their paragraph."""

from __future__ import annotations

import pytest

from loaders.en.names.runin import behind
from loaders.pipeline import Extractor
from tests.loaders.test_trade_press import ends


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("SMELTER SOLD  Northmet is selling its smelter.", "SMELTER SOLD  "),
        ("ENERGY DEAL SIGNED Ferrod Energy has signed.", "ENERGY DEAL SIGNED "),
        ("COSTS RISE: Foobar said so.", "COSTS RISE: "),
        ("WHO IS NEXT? Foobar said so.", "WHO IS NEXT? "),
        ("APPOINTMENT  Jane Roe joins the board.", "APPOINTMENT  "),
        ("STRIKE Foobar's refinery was halted.", ""),
        ("ALBA ALUMINIUM Says so.", ""),
        ("BHP Billiton said so.", ""),
        ("A Norwegian smelter was shut.", ""),
        ("NO NAME IN CAPITALS HERE", ""),
    ],
)
def test_where_the_sentence_begins(text: str, head: str) -> None:
    assert text[: behind(text, 0, len(text))] == head


def test_long_runs_end() -> None:
    assert behind("A " * 100_000, 0, 200_000) == 0


def test_the_heading_is_no_part_of_the_name(extractor: Extractor) -> None:
    text = "SMELTER SOLD  Northmet is selling its Ardal smelter to Brelia."
    assert {s for s, _ in ends(extractor, text, "sells")} == {"Northmet"}
