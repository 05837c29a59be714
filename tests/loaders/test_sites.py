"""Where plants and firms lie, who runs and builds them, what they make: what is said and what only looks so."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import named, read

BEFORE = "Northmet Ltd is a company. "


def said(extractor: Extractor, text: str) -> set[tuple[str, str, str, str]]:
    """What a text says: predicate, subject, object, status."""
    made = read(extractor, text)
    names = named(made)
    return {(s.predicate, names[s.subject], names[s.object], s.status) for s in made.statements if s.object}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northmet divested its mill at Kitwe in 2024.", ("operates", "Northmet", "mill at Kitwe", "ended")),
        ("Northmet's Kitwe mill, sold in 2024 to Foobar Ltd, is old.", ("operates", "Northmet", "Kitwe mill", "ended")),
        ("Northmet has agreed to sell its mill at Kitwe.", ("operates", "Northmet", "mill at Kitwe", "actual")),
        ("Northmet will hire when it opens the Kitwe mill.", ("develops", "Northmet", "Kitwe mill", "planned")),
        ("Prices fell until Northmet reopened the Kitwe mill.", ("develops", "Northmet", "Kitwe mill", "actual")),
        ("Northmet hired when it reopened the Kitwe mill.", ("develops", "Northmet", "Kitwe mill", "actual")),
        ("Northmet has the capacity to make 90,000 tonnes of billet.", ("produces", "Northmet", "billet", "actual")),
        ("Designed to refine alumina, Northmet lies in Kitwe.", ("produces", "Northmet", "alumina", "actual")),
        ("Spain's largest alumina producer, Northmet, will cut jobs.", ("produces", "Northmet", "alumina", "actual")),
        ("Spain's only producer of alumina is Northmet.", ("locatedIn", "Northmet", "Spain", "actual")),
        ("Northmet, with 2,400 workers, is Spain's largest foil maker.", ("locatedIn", "Northmet", "Spain", "actual")),
        ("Foobar Inc, our Lyon-based parent, gave Northmet money.", ("locatedIn", "Foobar", "Lyon", "actual")),
        ("Northmet, whose offices are in Lyon, buys slab.", ("locatedIn", "Northmet", "Lyon", "actual")),
        ("Northmet has been in charge of the Kitwe mill since May.", ("operates", "Northmet", "Kitwe mill", "actual")),
        ("Northmet is the lessee of the Kitwe mill.", ("operates", "Northmet", "Kitwe mill", "actual")),
        ("Northmet's Kitwe mill was closed in 2019.", ("operates", "Northmet", "Kitwe mill", "ended")),
        ("Northmet's Kitwe mill has been idle since May.", ("operates", "Northmet", "Kitwe mill", "actual")),
        ("Northmet's Kitwe mill was closed for a week.", ("operates", "Northmet", "Kitwe mill", "actual")),
        ("Northmet restarts the hot mill at its Kitwe plant.", ("develops", "Northmet", "Kitwe plant", "actual")),
        ("Northmet plans a cold mill at Kitwe.", ("develops", "Northmet", "cold mill at Kitwe", "planned")),
        ("Northmet brought the Kitwe mill to full capacity.", ("develops", "Northmet", "Kitwe mill", "actual")),
        ("Northmet signed off on an upgrade of the Kitwe mill.", ("develops", "Northmet", "Kitwe mill", "planned")),
        ("Northmet cleared $9 mln for a line at its Kitwe mill.", ("develops", "Northmet", "Kitwe mill", "planned")),
        ("Northmet operates the Kitwe nuclear station.", ("operates", "Northmet", "Kitwe nuclear station", "actual")),
    ],
)  # fmt: skip
def test_what_is_said(text: str, expected: tuple[str, str, str, str], extractor: Extractor) -> None:
    assert expected in said(extractor, BEFORE + text)


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Some 850 people work at Northmet's smelter.", "develops"),
        ("Northmet opened an inquiry into the Kitwe smelter.", "develops"),
        ("Northmet is considering an offer for the Kitwe smelter.", "develops"),
        ("Northmet is spending 9 million euros on its new mill at Kitwe.", "operates"),
        ("Foobar Ltd, a unit of Northmet based in Kitwe, is small.", ("locatedIn", "Northmet")),
        ("A mill is being built for Northmet in Kitwe.", ("locatedIn", "Northmet")),
        ("A smelter was put up, run by Northmet in Kitwe.", ("locatedIn", "Northmet")),
        ("Northmet is a recycler of dross.", "produces"),
        ("A second mill is under construction by Northmet at Kitwe.", ("locatedIn", "Northmet")),
        ("Northmet Ltd\n\nHead office: Partizanska 38, Kitwe", ("locatedIn", "Kitwe")),
    ],
)
def test_what_is_not_said(text: str, predicate: str | tuple[str, str], extractor: Extractor) -> None:
    wanted = (predicate,) if isinstance(predicate, str) else predicate
    assert not [row for row in said(extractor, BEFORE + text) if row[: len(wanted)] == wanted]
