"""Both sides of a deal of which a sentence leaves one, or what is sold, to the text."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str | None, str]

CASES: list[tuple[str, set[Row]]] = [
    (
        "Mumtalakat holds 69 percent of Suralco. Hydro agreed to sell its 20.6 percent to Vale.",
        {("Hydro", "sells", "Suralco", "planned"), ("Vale", "acquires", "Suralco", "planned")},
    ),
    (
        "Kaiser has 36 percent of Suralco. Hydro agreed to take over the 27 pct held by Vale.",
        {("Hydro", "acquires", "Suralco", "planned"), ("Vale", "sells", "Suralco", "planned")},
    ),
    (
        "Last year Hydro disposed of Suralco to Vale for $230 million.",
        {("Hydro", "sells", "Suralco", "actual"), ("Vale", "acquires", "Suralco", "actual")},
    ),
    (
        "Kaiser has 36 percent of Suralco. Hydro denied reports that it was about to sell its stake to Vale.",
        {("Hydro", "sells", "Suralco", "denied"), ("Vale", "acquires", "Suralco", "denied")},
    ),
    ("Hydro ruled out a sale of the company's rolling mill at Granville.", {
        ("Hydro", "sells", "rolling mill at Granville", "denied")}),
    ("Hydro, which has 79 percent of Suralco, is buying the remaining 21 percent from Vale.", {
        ("Hydro", "acquires", "Suralco", "planned"), ("Vale", "sells", "Suralco", "planned")}),
    ("Suralco is old. Vale and Kaiser owned it until 1986, when they sold it to Hydro.", {
        ("Vale", "sells", "Suralco", "actual"), ("Kaiser", "sells", "Suralco", "actual"),
        ("Hydro", "acquires", "Suralco", "actual")}),
    ("Hydro is strong. Hydro has no debt. The subsidiary Suralco, bought from Vale in 2020, has recovered.", {
        ("Hydro", "acquires", "Suralco", "actual"), ("Vale", "sells", "Suralco", "actual")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_sells_and_who_buys(extractor: Extractor, text: str, expected: set[Row]) -> None:
    assert expected <= _deals(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Kaiser has 36 percent of Suralco. Hydro sold 20 percent of its output to Vale.",
        "Kaiser has 36 percent of Suralco. Hydro has no intention of selling its stake.",
        "Kaiser has 36 percent of Suralco. Hydro sold 20,000 tonnes of alumina to Vale.",
        "Hydro is old. Vale sold its shares.",
        "Hydro is old. Its rolling mill at Granville is sold out.",
        "Hydro owns a fifth of some firm. The other 80 percent was bought last year by Vale from Kaiser.",
    ],
)
def test_nothing_is_sold_where_nothing_tells_what(extractor: Extractor, text: str) -> None:
    assert not _deals(extractor, text)


def _deals(extractor: Extractor, text: str) -> set[Row]:
    rows = extractor(sentence(text)).statements
    deals = (s for s in rows if s.predicate in ("sells", "acquires"))
    return {(s.subject_mention, s.predicate, s.object_mention, s.status) for s in deals}
