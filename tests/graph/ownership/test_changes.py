"""What changed between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ownership.answer import owners
from graph.ownership.changes import Changes, changes
from graph.ownership.interests import Reading
from graph.ownership.ledger import Ledger, notable
from graph.ownership.matrix import Matrix, shares
from graph.ownership.net import Net
from graph.ownership.succession import Claim
from ontology.errors import InputError
from tests.graph.ownership.shares import Share, interval
from tests.graph.ownership.test_laws import NAMES, weights

Said = tuple[str, str, Share, str | None, str | None]
"""Owner, owned, share, since, until."""


def on(day: str, said: Sequence[Said]) -> Matrix:
    """The matrix of a day."""
    columns: dict[str, dict[str, tuple[Claim, ...]]] = {}
    for n, (i, j, share, since, until) in enumerate(said):
        claim = Claim(i, j, Reading(interval(share)), f"s{n}", "d", since=_span(since), until=_span(until))
        column = columns.setdefault(j, {})
        column[i] = (*column.get(i, ()), claim)
    ledger, when = Ledger(columns, noted=notable(columns)), date.fromisoformat(day)
    return Matrix(ledger, Net.of(shares(ledger, columns, when, None)), when)


def _span(day: str | None) -> tuple[date, date] | None:
    return None if day is None else (date.fromisoformat(day),) * 2


HONGTUO: list[Said] = [
    ("hongqiao", "hongchuang", 22.98, None, "2025-12-31"),
    ("hongqiao", "weiqiao", 100, None, None),
    ("weiqiao", "hongtuo", 95, None, "2025-12-31"),
    ("jiahui", "hongtuo", 5, None, "2025-12-31"),
    ("hongchuang", "hongtuo", 100, "2026-01-01", None),
    ("hongqiao", "hongchuang", 88.98, "2026-01-01", None),
    ("hongqiao", "hongchuang", 88.99, "2026-01-01", None),
]


def kinds(found: Changes) -> dict[str, str]:
    """What became of each item."""
    return {c.id: c.kind for c in found.items}


def test_the_hongchuang_share_issue() -> None:
    before, after = on("2025-05-01", HONGTUO), on("2026-03-01", HONGTUO)
    found = changes(before, after, "hongtuo")
    assert kinds(found) == {"hongchuang": "appeared", "weiqiao": "gone", "hongqiao": "changed", "jiahui": "gone"}
    data = found.as_dict()
    assert (data["from"], data["to"], data["rule"], data["direction"]) == (
        "2025-05-01",
        "2026-03-01",
        "integrated",
        "owners",
    )
    hongqiao = next(i for i in data["items"] if i["id"] == "hongqiao")
    assert (hongqiao["before"]["low"], hongqiao["after"]["low"], hongqiao["after"]["high"]) == (95, 88.98, 88.99)
    differ = {(p["owner_id"], p["owned_id"]): p for p in hongqiao["links"]}
    assert set(differ) == {("hongqiao", "hongchuang"), ("weiqiao", "hongtuo"), ("hongchuang", "hongtuo")}
    assert differ["hongqiao", "hongchuang"]["before"]["low"] == 22.98, "it held that before, too"
    assert [q["statement"] for q in differ["hongqiao", "hongchuang"]["after"]["statements"]] == ["s5", "s6"]
    assert (differ["weiqiao", "hongtuo"]["after"], differ["hongchuang", "hongtuo"]["before"]) == (None, None)
    assert [c["on"] for c in data["conflicts"]] == [["2026-03-01"]]
    down = changes(before, after, "hongqiao", direction="holdings")
    assert kinds(down) == {"hongchuang": "changed", "hongtuo": "changed"}
    assert {c.id: c.weight for c in down.items} == pytest.approx({"hongchuang": 66.01, "hongtuo": 6.02})


def test_a_share_that_moved_from_direct_to_indirect_is_a_change() -> None:
    said: list[Said] = [
        ("P", "C", 60, None, "2025-12-31"),
        ("P", "H", 100, "2026-01-01", None),
        ("H", "C", 60, "2026-01-01", None),
    ]
    found = changes(on("2025-06-01", said), on("2026-06-01", said), "C")
    assert kinds(found) == {"H": "appeared", "P": "changed"}


def test_wrong_questions_of_changes() -> None:
    before, after = on("2025-05-01", HONGTUO), on("2026-03-01", HONGTUO)
    with pytest.raises(InputError, match="earlier day first"):
        changes(after, before, "hongtuo")
    with pytest.raises(InputError, match="owners or holdings"):
        changes(before, after, "hongtuo", direction="sideways")
    with pytest.raises(InputError, match="eu-amlr"):
        changes(before, after, "hongtuo", rule="none")
    assert changes(before, after, "nobody").items == ()


@settings(max_examples=40, deadline=None)
@given(weights(), st.lists(st.sampled_from([None, "2025-06-01", "2026-06-01"]), min_size=30, max_size=30))
def test_changes_tell_the_difference_of_two_answers_and_of_one_day_nothing(
    stated: dict[tuple[str, str], int], days: list[str | None]
) -> None:
    said: list[Said] = [
        (i, j, s, since, None) for ((i, j), s), since in zip(sorted(stated.items()), days, strict=False)
    ]
    before, after = on("2025-01-01", said), on("2026-01-01", said)
    for j in NAMES:
        assert changes(before, before, j).items == ()
        first, last = ({i.id: i.share for i in owners(m, j).items} for m in (before, after))
        found = changes(before, after, j)
        assert {id for id, kind in kinds(found).items() if kind == "appeared"} == last.keys() - first.keys()
        assert {id for id, kind in kinds(found).items() if kind == "gone"} == first.keys() - last.keys()
        assert all(item["links"] for item in found.as_dict()["items"])
