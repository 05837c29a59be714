"""The connection to Neo4j: the only file that imports the driver, and that translates its errors."""

from __future__ import annotations

import logging
import math
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from neo4j import Driver, GraphDatabase, ManagedTransaction, Record, Session, unit_of_work
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
    UnsupportedServerProduct,
)
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point

from graph.cypher import Answer, admit
from graph.neo4j_labels import prefixed, together
from graph.neo4j_rows import Row, undated
from graph.store import Access
from ontology.errors import InvalidQuery, SettingError, StoreError, StoreRefused, StoreTooOld, StoreUnavailable

T = TypeVar("T")
Run = Callable[..., list[Row]]
"""Runs a query with parameters in the transaction that is open, and gives its rows."""
Work = Callable[[Run], T]
"""What is done in one transaction, given the way to run queries in it."""

OLDEST = 5
LONGEST = 600
"""Seconds until the server ends a transaction, so that nobody waits for one whose client vanished."""
FULL = "its disk is full or broken: make room and start that server again; what was being written is not in it"
SILENT = logging.NullHandler()
"""What the driver warns of while it tries again is no news to a user; without this Python prints it."""


def supported(agent: str) -> bool:
    """Whether a server that calls itself so ("Neo4j/5.26.30") is new enough."""
    name, _, version = agent.partition("/")
    major = version.partition(".")[0]
    return name == "Neo4j" and major.isdigit() and int(major) >= OLDEST


def parsed(url: str) -> SplitResult:
    """The parts of a store_url; SettingError where it names no server, or more than one."""
    try:
        parts = urlsplit(url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or parts.path not in ("", "/"):
        shown = url.rpartition("@")[2]
        raise SettingError(
            f"store_url {shown!r}: write neo4j://HOST:PORT; a database other than the server's default is "
            "named by POTLINE_STORE_DATABASE"
        )
    return parts


class Connection:
    """One database of a Neo4j server or cluster: managed transactions with retry, bookmarks between them."""

    def __init__(self, url: str, access: Access) -> None:
        parts = parsed(url)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self.writes = 0
        """How many queries changed something, by the counters that the server sends."""
        self.prefix = access.prefix
        """What stands before each label of this record."""
        self._access = access
        self._bookmarks = GraphDatabase.bookmark_manager()
        self.driver = self._opened(parts)

    def _opened(self, parts: SplitResult) -> Driver:
        """A driver that gives up within `access.timeout`.

        It tries again after 1, 2, 4, … seconds until the retry time is over, so its last try may begin
        twice as late; and each try may wait for a connection.
        """
        logging.getLogger("neo4j").addHandler(SILENT)
        user = self._access.user or unquote(parts.username or "") or "neo4j"
        password = self._access.password or unquote(parts.password or "")
        limit = self._access.timeout
        with self._translated():
            return GraphDatabase.driver(
                self.url,
                auth=(user, password) if password else None,
                max_transaction_retry_time=limit * 0.4,
                connection_timeout=limit * 0.25,
                connection_acquisition_timeout=limit,
                notifications_min_severity="OFF",
            )

    def verify(self) -> None:
        """Raise where the server cannot be reached, refuses us, or is too old."""
        self.transaction(lambda run: run("RETURN 1"))  # with the driver's retries: a server may just be starting
        with self._translated():
            agent = self.driver.get_server_info().agent
        if not supported(agent):
            raise StoreTooOld(f"{self.url} is {agent}; Potline needs Neo4j {OLDEST} or newer (tested with 5.26)")

    def schema(self, statements: Iterable[str]) -> None:
        """Make constraints and indexes, and wait until they are there; another one may be making the same."""
        with self._translated(), self._session() as session:
            for text in [prefixed(statement, self.prefix) for statement in statements]:
                try:
                    _change(session, text)
                except ClientError as error:
                    if "AlreadyExists" not in (error.code or ""):
                        raise
                    _change(session, text)  # now IF NOT EXISTS sees what another one was quicker to make
            session.run(f"CALL db.awaitIndexes({LONGEST})").consume()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The driver's errors as ours."""
        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise self._ours(error) from error

    def _ours(self, error: Neo4jError | DriverError) -> Exception:
        mend = "is it running, and is POTLINE_STORE_URL right? (potline neo4j status)"
        what = _told(error)
        code = getattr(error, "code", None) or ""
        if "ReadOnly" in code:
            return StoreRefused(f"{self.url}: this database may only be read ({what}); nothing was written")
        if isinstance(error, AuthError | Forbidden) or ".Security." in code:
            word = "set POTLINE_STORE_USER and POTLINE_STORE_PASSWORD"
            return StoreRefused(f"{self.url} refuses this user or password ({what}); {word}")
        if isinstance(error, UnsupportedServerProduct) or any(map(_about_protocol, _behind(error))):
            return StoreTooOld(f"{self.url} speaks no protocol that we know; Potline needs Neo4j {OLDEST} or newer")
        if isinstance(error, ConfigurationError):
            return SettingError(f"store_url {self.url!r}: {what}")
        if (broken := next((e for e in _behind(error) if isinstance(e, ssl.SSLError)), None)) is not None:
            return StoreUnavailable(_untrusted(self.url, broken))
        if isinstance(error, ServiceUnavailable | SessionExpired | TransientError):
            what = _told([*_behind(error)][-1])
            return StoreUnavailable(f"{self.url} does not answer within {self._access.timeout:g} s ({what}); {mend}")
        if "TransactionLogError" in code or "critical error" in what:
            return StoreUnavailable(f"{self.url} can write no more ({what}); {FULL}")
        if "DatabaseUnavailable" in code or "DatabaseNotFound" in code:
            return StoreUnavailable(f"{self.url}: {what}; {mend}")
        return StoreError(f"{self.url}: {what}")

    def _session(self) -> Session:
        return self.driver.session(database=self._access.database, bookmark_manager=self._bookmarks)

    def transaction(self, work: Work[T]) -> T:
        """What `work` gives, in one transaction: all that it writes or nothing.

        Always on the server that writes, also to read: there no answer is older than the last commit.
        """

        @unit_of_work(timeout=LONGEST)
        def once(tx: ManagedTransaction) -> T:
            def run(query: str, **parameters: Any) -> list[Row]:
                result = tx.run(together(prefixed(query, self.prefix)), {"all": parameters})
                rows = [dict(record) for record in result]
                self.writes += result.consume().counters.contains_updates
                return rows

            return work(run)

        with self._translated(), self._session() as session:
            return session.execute_write(once)

    def ask(self, query: str, parameters: dict[str, Any], limit: int = 0, timeout: float = 0) -> Answer:
        """The answer to a query that only reads, `limit` rows of it at most (0: all), its values as `plain` shows them.

        The query is planned first and refused by its plan, and then run in read access mode. Raises InvalidQuery
        for a wrong query, one that does more than read, or one that takes more than `timeout` seconds; the server
        itself ends that one.
        """

        @unit_of_work(timeout=timeout or None)
        def work(tx: ManagedTransaction) -> Answer:
            planned = tx.run("EXPLAIN " + query, parameters).consume()
            admit(planned.query_type, planned.plan)
            result = tx.run(query, parameters)
            records = result.fetch(limit + 1) if limit else list(result)
            kept = records[:limit] if limit else records
            ids = _ids(tx, kept)
            rows = [dict(zip(record.keys(), plain(record.values(), ids), strict=True)) for record in kept]
            return Answer(tuple(result.keys()), rows, len(records) > len(kept))

        with self._translated(), self._session() as session:
            try:
                return session.execute_read(work)
            except (AuthError, Forbidden):
                raise
            except ClientError as error:
                raise InvalidQuery(str(error.message)) from error
            except (OverflowError, UnicodeEncodeError, TypeError) as error:
                raise InvalidQuery(f"a parameter has a value that Neo4j cannot hold: {error}") from error

    def close(self) -> None:
        """Give the connections back."""
        self.driver.close()


def _change(session: Session, text: str) -> None:
    """Change the schema or much data, with the driver's retries; IN TRANSACTIONS cannot be inside of one."""
    if " IN TRANSACTIONS" in text:
        session.run(text).consume()
    else:
        session.execute_write(lambda tx: tx.run(text).consume())


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error, and all that led to it."""
    yield error
    for cause in (*getattr(error, "exceptions", ()), error.__cause__):
        if cause is not None:
            yield from _behind(cause)


def _told(error: BaseException) -> str:
    """What an error says, in a line."""
    return (getattr(error, "message", None) or str(error)).partition("\n")[0][:300]


def _about_protocol(error: BaseException) -> bool:
    """Whether something that we ask for is not in the protocol of the server, as with Neo4j 4."""
    return isinstance(error, ConfigurationError) and any("Bolt Protocol" in str(part) for part in error.args)


def _untrusted(url: str, error: BaseException) -> str:
    """What to do where no encrypted connection comes about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {url} is not trusted ({error.verify_message}); let this system trust it "
            "(SSL_CERT_FILE names a file of certificates), or take any certificate with neo4j+ssc:// or bolt+ssc://"
        )
    return (
        f"no encrypted connection to {url} ({error}); is TLS switched on there (dbms.ssl.policy.bolt.enabled)? "
        "neo4j:// and bolt:// go without"
    )


