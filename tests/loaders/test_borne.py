"""Results in the passive are of whoever stands behind "by"."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import read, rows


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("A loss of 60 million rupees was suffered in 2021 by Foobar Metals.", "profit", "-6e+07"),
        ("Revenues of 300 million euros were posted by Foobar Metals in 2023.", "revenue", "3e+08"),
        ("A profit of 20 million dollars was reported by Foobar Metals for 2024.", "profit", "2e+07"),
        ("Losses of 14 million dollars were incurred by Foobar Metals in 2022.", "profit", "-1.4e+07"),
    ],
)
def test_who_had_it(extractor: Extractor, text: str, metric: str, value: str) -> None:
    assert rows(read(extractor, text)) == {(metric, "Foobar Metals", value)}


@pytest.mark.parametrize(
    "text",
    [
        "An output of 50,000 tonnes was reported by Foobar Metals Research.",
        "A loss of 60 million rupees was avoided by Foobar Metals.",
    ],
)
def test_who_had_it_not(extractor: Extractor, text: str) -> None:
    assert not any(p in ("profit", "revenue", "production") for p, *_ in rows(read(extractor, text)))
