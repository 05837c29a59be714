"""Whose money is meant where several countries have a word for theirs."""

from __future__ import annotations

import pytest

from loaders.amounts import units
from loaders.quantities import quantities


def amounts(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in quantities(text, units())]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The rod mill at Sohar in Oman made a loss of 4 million rials.", 4e6, "OMR"),
        ("Qatar's smelter paid 30 million riyals.", 30e6, "QAR"),
        ("The smelter paid 30 million riyals.", 30e6, "SAR"),
        ("The works in Kenya owe 4 billion shillings.", 4e9, "KES"),
        ("Uganda buys more than Kenya. Uganda paid 4 billion shillings.", 4e9, "UGX"),
        ("The Serbian mill asks 200 dinars/kg.", 200_000, "RSD/t"),
        ("An extruder in Mexico spent 5 billion pesos.", 5e9, "MXN"),
        ("The Swedish group lost 40 mln crowns.", 40e6, "SEK"),
        ("Sweden and Norway: the fund holds 4 million kroner.", 4e6, "NOK"),
        ("Iran paid 3 million Omani rials.", 3e6, "OMR"),
        ("In Egypt the price was 20 dollars/t.", 20, "USD/t"),
    ],
)
def test_the_country_that_a_text_names_tells(text: str, value: float, unit: str) -> None:
    assert amounts(text) == [(value, unit)]


def test_between_two_countries_nothing_is_guessed() -> None:
    assert amounts("Mexico and Chile share a bill of 5 billion pesos.") == []
