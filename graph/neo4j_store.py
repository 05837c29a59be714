"""The record in Neo4j 5 (docs/data-model.md, docs/decisions/0004).

Whatever reads or writes it does so in a transaction that holds a lock (`graph.neo4j_record`); the relationships
that people query are written in the same transaction as the statements.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from graph import neo4j_effective, neo4j_read, neo4j_record, neo4j_schema
from graph.cypher import Answer
from graph.effective import Effective, settled
from graph.judgements import Canon, concerned, reread
from graph.neo4j_driver import Connection, Run, Work
from graph.neo4j_rows import Row
from graph.neo4j_write import Writer
from graph.sound import sound, sound_judgement, storable
from graph.sources import NOTHING, Sequel, sequel_of
from graph.statement import Document, Entity, Extraction, Judgement, Statement
from graph.store import DEFAULT_ACCESS, Access, Brief, Changes, Outcome
from ontology.model import Ontology

T = TypeVar("T")
Log = tuple[Judgement, ...]
"""All judgements, oldest first."""


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
        """Check the server and its schema; the record's id."""
        self.connection.verify()
        return neo4j_schema.prepare(self.connection, self._ontology)

    def _read(self, work: Work[T]) -> T:
        def shared(run: Run) -> T:
            neo4j_record.share(run, self.record)
            return work(run)

        return self.connection.transaction(shared)

    def _write(self, work: Callable[[Run, Log], T]) -> T:
        return self.connection.transaction(lambda run: work(run, neo4j_record.hold(run, self.record)))

    def revision(self) -> int:
        """See the contract."""
        return self.connection.transaction(neo4j_record.revision)

    def put(self, extraction: Extraction) -> Outcome:
        """See the contract."""
        return self.put_all((extraction,))[0]

    def put_all(self, extractions: Sequence[Extraction]) -> tuple[Outcome, ...]:
        """See the contract."""
        for extraction in extractions:
            sound(extraction, self._ontology)
        if not extractions:
            return ()
        sequel = self.connection.transaction(lambda run: self._put(run, extractions))
        if sequel is None:
            sequel = self._write(lambda run, log: self._carry_out(run, log, neo4j_read.planned(run, extractions)))
        return sequel.outcomes

    def _put(self, run: Run, extractions: Sequence[Extraction]) -> Sequel | None:
        """What was done, in one transaction; None where something else must be written after all.

        Where all is there already nothing is written, not even the lock.
        """
        if neo4j_read.news(run, extractions):
            log = neo4j_record.hold(run, self.record)
            return self._carry_out(run, log, neo4j_read.planned(run, extractions))
        neo4j_record.share(run, self.record)
        sequel = neo4j_read.planned(run, extractions)
        return None if sequel.revisions else sequel

    def remove(self, document: str) -> None:
        """See the contract."""
        if not storable(document):
            raise neo4j_read.missing(document)
        self._write(lambda run, log: self._carry_out(run, log, neo4j_read.planned_removal(run, document)))

    def _carry_out(self, run: Run, log: Log, sequel: Sequel) -> Sequel:
        if sequel.revisions:
            Writer(run, self._ontology, Canon(log)).carry_out(sequel)
            neo4j_record.note(run, [[("document", id) for id in ids] for ids in sequel.revisions])
        return sequel

    def judge(self, judgement: Judgement) -> None:
        """See the contract."""

        def work(run: Run, log: Log) -> None:
            neo4j_record.append(run, judgement, log)
            writer, document = Writer(run, self._ontology, Canon([*log, judgement])), reread(judgement, log)
            plan = NOTHING if document is None else neo4j_read.reread(run, document)
            writer.carry_out(sequel_of(plan)) if document else writer.rewire(concerned(judgement, log))
            neo4j_record.note(run, [[*(("document", id) for id in plan.touched), ("judgement", judgement.id)]])

        sound_judgement(judgement, self._ontology)

        self._write(work)

    def judgements(self) -> tuple[Judgement, ...]:
        """See the contract."""
        return self._read(neo4j_record.log)

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        """See the contract."""
        return iter(self._read(lambda run: neo4j_read.documents(run, ids)))

    def extraction(self, document: str) -> Extraction:
        """See the contract."""
        if not storable(document):
            raise neo4j_read.missing(document)
        return self._read(lambda run: neo4j_read.whole(run, document))

    def extractions(self, documents: Collection[str]) -> Iterator[Extraction]:
        """See the contract."""
        return iter(self._read(lambda run: list(neo4j_read.wholes(run, documents))))

    def statements(
        self,
        *,
        ids: Collection[str] | None = None,
        document: str | None = None,
        entities: Collection[str] | None = None,
        predicate: str | None = None,
    ) -> Iterator[Statement]:
        """See the contract."""
        return iter(self._read(lambda run: neo4j_read.statements(run, ids, document, entities, predicate)))

    def briefs(self, predicate: str, documents: Collection[str] | None = None) -> Iterator[Brief]:
        """See the contract."""
        return iter(self._read(lambda run: neo4j_read.briefs(run, predicate, documents)))

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """See the contract."""
        return iter(self._read(lambda run: neo4j_read.entities(run, ids, self._ontology)))

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """See the contract."""
        return self._read(lambda run: neo4j_read.search(run, text, limit))

    def changes(self, since: int) -> Changes:
        """See the contract."""
        return self._read(lambda run: neo4j_record.changes(run, since))

    def effective(self) -> Effective | None:
        """See the contract."""
        return self._read(lambda run: neo4j_effective.whole(run, self._ontology))

    def materialise(self, effective: Effective | None) -> bool:
        """See the contract."""

        def work(run: Run, _: Log) -> bool:
            found = settled(effective, neo4j_record.revision(run), neo4j_effective.noted(run))
            if found is None:
                neo4j_effective.write(run, self._ontology, effective)
            return found is not False

        return self._write(work)

    def cypher(self, query: str, parameters: dict[str, Any], limit: int = 0, timeout: float = 0) -> list[Row]:
        """The rows of a query that only reads."""
        return self.ask(query, parameters, limit, timeout).rows

    def ask(self, query: str, parameters: dict[str, Any], limit: int = 0, timeout: float = 0) -> Answer:
        """The answer to a query that only reads; see `Connection.ask`."""
        return self.connection.ask(query, parameters, limit, timeout)

    def close(self) -> None:
        """See the contract."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
