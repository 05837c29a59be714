"""Whose a figure is: the whole group's, or that of the plant of which a page or a phase tells."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

GROUP = [
    (
        "Foobar Ltd made 20,000 tonnes of sheet. Foobar Foil, a subsidiary with a mill at Ytown, made a loss. "
        "The group employs 1,950 people.",
        "org/foobar",
    ),
    (
        "Foobar Ltd made 20,000 tonnes of sheet. Northmet Ltd bought a mill. The group employs 60 people.",
        "org/northmet",
    ),
    ("Foobar Ltd runs the Xtown smelter. Its first phase will employ 300 people.", "site/xtown-smelter"),
    ("Foobar Ltd runs the Xtown smelter. Its sales office employs 30 people.", "org/foobar"),
]


@pytest.mark.parametrize(("text", "whose"), GROUP)
def test_whose_people_they_are(extractor: Extractor, text: str, whose: str) -> None:
    rows = [s for s in extractor(sentence(text)).statements if s.predicate == "employees"]
    assert {s.subject for s in rows} == {whose}


PAGE = (
    "{title}\n\nFoobar Ltd is building a line at its Xtown smelter.\n\nKEY FACTS\n- Owner: Foobar Ltd\n- New jobs: 22\n"
)


@pytest.mark.parametrize(
    ("title", "whose"), [("Recycling at Xtown", "site/xtown-smelter"), ("Foobar Ltd at a glance", "org/foobar")]
)
def test_a_page_that_no_firm_gives_its_title_tells_of_a_plant(extractor: Extractor, title: str, whose: str) -> None:
    page = Document("d", "d", "", text=PAGE.format(title=title), language="en")
    rows = extractor(page).statements
    assert {s.subject for s in rows if s.predicate == "employees"} == {whose}
