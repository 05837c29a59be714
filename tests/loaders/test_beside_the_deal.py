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


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        ("Foobar will load alumina in Kamsar and ship it to Tianjin Port by sea.", set()),
        ("Foobar sends 2 million tonnes of ore a year to the Stone Harbour terminal.", set()),
        ("Northmet runs a smelter in Essen. The Essen smelter delivers most of its metal to local carmakers.", set()),
        ("Balkal sells alumina to Foobar Harbour Smelting.", {("Balkal", "Foobar Harbour Smelting")}),
        (
            "Northmet Energi has signed a new long-term power contract with Haflund Vannkraft for 0.9 TWh.",
            {("Haflund Vannkraft", "Northmet Energi")},
        ),
    ],
)
def test_who_gets_it(extractor: Extractor, body: str, ends: set[tuple[str, str]]) -> None:
    assert {row[1:] for row in relations(read(extractor, body)) if row[0] == "supplies"} == ends


def test_what_customers_make_is_not_what_they_get(extractor: Extractor) -> None:
    body = "Northmet, a supplier to global aluminium producers Foobar and Balkal, will raise capacity."
    found = [s for s in statements(extractor, body) if s.predicate == "supplies"]
    assert [s.qualifiers.get("product") for s in found] == [None, None]


def test_what_a_product_is_used_for_is_not_made(extractor: Extractor) -> None:
    body = "Northmet makes carbon anode, used in the electrolysis process to produce aluminium."
    assert {row[2] for row in rows(read(extractor, body)) if row[0] == "produces"} == {"carbon anode"}
    body = "Foobar used to produce aluminium in Essen."
    assert {s.status for s in statements(extractor, body) if s.predicate == "produces"} == {"ended"}


def test_what_might_be_refused_is_not(extractor: Extractor) -> None:
    plan = "Northmet plans a smelter in Moengo."
    body = f"{plan} If the Environment Agency does not approve the permit, any person may petition it."
    assert not any(s.predicate == "approves" for s in statements(extractor, body))
    body = f"{plan} The Environment Agency did not approve the permit."
    assert {s.status for s in statements(extractor, body) if s.predicate == "approves"} == {"denied"}


def test_a_firm_known_by_its_short_form(extractor: Extractor) -> None:
    found = statements(extractor, "Aluminium Company of Bahrain BSC (Alba) has 3,000 employees.")
    assert {s.subject for s in found} == {"org/aluminium-bahrain"}
    found = statements(extractor, "Northmet Rolling BSC (Alba) has 300 employees.")
    assert "org/aluminium-bahrain" not in {s.subject for s in found}


def test_who_has_promised_it(extractor: Extractor) -> None:
    body = "Foobar waits for the commitment of Quuxal to sell bauxite to Northmet."
    assert {row[1:] for row in relations(read(extractor, body)) if row[0] == "supplies"} == {("Quuxal", "Northmet")}
    body = "Foobar conditioned its investment on the agreement of Quuxal to supply power at a low price to Northmet."
    assert {row[1:] for row in relations(read(extractor, body)) if row[0] == "supplies"} == {("Quuxal", "Northmet")}
    body = "Foobar signed an agreement to supply bauxite to Northmet."
    assert {row[1:] for row in relations(read(extractor, body)) if row[0] == "supplies"} == {("Foobar", "Northmet")}


def test_the_nearer_firm_is_at_home_there(extractor: Extractor) -> None:
    body = "Northmet, a sister company to recycling firm Balkal Metals, headquartered in Brampton, has opened a plant."
    assert {row[1] for row in relations(read(extractor, body)) if row[2] == "Brampton"} == {"Balkal Metals"}
    body = "Foobar, an Austrian recycling firm headquartered in Linz, makes billet."
    assert {row[1] for row in relations(read(extractor, body)) if row[2] == "Linz"} == {"Foobar"}


def test_a_list_of_towns_before_plants(extractor: Extractor) -> None:
    made = read(extractor, "Northmet's Turin, Brescia and Aosta plants are idle.")
    plants = {row[2] for row in relations(made) if row[0] == "operates"}
    assert plants == {f"Northmet's {town} plant" for town in ("Turin", "Brescia", "Aosta")}
    assert not any(row[:2] == ("locatedIn", "Turin") for row in relations(made))


def test_a_date_of_output_is_none_of_the_deed(extractor: Extractor) -> None:
    body = "Northmet is building a refinery in Sarawak, with projected output of 300,000 tons in 2031."
    assert [s.qualifiers.get("as_of") for s in statements(extractor, body) if s.predicate == "develops"] == [None]
    body = "Northmet will build a refinery in Sarawak by 2031 with a capacity of 300,000 tonnes."
    assert [s.qualifiers.get("as_of") for s in statements(extractor, body) if s.predicate == "develops"] == ["2031"]
