"""Partners by what they do or sign together."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

CASES = [
    (
        "Alcoa and Billiton agreed to modernise the smelter together for $545 million.",
        {("Alcoa", "Billiton", "actual")},
    ),
    ("Alcoa is building the dam with Billiton.", {("Alcoa", "Billiton", "actual")}),
    ("Alcoa plans to build a smelter in Iceland together with Billiton.", {("Alcoa", "Billiton", "planned")}),
    ("Alcoa is in talks on a strategic partnership with Billiton.", {("Alcoa", "Billiton", "rumoured")}),
    ("Alcoa and Billiton are to work side by side on a smelter.", {("Alcoa", "Billiton", "planned")}),
    ("The foundation agreement was signed in 2006 by Alcoa and Billiton.", {("Alcoa", "Billiton", "actual")}),
]
NONE = [
    "Alcoa is building the dam with help from Billiton.",
    "Alcoa and Billiton run the smelter.",
    "The other partners in Suralco are Alcoa and Billiton.",
    "Alcoa has no plan to build a smelter together with Billiton.",
    "Alcoa built the plant with Billiton as contractor.",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_does_or_signs_it_together(extractor: Extractor, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert _partners(extractor, text) == expected


@pytest.mark.parametrize("text", NONE)
def test_no_partner_is_who_only_stands_beside(extractor: Extractor, text: str) -> None:
    assert not _partners(extractor, text)


def _partners(extractor: Extractor, text: str) -> set[tuple[str, str | None, str]]:
    rows = extractor(sentence(text)).statements
    return {(s.subject_mention, s.object_mention, s.status) for s in rows if s.predicate == "partnerOf"}
