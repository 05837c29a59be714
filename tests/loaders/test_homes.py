"""Whose dollars bare dollars are: those of the country where the firm is at home, as far as the text tells."""

from __future__ import annotations

import pytest

from loaders.examples import read
from loaders.pipeline import Extractor


def units(extractor: Extractor, text: str) -> set[str]:
    """The currencies of all money that is stated of a text."""
    rows = read(extractor, text).statements
    return {u for s in rows for u in (s.unit, s.qualifiers.get("currency")) if isinstance(u, str) and len(u) == 3}


@pytest.mark.parametrize(
    "text",
    [
        "The Australian foil maker Foobar Rolling Ltd had a net profit of 14.2 mln dlrs in 1986.",
        "Foobar Rolling Ltd of Geelong had a net profit of 14.2 mln dlrs in 1986.",
        "Foobar Rolling Ltd, based in Melbourne, reported revenue of 88 mln dlrs for 1986.",
        "SYDNEY, March 3 - Foobar Rolling Ltd posted a net profit of 22.1 mln dlrs for 1986.",
        "SYDNEY, March 3 - Australian rolled products maker Foobar Foil Ltd has bought Alcoa's foil plant in Rosedale "
        "for 31 mln dlrs.",
        "MELBOURNE, March 3 - Foobar Rolling Ltd will spend 40 mln dlrs on a new cold mill.",
    ],
)
def test_dollars_of_a_firm_that_is_at_home_in_australia(extractor: Extractor, text: str) -> None:
    assert units(extractor, text) == {"AUD"}


@pytest.mark.parametrize(
    "text",
    [
        "Foobar Rolling Ltd had a net profit of 14.2 mln dlrs in 1986.",
        "HOUSTON, March 3 - Foobar Rolling Ltd posted a net profit of 22.1 mln dlrs for 1986.",
        "SYDNEY, March 3 - Kaiser Aluminum Corp posted a net profit of 22.1 mln dlrs for 1986.",
        "SYDNEY, March 3 - Foobar Rolling Ltd posted a net profit of 22.1 mln U.S. dlrs for 1986.",
        "The American foil maker Foobar Rolling Ltd, which buys Australian ingot, had a net profit of 14.2 mln dlrs.",
    ],
)
def test_dollars_of_others_are_those_of_the_united_states(extractor: Extractor, text: str) -> None:
    assert units(extractor, text) == {"USD"}
