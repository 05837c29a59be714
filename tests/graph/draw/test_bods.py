"""BODS 0.4: the official checker has nothing to say against it, and it says what the answer says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from graph.draw.bods import bods, uri
from graph.draw.picture import Known, picture
from graph.ownership.answer import holdings, owners
from tests.graph.draw.checker import faults
from tests.graph.draw.faces import face, link
from tests.graph.draw.strategies import answers
from tests.graph.ownership.shares import OVER_HALF, SOME, held

CROSS = {("X", "A"): 60.0, ("Y", "A"): 10.0, ("B", "A"): 30.0, ("A", "B"): 20.0, ("Z", "B"): 80.0}
TYPES = {"person/x": "Person", "org/g": "GovernmentBody", "org/i": "Institute", "org/?": "Place"}
KNOWN = {
    "org/t": Known("Company", ("CN", "China"), (("lei", "5493001KJTIIGC8Y1R12"), ("wikidata", "Q1"))),
    "site/s": Known("AluminiumSmelter", ("AU", "Australia")),
}
AWKWARD = face(
    "org/t",
    {
        ("org/b", "org/t"): (50, 100),
        ("person/x", "org/b"): 100,
        ("org/g", "person/x"): 33.333333,  # what cannot be, but documents say it
        ("org/i", "org/t"): (0, 100),
        ("org/t", "org/b"): 5,
        ("org/t", "org/t"): 1,
        ("org/?", "org/i"): 0,
    },
    items={"org/b": (50, 100), "person/x": (50, 100), "org/g": 16.6, "org/i": (0, 100), "org/?": (0, 1)},
    names={"org/b": '<"Ё & 宏桥\x00'},
    types=TYPES,
    planned=[link(("org/new", "org/t"), 10, None, "planned")],
)


def package(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(bods(picture(answer, KNOWN), date(2025, 9, 1)))
    return found


def details(statements: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {s["recordId"]: s["recordDetails"] for s in statements}


@pytest.mark.parametrize(
    "answer",
    [
        owners(held(CROSS), "B").as_dict(),
        owners(held({("P", "C"): OVER_HALF, ("Q", "C"): SOME, ("C", "D"): 100}), "D").as_dict(),
        holdings(held(CROSS), "X", rule="ofac-50").as_dict(),
        holdings(held({("X", "A"): 60, ("A", "site/s"): 100}), "X").as_dict(),
        owners(held({}), "A").as_dict(),
        AWKWARD,
    ],
    ids=["cross", "ranges", "ofac", "site", "nobody", "awkward"],
)
def test_the_checker_accepts(answer: dict[str, Any], tmp_path: Path) -> None:
    assert faults(bods(picture({**answer, "as_of": "2025-01-01"}, KNOWN)), tmp_path) == []


def test_the_checker_would_say_so(tmp_path: Path) -> None:
    made = package(AWKWARD)
    made[0]["recordDetails"]["colour"] = "blue"
    made[1]["recordDetails"]["entityType"] = {"type": "spaceship"}
    made[-1]["declarationSubject"] = "nowhere"
    assert len(faults(json.dumps(made), tmp_path)) == 3


@settings(max_examples=60, deadline=None)
@given(answer=answers(most=7))
def test_a_statement_stands_after_those_that_it_refers_to(answer: dict[str, Any]) -> None:
    seen: set[str] = set()
    parts: set[str] = set()
    made = package(answer)
    for statement in made:
        d = statement["recordDetails"]
        assert {d[end] for end in ("subject", "interestedParty") if end in d} <= seen
        assert set(d.get("componentRecords", ())) <= seen
        parts |= set(d.get("componentRecords", ()))
        seen.add(statement["recordId"])
    assert len(seen) == len(made)
    assert {s["recordId"] for s in made if s["recordDetails"]["isComponent"]} <= parts


def test_what_a_package_says() -> None:
    made = package(AWKWARD)
    found = details(made)
    assert found["org/t"]["entityType"]["type"] == "registeredEntity"
    assert found["org/t"]["jurisdiction"] == {"name": "China", "code": "CN"}
    assert found["org/t"]["identifiers"][0]["scheme"] == "XI-LEI"
    assert found["org/g"]["entityType"]["type"] == "stateBody"
    assert found["org/?"]["entityType"]["type"] == "unknownEntity"
    assert "org/new" not in found
    assert {s["declarationSubject"] for s in made} == {"org/t"}
    assert len({s["statementId"] for s in made}) == len(made)
    direct = next(s for s in made if s["recordId"] == "org/b owns org/t")
    assert direct["recordDetails"]["interests"][0]["share"] == {"minimum": 50, "maximum": 100}
    assert direct["statementDate"] == "2025-07-01"
    assert direct["source"]["url"] == "https://example.org/news?a=1&b=2"
    assert "Its parent is told here." in direct["source"]["description"]


def test_an_indirect_holding_lists_what_is_on_the_way() -> None:
    answer = face("T", {("B", "T"): 50, ("A", "B"): 60}, items={"A": 30}, types={"A": "Person"})
    found = details(package(answer))
    whole = found["A owns T by integrated"]
    assert whole["componentRecords"] == ["B", "A owns B", "B owns T"]
    assert whole["interests"][0]["share"] == {"exact": 30}
    assert whole["interests"][0]["directOrIndirect"] == "indirect"
    assert (whole["subject"], whole["interestedParty"]) == ("T", "A")
    assert {id: d["isComponent"] for id, d in found.items()} == {
        "T": False,
        "A": False,
        "B": True,
        "A owns B": True,
        "B owns T": True,
        "A owns T by integrated": False,
    }
    assert found["A"]["personType"] == "knownPerson"


def test_a_range_without_its_low_end_stays_so() -> None:
    told = {"statement": "s", "owner": "P", "owned": "C", "low": 50.0, "high": 100.0, "low_included": False}
    found = details(package(face("C", {("P", "C"): (50.0, 100.0)}, assumptions=[told])))
    assert found["P owns C"]["interests"][0]["share"] == {"exclusiveMinimum": 50, "maximum": 100}


def test_statements_are_never_dated_after_their_publication() -> None:
    later = package({**AWKWARD, "as_of": "2031-01-01"})
    assert max(s["statementDate"] for s in later) == "2025-09-01"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://例.com/a", None),
        ("file:///tmp/a.txt", None),
        (None, None),
        ("https://example.org/铝 b", "https://example.org/%E9%93%9D%20b"),
        ("https://example.org/%E9?x=1#y", "https://example.org/%E9?x=1#y"),
    ],
)
def test_addresses(url: str | None, expected: str | None) -> None:
    assert uri(url) == expected
