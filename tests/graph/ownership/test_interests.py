"""From statements to links: wordings, figures, dates, succession, what several documents say; over SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.ownership.answer import Matrix, chain, holdings, matrix, owners
from graph.ownership.interests import Interval, Reading, point, reading, wordings
from graph.ownership.succession import Claim, day_span, last_day
from graph.statement import Scalar
from graph.store import Store, open_store
from ontology.errors import InputError
from ontology.load import ontology
from tests.graph.record import company, extraction, judged, relation

ALPHA, BETA, GAMMA = company("Alpha Metals"), company("Beta Smelting"), company("Gamma Power")
Told = tuple[str | None, dict[str, Scalar]]


def said(words: str = "", /, **qualifiers: Scalar) -> Reading:
    return reading(qualifiers, words)


def ends(share: Interval) -> tuple[tuple[float, int], tuple[float, int]]:
    return share.floor, share.ceiling


@pytest.mark.parametrize(
    ("quote", "low", "high"),
    [
        ("its wholly-owned subsidiary Beta", (100, 0), (100, 0)),
        ("Beta, a subsidiary of Alpha", (50, 1), (100, 0)),
        ("Beta is controlled by Alpha", (50, 1), (100, 0)),
        ("Alpha holds a majority  stake in Beta", (50, 1), (100, 0)),
        ("Alpha holds a stake in Beta", (0, 1), (100, 0)),
        ("Alpha is behind Beta", (0, 1), (100, 0)),
        ("a 50/50 joint venture of Alpha and Gamma", (50, 0), (50, 0)),
        ("Alpha has a minority interest", (0, 1), (50, -1)),
        ("Beta是Alpha的全资子公司", (100, 0), (100, 0)),
        ("宏创控股的控股股东是Alpha", (50, 1), (100, 0)),
        ("Alpha持有宏创控股的股份", (0, 1), (100, 0)),
        ("the subsidiarys", (0, 1), (100, 0)),
    ],
)
def test_words_give_an_interval(quote: str, low: tuple[float, int], high: tuple[float, int]) -> None:
    assert ends(said(quote).share) == (low, high)


def test_figures_come_before_words_and_the_interest_before_the_quote() -> None:
    assert said("its wholly owned unit", share=60) == Reading(Interval((60, 0), (60, 0)))
    assert ends(said(share_min=51).share) == ((51, 0), (100, 0))
    assert ends(said(share_max=20).share) == ((0, 1), (20, 0))
    assert ends(said(share_min=10, share_max=20).share) == ((10, 0), (20, 0))
    assert said("its subsidiary", interest="Wholly owned").wording == "wholly owned"


def test_a_share_of_something_else_says_nothing_of_the_size() -> None:
    assert said(share=30, share_of="output").wording == "a share of output"
    assert ends(said(share=30, share_of="output").share) == ((0, 1), (100, 0))
    assert ends(said(share=30, share_of="votes").share) == ((30, 0), (30, 0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": -1},
        {"share": 101},
        {"share": float("nan")},
        {"share": "half"},
        {"share_max": 0},
        {"share_min": 60, "share_max": 40},
        {"share": 50, "share_min": 60, "share_max": 40},
    ],
)
def test_figures_that_cannot_be_shares(wrong: dict[str, Scalar]) -> None:
    with pytest.raises(ValueError, match="share"):
        said(**wrong)


def test_every_wording_is_a_sound_interval() -> None:
    for share in wordings().intervals.values():
        assert (0, 0) <= share.floor <= share.ceiling <= (100, 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'record.db'}", ontology()) as opened:
        yield opened


@pytest.fixture
def told(store: Store) -> Callable[..., None]:
    """Loads one document for each (published, qualifiers) that says Alpha owns Beta."""

    def load(*documents: Told, status: str = "actual") -> None:
        start = sum(1 for _ in store.documents())
        for n, (published, qualifiers) in enumerate(documents, start):
            statement = relation(ALPHA, "owns", BETA, status, qualifiers)
            store.put(extraction(f"news-{n}.txt", [ALPHA, BETA], [statement], published=published, title=f"News {n}"))

    return load


def share(store: Store, as_of: str = "2025-06-01", known_by: str | None = None) -> tuple[float, float] | None:
    """Alpha's share of Beta."""
    items = owners(matrix(store, ontology(), as_of=as_of, known_by=known_by), BETA.id).items
    return (items[0].share.low, items[0].share.high) if items else None


def test_share_issue_before_and_after(store: Store, told: Callable[..., None]) -> None:
    told(("2024-03-01", {"share": 95.3}), ("2025-02-10", {"share": 100, "since": "2025-01-15"}))
    assert share(store, "2025-01-14") == (95.3, 95.3)
    assert share(store, "2025-01-15") == (100, 100)
    assert share(store, "2025-06-01", known_by="2024-12-31") == (95.3, 95.3)
    assert matrix(store, ontology(), as_of="2025-01-15").as_of == "2025-01-15"


def test_both_ends_are_included_and_a_rough_date_may_mean_any_of_its_days(
    store: Store, told: Callable[..., None]
) -> None:
    told(("2020-01-01", {"share": 40, "since": "2021-03-01", "until": "2024"}))
    assert share(store, "2021-02-28") is None
    assert share(store, "2021-03-01") == (40, 40)
    assert share(store, "2024-01-01") == (40, 40)
    assert share(store, "2024-06-01") == (0, 40)
    assert share(store, "2024-12-31") == (0, 40)
    assert share(store, "2025-01-01") is None


