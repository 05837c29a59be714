"""Whose figures are that a clause without a verb, a part of a plant, or a thing without a name tells of."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

PERMIT = (
    "Foobar AB has a new permit for its works in Xtown. Under the old permit the works could cast 9,000 tonnes a year"
)
ROWS = [
    (
        "The Xtown mill can roll 5,000 tonnes a year and the Ytown mill 7,000.",
        {("site/xtown-mill", "capacity", 5000), ("site/ytown-mill", "capacity", 7000)},
    ),
    (
        "The Xtown mill employs 450 people and the Ytown mill 300.",
        {("site/xtown-mill", "employees", 450), ("site/ytown-mill", "employees", 300)},
    ),
    (
        "The Xtown mill can roll 5,000 tonnes a year and Northmet sold 7,000 coils.",
        {("site/xtown-mill", "capacity", 5000)},
    ),
    (
        f"{PERMIT}; under the new one it may cast 12,000.",
        {("site/foobar-xtown-facility", "capacity", 9000), ("site/foobar-xtown-facility", "capacity", 12000)},
    ),
    (
        "Foobar Ltd runs the Xtown smelter. The furnaces gave off 21,000 tonnes of carbon dioxide in 2019.",
        {("site/xtown-smelter", "emissions", 21000)},
    ),
    (
        "Foobar Ltd runs the Xtown smelter. Furnaces the world over gave off 21,000 tonnes of carbon dioxide.",
        set(),
    ),
    (
        "Foobar Ltd has mills in Xtown and Ytown. Of its 700 workers, 480 are in Xtown.",
        {("org/foobar", "employees", 700), ("site/xtown-processing-plant", "employees", 480)},
    ),
    (
        "The ash is meant for the Xtown refinery, which Foobar Ltd is building for 33 million dollars.",
        {("site/xtown-refinery", "investment", 33000000)},
    ),
    ("Foobar Ltd runs the Xtown refinery, which it bought for 33 million dollars.", set()),
    (
        "Northmet Ltd runs tests. The tests are done at Foobar Ltd's mill in Ytown. It has 300 employees.",
        {("site/foobar-ytown-processing-plant", "employees", 300)},
    ),
    (
        "Northmet Ltd makes ovens. Northmet's ovens are built at Foobar Ltd's mill in Ytown. It has 300 employees.",
        {("org/northmet", "employees", 300)},
    ),
    (
        "The minister opened a factory that makes rod beside the Xtown smelter. The factory has 130 employees.",
        set(),
    ),
    (
        "Foobar Ltd runs the Xtown smelter. The factory has 130 employees.",
        {("site/xtown-smelter", "employees", 130)},
    ),
]


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_whose_figures_they_are(extractor: Extractor, text: str, told: set[tuple[str, str, int]]) -> None:
    metrics = {"capacity", "employees", "emissions", "investment"}
    rows = [s for s in extractor(sentence(text)).statements if s.predicate in metrics]
    assert {(s.subject, s.predicate, s.value) for s in rows} == told


DEAL = (
    "Northmet Ltd to buy Foobar Carbon\n\n"
    "Northmet Ltd wants to buy Foobar Carbon. {}Sales last year came to 26 million euros."
)


def test_sales_are_those_of_the_firm_that_the_paragraph_goes_on_about(extractor: Extractor) -> None:
    told = extractor(sentence(DEAL.format("Foobar Carbon makes cathodes. "))).statements
    assert {s.subject for s in told if s.predicate == "revenue"} == {"org/foobar-carbon"}
    untold = extractor(sentence(DEAL.format(""))).statements
    assert not [s for s in untold if s.predicate == "revenue" and s.subject == "org/foobar-carbon"]
