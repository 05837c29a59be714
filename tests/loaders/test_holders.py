"""Who has how much of a firm that the clause does not name."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence
from tests.loaders.told import named, read

CASES = [
    (
        "Five shareholders stand behind Aluminerie Alouette. The first is Rio Tinto, with 40%. Marubeni holds 13.33% "
        "and Investissement Québec, the investment arm of the province, the last 6.67%.",
        {("org/rio-tinto", 40), ("org/marubeni", 13.33), ("org/investissement-quebec", 6.67)},
        "org/aluminerie-alouette",
    ),
    (
        "CBG is 51 percent owned by Halco Mining, in which Alcoa and Rio Tinto have 45 pct each and Dadco 10 pct.",
        {("org/alcoa", 45), ("org/rio-tinto", 45), ("org/dadco", 10)},
        "org/halco-mining",
    ),
    (
        "The shareholders of Queensland Alumina have met. Rio Tinto keeps 80 percent, Rusal the other 20.",
        {("org/rio-tinto", 80), ("org/rusal", 20)},
        "org/queensland-alumina",
    ),
    (
        "Halco Mining, a company whose owners are Hydro and Rio Tinto with 45% each and Dadco with 10%, has met.",
        {("org/dadco", 10), ("org/norsk-hydro", 45), ("org/rio-tinto", 45)},
        "org/halco-mining",
    ),
    (
        "In Alumar there are only two partners, Alcoa with 60 pct and South32 with 40 pct.",
        {("org/alcoa", 60), ("org/south32", 40)},
        "org/alumar",
    ),
    (
        "Hydro has handed its 55 percent of Queensland Alumina to Vale. Kaiser Aluminum, which is owned by Maxxam, "
        "keeps the other 45 percent.",
        {("org/kaiser-aluminum", 45)},
        "org/queensland-alumina",
    ),
    (
        "Kaiser is a unit of Suralco Holdings Inc., which belongs to Hydro (75 percent), Marubeni (20 percent) and "
        "Dadco (5 percent).",
        {("org/norsk-hydro", 75), ("org/marubeni", 20), ("org/dadco", 5)},
        "org/suralco-holdings",
    ),
    (
        "Alcoa has 65% of Queensland Alumina, Orvana Mining of Singapore, an affiliate of Vale, 22.5% and Dadco the "
        "other 12.5%.",
        {("org/alcoa", 65), ("org/orvana-mining", 22.5), ("org/dadco", 12.5)},
        "org/queensland-alumina",
    ),
    (
        "Work will be done by Boffa Mining. Chalco Hong Kong will hold 85% and Dadco 15% of its share capital.",
        {("org/chalco-hong-kong", 85), ("org/dadco", 15)},
        "org/boffa-mining",
    ),
    (
        "Halco Mining, which also controls the trader Dadco, has 23 percent of Alumar and Vale the remaining 77.",
        {("org/halco-mining", 23), ("org/vale", 77)},
        "org/alumar",
    ),
]


@pytest.mark.parametrize(("text", "expected", "of"), CASES)
def test_shares_are_those_of_the_firm_spoken_of(
    extractor: Extractor, text: str, expected: set[tuple[str, float]], of: str
) -> None:
    assert {(s, share) for s, o, share in _owned(extractor, text) if o == of} == expected


@pytest.mark.parametrize(
    "text",
    [
        "The shareholders of Queensland Alumina have met. Rio Tinto holds 80 percent of the market.",
        "The shareholders of Queensland Alumina have met. Rio Tinto has 80 percent and Rusal 70 percent.",
        "Queensland Alumina makes alumina. Output rose. Rio Tinto has 80 percent.",
        "The shareholders of Queensland Alumina have met. Rio Tinto has 80 percent of its 2.9 million tonnes running.",
        "The shareholders of Queensland Alumina have met. Rio Tinto has 80 percent of its smelting capacity running.",
    ],
)
def test_other_shares_are_none(extractor: Extractor, text: str) -> None:
    assert _owned(extractor, text) == []


def _owned(extractor: Extractor, text: str) -> list[tuple[str, str | None, object]]:
    rows = extractor(sentence(text)).statements
    return [(s.subject, s.object, s.qualifiers["share"]) for s in rows if s.predicate == "owns" and s.qualifiers]


@pytest.mark.parametrize(
    ("body", "held"),
    [
        (
            "Northmet Foil's shares are held by Balkal to the extent of 55% and by Ostmet to the extent of 45%.",
            {("Balkal", 55), ("Ostmet", 45)},
        ),
        (
            "The shares of Northmet are held by Foobar as to 30 percent and Balkal as to 70 percent.",
            {("Foobar", 30), ("Balkal", 70)},
        ),
        (
            "Currently Ostmet has three partners: Foobar (Sweden; 25%), Balkal (25%, Brazil), and Northmet (50%).",
            {("Foobar", 25), ("Balkal", 25), ("Northmet", 50)},
        ),
        (
            "Northmet Rolling is owned by Foobar (Germany, 51%) and Balkal (Italy, 49%).",
            {("Foobar", 51), ("Balkal", 49)},
        ),
        ("Northmet has two customers: Foobar (Canada, 40%) and Balkal (Austria, 20%).", set()),
    ],
)
def test_shares_in_brackets_and_behind_names(extractor: Extractor, body: str, held: set[tuple[str, float]]) -> None:
    made = read(extractor, body)
    names = named(made)
    assert {(names[s.subject], s.qualifiers.get("share")) for s in made.statements if s.predicate == "owns"} == held
