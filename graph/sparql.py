"""The RDF index of a record, which follows it.

The default graph is the merged view, never the union of the named ones, which counts a triple once per graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from shutil import rmtree
from threading import Lock

from graph import tokens
from graph.engine import Engine, Graphs
from graph.follow import Follower
from graph.nodes import prefixes
from graph.rdf import Projection
from graph.registry import Registry
from graph.results import Answer
from graph.store import Store
from graph.terms import Quad, nquads, segment
from ontology.load import TTL
from ontology.model import Ontology

CHUNK = 50_000
"""Quads that are handed to the engine at once when the index is built."""
ROUNDS = 10
"""How often a follow goes back for commits that came while it was reading."""


class Index:
    """An RDF index of a record that follows it; many threads may ask at once.

    Before each answer it takes in what was committed since, by whatever process: no answer is older than
    the last commit that returned. Each change is one transaction; a query sees the state it began in.
    It is in memory, or in a `folder` of its own, which snapshots need.
    """

    def __init__(self, store: Store, ontology: Ontology, registry: Registry, folder: Path | None = None) -> None:
        self.projection = Projection(ontology)
        self.prefixes = prefixes(ontology.base)
        self.base = ontology.base
        self._store = store
        self._follower = Follower(store, self.projection, registry)
        self._lock = Lock()
        self._revision: int | None = None
        self._effective: str | None = None
        self._folder = folder
        self._builds = self._state = 0
        self._engine = Engine(self.base, self.prefixes)

    # Following

    def follow(self) -> int:
        """Take in what was committed since the last time; gives the revision that the index is at."""
        with self._lock:
            for left in reversed(range(ROUNDS)):
                if self._caught_up(patient=left > ROUNDS // 2):
                    break
            return self._revision or 0

    def _caught_up(self, patient: bool) -> bool:
        """One step towards the newest revision. Where `patient`, a step that a commit fell into is thrown away."""
        if self._revision is None:
            self._build()
            return False
        changes = self._store.changes(self._revision)
        replaced = changes.effective != self._effective
        if changes.revision == self._revision and not replaced:
            return True
        # Whatever fails from here on, the next follow builds anew rather than trust half a step.
        known, self._revision, log = self._revision, None, self._follower.log
        if changes.revision < known or (replaced and self._follower.heavy):
            self._build()
            return False
        update = self._follower.update(changes, self.match, replaced)
        if patient and self._store.revision() != changes.revision:
            # Its reads may be of two states. In the end it is taken all the same: the next step has what came between.
            self._follower.go_back(log)
            self._revision = known
        else:
            self._engine.update(update.text())
            self._state += 1
            self._revision, self._effective = changes.revision, changes.effective
        return False

    def _build(self) -> None:
        """Build aside, then swap: queries go on with the old state."""
        before = self._store.changes(self._store.revision())
        engine = self._empty()
        quads = self._follower.everything()
        while chunk := nquads(islice(quads, CHUNK)):
            engine.load(chunk)
        engine.load_turtle(TTL, self.projection.iris.ontology)
        self._engine, self._revision, self._effective = engine, before.revision, before.effective
        self._state += 1

    def _empty(self) -> Engine:
        """An engine to build into. The folder of the build before the last goes: nobody asks that one any more."""
        folder = self._folder
        if folder is not None:
            self._builds += 1
            rmtree(folder / f"build-{self._builds - 2}", ignore_errors=True)
            folder /= f"build-{self._builds}"
        return Engine(self.base, self.prefixes, folder)

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
            self._engine.copy(folder)
            return self._state

    def match(self, subject: str | None, predicate: str | None, object: str | None, graph: str) -> Iterator[Quad]:
        """The quads of a graph ("" for the default one) that fit a pattern of IRIs; None fits all."""
        return self._engine.match(subject, predicate, object, graph)

    # Asking, in this process; what strangers ask goes to `graph.workers`

    def query(
        self,
        text: str, default_graphs: Graphs | None = None, named_graphs: Graphs | None = None,
        *, length: int = tokens.LENGTH, rows: int = 0,
    ) -> Answer:  # fmt: skip
        """Answer a SPARQL 1.1 query as `Asker.query` does, from the newest state."""
        self.follow()
        return self._engine.query(text, default_graphs, named_graphs, length=length, rows=rows)

    def describe(self, things: Iterable[str], folder: str = "id", rows: int = 0) -> Answer:
        """All triples of the merged view about things, and of the statements and figures about them.

        A thing is an IRI, or an id behind `BASE FOLDER/`: `id` for entities, `doc`, `statement`.
        """
        self.follow()
        iris = {t if t.startswith(self.base) else f"{self.base}{folder}/{segment(t)}" for t in things}
        return self._engine.describe(iris, rows)

    def names(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, in order."""
        self.follow()
        return self._engine.names()

    def graph(self, name: str | None = None, rows: int = 0) -> Answer:
        """All triples of a named graph (an IRI), or of the default graph."""
        self.follow()
        return self._engine.graph(name, rows)
