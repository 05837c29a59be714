"""An index that takes long to build: nobody waits for it for ever, and it is given up when the program ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.kept import Kept
from graph.patience import Patience
from graph.registry import Registry
from graph.sparql import Index
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from ontology.errors import Busy, StoreUnavailable
from ontology.load import ontology
from tests.graph.record import company, extraction, relation

ONE, TWO = company("One Aluminium"), company("Two Metals")
ASK = "ASK { ?a alu:owns ?b }"


class Slow(SqliteStore):
    """A record whose documents are read only when the gate is open."""

    def __init__(self, url: str) -> None:
        self.gate = threading.Event()
        self.asked = threading.Event()
        super().__init__(url, ontology())

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        self.asked.set()
        assert self.gate.wait(60)
        return super().extraction(document)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Slow]:
    with Slow(f"sqlite:///{tmp_path / 'record.db'}") as slow:
        slow.put(extraction("a.txt", [ONE, TWO], [relation(ONE, "owns", TWO)]))
        yield slow
        slow.gate.set()


def opened(store: Slow, folder: Path) -> Index:
    (folder / "own").mkdir(parents=True)
    return Index(store, ontology(), Registry([]), folder / "own", Kept(folder, "x"), patience=0.05)


def test_who_asks_too_early_is_told_and_the_index_is_built_once(store: Slow, tmp_path: Path) -> None:
    index = opened(store, tmp_path / "rdf")
    for _ in range(3):
        with pytest.raises(Busy, match="being built"):
            index.query(ASK)
    store.gate.set()
    while True:
        try:
            assert index.query(ASK).value is True
            break
        except Busy:
            continue
    store.put(extraction("b.txt", [ONE, TWO], [relation(TWO, "owns", ONE)]))
    assert index.query(f"ASK {{ <{index.base}id/{TWO.id}> alu:owns ?b }}").value is True, (
        "no older than the last commit"
    )
    index.close()


def test_a_program_that_ends_gives_up_what_it_builds(store: Slow, tmp_path: Path) -> None:
    index = opened(store, tmp_path / "rdf")
    with pytest.raises(Busy):
        index.follow()
    assert store.asked.wait(60)
    closing = threading.Thread(target=index.close)
    closing.start()
    while not index._closing:
        time.sleep(0.001)
    store.gate.set()
    closing.join(60)
    assert not closing.is_alive()
    assert not Kept(tmp_path / "rdf", "x").there, "half an index is not kept"


def test_what_the_work_raises_reaches_everybody_and_the_next_call_tries_again() -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise StoreUnavailable("the disk is full")

    patience = Patience(work, 60, "later")
    with pytest.raises(StoreUnavailable, match="full"):
        patience.wait()
    patience.wait()
    assert len(tries) == 2
    patience.close()
