"""Turns of phrase that mislead: what only will end, sites not chosen, short forms, whose "its" is that comes first."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

SAID = [
    (
        "Northmet will stop making aluminium when its contract runs out.",
        ("Northmet", "produces", "aluminium", "actual"),
    ),
    ("Northmet plans to cease producing alumina next year.", ("Northmet", "produces", "alumina", "actual")),
    ("Northmet stopped making alumina in 2009.", ("Northmet", "produces", "alumina", "ended")),
    ("For many years Northmet belonged to Alcoa.", ("Alcoa", "owns", "Northmet", "ended")),
    ("Northmet belongs to Alcoa.", ("Alcoa", "owns", "Northmet", "actual")),
    ("Northmet has belonged to Alcoa since 2004.", ("Alcoa", "owns", "Northmet", "actual")),
    (
        "Northmet AB started trading on Nasdaq Stockholm today, ten years after the company had left the exchange.",
        ("Northmet AB", "listedOn", "Nasdaq Stockholm", "actual"),
    ),
    ("Xiaolu Qing'an Aluminium makes foil.", ("Xiaolu Qing'an Aluminium", "produces", "foil", "actual")),
    (
        "Alcoa buys alloy from Suralco. With its partner Foobar Metals, Suralco formed Northmet Ltd.",
        ("Foobar Metals", "partnerOf", "Suralco", "actual"),
    ),
    (
        "Northmet plans a casting centre in Oslo, Norway, to make slab.",
        ("casting centre in Oslo", "produces", "slab", "planned"),
    ),
    ("Northmet will close a mill in Oslo to make alumina.", ("Northmet", "produces", "alumina", "planned")),
    (
        "Northmet runs the Hillside smelter. The Hillside foundry makes wheels.",
        ("Hillside foundry", "produces", "wheels", "actual"),
    ),
    (
        "Alcoa runs a mill. Northmet mines bauxite in Guinea. The smelter of Northmet lies at Bergen in Norway.",
        ("Bergen", "locatedIn", "Norway", "actual"),
    ),
    (
        "Northmet AS makes foil. The auditor, Foobar Partners, left. The company's smelter in Oslo was closed.",
        ("Northmet AS", "operates", "smelter in Oslo", "ended"),
    ),
]
UNSAID = [
    ("No smelter in Norway may be built so.", "locatedIn"),
    ("Any smelter in Norway must report this.", "locatedIn"),
    ("The board compared the town with a site in Norway.", "locatedIn"),
    ("Northmet used to smelt up to 95,000 tonnes of aluminium a year.", "consumption"),
    ("Northmet closed the last Söderberg lines, which took out 105,000 tonnes.", "operates"),
    ("The Foobar Aluminium Combine (FAlK) is old. Some 4,000 people worked at FAlK.", "locatedIn"),
    (
        "Northmet runs the Volta hydroelectric plant. A plant for anodes is to be opened there in 2018.",
        "develops",
    ),
]
ROLES = [
    ("Anna Holm, acting head of Northmet, spoke.", "acting head"),
    ("Anna Holm, head of Northmet, spoke.", "head"),
    ("The law firm Foobar Partners advised Alcoa.", "law firm"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_is_said(text: str, expected: tuple[str, str, str, str], extractor: Extractor) -> None:
    said = extractor(sentence(text)).statements
    assert expected in {(s.subject_mention, s.predicate, s.object_mention, s.status) for s in said}


@pytest.mark.parametrize(("text", "predicate"), UNSAID)
def test_what_is_not(text: str, predicate: str, extractor: Extractor) -> None:
    assert predicate not in {s.predicate for s in extractor(sentence(text)).statements}


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_whole_role(text: str, role: str, extractor: Extractor) -> None:
    assert role in {s.qualifiers.get("role") for s in extractor(sentence(text)).statements}


def test_what_a_firm_makes_at_its_plant_is_the_firms(extractor: Extractor) -> None:
    text = "Northmet runs a smelter at Bergen, where it made 81,000 tonnes of aluminium in 2011 and employs 300 people."
    found = {s.predicate: s.subject_mention for s in extractor(sentence(text)).statements if s.object is None}
    assert found["production"] == "Northmet"
