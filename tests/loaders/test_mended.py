"""Asides and clauses that the parser hangs on the wrong word."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

OWNED = [
    (
        "Novelis is a subsidiary of Hindalco Industries, the metals arm of the Aditya Birla Group.",
        {("org/hindalco-industries", "org/novelis"), ("org/aditya-birla-group", "org/hindalco-industries")},
    ),
    (
        "Suralco, which belongs to Alumax SA, a company held 99.4 percent by Alcoa, can refine 600,000 tonnes "
        "of bauxite a year.",
        {("org/alumax", "org/suralco"), ("org/alcoa", "org/alumax")},
    ),
    (
        "They join the 850 who work at Suralco next door, which is shared out between Alcoa (60 percent) and Billiton "
        "(40 percent).",
        {("org/alcoa", "org/suralco"), ("org/billiton", "org/suralco")},
    ),
    (
        "The buyer is a unit of Alcoa of Pittsburgh, the owner of Suralco.",
        {("org/alcoa", "org/suralco")},
    ),
]


@pytest.mark.parametrize(("text", "owned"), OWNED)
def test_an_aside_is_of_the_name_before_it(extractor: Extractor, text: str, owned: set[tuple[str, str]]) -> None:
    rows = extractor(sentence(text)).statements
    assert {(s.subject, s.object) for s in rows if s.predicate == "owns"} == owned


MADE = [
    ("Northmet Aluminium, 60% owned by Foobar, can make 90,000 tonnes of alumina a year.", "org/northmet-aluminium"),
    ("Northmet Aluminium, 60 per cent held by Foobar, made 90,000 tonnes of alumina.", "org/northmet-aluminium"),
    ("In 2023 Northmet Aluminium (60% Foobar, 40% Zeta) made 90,000 tonnes of alumina.", "org/northmet-aluminium"),
    ("Northmet Aluminium, 60% of which Foobar sold to Zeta Metals, made 90,000 tonnes.", "org/northmet-aluminium"),
]


@pytest.mark.parametrize(("text", "whose"), MADE)
def test_who_holds_a_share_is_no_maker(extractor: Extractor, text: str, whose: str) -> None:
    rows = extractor(sentence(text)).statements
    assert {s.subject for s in rows if s.predicate in ("produces", "capacity", "production")} <= {whose}
