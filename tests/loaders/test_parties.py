"""Relations between parties: lists with shares, posts of persons, what a list of facts says, what must not be said."""

from __future__ import annotations

import re

import pytest

from graph.statement import Statement
from loaders.en.names.persons import Persons
from loaders.examples import read
from loaders.lexicon import read as words
from loaders.pipeline import Extractor
from loaders.shares import listed, paired

A, B, P, Q = "\ue000", "\ue001", "\ue800", "\ue801"


def said(extractor: Extractor, text: str, predicate: str) -> dict[tuple[str, str], Statement]:
    extraction = read(extractor, text)
    names = {e.id: e.name for e in extraction.entities}
    rows = [s for s in extraction.statements if s.predicate == predicate and s.object is not None]
    return {(names[s.subject], names[str(s.object)]): s for s in rows}


@pytest.mark.parametrize(
    "text",
    [
        f"{A} ({P}) and {B} ({Q})",
        f"{A} with {P}, and {B}, with {Q}",
        f"{P} by {A} and {Q} by {B}",
        f"{A} holds {P} and {B} {Q}",
        f"{A}, holding {P}, while {B} has the remaining {Q}",
        f"{P} held by {A}, the other {Q} belonging to {B}",
    ],
)
def test_each_of_a_list_has_its_share(text: str) -> None:
    assert paired(text) == {A: P, B: Q}
    assert re.fullmatch(listed(), text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Alcoa named ", " chief financial officer.", True),
        ("", " has resigned as president of Alcoa.", True),
        ("", ", Amax chairman, said", True),
        ("", " was appointed to the bench", False),
        ("Alcoa appointed ", " to build the plant", False),
    ],
)
def test_who_gets_or_leaves_a_post_is_a_person(before: str, after: str, expected: bool) -> None:
    assert Persons(words()).named(before, after) is expected


def test_a_name_before_a_role_and_a_name_is_the_employer() -> None:
    assert Persons(words()).employer(" analyst Stephen Briggs said")
    assert not Persons(words()).employer(", analyst at Shearson")


def test_which_stands_for_the_name_right_before_it(extractor: Extractor) -> None:
    text = "Alcoa and Hydro are partners in the Paranam refinery, in which Glencore has 51 percent."
    assert set(said(extractor, text, "owns")) == {("Glencore", "Paranam refinery")}


def test_one_subsidiary_is_one_firm(extractor: Extractor) -> None:
    found = said(extractor, "Alcoa said its subsidiary Suralco and Alunorte signed a letter.", "owns")
    assert set(found) == {("Alcoa", "Suralco")}


@pytest.mark.parametrize(
    "text",
    [
        "Hydro sold its stake to Glencore.",
        "Glencore's Century Aluminum stake is worth less now.",
        "Rio Tinto's Alcan takeover was the largest.",
        "Alcoa's partner Rio Tinto said the plant would run.",
        "Alcoa holds talks with Hydro about a stake in Suralco.",
    ],
)
def test_no_owner_and_no_buyer_is_made_up(extractor: Extractor, text: str) -> None:
    assert not said(extractor, text, "owns")
    assert not said(extractor, text, "acquires")


def test_what_is_to_be_done_is_planned(extractor: Extractor) -> None:
    text = "China Hongqiao is to move 2 million tonnes of aluminium capacity from Shandong to Yunnan."
    (row,) = said(extractor, text, "transfersCapacityTo").values()
    assert row.status == "planned"


def test_a_share_is_raised_to_the_last_figure(extractor: Extractor) -> None:
    (row,) = said(extractor, "Rusal has increased its stake in Alunorte from 10 to 30 percent.", "owns").values()
    assert row.qualifiers["share"] == 30


@pytest.mark.parametrize(
    "text",
    [
        "Danieli supplies the Paranam refinery with equipment.",
        "Hydro supplied a new rolling mill to Novelis.",
        "Alcoa bought its bauxite business from Hydro.",
    ],
)
def test_only_material_and_power_is_supplied(extractor: Extractor, text: str) -> None:
    assert not said(extractor, text, "supplies")


def test_instances_are_not_what_is_bought(extractor: Extractor) -> None:
    text = "In 2023 Alcoa bought its rival's plants, among them Suralco and Alunorte, from Hydro."
    assert not said(extractor, text, "acquires")


def test_who_begins_a_clause_without_its_verb_is_no_object(extractor: Extractor) -> None:
    found = said(extractor, "Alcoa owns 58 pct of Suralco and Glencore 20 pct.", "owns")
    assert set(found) == {("Alcoa", "Suralco"), ("Glencore", "Suralco")}
    assert found["Glencore", "Suralco"].qualifiers["share"] == 20


def test_the_government_of_a_place_is_a_party(extractor: Extractor) -> None:
    found = said(extractor, "The Bahrain government owns 58 pct of Suralco.", "owns")
    assert set(found) == {("Bahrain government", "Suralco")}


def test_the_price_of_one_share_is_no_price(extractor: Extractor) -> None:
    (row,) = said(extractor, "Alcoa bought Suralco at 43 dollars a share.", "acquires").values()
    assert "price" not in row.qualifiers
