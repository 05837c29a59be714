"""Plants that are only being built, whose new jobs are, and whose a share in an aside is."""

from __future__ import annotations

import pytest

from graph.statement import Scalar
from loaders.pipeline import Extractor
from tests.loaders.told import named, read

Told = tuple[str, str, str, str, Scalar | None]


def told(extractor: Extractor, body: str) -> set[Told]:
    """What a text says, with status and share."""
    made = read(extractor, body)
    names = named(made)
    return {
        (
            names[s.subject],
            s.predicate,
            names.get(s.object or "", str(s.value)),
            s.status,
            s.qualifiers.get("share"),
        )
        for s in made.statements
    }


BUILDING = (
    "Norsal Co., which is building a smelter at Moengo, is part of Hedin. Its smelter is designed for 90,000 tonnes"
)
JOBS = "The Moengo smelter will cost $2.7 billion. Norsal has said that there would be 1,000 permanent jobs."
STAKE = "Norsal, a unit of Hedin, has 75 percent of Korvin Foil. Dracht has the other 25 percent."


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (f"{BUILDING} of aluminium a year.", ("smelter at Moengo", "produces", "aluminium", "planned", None)),
        (JOBS, ("Moengo smelter", "employees", "1000.0", "planned", None)),
        (
            "Norsal opened a mill at Moengo. The company put 9 mln dlrs into the work, which created 80 jobs.",
            ("mill at Moengo", "employees", "80.0", "actual", None),
        ),
        (STAKE, ("Dracht", "owns", "Korvin Foil", "actual", 25)),
        (STAKE, ("Hedin", "owns", "Norsal", "actual", None)),
        (
            "Mecasa is a unit of Hedin, which is also the largest shareholder of Norsal, with 34 percent.",
            ("Hedin", "owns", "Norsal", "actual", 34),
        ),
        (
            "The ministry has approved a swap for Norsal Co., which is building a smelter at Moengo.",
            ("Norsal", "develops", "smelter at Moengo", "planned", None),
        ),
    ],
)  # fmt: skip
def test_it_is_told_of_the_right_one(extractor: Extractor, text: str, row: Told) -> None:
    assert row in told(extractor, text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (f"{BUILDING} a year.", ("Norsal", "operates", "smelter at Moengo")),
        (JOBS, ("Norsal", "employees", "1000.0")),
        (
            "The ministry has approved a swap for Norsal Co., which is building a smelter at Moengo.",
            ("Ministry", "approves", "smelter at Moengo"),
        ),
    ],
)
def test_and_of_no_other(extractor: Extractor, text: str, ends: tuple[str, str, str]) -> None:
    assert ends not in {row[:3] for row in told(extractor, text)}


def test_a_line_more_at_a_smelter_leaves_who_runs_it(extractor: Extractor) -> None:
    rows = told(extractor, "Norsal will build a fifth line at its Moengo smelter.")
    assert ("Norsal", "operates", "Moengo smelter", "actual", None) in rows


def test_a_list_below_the_project_tells_of_the_plant(extractor: Extractor) -> None:
    listed = "The project according to the report:\n- plot of 190 hectares\n- cost of EUR 4 billion"
    rows = {row[:3] for row in told(extractor, f"Norsal plans a smelter at Moengo.\n\n{listed}")}
    assert {("smelter at Moengo", "area", "190.0"), ("smelter at Moengo", "investment", "4000000000.0")} <= rows


def test_answers_in_quotes_are_of_the_firm_of_whoever_is_asked(extractor: Extractor) -> None:
    body = (
        "Bart Verlin became managing director of Norsal in January.\n\nHow full is the mill?\n\n"
        '"We could roll 220,000 tonnes a year."\n\nAnd the slab?\n\n"In 2022 we made 142,000 tonnes of slab here."'
    )
    rows = {row[:3] for row in told(extractor, body)}
    assert ("Norsal", "production", "142000.0") in rows


def test_who_is_to_take_a_part_takes_it_of_the_plant(extractor: Extractor) -> None:
    rows = told(
        extractor, "Norsal plans a smelter at Moengo. The Dracht Development Corporation is to take 15 percent."
    )
    assert ("Dracht Development", "owns", "smelter at Moengo", "planned", 15) in rows
