"""How certain a figure is: by the words of its clause, and by what is done to the plant whose figure it is."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.test_measure import figures


def statuses(extractor: Extractor, text: str, metric: str) -> dict[float, str]:
    return {s.value or 0: s.status for s in figures(extractor, text) if s.predicate == metric}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foobar plans to enlarge its Kardal refinery to 3 million tonnes a year from the current 2 million tonnes.",
            {3000000: "planned", 2000000: "actual"},
        ),
        (
            "Northmet is upgrading its existing smelter at Kardal to 220,000 tonnes from 180,000 tonnes at present.",
            {220000: "planned", 180000: "actual"},
        ),
        ("Foobar Anode wants to double capacity to 90,000 tonnes a year.", {90000: "planned"}),
        (
            "Foobar will erect a foil mill in Kardal, Norway, with a capacity of 20,000 tonnes a year.",
            {20000: "planned"},
        ),
        ("Northmet will sell the 45,000-tonne Kardal mill.", {45000: "actual"}),
        ("Foobar intends to shut the Kardal smelter, which can make 110,000 tonnes a year.", {110000: "actual"}),
        ("Foobar will remain the owner of the 45,000-tonne Kardal mill.", {45000: "actual"}),
        ("Foobar is to reopen its 110,000-tonne-a-year Kardal smelter in May.", {110000: "actual"}),
        # Near ones.
        ("Foobar will build the 110,000-tonne Kardal smelter.", {110000: "planned"}),
        ("Foobar will expand the Kardal smelter to 110,000 tonnes a year.", {110000: "planned"}),
        ("Foobar has built a foil mill in Kardal, Norway, with a capacity of 20,000 tonnes a year.", {20000: "actual"}),
    ],
)
def test_a_capacity_is_there_or_to_come(text: str, expected: dict[float, str], extractor: Extractor) -> None:
    assert statuses(extractor, text, "capacity") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The contract will safeguard around 700 jobs at the Kardal smelter.", {700: "actual"}),
        ("The new line will create 70 jobs at the Kardal smelter.", {70: "planned"}),
        ("Foobar has promised to keep all 700 posts at the Kardal smelter.", {700: "planned"}),
    ],
)
def test_jobs_kept_are_there(text: str, expected: dict[float, str], extractor: Extractor) -> None:
    assert statuses(extractor, text, "employees") == expected


def test_what_stands_behind_the_same_sum_in_other_money_counts(extractor: Extractor) -> None:
    text = "Foobar runs the Kardal smelter. The first phase costs $90 million (NOK950 million), to be paid by loans."
    assert statuses(extractor, text, "investment") == {90000000: "planned"}


def test_a_limit_on_output_is_a_licence(extractor: Extractor) -> None:
    text = "Under the permit the output of the Kardal smelter may not exceed 150,000 tonnes a year."
    found = figures(extractor, text)
    assert [(s.predicate, s.value, s.status) for s in found] == [("capacity", 150000, "licensed")]


@pytest.mark.parametrize(
    "text",
    [
        "The monthly output of the Kardal smelter cannot exceed 12,000 tonnes.",
        "Foobar moves 60,000 tonnes a year of smelter output to its sister firm Northmet.",
        "Foobar Metals would sell Northmet a quota for 60,000 tonnes of smelting capacity.",
    ],
)
def test_what_is_moved_or_told_by_the_month_is_no_figure(text: str, extractor: Extractor) -> None:
    assert figures(extractor, text) == []


def test_an_increment_is_no_output(extractor: Extractor) -> None:
    text = "Foobar raised its output by 12%, or 50,000 tonnes, to 460,000 tonnes in 2023."
    assert [(s.value, s.period) for s in figures(extractor, text)] == [(460000, "2023")]


def test_a_product_never_bears_a_capacity(extractor: Extractor) -> None:
    text = (
        "The third stream alumina refinery will raise refinery capacity from 1.1 million tonnes to 1.6 million tonnes."
    )
    assert not [s for s in figures(extractor, text) if s.subject_mention == "alumina"]


def test_the_kind_of_plant_tells_the_product(extractor: Extractor) -> None:
    text = "Foobar will buy bauxite for its planned 1.2-million tonne alumina refinery at Kardal."
    assert [s.product for s in figures(extractor, text)] == ["alumina"]
