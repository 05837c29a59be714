"""Classes of words in patterns: a word of a class is known to every rule that uses the class."""

from __future__ import annotations

import re

import pytest

from loaders.lexicon import read
from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence


def said(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    """Subject, predicate and object of what a sentence states, as it names them."""
    rows = extractor(sentence(text)).statements
    return {(s.subject_mention, s.predicate, s.object_mention) for s in rows if not s.figure}


@pytest.mark.parametrize(
    "name", ["stake", "unit", "parent", "stock", "accord", "takeover", "buy", "about", "firm", "rank"]
)
def test_of_two_words_that_begin_alike_the_longer_one_is_tried_first(name: str) -> None:
    words = re.fullmatch(r"\(\?:([^()]*)\)", read()["syntax"]["signs"][name])
    assert words is not None
    found = words[1].split("|")
    assert len(found) == len(set(found))
    first = {w: k for k, w in enumerate(found)}
    assert not [(a, b) for a in found for b in found if b.startswith(f"{a} ") and first[a] < first[b]]


@pytest.mark.parametrize("trade", ["stockist", "research institute", "lender", "family-owned haulier", "remelter"])
def test_whatever_the_trade_a_firm_is_where_it_is_said_to_be(extractor: Extractor, trade: str) -> None:
    assert ("Brelia Metals Ltd", "locatedIn", "Lahti") in said(
        extractor, f"The scrap goes to Brelia Metals Ltd, a {trade} in Lahti."
    )


@pytest.mark.parametrize("stake", ["shareholding", "participation", "equity interest", "stakeholding"])
def test_whatever_a_part_of_a_firm_is_called_it_has_an_owner(extractor: Extractor, stake: str) -> None:
    text = f"Northmet AB increased its {stake} in Brelia Metals Ltd to 60 percent."
    assert ("Northmet AB", "owns", "Brelia Metals Ltd") in said(extractor, text)


@pytest.mark.parametrize("unit", ["subsidiary", "unit", "offshoot", "operating company"])
def test_whatever_a_subsidiary_is_called(extractor: Extractor, unit: str) -> None:
    text = f"Brelia Metals Ltd, a {unit} of Northmet AB, makes foil."
    assert ("Northmet AB", "owns", "Brelia Metals Ltd") in said(extractor, text)


@pytest.mark.parametrize("role", ["chief scientist", "chief metallurgist", "site manager", "harbour master"])
def test_posts_of_works_and_laboratories(extractor: Extractor, role: str) -> None:
    text = f'"We are happy," says Ingrid Lund, {role} at Brelia Metals Ltd.'
    assert ("Ingrid Lund", "officerOf", "Brelia Metals Ltd") in said(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Northmet AB, a maker of foil in Lahti, has a 60 percent participation in Brelia Metals Ltd.",
        "Northmet AB currently has a 60 percent participation in Brelia Metals Ltd.",
        "Brelia Metals Ltd, listed in Oslo, is a subsidiary of Northmet AB.",
        "Brelia Metals Ltd, however, is already a subsidiary of Northmet AB.",
    ],
)
def test_small_words_and_asides_do_not_hide_what_is_said(extractor: Extractor, text: str) -> None:
    assert ("Northmet AB", "owns", "Brelia Metals Ltd") in said(extractor, text)
