"""The record in Neo4j 5 (docs/data-model.md, docs/decisions/0004).

Every write takes the lock of the one Record node first, so that writers stand in line and none deadlocks; the
relationships that people query are written in the same transaction as the statements.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from graph.judgements import Canon, admit
from graph.merge import merged_entity, spelled
from graph.neo4j_driver import Connection
from graph.neo4j_rows import Row, Torn, checksum, judgement_row, to_document, to_mention, to_statement
from graph.neo4j_write import SCHEMA, Run, Writer
from graph.sound import sound, storable
from graph.sources import Plan, put_plan, remove_plan, source_of
from graph.statement import Document, Entity, Extraction, Judgement, Statement, from_dict
from graph.store import DEFAULT_ACCESS, Access, Changes, Outcome
from ontology.errors import NotFound
from ontology.model import Ontology


class Neo4jStore:
    """The contract of `graph.store.Store` on a Neo4j database; threads and processes may share it."""

    def __init__(self, url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> None:
        self._ontology = ontology
        self.connection = Connection(url, access)
        self.url = self.connection.url
        try:
            self.record: str = self._prepare()
        except BaseException:
            self.connection.close()
            raise

    def _prepare(self) -> str:
        """Check the server, make constraints and indexes, and the record's node; the record's id."""
        self.connection.verify()
        found = self.connection.rows("MATCH (r:Record {key: 'record'}) RETURN r.id AS id")
        if not found:
            self.connection.schema(SCHEMA)
            query = "MERGE (r:Record {key: 'record'}) ON CREATE SET r.id = $id, r.revision = 0 RETURN r.id AS id"
            found = self.connection.write(lambda run: run(query, id=str(uuid.uuid4())))
        return str(found[0]["id"])

    def revision(self) -> int:
        """See the contract."""
        return int(self.connection.rows("MATCH (r:Record) RETURN r.revision AS revision")[0]["revision"])

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        sound(extraction, self._ontology)
        with suppress(NotFound):  # another writer took it away between two queries; the lock will tell
            if self.connection.read(lambda run: self._put_plan(run, extraction)).outcome is Outcome.UNCHANGED:
                return Outcome.UNCHANGED

        def work(run: Run) -> Outcome:
            _lock(run)
            plan = self._put_plan(run, extraction)
            self._carry_out(run, plan)
            return plan.outcome

        return self.connection.write(work)

    def _put_plan(self, run: Run, extraction: Extraction) -> Plan:
        d = extraction.document
        holder = run("MATCH (d)-[:ALSO_AT]->(:Source {source: $source}) RETURN d.id AS id", source=d.source)
        twin = run("MATCH (d:Document {sha256: $sha}) RETURN d.id AS id", sha=d.sha256)
        known = (self._extraction(run, rows[0]["id"]) if rows else None for rows in (holder, twin))
        return put_plan(extraction, *known)

    def remove(self, document: str) -> None:
        """See the contract."""
        _lookable(document)

        def work(run: Run) -> None:
            _lock(run)
            rows = run("MATCH (d)-[:ALSO_AT]->(:Source {id: $id}) RETURN d.id AS id", id=document)
            if not rows:
                raise _missing(document)
            holder = self._extraction(run, rows[0]["id"])
            self._carry_out(run, remove_plan(holder, source_of(holder, document)))

        self.connection.write(work)

    def _writer(self, run: Run, canon: Canon) -> Writer:
        return Writer(run, self._ontology, canon)

    def _carry_out(self, run: Run, plan: Plan) -> None:
        if plan.outcome is Outcome.UNCHANGED:
            return
        writer = self._writer(run, Canon(_log(run)))
        touched, said = writer.drop(plan.drop)
        for extraction in plan.keep:
            touched.update(e.id for e in extraction.entities)
            said += extraction.statements
            writer.keep(extraction)
        writer.entities(touched)
        writer.merge(said)
        _changed(run, "document", [*plan.drop, *(e.document.id for e in plan.keep)])

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""

        def work(run: Run) -> None:
            _lock(run)
            log = _log(run)
            admit(judgement, log)
            run("CREATE (j:Judgement) SET j = $row, j.position = $n", row=judgement_row(judgement), n=len(log))
            before, after = Canon(log), Canon([*log, judgement])
            ends = (judgement.left, judgement.right)
            ids = {m for canon in (before, after) for end in ends for m in canon.members(end)}
            self._writer(run, after).rewire(ids)
            _changed(run, "judgement", [judgement.id])

        self.connection.write(work)

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        return self.connection.read(_log)

    def documents(self) -> Iterator[Document]:
        """See the contract."""
        query = "MATCH (d:Document) RETURN d{.*, text: null} AS row ORDER BY d.id"
        return iter(self.connection.read(lambda run: [to_document(row["row"]) for row in run(query)]))

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        _lookable(document)
        return self.connection.read(lambda run: self._extraction(run, document))

    def _extraction(self, run: Run, id: str) -> Extraction:
        found = run("MATCH (d:Document {id: $id}) RETURN d{.*} AS row", id=id)
        if not found:
            raise _missing(id)
        known = run("MATCH (:Document {id: $id})-[m:MENTIONS]->() RETURN m.data AS data ORDER BY m.entity", id=id)
        said = run("MATCH (s:Statement)-[:STATED_IN]->(:Document {id: $id}) RETURN s{.*} AS row", id=id)
        extraction = Extraction(
            document=to_document(found[0]["row"]),
            entities=tuple(to_mention(row["data"]) for row in known),
            statements=_ordered(to_statement(row["row"]) for row in said),
        )
        if checksum(extraction) != found[0]["row"].get("checksum"):
            raise Torn
        return extraction

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
        given = {"ids": ids, "document": document, "predicate": predicate}
        texts = {"ids": "s.id IN $ids", "document": "s.document = $document", "predicate": "s.predicate = $predicate"}
        tests = [texts[name] for name, value in given.items() if value is not None]
        ends = ["true"] if entities is None else ["s.subject IN $entities", "s.object IN $entities"]
        query = " UNION ".join(
            f"MATCH (s:Statement) WHERE {' AND '.join([end, *tests])} RETURN s{{.*}} AS row" for end in ends
        )
        lists = {"ids": _storable(ids), "entities": _storable(entities)}
        every = given | lists
        return iter(self.connection.read(lambda run: _ordered(to_statement(r["row"]) for r in run(query, **every))))

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """See the contract."""
        if ids is None:
            query = "MATCH ()-[m:MENTIONS]->() "
        else:
            query = "UNWIND $ids AS id MATCH ()-[m:MENTIONS {entity: id}]->() "
        query += "RETURN m.entity AS id, collect(DISTINCT m.data) AS data ORDER BY id"
        rows = self.connection.read(
            lambda run: [(r["id"], list(map(to_mention, r["data"]))) for r in run(query, ids=_storable(ids))]
        )
        return (merged_entity(id, parts, self._ontology) for id, parts in rows if parts)

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """See the contract."""
        wanted = spelled(text)
        if not wanted.strip() or not storable(wanted):
            return ()
        rows = self.connection.rows(
            "MATCH (e:Entity) WHERE e.folded CONTAINS $text MATCH ()-[m:MENTIONS]->(e) "
            "UNWIND m.folded AS name WITH m.entity AS id, name WHERE name CONTAINS $text "
            "RETURN id, min(size(name)) AS length ORDER BY length, id LIMIT $limit",
            text=wanted, limit=limit,
        )  # fmt: skip
        return tuple(row["id"] for row in rows)

    def changes(self, since: int) -> Changes:
        """See the contract."""
        rows = self.connection.rows(
            "MATCH (r:Record) OPTIONAL MATCH (c:Change) WHERE c.revision > $since "
            "RETURN DISTINCT r.revision AS revision, c.kind AS kind, c.id AS id ORDER BY id",
            since=since,
        )
        documents, judgements = (tuple(r["id"] for r in rows if r["kind"] == k) for k in ("document", "judgement"))
        return Changes(int(rows[0]["revision"]), documents, judgements)

    def cypher(self, query: str, parameters: dict[str, Any], limit: int = 0, timeout: float = 0) -> list[Row]:
        """See `Connection.cypher`."""
        return self.connection.cypher(query, parameters, limit, timeout)

    def close(self) -> None:
        """See the contract."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _lock(run: Run) -> None:
    """Stand in line: the Record's write lock is held until this transaction ends.

    A value must be set: taking away a property that is not there takes no lock.
    """
    run("MATCH (r:Record) SET r.writer = true")


def _changed(run: Run, kind: str, ids: Iterable[str]) -> None:
    run(
        "MATCH (r:Record) SET r.revision = r.revision + 1 WITH r UNWIND $ids AS id "
        "CREATE (:Change {revision: r.revision, kind: $kind, id: id})",
        kind=kind,
        ids=sorted(set(ids)),
    )


def _log(run: Run) -> tuple[Judgement, ...]:
    rows = run("MATCH (j:Judgement) RETURN j{.*} AS row ORDER BY j.position")
    return tuple(from_dict(Judgement, row["row"]) for row in rows)


def _ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=lambda s: (s.document, -1 if s.start is None else s.start, s.id)))


def _storable(ids: Collection[str] | None) -> list[str]:
    return sorted({id for id in ids or () if storable(id)})


def _lookable(document: str) -> None:
    if not storable(document):
        raise _missing(ascii(document))


def _missing(document: str) -> NotFound:
    return NotFound(f"there is no document {document}; potline documents lists them")
