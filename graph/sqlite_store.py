"""The record in one SQLite file: WAL, every commit on the disk, a trigram index over names."""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph.judgements import admit
from graph.merge import merged_entity
from graph.sound import sound
from graph.sources import Plan, put_plan, remove_plan, source_of, sources
from graph.statement import Document, Entity, Extraction, Judgement, Statement, as_dict, document_id, from_dict
from graph.store import DEFAULT_ACCESS, Access, Changes, Outcome
from ontology.errors import NotFound, StoreRefused, StoreTooOld, StoreUnavailable
from ontology.model import Ontology

SCHEMA = 1
TABLES = Path(__file__).with_name("data") / "sqlite.sql"
MEND = "check the path and its rights, or set POTLINE_STORE_URL (sqlite:///FILE)"


def path_of(url: str) -> str:
    """The file that `sqlite:///FILE` (relative) or `sqlite:////FILE` (absolute) names."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise StoreUnavailable(f"{url!r} names no file; write sqlite:///potline.db")
    return path


class SqliteStore:
    """The contract of `graph.store.Store` on one file; threads and processes may share it."""

    def __init__(self, url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> None:
        self.url = url
        self._path = path_of(url)
        self._ontology = ontology
        self._timeout = access.timeout
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with self._translated():
            self._prepare()
        self.record: str = self._meta("record")

    def _prepare(self) -> None:
        c = self._connection
        c.execute("PRAGMA journal_mode = WAL")
        with self._writing():
            if c.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone() is None:
                if c.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None:
                    raise StoreUnavailable(f"{self._path} is a database of something else; {MEND}")
                for statement in _statements(TABLES.read_text(encoding="utf-8")):
                    c.execute(statement)
                rows = [("schema", str(SCHEMA)), ("record", str(uuid.uuid4())), ("revision", "0")]
                c.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        schema = int(self._meta("schema"))
        if schema != SCHEMA:
            raise StoreTooOld(
                f"{self._path} has schema {schema}, this Potline reads {SCHEMA}: use the one that made it"
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self._path, self._timeout, isolation_level=None, check_same_thread=False)
            found.execute("PRAGMA synchronous = FULL")
            found.execute("PRAGMA foreign_keys = ON")
            self._local.connection = found
            with self._lock:
                self._open.append(found)
        return found

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            word = str(error)
            if "readonly" in word:
                raise StoreRefused(f"{self._path} cannot be written: {word}; {MEND}") from error
            if "locked" in word:
                raise StoreUnavailable(
                    f"{self._path}: another process has been writing for {self._timeout:g} s (POTLINE_STORE_TIMEOUT)"
                ) from error
            raise StoreUnavailable(f"{self._path}: {word}; {MEND}") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent look at the record."""
        with self._translated():
            c = self._connection
            c.execute("BEGIN")
            try:
                yield c
            finally:
                c.execute("COMMIT")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone among all writers; rolled back where anything fails."""
        with self._translated():
            c = self._connection
            c.execute("BEGIN IMMEDIATE")
            try:
                yield c
                c.execute("COMMIT")
            except BaseException:
                c.execute("ROLLBACK")
                raise

    def _meta(self, key: str) -> str:
        with self._translated():
            row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def revision(self) -> int:
        """See the contract."""
        return int(self._meta("revision"))

    def _changed(self, c: sqlite3.Connection, kind: str, ids: Iterable[str]) -> None:
        c.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
        rows = [(kind, id) for id in sorted(set(ids))]
        c.executemany("INSERT INTO change SELECT value, ?, ? FROM meta WHERE key = 'revision'", rows)

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        sound(extraction, self._ontology)
        document = extraction.document
        with self._writing() as c:
            holder = c.execute("SELECT document FROM source WHERE source = ?", (document.source,)).fetchone()
            twin = c.execute("SELECT id FROM document WHERE sha256 = ?", (document.sha256,)).fetchone()
            known = (None if row is None else self._extraction(c, row[0]) for row in (holder, twin))
            plan = put_plan(extraction, *known)
            self._carry_out(c, plan)
        return plan.outcome

    def remove(self, document: str) -> None:
        """See the contract."""
        with self._writing() as c:
            row = c.execute("SELECT document FROM source WHERE id = ?", (document,)).fetchone()
            if row is None:
                raise NotFound(f"there is no document {document}; potline documents lists them")
            holder = self._extraction(c, row[0])
            self._carry_out(c, remove_plan(holder, source_of(holder, document)))

    def _carry_out(self, c: sqlite3.Connection, plan: Plan) -> None:
        if plan.outcome is Outcome.UNCHANGED:
            return
        touched: set[str] = set()
        for id in plan.drop:
            touched.update(row[0] for row in c.execute("SELECT id FROM entity WHERE document = ?", (id,)))
            for table in ("statement", "entity", "source"):
                c.execute(f"DELETE FROM {table} WHERE document = ?", (id,))
            c.execute("DELETE FROM document WHERE id = ?", (id,))
        for extraction in plan.keep:
            touched.update(e.id for e in extraction.entities)
            self._write(c, extraction)
        self._name(c, touched)
        self._changed(c, "document", (*plan.drop, *(e.document.id for e in plan.keep)))

    def _write(self, c: sqlite3.Connection, extraction: Extraction) -> None:
        d = extraction.document
        data = as_dict(d)
        text = data.pop("text")
        c.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (d.id, d.sha256, _json(data), text))
        rows = [(s, document_id(s), d.id) for s in sources(extraction)]
        c.executemany("INSERT INTO source VALUES (?, ?, ?)", rows)
        entities = [(e.id, d.id, _json(as_dict(e))) for e in extraction.entities]
        c.executemany("INSERT INTO entity VALUES (?, ?, ?)", entities)
        statements = [
            (s.id, d.id, -1 if s.start is None else s.start, s.subject, s.predicate, s.object, _json(as_dict(s)))
            for s in extraction.statements
        ]
        c.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?)", statements)

    def _name(self, c: sqlite3.Connection, entities: Collection[str]) -> None:
        """Write the name index of these entities again."""
        c.executemany("DELETE FROM name WHERE entity = ?", [(id,) for id in entities])
        for id in sorted(entities):
            rows = c.execute("SELECT data FROM entity WHERE id = ?", (id,))
            names = {n.casefold() for (data,) in rows for n in from_dict(Entity, json.loads(data)).names}
            c.executemany("INSERT INTO name (entity, folded) VALUES (?, ?)", [(id, n) for n in sorted(names)])

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""
        with self._writing() as c:
            admit(judgement, self._log(c))
            c.execute("INSERT INTO judgement (id, data) VALUES (?, ?)", (judgement.id, _json(as_dict(judgement))))
            self._changed(c, "judgement", (judgement.id,))

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        with self._reading() as c:
            return self._log(c)

    def _log(self, c: sqlite3.Connection) -> tuple[Judgement, ...]:
        rows = c.execute("SELECT data FROM judgement ORDER BY position")
        return tuple(from_dict(Judgement, json.loads(data)) for (data,) in rows)

    def documents(self) -> Iterator[Document]:
        """See the contract."""
        with self._reading() as c:
            rows = c.execute("SELECT data FROM document ORDER BY id").fetchall()
        return (from_dict(Document, json.loads(data)) for (data,) in rows)

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        with self._reading() as c:
            return self._extraction(c, document)

    def _extraction(self, c: sqlite3.Connection, id: str) -> Extraction:
        row = c.execute("SELECT data, text FROM document WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no document {id}; potline documents lists them")
        entities = c.execute("SELECT data FROM entity WHERE document = ? ORDER BY id", (id,))
        statements = c.execute("SELECT data FROM statement WHERE document = ? ORDER BY start, id", (id,))
        return Extraction(
            document=from_dict(Document, json.loads(row[0]) | {"text": row[1]}),
            entities=tuple(from_dict(Entity, json.loads(data)) for (data,) in entities),
            statements=tuple(from_dict(Statement, json.loads(data)) for (data,) in statements),
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
        tests: list[str] = []
        values: list[Any] = []
        for test, value in (("document = ?", document), ("predicate = ?", predicate)):
            if value is not None:
                tests.append(test)
                values.append(value)
        if ids is not None:
            tests.append("id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(ids)))
        if entities is not None:
            # Two look-ups by index; an OR over both columns would read the whole table.
            either = " UNION ".join(
                f"SELECT s.id FROM json_each(?) JOIN statement s ON s.{end} = value" for end in ("subject", "object")
            )
            tests.append(f"id IN ({either})")
            values += [json.dumps(list(entities))] * 2
        where = f"WHERE {' AND '.join(tests)}" if tests else ""
        query = f"SELECT data FROM statement {where} ORDER BY document, start, id"
        with self._reading() as c:
            rows = c.execute(query, values).fetchall()
        return (from_dict(Statement, json.loads(data)) for (data,) in rows)

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """See the contract."""
        where = "" if ids is None else "WHERE id IN (SELECT value FROM json_each(?))"
        values = [] if ids is None else [json.dumps(list(ids))]
        with self._reading() as c:
            rows = c.execute(f"SELECT id, data FROM entity {where} ORDER BY id, document", values).fetchall()
        parts: dict[str, list[Entity]] = {}
        for id, data in rows:
            parts.setdefault(id, []).append(from_dict(Entity, json.loads(data)))
        return (merged_entity(id, group, self._ontology) for id, group in parts.items())

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """See the contract."""
        wanted = text.casefold().replace("\x00", "")
        if not wanted.strip():
            return ()
        if len(wanted) >= 3:
            test, value = "rowid IN (SELECT rowid FROM name_index WHERE name_index MATCH ?)", _phrase(wanted)
        else:
            test, value = "instr(folded, ?) > 0", wanted
        query = f"SELECT entity FROM name WHERE {test} GROUP BY entity ORDER BY min(length(folded)), entity LIMIT ?"
        with self._reading() as c:
            return tuple(row[0] for row in c.execute(query, (value, limit)))

    def changes(self, since: int) -> Changes:
        """See the contract."""
        with self._reading() as c:
            rows = c.execute("SELECT DISTINCT kind, id FROM change WHERE revision > ? ORDER BY id", (since,)).fetchall()
            (revision,) = c.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        documents, judgements = (tuple(id for kind, id in rows if kind == k) for k in ("document", "judgement"))
        return Changes(int(revision), documents, judgements)

    def close(self) -> None:
        """See the contract."""
        with self._lock:
            while self._open:
                self._open.pop().close()
        self._local = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _phrase(text: str) -> str:
    """A full-text phrase that means the text itself, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; triggers hold semicolons of their own."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
