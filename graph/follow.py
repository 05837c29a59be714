"""What of the projection a change of the record touches, worked out without an engine.

`everything` is the whole projection; `update` is the difference that some changes make to it. Applying
updates one after another gives what `everything` gives (a property test says so).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from graph.judgements import Canon
from graph.merge import Published, ends, figures, merged_entity, relationships
from graph.nodes import ALT, DERIVED, ISSUED, LABEL, OBJECT, PREDICATE, PREF, SUBJECT, TYPE, WITHIN
from graph.rdf import Projection
from graph.registry import Registry
from graph.splits import Splits
from graph.statement import Entity, Extraction, Judgement, Statement
from graph.store import Changes, Store
from graph.terms import DEFAULT, Quad, text
from ontology.errors import IndexUnusable, NotFound

Match = Callable[[str | None, str | None, str | None, str], Iterator[Quad]]
"""The quads of a graph ("" for the default one) that fit a pattern; terms in N-Triples notation."""
Key = tuple[str, str, str]
"""Subject, predicate and object of a relation, or entity, metric and "" of a figure; IRIs and notations."""

LARGE = 5_000
"""Holdings beyond which the index is built anew rather than updated by one text."""


@dataclass
class Update:
    """One change of the index: graphs to drop, quads to remove, then quads to add."""

    dropped: list[str] = field(default_factory=list)
    removed: set[Quad] = field(default_factory=set)
    added: list[Quad] = field(default_factory=list)

    def text(self) -> str:
        """It as one SPARQL update, which is one transaction of the engine."""
        steps = [f"DROP SILENT GRAPH {graph}" for graph in self.dropped]
        # What would go and come back, such as the names of an entity that another document has too, stays.
        gone, come = _data(self.removed.difference(self.added)), _data(set(self.added) - self.removed)
        return " ; ".join([*steps, f"DELETE DATA {{ {gone} }}", f"INSERT DATA {{ {come} }}"])


def _data(quads: Iterable[Quad]) -> str:
    """Quads as SPARQL data: N-Quads terms are SPARQL terms."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for q in quads:
        graphs[q.graph].append(f"{q.subject} {q.predicate} {q.object} .")
    return " ".join(f"GRAPH {g} {{ {' '.join(x)} }}" if g else " ".join(x) for g, x in graphs.items())


