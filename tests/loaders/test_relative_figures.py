"""How certain a figure is that a relative clause tells: its own verb says so, not the main clause's."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import statements


def statuses(extractor: Extractor, text: str) -> set[tuple[str, str]]:
    return {(s.predicate, s.status) for s in statements(extractor, text) if s.figure}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foobar will buy the Graz rolling mill, which employs 400 people.", ("employees", "actual")),
        ("Foobar is to sell its Graz rolling mill, where 400 people work.", ("employees", "actual")),
        ("Power will go to the Graz smelter, where Foobar employs around 400 people.", ("employees", "actual")),
        ("Metal will come from the Graz smelter, which can make 120,000 tonnes a year.", ("capacity", "actual")),
        ("Foobar plans to cut output at its Graz smelter, where it made 90,000 tonnes.", ("production", "actual")),
        ("The Graz mill, which closed in 2010, will employ 400 people.", ("employees", "planned")),
        ("The Graz mill, which employs 400 people, will be closed in May.", ("employees", "actual")),
        ("Foobar will build a rolling mill in Graz, where it will employ 400 people.", ("employees", "planned")),
        ("Foobar, which owns the mill in Graz, plans to employ 400 people there.", ("employees", "planned")),
        ("Foobar builds a smelter in Graz, with a planned capacity of 90,000 tonnes a year.", ("capacity", "planned")),
    ],
)  # fmt: skip
def test_the_verb_beside_the_figure_tells(extractor: Extractor, text: str, expected: tuple[str, str]) -> None:
    assert statuses(extractor, text) == {expected}