def _ids(tx: ManagedTransaction, records: Iterable[Record]) -> dict[str, str | None]:
    """The `id`s of the ends of all relationships in an answer: the server sends the ends themselves without it."""
    ends = sorted({n.element_id for r in records for v in r.values() for n in _ends(v)})
    if not ends:
        return {}
    found = tx.run("UNWIND $ends AS e MATCH (n) WHERE elementId(n) = e RETURN e, n.id AS id", ends=ends)
    return {row["e"]: row["id"] for row in found}


def _ends(value: Any) -> Iterator[Node]:
    if isinstance(value, Relationship):
        yield from (n for n in value.nodes if n is not None)
    elif isinstance(value, Path):
        yield from value.nodes
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _ends(part)


def plain(value: Any, ids: Mapping[str, str | None]) -> Any:
    """A value of an answer as JSON can hold it; `ids` knows the ends of relationships by their element ids.

    Nodes are {"labels", "properties"}, relationships {"type", "start", "end", "properties"} with the ids of
    their ends, paths {"nodes", "relationships"}, points {"srid", "coordinates"}; dates, times, durations, and
    numbers that are none (NaN, Infinity), are text; bytes are text in hexadecimal digits.
    """
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": plain(dict(value), ids)}
    if isinstance(value, Relationship):
        start, end = (None if n is None else ids.get(n.element_id) for n in value.nodes)
        return {"type": value.type, "start": start, "end": end, "properties": plain(dict(value), ids)}
    if isinstance(value, Path):
        nodes, links = ([plain(v, ids) for v in part] for part in (value.nodes, value.relationships))
        return {"nodes": nodes, "relationships": links}
    if isinstance(value, Point):
        return {"srid": value.srid, "coordinates": list(value)}
    if isinstance(value, list):
        return [plain(v, ids) for v in value]
    if isinstance(value, dict):
        return {k: plain(v, ids) for k, v in value.items()}
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value.hex() if isinstance(value, bytes | bytearray) else undated(value)
