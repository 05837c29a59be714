"""What "the plant" is after a power station: the plant that it serves, or the station where the text is about it."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, rows


@pytest.mark.parametrize(
    ("body", "plant"),
    [
        (
            "Foobar owns a smelter at Moengo. The Brokopondo dam feeds it. Foobar modernised the plant in 2015.",
            "smelter at Moengo",
        ),
        (
            "Northmet runs a refinery in Cork. Power is bought from the Moneypoint power station. "
            "Northmet will expand the plant.",
            "refinery at Cork",
        ),
        (
            "Balkal has a foundry in Turin. It is connected to the Chivasso power plant. Balkal will expand the plant.",
            "foundry at Turin",
        ),
        (
            "Foobar runs a smelter at Moengo. In 2012 it bought the Brokopondo hydropower plant. "
            "Foobar expanded the plant in 2015.",
            "Brokopondo hydropower plant",
        ),
    ],
)
def test_the_plant_that_is_expanded(extractor: Extractor, body: str, plant: str) -> None:
    assert {row[2] for row in rows(read(extractor, body)) if row[0] == "develops"} == {plant}


def test_a_station_of_which_more_is_told(extractor: Extractor) -> None:
    body = "Northmet runs the Tuzla power station. The station supplies a mill. The plant has a capacity of 400 MW."
    assert ("capacity", "Tuzla power station", "400") in rows(read(extractor, body))
