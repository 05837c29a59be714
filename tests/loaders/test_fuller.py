"""What a sentence tells of a relation besides its ends."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor


@pytest.mark.parametrize(
    ("text", "predicate", "told"),
    [
        ("Quuxal Ltd bought half of Suralco.", "acquires", {"share": 50}),
        ("Quuxal Ltd has agreed to sell the whole of Suralco to Bazal Ltd.", "sells", {"share": 100}),
        ("Quuxal Ltd took full ownership of Suralco.", "acquires", {"share": 100}),
        ("Suralco is a 60:40 joint venture between Quuxal Ltd and Bazal Ltd.", "owns", {"share": 60}),
        ("Suralco, a 50-50 joint venture of Quuxal Ltd and Bazal Ltd, makes billet.", "owns", {"share": 50}),
        ("Suralco belongs to Quuxal Ltd (55.3 percent) and to Bazal Ltd (44.7 percent).", "owns", {"share": 55.3}),
        ("Quuxal Ltd is the sole owner of Suralco.", "owns", {"share": 100}),
        (
            "Quuxal Ltd has agreed to sell Suralco to Bazal Ltd for R128 million.",
            "sells",
            {"price": 128_000_000, "currency": "ZAR"},
        ),
        (
            "Quuxal Ltd has agreed to sell Suralco to Bazal Ltd for 35 million euros ($40.4 million), the two said.",
            "acquires",
            {"price": 35_000_000, "currency": "EUR"},
        ),
        (
            "Quuxal Ltd will supply 40,000 tonnes of alumina a year to Suralco.",
            "supplies",
            {"product": "alumina", "quantity": 40_000, "unit": "t/a"},
        ),
        ("Suralco buys its power from Quuxal Ltd.", "supplies", {"product": "electricity"}),
        ("Suralco gets 80 percent of its alumina from Quuxal Ltd.", "supplies", {"quantity": 80, "unit": "percent"}),
        ("Quuxal Ltd makes anodes. Its customers include Suralco.", "supplies", {"product": "carbon anode"}),
        ("Peter Jansen, who heads Quuxal Ltd, resigned.", "officerOf", {"role": "head"}),
        ("Peter Jansen, metals analyst at Quuxal Ltd, was calm.", "officerOf", {"role": "metals analyst"}),
    ],
)
def test_the_sentence_tells_more_than_the_ends(
    text: str, predicate: str, told: dict[str, object], extractor: Extractor
) -> None:
    rows = [s for s in read(extractor, text).statements if s.predicate == predicate]
    assert any(told.items() <= dict(s.qualifiers).items() for s in rows)


@pytest.mark.parametrize(
    "text",
    [
        "Quuxal Ltd bought Suralco and will invest 20 million euros in it.",
        "Quuxal Ltd, which has revenues of 20 million euros, bought Suralco.",
        "Quuxal Ltd bought Suralco at 20 dollars a share.",
    ],
)
def test_other_money_is_no_price(text: str, extractor: Extractor) -> None:
    deals = [s for s in read(extractor, text).statements if s.predicate == "acquires"]
    assert deals
    assert all("price" not in s.qualifiers for s in deals)
