"""Deals by what becomes of them: closed after they were agreed, told of a participle's noun, of what came from whom."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read

DEALS = [
    (
        "The takeover of Korvin Foil by Norsal Metals, announced in March, was completed on 2 May 2023.",
        {("acquires", "Norsal Metals", "Korvin Foil", "actual")},
    ),
    (
        "The sale of Korvin Foil to Norsal Metals, agreed in March, closed in May.",
        {("acquires", "Norsal Metals", "Korvin Foil", "actual")},
    ),
    (
        "The sale of Korvin Foil to Norsal Metals, agreed in March, will close in May.",
        {("acquires", "Norsal Metals", "Korvin Foil", "planned")},
    ),
    (
        "Norsal Metals will transfer its entire shareholding in Korvin Foil to Dracht Holding.",
        {
            ("acquires", "Dracht Holding", "Korvin Foil", "planned"),
            ("sells", "Norsal Metals", "Korvin Foil", "planned"),
        },
    ),
    (
        "Korvin Foil was spun out of Norsal Metals and sold on to Dracht Holding.",
        {("acquires", "Dracht Holding", "Korvin Foil", "actual"), ("sells", "Norsal Metals", "Korvin Foil", "actual")},
    ),
    ("Norsal Metals wants out of Korvin Foil.", {("sells", "Norsal Metals", "Korvin Foil", "planned")}),
    (
        "Norsal Metals is in talks with Dracht Holding over a 20 percent stake in Korvin Foil.",
        {("acquires", "Norsal Metals", "Korvin Foil", "rumoured")},
    ),
    ("Norsal Metals ran out of gas and sold on to nobody.", set()),
    ("Norsal Metals is in talks with Dracht Holding over wages at Korvin Foil.", set()),
]


@pytest.mark.parametrize(("text", "told"), DEALS)
def test_deals_by_what_becomes_of_them(extractor: Extractor, text: str, told: set[tuple[str, str, str, str]]) -> None:
    made = read(extractor, text)
    names = named(made)
    rows = (s for s in made.statements if s.predicate in ("acquires", "sells"))
    assert {(s.predicate, names[s.subject], names[s.object], s.status) for s in rows} == told


def test_nobody_controls_a_controlling_shareholder(extractor: Extractor) -> None:
    text = "Norsal Metals bought a mill from controlling shareholder Dracht Holding."
    assert not [s for s in read(extractor, text).statements if s.predicate == "owns"]
