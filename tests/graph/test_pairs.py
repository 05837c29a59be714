"""Pairs of names of one thing and of two, as two documents would use them: tests/graph/data/pairs.tsv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.registry import Registry
from graph.resolve import Resolver
from loaders.registry import read_registry
from ontology.load import ontology


@dataclass(frozen=True)
class Pair:
    """Two names of things of one class, and whether they are one thing."""

    verdict: str
    type: str
    left: str
    right: str


def pairs() -> list[Pair]:
    """All pairs of the file."""
    path = Path(__file__).parent / "data" / "pairs.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(**row) for row in csv.DictReader(file, delimiter="\t")]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry()


def one(registry: Registry, pair: Pair) -> bool:
    """Whether two documents, one with each name, speak of one thing."""
    left, right = (Resolver(registry, ontology()).resolve(n, pair.type)[0].id for n in (pair.left, pair.right))
    return left == right


def test_there_are_enough_pairs_of_each_kind() -> None:
    verdicts = [p.verdict for p in pairs()]
    assert len(set(pairs())) == len(verdicts)
    assert verdicts.count("same") >= 80
    assert verdicts.count("different") >= 50


def test_names_of_one_thing_meet(registry: Registry) -> None:
    missed = [p for p in pairs() if p.verdict == "same" and not one(registry, p)]
    wanted = sum(p.verdict == "same" for p in pairs())
    assert len(missed) <= 0.05 * wanted, missed


def test_names_of_two_things_never_meet(registry: Registry) -> None:
    assert [p for p in pairs() if p.verdict == "different" and one(registry, p)] == []


def test_the_names_of_what_the_registry_keeps_apart_never_meet(registry: Registry) -> None:
    checked = 0
    for entry in registry.entries.values():
        for other in (registry.entries[id] for id in entry.never if id > entry.entity.id):
            checked += 1
            pair = Pair("different", entry.entity.type, entry.entity.name, other.entity.name)
            assert not one(registry, pair), pair
    assert checked > 100
