"""Firms behind "at", owners beside a plant with its place, figures of staff, fuel and yen."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, rows

TOLD = [
    (
        "The mill at Konin, owned by Norsal Metals, makes foil.",
        {
            ("locatedIn", "mill at Konin", "Konin"),
            ("owns", "Norsal Metals", "mill at Konin"),
            ("produces", "mill at Konin", "foil"),
        },
    ),
    ("Output at Korvin Foil fell to 12,000 tonnes in 2023.", {("production", "Korvin Foil", "12000")}),
    ("Norsal Foil gets through 28,000 tonnes of can sheet a year.", {("consumption", "Norsal Foil", "28000")}),
    ("Norsal Bauxite is licensed to extract 400,000 tonnes a year.", {("capacity", "Norsal Bauxite", "400000")}),
    ("The headcount at the Moengo mill stayed at 77.", {("employees", "Moengo mill", "77")}),
    ("Three employees were injured at the Moengo mill.", set()),
    ("The staff of Norsal Metals stayed at home.", set()),
    ("The kiln burned down in 2020, and 400 tonnes of coal were lost.", set()),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_told_beside_names(extractor: Extractor, text: str, told: set[Row]) -> None:
    assert rows(read(extractor, text)) == told


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Japan's Norsal Foil invested ¥8.2 billion in a mill at Moengo.", "JPY"),
        ("Norsal Foil invested ¥8.2 billion in a mill at Moengo.", "CNY"),
        ("Norsal Foil invested RMB¥8.2 billion in a mill in Japan.", "CNY"),
    ],
)
def test_yen_and_yuan_have_one_sign(extractor: Extractor, text: str, unit: str) -> None:
    assert {s.unit for s in read(extractor, text).statements if s.predicate == "investment"} == {unit}
