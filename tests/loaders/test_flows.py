"""Who supplies whom where the sentence leaves an end to the text."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

CASES = [
    ("Suralco makes aluminium. All of the alumina comes from Alcoa's plant at Gramercy.", "Alcoa", "Suralco"),
    ("Suralco makes alumina. Most of the product goes to Alcoa.", "Suralco", "Alcoa"),
    ("Suralco makes alumina. Bauxite is bought under a long term contract with Vale.", "Vale", "Suralco"),
    ("Suralco ran short. Some 300,000 tonnes of alumina were bought from Hydro last year.", "Hydro", "Suralco"),
    ("Bauxite for the Paranam refinery is now bought mainly from Vale.", "Vale", "Paranam refinery"),
    ("The Portland aluminium smelter is old. Alumina comes from Suralco.", "Suralco", "Portland aluminium smelter"),
    ("Suralco said on Monday that power would be bought from Hydro.", "Hydro", "Suralco"),
    ("Press Metal said the alumina would be shipped to Hydro.", "Press Metal", "Hydro"),
    ("Suralco makes alumina. Part of it is sold to Hydro.", "Suralco", "Hydro"),
    (
        "Alcoa plans to double the Portland aluminium smelter. Power would come from AGL's Loy Yang power station.",
        "AGL",
        "Portland aluminium smelter",
    ),
    (
        "The Portland aluminium smelter made 300,000 tonnes. AGL supplies the power under a contract.",
        "AGL",
        "Portland aluminium smelter",
    ),
    ("Suralco makes alumina. Coke arrives with the trader Vitol.", "Vitol", "Suralco"),
    ("Suralco gets 9,000 tonnes of hot metal off Hydro every year.", "Hydro", "Suralco"),
    (
        "Hydro runs the Lanjigarh refinery. Bauxite for Lanjigarh comes mainly from Vale.",
        "Vale",
        "Lanjigarh refinery",
    ),
    (
        "Suralco has grown old.\n\nPortland aluminium smelter\n\nOutput was 300,000 tonnes. Power is bought from AGL.",
        "AGL",
        "Portland aluminium smelter",
    ),
    ("Suralco makes aluminium.\n\nHas the alumina supply held?\n\nIt comes from Alcoa.", "Alcoa", "Suralco"),
    (
        "Suralco makes alumina. Suralco is old.\n\nWhat about coal?\n\nHydro delivers most of it.",
        "Hydro",
        "Suralco",
    ),
    ("Suralco is old. The coke is expected to come from Vitol.", "Vitol", "Suralco"),
    ("Suralco is old. Vitol's mines in the same regency supply the bauxite.", "Vitol", "Suralco"),
    ("Suralco makes alumina. Half of the output was bought by Alcoa.", "Suralco", "Alcoa"),
    ("Suralco makes alumina. Alcoa takes 2 million tonnes a year.", "Suralco", "Alcoa"),
    ("Suralco makes alumina. Alcoa takes 2 million tonnes, Glencore 1.2 million.", "Suralco", "Glencore"),
    ("Alcoa gets bauxite from Vale and Suralco from Hydro.", "Hydro", "Suralco"),
    ("Alcoa draws gas from Woodside, Santos of Adelaide and Chevron.", "Chevron", "Alcoa"),
    ("Suralco takes coal from Vale and its alumina, under a long contract, from Hydro.", "Hydro", "Suralco"),
    ("Suralco has contracted for 40,000 tonnes of metal a year from Hydro.", "Hydro", "Suralco"),
    ("The Paranam refinery needs 3 million tonnes of bauxite, which comes from Vale.", "Vale", "Paranam refinery"),
    ("Suralco buys 300,000 tonnes of alumina, most of which comes from Alcoa.", "Alcoa", "Suralco"),
    ("Suralco needs 2 million tonnes of ore, all of which Vale would ship from Brazil.", "Vale", "Suralco"),
    ("Suralco makes its metal mostly with power from Hydro.", "Hydro", "Suralco"),
    ("Novelis is among the rollers that buy slab from Alcoa.", "Alcoa", "Novelis"),
    ("Suralco has secured gas supplies from Chevron until 2030.", "Chevron", "Suralco"),
]


@pytest.mark.parametrize(("text", "giver", "receiver"), CASES)
def test_the_end_that_is_not_named_is_whom_the_text_speaks_of(
    extractor: Extractor, text: str, giver: str, receiver: str
) -> None:
    assert (giver, receiver) in _supplies(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Glencore trades metals. Alumina was bought from several producers.",
        "Hydro runs a smelter at Husnes. The metal is sold to customers in Europe.",
        "Suralco makes alumina. Power comes with a discount.",
        "Suralco took 3,000 tonnes of metal off the market.",
        "Suralco makes alumina. The mine is Hydro's.",
        "Suralco makes alumina. No power is bought from Hydro.",
        "The Paranam refinery is old. Alumina comes from Hydro.",
        "Suralco makes alumina. Texas has no smelter. Power is bought from Hydro.",
        "Suralco makes alumina. Hydro sells the metal in Europe.",
        "Alcoa owns a mine. It was bought from Suralco.",
        "Suralco makes alumina.\n\nWhere are you from?\n\nFrom Alcoa.",
        "Suralco makes billet, half of which comes from the Paranam smelter.",
        "Suralco sold shares, most of which came from Alcoa.",
        "Hydro makes wheels with partners from Suralco.",
        "Suralco is old. Half of the shares were bought by Alcoa.",
        "Suralco plans a smelter. Alcoa takes 2 million tonnes a year.",
        "Suralco makes alumina. That came from Alcoa as a surprise.",
    ],
)
def test_nothing_is_said_where_nothing_tells_who_is_meant(extractor: Extractor, text: str) -> None:
    assert not _supplies(extractor, text)


def _supplies(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    found = extractor(sentence(text))
    return {(s.subject_mention, s.object_mention) for s in found.statements if s.predicate == "supplies"}


def test_power_is_power_also_beside_other_material(extractor: Extractor) -> None:
    text = "The Portland aluminium smelter is old. Power comes from AGL until 2032, and alumina is bought from Hydro."
    rows = {s.subject_mention: s.qualifiers for s in extractor(sentence(text)).statements if s.predicate == "supplies"}
    assert {name: row.get("product") for name, row in rows.items()} == {"AGL": "electricity", "Hydro": "alumina"}
