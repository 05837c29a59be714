"""Headlines among the paragraphs, in capitals of titles: their words are words, their names names."""

from __future__ import annotations

import pytest

from graph.statement import Document, document_id
from loaders.headings import subhead
from loaders.pipeline import Extractor
from tests.loaders.test_trade_press import ends

TEXT = """Deals of the year

Several firms made news with their deals, and an acquisition was the largest of them.

Northmet Global Partners' Acquisition of Brelia

The deal was closed in August.

Smelter Building Projects in the Gulf

There were many.
"""


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Foobar Group's Acquisition of Northmet", True),
        ("Smelter Building Projects in the Gulf", True),
        ("Foobar bought Northmet in the spring", False),
        ("Customers: Ball, Crown, Ardagh Group", False),
        ("Foobar Group  Northmet  Brelia Metals", False),
        ("Foobar Group 2023 Northmet 45,000 Brelia", False),
        ("Foobar Group Bought Northmet Metals.", False),
        ("Foobar Group", False),
    ],
)
def test_what_is_a_headline(line: str, is_one: bool) -> None:
    assert subhead(line) is is_one


def test_words_of_a_headline_are_no_names(extractor: Extractor) -> None:
    found = extractor(Document(document_id("x"), "x", "", text=TEXT, language="en")).entities
    assert {e.name for e in found} == {"Northmet Global Partners", "Brelia"}


def test_a_headline_is_read_as_a_sentence(extractor: Extractor) -> None:
    assert ends(extractor, TEXT, "acquires") == {("Northmet Global Partners", "Brelia")}


def test_a_name_that_a_sentence_has_stays_one_in_a_headline(extractor: Extractor) -> None:
    text = TEXT.replace("There were many.", "In May the firm Lighthouse bought Brelia Metals.").replace(
        "Smelter Building Projects in the Gulf", "Lighthouse's Purchase of Suralco Metals"
    )
    assert ends(extractor, text, "acquires") >= {("Lighthouse", "Suralco Metals")}
