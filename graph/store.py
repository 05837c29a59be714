"""The contract of a record. `tests/graph/test_store.py` is its specification.

Every store keeps extractions whole, counts revisions, and derives what it shows with the
functions of `graph.merge`; no rule of the merge stands in a store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from graph.effective import Effective
from graph.statement import Document, Entity, Extraction, Judgement, Statement
from ontology.errors import SettingError
from ontology.model import Ontology


class Outcome(StrEnum):
    """What `put` did."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """Nothing was written; the revision stays."""
    ALSO_AT = "also_at"
    """The same bytes are known from another source, which was noted."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a revision, up to `revision`."""

    revision: int
    documents: tuple[str, ...]
    """Ids of documents that were put, replaced or removed."""
    judgements: tuple[str, ...]
    effective: str | None = None
    """The mark of the effective ownership that is kept: another one when that was replaced, shrank or went."""


class Brief(NamedTuple):
    """What a statement of a relation says, in brief: no offsets, and its words only where they matter."""

    id: str
    document: str
    subject: str
    object: str
    status: str
    qualifiers: str
    """As JSON, the same text for the same qualifiers."""
    quote: str
    """The sentence; "" where a figure tells the share."""


class Store(Protocol):
    """A record. Every writing call is one transaction: all of it or none; it is durable on return."""

    @property
    def url(self) -> str:
        """Where it is, without a password."""

    @property
    def record(self) -> str:
        """The id that was made when the record was created."""

    def revision(self) -> int:
        """Rises by one with every document and every judgement that changed something; 0 for a new record."""

    def put(self, extraction: Extraction) -> Outcome:
        """Keep a document with its entities and statements, replacing what it said before.

        The same bytes from another source are noted as `also_at`; the least source is the
        document's, so that the order of loading does not show.
        """

    def put_all(self, extractions: Sequence[Extraction]) -> tuple[Outcome, ...]:
        """Keep several, as if they were put one after another, in one transaction: all of them or none.

        Where one of them is refused nothing of them is kept; put them one by one then.
        """

    def remove(self, document: str) -> None:
        """Remove a document (or one of the sources it is also at); NotFound where there is none."""

    def judge(self, judgement: Judgement) -> None:
        """Append a judgement; JudgementConflict where it contradicts those that stand."""

    def judgements(self) -> tuple[Judgement, ...]:
        """The whole log, oldest first."""

    def documents(self, ids: Collection[str] | None = None) -> Iterator[Document]:
        """All documents, or those of `ids`, in id order, without their texts."""

    def extraction(self, document: str) -> Extraction:
        """A document with its text, its entities and its statements; NotFound where there is none."""

    def extractions(self, documents: Collection[str]) -> Iterator[Extraction]:
        """Documents as `extraction` gives them, in id order, all of one moment; those not there are passed over."""

    def statements(
        self,
        *,
        ids: Collection[str] | None = None,
        document: str | None = None,
        entities: Collection[str] | None = None,
        predicate: str | None = None,
    ) -> Iterator[Statement]:
        """Statements that fit all that is given, by document, place in it, and id.

        `entities` are ids as resolved: those whose subject or object is one of them.
        """

    def briefs(self, predicate: str, documents: Collection[str] | None = None) -> Iterator[Brief]:
        """The relations of one predicate, of all documents or of some, in no order; quick for a million of them."""

    def entities(self, ids: Collection[str] | None = None) -> Iterator[Entity]:
        """Entities as resolved, each merged over its documents, in id order."""

    def search(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """Ids of entities with a name that holds `text` (any case), for ranking by the caller; the shortest first.

        After them those with a name that holds all its words, where each has three characters or more.
        """

    def changes(self, since: int) -> Changes:
        """What changed after revision `since`."""

    def effective(self) -> Effective | None:
        """The effective ownership that is kept beside the record; None where there is none.

        What no longer is an entity, or was judged since, has no holdings in it.
        """

    def materialise(self, effective: Effective | None) -> bool:
        """Keep effective ownership in the place of what was kept, of whatever rule; None keeps none.

        The same again writes nothing. False, and nothing is written, where the record is at another revision
        than the one that it is of. The revision stays, and no statement comes or goes.
        """

    def close(self) -> None:
        """Give connections back; the store cannot be used afterwards."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Access:
    """What a store needs beside its URL; user and password may also stand in the URL."""

    user: str | None = None
    password: str | None = None
    database: str | None = None
    timeout: float = 30.0
    """Seconds that a writer waits for another one, and a driver for its server."""


DEFAULT_ACCESS = Access()


def open_store(url: str, ontology: Ontology, access: Access = DEFAULT_ACCESS) -> Store:
    """The store that `url` names: `sqlite:///FILE`, `neo4j://HOST`, `neo4j+s://HOST`, `bolt://HOST`.

    Raises SettingError for any other scheme, StoreUnavailable or StoreRefused where it cannot be reached.
    """
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        from graph.sqlite_store import SqliteStore

        return SqliteStore(url, ontology, access)
    if scheme.partition("+")[0] in ("neo4j", "bolt"):
        from graph.neo4j_store import Neo4jStore

        return Neo4jStore(url, ontology, access)
    raise SettingError(f"store_url {url!r}: the scheme must be sqlite, neo4j, neo4j+s, bolt or bolt+s")
