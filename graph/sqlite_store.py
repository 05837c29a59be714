"""The record in one SQLite file: WAL, every commit on the disk, a trigram index over names."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from graph import sqlite_effective, sqlite_file
from graph import sqlite_rows as rows
from graph.effective import Effective, settled
from graph.judgements import Canon, admit, concerned
from graph.merge import merged_entity, spelled
from graph.sound import sound, storable
from graph.sources import Plan, put_plan, remove_plan, source_of
from graph.sqlite_connection import Connection, Connections, complete
from graph.statement import Document, Entity, Extraction, Judgement, Statement, as_dict, from_dict
from graph.store import DEFAULT_ACCESS, Access, Brief, Changes, Outcome
from ontology.errors import NotFound
from ontology.model import Ontology


class SqliteStore:
    """The contract of `graph.store.Store` on one file; threads and processes may share it."""

    def __init__(self, url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> None:
        self.url = url
        self._path = sqlite_file.path_of(url)
        self._ontology = ontology
        self._connections = Connections(url, self._path, access.timeout)
        try:
            self._prepare()
            self.record: str = self._meta("record")
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        with self._transaction() as c:
            known = sqlite_file.known(c, self._path)
        if not known:
            with self._transaction("BEGIN IMMEDIATE") as c:
                if not sqlite_file.known(c, self._path):
                    sqlite_file.create(c, complete)
        self._connections.write_ahead()

    def _transaction(self, begin: str = "BEGIN") -> AbstractContextManager[Connection]:
        """One look at the record, or with BEGIN IMMEDIATE one change of it, alone among all writers."""
        return self._connections.transaction(begin)

    def _meta(self, key: str) -> str:
        with self._transaction() as c:
            return str(c.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])

    def revision(self) -> int:
        """See the contract."""
        return int(self._meta("revision"))

    def _changed(self, c: Connection, kind: str, ids: Iterable[str]) -> None:
        c.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
        named = [(kind, id) for id in sorted(set(ids))]
        c.executemany("INSERT INTO change SELECT value, ?, ? FROM meta WHERE key = 'revision'", named)

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        return self.put_all((extraction,))[0]

    def put_all(self, extractions: Sequence[Extraction]) -> tuple[Outcome, ...]:
        """See the contract."""
        for extraction in extractions:
            sound(extraction, self._ontology)
        if not extractions:
            return ()
        with self._transaction("BEGIN IMMEDIATE") as c:
            return tuple(self._put(c, extraction) for extraction in extractions)

    def _put(self, c: Connection, extraction: Extraction) -> Outcome:
        document = extraction.document
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

    def _carry_out(self, c: Connection, plan: Plan) -> None:
        touched = sqlite_effective.mentioned(c, plan.drop)
        for id in plan.drop:
            for delete in rows.DELETES:
                c.execute(delete, (id,))
        for extraction in plan.keep:
            for table, values in rows.of(extraction):
                c.executemany(rows.INSERTS[table], values)
        if touched:
            sqlite_effective.prune(c, sqlite_effective.unused(c, touched, Canon(self._log(c))))
        if plan.outcome is not Outcome.UNCHANGED:
            self._changed(c, "document", plan.touched)

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""
        with self._transaction("BEGIN IMMEDIATE") as c:
            log = self._log(c)
            admit(judgement, log)
            sqlite_effective.prune(c, concerned(judgement, log))
            c.execute("INSERT INTO judgement (id, data) VALUES (?, ?)", (judgement.id, rows.packed(as_dict(judgement))))
            self._changed(c, "judgement", (judgement.id,))

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        with self._transaction() as c:
            return self._log(c)

    def _log(self, c: Connection) -> tuple[Judgement, ...]:
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

    def extractions(self, documents: Collection[str]) -> Iterator[Extraction]:
        """See the contract."""
        wanted = sorted({id for id in documents if storable(id)})
        with self._transaction() as c:
            found = [self._whole(c, id) for id in wanted]
        return (e for e in found if e is not None)

    def _extraction(self, c: Connection, id: str) -> Extraction:
        found = self._whole(c, id)
        if found is None:
            raise _missing(id)
        return found

    def _whole(self, c: Connection, id: str) -> Extraction | None:
        row = c.execute("SELECT data, text FROM document WHERE id = ?", (id,)).fetchone()
        if row is None:
            return None
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
            note = sqlite_effective.noted(c)
        documents, judgements = (tuple(id for kind, id in found if kind == k) for k in ("document", "judgement"))
        return Changes(int(revision), documents, judgements, None if note is None else note.mark)

    def effective(self) -> Effective | None:
        """See the contract."""
        with self._transaction() as c:
            return sqlite_effective.whole(c)

    def materialise(self, effective: Effective | None) -> bool:
        """See the contract."""
        with self._transaction("BEGIN IMMEDIATE") as c:
            (revision,) = c.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
            found = settled(effective, int(revision), sqlite_effective.noted(c))
            if found is None:
                sqlite_effective.write(c, effective)
            return found is not False

    def close(self) -> None:
        """See the contract; what another thread is just doing it finishes."""
        self._connections.close()

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
