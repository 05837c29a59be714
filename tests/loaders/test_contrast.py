"""What is only asked, what words shut out, what never was; and sentences that broke the rules."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor
from tests.loaders.test_measure import figures
from tests.loaders.test_spoken import said


@pytest.mark.parametrize(
    "text",
    [
        "Did Alcoa buy Suralco?",
        "Q: Has Hydro sold Suralco to Alcoa?",
        "Does Suralco make 90,000 tonnes of alumina a year?",
        "Neither Alcoa nor Hydro owns a stake in Suralco.",
        "Suralco did not make a profit of $10 million in 2024.",
        "Had Suralco survived, it would have employed 600 people.",
        "Had prices held, Alcoa would have bought Suralco.",
        "Anna Lindqvist, the wife of Carl Nord, is a chairman of Suralco.",
    ],
)
def test_what_is_not_so_is_not_told(extractor: Extractor, text: str) -> None:
    told = said(read(extractor, text))
    assert not {row for row in told if not {"Carl Nord"}.isdisjoint(row)} if "Nord" in text else not told


def test_a_question_that_takes_it_for_granted_tells_it(extractor: Extractor) -> None:
    assert ("Alcoa", "acquires", "Suralco") in said(read(extractor, "Why did Alcoa buy Suralco?"))


@pytest.mark.parametrize(
    ("text", "claim", "false"),
    [
        (
            "Suralco will supply alumina to Alcoa rather than to Hydro.",
            ("Suralco", "supplies", "Alcoa"),
            ("Suralco", "supplies", "Hydro"),
        ),
        (
            "The Kitimat smelter, not the Alma smelter, belongs to Rio Tinto.",
            ("Rio Tinto", "owns", "Kitimat smelter"),
            ("Rio Tinto", "owns", "Alma smelter"),
        ),
    ],
)
def test_who_is_shut_out(
    extractor: Extractor, text: str, claim: tuple[str, str, str], false: tuple[str, str, str]
) -> None:
    told = said(read(extractor, text))
    assert claim in told
    assert false not in told


def test_material_is_no_firm(extractor: Extractor) -> None:
    text = "Hydro sells alumina. Suralco used to take its bauxite from Alcoa but now buys it from Hydro."
    assert not {row for row in said(read(extractor, text)) if row[1] in ("acquires", "sells")}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The Suralco smelter makes 220,000 tonnes of aluminium, 30,000 tonnes less than in 2015.", [220000]),
        ("Suralco made 120,000 tonnes of alumina, of which 30,000 tonnes went to Alcoa.", [120000]),
        (
            "Suralco's revenue and net profit were $410 million and $22 million in 2024, compared with "
            "$388 million and $31 million.",
            [410e6, 22e6],
        ),
    ],
)
def test_figures_that_are_none_of_its_own(extractor: Extractor, text: str, values: list[float]) -> None:
    assert {s.value for s in figures(extractor, text)} == set(values)


@pytest.mark.parametrize(
    "text",
    [
        "Hydro holds 30.3 pct of Suralco, Alcoa with 340,000.",
        "Hydro holds 30 percent of Suralco, and Alcoa ten.",
        "The Suralco smelter made 0 tonnes of aluminium (2023: 240).",
        "Alcoa takes 2 million tonnes of bauxite from Suralco, Hydro 1",
    ],
)
def test_no_sentence_breaks_the_document(extractor: Extractor, text: str) -> None:
    assert read(extractor, text).document.text


@pytest.mark.parametrize(
    ("text", "buyer"),
    [
        ("Lazard advised Hydro on the sale of Suralco to Alcoa.", "Alcoa"),
        ("Clifford Chance acted on the acquisition of Suralco by Alcoa.", "Alcoa"),
        ("Lazard arranged the sale of Suralco for $200 million.", ""),
    ],
)
def test_who_only_arranges_a_deal_is_none_of_its_parties(extractor: Extractor, text: str, buyer: str) -> None:
    dealt = {row[:2] for row in said(read(extractor, text)) if row[1] in ("acquires", "sells")}
    assert dealt == ({(buyer, "acquires")} if buyer else set())


@pytest.mark.parametrize(
    "text",
    [
        "Vale's Paragominas mine was to have been sold to Hydro in 2010.",
        "Anna Lindqvist's predecessor as chairman of Suralco, Carl Nord, resigned.",
    ],
)
def test_what_never_was_or_is_over(extractor: Extractor, text: str) -> None:
    told = read(extractor, text).statements
    assert not [
        s for s in told if s.predicate in ("acquires", "sells", "officerOf") and s.status not in ("ended", "denied")
    ]
