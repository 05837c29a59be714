"""Who acts in a clause that "and" joins to another, where an aside stands behind its subject."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, rows


@pytest.mark.parametrize(
    ("body", "keeper", "plant"),
    [
        (
            "Northmet said revenue dropped and its affiliate, Balkal, wrestled with an outage at its Leipzig smelter.",
            "Balkal",
            "Leipzig smelter",
        ),
        (
            "Foobar said that orders shrank and its partner, Northmet, halted a line at its Turin foundry.",
            "Northmet",
            "Turin foundry",
        ),
        (
            "Foobar reported that demand weakened and Balkal, its Irish subsidiary, contended with a strike at its "
            "Cork refinery.",
            "Balkal",
            "Cork refinery",
        ),
        (
            "Foobar bought Northmet, a roller, and Balkal, a smelter owner, and restarted its Kassel smelter.",
            "Foobar",
            "Kassel smelter",
        ),
    ],
)
def test_who_acts_in_the_second_clause(extractor: Extractor, body: str, keeper: str, plant: str) -> None:
    assert {row[1] for row in rows(read(extractor, body)) if row[0] == "operates" and row[2] == plant} == {keeper}
