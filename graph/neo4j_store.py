"""The record in Neo4j 5: the only file that imports the driver, and that translates its errors.

Every write takes the lock of the one Record node first, so that writers stand in line and none deadlocks; the
relationships that people query are written in the same transaction as the statements.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)
from neo4j.graph import Node, Path, Relationship

from graph.judgements import Canon, admit
from graph.merge import merged_entity, spelled
from graph.neo4j_rows import Row, Torn, checksum, judgement_row, to_document, to_mention, to_statement, undated
from graph.neo4j_write import SCHEMA, Writer
from graph.sound import sound, storable
from graph.sources import Plan, put_plan, remove_plan, source_of
from graph.statement import Document, Entity, Extraction, Judgement, Statement, from_dict
from graph.store import DEFAULT_ACCESS, Access, Changes, Outcome
from ontology.errors import (
    InvalidQuery,
    NotFound,
    SettingError,
    StoreError,
    StoreRefused,
    StoreTooOld,
    StoreUnavailable,
)
from ontology.model import Ontology

T = TypeVar("T")
OLDEST = 5
ATTEMPTS = 10
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def supported(agent: str) -> bool:
    """Whether a server that calls itself so ("Neo4j/5.26.30") is new enough."""
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    return name == "Neo4j" and major.isdigit() and int(major) >= OLDEST


class Neo4jStore:
    """The contract of `graph.store.Store` on a Neo4j database; threads and processes may share it."""

    def __init__(self, url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> None:
        parts = urlsplit(url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._ontology = ontology
        self._access = access
        user = access.user or unquote(parts.username or "") or None
        password = access.password or unquote(parts.password or "") or None
        with self._translated():
            self._driver: Driver = GraphDatabase.driver(
                self.url,
                auth=(user or "neo4j", password) if password else None,
                max_transaction_retry_time=access.timeout,
                connection_timeout=access.timeout,
                connection_acquisition_timeout=access.timeout,
                notifications_min_severity="OFF",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()
        try:
            self.record: str = self._prepare()
        except BaseException:
            self._driver.close()
            raise

    def _prepare(self) -> str:
        """Check the server, make constraints and indexes, and the record's node; the record's id."""
        self._rows("RETURN 1 AS one")  # with the driver's retries: a server may just be starting
        with self._translated():
            agent = self._driver.get_server_info().agent
        if not supported(agent):
            raise StoreTooOld(f"{self.url} is {agent}; Potline needs Neo4j {OLDEST} or newer (tested with 5.26)")
        found = self._rows("MATCH (r:Record {key: 'record'}) RETURN r.id AS id")
        if found:
            return str(found[0]["id"])
        with self._translated(), self._session() as session:
            for statement in SCHEMA:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
        query = "MERGE (r:Record {key: 'record'}) ON CREATE SET r.id = $id, r.revision = 0 RETURN r.id AS id"
        return str(self._write(lambda tx: _rows(tx, query, id=str(uuid.uuid4())))[0]["id"])

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The driver's errors as ours."""
        mend = "is it running, and is POTLINE_STORE_URL right? (potline neo4j status)"
        try:
            yield
        except (AuthError, Forbidden) as error:
            raise StoreRefused(
                f"{self.url} refuses this user or password; set POTLINE_STORE_USER and POTLINE_STORE_PASSWORD"
            ) from error
        except ConfigurationError as error:
            raise SettingError(f"store_url {self.url!r}: {error}") from error
        except (ServiceUnavailable, SessionExpired, TransientError) as error:
            raise StoreUnavailable(f"{self.url} does not answer within {self._access.timeout:g} s; {mend}") from error
        except (Neo4jError, DriverError) as error:
            if "DatabaseUnavailable" in str(error) or "DatabaseNotFound" in str(error):
                raise StoreUnavailable(f"{self.url}: {getattr(error, 'message', error)}; {mend}") from error
            raise StoreError(f"{self.url}: {getattr(error, 'message', None) or error}") from error

    def _session(self, **more: Any) -> Session:
        return self._driver.session(database=self._access.database, bookmark_manager=self._bookmarks, **more)

    def _read(self, work: Callable[[ManagedTransaction], T]) -> T:
        """What `work` reads; again where something was taken away meanwhile, for a reader sees each commit at once."""
        with self._translated(), self._session() as session:
            for attempt in range(ATTEMPTS):
                with suppress(Torn):
                    return session.execute_read(work)
                time.sleep(0.001 * 2**attempt)
        raise StoreUnavailable(f"{self.url}: what is asked for is being written all the time; try again")

    def _write(self, work: Callable[[ManagedTransaction], T]) -> T:
        with self._translated(), self._session() as session:
            return session.execute_write(work)

    def _rows(self, query: str, **parameters: Any) -> list[Row]:
        return self._read(lambda tx: _rows(tx, query, **parameters))

    def revision(self) -> int:
        """See the contract."""
        return int(self._rows("MATCH (r:Record) RETURN r.revision AS revision")[0]["revision"])

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        sound(extraction, self._ontology)
        with suppress(NotFound):  # another writer took it away between two queries; the lock will tell
            if self._read(lambda tx: self._put_plan(tx, extraction)).outcome is Outcome.UNCHANGED:
                return Outcome.UNCHANGED

        def work(tx: ManagedTransaction) -> Outcome:
            _lock(tx)
            plan = self._put_plan(tx, extraction)
            self._carry_out(tx, plan)
            return plan.outcome

        return self._write(work)

    def _put_plan(self, tx: ManagedTransaction, extraction: Extraction) -> Plan:
        d = extraction.document
        holder = _rows(tx, "MATCH (d)-[:ALSO_AT]->(:Source {source: $source}) RETURN d.id AS id", source=d.source)
        twin = _rows(tx, "MATCH (d:Document {sha256: $sha}) RETURN d.id AS id", sha=d.sha256)
        known = (self._extraction(tx, rows[0]["id"]) if rows else None for rows in (holder, twin))
        return put_plan(extraction, *known)

    def remove(self, document: str) -> None:
        """See the contract."""
        _lookable(document)

        def work(tx: ManagedTransaction) -> None:
            _lock(tx)
            rows = _rows(tx, "MATCH (d)-[:ALSO_AT]->(:Source {id: $id}) RETURN d.id AS id", id=document)
            if not rows:
                raise _missing(document)
            holder = self._extraction(tx, rows[0]["id"])
            self._carry_out(tx, remove_plan(holder, source_of(holder, document)))

        self._write(work)

    def _writer(self, tx: ManagedTransaction, canon: Canon) -> Writer:
        return Writer(lambda query, **parameters: _rows(tx, query, **parameters), self._ontology, canon)

    def _carry_out(self, tx: ManagedTransaction, plan: Plan) -> None:
        if plan.outcome is Outcome.UNCHANGED:
            return
        writer = self._writer(tx, Canon(_log(tx)))
        touched, said = writer.drop(plan.drop)
        for extraction in plan.keep:
            touched.update(e.id for e in extraction.entities)
            said += extraction.statements
            writer.keep(extraction)
        writer.entities(touched)
        writer.merge(said)
        _changed(tx, "document", [*plan.drop, *(e.document.id for e in plan.keep)])

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""

        def work(tx: ManagedTransaction) -> None:
            _lock(tx)
            log = _log(tx)
            admit(judgement, log)
            _rows(tx, "CREATE (j:Judgement) SET j = $row, j.position = $n", row=judgement_row(judgement), n=len(log))
            before, after = Canon(log), Canon([*log, judgement])
            ends = (judgement.left, judgement.right)
            ids = {m for canon in (before, after) for end in ends for m in canon.members(end)}
            self._writer(tx, after).rewire(ids)
            _changed(tx, "judgement", [judgement.id])

        self._write(work)

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        return self._read(_log)

    def documents(self) -> Iterator[Document]:
        """See the contract."""
        query = "MATCH (d:Document) RETURN d{.*, text: null} AS row ORDER BY d.id"
        return iter(self._read(lambda tx: [to_document(row["row"]) for row in _rows(tx, query)]))

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        _lookable(document)
        return self._read(lambda tx: self._extraction(tx, document))

    def _extraction(self, tx: ManagedTransaction, id: str) -> Extraction:
        found = _rows(tx, "MATCH (d:Document {id: $id}) RETURN d{.*} AS row", id=id)
        if not found:
            raise _missing(id)
        known = _rows(tx, "MATCH (:Document {id: $id})-[m:MENTIONS]->() RETURN m.data AS data ORDER BY m.entity", id=id)
        said = _rows(tx, "MATCH (s:Statement)-[:STATED_IN]->(:Document {id: $id}) RETURN s{.*} AS row", id=id)
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
        return iter(self._read(lambda tx: _ordered(to_statement(r["row"]) for r in _rows(tx, query, **every))))

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """See the contract."""
        if ids is None:
            query = "MATCH ()-[m:MENTIONS]->() "
        else:
            query = "UNWIND $ids AS id MATCH ()-[m:MENTIONS {entity: id}]->() "
        query += "RETURN m.entity AS id, collect(DISTINCT m.data) AS data ORDER BY id"
        rows = self._read(
            lambda tx: [(r["id"], list(map(to_mention, r["data"]))) for r in _rows(tx, query, ids=_storable(ids))]
        )
        return (merged_entity(id, parts, self._ontology) for id, parts in rows if parts)

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """See the contract."""
        wanted = spelled(text)
        if not wanted.strip() or not storable(wanted):
            return ()
        rows = self._rows(
            "MATCH (e:Entity) WHERE e.folded CONTAINS $text MATCH ()-[m:MENTIONS]->(e) "
            "UNWIND m.folded AS name WITH m.entity AS id, name WHERE name CONTAINS $text "
            "RETURN id, min(size(name)) AS length ORDER BY length, id LIMIT $limit",
            text=wanted, limit=limit,
        )  # fmt: skip
        return tuple(row["id"] for row in rows)

    def changes(self, since: int) -> Changes:
        """See the contract."""
        rows = self._rows(
            "MATCH (r:Record) OPTIONAL MATCH (c:Change) WHERE c.revision > $since "
            "RETURN DISTINCT r.revision AS revision, c.kind AS kind, c.id AS id ORDER BY id",
            since=since,
        )
        documents, judgements = (tuple(r["id"] for r in rows if r["kind"] == k) for k in ("document", "judgement"))
        return Changes(int(rows[0]["revision"]), documents, judgements)

    def cypher(self, query: str, parameters: dict[str, Any], limit: int = 0, timeout: float = 0) -> list[Row]:
        """The rows of a query that only reads, `limit` of them at most (0: all).

        Nodes are {"labels", "properties"}, relationships {"type", "start", "end", "properties"} with the ids of
        their ends, paths {"nodes", "relationships"}. Raises InvalidQuery for a wrong query or one that writes.
        """

        @unit_of_work(timeout=timeout or None)
        def work(tx: ManagedTransaction) -> list[Row]:
            result = tx.run(query, parameters)
            records = result.fetch(limit) if limit else list(result)
            return [dict(zip(record.keys(), map(plain, record.values()), strict=True)) for record in records]

        with self._translated(), self._session(default_access_mode="READ") as session:
            try:
                return session.execute_read(work)
            except (AuthError, Forbidden):
                raise
            except ClientError as error:
                raise InvalidQuery(str(error.message)) from error

    @cached_property
    def driver(self) -> Driver:
        """The driver, for the tests that look at its counters."""
        return self._driver

    def close(self) -> None:
        """See the contract."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _rows(tx: ManagedTransaction, query: str, **parameters: Any) -> list[Row]:
    return [record.data() for record in tx.run(query, parameters)]  # type: ignore[arg-type]


def _lock(tx: ManagedTransaction) -> None:
    """Stand in line: the Record's write lock is held until this transaction ends.

    A value must be set: taking away a property that is not there takes no lock.
    """
    _rows(tx, "MATCH (r:Record) SET r.writer = true")


def _changed(tx: ManagedTransaction, kind: str, ids: Iterable[str]) -> None:
    _rows(
        tx,
        "MATCH (r:Record) SET r.revision = r.revision + 1 WITH r UNWIND $ids AS id "
        "CREATE (:Change {revision: r.revision, kind: $kind, id: id})",
        kind=kind,
        ids=sorted(set(ids)),
    )


def _log(tx: ManagedTransaction) -> tuple[Judgement, ...]:
    rows = _rows(tx, "MATCH (j:Judgement) RETURN j{.*} AS row ORDER BY j.position")
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


def plain(value: Any) -> Any:
    """A value of an answer as JSON can hold it."""
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": {k: plain(v) for k, v in value.items()}}
    if isinstance(value, Relationship):
        start, end = (None if n is None else n.get("id") for n in value.nodes)
        properties = {k: plain(v) for k, v in value.items()}
        return {"type": value.type, "start": start, "end": end, "properties": properties}
    if isinstance(value, Path):
        return {
            "nodes": [plain(n) for n in value.nodes],
            "relationships": [plain(r) for r in value.relationships],
        }
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return undated(value)
