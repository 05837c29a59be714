"""How a newswire tells things: whose a figure is, who "it" is, which capitals are a name."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import statements


def figures(extractor: Extractor, text: str, title: str = "Title") -> set[tuple[str, str, float | None]]:
    return {(s.subject_mention, s.predicate, s.value) for s in statements(extractor, text, title) if s.figure}


def ends(extractor: Extractor, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(s.subject_mention, s.object_mention) for s in statements(extractor, text) if s.predicate == predicate}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alcan said it would close a line at its Lynemouth smelter, cutting capacity to 48,000 tonnes.",
            ("Lynemouth smelter", "capacity", 48000),
        ),
        (
            "Kaiser Aluminum said it would reopen its smelter at Tacoma. About 300 people will be hired back.",
            ("smelter at Tacoma", "employees", 300),
        ),
        ("Alcan plans a mill at Laterriere. It will cost 50 mln dlrs.", ("mill at Laterriere", "investment", 5e7)),
        (
            "Alcan will raise output at its Arvida smelter. The expansion will cost 90 mln dlrs.",
            ("Arvida smelter", "investment", 9e7),
        ),
        ("Hungarian Aluminium Corporation runs three smelters with a joint capacity of 75,000 tonnes.",
         ("three smelters", "capacity", 75000)),
    ],
)  # fmt: skip
def test_a_figure_is_of_the_plant_that_was_spoken_of(
    text: str, expected: tuple[str, str, float], extractor: Extractor
) -> None:
    assert expected in figures(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "The union said the strike had cost the company 30,000 tonnes of output.",
        "Suralco is a large firm. Smelting capacity elsewhere comes to 362,000 tonnes.",
        "Suralco said a fifth potline could not be justified below 80 cents a lb of aluminium.",
        "Electricity is dear. Prices are held at 28,500 rupees a tonne.",
    ],
)
def test_a_figure_is_of_nobody(text: str, extractor: Extractor) -> None:
    assert figures(extractor, text) == set()


def test_its_is_of_the_firm_and_not_of_its_owners(extractor: Extractor) -> None:
    text = "Hellenic Bauxite SA, in which Pechiney holds 20 pct, will close its mine at Distomon."
    assert ends(extractor, text, "operates") == {("Hellenic Bauxite SA", "mine at Distomon")}


def test_it_is_not_what_the_clause_is_about(extractor: Extractor) -> None:
    assert ends(extractor, "Alcoa is large. Alcoa and Alcan will each have 50 percent of it.", "owns") == set()


def test_a_share_may_lack_its_percent(extractor: Extractor) -> None:
    text = "Comalco Ltd is a tolling company owned by CRA Ltd with 30.3 pct, Kaiser with 28.3 and Pechiney with 20 pct."
    owners = [s for s in statements(extractor, text) if s.predicate == "owns"]
    shares = {(s.subject_mention, s.qualifiers.get("share")) for s in owners}
    assert shares == {("CRA Ltd", 30.3), ("Kaiser", 28.3), ("Pechiney", 20)}


def test_what_is_shut_is_not_developed(extractor: Extractor) -> None:
    assert ends(extractor, "Alcoa has shut a second potline at its smelter in Paranam.", "develops") == set()


def test_what_is_worked_on_does_not_run(extractor: Extractor) -> None:
    text = "Work on Alcoa's refinery at Paranam will be resumed next year."
    assert ends(extractor, text, "operates") == set()
    assert ends(extractor, text, "develops") == {("Alcoa", "refinery at Paranam")}


def test_a_town_before_its_state_is_a_place(extractor: Extractor) -> None:
    text = "Ormet Corp has picked Baton Rouge, Louisiana, as the site. Its mill near Spokane, Wash., is shut."
    assert ends(extractor, text, "locatedIn") >= {("Baton Rouge", "Louisiana"), ("Spokane", "Wash.")}


@pytest.mark.parametrize("name", ["Columbia River", "Pacific Northwest", "Ohio River"])
def test_lands_and_waters_are_no_firms(name: str, extractor: Extractor) -> None:
    found = statements(extractor, f"Plants on the {name} closed. The company lost 30 mln dlrs.")
    assert all(name not in s.subject_mention for s in found)


def test_a_minister_is_no_officer_of_what_he_has_in_hand(extractor: Extractor) -> None:
    text = "Mines and Metals Minister Jamal Aziz said the plant would open."
    assert ends(extractor, text, "officerOf") == set()


def test_a_headline_with_a_verb_is_no_heading_of_results(extractor: Extractor) -> None:
    text = "Net profit 3.1 billion yen vs 2.2 billion"
    named = figures(extractor, text, "KOREAN ALUMINIUM CO LTD YEAR TO MARCH 31")
    assert {(who, value) for who, _, value in named} == {
        ("KOREAN ALUMINIUM CO LTD", 3.1e9),
        ("KOREAN ALUMINIUM CO LTD", 2.2e9),
    }
    assert figures(extractor, text, "AUSTRIA METALL TO HALVE RANSHOFEN SMELTER BY 1989") == set()


def test_a_list_behind_a_verb_explains_nothing(extractor: Extractor) -> None:
    text = "Suralco is a company owned by Comalco Ltd with 30.3 pct, Kaiser with 28 pct and Alcan with 41 pct."
    assert ("Comalco Ltd", "Alcan") not in ends(extractor, text, "owns")


def test_the_nation_before_a_known_name_makes_another_firm(extractor: Extractor) -> None:
    text = "Workers at Canadian Reynolds Metals Co's smelter at Baie-Comeau voted."
    assert {s for s, _ in ends(extractor, text, "operates")} == {"Canadian Reynolds Metals Co"}
