"""What stands beside a deal or a supply in its sentence and is no part of it."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read, relations, rows, statements


@pytest.mark.parametrize(
    ("body", "product"),
    [
        ("Foobar may end the contract with its largest customer, Northmet, unless it gets cheaper power.", None),
        ("Balkal may cancel the contract with its main customer, Northmet, if alumina prices rise.", None),
        ("Foobar supplies alumina to its customer Northmet because power is cheap there.", "alumina"),
    ],
)
def test_why_it_is_so_tells_no_product(extractor: Extractor, body: str, product: str | None) -> None:
    assert [s.qualifiers.get("product") for s in statements(extractor, body) if s.predicate == "supplies"] == [product]


@pytest.mark.parametrize(
    ("body", "price"),
    [
        ("Foobar, which wants to acquire Northmet, will pay 20 million euros for a mill in Turin.", None),
        ("Foobar, which bought Northmet for 20 million euros, has a mill in Turin.", 20000000),
    ],
)
def test_a_sum_behind_an_aside_is_no_price_of_it(extractor: Extractor, body: str, price: float | None) -> None:
    assert [s.qualifiers.get("price") for s in statements(extractor, body) if s.predicate == "acquires"] == [price]


def test_several_sellers_have_no_share_each(extractor: Extractor) -> None:
    body = "Foobar bought the 40 percent stake in Northmet held by Ostmet and Quuxal."
    made = read(extractor, body)
    names = named(made)
    sold = {(names[s.subject], s.qualifiers.get("share")) for s in made.statements if s.predicate == "sells"}
    assert sold == {("Ostmet", None), ("Quuxal", None)}


def test_a_stake_is_no_seller(extractor: Extractor) -> None:
    body = "Foobar is buying a 30% stake in the Moengo refinery from Northmet and a 5% stake in Balkal Bauxite."
    assert {row[1] for row in rows(read(extractor, body)) if row[0] == "sells"} == {"Northmet"}


def test_where_a_fund_is_at_home_is_no_party(extractor: Extractor) -> None:
    body = "Sarawak investment fund Northmet and Foobar Aluminium have signed a deal with Balkal."
    parties = {end for row in relations(read(extractor, body)) if row[0] == "partnerOf" for end in row[1:]}
    assert parties == {"Northmet", "Foobar Aluminium", "Balkal"}


def test_two_names_with_a_space_before_the_comma(extractor: Extractor) -> None:
    body = "State-run Foobar Aluminium Corp , or Foalco, plans to link up with existing firms in Yunnan."
    assert not any(row[0] == "partnerOf" for row in relations(read(extractor, body)))


@pytest.mark.parametrize(
    ("body", "keeper"),
    [
        ("Foobar plans a new line, said Anna Holm, chairman of Balkal Resources. The company runs a mill.", "Foobar"),
        ("Sales rose, said Anna Holm, chairman of Balkal Resources. The company runs a mill.", "Balkal Resources"),
    ],
)
def test_the_company_behind_an_officers_words(extractor: Extractor, body: str, keeper: str) -> None:
    assert {row[1] for row in rows(read(extractor, body)) if row[0] == "operates"} == {keeper}


def test_a_refinery_plant_is_a_refinery(extractor: Extractor) -> None:
    made = read(extractor, "Foobar will operate an alumina refinery plant in Sanggau.")
    assert "AluminaRefinery" in {e.type for e in made.entities}
