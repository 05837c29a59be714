"""Texts that name their firm once or only above the text, and firms that are spoken of by what they do in a deal."""

from __future__ import annotations

import pytest

from graph.statement import Document
from loaders.pipeline import Extractor

PROFILE = """Solverk Bruk

Maker of aluminium profiles in Vetlanda, Sweden, and part of the Hedin group since 2004. There are two extrusion plants,
in Vetlanda and in Finspång, and a foundry in Åseda. The company has a 40 percent share in the recycler Metallretur.
Customers include Volvo. Managing director is Eva Lindqvist.
"""
NEWS = """Mecasa: profits up, mill to be widened

The company earned 34 million euros last year. It employs 1,450 people at its rolling mill in Zaragoza.
"""
ISSUER = """CURRENT REPORT
Date of report: 14 November 2022
Name of the issuer: Granvik S.A.

The rolling mill in Slatina worked normally. Demand fell.
"""
PAPER = """Lightmetal Weekly

The company earned 34 million euros last year.
"""
DEAL = """Title

Mecasa has agreed to buy Delmar Foil from Norsal Oy. The seller runs a smelter in Vadheim. The buyer has a mill
in Bilbao.
"""
TWO = """Title

Tarkwa Bauxite signed a contract with Norsal Oy. The latter runs a refinery in Sandvika. Both companies are controlled
by Hydral Holding.
"""
VENTURE = """Title

Mecasa and Norsal Oy set up a joint venture, Iberal. The venture will build a rolling mill in Zaragoza.
"""
DAUGHTER = """Tarnov Metals SA

Tarnov Metals casts billet. Our unit Korvin Foil GmbH sells in Austria. Dracht Energie provides power to the company.
Its stock is quoted on the Vienna Stock Exchange. Marlow Alloys gets 9,000 tonnes of slab off us every year.
"""
SUPPLIER = """Marlow Alloys Ltd

Marlow Alloys rolls sheet. Ketta Power Ltd sells electricity to the company. It also owns Bran Dam Ltd.
"""
DIGEST = """Digest

* Belcor Aluminium idles its works.
* Nordal Aluminium made less foil. The utility Enova Energy has the largest holding.
"""


def said(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    """What a text says: predicate, subject, object or value."""
    made = extractor(Document("doc/page", "page", "", text=text))
    names = {e.id: e.name for e in made.entities}
    return {(s.predicate, names[s.subject], names.get(s.object or "", str(s.value))) for s in made.statements}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (PROFILE, {("produces", "Solverk Bruk", "extrusions"), ("locatedIn", "Solverk Bruk", "Vetlanda")}),
        (PROFILE, {("owns", "Hedin", "Solverk Bruk"), ("owns", "Solverk Bruk", "Metallretur")}),
        (PROFILE, {("operates", "Solverk Bruk", f"extrusion plant at {p}") for p in ("Vetlanda", "Finspång")}),
        (PROFILE, {("officerOf", "Eva Lindqvist", "Solverk Bruk"), ("supplies", "Solverk Bruk", "Volvo")}),
        (NEWS, {("profit", "Mecasa", "34000000.0"), ("operates", "Mecasa", "rolling mill at Zaragoza")}),
        (ISSUER, {("operates", "Granvik", "rolling mill at Slatina")}),
        (DEAL, {("operates", "Norsal", "smelter at Vadheim")}),
        (DEAL, {("operates", "Mecasa", "mill at Bilbao")}),
        (TWO, {("operates", "Norsal", "refinery at Sandvika")}),
        (TWO, {("owns", "Hydral Holding", "Tarkwa Bauxite"), ("owns", "Hydral Holding", "Norsal")}),
        (DAUGHTER, {("supplies", "Dracht Energie", "Tarnov Metals"), ("owns", "Tarnov Metals", "Korvin Foil")}),
        (DAUGHTER, {("listedOn", "Tarnov Metals", "Vienna Stock Exchange")}),
        (DAUGHTER, {("supplies", "Tarnov Metals", "Marlow Alloys")}),
        (SUPPLIER, {("supplies", "Ketta Power", "Marlow Alloys"), ("owns", "Ketta Power", "Bran Dam")}),
        (DIGEST, {("owns", "Enova Energy", "Nordal Aluminium")}),
        (VENTURE, {("develops", "Iberal", "rolling mill at Zaragoza")}),
    ],
)  # fmt: skip
def test_who_is_meant(extractor: Extractor, text: str, rows: set[tuple[str, str, str]]) -> None:
    assert said(extractor, text) >= rows


def test_a_paper_above_the_text_is_no_firm_of_it(extractor: Extractor) -> None:
    assert said(extractor, PAPER) == set()


def test_two_firms_of_three_are_nobody(extractor: Extractor) -> None:
    text = TWO.replace("with Norsal Oy", "with Norsal Oy and Mecasa Ltd")
    assert not [row for row in said(extractor, text) if row[0] in ("owns", "operates")]


def test_the_firm_that_is_called_ours_is_not_who_speaks(extractor: Extractor) -> None:
    text = "Castings\n\nOur subsidiary Orban Castings Ltd pours wheels. We operate two mills in Graz.\n"
    assert not [row for row in said(extractor, text) if row[0] == "operates"]
