"""A record into another store, both ways, broken off and gone on with; and one that follows another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from graph.batches import LETTERS, WEIGHT
from graph.copies import Follower, copy, total
from graph.sources import at
from graph.store import Access, Store, open_store
from graph.views import whole
from ontology.errors import InputError
from ontology.load import ontology
from tests.graph.conftest import Opener
from tests.graph.record import company, extraction, figure, judged, relation

A, B, C = company("Alpha Aluminium", country="CN", name_zh="甲铝"), company("Beta Metals"), company("Gamma")
SHARE = {"share": 60.0}
FIRST = extraction(
    "a.txt",
    [A, B],
    [relation(A, "owns", B, qualifiers=SHARE), figure(A, "capacity", 100.5, product="aluminium")],
    published="2024-05-01",
    title="First",
)
SECOND = extraction("b.txt", [B, C], [relation(B, "owns", C, "planned")], published="2024")


def quiet(*_: object) -> None:
    """No progress."""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """A record of SQLite beside the one under test, empty."""
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", ontology()) as store:
        yield store


def fill(store: Store) -> None:
    """Two documents, one at two places, and judgements."""
    store.put(FIRST)
    store.put(SECOND)
    store.put(at(SECOND, ("c/b.txt",)))
    merge = judged("same", A, C)
    for judgement in (merge, judged("undecided", B, C, 1), judged("same", A, C, 2, undoes=merge.id)):
        store.judge(judgement)


@pytest.mark.parametrize("back", [False, True], ids=["from sqlite", "to sqlite"])
def test_a_copy_is_the_same_record(store: Store, other: Store, back: bool) -> None:
    source, target = (store, other) if back else (other, store)
    fill(source)
    assert copy(source, target, quiet) == 2
    assert whole(target, ontology()) == whole(source, ontology())
    assert total(target, quiet) == total(source, quiet)
    assert total(target, quiet).documents == 2
    before = target.revision()
    assert copy(source, target, quiet) == 0
    assert target.revision() == before, "a second time nothing is written"


class BrokenOffError(Exception):
    """Somebody pulled the plug."""


def test_a_copy_that_was_broken_off_goes_on(store: Store, other: Store, opener: Opener) -> None:
    fill(other)
    long = extraction("a long one.txt", [A], text="x" * WEIGHT * LETTERS)  # fills a batch
    other.put(long)

    def stop(done: int, total: int, label: str) -> None:
        if done:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        copy(other, store, stop)
    there = len(list(store.documents()))
    assert 0 < there < 3, "what was said to be done is there"
    again = opener()
    seen: list[int] = []
    assert copy(other, again, lambda done, total, label: seen.append(total)) == 3 - there
    assert set(seen) == {3 - there}
    assert total(again, quiet) == total(other, quiet)


def test_a_place_that_a_document_left_is_free_for_another(store: Store, other: Store) -> None:
    fill(other)
    copy(other, store, quiet)
    other.put(replace(FIRST, document=replace(FIRST.document, sha256="f" * 64)))
    other.put(extraction("b.txt", [A], [figure(A, "capacity", 7.0)], sha256="e" * 64))
    copy(other, store, quiet)
    assert total(store, quiet) == total(other, quiet)


def test_the_sum_tells_records_apart(store: Store, other: Store) -> None:
    store.put(FIRST)
    other.put(extraction("a.txt", [A, B], [relation(A, "owns", B)], published="2024-05-01", title="First"))
    assert total(store, quiet) != total(other, quiet)


def test_what_the_source_never_had_is_not_mixed_up(store: Store, other: Store) -> None:
    fill(other)
    store.put(extraction("own.txt", [A], []))
    for bring in (lambda: copy(other, store, quiet), lambda: Follower(other, store).once(quiet)):
        with pytest.raises(InputError, match="1 documents that"):
            bring()
    assert [d.source for d in store.documents()] == ["own.txt"]


def test_judgements_of_its_own_are_refused(store: Store, other: Store) -> None:
    fill(other)
    store.judge(judged("different", A, B))
    with pytest.raises(InputError, match="judgements"):
        copy(other, store, quiet)
    assert list(store.documents()) == []


def test_a_follower_does_what_its_source_does(store: Store, other: Store) -> None:
    follower = Follower(other, store)
    steps = [
        lambda: fill(other),
        lambda: other.put(extraction("a.txt", [A, C], [relation(A, "owns", C)], title="Corrected")),
        lambda: other.remove(SECOND.document.id),
        lambda: other.judge(judged("same", B, C, 9)),
        lambda: other.put(extraction("new.txt", [B], [figure(B, "capacity", 5.0)])),
        lambda: [other.remove(d.id) for d in list(other.documents())],
    ]
    for step in steps:
        step()
        follower.once(quiet)
        assert whole(store, ontology()) == whole(other, ontology())
        before = store.revision()
        assert follower.once(quiet) == 0
        assert store.revision() == before


def test_a_follower_that_was_away_catches_up(store: Store, other: Store) -> None:
    fill(other)
    Follower(other, store).once(quiet)
    other.remove(FIRST.document.id)
    other.put(extraction("new.txt", [B], []))
    assert Follower(other, store).once(quiet) == 2
    assert total(store, quiet) == total(other, quiet)


def run(*words: str) -> Result:
    """A command, run here."""
    return CliRunner().invoke(app, words)


def test_the_commands(place: tuple[str, Access], store: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POTLINE_STORE_PASSWORD", place[1].password or "")
    fill(other)
    done = run("copy", "--from", other.url, "--to", store.url)
    assert done.exit_code == 0, done.output
    assert "2 documents copied" in done.stdout
    assert "They are the same." in done.stdout
    other.remove(FIRST.document.id)
    done = run("copy", "--from", other.url, "--to", store.url)
    assert isinstance(done.exception, InputError), "the copy has what the source lost"
    done = run("follow", "--once", "--from", other.url, "--to", store.url)
    assert done.stdout == f"revision {other.revision()}: 1 documents brought over\n"
    assert total(store, quiet) == total(other, quiet)
    assert isinstance(run("copy", "--from", other.url, "--to", other.url).exception, InputError)
