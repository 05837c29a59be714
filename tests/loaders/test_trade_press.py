"""What trade press, filings and company pages say of firms and plants, by the constructions that tell it."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import statements

Ends = set[tuple[str, str]]


def ends(extractor: Extractor, text: str, predicate: str) -> Ends:
    """The two ends of what a text says with a predicate, as the text calls them."""
    return {
        (s.subject_mention, s.object_mention or "") for s in statements(extractor, text) if s.predicate == predicate
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The alumina refinery of Suralco in Moengo is big.", {("Suralco", "alumina refinery of Suralco")}),
        ("Suralco melts its scrap in a casthouse of its own.", {("Suralco", "casthouse of its own")}),
        ("They use the terminal that Sonangol runs at Barra do Dande.", {("Sonangol", "terminal")}),
        (
            "Alcoa buys Suralco GmbH, a German recycler that produces billet at its foundry in Hanover.",
            {("Suralco GmbH", "foundry in Hanover")},
        ),
    ],
)
def test_whose_plant_it_is(text: str, expected: Ends, extractor: Extractor) -> None:
    assert ends(extractor, text, "operates") == expected


def test_its_is_of_the_firm_that_is_explained(extractor: Extractor) -> None:
    text = "Alcoa will acquire 80 percent of Suralco, a German recycler that produces billet at its foundry in Hanover."
    assert {s.subject for s in statements(extractor, text) if s.predicate == "operates"} == {"org/suralco"}


def test_states_behind_towns_are_no_plants(extractor: Extractor) -> None:
    text = "Alcoa's aluminium business has smelters in Jharsuguda, Odisha, and Korba, Chhattisgarh."
    assert {o for _, o in ends(extractor, text, "operates")} == {
        "smelters in Jharsuguda",
        "smelters in Jharsuguda, Odisha, and Korba",
    }


def test_a_branch_is_a_firm_of_its_own(extractor: Extractor) -> None:
    text = "The Mt. Holly smelter is owned by Suralco of South Carolina, Inc., a wholly owned subsidiary of Alcoa."
    assert ("Suralco of South Carolina, Inc.", "Mt. Holly smelter") in ends(extractor, text, "owns")


def test_a_body_keeps_its_nation(extractor: Extractor) -> None:
    text = "The Norwegian Environment Agency granted Alcoa a permit."
    assert ends(extractor, text, "approves") == {("Norwegian Environment Agency", "Alcoa")}


def test_a_firm_acts_where_its_plant_does(extractor: Extractor) -> None:
    text = "Suralco draws most of its alumina from Vedanta's Lanjigarh refinery."
    assert ends(extractor, text, "supplies") == {("Vedanta", "Suralco")}


def test_shares_without_their_unit(extractor: Extractor) -> None:
    text = "Suralco is a smelter.\n\n- Shareholders (per cent): Rio Tinto 40, Glencore 53.33, Alcoa 6.67"
    assert {s for s, _ in ends(extractor, text, "owns")} == {"Rio Tinto", "Glencore", "Alcoa"}


def test_what_somebody_else_sells_is_his(extractor: Extractor) -> None:
    text = "Mitsubishi was a shareholder of Mozal until 2022, when it sold its quarter to South32."
    assert ends(extractor, text, "acquires") == {("South32", "Mozal")}


@pytest.mark.parametrize("word", ["Through", "Via", "Contractor"])
def test_what_opens_a_sentence_is_no_name(word: str, extractor: Extractor) -> None:
    found = ends(extractor, f"{word} Foobar Carbon Ltd owns a stake of 5 percent in Suralco.", "owns")
    assert all(word not in s for s, _ in found)


def test_the_plant_of_a_town_in_a_clause(extractor: Extractor) -> None:
    text = "Novelis likes the rolling mill that Novelis is building at Bay Minette."
    assert ends(extractor, text, "develops") == {("Novelis", "rolling mill")}
