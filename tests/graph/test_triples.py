"""Pattern look-ups over the merged view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.sqlite_store import SqliteStore
from graph.store import Store
from graph.triples import Rows, triples
from ontology.errors import InvalidQuery
from ontology.load import ontology
from tests.graph.record import company, extraction, figure, judged, relation, thing

A, B, C = company("Alpha"), company("Beta"), company("Gamma")
YUNNAN = thing("Place", "Yunnan")
FIRST = extraction(
    "first.txt",
    [A, B, C, YUNNAN],
    [
        relation(A, "owns", B, qualifiers={"share": 60}),
        relation(B, "transfersCapacityTo", YUNNAN, "planned", {"quantity": 5}, period="2025/2027"),
        relation(C, "partnerOf", A),
        figure(B, "capacity", 1000, product="aluminium", period="2024"),
    ],
    published="2025",
)
SECOND = extraction(
    "second.txt", [A, B, C], [relation(A, "owns", B, qualifiers={"share": 61}), relation(A, "owns", C, "rumoured")]
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Store]:
    with SqliteStore(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as opened:
        opened.put(FIRST)
        opened.put(SECOND)
        yield opened


def asked(record: Store, **pattern: Any) -> Rows:
    return triples(record, ontology(), **pattern)


def ends(found: Rows) -> list[tuple[str, str, str | None]]:
    return [(r.subject, r.predicate, r.object) for r in found.rows]


@pytest.mark.parametrize(
    "p", ["owns", "alu:owns", "https://w3id.org/potline/ns#owns", "<https://w3id.org/potline/ns#owns>"]
)
@pytest.mark.parametrize("s", ["org/alpha", "id:org/alpha", "id:org\\/alpha", "https://w3id.org/potline/id/org/alpha"])
def test_every_way_to_write_a_thing_is_the_same(record: Store, s: str, p: str) -> None:
    assert ends(asked(record, s=s, p=p)) == [("org/alpha", "owns", "org/beta"), ("org/alpha", "owns", "org/gamma")]


def test_a_row_holds_all_that_the_documents_say(record: Store) -> None:
    (row,) = asked(record, p="owns", status="actual").rows
    assert (row.subject_label, row.object_label, row.shown, row.conflict) == ("Alpha", "Beta", True, True)
    assert (row.qualifiers["share_min"], row.qualifiers["share_max"]) == (60, 61)
    assert set(row.documents) == {FIRST.document.id, SECOND.document.id}
    assert len(row.statements) == 2


def test_plans_and_figures_are_there_too(record: Store) -> None:
    found = asked(record, s="org/beta").rows
    assert [(r.predicate, r.status, r.shown) for r in found] == [
        ("capacity", "actual", False),
        ("transfersCapacityTo", "planned", True),
    ]
    assert (found[0].value, found[0].unit, found[0].product, found[0].object) == (1000, "t/a", "aluminium", None)


def test_objects_documents_and_symmetric_predicates(record: Store) -> None:
    assert ends(asked(record, o="place/yunnan")) == [("org/beta", "transfersCapacityTo", "place/yunnan")]
    assert ends(asked(record, s="org/gamma", p="partnerOf")) == [("org/alpha", "partnerOf", "org/gamma")]
    assert ends(asked(record, o="org/alpha")) == [("org/alpha", "partnerOf", "org/gamma")]
    assert {r.predicate for r in asked(record, document=SECOND.document.id).rows} == {"owns"}
    assert asked(record, s="org/nobody") == Rows((), 0)


def test_pages_are_cut_from_one_order(record: Store) -> None:
    whole = asked(record)
    assert whole.total == len(whole.rows) == 5
    pages = [asked(record, limit=2, offset=n) for n in (0, 2, 4)]
    assert tuple(r for page in pages for r in page.rows) == whole.rows
    assert {page.total for page in pages} == {5}


def test_merged_ids_answer_for_each_other(record: Store) -> None:
    record.judge(judged("same", B, C))
    assert ends(asked(record, s="org/alpha", p="owns", o="org/gamma", status="actual")) == [
        ("org/alpha", "owns", "org/beta")
    ]


def test_what_is_not_ours_is_refused_with_what_there_is(record: Store) -> None:
    with pytest.raises(InvalidQuery, match="there is no predicate or metric 'ownz'; there are owns,"):
        asked(record, p="ownz")
    with pytest.raises(InvalidQuery, match="an IRI here begins with"):
        asked(record, s="https://example.org/x")
    with pytest.raises(InvalidQuery, match="write id:"):
        asked(record, s="alu:owns")
