"""The connection to Neo4j: the only file that imports the driver, and that translates its errors."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
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

from graph.neo4j_rows import Row, Torn, undated
from graph.neo4j_write import Run
from graph.store import Access
from ontology.errors import InvalidQuery, SettingError, StoreError, StoreRefused, StoreTooOld, StoreUnavailable

T = TypeVar("T")
Work = Callable[[Run], T]
"""What is done in one transaction, given the way to run queries in it."""

OLDEST = 5
ATTEMPTS = 10
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def supported(agent: str) -> bool:
    """Whether a server that calls itself so ("Neo4j/5.26.30") is new enough."""
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    return name == "Neo4j" and major.isdigit() and int(major) >= OLDEST


class Connection:
    """One database of a Neo4j server or cluster: managed transactions with retry, bookmarks between them."""

    def __init__(self, url: str, access: Access) -> None:
        parts = urlsplit(url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._access = access
        user = access.user or unquote(parts.username or "") or None
        password = access.password or unquote(parts.password or "") or None
        with self._translated():
            self.driver: Driver = GraphDatabase.driver(
                self.url,
                auth=(user or "neo4j", password) if password else None,
                max_transaction_retry_time=access.timeout,
                connection_timeout=access.timeout,
                connection_acquisition_timeout=access.timeout,
                notifications_min_severity="OFF",
            )
        self._bookmarks = GraphDatabase.bookmark_manager()

    def verify(self) -> None:
        """Raise where the server cannot be reached, refuses us, or is too old."""
        self.rows("RETURN 1 AS one")  # with the driver's retries: a server may just be starting
        with self._translated():
            agent = self.driver.get_server_info().agent
        if not supported(agent):
            raise StoreTooOld(f"{self.url} is {agent}; Potline needs Neo4j {OLDEST} or newer (tested with 5.26)")

    def schema(self, statements: Iterable[str]) -> None:
        """Make constraints and indexes, and wait until they are there."""
        with self._translated(), self._session() as session:
            for statement in statements:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()

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
        return self.driver.session(database=self._access.database, bookmark_manager=self._bookmarks, **more)

    def read(self, work: Work[T]) -> T:
        """What `work` reads; again where something was taken away meanwhile, for a reader sees each commit at once."""
        with self._translated(), self._session() as session:
            for attempt in range(ATTEMPTS):
                with suppress(Torn):
                    return session.execute_read(lambda tx: work(_run(tx)))
                time.sleep(0.001 * 2**attempt)
        raise StoreUnavailable(f"{self.url}: what is asked for is being written all the time; try again")

    def write(self, work: Work[T]) -> T:
        """What `work` gives; all of it is written, or none."""
        with self._translated(), self._session() as session:
            return session.execute_write(lambda tx: work(_run(tx)))

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """The rows of one reading query."""
        return self.read(lambda run: run(query, **parameters))

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

    def close(self) -> None:
        """Give the connections back."""
        self.driver.close()


def _run(tx: ManagedTransaction) -> Run:
    """The way to run queries in a transaction."""

    def run(query: str, **parameters: Any) -> list[Row]:
        return [record.data() for record in tx.run(query, parameters)]

    return run


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
