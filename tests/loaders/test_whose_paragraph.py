"""Whom a paragraph is about, firms without a name, and firms with a land or two trades in their names."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.test_stood_for import Row, said

SAID = [
    (
        "Norsal rolls foil. It has a tenth of Mecasa Energy. Mecasa Energy is a unit of Dracht.\n\n"
        "The company plans to build a refinery at Moengo.",
        ("Norsal", "develops", "refinery at Moengo"),
    ),
    (
        "Norsal has bought a mill at Graz from Hedin Group.\n\nAt home the group runs a smelter at Moengo.",
        ("Norsal", "operates", "smelter at Moengo"),
    ),
    (
        "Norsal bought Korvin Foil from Dracht and its parent Mecasa.",
        ("Mecasa", "owns", "Dracht"),
    ),
    (
        "Norsal is a subsidiary of China General Alumina, which is in debt.",
        ("China General Alumina", "owns", "Norsal"),
    ),
    (
        "The Moengo Electricity and Gas Corporation supplies power to Norsal.",
        ("Moengo Electricity and Gas", "supplies", "Norsal"),
    ),
]  # fmt: skip
NOT_SAID = [
    (
        "Dracht Power undertook to supply power for 25 years. The customer was called Hedin; Norsal bought it.",
        ("Norsal", "acquires", "Dracht Power"),
    ),
    (
        "Mecasa makes anodes. A rival has shut its plant, and Norsal wants to buy it.",
        ("Norsal", "acquires", "Mecasa"),
    ),
    (
        "Norsal bought Korvin Foil from Dracht and its parent Mecasa.",
        ("Mecasa", "owns", "Norsal"),
    ),
    (
        "Norsal, the largest maker of cable, has bought a rod mill at Moengo from Dracht.",
        ("Dracht", "supplies", "Norsal"),
    ),
    (
        "Norsal delivered a cold mill for foil to Dracht.",
        ("Norsal", "supplies", "Dracht"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row"), SAID)
def test_the_firm_told_of_is_found(extractor: Extractor, text: str, row: Row) -> None:
    assert row in said(extractor, text, "Norsal profit rises")


@pytest.mark.parametrize(("text", "row"), NOT_SAID)
def test_no_other_firm_is(extractor: Extractor, text: str, row: Row) -> None:
    assert row not in said(extractor, text)
