"""Partners by the noun of what binds them."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read

SAID = [
    ("A joint venture between Foobar Metals and Northmet AG in Ulsan will make sheet.", "actual"),
    ("Foobar Metals and Northmet AG renewed their partnership in April.", "actual"),
    ("Foobar Metals will not renew its partnership with Northmet AG.", "actual"),
    ("Foobar Metals withdrew from its alliance with Northmet AG.", "ended"),
    ("Foobar Metals pulled out of the cooperation it had with Northmet AG since 2019.", "ended"),
    ("No cooperation with Northmet AG is planned, Foobar Metals said.", "denied"),
    ("Foobar Metals is negotiating with Northmet AG about a partnership in foil.", "rumoured"),
]
UNSAID = [
    "Foobar Metals backs the project of Northmet AG.",
    "Foobar Metals is planning a smelter; trading partners include Northmet AG and Ardal Alu AG.",
    "Foobar Metals's potential partner, Northmet AG, has no money.",
    "Nordhall Sheet AG is a joint venture of Foobar Metals and Northmet AG.",
    "The other partners in Nordhall Sheet AG are Foobar Metals and Northmet AG.",
    "A trade venture between the two is far off, Foobar Metals told Northmet AG.",
]


def told(extractor: Extractor, text: str) -> set[tuple[frozenset[str], str]]:
    """The partners of a text, each two with their status."""
    made = read(extractor, text)
    names = named(made)
    rows = (s for s in made.statements if s.predicate == "partnerOf" and s.object)
    return {(frozenset((names[s.subject], names[s.object])), s.status) for s in rows if s.object}


@pytest.mark.parametrize(("text", "status"), SAID)
def test_what_binds_two(extractor: Extractor, text: str, status: str) -> None:
    assert told(extractor, text) == {(frozenset(("Foobar Metals", "Northmet")), status)}


@pytest.mark.parametrize("text", UNSAID)
def test_what_binds_nobody(extractor: Extractor, text: str) -> None:
    assert told(extractor, text) == set()


def test_partners_of_a_thing_are_partners_of_each_other(extractor: Extractor) -> None:
    text = "The partners in the anode project are Foobar Metals, Northmet AG and Ardal Alu AG."
    assert len(told(extractor, text)) == 3
    text = "The pilot plant is a joint project of Foobar Metals, Northmet AG and Ardal Alu AG."
    assert len(told(extractor, text)) == 3
