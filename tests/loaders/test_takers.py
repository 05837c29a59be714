"""Who of two that agree gives: the maker of a product, and those with whom one agrees to be supplied."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, relations


def supplies(extractor: Extractor, body: str) -> set[tuple[str, str]]:
    """Who supplies whom."""
    return {row[1:] for row in relations(read(extractor, body)) if row[0] == "supplies"}


@pytest.mark.parametrize(
    ("body", "giver", "taker"),
    [
        ("Bauxite miner Balkal has secured an offtake agreement with Northmet.", "Balkal", "Northmet"),
        (
            "Foobar runs the Lisheen bauxite mine. Foobar has an offtake agreement with Northmet for its bauxite.",
            "Foobar",
            "Northmet",
        ),
        (
            "Mining firm Foobar announced a bauxite offtake contract with Balkal Alumina of China.",
            "Foobar",
            "Balkal Alumina",
        ),
        (
            "Northmet has signed an off-take agreement with Balkal Mining, a bauxite producer.",
            "Balkal Mining",
            "Northmet",
        ),
        (
            "Trader Balkal signed an offtake agreement with Foobar Alumina for 200,000 tonnes of alumina a year.",
            "Foobar Alumina",
            "Balkal",
        ),
        ("Northmet has an off-take agreement for half of Balkal's metal.", "Balkal", "Northmet"),
    ],
)
def test_the_maker_sells(extractor: Extractor, body: str, giver: str, taker: str) -> None:
    assert supplies(extractor, body) == {(giver, taker)}


@pytest.mark.parametrize(
    "body",
    [
        "Foobar is building a smelter in Oman. It agreed with local utilities to provide power to the smelter.",
        "Foobar concluded an agreement with several mines to deliver bauxite to its Cork refinery.",
        "Foobar has a contract with a local haulier to deliver coke to the Kassel smelter.",
        "Foobar signed a deal with a number of traders to supply alumina to the Kassel smelter.",
    ],
)
def test_who_brings_it_to_ones_own_plant_has_no_name(extractor: Extractor, body: str) -> None:
    assert supplies(extractor, body) == set()


def test_who_brings_it_to_ones_own_plant(extractor: Extractor) -> None:
    body = "Northmet has signed a contract with Balkal to supply alumina to its Mostar smelter."
    assert supplies(extractor, body) == {("Balkal", "Mostar smelter")}
    body = "Northmet signed a deal with Foobar Aluminium to supply alumina to Foobar's Mostar smelter."
    assert supplies(extractor, body) == {("Northmet", "Mostar smelter")}
