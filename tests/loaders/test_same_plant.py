"""When two phrases mean one plant and when not: bare town names, "its smelter", kinds, plants within plants."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.test_sites import said


def pairs(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    """What a text says, without the status."""
    return {row[:3] for row in said(extractor, text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quux runs the Tarvik mill. Quux plans to enlarge Tarvik.", ("develops", "Quux", "Tarvik mill")),
        ("Quux runs the Tarvik refinery. Tarvik makes alumina.", ("produces", "Tarvik refinery", "alumina")),
        ("Quux Oy plans to expand its Tarvik mill. Quux reopened its mill.", ("operates", "Quux", "Tarvik mill")),
        ("Quux runs the Tarvik mill. Ferrod closed its mill.", ("operates", "Ferrod", "Ferrod's mill")),
        ("Quux has a foundry in Lyon. It opened a cable works in Lyon.", ("develops", "Quux", "cable works at Lyon")),
        ("Quux has the Tarvik smelter. Beside the smelter a mill will be opened.", ("develops", "Quux", "Quux's mill")),
        ("Quux will build a mill worth 90 million euros in Spain.", ("develops", "Quux", "mill in Spain")),
        ("Quux has a plant on Tarvik Island.", ("locatedIn", "plant at Tarvik Island", "Tarvik Island")),
    ],
)  # fmt: skip
def test_what_is_said(extractor: Extractor, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in pairs(extractor, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quux runs the Tarvik mill. Ferrod has its head office at Tarvik.", {("locatedIn", "Ferrod", "Tarvik mill")}),
        ("Quux runs the Tarvik mill. Its second mill is in Lyon.", {("locatedIn", "Tarvik mill", "Lyon")}),
        ("Quux runs the Tarvik and Ghent mills. Quux reopened its mill.", {("develops", "Quux", "Tarvik mill")}),
        ("Quux has a smelter at Lund. A modern plant at Lund grew.", {("locatedIn", "plant at Lund", "Lund")}),
        ("Quux operates the only smelter in Southeast Asia.", {("operates", "Quux", "smelter at Southeast Asia")}),
        ("Tarvik owns Quux. Quux runs the Tarvik mill. Brelia wants Tarvik.", {("acquires", "Brelia", "Tarvik mill")}),
    ],
)  # fmt: skip
def test_what_is_not_said(extractor: Extractor, text: str, names: set[tuple[str, str, str]]) -> None:
    assert not names & pairs(extractor, text)
