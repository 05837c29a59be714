"""What the commands and the routes share: settings, ontology, registry, record and projections, wired.

Everything heavy is made when it is first asked for and kept; a `Workspace` serves many threads.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore, Lock, RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from api.settings import PASSWORD_FILE, Settings
from graph import sqlite_file
from graph.cypher import Answer
from graph.endpoint import Endpoint
from graph.folder import Folder
from graph.kept import Kept
from graph.nodes import prefixes
from graph.resolve import Registry
from graph.search import Forms
from graph.snapshot import Snapshots
from graph.sparql import Index
from graph.store import Access, Store, open_store
from graph.worker import Terms
from graph.workers import Pool
from loaders.read import Limits
from loaders.registry import read_registry
from ontology.errors import SettingError, StoreError, StoreUnsupported
from ontology.load import ontology
from ontology.model import Ontology

if TYPE_CHECKING:
    # The parser and the solver take a second to import; most commands need neither.
    from graph.neo4j_driver import Connection
    from graph.ownership.matrix import Holdings, Matrix
    from loaders.llm.asking import LanguageModel
    from loaders.pipeline import Extractor


class Workspace:
    """One record with all that is derived from it.

    Over HTTP nobody waits for longer than `patience` seconds while the RDF index is built; a command does.
    """

    def __init__(self, settings: Settings, patience: float | None = None) -> None:
        self.settings = settings
        self._patience = patience
        self._lock = RLock()
        self._opened: Store | None = None
        self._opening = Lock()
        self.exports = BoundedSemaphore(settings.exports_at_once)
        """Whoever makes an export over HTTP holds it."""
        self._failed: tuple[float, StoreError] | None = None
        """When opening the record last failed, and why."""

    @cached_property
    def ontology(self) -> Ontology:
        """The ontology."""
        return ontology()

    @cached_property
    def registry(self) -> Registry:
        """Who is who: the shipped rows and the user's."""
        return read_registry(*self.settings.registry_paths)

    @cached_property
    def forms(self) -> Forms:
        """All forms of the registry, for search."""
        entries = self.registry.entries.values()
        return Forms((form, e.entity.id) for e in entries for form in (*e.entity.names, *e.ambiguous, *e.translated))

    @cached_property
    def extractor(self) -> Extractor:
        """Makes statements of documents; loads the parser when it is first called.

        With a language model beside the rules where the settings name one.
        """
        s = self.settings
        if s.llm_url is None:
            return self.rules
        from loaders.llm.prompted import PromptedExtractor

        model = language_model(s, s.llm_url, self.ontology)
        return PromptedExtractor(self.registry, self.ontology, model, s.max_document_seconds, s.least_confidence)

    @cached_property
    def rules(self) -> Extractor:
        """The extractor without a language model."""
        from loaders.pipeline import Extractor

        return Extractor(
            self.registry, self.ontology, self.settings.max_document_seconds, self.settings.least_confidence
        )

    @property
    def limits(self) -> Limits:
        """How large a document may be."""
        return Limits(self.settings.max_document_bytes, self.settings.max_document_seconds)

    @property
    def store(self) -> Store:
        """The record, opened when it is first asked for; StoreError where it cannot be, and then the next one tries.

        Those who ask while somebody tries share what comes of it, so that nobody waits for more than one try.
        """
        if self._opened is not None:
            return self._opened
        asked = time.monotonic()
        with self._opening:
            if self._opened is None:
                if self._failed is not None and self._failed[0] >= asked:
                    raise self._failed[1]
                self._opened = self._open()
            return self._opened

    def _open(self) -> Store:
        try:
            return open_store(self.settings.store_url, self.ontology, self._access())
        except StoreError as error:
            self._failed = time.monotonic(), error
            raise

    def _access(self) -> Access:
        s = self.settings
        return Access(s.store_user, self._password(), s.store_database, s.store_timeout, s.neo4j_label_prefix)

    def neo4j(self) -> Connection:
        """A connection to the database that the record is in, or would be; SettingError where that is no Neo4j."""
        from graph.neo4j_driver import Connection

        url = self.settings.store_url
        if not url.startswith(("neo4j", "bolt")):
            raise SettingError(f"store_url {url!r} is no Neo4j: write --store neo4j://HOST:PORT")
        return Connection(url, self._access())

    def _password(self) -> str | None:
        """The password of the settings; for the local Neo4j the one that was generated for it."""
        s = self.settings
        if s.store_password is not None:
            return s.store_password.get_secret_value()
        parts = urlsplit(s.store_url)
        local = parts.hostname in ("127.0.0.1", "localhost") and (parts.port or 7687) == s.neo4j_bolt_port
        file = s.neo4j_home / PASSWORD_FILE
        if parts.scheme in ("neo4j", "bolt") and local and parts.password is None and file.is_file():
            return file.read_text(encoding="utf-8").strip()
        return None

    @property
    def index(self) -> Index:
        """The RDF projection, which follows the record; one, whatever number of threads asks first."""
        _ = self.store  # first: whoever makes the index keeps others waiting
        with self._lock:
            return self._index

    @cached_property
    def _index(self) -> Index:
        place = _file(self.store) or self.store.url
        kept = Kept(self._folder.parent, f"{place} {self.settings.store_database or ''}")
        return Index(self.store, self.ontology, self.registry, self._folder.path, kept, self._patience)

    @property
    def endpoint(self) -> Endpoint:
        """Where SPARQL queries are answered, outside of this process; one, whatever number of threads asks first."""
        _ = self.store  # as for the index
        with self._lock:
            return self._endpoint

    @cached_property
    def _endpoint(self) -> Endpoint:
        s, o = self.settings, self.ontology
        terms = Terms(
            base=o.base,
            prefixes=prefixes(o.base),
            services=s.sparql_service,
            seconds=s.sparql_timeout,
            rows=s.sparql_rows,
            bytes=s.sparql_bytes,
            length=s.sparql_length,
            memory=s.sparql_memory * 1_000_000,
        )
        return Endpoint(Snapshots(self.index, self._folder.path), Pool(terms, s.sparql_at_once, s.sparql_waiting))

    @cached_property
    def _folder(self) -> Folder:
        file = _file(self.store)
        beside = file.with_name(f"{file.name}-rdf") if file else Path.home() / ".cache" / "potline" / "rdf"
        return Folder(self.settings.sparql_folder or beside)

    def matrix(self, as_of: str | None, known_by: str | None) -> Matrix:
        """The ownership matrix as of a date and as known by a date, of the newest revision."""
        _ = self.store  # as for the index
        return self._holdings.matrix(as_of, known_by)

    @cached_property
    def _holdings(self) -> Holdings:
        from graph.ownership.matrix import Holdings

        return Holdings(self.store, self.ontology)

    def cypher(self, query: str, parameters: dict[str, Any], limit: int | None = None) -> Answer:
        """The answer to a reading Cypher query, within POTLINE_CYPHER_ROWS and POTLINE_CYPHER_TIMEOUT.

        StoreUnsupported where the record is not in Neo4j.
        """
        ask = getattr(self.store, "ask", None)
        if ask is None:
            raise StoreUnsupported(
                f"{self.store.url} is no Neo4j; put the record there (POTLINE_STORE_URL=neo4j://…) to ask in Cypher"
            )
        most = self.settings.cypher_rows
        rows = most if limit is None else min(limit, most or limit)
        answer: Answer = ask(query, parameters, rows, self.settings.cypher_timeout)
        return answer

    def close(self) -> None:
        """Close the record if it was opened, and end what was started."""
        for name in ("_endpoint", "_index", "_folder"):
            # Taken out as well: the engine's files stay open as long as anything holds it.
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()
        if self._opened is not None:
            self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _file(store: Store) -> Path | None:
    """The file that a record is in; None for a server."""
    return sqlite_file.path_of(store.url) if store.url.startswith("sqlite:") else None


def language_model(s: Settings, url: str, ontology: Ontology) -> LanguageModel:
    """The language model that the settings name; SettingError where its cache cannot be made."""
    from loaders.llm.asking import LanguageModel
    from loaders.llm.cache import Cache
    from loaders.llm.client import Client, Endpoint

    key = s.llm_key.get_secret_value() if s.llm_key else None
    endpoint = Endpoint(url, s.llm_model or "", key, s.llm_timeout, s.llm_retries, s.llm_answer_bytes)
    cache = Cache(s.llm_cache or Path.home() / ".cache" / "potline" / "llm")
    cache.open()
    return LanguageModel(Client(endpoint), cache, ontology, s.llm_document_seconds, s.llm_options)


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that `paths` name, folders walked in name order; hidden files are passed over."""
    for path in paths:
        if path.is_dir():
            for folder, names, found in os.walk(path):
                names[:] = sorted(n for n in names if not n.startswith("."))
                yield from (Path(folder, name) for name in sorted(found) if not name.startswith("."))
        else:
            yield path
