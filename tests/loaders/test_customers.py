"""Who supplies whom: lists that leave the verb out, agreements, customers and suppliers, own plants."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

CASES = [
    (
        "Suralco now buys 377 megawatts from Meridian Energy, 120 from Eskom and 75 from AGL Energy.",
        {("Meridian Energy", "Suralco"), ("Eskom", "Suralco"), ("AGL Energy", "Suralco")},
    ),
    (
        "The Paranam refinery would get electricity from Eskom and bauxite from Vale.",
        {("Eskom", "Paranam refinery"), ("Vale", "Paranam refinery")},
    ),
    ("Most of the bauxite mined by Vale goes to Alunorte.", {("Vale", "Alunorte")}),
    ("Suralco processes scrap collected by Real Alloy.", {("Real Alloy", "Suralco")}),
    ("Hydro said that Suralco would run on power from Eskom.", {("Eskom", "Suralco")}),
    (
        "Suralco has signed a pact with Vale to source 2 million tonnes of bauxite a year.",
        {("Vale", "Suralco")},
    ),
    ("Hydro has entered into an agreement with Porsche to supply low-carbon aluminium.", {("Hydro", "Porsche")}),
    ("Suralco plans to feed its Moengo smelter with alumina from Alunorte.", {("Alunorte", "Moengo smelter")}),
    (
        "Suralco bought its alumina from Vale until 2014. Deliveries now come from Alunorte.",
        {("Vale", "Suralco"), ("Alunorte", "Suralco")},
    ),
    ("Novelis and Constellium are among the customers of Hydro.", {("Hydro", "Novelis"), ("Hydro", "Constellium")}),
    (
        "Suralco makes alumina. Another customer, Century Aluminum, takes half of it.",
        {("Suralco", "Century Aluminum")},
    ),
    (
        "Suralco makes sheet. It supplies carmakers such as Toyota and Renault.",
        {("Suralco", "Toyota"), ("Suralco", "Renault")},
    ),
    ("Winning's ore is bought by Xinfa and Chalco.", {("Winning", "Xinfa"), ("Winning", "Chalco")}),
    ("Sarawak Energy has signed a power purchase agreement with Press Metal.", {("Sarawak Energy", "Press Metal")}),
    ("Press Metal has signed a power purchase agreement with Sarawak Energy.", {("Sarawak Energy", "Press Metal")}),
    (
        "The utility Statkraft has signed a new contract with Alcoa's Portland smelter.",
        {("Statkraft", "Portland smelter")},
    ),
    ("Suralco's contract with Statkraft runs out in December.", {("Statkraft", "Suralco")}),
    ("Eskom has cut power supplies to the Paranam refinery by 10 percent.", {("Eskom", "Paranam refinery")}),
    ("Suralco makes alumina. Its main supplier of bauxite is Vale.", {("Vale", "Suralco")}),
]


def _supplies(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    rows = extractor(sentence(text)).statements
    return {(s.subject_mention, s.object_mention or "") for s in rows if s.predicate == "supplies"}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_all_who_supply_are_found(extractor: Extractor, text: str, expected: set[tuple[str, str]]) -> None:
    assert _supplies(extractor, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Metso, a supplier of equipment to Alunorte, won an order.",
        "Outotec is the technology provider of Alunorte.",
        "The buyer of the smelter is Glencore.",
        "Hydro said that its customers, including carmakers, want green metal.",
        "Suralco sends two thirds of its metal to customers in Asia.",
        "Hydro has signed an agreement with Alcoa to build a smelter.",
        "Hydro has signed an agreement with AGL Energy to build a wind farm.",
        "Suralco signed a contract with Siemens Energy for turbines.",
    ],
)
def test_other_wares_and_unknown_customers_are_no_supplies(extractor: Extractor, text: str) -> None:
    assert _supplies(extractor, text) == set()
