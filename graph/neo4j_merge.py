"""Relationships and observations in Neo4j: derived again from what all documents say of the same keys.

Labels and relationship types come from the ontology alone; everything else is a parameter. Hints name the index
where the planner, which knows how few nodes there were at first, would look through all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from graph.judgements import Canon
from graph.merge import Published, figures, relationships
from graph.neo4j_driver import Run
from graph.neo4j_rows import Row, observation_row, relationship_row, titled, to_statement, undated
from graph.statement import Document, Statement
from ontology.model import Ontology

Pair = tuple[str, str, str]
"""Canonical subject, predicate and canonical object."""


def each(run: Run, query: str, rows: Sequence[object], **more: object) -> list[Row]:
    """The answer of a query that runs once for each row; no rows, no query."""
    return run(query, rows=rows, **more) if rows else []


@dataclass
class Merger:
    """Derives again what hangs on some statements, in one transaction.

    Documents in `own` were written in this very transaction: what they say is known, and not read again. Of the
    entities in `fresh` nobody else says anything.
    """

    run: Run
    ontology: Ontology
    canon: Canon
    own: Collection[Document] = ()
    fresh: Collection[str] = frozenset()
    _published: dict[str, str | None] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)

    def merge(self, gone: Iterable[Statement], new: Iterable[Statement]) -> None:
        """Derive what these statements have to do with: `gone` were deleted, `new` are all that `own` say."""
        lost, said = list(gone), list(new)
        self._relationships([s for s in lost if not s.figure], [s for s in said if not s.figure])
        self._observations([s for s in lost if s.figure], [s for s in said if s.figure])

    def _own(self) -> list[str]:
        return [d.id for d in self.own]

    def _read(self, statements: Iterable[Statement]) -> Published:
        """When the documents of these statements were published; their titles are known then, too."""
        if not self._titles:
            for d in self.own:
                self._note(d.id, d.title, d.source, d.published)
        missing = sorted({s.document for s in statements} - self._titles.keys())
        query = (
            "UNWIND $rows AS id MATCH (d:Document {id: id}) "
            "RETURN d.id AS id, d.title AS title, d.source AS source, d.published AS published"
        )
        for row in each(self.run, query, missing):
            self._note(row["id"], row["title"], row["source"], undated(row["published"]))
        return self._published

    def _note(self, id: str, title: str | None, source: str, published: str | None) -> None:
        self._published[id], self._titles[id] = published, titled(title, source, published)

    # Relationships

    def _pairs(self, said: Iterable[Statement]) -> set[Pair]:
        """Both ways round where the predicate is symmetric."""
        keys = set()
        for s in said:
            a, b = self.canon(s.subject), self.canon(s.object or "")
            keys.add((a, s.predicate, b))
            if self.ontology.predicates[s.predicate].symmetric:
                keys.add((b, s.predicate, a))
        return keys

    def _relationships(self, gone: list[Statement], new: list[Statement]) -> None:
        others = self._others(self._pairs([*gone, *new]))
        # Where nobody else says anything of a pair, and nobody did, there is nothing to replace.
        self._unlink(self._pairs([*gone, *others, *(() if self.own else new)]))
        stated = {s.id: s for s in [*others, *new]}
        by_type: dict[str, list[Row]] = defaultdict(list)
        published = self._read(stated.values())
        for r in relationships(stated.values(), self.ontology, self.canon, published):
            if r.shown:
                row = {"a": r.subject, "b": r.object, "row": relationship_row(r, stated, self._titles)}
                by_type[self.ontology.predicates[r.predicate].type].append(row)
        for name, rows in by_type.items():
            query = (
                "UNWIND $rows AS x MATCH (a:Entity {id: x.a}), (b:Entity {id: x.b}) "
                f"CREATE (a)-[r:{name}]->(b) SET r = x.row"
            )
            each(self.run, query, rows)

    def _others(self, pairs: Iterable[Pair]) -> list[Statement]:
        """What documents that are not `own` say of these pairs."""
        members = self.canon.members
        known = ((a, p, b) for a, p, b in sorted(pairs) if a not in self.fresh and b not in self.fresh)
        rows = [{"s": s, "p": p, "o": o} for a, p, b in known for s, o in product(members(a), members(b))]
        query = (
            "UNWIND $rows AS p MATCH (s:Statement {subject: p.s, predicate: p.p, object: p.o}) "
            "USING INDEX s:Statement(subject, predicate, object) WHERE NOT s.document IN $own RETURN s{.*} AS row"
        )
        return [to_statement(row["row"]) for row in each(self.run, query, rows, own=self._own())]

    def _unlink(self, pairs: Iterable[Pair]) -> None:
        rows = [{"a": a, "b": b, "type": self.ontology.predicates[p].type} for a, p, b in sorted(pairs)]
        query = (
            "UNWIND $rows AS p MATCH (a:Entity {id: p.a}), (b:Entity {id: p.b}) WITH p, a, b "
            "MATCH (a)-[r]->(b) WHERE type(r) = p.type DELETE r"
        )
        each(self.run, query, rows)

    # Observations

    def _keys(self, said: Iterable[Statement]) -> list[tuple[str, str]]:
        """Entity and metric of figures."""
        return sorted({(self.canon(s.subject), s.predicate) for s in said})

    def _measured(self, keys: Iterable[tuple[str, str]]) -> list[Statement]:
        """What documents that are not `own` say of these."""
        known = ((e, metric) for e, metric in keys if e not in self.fresh)
        rows = [{"subject": id, "metric": metric} for e, metric in known for id in self.canon.members(e)]
        query = (
            "UNWIND $rows AS k MATCH (s:Statement {subject: k.subject, predicate: k.metric}) "
            "USING INDEX s:Statement(subject, predicate) WHERE NOT s.document IN $own RETURN s{.*} AS row"
        )
        return [to_statement(row["row"]) for row in each(self.run, query, rows, own=self._own())]

    def _observations(self, gone: list[Statement], new: list[Statement]) -> None:
        others = self._measured(self._keys([*gone, *new]))
        stale = self._keys([*gone, *others, *(() if self.own else new)])
        query = "UNWIND $rows AS k MATCH (o:Observation {entity: k.id, metric: k.metric}) DETACH DELETE o"
        each(self.run, query, [{"id": e, "metric": metric} for e, metric in stale])
        stated = list({s.id: s for s in [*others, *new]}.values())
        query = (
            "UNWIND $rows AS row MATCH (e:Entity {id: row.entity}) "
            "CREATE (e)-[:HAS_OBSERVATION]->(o:Observation) SET o = row "
            "WITH o, row UNWIND row.statements AS id MATCH (s:Statement {id: id}) CREATE (s)-[:OBJECT]->(o)"
        )
        each(self.run, query, [observation_row(f) for f in figures(stated, self.canon, self._read(stated))])
