"""How the record is written into Neo4j (docs/data-model.md).

Nothing here imports the driver: `run` takes a query with its parameters and gives rows. Labels and relationship
types come from the ontology alone; everything else is a parameter.

Hints name the index where the planner, which knows how few nodes there were at first, would look through all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph import neo4j_effective
from graph.judgements import Canon
from graph.merge import Published, canonical_entities, figures, relationships
from graph.neo4j_driver import Run
from graph.neo4j_rows import (
    Row,
    document_row,
    entity_row,
    mention_row,
    observation_row,
    relationship_row,
    source_rows,
    statement_row,
    to_mention,
    to_statement,
    undated,
)
from graph.sources import Plan
from graph.statement import Entity, Extraction, Statement
from ontology.derive import entity_classes, labels
from ontology.model import Ontology


@dataclass
class Writer:
    """The writing half of one transaction."""

    run: Run
    ontology: Ontology
    canon: Canon

    def carry_out(self, plan: Plan) -> None:
        """Drop and keep what the plan says, and write again all that follows from it."""
        touched, said = self.drop(plan.drop)
        for extraction in plan.keep:
            touched.update(e.id for e in extraction.entities)
            said += extraction.statements
            self.keep(extraction)
        self.entities(touched)
        self.merge(said)

    def _each(self, query: str, rows: Sequence[object], **more: object) -> list[Row]:
        """The answer of a query that runs once for each row; no rows, no query."""
        return self.run(query, rows=rows, **more) if rows else []

    def drop(self, documents: Iterable[str]) -> tuple[set[str], list[Statement]]:
        """Delete documents; the ids that they mentioned and what they stated."""
        ids = list(documents)
        if not ids:
            return set(), []
        mentioned = self.run("MATCH (d:Document)-[m:MENTIONS]->() WHERE d.id IN $ids RETURN m.entity AS id", ids=ids)
        stated = self.run("MATCH (s:Statement) WHERE s.document IN $ids RETURN s{.*} AS row", ids=ids)
        self.run("MATCH (s:Statement)-[:STATED_IN]->(d:Document) WHERE d.id IN $ids DETACH DELETE s", ids=ids)
        self.run("MATCH (d:Document)-[:ALSO_AT]->(s:Source) WHERE d.id IN $ids DETACH DELETE s", ids=ids)
        self.run("MATCH (d:Document) WHERE d.id IN $ids DETACH DELETE d", ids=ids)
        return {row["id"] for row in mentioned}, [to_statement(row["row"]) for row in stated]

    def keep(self, extraction: Extraction) -> None:
        """Write a document with its sources and statements; entities must be there already."""
        d = extraction.document
        self.run("CREATE (d:Document) SET d = $row", row=document_row(d))
        self._each(
            "MATCH (d:Document {id: $id}) UNWIND $rows AS row CREATE (d)-[:ALSO_AT]->(s:Source) SET s = row",
            source_rows(extraction),
            id=d.id,
        )
        self._mention(d.id, extraction.entities)
        self._each(
            "MATCH (d:Document {id: $id}) UNWIND $rows AS row CREATE (s:Statement)-[:STATED_IN]->(d) SET s = row",
            [statement_row(s) for s in extraction.statements],
            id=d.id,
        )
        self.tie(extraction.statements)

    def _mention(self, document: str, entities: Iterable[Entity]) -> None:
        rows = [{"to": self.canon(e.id), "row": mention_row(e)} for e in entities]
        self._each(
            "MATCH (d:Document {id: $id}) UNWIND $rows AS r MERGE (e:Entity {id: r.to}) "
            "CREATE (d)-[m:MENTIONS]->(e) SET m = r.row",
            rows,
            id=document,
        )

    def tie(self, statements: Iterable[Statement]) -> None:
        """Link statements to the canonical entities that they speak of."""
        rows = [
            {"id": s.id, "subject": self.canon(s.subject), "object": self.canon(s.object) if s.object else None}
            for s in statements
        ]
        self._each(
            "UNWIND $rows AS r MATCH (s:Statement {id: r.id}), (e:Entity {id: r.subject}) CREATE (s)-[:SUBJECT]->(e)",
            rows,
        )
        self._each(
            "UNWIND $rows AS r MATCH (s:Statement {id: r.id}), (e:Entity {id: r.object}) CREATE (s)-[:OBJECT]->(e)",
            [r for r in rows if r["object"]],
        )

    def entities(self, ids: Iterable[str]) -> None:
        """Write the canonical entities of these ids again from all that documents know; drop unused ones."""
        members = {self.canon(id): self.canon.members(id) for id in ids}
        rows = self._each(
            "UNWIND $rows AS id MATCH ()-[m:MENTIONS {entity: id}]->() RETURN id, collect(DISTINCT m.data) AS data",
            sorted({m for group in members.values() for m in group}),
        )
        known = {row["id"]: [to_mention(data) for data in row["data"]] for row in rows}
        by_class: dict[str, list[Row]] = defaultdict(list)
        for entity in canonical_entities(known, self.canon, self.ontology):
            by_class[entity.type].append(entity_row(entity, members.pop(entity.id)))
        gone = list(members)
        neo4j_effective.prune(self.run, self.ontology, gone)
        self._each("UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e", gone)
        classes = {name: labels(self.ontology, name) for name in entity_classes(self.ontology)}
        every = ":".join(sorted({label for found in classes.values() for label in found} - {"Entity"}))
        for name, group_rows in by_class.items():
            own = ":".join(classes[name])
            self._each(
                f"UNWIND $rows AS row MATCH (e:Entity {{id: row.id}}) REMOVE e:{every} SET e:{own} SET e = row",
                group_rows,
            )

    def merge(self, statements: Iterable[Statement]) -> None:
        """Write the relationships and observations again that these statements have to do with."""
        said = list(statements)
        self._relationships([s for s in said if not s.figure])
        self._observations([s for s in said if s.figure])

    def _published(self, statements: Iterable[Statement]) -> Published:
        """When the documents of these statements were published."""
        rows = self._each(
            "UNWIND $rows AS id MATCH (d:Document {id: id}) RETURN d.id AS id, d.published AS published",
            sorted({s.document for s in statements}),
        )
        return {row["id"]: undated(row["published"]) for row in rows}

    def _pairs(self, said: Iterable[Statement]) -> list[Row]:
        """The (canonical) keys that relations have, both ways round where the predicate is symmetric."""
        keys = set()
        for s in said:
            a, b = self.canon(s.subject), self.canon(s.object or "")
            keys.add((a, s.predicate, b))
            if self.ontology.predicates[s.predicate].symmetric:
                keys.add((b, s.predicate, a))
        return [
            {
                "a": a,
                "b": b,
                "predicate": p,
                "type": self.ontology.predicates[p].type,
                "subjects": list(self.canon.members(a)),
                "objects": list(self.canon.members(b)),
            }
            for a, p, b in sorted(keys)
        ]

    def _relationships(self, said: list[Statement]) -> None:
        pairs = self._pairs(said)
        self._each(
            "UNWIND $rows AS p MATCH (a:Entity {id: p.a}), (b:Entity {id: p.b}) WITH p, a, b "
            "MATCH (a)-[r]->(b) WHERE type(r) = p.type DELETE r",
            pairs,
        )
        found = self._each(
            "UNWIND $rows AS p UNWIND p.subjects AS subject "
            "MATCH (s:Statement {subject: subject, predicate: p.predicate}) "
            "USING INDEX s:Statement(subject, predicate, object) WHERE s.object IN p.objects "
            "RETURN DISTINCT s{.*} AS row",
            pairs,
        )
        by_type: dict[str, list[Row]] = defaultdict(list)
        stated = [to_statement(row["row"]) for row in found]
        for r in relationships(stated, self.ontology, self.canon, self._published(stated)):
            if r.shown:
                row = {"a": r.subject, "b": r.object, "row": relationship_row(r)}
                by_type[self.ontology.predicates[r.predicate].type].append(row)
        for name, rows in by_type.items():
            self._each(
                "UNWIND $rows AS x MATCH (a:Entity {id: x.a}), (b:Entity {id: x.b}) "
                f"CREATE (a)-[r:{name}]->(b) SET r = x.row",
                rows,
            )

    def _observations(self, said: list[Statement]) -> None:
        keys = sorted({(self.canon(s.subject), s.predicate) for s in said})
        rows = [{"id": e, "metric": m, "members": list(self.canon.members(e))} for e, m in keys]
        self._each("UNWIND $rows AS k MATCH (o:Observation {entity: k.id, metric: k.metric}) DETACH DELETE o", rows)
        found = self._each(
            "UNWIND $rows AS k UNWIND k.members AS id MATCH (s:Statement {subject: id, predicate: k.metric}) "
            "USING INDEX s:Statement(subject, predicate) RETURN DISTINCT s{.*} AS row",
            rows,
        )
        stated = [to_statement(row["row"]) for row in found]
        merged = list(figures(stated, self.canon, self._published(stated)))
        self._each(
            "UNWIND $rows AS row MATCH (e:Entity {id: row.entity}) "
            "CREATE (e)-[:HAS_OBSERVATION]->(o:Observation) SET o = row "
            "WITH o, row UNWIND row.statements AS id MATCH (s:Statement {id: id}) CREATE (s)-[:OBJECT]->(o)",
            [observation_row(f) for f in merged],
        )

    def rewire(self, ids: Iterable[str]) -> None:
        """Lay all of these ids again on their canonical entities, after a judgement."""
        every = sorted(ids)
        mentions = self.run(
            "UNWIND $ids AS id MATCH (d:Document)-[m:MENTIONS {entity: id}]->() "
            "RETURN d.id AS document, m.data AS data",
            ids=every,
        )
        said = self.run(
            "MATCH (s:Statement) WHERE s.subject IN $ids RETURN s{.*} AS row "
            "UNION MATCH (s:Statement) WHERE s.object IN $ids RETURN s{.*} AS row",
            ids=every,
        )
        neo4j_effective.prune(self.run, self.ontology, every)
        self.run(
            "MATCH (e:Entity) WHERE e.id IN $ids OPTIONAL MATCH (e)-[:HAS_OBSERVATION]->(o) DETACH DELETE o, e",
            ids=every,
        )
        by_document: dict[str, list[Entity]] = defaultdict(list)
        for row in mentions:
            by_document[row["document"]].append(to_mention(row["data"]))
        for document, known in by_document.items():
            self._mention(document, known)
        statements = [to_statement(row["row"]) for row in said]
        self._each(
            "UNWIND $rows AS id MATCH (:Statement {id: id})-[t:SUBJECT|OBJECT]->() DELETE t",
            [s.id for s in statements],
        )
        self.entities(every)
        self.tie(statements)
        self.merge(statements)
