"""Figures by what is said of them: what only a plant has, what a whole group has, what money is put into."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

PEOPLE = [
    ("The Xtown smelter stopped in 2019. Some 900 people lost their jobs.", "site/xtown-smelter"),
    ("Foobar Ltd shut the Xtown smelter in 2019. Some 900 workers were laid off.", "site/xtown-smelter"),
    ("Foobar Ltd runs smelters at Xtown and Ytown. Some 900 people lost their jobs.", None),
    ("Foobar Ltd bought the Xtown mill. Group headcount rose to 3,700.", "org/foobar"),
    (
        "Foobar Ltd bought Northmet Ltd, which has a mill. Some 700 employees came with the deal.",
        "org/northmet",
    ),
    ("Foobar Ltd made a loss. Its auditor is KPMG. It employs 4,000 people.", "org/foobar"),
    ("Foobar Ltd opened the Xtown foundry in June. It employs 120 people.", "site/xtown-foundry"),
    (
        "Foobar Ltd opened the Xtown foundry in June. It has six mills in all and employs 120 people.",
        "org/foobar",
    ),
    ("Foobar Ltd runs the Xtown foundry. It employs 120 people.", "org/foobar"),
    ("Foobar Ltd runs the Xtown refinery.\n\nSome 740 people work there.", "site/xtown-refinery"),
    (
        "Foobar Ltd runs the Xtown mill. Northmet Ltd runs the Ytown mill, and Foobar has half of it.\n\n"
        "Foobar makes foil.\n\nSome 740 people work here.",
        None,
    ),
    ("Foobar Ltd runs the Xtown foundry. It employed 120 people when it was closed.", "site/xtown-foundry"),
]


@pytest.mark.parametrize(("text", "whose"), PEOPLE)
def test_whose_people(extractor: Extractor, text: str, whose: str | None) -> None:
    rows = [s for s in extractor(sentence(text)).statements if s.predicate == "employees"]
    assert {s.subject for s in rows} == ({whose} if whose else set())


def test_people_at_the_end_of_the_year_are_the_firms_that_reports(extractor: Extractor) -> None:
    page = "Foobar Group: the year\n\nThe foundry at Xtown made 60,000 tonnes of ingot. {}"
    for tail, whose in (
        ("At its close 2,236 people were employed.", "org/foobar-group"),
        ("At the end of the year it had 236 employees.", "site/xtown-foundry"),
    ):
        rows = extractor(Document("d", "d", "", text=page.format(tail), language="en")).statements
        assert {s.subject for s in rows if s.predicate == "employees"} == {whose}


CAPACITIES = [
    ("Foobar Ltd runs the Xtown smelter. With all lines in operation it can make 90,000 tonnes a year.", "site/xtown"),
    ("Foobar Ltd runs the Xtown mill. The group can roll 400,000 tonnes a year.", "org/foobar"),
    ("Foobar Ltd runs the Xtown mill. It can roll 400,000 tonnes a year worldwide.", "org/foobar"),
    (
        "Foobar Ltd runs the Xtown refinery. A fire in 2021 stopped the refinery for a year. It is rated at 90,000 "
        "tonnes a year.",
        "site/xtown-refinery",
    ),
    ("The Xtown casthouse, good for 90,000 tonnes of billet a year, was shut.", "site/xtown-casthouse"),
    ("Karsk Energy cut off power to the Xtown smelter of Foobar Ltd. It can make 90,000 tonnes a year.", "site/xtown"),
    (
        "Foobar Ltd buys alumina from Northmet's Ytown refinery. It can make 90,000 tonnes of aluminium a year.",
        "org/foobar",
    ),
]


@pytest.mark.parametrize(("text", "whose"), CAPACITIES)
def test_whose_capacity(extractor: Extractor, text: str, whose: str) -> None:
    rows = [s for s in extractor(sentence(text)).statements if s.predicate == "capacity"]
    assert len(rows) == 1
    assert rows[0].subject.startswith(whose)


MONEY = [
    ("Foobar Ltd runs the Xtown mill. Foobar is spending $50 million on the new lines.", "site/xtown-mill"),
    ("Foobar Ltd is spending $50 million on new lines.", "org/foobar"),
    (
        "Foobar Ltd runs the Xtown mill. The Ytown casthouse will be restarted; that step will cost $8 million.",
        "site/ytown-casthouse",
    ),
    ("Foobar Ltd will invest 7 billion yen in its Thai unit, Foobar (Thailand) Co., Ltd.", "org/foobar-thailand"),
    ("Foobar Ltd bought Northmet Ltd. It means to put 30 million euros into the business.", "org/northmet"),
    ("Foobar Ltd is expanding the Xtown smelter. It is spending 85 million dollars.", "site/xtown-smelter"),
    ("Foobar Ltd is expanding the Xtown smelter. It invested 85 million dollars in 2023.", "org/foobar"),
    ("Foobar Ltd runs the Xtown smelter at Ytown. Karsk Ltd will invest 80 million dollars in Ytown.", "site/xtown"),
    ("Foobar Ltd will spend 8 million dollars this year and next on boilers at its plant in Xtown.", "site/foobar"),
]


@pytest.mark.parametrize(("text", "whose"), MONEY)
def test_what_money_goes_into(extractor: Extractor, text: str, whose: str) -> None:
    rows = [s for s in extractor(sentence(text)).statements if s.predicate == "investment"]
    assert len(rows) == 1
    assert rows[0].subject.startswith(whose)


def test_nobody_goes_on_with_an_auditor(extractor: Extractor) -> None:
    text = (
        "Foobar Ltd will list its shares. Lund Bank and Karsk Bank arrange the sale; {} is Halm Ltd. Its mill is old."
    )
    for noun, whose in (("the auditor", "org/foobar"), ("the worst placed", "org/halm")):
        rows = extractor(sentence(text.format(noun))).statements
        assert {s.subject for s in rows if s.predicate == "operates"} <= {whose}
