"""Lists of holders: names behind a pattern's match, shares in the order of their holders."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read, relations

LISTS = [
    (
        "The Moengo mill is in the hands of Norsal Metals and Dracht Holding.",
        {("Norsal Metals", None), ("Dracht Holding", None)},
    ),
    ("The Moengo mill is in the hands of Norsal Metals and Dracht Holding plans another.", {("Norsal Metals", None)}),
    (
        "Norsal Metals and Dracht Holding hold 30 and 70 percent of the Moengo mill.",
        {("Norsal Metals", 30), ("Dracht Holding", 70)},
    ),
    (
        "Norsal Metals, Dracht Holding and Korvin Foil own 30, 45.5 and 24.5 pct of the Moengo mill.",
        {("Norsal Metals", 30), ("Dracht Holding", 45.5), ("Korvin Foil", 24.5)},
    ),
    (
        "Norsal Metals, Dracht Holding and two banks own 30, 45 and 25 percent of the Moengo mill.",
        {("Norsal Metals", None), ("Dracht Holding", None)},
    ),
    (
        "Norsal Metals has 40 percent, Korvin Foil 35 percent and Dracht Holding the rest of the Moengo mill.",
        {("Norsal Metals", 40), ("Korvin Foil", 35), ("Dracht Holding", None)},
    ),
]


@pytest.mark.parametrize(("text", "told"), LISTS)
def test_each_holder_has_its_share(extractor: Extractor, text: str, told: set[tuple[str, float | None]]) -> None:
    made = read(extractor, text)
    names = named(made)
    owned = (s for s in made.statements if s.predicate == "owns")
    assert {(names[s.subject], s.qualifiers.get("share")) for s in owned} == told


def test_whose_shares_they_are(extractor: Extractor) -> None:
    text = (
        "Norsal Metals dates from 1982. The remaining shares are with three holders: Dracht Aluminium (9.5 percent), "
        "Korvin Foil (9.29) and Hedin Aluminium, a unit of Mecasa, with 7.71."
    )
    told = {(s, o) for p, s, o in relations(read(extractor, text)) if p == "owns"}
    assert told == {
        ("Dracht Aluminium", "Norsal Metals"),
        ("Korvin Foil", "Norsal Metals"),
        ("Mecasa", "Hedin Aluminium"),
    }


def test_the_stake_of_a_holder_is_not_the_holder(extractor: Extractor) -> None:
    made = read(extractor, "Norsal Metals runs a smelter. Dracht Holding will take over the stake of Korvin Foil.")
    assert ("acquires", "Dracht Holding", "Korvin Foil") not in relations(made)


def test_somebody_unknown_sells(extractor: Extractor) -> None:
    text = "Korvin Foil belongs to Dracht Holding. Norsal Metals grew when the government sold its 7 percent."
    assert not [p for p, _, _ in relations(read(extractor, text)) if p == "sells"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The Moengo mill is owned 55% by Norsal Metals and 45% by Canada-based Dracht Holding.",
            {("Norsal Metals", 55), ("Dracht Holding", 45)},
        ),
        (
            "The Moengo mill is owned by Norsal Metals and Canada-based Dracht Holding.",
            {("Norsal Metals", None), ("Dracht Holding", None)},
        ),
    ],
)
def test_a_holder_by_its_home(extractor: Extractor, text: str, told: set[tuple[str, float | None]]) -> None:
    made = read(extractor, text)
    names = named(made)
    assert {(names[s.subject], s.qualifiers.get("share")) for s in made.statements if s.predicate == "owns"} == told


def test_what_ends_an_aside_is_not_what_follows(extractor: Extractor) -> None:
    made = read(extractor, "Norsal Metals, through its subsidiary Dracht Holding, is China's largest producer of foil.")
    assert ("locatedIn", "Dracht Holding", "China") not in relations(made)
