"""Who advises whom where the sentence leaves it to the text."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

CASES = [
    ("Suralco opened its order books. Goldman Sachs and Citi are joint sponsors of the listing.", "Citi", "Suralco"),
    ("Suralco builds a plant. The engineering firm IDOM is consultant to the project.", "IDOM", "Suralco"),
    ("Mazars Ltd is the auditor of Suralco and Questco Ltd its sponsor.", "Questco Ltd", "Suralco"),
    ("Lazard is acting as financial adviser and Mazars Ltd as tax adviser to Alcoa.", "Lazard", "Alcoa"),
    ("Suralco will sell a mine. Lazard acted as its financial adviser.", "Lazard", "Suralco"),
    ("Suralco makes alumina. The accounts were audited by the Court of Audit.", "Court of Audit", "Suralco"),
]


@pytest.mark.parametrize(("text", "adviser", "whom"), CASES)
def test_whose_adviser_it_is_stands_beside_or_is_whom_the_text_speaks_of(
    extractor: Extractor, text: str, adviser: str, whom: str
) -> None:
    assert (adviser, whom) in _advised(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Suralco makes alumina. Lazard may act as the adviser.",
        "Suralco makes alumina. Lazard is not the adviser.",
        "Suralco makes alumina. Lazard is adviser to the ministry.",
    ],
)
def test_no_adviser_where_nothing_says_whose(extractor: Extractor, text: str) -> None:
    assert not _advised(extractor, text)


def test_advisers_of_one_deal_do_not_advise_each_other(extractor: Extractor) -> None:
    text = "Suralco opened its order books. Goldman Sachs and Citi are joint sponsors of the listing."
    assert {whom for _, whom in _advised(extractor, text)} == {"Suralco"}


def _advised(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    found = extractor(sentence(text))
    return {(s.subject_mention, s.object_mention) for s in found.statements if s.predicate == "advises"}
