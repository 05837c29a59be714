"""Subsidiaries whose owner the sentence does not name."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

UNITS = [
    "Alcoa did well. Alcoa has no debt. Suralco, a wholly owned subsidiary, made alumina.",
    "Alcoa did well. Alcoa has no debt. In Guyana, the subsidiary Suralco lost money.",
    "Alcoa did well. Alcoa has no debt. Its metals business includes Suralco, a wholly owned maker of foil.",
]
OTHERS = [
    "Alcoa did well. Alcoa has no debt. It sold power to Suralco, a former subsidiary.",
    "Alcoa did well. Alcoa has no debt. Rusal is a customer. Suralco, a subsidiary, makes alumina.",
    "Alcoa did well. Alcoa has no debt. Billiton said that Suralco, a wholly owned subsidiary, lost money.",
]


@pytest.mark.parametrize("text", UNITS)
def test_the_owner_is_the_firm_of_the_text(extractor: Extractor, text: str) -> None:
    assert _owned(extractor, text) == {("org/alcoa", "org/suralco")}


@pytest.mark.parametrize("text", OTHERS)
def test_nobody_owns_what_may_be_another_s(extractor: Extractor, text: str) -> None:
    assert ("org/alcoa", "org/suralco") not in _owned(extractor, text)


def _owned(extractor: Extractor, text: str) -> set[tuple[str, str | None]]:
    return {(s.subject, s.object) for s in extractor(sentence(text)).statements if s.predicate == "owns"}
