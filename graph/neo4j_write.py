"""How the record is written into Neo4j (docs/data-model.md).

Nothing here imports the driver: `run` takes a query with its parameters and gives rows. Labels and relationship
types come from the ontology alone; everything else is a parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph import neo4j_effective
from graph.judgements import Canon
from graph.merge import canonical_entities
from graph.neo4j_driver import Run
from graph.neo4j_merge import Merger, each
from graph.neo4j_rows import (
    Row,
    document_row,
    entity_row,
    filled,
    mention_row,
    source_rows,
    statement_row,
    to_mention,
    to_statement,
)
from graph.sources import Sequel
from graph.splits import Splits
from graph.statement import Entity, Extraction, Statement
from ontology.derive import entity_classes, labels
from ontology.model import Ontology

Known = Mapping[str, Sequence[Entity]]
"""What documents know of entities, by id."""


@dataclass
class Writer:
    """The writing half of one transaction."""

    run: Run
    ontology: Ontology
    canon: Canon

    def carry_out(self, sequel: Sequel) -> None:
        """Drop and keep what the plans come to, and write again all that follows from it."""
        splits = Splits(self.canon.standing)
        readings = [(splits(resolved), resolved) for resolved in sequel.keep]
        lost, gone = self.drop(sequel.drop)
        mine: dict[str, list[Entity]] = defaultdict(list)
        for extraction, _ in readings:
            for e in extraction.entities:
                mine[e.id].append(e)
        fresh = self.entities(lost, mine)
        self.keep(readings)
        new = [s for extraction, _ in readings for s in extraction.statements]
        Merger(self.run, self.ontology, self.canon, [x.document for x, _ in readings], fresh).merge(gone, new)

    def _each(self, query: str, rows: Sequence[object], **more: object) -> list[Row]:
        return each(self.run, query, rows, **more)

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

    def keep(self, readings: Iterable[tuple[Extraction, Extraction]]) -> None:
        """Write documents with their sources and statements; entities must be there already.

        Each comes with what it was resolved to, which is kept where splits made another reading of it.
        """
        self._each(
            "UNWIND $rows AS r CREATE (d:Document) SET d = r.row WITH d, r "
            "CALL { WITH d, r UNWIND r.sources AS row CREATE (d)-[:ALSO_AT]->(s:Source) SET s = row } "
            "CALL { WITH d, r UNWIND r.mentions AS m MATCH (e:Entity {id: m.to}) "
            "CREATE (d)-[t:MENTIONS]->(e) SET t = m.row } "
            "CALL { WITH d, r UNWIND r.figures AS f MATCH (a:Entity {id: f.subject}) "
            "CREATE (s:Statement)-[:STATED_IN]->(d), (s)-[:SUBJECT]->(a) SET s = f.row } "
            "CALL { WITH d, r UNWIND r.relations AS f MATCH (a:Entity {id: f.subject}) MATCH (b:Entity {id: f.object}) "
            "CREATE (s:Statement)-[:STATED_IN]->(d), (s)-[:SUBJECT]->(a), (s)-[:OBJECT]->(b) SET s = f.row }",
            [self._kept(x, None if x is resolved else resolved) for x, resolved in readings],
        )

    def _kept(self, x: Extraction, resolved: Extraction | None) -> Row:
        said = [self._tied(s) | {"row": filled(statement_row(s))} for s in x.statements]
        return {
            "row": filled(document_row(x.document, resolved)),
            "sources": source_rows(x),
            "mentions": [{"to": self.canon(e.id), "row": mention_row(e)} for e in x.entities],
            "figures": [row for row in said if row["object"] is None],
            "relations": [row for row in said if row["object"] is not None],
        }

    def _mention(self, known: Iterable[tuple[str, Entity]]) -> None:
        """Tie documents, named by their ids, to what they know."""
        self._each(
            "UNWIND $rows AS r MATCH (d:Document {id: r.id}) MATCH (e:Entity {id: r.to}) "
            "CREATE (d)-[m:MENTIONS]->(e) SET m = r.row",
            [{"id": document, "to": self.canon(e.id), "row": mention_row(e)} for document, e in known],
        )

    def _tied(self, s: Statement) -> Row:
        """The canonical entities that a statement speaks of."""
        return {"id": s.id, "subject": self.canon(s.subject), "object": self.canon(s.object) if s.object else None}

    def tie(self, statements: Iterable[Statement]) -> None:
        """Link statements that are there to the canonical entities that they speak of."""
        rows = [self._tied(s) for s in statements]
        self._each(
            "UNWIND $rows AS r MATCH (s:Statement {id: r.id}), (e:Entity {id: r.subject}) CREATE (s)-[:SUBJECT]->(e)",
            rows,
        )
        self._each(
            "UNWIND $rows AS r MATCH (s:Statement {id: r.id}), (e:Entity {id: r.object}) CREATE (s)-[:OBJECT]->(e)",
            [r for r in rows if r["object"]],
        )

    # Entities

    def entities(self, lost: Iterable[str], mine: Known) -> frozenset[str]:
        """Write the canonical entities of these ids from all that documents know; drop unused ones.

        Gives the ids of those that no document mentioned so far. `lost` are those of which documents knew more before,
        `mine` what documents know that are yet to be written.
        """
        changed = {self.canon(id) for id in lost}
        members = {self.canon(id): self.canon.members(id) for id in (*changed, *mine)}
        known = self._known(sorted({m for group in members.values() for m in group}))
        before = {e.id: e for e in canonical_entities(known, self.canon, self.ontology)}
        both = {id: [*known.get(id, ()), *mine.get(id, ())] for id in (*known, *mine)}
        after = {e.id: e for e in canonical_entities(both, self.canon, self.ontology)}
        self._drop_entities(members.keys() - after.keys())
        fresh = after.keys() - changed - before.keys()
        self._create_entities(after[id] for id in sorted(fresh))
        self._write_entities(e for id, e in after.items() if id in changed or (id in before and before[id] != e))
        return frozenset(fresh)

    def _known(self, ids: Sequence[str]) -> dict[str, list[Entity]]:
        """What the documents that are there know of these ids."""
        query = (
            "UNWIND $rows AS id MATCH ()-[m:MENTIONS {entity: id}]->() USING INDEX m:MENTIONS(entity) "
            "RETURN id, collect(DISTINCT m.data) AS data"
        )
        return {row["id"]: [to_mention(data) for data in row["data"]] for row in self._each(query, ids)}

    def _drop_entities(self, ids: Iterable[str]) -> None:
        gone = sorted(ids)
        neo4j_effective.prune(self.run, self.ontology, gone)
        self._each("UNWIND $rows AS id MATCH (e:Entity {id: id}) DETACH DELETE e", gone)

    def _by_class(self, entities: Iterable[Entity]) -> Iterator[tuple[str, list[Row]]]:
        """The name of each class, and the rows of its entities."""
        found: dict[str, list[Row]] = defaultdict(list)
        for e in entities:
            found[e.type].append(entity_row(e, self.canon.members(e.id)))
        return iter(found.items())

    def _create_entities(self, entities: Iterable[Entity]) -> None:
        """Write entities that no document mentioned so far: they have no node, and need not be looked for."""
        for name, rows in self._by_class(entities):
            self._each(f"UNWIND $rows AS row CREATE (e:{':'.join(labels(self.ontology, name))}) SET e = row", rows)

    def _write_entities(self, entities: Iterable[Entity]) -> None:
        classes = {name: labels(self.ontology, name) for name in entity_classes(self.ontology)}
        every = {label for found in classes.values() for label in found}
        for name, rows in self._by_class(entities):
            own, others = ":".join(classes[name]), ":".join(sorted(every - set(classes[name])))
            self._each(
                f"UNWIND $rows AS row MERGE (e:Entity {{id: row.id}}) ON CREATE SET e:{own} "
                f"ON MATCH SET e:{own} REMOVE e:{others} SET e = row",
                rows,
            )

    # Judgements

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
        self._again(mentions)
        statements = [to_statement(row["row"]) for row in said]
        self._each(
            "UNWIND $rows AS id MATCH (:Statement {id: id})-[t:SUBJECT|OBJECT]->() DELETE t",
            [s.id for s in statements],
        )
        self.tie(statements)
        Merger(self.run, self.ontology, self.canon).merge(statements, statements)

    def _again(self, mentions: Iterable[Row]) -> None:
        """Entities and mentions from what each document knows of them."""
        known = [(row["document"], to_mention(row["data"])) for row in mentions]
        by_id: dict[str, list[Entity]] = defaultdict(list)
        for _, entity in known:
            by_id[entity.id].append(entity)
        self.entities((), by_id)
        self._mention(known)