class Follower:
    """Derives the projection from a store, whole or by its changes; remembers only the judgements."""

    def __init__(self, store: Store, projection: Projection, registry: Registry) -> None:
        self.store = store
        self.projection = projection
        self.registry = registry
        self.iris = projection.iris
        self._log: tuple[Judgement, ...] = ()
        self._canon = Canon()
        self._splits = Splits()
        term = self.iris.term
        names = ("nameZh", "country", "level", "parent", "identifier", "registered")
        self._described = {TYPE, LABEL, PREF, ALT, WITHIN, *(term(n) for n in names)}

    def everything(self) -> Iterator[Quad]:
        """The whole projection, the ontology's own graph left out."""
        self._judged(self.store.judgements())
        project, said = self.projection, list[Statement]()
        published: dict[str, str | None] = {}
        for document in self.store.documents():
            extraction = self._extraction(document.id)
            if extraction:
                published[document.id] = extraction.document.published
                said += extraction.statements
                yield from project.document(extraction)
                yield from project.about(extraction.document)
        for s in said:
            yield from project.statement(s, self._canon)
        yield from self._merged(said, published)
        yield from self._entities(self.store.entities())
        yield from project.products()
        yield from project.registry(self.registry)
        yield from project.judgements(self._canon)
        yield from self._effective()

    def update(self, changes: Changes, match: Match, replaced: bool = False) -> Update:
        """What `changes` make of the index that `match` looks into. Reads the store, writes nothing.

        `replaced` says whether effective ownership is another one than the index has.
        """
        update, old = Update(), self._canon
        moved = self._moved(changes, update)
        extractions = {id: self._extraction(id) for id in changes.documents}
        said = {s.id: s for e in extractions.values() if e for s in e.statements}
        said |= {s.id: s for s in self.store.statements(entities=moved)} if moved else {}
        gone = {self.iris.statement(id) for id in said}
        touched = set(moved)
        for id, extraction in extractions.items():
            graph = self.iris.document(id)
            gone.update(q.subject for q in match(None, self.iris.term("statedIn"), graph, graph))
            touched |= self._ids(q.subject for q in match(None, LABEL, None, graph))
            self._document(graph, extraction, match, update)
        keys = self._remove(gone, match, update)
        for s in said.values():
            keys.add(self._key(s))
            touched |= {s.subject, *([s.object] if s.object else [])}
            update.added += self.projection.statement(s, self._canon)
        touched |= {e.id for x in extractions.values() if x for e in x.entities}
        known = {id: e.document.published for id, e in extractions.items() if e}
        self._merge(keys, known, match, update)
        self._describe(touched, moved, old, match, update)
        if replaced:
            self._replace_effective(match, update)
        return update

    # Effective ownership

    @property
    def heavy(self) -> bool:
        """Whether there is so much of it that building the index anew is cheaper than an update."""
        effective = self.store.effective()
        return effective is not None and len(effective.holdings) > LARGE

    def _effective(self) -> Iterator[Quad]:
        effective = self.store.effective()
        return iter(()) if effective is None else self.projection.effective(effective)

    def _replace_effective(self, match: Match, update: Update) -> None:
        """All of it anew; its own graph knows what the default graph has of it."""
        graph = self.iris.effective
        update.removed.update(q._replace(graph=DEFAULT) for q in match(None, None, None, graph))
        update.dropped.append(graph)
        update.added += self._effective()

    # Judgements

    @property
    def log(self) -> tuple[Judgement, ...]:
        """The judgements that the projection was last made with."""
        return self._log

    def go_back(self, log: tuple[Judgement, ...]) -> None:
        """Forget an update that was not applied; `log` is what stood before it."""
        self._judged(log)

    def resume(self, judgements: Collection[str], revision: int, match: Match) -> None:
        """Go on from an index of this revision, made with these judgements, that another process has left.

        IndexUnusable where it knows another past than the record has: one that was put back from a copy, say.
        """
        log = tuple(j for j in self.store.judgements() if j.id in judgements)
        hashes = match(None, self.iris.term("sha256"), None, "")
        there = {(self.iris.id(q.subject, "doc"), text(q.object)) for q in hashes}
        now = {(d.id, d.sha256) for d in self.store.documents()}
        changed = set(self.store.changes(revision).documents)  # after them: what comes in between is among the changes
        if len(log) != len(judgements) or any(id not in changed for id, _ in there ^ now):
            raise IndexUnusable("the one that is kept has documents or judgements that the record does not have")
        self._judged(log)

    def _judged(self, log: tuple[Judgement, ...]) -> None:
        self._log, self._canon = log, Canon(log)
        self._splits = Splits(self._canon.standing)

    def _moved(self, changes: Changes, update: Update) -> set[str]:
        """The ids whose canonical id is another one now."""
        if not changes.judgements:
            return set()
        old = self._canon
        self._judged(self.store.judgements())
        update.dropped.append(self.iris.judgements)
        update.added += self.projection.judgements(self._canon)
        members = {id for canon in (old, self._canon) for group in canon.groups() for id in group}
        return {id for id in members if old(id) != self._canon(id)}

    # Documents and their statements

    def _extraction(self, document: str) -> Extraction | None:
        try:
            return self._splits(self.store.extraction(document))
        except NotFound:
            return None

    def _document(self, graph: str, extraction: Extraction | None, match: Match, update: Update) -> None:
        if next(match(None, None, None, graph), None) is not None:
            update.dropped.append(graph)
        update.removed.update(match(graph, None, None, ""))
        if extraction:
            update.added += self.projection.document(extraction)
            update.added += self.projection.about(extraction.document)

    def _remove(self, statements: Iterable[str], match: Match, update: Update) -> set[Key]:
        """Take statements out of the default graph; gives the keys that they had there."""
        keys = set()
        for statement in statements:
            quads = list(match(statement, None, None, ""))
            update.removed.update(quads)
            terms = {q.predicate: q.object for q in quads}
            if terms.keys() >= {SUBJECT, PREDICATE, OBJECT} and terms[PREDICATE] != self.iris.term("metric"):
                keys.add((terms[SUBJECT], terms[PREDICATE], terms[OBJECT]))
            elif OBJECT in terms:
                # A figure names its statements, and may have been derived while their document was on its way.
                figure = {q.predicate: q.object for q in match(terms[OBJECT], None, None, "")}
                if figure:
                    keys.add((figure[self.iris.term("of")], text(figure[self.iris.term("metric")]), ""))
        return keys

    def _key(self, s: Statement) -> Key:
        if s.object is None:
            return self.iris.entity(self._canon(s.subject)), s.predicate, ""
        left, right = ends(s, self.projection.ontology.predicates[s.predicate], self._canon)
        return self.iris.entity(left), self.iris.term(s.predicate), self.iris.entity(right)

    # Relationships and figures

    def _merge(self, keys: set[Key], known: Published, match: Match, update: Update) -> None:
        """Derive the relationships and figures of these keys anew."""
        for subject, predicate, object in keys:
            if object:
                update.removed.update(match(subject, predicate, object, ""))
            else:
                self._forget(subject, predicate, match, update)
        subjects = self._ids(subject for subject, _, _ in keys)
        members = {member for id in subjects for member in self._canon.members(id)}
        if members:
            said = [s for s in self.store.statements(entities=members) if self._key(s) in keys]
            update.added += self._merged(said, self._published(said, known, match))

    def _forget(self, entity: str, metric: str, match: Match, update: Update) -> None:
        for of in match(None, self.iris.term("of"), entity, ""):
            quads = list(match(of.subject, None, None, ""))
            if any(q.predicate == self.iris.term("metric") and text(q.object) == metric for q in quads):
                update.removed.update(quads)
                sources = (q.object for q in quads if q.predicate == DERIVED)
                update.removed.update(Quad(s, OBJECT, of.subject) for s in sources)

    def _merged(self, said: list[Statement], published: Published) -> Iterator[Quad]:
        ontology = self.projection.ontology
        for r in relationships(said, ontology, self._canon, published):
            yield from self.projection.relationship(r)
        for f in figures(said, self._canon, published):
            yield from self.projection.figure(f)

    def _published(self, said: list[Statement], known: Published, match: Match) -> Published:
        """Publication dates of the documents behind statements; those that did not change are in the index."""
        found = dict(known)
        for document in {s.document for s in said} - found.keys():
            issued = next(match(self.iris.document(document), ISSUED, None, ""), None)
            found[document] = issued and text(issued.object)
        return found

    # Entities

    def _entities(self, parts: Iterable[Entity]) -> Iterator[Quad]:
        groups: dict[str, list[Entity]] = defaultdict(list)
        for e in parts:
            groups[self._canon(e.id)].append(e)
        for id, group in groups.items():
            yield from self.projection.entity(merged_entity(id, group, self.projection.ontology), self._canon)

    def _describe(self, ids: set[str], moved: set[str], old: Canon, match: Match, update: Update) -> None:
        """Describe these entities anew, and the places within those that moved."""
        for id in moved:
            parent = self.iris.entity(old(id))
            ids |= self._ids(q.subject for q in match(None, self.iris.term("parent"), parent, ""))
        affected = {canon(id) for id in ids for canon in (old, self._canon)}
        for id in affected:
            for q in match(self.iris.entity(id), None, None, ""):
                if q.predicate in self._described and q not in self.projection.lasting:
                    update.removed.add(q)
        members = {member for id in affected for member in self._canon.members(id)}
        if members:
            update.added += self._entities(self.store.entities(members))

    def _ids(self, subjects: Iterable[str]) -> set[str]:
        return {id for s in subjects if (id := self.iris.id(s)) is not None}
