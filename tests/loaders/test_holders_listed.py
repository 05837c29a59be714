"""Lists of holders: names behind a pattern's match, shares in the order of their holders."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read

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
