"""Bodies, exchanges and firms by names that only a list or a legal form tells."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.told import Row, read, relations


def said(extractor: Extractor, text: str) -> set[Row]:
    """What a text says: predicate, subject, object."""
    return relations(read(extractor, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ibama licensed Northmet Ltd.", ("approves", "Ibama", "Northmet")),
        ("Northmet Ltd was fined by the Bundeskartellamt.", ("approves", "Bundeskartellamt", "Northmet")),
        ("Northmet Ltd is listed on the Egyptian Exchange.", ("listedOn", "Northmet", "Egyptian Exchange")),
    ],
)
def test_known(extractor: Extractor, text: str, expected: tuple[str, str, str]) -> None:
    """Each is known by its name."""
    assert expected in {(p, s.removesuffix(" Ltd"), o) for p, s, o in said(extractor, text)}


@pytest.mark.parametrize("text", ["The HOSE of Northmet Ltd leaked.", "Northmet Ltd ships metal to Duma in Syria."])
def test_no_body(extractor: Extractor, text: str) -> None:
    """Words alike are no exchange and no parliament."""
    assert not {row for row in said(extractor, text) if row[0] in ("listedOn", "approves")}
