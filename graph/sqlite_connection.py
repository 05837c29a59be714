"""Connections to one SQLite file: kept for the next caller, SQLite's errors as ours, transactions."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.sqlite_file import MEND
from ontology.errors import StoreError, StoreRefused, StoreUnavailable

Connection = sqlite3.Connection
complete = sqlite3.complete_statement


class Connections:
    """What threads and processes share is the file; a connection is one caller's alone for a while."""

    def __init__(self, url: str, path: Path, timeout: float) -> None:
        self._url, self._path, self._timeout = url, path, timeout
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    def _connect(self) -> sqlite3.Connection:
        c = sqlite3.connect(self._path, self._timeout, isolation_level=None, check_same_thread=False)
        try:
            c.execute("PRAGMA synchronous = FULL")
            c.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            c.close()
            raise
        return c

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that is this caller's alone for now; SQLite's errors as ours."""
        with self._lock:
            if self._closed:
                raise StoreUnavailable(f"{self._url} was closed")
            c = self._idle.pop() if self._idle else None
        try:
            c = c or self._connect()
            yield c
        except sqlite3.Error as error:
            raise self._translation(error) from error
        finally:
            self._give_back(c)

    def _give_back(self, c: sqlite3.Connection | None) -> None:
        with self._lock:
            if c is not None and not self._closed:
                self._idle.append(c)
            elif c is not None:
                c.close()

    def _translation(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited = f"another process has been writing for {self._timeout:g} s (POTLINE_STORE_TIMEOUT)"
            return StoreUnavailable(f"{self._path}: {waited}; try again")
        if code == sqlite3.SQLITE_READONLY:
            return StoreRefused(f"{self._path} cannot be written: {error}; {MEND}")
        if code == sqlite3.SQLITE_CANTOPEN and not self._path.parent.is_dir():
            return StoreUnavailable(f"{self._path}: there is no folder {self._path.parent}; make it, or {MEND}")
        return StoreUnavailable(f"{self._path}: {'it is a folder' if self._path.is_dir() else error}; {MEND}")

    @contextmanager
    def transaction(self, begin: str = "BEGIN") -> Iterator[sqlite3.Connection]:
        """One look at the record, or with BEGIN IMMEDIATE one change of it, alone among all writers."""
        with self.connection() as c:
            c.execute(begin)
            try:
                yield c
                c.execute("COMMIT")
            finally:
                if c.in_transaction:
                    c.execute("ROLLBACK")

    def write_ahead(self) -> None:
        """Switch the file to WAL, which stays in it; SQLite itself would not wait for others here."""
        deadline = time.monotonic() + self._timeout
        with self.connection() as c:
            while c.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                try:
                    c.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.01)

    def close(self) -> None:
        """Close all that is idle; what another thread is just doing it finishes."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()
