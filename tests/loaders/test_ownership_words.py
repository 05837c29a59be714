"""Ways of telling owners, deals, partners and kin that are easily mistaken for one another."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str | None, str]
KINDS = ("owns", "acquires", "sells", "partnerOf", "affiliatedWith")

CASES: list[tuple[str, set[Row]]] = [
    # Whose share it is stands right before it, or behind it what it is a share in.
    ("Foobar Metals bought the Northmet stake in Suralco.", {
        ("Foobar Metals", "acquires", "Suralco", "actual"), ("Northmet", "sells", "Suralco", "actual")}),
    ("Foobar Metals bought a Northmet stake.", {("Foobar Metals", "acquires", "Northmet", "actual")}),
    # Who is bought out sells.
    ("Foobar Metals bought out its partner Northmet in Suralco.", {
        ("Foobar Metals", "acquires", "Suralco", "actual"), ("Northmet", "sells", "Suralco", "actual")}),
    ("Foobar Metals bought Northmet out of Suralco.", {
        ("Foobar Metals", "acquires", "Suralco", "actual"), ("Northmet", "sells", "Suralco", "actual")}),
    # What is signed or announced is not yet done.
    ("Foobar Metals signed an agreement with Northmet for the sale of Suralco.", {
        ("Foobar Metals", "sells", "Suralco", "planned"), ("Northmet", "acquires", "Suralco", "planned")}),
    ("Foobar Metals announced the completion of the sale of Suralco.", {
        ("Foobar Metals", "sells", "Suralco", "actual")}),
    ("Foobar Metals is buying Suralco from Northmet.", {
        ("Foobar Metals", "acquires", "Suralco", "planned"), ("Northmet", "sells", "Suralco", "planned")}),
    # Nobody buys a stake of his own.
    ("Foobar Metals agreed with Northmet to buy its 40% share of Suralco.", {
        ("Foobar Metals", "acquires", "Suralco", "planned")}),
    # Clauses without a verb of their own.
    ("Foobar Metals acquired Suralco in 2012 and Northmet Alumina two years later.", {
        ("Foobar Metals", "acquires", "Suralco", "actual"),
        ("Foobar Metals", "acquires", "Northmet Alumina", "actual")}),
    ("Foobar Metals acquired Suralco in 2012 and Northmet Alumina cut output in 2014.", {
        ("Foobar Metals", "acquires", "Suralco", "actual")}),
    # A parent or a sister is none of the firm's companies.
    ("Foobar Metals, the parent company of Suralco, made a loss.", {("Foobar Metals", "owns", "Suralco", "actual")}),
    ("Foobar Metals, a sister company of Suralco, made a loss.", {
        ("Foobar Metals", "affiliatedWith", "Suralco", "actual")}),
    ("Foobar Metals and Northmet are sister companies.", {("Foobar Metals", "affiliatedWith", "Northmet", "actual")}),
    ("Foobar Metals is not a related party of Northmet.", {
        ("Foobar Metals", "affiliatedWith", "Northmet", "denied")}),
    # A venture that is plans; its partners are so already.
    ("Foobar Metals's joint venture with Northmet will build a smelter.", {
        ("Foobar Metals", "partnerOf", "Northmet", "actual")}),
    ("Foobar Metals and Northmet plan a joint venture.", {("Foobar Metals", "partnerOf", "Northmet", "planned")}),
    ("Foobar Metals has signed an MoU with Northmet.", {("Foobar Metals", "partnerOf", "Northmet", "actual")}),
    ("A consortium led by Foobar Metals and including Northmet will build it.", {
        ("Foobar Metals", "partnerOf", "Northmet", "actual")}),
    # What is said behind a name is said of that name.
    ("The Belmar refinery, which belongs to Suralco, a company held 99 percent by Foobar Metals, has 300 staff.", {
        ("Suralco", "owns", "Belmar refinery", "actual"), ("Foobar Metals", "owns", "Suralco", "actual")}),
    ("Northmet sold its mill to Suralco, a company owned by Foobar Metals.", {
        ("Northmet", "sells", "mill", "actual"), ("Suralco", "acquires", "mill", "actual")}),
    # Owners by other words.
    ("Suralco, 49% of which belongs to Guinea, ships ore.", {("Guinea", "owns", "Suralco", "actual")}),
    ("Suralco, based in Accra and part of the Foobar group, ships ore.", {
        ("Foobar", "owns", "Suralco", "actual")}),
    ("Suralco has been in the hands of Northmet since 2012.", {("Northmet", "owns", "Suralco", "actual")}),
    ("Suralco: Foobar Metals 80 percent, Northmet 20 percent.", {
        ("Foobar Metals", "owns", "Suralco", "actual"), ("Northmet", "owns", "Suralco", "actual")}),
    ("Suralco was part of Northmet until 2012.", {("Northmet", "owns", "Suralco", "ended")}),
]  # fmt: skip
NONE = [
    "Foobar Metals has Northmet as its auditor.",
    "The costs are split between Foobar Metals and Northmet.",
    "Foobar Metals, whose customers include Northmet, shipped less.",
    "Capacity utilisation: Foobar Metals 80%, Northmet 20%.",
    "Foobar Metals leads a consortium that will build the smelter.",
    "Foobar Metals sold 200,000 tonnes to Northmet and bauxite to Suralco.",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_is_what_to_whom(extractor: Extractor, text: str, expected: set[Row]) -> None:
    assert _told(extractor, text) == expected


@pytest.mark.parametrize("text", NONE)
def test_nothing_is_owned_or_dealt(extractor: Extractor, text: str) -> None:
    assert not _told(extractor, text)


def _told(extractor: Extractor, text: str) -> set[Row]:
    rows = (s for s in extractor(sentence(text)).statements if s.predicate in KINDS)
    return {(s.subject_mention, s.predicate, s.object_mention, s.status) for s in rows}


@pytest.mark.parametrize(
    "text",
    [
        "Through its unit Brelia Metals, Northmet holds 30 % of Kestrel Aluminium.",
        "Via its subsidiary Brelia Metals, Northmet owns a 30 percent stake in Kestrel Aluminium.",
        "Through its affiliate Brelia Metals, Northmet has 30 pct of the shares in Kestrel Aluminium.",
    ],
)
def test_the_share_in_one_is_none_in_the_unit_that_holds_it(extractor: Extractor, text: str) -> None:
    made = extractor(sentence(text)).statements
    shares = {(s.subject_mention, s.object_mention): s.qualifiers.get("share") for s in made if s.predicate == "owns"}
    assert shares["Northmet", "Brelia Metals"] is None
    assert shares["Northmet", "Kestrel Aluminium"] == 30


def test_the_rest_of_what_was_bought_is_not_of_what_that_firm_owns(extractor: Extractor) -> None:
    text = (
        "Foobar Metals will pay $80 million for 25 percent of Kestrel Alumina, the owner of a refinery at Karsk, "
        "from Northmet Ltd. Upon completion, Northmet will hold 46.3 percent."
    )
    made = extractor(sentence(text)).statements
    shares = {(s.subject_mention, s.object_mention): s.qualifiers.get("share") for s in made if s.predicate == "owns"}
    assert shares["Northmet", "Kestrel Alumina"] == 46.3
    assert shares == {("Northmet", "Kestrel Alumina"): 46.3, ("Kestrel Alumina", "refinery at Karsk"): None}


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Brelia Holding owns 69 percent of Kestrel Foil. Northmet Ltd sold its 21 percent to Foobar Metals.", 21),
        ("Brelia Holding owns 69 percent of Kestrel Foil. Northmet Ltd sold its stake to Foobar Metals.", None),
    ],
)
def test_what_one_sells_is_not_what_another_holds(extractor: Extractor, text: str, share: float | None) -> None:
    made = extractor(sentence(text)).statements
    deals = {(s.subject_mention, s.predicate, s.object_mention) for s in made if s.predicate != "owns"}
    assert deals == {("Northmet Ltd", "sells", "Kestrel Foil"), ("Foobar Metals", "acquires", "Kestrel Foil")}
    assert {s.qualifiers.get("share") for s in made if s.predicate != "owns"} == {share}


def test_the_shares_that_are_traded_are_those_spoken_of(extractor: Extractor) -> None:
    text = (
        "Brelia Holding owns 69 percent of Kestrel Foil. Northmet Ltd sold its 21 percent to Foobar Metals, and the "
        "remaining 10 percent of the shares are traded on the Bahrain Bourse."
    )
    made = extractor(sentence(text)).statements
    assert [s.subject_mention for s in made if s.predicate == "listedOn"] == ["Kestrel Foil"]


def test_of_what_is_listed_somebody_holds_the_shares(extractor: Extractor) -> None:
    text = (
        "Karsk has been part of the group since 2000, when Foobar Metals bought Kestrel Foil. Foobar Metals has 900 "
        "employees. It is listed on the Oslo Stock Exchange; the Norwegian state holds 34.3 percent of the shares."
    )
    made = extractor(sentence(text)).statements
    assert {s.object for s in made if s.predicate == "owns"} == {"org/foobar-metals"}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Foobar Metals runs the largest smelter outside Russia.", "locatedIn"),
        ("Foobar Metals will build a smelter, the company and Governor Jane Roe announced.", "officerOf"),
        ("Foobar Metals has agreed with Northmet Ltd to take over its smelter in Graz.", "operates"),
        ("KARSK, Norway (Metals Desk), 26 November. Foobar Metals will cut output.", "develops"),
    ],
)
def test_what_the_words_do_not_say(extractor: Extractor, text: str, predicate: str) -> None:
    assert not [s for s in extractor(sentence(text)).statements if s.predicate == predicate]


def test_a_present_capacity_is_there(extractor: Extractor) -> None:
    text = "A line would add 500,000 tonnes to the present capacity of 1.6 million tonnes a year of the Graz smelter."
    made = extractor(sentence(text)).statements
    assert [(s.value, s.status) for s in made if s.predicate == "capacity"] == [(1_600_000, "actual")]
