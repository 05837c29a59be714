"""Extraction does not fall below what it has reached, and finds each predicate and metric somewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ontology.load import ontology
from tests.score.__main__ import OWN, claims, group, total
from tests.score.match import DEV, Tally, tally


@cache
def scores(folder: Path) -> dict[str, Tally]:
    """The counts of each document of a set."""
    return {name: tally(name, rows, folder) for name, rows in claims(folder).items()}


@pytest.mark.parametrize(
    ("folder", "groups", "precision", "recall"),
    [
        (DEV, ("own", "seed", "zh"), 0.94, 0.82),
        (DEV, ("rtr",), 0.88, 0.65),
        (DEV, ("zh",), 0.90, 0.55),
    ],
)
def test_scores_stay(folder: Path, groups: tuple[str, ...], precision: float, recall: float) -> None:
    counts = total(c for name, c in scores(folder).items() if group(name) in groups)
    p, r = counts.figures(counts.names)[:2]
    assert (p >= precision, r >= recall) == (True, True), f"precision {p:.3f}, recall {r:.3f}"


def test_status_and_qualifiers_are_right() -> None:
    counts = total(scores(DEV).values())
    assert counts.status[True] / counts.status.total() >= 0.95
    assert counts.qualifiers[True] / counts.qualifiers.total() >= 0.90


def test_every_predicate_and_metric_is_found() -> None:
    """Precision is never bought with silence about one of them."""
    found = total(c for folder in (DEV, OWN / "tuned", OWN / "held") for c in scores(folder).values()).right
    wanted = {*ontology().predicates, *(f"#{m}" for m in ontology().metrics)}
    assert {name for name in wanted if not found[name]} == set()
