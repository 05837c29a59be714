"""What is SQLite's own: the file, its locks, its errors, its indexes."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph.sqlite_file import MARK, path_of
from graph.sqlite_rows import entities_query, statements_query
from graph.sqlite_store import SqliteStore
from graph.statement import Extraction
from graph.store import Access, open_store
from ontology.errors import SettingError, StoreRefused, StoreTooOld, StoreUnavailable
from ontology.load import ontology
from tests.graph.record import company, extraction, relation

A, B = company("Alpha"), company("Beta")


def report(source: str = "a.txt") -> Extraction:
    """A small document."""
    return extraction(source, [A, B], [relation(A, "owns", B)])


def opened(path: Path, timeout: float = 5.0) -> SqliteStore:
    """The record in this file."""
    return SqliteStore(f"sqlite:///{path}", ontology(), Access(timeout=timeout))


# The URL


def test_urls_name_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_of("sqlite:///x.db") == tmp_path / "x.db"
    assert path_of("sqlite:////var/x.db") == Path("/var/x.db")
    with open_store("sqlite:///名 字.db", ontology()) as store:
        monkeypatch.chdir("/")
        store.put(report())
        assert store.url == "sqlite:///名 字.db"
    assert [p.name for p in tmp_path.iterdir()] == ["名 字.db"]


@pytest.mark.parametrize(
    "url", ["sqlite:x.db", "sqlite://x.db", "sqlite:///", "sqlite:///:memory:", "sqlite:///a/", "sqlite:///a\x00b"]
)
def test_urls_that_name_none(url: str) -> None:
    with pytest.raises(SettingError, match=r"sqlite:///potline\.db"):
        open_store(url, ontology())


def test_other_schemes() -> None:
    with pytest.raises(SettingError, match="sqlite, neo4j"):
        open_store("postgres://x", ontology())


# The file


def test_every_commit_is_on_the_disk_and_readers_do_not_wait(tmp_path: Path) -> None:
    with opened(tmp_path / "x.db") as store, store._connections.connection() as c:
        assert c.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert c.execute("PRAGMA synchronous").fetchone() == (2,)
        assert c.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_after_closing_there_is_one_file_and_it_is_sound(tmp_path: Path) -> None:
    with opened(tmp_path / "x.db") as store:
        store.put(report())
        store.put(report("b.txt"))
        store.remove(report().document.id)
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]
    with closing(sqlite3.connect(tmp_path / "x.db")) as c:
        assert c.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert c.execute("PRAGMA foreign_key_check").fetchall() == []
        c.execute("INSERT INTO name_index (name_index, rank) VALUES ('integrity-check', 1)")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"it is a folder; check the path.*POTLINE_STORE_URL"):
        opened(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"there is no folder .*/nowhere; make it"):
        opened(tmp_path / "nowhere" / "x.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("Hongtuo owns it all. " * 100)
    with pytest.raises(StoreUnavailable, match="not a database; check the path"):
        opened(path)
    assert path.read_text().startswith("Hongtuo")


def test_a_database_of_something_else_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as c:
        c.execute("CREATE TABLE meta (key, value)")
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="a database of something else"):
        opened(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


@pytest.mark.parametrize(("schema", "mend"), [(99, "upgrade Potline"), (0, "load its documents into a new record")])
def test_a_schema_of_another_time(tmp_path: Path, schema: int, mend: str) -> None:
    path = tmp_path / "x.db"
    opened(path).close()
    with closing(sqlite3.connect(path)) as c:
        assert c.execute("PRAGMA application_id").fetchone() == (MARK,)
        c.execute(f"PRAGMA user_version = {schema}")
    with pytest.raises(StoreTooOld, match=f"has schema {schema}, this Potline reads schema 2: {mend}"):
        opened(path)


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    with opened(tmp_path / "x.db") as store:
        assert store.revision() == 0


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(path) as store:
        for i in range(50):
            store.put(report(f"{i}.txt"))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable, match="malformed"):
        opened(path)


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder of somebody else, and no right to write into it, even where the tests run as root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        opened(Path(folder, "x.db")).close()
        Path(folder, "x.db").chmod(0o444)
        root = os.geteuid() == 0
        try:
            os.seteuid(65534) if root else Path(folder).chmod(0o555)
            yield Path(folder)
        finally:
            os.seteuid(0) if root else Path(folder).chmod(0o755)


def test_no_right_to_write() -> None:
    with nobody() as folder:
        with pytest.raises(StoreUnavailable, match=r"unable to open.*; check the path and its rights"):
            opened(folder / "new.db")
        with pytest.raises((StoreRefused, StoreUnavailable), match="check the path and its rights"):
            opened(folder / "x.db")


# Locks and connections


def test_a_writer_that_waits_too_long_says_so_and_goes_on_later(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with opened(path, timeout=0.1) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match=r"has been writing for 0.1 s \(POTLINE_STORE_TIMEOUT\)"):
                store.put(report())
            assert store.revision() == 0, "readers do not wait"
            opened(path, timeout=0.1).close()
            other.execute("ROLLBACK")
        store.put(report())
        assert store.revision() == 1


def test_many_that_open_a_new_record_at_once_open_the_same(tmp_path: Path) -> None:
    start, records = threading.Barrier(6), []

    def run() -> None:
        start.wait()
        with opened(tmp_path / "x.db") as store:
            records.append(store.record)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records) == 6
    assert len(set(records)) == 1


def test_threads_that_come_and_go_leave_no_connection_behind(tmp_path: Path) -> None:
    with opened(tmp_path / "x.db") as store:
        for _ in range(20):
            thread = threading.Thread(target=store.revision)
            thread.start()
            thread.join()
        assert len(store._connections._idle) == 1


def test_closing_lets_others_finish_and_leaves_nothing_open(tmp_path: Path) -> None:
    store = opened(tmp_path / "x.db")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with store._transaction() as c:
            store.close()
            assert c.execute("SELECT count(*) FROM document").fetchone() == (0,)
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            c.execute("SELECT 1")
    with pytest.raises(StoreUnavailable, match="was closed"):
        store.revision()


def test_a_write_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "x.db") as store:
        with store._connections.connection() as c:
            c.execute("CREATE TRIGGER t BEFORE INSERT ON statement BEGIN SELECT RAISE (ABORT, 'disk on fire'); END")
        with pytest.raises(StoreUnavailable, match="disk on fire"):
            store.put(report())
        assert (store.revision(), list(store.documents()), list(store.entities())) == (0, [], [])
        with store._connections.connection() as c:
            c.execute("DROP TRIGGER t")
        store.put(report())
        assert store.revision() == 1


# Indexes


@pytest.mark.parametrize(
    "filters",
    [
        {"ids": ["x"]}, {"document": "x"}, {"entities": ["x"]}, {"predicate": "owns"},
        {"entities": ["x"], "predicate": "owns"}, {"document": "x", "predicate": "owns"},
        {"ids": ["x"], "document": "x", "entities": ["x"], "predicate": "owns"},
    ],
    ids=lambda f: "+".join(f),
)  # fmt: skip
def test_no_filter_reads_the_whole_table(tmp_path: Path, filters: dict[str, object]) -> None:
    values = {"ids": None, "document": None, "entities": None, "predicate": None} | filters
    with opened(tmp_path / "x.db") as store, store._connections.connection() as c:
        for query, given in (statements_query(**values), entities_query(["x"])):  # type: ignore[arg-type]
            plan = [row[3] for row in c.execute(f"EXPLAIN QUERY PLAN {query}", given)]
            assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan
