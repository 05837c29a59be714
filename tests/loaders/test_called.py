"""What unknown names are by a first name, a noun before them or a word inside them; and rules that read words."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor
from tests.loaders.test_parties import said


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Suralco is headed by Katrin Vossberg.", "Katrin Vossberg", "Person"),
        ("The environmental agency DCMR has ordered Suralco to wait.", "DCMR", "GovernmentBody"),
        ("Suralco is listed on Euronext Brussels.", "Euronext Brussels", "Exchange"),
        ("The Volta River Authority feeds Suralco.", "Volta River Authority", "Company"),
        ("The Environmental Protection Agency fined Suralco.", "Environmental Protection Agency", "GovernmentBody"),
        ("The National Assembly of Guinea has approved Suralco.", "National Assembly of Guinea", "GovernmentBody"),
        ("Suralco, listed on Foobar Quux, lost money.", "Foobar Quux", "Exchange"),
        ("Environment Foobar, the regional council, fined Suralco.", "Environment Foobar", "GovernmentBody"),
        ("Suralco buys metal from Aluminium of Kazakhstan.", "Aluminium of Kazakhstan", "Company"),
        ("Suralco runs the Quux Bauxite Project in Guinea.", "Quux Bauxite Project", "Facility"),
        ("Suralco runs Wandamere, the hydropower station that feeds it.", "Wandamere", "PowerPlant"),
        ("The Quux Project Authority fined Suralco.", "Quux Project Authority", "GovernmentBody"),
        ("Suralco bought the Aluminium Smelter Company of Nigeria.", "Aluminium Smelter Company of Nigeria", "Company"),
    ],
)
def test_what_a_name_is_called(extractor: Extractor, text: str, name: str, type: str) -> None:
    types = {e.name: e.type for e in read(extractor, text).entities}
    assert types[name] == type


def test_a_place_behind_a_firm_that_is_called_after_its_product_is_its_home(extractor: Extractor) -> None:
    rows = said(extractor, "Suralco sold it to Quux Aluminium of Japan.", "locatedIn")
    assert set(rows) == {("Quux Aluminium", "Japan")}


@pytest.mark.parametrize(
    "text",
    [
        "The contract of Suralco runs out on New Year's Eve.",
        "Jane Roe runs the Suralco stand at the fair.",
        "The Ministry of Mines stopped Suralco trucks at the border.",
        "Alcoa paid 20 million dollars for bauxite from Suralco.",
        "Suralco makes alumina. Energy Minister John Doe said rates would fall.",
        "Suralco makes alumina. Analyst Jane Roe said prices would fall.",
        "In Hydro, in which Alcoa has no share, nobody said anything.",
        "Suralco makes alumina. The rest has been traded on the London Metal Exchange.",
        "Suralco is supplied with equipment by Hydro.",
        "Hydro will provide 20 million dollars to Suralco.",
    ],
)
def test_nothing_is_said_between_parties(extractor: Extractor, text: str) -> None:
    made = {s.predicate for s in read(extractor, text).statements}
    assert not made - {"produces", "locatedIn", "operates"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hydro feeds Suralco.", "actual"),
        ("Hydro will feed Suralco with alumina.", "planned"),
        ("Hydro will provide 377 MW to Suralco.", "planned"),
    ],
)
def test_words_of_a_match_tell_the_status(extractor: Extractor, text: str, status: str) -> None:
    assert [s.status for s in said(extractor, text, "supplies").values()] == [status]


def test_who_decides_stands_behind_by(extractor: Extractor) -> None:
    found = said(
        extractor,
        "The High Court set aside a decision by the Ministry of Mines to cancel the lease of Suralco.",
        "approves",
    )
    assert {(s, row.status) for (s, _), row in found.items()} == {
        ("High Court", "actual"),
        ("Ministry of Mines", "ended"),
    }


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Kaiser Ltd, the Alcoa subsidiary that holds 55 percent of Suralco, was sold.", "Kaiser"),
        ("Alcoa said its Kaiser Ltd subsidiary holds 55 percent of Suralco.", "Kaiser"),
    ],
)
def test_a_firms_subsidiary_is_not_the_firm(extractor: Extractor, text: str, holder: str) -> None:
    assert {s for s, o in said(extractor, text, "owns") if o == "Suralco"} == {holder}


@pytest.mark.parametrize("left", ["resigned on Tuesday", "resigned from the Rusal board on Tuesday"])
def test_who_stands_behind_whose_does_not_go_on(extractor: Extractor, left: str) -> None:
    text = f"Vale holds 48 percent of Rusal. Glencore, whose chief executive Ivan Glasenberg {left}, owns 8 percent."
    found = {s for s, _ in said(extractor, text, "owns")}
    assert "Ivan Glasenberg" not in found
