"""The record in one SQLite file: WAL, every commit on the disk, a trigram index over names."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from graph import sqlite_rows as rows
from graph.judgements import admit
from graph.merge import merged_entity, spelled
from graph.sound import sound, storable
from graph.sources import Plan, put_plan, remove_plan, source_of
from graph.statement import Document, Entity, Extraction, Judgement, Statement, as_dict, from_dict
from graph.store import DEFAULT_ACCESS, Access, Brief, Changes, Outcome
from ontology.errors import NotFound, SettingError, StoreError, StoreRefused, StoreTooOld, StoreUnavailable
from ontology.model import Ontology

MARK = 0x506F746C
"""The application id in the head of the file: "Potl"."""
SCHEMA = 1
MEND = "check the path and its rights, or set POTLINE_STORE_URL (sqlite:///FILE)"


def path_of(url: str) -> Path:
    """The file that `sqlite:///FILE` (relative) or `sqlite:////FILE` (absolute) names; SettingError for others."""
    path = url.removeprefix("sqlite:///")
    if path == url or path in ("", ":memory:") or not storable(path) or path.endswith("/"):
        raise SettingError(f"store_url {url!r} names no file; write sqlite:///potline.db or sqlite:////var/potline.db")
    return Path(path).absolute()


class SqliteStore:
    """The contract of `graph.store.Store` on one file; threads and processes may share it."""

    def __init__(self, url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> None:
        self.url = url
        self._path = path_of(url)
        self._ontology = ontology
        self._timeout = access.timeout
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        try:
            self._prepare()
            self.record: str = self._meta("record")
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        with self._transaction() as c:
            known = self._known(c)
        if not known:
            with self._transaction("BEGIN IMMEDIATE") as c:
                if not self._known(c):
                    self._create(c)
        with self._connection() as c:
            self._write_ahead(c)

    def _known(self, c: sqlite3.Connection) -> bool:
        """Whether the file holds a record; False where it is empty, an error where it holds anything else."""
        (mark,) = c.execute("PRAGMA application_id").fetchone()
        (schema,) = c.execute("PRAGMA user_version").fetchone()
        if mark != MARK and (mark or schema or c.execute("SELECT 1 FROM sqlite_schema").fetchone()):
            raise StoreUnavailable(f"{self._path} is a database of something else; {MEND}")
        if mark == MARK and schema != SCHEMA:
            mend = "upgrade Potline" if schema > SCHEMA else "load its documents into a new record"
            raise StoreTooOld(f"{self._path} has schema {schema}, this Potline reads schema {SCHEMA}: {mend}")
        return bool(mark == MARK)

    def _create(self, c: sqlite3.Connection) -> None:
        for statement in rows.script(sqlite3.complete_statement):
            c.execute(statement)
        c.executemany("INSERT INTO meta VALUES (?, ?)", [("record", str(uuid.uuid4())), ("revision", "0")])
        c.execute(f"PRAGMA application_id = {MARK}")
        c.execute(f"PRAGMA user_version = {SCHEMA}")

    def _write_ahead(self, c: sqlite3.Connection) -> None:
        """Switch to WAL, which stays in the file; SQLite itself would not wait for others here."""
        deadline = time.monotonic() + self._timeout
        while c.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            try:
                c.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

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
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that is this caller's alone for now; SQLite's errors as ours."""
        with self._lock:
            if self._closed:
                raise StoreUnavailable(f"{self.url} was closed")
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
    def _transaction(self, begin: str = "BEGIN") -> Iterator[sqlite3.Connection]:
        """One look at the record, or with BEGIN IMMEDIATE one change of it, alone among all writers."""
        with self._connection() as c:
            c.execute(begin)
            try:
                yield c
                c.execute("COMMIT")
            finally:
                if c.in_transaction:
                    c.execute("ROLLBACK")

    def _meta(self, key: str) -> str:
        with self._transaction() as c:
            return str(c.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    def revision(self) -> int:
        """See the contract."""
        return int(self._meta("revision"))

    def _changed(self, c: sqlite3.Connection, kind: str, ids: Iterable[str]) -> None:
        c.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
        named = [(kind, id) for id in sorted(set(ids))]
        c.executemany("INSERT INTO change SELECT value, ?, ? FROM meta WHERE key = 'revision'", named)

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        sound(extraction, self._ontology)
        document = extraction.document
        with self._transaction("BEGIN IMMEDIATE") as c:
            holder = c.execute("SELECT document FROM source WHERE source = ?", (document.source,)).fetchone()
            twin = c.execute("SELECT id FROM document WHERE sha256 = ?", (document.sha256,)).fetchone()
            known = (None if row is None else self._extraction(c, row[0]) for row in (holder, twin))
            plan = put_plan(extraction, *known)
            self._carry_out(c, plan)
        return plan.outcome

    def remove(self, document: str) -> None:
        """See the contract."""
        _lookable(document)
        with self._transaction("BEGIN IMMEDIATE") as c:
            row = c.execute("SELECT document FROM source WHERE id = ?", (document,)).fetchone()
            if row is None:
                raise _missing(document)
            holder = self._extraction(c, row[0])
            self._carry_out(c, remove_plan(holder, source_of(holder, document)))

    def _carry_out(self, c: sqlite3.Connection, plan: Plan) -> None:
        for id in plan.drop:
            for delete in rows.DELETES:
                c.execute(delete, (id,))
        for extraction in plan.keep:
            for table, values in rows.of(extraction):
                c.executemany(rows.INSERTS[table], values)
        if plan.outcome is not Outcome.UNCHANGED:
            self._changed(c, "document", (*plan.drop, *(e.document.id for e in plan.keep)))

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""
        with self._transaction("BEGIN IMMEDIATE") as c:
            admit(judgement, self._log(c))
            c.execute("INSERT INTO judgement (id, data) VALUES (?, ?)", (judgement.id, rows.packed(as_dict(judgement))))
            self._changed(c, "judgement", (judgement.id,))

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        with self._transaction() as c:
            return self._log(c)

    def _log(self, c: sqlite3.Connection) -> tuple[Judgement, ...]:
        found = c.execute("SELECT data FROM judgement ORDER BY position")
        return tuple(from_dict(Judgement, json.loads(data)) for (data,) in found)

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        """See the contract."""
        with self._transaction() as c:
            found = c.execute(*rows.documents_query(ids)).fetchall()
        return (rows.to_document(data) for (data,) in found)

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        _lookable(document)
        with self._transaction() as c:
            return self._extraction(c, document)

    def _extraction(self, c: sqlite3.Connection, id: str) -> Extraction:
        row = c.execute("SELECT data, text FROM document WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise _missing(id)
        entities = c.execute("SELECT data FROM entity WHERE document = ? ORDER BY id", (id,))
        statements = c.execute("SELECT data FROM statement WHERE document = ? ORDER BY start, id", (id,))
        return Extraction(
            document=rows.to_document(*row),
            entities=tuple(rows.to_entity(data) for (data,) in entities),
            statements=tuple(rows.to_statement(data) for (data,) in statements),
        )

    def statements(
        self,
        *,
        ids: Collection[str] | None = None,
        document: str | None = None,
        entities: Collection[str] | None = None,
        predicate: str | None = None,
    ) -> Iterator[Statement]:
        """See the contract."""
        if not storable(document, predicate):
            return iter(())
        with self._transaction() as c:
            found = c.execute(*rows.statements_query(ids, document, entities, predicate)).fetchall()
        return (rows.to_statement(data) for (data,) in found)

    def briefs(self, predicate: str, documents: Collection[str] | None = None) -> Iterator[Brief]:
        """See the contract."""
        with self._transaction() as c:
            yield from map(Brief._make, c.execute(*rows.briefs_query(predicate, documents)))

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """See the contract."""
        with self._transaction() as c:
            found = c.execute(*rows.entities_query(ids)).fetchall()
        return (merged_entity(id, group, self._ontology) for id, group in rows.grouped(found).items())

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """See the contract."""
        if not text.strip() or not storable(text):
            return ()
        query, values = rows.search_query(spelled(text))
        with self._transaction() as c:
            return tuple(id for (id,) in c.execute(query, (*values, limit)))

    def changes(self, since: int) -> Changes:
        """See the contract."""
        with self._transaction() as c:
            found = c.execute(rows.CHANGES, (since,)).fetchall()
            (revision,) = c.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        documents, judgements = (tuple(id for kind, id in found if kind == k) for k in ("document", "judgement"))
        return Changes(int(revision), documents, judgements)

    def close(self) -> None:
        """See the contract; what another thread is just doing it finishes."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _missing(document: str) -> NotFound:
    return NotFound(f"there is no document {document}; potline documents lists them")


def _lookable(document: str) -> None:
    if not storable(document):
        raise _missing(ascii(document))
