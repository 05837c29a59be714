"""What happens in a worker process: one query at a time, put to a snapshot, answered whole.

A worker never reaches the record and writes nothing. It ends when its parent goes away, and by an alarm of
its own where the parent does not end it in time.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from graph.engine import Engine
from graph.results import Triples
from ontology import errors
from ontology.errors import InvalidQuery, PotlineError, QueryStopped, Unacceptable

GRACE = 2.0
"""Seconds after the deadline at which a worker ends itself."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What all queries of a server have in common. Limits of 0 are switched off."""

    base: str
    prefixes: dict[str, str]
    services: tuple[str, ...] = ()
    seconds: float = 15.0
    rows: int = 100_000
    bytes: int = 50_000_000
    length: int = 100_000
    memory: int = 1_000_000_000
    """Bytes of address space that a query may take beside what the snapshot takes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs of the protocol (None: its own FROM clauses), and the forms that its answer may have.

    `format` is a short name or a media type; without it, `table` or `graph` is the media type of the answer,
    None where the client takes no form of that kind.
    """

    query: str
    defaults: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    format: str | None = None
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: its media type and its bytes."""

    media: str
    body: bytes


def send(pipe: Connection, question: Question, snapshot: Path) -> None:
    """Put a question to a worker; OSError where it is gone."""
    pipe.send_bytes(json.dumps([str(snapshot), asdict(question)]).encode())


def receive(pipe: Connection) -> Reply:
    """The worker's answer, or the error that it ended with; EOFError where the worker died over it."""
    head = json.loads(pipe.recv_bytes())
    if "media" in head:
        return Reply(head["media"], pipe.recv_bytes())
    kind = getattr(errors, head["error"])
    raise kind(head["message"])


class Worker:
    """The state of a worker: the snapshot that it has open."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._snapshot = ""
        self._engine: Engine | None = None

    def serve(self, pipe: Connection) -> None:
        """Answer until the other end is closed."""
        while True:
            try:
                snapshot, question = json.loads(pipe.recv_bytes())
            except (EOFError, ConnectionError):
                return
            self._alarm(self.terms.seconds)
            head, body = self._outcome(snapshot, Question(**question))
            self._alarm(0)
            pipe.send_bytes(json.dumps(head).encode())
            if body is not None:
                pipe.send_bytes(body)

    def _alarm(self, seconds: float) -> None:
        """End this process after the deadline, whatever the engine does: nobody handles the signal."""
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE if seconds else 0)

    def _outcome(self, snapshot: str, question: Question) -> tuple[dict[str, str], bytes | None]:
        try:
            reply = self._reply(self._opened(snapshot), question)
        except PotlineError as error:
            return {"error": type(error).__name__, "message": str(error)}, None
        except MemoryError:
            return {"error": QueryStopped.__name__, "message": short_of_memory(self.terms)}, None
        return {"media": reply.media}, reply.body

    def _opened(self, snapshot: str) -> Engine:
        if self._engine is None or snapshot != self._snapshot:
            self._engine = None
            _allow(0)
            t = self.terms
            self._engine = Engine(t.base, t.prefixes, Path(snapshot), read_only=True, services=t.services)
            self._snapshot = snapshot
            _allow(self.terms.memory)
        return self._engine

    def _reply(self, engine: Engine, q: Question) -> Reply:
        terms = self.terms
        answer = engine.query(q.query, q.defaults, q.named, length=terms.length, rows=terms.rows)
        wanted = q.format or (q.graph if isinstance(answer.value, Triples) else q.table)
        if wanted is None:
            raise Unacceptable(f"this answer can be {', '.join(answer.formats.values())}; Accept names none of them")
        media = answer.media_type(wanted)
        body = answer.serialise(media)
        if terms.bytes and len(body) > terms.bytes:
            raise InvalidQuery(f"the answer has more than {terms.bytes} bytes; ask for less with LIMIT")
        return Reply(media, body)


def short_of_memory(terms: Terms) -> str:
    """What is said of a query that took too much memory."""
    return f"the query took more than {terms.memory // 1_000_000} MB of memory and was stopped; ask for less"


def _allow(memory: int) -> None:
    """Let this process take so many bytes of address space more than it has now (0: any number)."""
    limit = resource.RLIM_INFINITY
    if memory and sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def terms(text: str) -> Terms:
    """Terms from JSON."""
    values = json.loads(text)
    services: Sequence[str] = values.pop("services")
    return Terms(services=tuple(services), **values)
