"""Of whom something is said, and how it stands: clauses on a parent, deals that others speak of, posts to come."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor

Told = set[tuple[str, str, str]]


def told(extractor: Extractor, text: str, predicate: str) -> Told:
    rows = (s for s in read(extractor, text).statements if s.predicate == predicate)
    return {(s.subject_mention or "", s.object_mention or "", s.status) for s in rows}


PARTS = [
    ("which has its seat in Oslo", "locatedIn", {("Foobar Aluminium", "Oslo", "actual")}),
    ("which is based in Oslo", "locatedIn", {("Foobar Aluminium", "Oslo", "actual")}),
    ("which buys alumina from Quantal Group", "supplies", {("Quantal Group", "Foobar Aluminium", "actual")}),
]


@pytest.mark.parametrize(("clause", "predicate", "expected"), PARTS)
def test_a_clause_behind_a_parent_tells_of_the_parent(
    clause: str, predicate: str, expected: Told, extractor: Extractor
) -> None:
    text = f"Northmet Rolling, a unit of Foobar Aluminium, {clause}, makes foil."
    assert told(extractor, text, predicate) == expected


def test_a_clause_behind_what_a_firm_does_tells_of_the_firm(extractor: Extractor) -> None:
    text = "Northmet Rolling, a maker of foil, which has its seat in Oslo, said nothing."
    assert told(extractor, text, "locatedIn") == {("Northmet Rolling", "Oslo", "actual")}


DEALS = [
    ("Greenpeace opposed the sale of Northmet Rolling to Quantal Group.", {"planned"}),
    ("Foobar Aluminium did not comment on the sale of Northmet Rolling to Quantal Group.", {"actual"}),
    ("Rothschild did not advise Foobar Aluminium on the sale of Northmet Rolling to Quantal Group.", set()),
    ("Foobar Aluminium did not go ahead with the sale of Northmet Rolling to Quantal Group.", {"denied"}),
]


@pytest.mark.parametrize(("text", "expected"), DEALS)
def test_who_only_speaks_of_a_deal_does_nothing_of_it(text: str, expected: set[str], extractor: Extractor) -> None:
    assert {status for _, _, status in told(extractor, text, "acquires")} == expected


WORKS = [
    ("Foobar Aluminium has finished building its casthouse.", "develops", "actual"),
    ("Foobar Aluminium completed rebuilding its casthouse.", "develops", "actual"),
    ("Foobar Aluminium will finish building its casthouse in May.", "develops", "planned"),
    ("Foobar Aluminium has not finished building its casthouse.", "develops", "planned"),
    ("Foobar Aluminium had a refinery in Sardinia, which it sold.", "operates", "ended"),
    ("Foobar Aluminium had a refinery in Sardinia, which it dismantled.", "operates", "ended"),
    ("Foobar Aluminium has a refinery in Sardinia, which it bought in 2012.", "operates", "actual"),
]


@pytest.mark.parametrize(("text", "predicate", "status"), WORKS)
def test_what_is_finished_and_what_is_gone(text: str, predicate: str, status: str, extractor: Extractor) -> None:
    assert {s for _, _, s in told(extractor, text, predicate)} == {status}


POSTS = [
    ("Foobar Metals is in talks. Hydro is not selling, chief executive Anna Holm said.", "Hydro", "actual"),
    ("Foobar Metals is old. Its smelter stays open, chief executive Anna Holm said.", "Foobar Metals", "actual"),
    ("Anna Holm takes over as treasurer of Foobar Metals on 1 June.", "Foobar Metals", "planned"),
    ("Anna Holm became treasurer of Foobar Metals on 1 June.", "Foobar Metals", "actual"),
    ("Anna Holm, chairman of Foobar Metals, moves to Oslo in May.", "Foobar Metals", "actual"),
    ("His predecessor as chief executive of Foobar Metals, Anna Holm, was there.", "Foobar Metals", "ended"),
]


@pytest.mark.parametrize(("text", "firm", "status"), POSTS)
def test_whose_a_post_is_and_since_when(text: str, firm: str, status: str, extractor: Extractor) -> None:
    assert told(extractor, text, "officerOf") == {("Anna Holm", firm, status)}


GOODS = [
    ("Alcoa once shipped alumina to Suralco, which today buys it from Quantal Group.", "alumina"),
    ("Foobar Smelting has a contract with Hydro Tasmania. It runs until 2030.", "electricity"),
    ("Quantal Gas has refused to deliver gas to the Paranam refinery.", "natural gas"),
    ("Foobar Alumina Corporation is old. Much of the ore went to Alcoa in those years.", "bauxite"),
    (
        "Foobar Refining made 1.9 million tonnes of alumina. All of the output goes to Alcoa's smelter at Portland; "
        "the bauxite is Guinean.",
        "alumina",
    ),
    ("Suralco makes alumina. It shipped 8,000 tonnes to Northmet Aluminium Ltd in 2018.", "alumina"),
]


@pytest.mark.parametrize(("text", "product"), GOODS)
def test_what_goes_is_what_is_made(text: str, product: str, extractor: Extractor) -> None:
    rows = [s for s in read(extractor, text).statements if s.predicate == "supplies"]
    assert {dict(s.qualifiers).get("product") for s in rows} == {product}


ROLES = [
    ("Anna Holm became Suralco's head of casting in Brazil next May.", "head of casting in Brazil"),
    ("Suralco has lost money, company chairman Anna Holm said.", "chairman"),
    ("Anna Holm resigned from the Suralco board in March.", "board member"),
    ("Anna Holm joined the supervisory board of Suralco in June.", "member of the supervisory board"),
    ("Anna Holm is operating chief of Suralco.", "operating chief"),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_a_role_is_whole_and_nothing_more(text: str, role: str, extractor: Extractor) -> None:
    rows = [s for s in read(extractor, text).statements if s.predicate == "officerOf"]
    assert {dict(s.qualifiers).get("role") for s in rows} == {role}


FLOWS = [
    ("The Foobar refinery takes 15 percent of its power from Aurora Energy.", "sells", set()),
    ("Alcoa once shipped alumina to Suralco, which today buys it from Quantal Group.", "acquires", set()),
    (
        "Foobar Rolling was picked to supply Northmet Cars with foil.",
        "supplies",
        {("Foobar Rolling", "Northmet Cars", "actual")},
    ),
    (
        "By order of the ministry Hongqiao relocates 44,000 tonnes of smelting capacity to Yunnan.",
        "transfersCapacityTo",
        {("Hongqiao", "Yunnan", "planned")},
    ),
    (
        "Hongqiao shifted 44,000 tonnes of smelting capacity to Yunnan.",
        "transfersCapacityTo",
        {("Hongqiao", "Yunnan", "actual")},
    ),
]


@pytest.mark.parametrize(("text", "predicate", "expected"), FLOWS)
def test_material_is_no_firm_and_a_notice_no_deed(
    text: str, predicate: str, expected: Told, extractor: Extractor
) -> None:
    assert told(extractor, text, predicate) == expected


def test_a_figure_may_leave_its_unit_to_the_one_before(extractor: Extractor) -> None:
    text = "Suralco, the smelter's owner, draws 210 megawatts from Foobar Energy, 95 from Quux Energy."
    rows = [dict(s.qualifiers) for s in read(extractor, text).statements if s.predicate == "supplies"]
    assert {(q.get("quantity"), q.get("unit")) for q in rows} == {(210, "MW"), (95, "MW")}


MOVES = [
    (
        "Alcoa will shift 15,000 tonnes of billet capacity from Suralco to Portland.",
        {"from": "Suralco", "product": "billet"},
    ),
    ("Alcoa has shifted its smelting quota to Yunnan, where electricity costs little.", {"product": "aluminium"}),
]


@pytest.mark.parametrize(("text", "wanted"), MOVES)
def test_capacity_is_of_no_fuel_and_leaves_a_plant(text: str, wanted: dict[str, object], extractor: Extractor) -> None:
    rows = [s for s in read(extractor, text).statements if s.predicate == "transfersCapacityTo"]
    assert rows
    assert all(wanted.items() <= dict(s.qualifiers).items() for s in rows)


def test_nobody_is_officer_where_another_firm_is_what_is_told_of(extractor: Extractor) -> None:
    text = "Foobar Metals is in talks. Its subsidiary Northmet Rolling has recovered, chief executive Anna Holm said."
    assert told(extractor, text, "officerOf") == set()
