"""Posts told by other turns: charge assumed, a predecessor, a second post, one that somebody had elsewhere."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read, relations

Row = tuple[str, str, str, object]


def posts(extractor: Extractor, body: str, title: str = "Title") -> set[Row]:
    """Who has which post where, and how it stands."""
    made = read(extractor, body, title)
    names = named(made)
    found = [s for s in made.statements if s.predicate == "officerOf"]
    return {(names[s.subject], names[s.object or ""], s.status, s.qualifiers.get("role")) for s in found}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norsal said Anil Sen has taken over as CFO following the death of Ravi Das.",
            ("Anil Sen", "Norsal", "actual", "CFO"),
        ),
        (
            "Anil Sen assumed the charge of managing director (MD) of Norsal on Friday.",
            ("Anil Sen", "Norsal", "actual", "managing director"),
        ),
        (
            "Anna Holm became president of Norsal. His predecessor was Jane Roe.",
            ("Jane Roe", "Norsal", "ended", "president"),
        ),
        (
            "Norsal's finance director Anna Holm, who is also the chairwoman of Dracht, said no.",
            ("Anna Holm", "Dracht", "actual", "chairwoman"),
        ),
        (
            "Jane Roe, head of the Dracht Council and former director at Norsal, spoke.",
            ("Jane Roe", "Norsal", "ended", "director"),
        ),
        ("Former Hedin Corp chairman Jane Roe said so.", ("Jane Roe", "Hedin", "ended", "chairman")),
        ("Norsal is bankrupt. Jane Roe stays treasurer for now.", ("Jane Roe", "Norsal", "actual", "treasurer")),
        ("Anil Rao, CFO, Norsal, agreed.", ("Anil Rao", "Norsal", "actual", "CFO")),
        (
            "Hedin Kraft sells power to the Karsk smelter of Dracht Metall. Jane Roe took over as plant manager.",
            ("Jane Roe", "Dracht Metall", "actual", "plant manager"),
        ),
    ],
)  # fmt: skip
def test_posts(extractor: Extractor, text: str, row: Row) -> None:
    assert row in posts(extractor, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Title", "Dracht Trading took the mill in May. The deal is good for Norsal, chairman Ole Berg said."),
        ("GOVERNMENT OF QUEBEC", "Premier Anna Holm revoked the licence of Norsal Aluminium."),
        ("Title", "Anna Holm took charge of the furnaces at Norsal."),
        ("Title", "Anna Holm is president of Norsal. She takes over from Jane Roe as head of a choir."),
    ],
)
def test_posts_of_nobody(extractor: Extractor, title: str, text: str) -> None:
    known = {("Anna Holm", "Norsal", "actual", "president")}
    assert posts(extractor, text, title) <= known


def test_no_firm_is_an_officer(extractor: Extractor) -> None:
    assert {row[0] for row in posts(extractor, "Anil Rao, CFO, Norsal, agreed.")} == {"Anil Rao"}


@pytest.mark.parametrize(
    "text",
    [
        "Oleg Petrov, 54, has run Foobar Metals since 2019.",
        "Oleg Petrov (54) has led Foobar Metals since 2019.",
        "Oleg Petrov, aged 54, became chief executive of Foobar Metals in May.",
        "Foobar Metals makes foil. Oleg Petrov, 54, is its chairman.",
    ],
)
def test_an_age_parts_nobody_from_what_he_does(extractor: Extractor, text: str) -> None:
    assert ("officerOf", "Oleg Petrov", "Foobar Metals") in relations(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Foobar Metals makes foil. The general manager of the company, Zhou Jianhua, was there.", "Zhou Jianhua"),
        (
            "Two managers have left Foobar Metals: Kofi Mensah (finance director) and Ama Osei (sales chief).",
            "Ama Osei",
        ),
        ("Foobar Metals makes foil. Mr Hallgren also sits on the board of Northmet AG.", "Mr Hallgren"),
        ("Qian Wenhui has run Foobar Metals since 2019.", "Qian Wenhui"),
    ],
)
def test_who_is_a_person(extractor: Extractor, text: str, name: str) -> None:
    assert ("Person", name) in {(e.type, e.name) for e in read(extractor, text).entities}


@pytest.mark.parametrize("name", ["Huang Aluminium", "Sun Cable", "Wang Metals", "Cheng Foils"])
def test_who_is_none(extractor: Extractor, name: str) -> None:
    made = read(extractor, f"{name} makes foil and sold 5,000 tonnes to Foobar Metals.")
    assert "Person" not in {e.type for e in made.entities}


def test_a_pronoun_is_whoever_holds_a_post(extractor: Extractor) -> None:
    said = posts(extractor, "Anna Holm is chairman of Foobar Metals. She is also president of Northmet AG.")
    assert {row[:2] for row in said} == {("Anna Holm", "Foobar Metals"), ("Anna Holm", "Northmet")}
    said = posts(extractor, "Anna Holm left Foobar Metals in May. She is now president of Northmet AG.")
    assert ("Anna Holm", "Northmet") not in {row[:2] for row in said}
