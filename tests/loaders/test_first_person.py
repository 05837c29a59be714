"""Whose "we" is that a firm's page or an interview says without "our plant", and whose it is not."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, rows

PAGE = """Hedin Draht draws wire in Graz.

Last year we made 9,000 tonnes of rod. Norsal supplies us with metal. We have 210 employees.
"""
TALK = """Ole Berg has been chief executive of Norsal for a year. We will open a second mine in Ghana.
"""
CHAIR = """Norsal Metals had a bad year. We sold our foil mill in Graz to Dracht.
"""
ASKED = """Ole Berg is chairman of Norsal. He spoke to us in Perth. We commissioned our mine at Karsk in 2014.
"""
NEWS = """Norsal will shut its smelter in Graz. We have learned that 90 jobs are at risk. We sold the story to a paper.
"""


def said(extractor: Extractor, title: str, body: str) -> set[Row]:
    """What a text says: subject, predicate, object or value."""
    return {(subject, predicate, end) for predicate, subject, end in rows(read(extractor, body, title))}


@pytest.mark.parametrize(
    ("title", "text", "row"),
    [
        ("About us", PAGE, ("Hedin Draht", "production", "9000")),
        ("About us", PAGE, ("Hedin Draht", "employees", "210")),
        ("About us", PAGE, ("Norsal", "supplies", "Hedin Draht")),
        ("A talk with Norsal", TALK, ("Norsal", "develops", "mine in Ghana")),
        ("Statement of the chairman", CHAIR, ("Norsal Metals", "sells", "foil mill at Graz")),
    ],
)
def test_we(extractor: Extractor, title: str, text: str, row: Row) -> None:
    assert row in said(extractor, title, text)


@pytest.mark.parametrize(("title", "text"), [("An interview", ASKED), ("Smelter to shut", NEWS)])
def test_us_and_we_of_others(extractor: Extractor, title: str, text: str) -> None:
    found = said(extractor, title, text)
    assert ("Norsal", "locatedIn", "Perth") not in found
    assert not [row for row in found if row[1] in ("sells", "employees")]
