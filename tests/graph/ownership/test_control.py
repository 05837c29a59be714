"""Who controls under each rule, and the sentences on where rules disagree."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ownership.control import ASKED, control
from ontology.errors import InputError
from tests.graph.ownership.shares import OVER_HALF, held

SPLIT = {("P", "A"): 52.0, ("A", "C"): 48.0, ("P", "B"): 51.0, ("B", "C"): 12.0, ("Q", "C"): 40.0}


def told(data: dict[str, Any], id: str) -> dict[str, Any]:
    """The item of an entity."""
    (item,) = [i for i in data["items"] if i["id"] == id]
    return item


def test_a_table_of_owners_by_rules() -> None:
    data = control(held(SPLIT), "C").as_dict()
    assert data["rule"] == list(ASKED)
    assert data["threshold"] == {"eu-amlr": 25, "ofac-50": 50, "majority": 50, "integrated": 50, "weakest-link": 20}
    rules = told(data, "P")["rules"]
    assert rules["eu-amlr"] == {
        "low": pytest.approx(31.08),
        "high": pytest.approx(31.08),
        "threshold": 25,
        "meets": "certainly",
    }
    assert rules["ofac-50"] == rules["majority"] == {"low": 60, "high": 60, "threshold": 50, "meets": "certainly"}
    assert (rules["integrated"]["meets"], rules["weakest-link"]["low"]) == ("no", 48)
    assert told(data, "A")["direct"] == {"low": 48, "high": 48}
    assert {(p["owner_id"], p["owned_id"]) for p in told(data, "P")["proof"]} == set(SPLIT) - {("Q", "C")}
    assert all(p["statements"][0]["statement"] for i in data["items"] for p in i["proof"])
    assert data["items"][0]["id"] == "P"


def test_where_the_rules_disagree_is_told_in_plain_words() -> None:
    data = control(held(SPLIT), "C", {"eu-amlr": 32, "integrated": 32}).as_dict()
    words = {d["id"]: d for d in data["disagreements"]}
    assert words["P"]["certainly"] == ["ofac-50", "majority", "weakest-link"]
    assert words["P"]["no"] == ["eu-amlr", "integrated"]
    assert words["P"]["why"] == (
        "P holds 60 % through companies of which it holds half or more, enough for ofac-50 (50 %) and "
        "majority (over 50 %); 48 % at the narrowest link of its widest chain, enough for weakest-link (20 %), "
        "but 31.08 % by multiplication, too little for eu-amlr (32 %) and integrated (32 %)"
    )
    assert words["Q"]["why"] == (
        "Q holds 40 % itself, enough for eu-amlr (32 %), integrated (32 %) and weakest-link (20 %) "
        "but too little for ofac-50 (50 %) and majority (over 50 %)"
    )


def test_half_is_a_block_and_no_majority_and_possibly_is_said_so() -> None:
    half = control(held({("P", "J"): 50, ("Q", "J"): 50}), "J", {"eu-amlr": 25}).as_dict()
    assert [d["id"] for d in half["disagreements"]] == ["P", "Q"]
    assert half["disagreements"][0]["no"] == ["majority"]
    assert "too little for majority (over 50 %)" in half["disagreements"][0]["why"]
    some = control(held({("P", "S"): OVER_HALF, ("S", "T"): (45, 55)}), "T").as_dict()
    (s,) = [d for d in some["disagreements"] if d["id"] == "S"]
    assert s["possibly"] == ["ofac-50", "majority", "integrated"]
    assert "perhaps enough for ofac-50" in s["why"]
    assert "45 to 55 % itself" in s["why"]


def test_rules_that_agree_are_no_disagreement() -> None:
    m = held({("P", "C"): 80, ("Q", "C"): 5})
    assert control(m, "C").as_dict()["disagreements"] == []
    assert control(m, "P").owners == ()


def test_wrong_questions_of_control() -> None:
    m = held(SPLIT)
    with pytest.raises(InputError, match="integrated, eu-amlr, ofac-50, majority, weakest-link"):
        control(m, "C", {"thirds": 20})
    for percent in (-1, 101, float("nan")):
        with pytest.raises(InputError, match="threshold"):
            control(m, "C", {"eu-amlr": percent})