def test_a_rough_change_may_be_either_share(store: Store, told: Callable[..., None]) -> None:
    told(("2022-01-01", {"share": 60}), ("2025-01-01", {"share": 30, "since": "2024"}))
    assert share(store, "2023-12-30") == (60, 60)
    assert share(store, "2024-06-01") == (0, 60)
    assert share(store, "2024-12-31") == (30, 30)


def test_a_sale_ends_a_holding(store: Store, told: Callable[..., None]) -> None:
    told(("2022-01-01", {"share": 60}))
    told(("2024-05-10", {}), status="ended")
    assert share(store, "2024-05-09") == (60, 60)
    assert share(store, "2024-05-10") is None


def test_a_later_document_sets_the_end(store: Store, told: Callable[..., None]) -> None:
    told(("2022-01-01", {"share": 60}), ("2024-05-10", {"share": 60, "until": "2024-06-30"}))
    assert share(store, "2024-06-30") == (60, 60)
    assert share(store, "2024-07-01") is None


def test_no_end_before_the_older_document_said_it(store: Store, told: Callable[..., None]) -> None:
    told(("2024-01-01", {"share": 60}), ("2025-01-01", {"share": 30, "since": "2023-01-01"}))
    m = matrix(store, ontology(), as_of="2025-06-01")
    assert share(store) == (30, 60)
    assert [c["kind"] for c in owners(m, BETA.id).as_dict()["conflicts"]] == ["disagree"]


def test_documents_that_agree_are_one_holding(store: Store, told: Callable[..., None]) -> None:
    told(("2024-01-01", {"share": 60}), ("2024-02-01", {"interest": "subsidiary"}), (None, {"share_min": 55}))
    answer = owners(matrix(store, ontology(), as_of="2025-06-01"), BETA.id).as_dict()
    assert (answer["items"][0]["low"], answer["items"][0]["high"], answer["conflicts"]) == (60, 60, [])
    assert len(answer["items"][0]["proof"][0]["statements"]) == 3
    assert [a["wording"] for a in answer["assumptions"]] == ["subsidiary"]


@pytest.mark.parametrize("status", ["planned", "rumoured", "denied"])
def test_only_actual_holdings_count(store: Store, told: Callable[..., None], status: str) -> None:
    told(("2024-01-01", {"share": 60}), status=status)
    assert share(store) is None


def test_known_by_leaves_out_what_has_no_date(store: Store, told: Callable[..., None]) -> None:
    told((None, {"share": 60}), ("2024", {"share": 60}))
    assert share(store, known_by="2024-06-30") is None
    assert share(store, known_by="2024-12-31") == (60, 60)
    assert share(store) == (60, 60)


@pytest.mark.parametrize("dates", [{"as_of": "last May"}, {"known_by": "2024-13"}])
def test_dates_that_cannot_be_read(store: Store, dates: dict[str, str]) -> None:
    with pytest.raises(InputError, match=f"{next(iter(dates))}: .* is no date|month"):
        matrix(store, ontology(), **dates)


def test_a_date_that_cannot_be_read_is_told(store: Store, told: Callable[..., None]) -> None:
    told(("2024-01-01", {"share": 60, "since": "last spring"}))
    answer = owners(matrix(store, ontology()), BETA.id).as_dict()
    assert answer["items"] == []
    (conflict,) = answer["conflicts"]
    assert (conflict["kind"], conflict["owner"], conflict["owned"]) == ("rejected", ALPHA.id, BETA.id)
    assert "since: 'last spring' is no date" in conflict["message"]


def test_a_time_without_a_day_is_told(store: Store, told: Callable[..., None]) -> None:
    told(("2024-01-01", {"share": 60, "since": "2025", "until": "2024-06"}))
    answer = owners(matrix(store, ontology()), BETA.id).as_dict()
    assert answer["items"] == []
    assert [c["message"] for c in answer["conflicts"]] == ["since 2025 is after until 2024-06"]


def test_judgements_join_owners_and_the_proof_quotes_the_document(store: Store, told: Callable[..., None]) -> None:
    told(("2024-01-01", {"share": 60}))
    other = company("Beta Smelting Works")
    held = relation(other, "owns", GAMMA, "actual", {"share": 50})
    store.put(extraction("more.txt", [other, GAMMA], [held], published="2024-02-01", url="https://example.org/more"))
    store.judge(judged("same", BETA, other))
    m = matrix(store, ontology(), as_of="2025-06-01")
    answer = chain(m, ALPHA.id, GAMMA.id).as_dict()
    (item,) = answer["items"]
    assert (item["low"], item["hops"], item["name"], item["type"]) == (30, 2, "Alpha Metals", "Company")
    proof = item["proof"][0]["statements"][0]
    assert proof | {"statement": ""} == {
        "statement": "", "quote": held.quote, "document": proof["document"], "title": None,
        "url": "https://example.org/more", "published": "2024-02-01", "rung": None,
    }  # fmt: skip
    assert answer["revision"] == store.revision()
    assert {i.id for i in holdings(m, other.id).items} == {GAMMA.id}


def test_an_empty_record(store: Store) -> None:
    m: Matrix = matrix(store, ontology())
    assert owners(m, "org/nobody").as_dict()["items"] == []


def test_of_several_rough_ends_the_earliest_counts() -> None:
    """One says in 2024, one says in July: from August on it is surely over."""
    told = ((None, "2023-01-01"), ("2024", "2025-01-01"), ("2024-07", "2025-02-01"))
    claims = [
        Claim("A", "B", Reading(point(60)), f"s{n}", "d", published=day_span(published), until=day_span(until))
        for n, (until, published) in enumerate(told)
    ]
    assert last_day(claims[0], claims) == (date(2024, 1, 1), date(2024, 7, 31))
