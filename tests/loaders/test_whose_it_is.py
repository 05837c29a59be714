"""Firms and plants that a sentence leaves to the ones before it: counted mills, ports, plans, subsidiaries."""

from __future__ import annotations

import pytest

from loaders.interviewed import turns
from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str | None]

SAID = [
    ("Foobar Ports, which owns Zeta Port, has a crane.", ("org/foobar-ports", "owns", "site/zeta-port")),
    ("Northmet Co makes foil. Control of Quux lies with Northmet Co.", ("org/northmet", "owns", "org/quux")),
    ("Northmet Co is the holding of John Miller.", ("person/john-miller", "owns", "org/northmet")),
    (
        "Suralco makes alumina. Alcoa is the biggest shareholder; Northmet Co and Quux Co have smaller stakes.",
        ("org/quux", "owns", "org/suralco"),
    ),
    (
        "Suralco makes alumina. A mill was built by Northmet Co. A subsidiary, Quux Co, runs it.",
        ("org/northmet", "owns", "org/quux"),
    ),
    (
        "Alcoa makes foil. For Northmet Co it is the second purchase. In 2018 it bought Quux Co.",
        ("org/northmet", "acquires", "org/quux"),
    ),
]
NOT_SAID = [
    ("Alcoa bought Suralco. Northmet Co and Quux Co have smaller stakes.", ("org/quux", "owns", "org/alcoa")),
    ("Northmet Co has a mill. The Radom mill can roll 40,000 tonnes.", ("org/northmet", "operates", "site/radom-mill")),
    ("Alcoa is opening a bauxite mine of its own in Guinea.", ("org/alcoa", "operates", "site/alcoa-bauxite-mine")),
]


@pytest.mark.parametrize(("text", "row"), SAID)
def test_the_firm_meant_is_found(extractor: Extractor, text: str, row: Row) -> None:
    assert row in _rows(extractor, text)


@pytest.mark.parametrize(("text", "row"), NOT_SAID)
def test_nothing_is_said_of_another(extractor: Extractor, text: str, row: Row) -> None:
    assert row not in _rows(extractor, text)


def test_marks_of_turns_are_read_with_colons() -> None:
    talk = "Q. And power?\nA. From Eskom.\nQ. And coke?\nA. From Quux."
    assert turns(talk) == talk.replace("Q.", "Q:").replace("A.", "A:")
    assert turns("A. Miller said\nA. Weber left") == "A. Miller said\nA. Weber left"


def _rows(extractor: Extractor, text: str) -> set[Row]:
    return {(s.subject, s.predicate, s.object) for s in extractor(sentence(text)).statements}
