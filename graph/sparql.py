"""The RDF index of a record, which follows it.

The default graph is the merged view, never the union of the named ones, which counts a triple once per graph.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from shutil import rmtree
from threading import Lock

from graph import tokens
from graph.engine import Engine, Graphs
from graph.folder import Builds
from graph.follow import Follower
from graph.kept import Kept, Mark, form
from graph.nodes import prefixes
from graph.patience import Patience
from graph.rdf import Projection
from graph.registry import Registry
from graph.results import Answer
from graph.store import Store
from graph.terms import Quad, nquads, segment
from ontology.errors import IndexUnusable, StoreUnavailable
from ontology.load import TTL
from ontology.model import Ontology

log = logging.getLogger("potline.index")

CHUNK = 200_000
"""Quads that are handed to the engine at once when the index is built."""
PAUSE = 10.0
"""Seconds between two times that an index is kept while it follows changes."""
BUILDING = "the RDF index of this record is being built; ask again in a while"
ROUNDS = 10
"""How often a follow goes back for commits that came while it was reading."""


class Index:
    """An RDF index of a record that follows it; many threads may ask at once.

    Before each answer it takes in what was committed since, by whatever process: no answer is older than
    the last commit that returned. Each change is one transaction; a query sees the state it began in.
    It is in memory, or in a `folder` of its own, which snapshots need; then it may begin with what was `kept`,
    and is kept for the process that comes after. Where it has to be built first, nobody waits for longer than
    `patience` seconds, if that is given: it is built in a thread of its own.
    """

    def __init__(
        self, store: Store, ontology: Ontology, registry: Registry, folder: Path | None = None,
        kept: Kept | None = None, patience: float | None = None,
    ) -> None:  # fmt: skip
        self.projection = Projection(ontology)
        self.prefixes = prefixes(ontology.base)
        self.base = ontology.base
        self._store = store
        self._follower = Follower(store, self.projection, registry)
        self._lock = Lock()
        self._patience = None if patience is None else Patience(self._follow, patience, BUILDING)
        self._closing = False
        self._revision: int | None = None
        self._effective: str | None = None
        self._folder = folder
        self._kept = kept
        self._fresh = True
        """Whether what is kept may be begun with: not when that has just led to nothing."""
        self._keep_at = 0.0
        self._kept_state: int | None = None
        self._builds = Builds(folder)
        self._state = 0
        self._engine = Engine(self.base, self.prefixes)

    @cached_property
    def _form(self) -> str:
        return form(self.projection.ontology, self._follower.registry)

    # Following

    def follow(self) -> int:
        """Take in what was committed since the last time; gives the revision that the index is at.

        Busy where it is being built and that takes longer than `patience`.
        """
        if self._patience is not None and self._revision is None:
            self._patience.wait()
        return self._follow()

    def _follow(self) -> int:
        with self._lock:
            try:
                for left in reversed(range(ROUNDS)):
                    if self._caught_up(patient=left > ROUNDS // 2):
                        break
            except StoreUnavailable as error:
                # A full disk, or a record that is away, says nothing about what is kept.
                self._fresh = not isinstance(error, IndexUnusable)
                raise
            self._fresh = True
            if time.monotonic() > self._keep_at:
                self._keep()
            return self._revision or 0

    def doubt(self, error: IndexUnusable) -> None:
        """Trust the index no more, nor what is kept, which may share its files: the next follow builds anew."""
        log.warning("the RDF index is built anew: %s", error)
        with self._lock:
            self._revision, self._fresh = None, False

    def _caught_up(self, patient: bool) -> bool:
        """One step towards the newest revision. Where `patient`, a step that a commit fell into is thrown away."""
        if self._revision is None:
            self._begin()
            return False
        changes = self._store.changes(self._revision)
        replaced = changes.effective != self._effective
        if changes.revision == self._revision and not replaced:
            return True
        # Whatever fails from here on, the next follow begins anew rather than trust half a step.
        known, self._revision, judged = self._revision, None, self._follower.log
        if changes.revision < known or (replaced and self._follower.heavy):
            if changes.revision < known:
                log.warning("the RDF index is built anew: the record was at %s and is at %s", known, changes.revision)
            self._build()
            return False
        update = self._follower.update(changes, self.match, replaced)
        if patient and self._store.revision() != changes.revision:
            # Its reads may be of two states. In the end it is taken all the same: the next step has what came between.
            self._follower.go_back(judged)
            self._revision = known
        else:
            self._engine.update(update.text())
            self._state += 1
            self._revision, self._effective = changes.revision, changes.effective
        return False

    def _begin(self) -> None:
        if not (self._fresh and self._resumed()):
            self._build()

    def _build(self) -> None:
        """Build aside, then swap: queries go on with the old state."""
        before = self._store.changes(self._store.revision())
        with self._builds.new() as folder:
            engine = Engine(self.base, self.prefixes, folder)
            quads = self._follower.everything()
            with ThreadPoolExecutor(1) as loading:
                loaded = loading.submit(engine.load, "")
                while chunk := nquads(islice(quads, CHUNK)):
                    if self._closing:
                        raise StoreUnavailable("the RDF index is not built: the program is ending")
                    # One chunk is loaded while the next is made.
                    loaded.result()
                    loaded = loading.submit(engine.load, chunk)
                loaded.result()
            engine.load_turtle(TTL, self.projection.iris.ontology)
            self._swap(engine, before.revision, before.effective)
        self._keep_at = 0.0

    def _swap(self, engine: Engine, revision: int, effective: str | None) -> None:
        self._engine, self._revision, self._effective = engine, revision, effective
        self._state += 1

    # What is kept between processes

    def _resumed(self) -> bool:
        """Whether the index goes on from what is kept, and if not, a line in the log that says why."""
        self._fresh = False
        if self._kept is None or not self._kept.there:
            return False
        try:
            with self._builds.new() as folder:
                assert folder is not None
                mark = self._kept.take(folder, self._fault)
                self._adopt(Engine(self.base, self.prefixes, folder), mark)
        except IndexUnusable as error:
            log.warning("the RDF index is built anew: %s", error)
            return False
        self._kept_state = self._state
        return True

    def _fault(self, mark: Mark) -> str:
        if mark.record != self._store.record:
            return "the one that is kept is of another record"
        if mark.form != self._form:
            return "the one that is kept was made by another version of Potline, its ontology or its registry"
        if mark.revision > (now := self._store.revision()):
            return f"the one that is kept is of revision {mark.revision}, and the record is back at {now}"
        return ""

    def _adopt(self, engine: Engine, mark: Mark) -> None:
        """Go on from an engine that was kept; IndexUnusable where the record has another past than it knows."""
        self._follower.resume(mark.judgements, mark.revision, engine.match)
        self._swap(engine, mark.revision, mark.effective)

    def _keep(self) -> None:
        """Keep the index for the next process; where that cannot be, what was kept before stays."""
        self._keep_at = time.monotonic() + PAUSE
        if self._kept is None or self._folder is None or self._revision is None or self._state == self._kept_state:
            return
        judgements = tuple(j.id for j in self._follower.log)
        mark = Mark(self._form, self._store.record, self._revision, self._effective, judgements)
        try:
            self._kept.put(mark, self._folder / "keeping", self._engine.copy)
            self._kept_state = self._state
        except (OSError, StoreUnavailable) as error:
            log.warning("the RDF index of revision %s could not be kept: %s", self._revision, error)

    def close(self) -> None:
        """Keep the index as it stands; one that is being built is given up."""
        self._closing = True
        with self._lock:
            self._keep()
        if self._patience is not None:
            self._patience.close()

    # Snapshots

    @property
    def state(self) -> int:
        """Rises with every change of the index, so that who has copied it knows whether the copy is old."""
        return self._state

    def copy(self, folder: Path) -> int:
        """Copy the index, as it stands, into a folder that is not there yet; gives the state that the copy has.

        Only an index in a folder can be copied; most of the copy are hard links. StoreUnavailable where it fails.
        """
        with self._lock:
            try:
                self._engine.copy(folder)
            except StoreUnavailable:
                rmtree(folder, ignore_errors=True)
                raise
            return self._state

    def match(self, subject: str | None, predicate: str | None, object: str | None, graph: str) -> Iterator[Quad]:
        """The quads of a graph ("" for the default one) that fit a pattern of IRIs; None fits all."""
        return self._engine.match(subject, predicate, object, graph)

    # Asking, in this process; what strangers ask goes to `graph.workers`

    @contextmanager
    def _newest(self) -> Iterator[Engine]:
        """The newest state; what turns out to be damaged is built anew before the next answer."""
        self.follow()
        try:
            yield self._engine
        except IndexUnusable as error:
            self.doubt(error)
            raise

    def query(
        self,
        text: str, default_graphs: Graphs | None = None, named_graphs: Graphs | None = None,
        *, length: int = tokens.LENGTH, rows: int = 0,
    ) -> Answer:  # fmt: skip
        """Answer a SPARQL 1.1 query as `Asker.query` does, from the newest state."""
        with self._newest() as engine:
            return engine.query(text, default_graphs, named_graphs, length=length, rows=rows)

    def describe(self, things: Iterable[str], folder: str = "id", rows: int = 0) -> Answer:
        """All triples of the merged view about things, and of the statements and figures about them.

        A thing is an IRI, or an id behind `BASE FOLDER/`: `id` for entities, `doc`, `statement`.
        """
        iris = {t if t.startswith(self.base) else f"{self.base}{folder}/{segment(t)}" for t in things}
        with self._newest() as engine:
            return engine.describe(iris, rows)

    def names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, in order."""
        with self._newest() as engine:
            return engine.names()

    def graph(self, name: str | None = None, rows: int = 0) -> Answer:
        """All triples of a named graph (an IRI), or of the default graph."""
        with self._newest() as engine:
            return engine.graph(name, rows)
