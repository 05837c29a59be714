"""Boxes of facts and lists under a heading: of whom they are, and what their lines say."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.boxed import flowing
from loaders.pipeline import Extractor

BESIDE = """COMPANY DATA

Company name          Granvik Aluminium AS
Head office           Drammen, Norway
Chief executive       Ingrid Solberg
Owner                 Nordmet Holding ASA (100%)
Listed on             Oslo Stock Exchange
Products              extrusions, billets
Employees ........... 640
Auditor               Deloitte AS
"""
ABOVE = """Granvik Aluminium AS

Head office
Drammen, Norway
Owner
Nordmet Holding ASA
Operator
Granvik Drift AS
"""
HELD = """Delmar Metals plc

Delmar Metals is a British group that makes foil.

Our main subsidiaries:
- Delmar Foil GmbH, Singen, Germany (100%)
- Tarrant Rolling Mills Ltd (80%)
- Corvo Alumínio SA (sold in 2019)
- Ashdown Holdings Ltd: formerly the majority shareholder

Shareholders
Ashdown Capital (34%)
Vale Pension Trust (12%)

Prices rose. The group has no other owners.
"""
SITES = """Alumet Group at a glance

Our plants               Capacity, t/yr
Rolling mill, Linz: 120,000 t/y of sheet
Foundry, Steyr
Wels, Austria            25,000
Leoben (under construction)
Vienna (sales office)
"""
LEAD = """Norsal expands in Asia

Norsal ASA runs three smelters in Asia:
- Batang, Indonesia, with a capacity of 250,000 tonnes a year;
- Samalaju in Sarawak;
- Phu Rieng, Vietnam, which is under construction.

Mecasa Ltd is owned by:
* Bosai Minerals (55%)
* Rocksure International (45%)
"""


def said(extractor: Extractor, text: str) -> set[tuple[str, ...]]:
    """What a text says, each as predicate, subject and object with the share and a status that is not actual."""
    made = extractor(Document("doc/box", "box", "", text=text))
    names = {e.id: e.name for e in made.entities}
    for s in made.statements:
        assert made.document.text[s.start : s.end] == s.quote
    return {
        (
            s.predicate,
            names[s.subject],
            names.get(s.object or "", str(s.value)),
            *(str(v) for k, v in s.qualifiers.items() if k == "share"),
            *([s.status] if s.status != "actual" else []),
        )
        for s in made.statements
    }


def test_keys_beside_their_values(extractor: Extractor) -> None:
    granvik = "Granvik Aluminium"
    assert said(extractor, BESIDE) >= {
        ("locatedIn", granvik, "Drammen"),
        ("locatedIn", "Drammen", "Norway"),
        ("officerOf", "Ingrid Solberg", granvik),
        ("owns", "Nordmet Holding", granvik, "100"),
        ("listedOn", granvik, "Oslo Børs"),
        ("produces", granvik, "extrusions"),
        ("produces", granvik, "billet"),
        ("employees", granvik, "640.0"),
        ("advises", "Deloitte", granvik),
    }


def test_keys_above_their_values(extractor: Extractor) -> None:
    assert said(extractor, ABOVE) >= {
        ("locatedIn", "Granvik Aluminium", "Drammen"),
        ("owns", "Nordmet Holding", "Granvik Aluminium"),
    }


def test_subsidiaries_and_shareholders(extractor: Extractor) -> None:
    found = said(extractor, HELD)
    assert found >= {
        ("owns", "Delmar Metals", "Delmar Foil", "100"),
        ("owns", "Delmar Metals", "Tarrant Rolling Mills", "80"),
        ("owns", "Delmar Metals", "Corvo Alumínio", "ended"),
        ("owns", "Ashdown Capital", "Delmar Metals", "34"),
        ("owns", "Vale Pension Trust", "Delmar Metals", "12"),
        ("locatedIn", "Delmar Foil", "Singen"),
        ("locatedIn", "Singen", "Germany"),
    }
    assert not [row for row in found if row[:3] == ("owns", "Delmar Metals", "Ashdown Holdings")]


def test_places_in_a_list_of_plants_are_plants(extractor: Extractor) -> None:
    found = said(extractor, SITES)
    assert {row[1:] for row in found if row[0] in ("operates", "develops")} == {
        ("Alumet Group", "rolling mill at Linz"),
        ("Alumet Group", "foundry at Steyr"),
        ("Alumet Group", "Wels plant"),
        ("Alumet Group", "Leoben plant", "planned"),
    }
    assert found >= {("capacity", "rolling mill at Linz", "120000.0"), ("locatedIn", "Wels", "Austria")}


def test_a_sentence_before_a_list_says_of_whom_it_is(extractor: Extractor) -> None:
    assert said(extractor, LEAD) >= {
        ("operates", "Norsal", "Batang smelter"),
        ("operates", "Norsal", "Samalaju smelter"),
        ("develops", "Norsal", "Phu Rieng smelter", "planned"),
        ("owns", "Bosai Minerals Group", "Mecasa", "55"),
        ("owns", "Rocksure International", "Mecasa", "45"),
    }


@pytest.mark.parametrize("text", [BESIDE, ABOVE, HELD, SITES, LEAD])
def test_offsets_are_those_of_what_is_stored(text: str) -> None:
    flow = flowing(text)
    for at, sign in enumerate(flow.text):
        assert sign in ": " or flow.stored[flow.origin(at)] == sign


def test_a_table_of_years_stays_one() -> None:
    table = "Figures          2023\nEmployees        640\nOutput (tonnes)  900\n"
    assert flowing(table).text == table
