"""What a noun, "it" or "its" stands for among several firms: better nobody than the wrong one."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, rows


def said(extractor: Extractor, body: str, title: str = "Title") -> set[Row]:
    """What a text says: subject, predicate, object or value."""
    return {(subject, predicate, end) for predicate, subject, end in rows(read(extractor, body, title))}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Mecasa lost a case against Norsal. On behalf of Dracht, its unit Korvin Foil took the order.",
            ("Dracht", "owns", "Korvin Foil"),
        ),
        (
            "Mecasa went to Hedin Partners, a fund with its head office in Graz.",
            ("Hedin Partners", "locatedIn", "Graz"),
        ),
        (
            "Mecasa Foil rolls foil. The Qatari lender Dracht Finance sold it to Norsal in 2011.",
            ("Norsal", "acquires", "Mecasa Foil"),
        ),
        (
            "Mecasa runs a refinery at Cork. The Danish trader Dracht bought it from Norsal in 2016.",
            ("Dracht", "acquires", "refinery at Cork"),
        ),
        (
            "Dracht AG and Norsal have a stake in Hedin Alumina. The Swiss trader will open a mill in Graz.",
            ("Dracht", "develops", "mill at Graz"),
        ),
        (
            "Mecasa buys presses from Dracht Impianti. The Italian group is building a wheel plant at Vigo.",
            ("Dracht Impianti", "develops", "wheel plant at Vigo"),
        ),
        (
            "The insolvent Norsal ran a mill. Dracht acquired the Vadheim foundry from the bankrupt company.",
            ("Norsal", "sells", "Vadheim foundry"),
        ),
        (
            "Norsal controls Marlow Partners. The partnership's mill in Graz employs 90 people.",
            ("Marlow Partners", "operates", "mill at Graz"),
        ),
        (
            "Mecasa got a fifth of Hedin Alumina in 2009. Mecasa is in debt. Norsal has 9 percent of the firm.",
            ("Norsal", "owns", "Hedin Alumina"),
        ),
        (
            "Mecasa makes wheels. Its parent, Norsal Holdings, sold coke. The firm employs 320 people.",
            ("Mecasa", "employees", "320"),
        ),
    ],
)  # fmt: skip
def test_who_is_meant(extractor: Extractor, text: str, row: Row) -> None:
    assert row in said(extractor, text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norsal casts billet for Dracht, its parent in Graz.",
            ("Dracht", "owns", "Norsal"),
        ),
        (
            "Norsal rolls foil. Dracht Energie supplies the company with power. Its mill at Graz has 90 workers.",
            ("Norsal", "operates", "mill at Graz"),
        ),
        (
            "Norsal holds 40 percent of Hedin Alumina; the rest belongs to Dracht.",
            ("Dracht", "owns", "Hedin Alumina"),
        ),
    ],
)  # fmt: skip
def test_what_was_right_stays(extractor: Extractor, text: str, row: Row) -> None:
    assert row in said(extractor, text)


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Mecasa and Norsal own Hedin Alumina. The Swiss trader has shut its Basel foundry.", "Hedin Alumina"),
        ("Dracht has 40 percent of Norsal. Hedin is partly foreign; the rest belongs to the state of Ghana.", "Ghana"),
        ("The Ohio Division of Mines said nothing. It has 90 workers.", "Title"),
    ],
)
def test_nobody_is_meant(extractor: Extractor, text: str, firm: str) -> None:
    assert not [row for row in said(extractor, text) if row[0] == firm]


PROFILE = """Norsal Industrier makes wheels. Dracht Castings is a subsidiary in Ohio. The company holds 30 percent
of Hedin Alloys, too.
"""
REPORT = """Annual report 2021

Hedin Mining S.A., in which Norsal bought 40 percent in 2020, mines bauxite.

Dracht Invest, the main shareholder, has 25.1 percent of the shares.
"""
RESULTS = """The Group's foil arm, Hedin, rolled 9,000 tonnes of foil. A fire in a bay of its Ghent mill was
put out.

Wire Division - the Graz wire mill drew less.

Castings Segment: 210 people worked for the company in May.
"""


@pytest.mark.parametrize(
    ("title", "text", "row"),
    [
        ("Norsal Industrier Ltd", PROFILE, ("Norsal Industrier", "owns", "Hedin Alloys")),
        ("NORSAL METALS CO., LTD.", REPORT, ("Dracht Invest", "owns", "Norsal Metals")),
        ("Norsal plc", RESULTS, ("Hedin", "operates", "Ghent mill")),
        ("Norsal plc", RESULTS, ("Norsal", "operates", "Graz mill")),
        ("Norsal plc", RESULTS, ("Norsal", "employees", "210")),
    ],
)
def test_the_firm_of_a_report(extractor: Extractor, title: str, text: str, row: Row) -> None:
    assert row in said(extractor, text, title)


def test_a_board_is_its_firms(extractor: Extractor) -> None:
    found = said(extractor, "Anna Holm, chairman of the Norsal Board of Directors, said nothing.")
    assert ("Anna Holm", "officerOf", "Norsal") in found
