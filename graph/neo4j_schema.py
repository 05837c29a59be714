"""The schema of a record in Neo4j: constraints, indexes, its version, and the way from older ones.

Version 0 is an empty database, or one that `neo4j-admin` has just filled. 1 had its number on the Record node alone;
with 2 came (:PotlineSchema {version}), and `quote` and `document` on relationships; with 3 the full-text index;
with 4 `confidence` on observations.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from graph.neo4j_labels import named_by
from graph.neo4j_rows import TOKEN, Row, evidence, titled, to_statement, undated
from ontology.derive import entity_classes, labels, relationship_types
from ontology.errors import StoreClash, StoreTooOld
from ontology.model import Ontology

if TYPE_CHECKING:
    # The driver takes a third of a second to import, and the exports of a record in SQLite need the schema alone.
    from graph.neo4j_driver import Connection, Run

VERSION = 4
BATCH = 10_000
SCHEMA = (
    "CREATE CONSTRAINT potline_schema IF NOT EXISTS FOR (n:PotlineSchema) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT potline_record IF NOT EXISTS FOR (n:Record) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT potline_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT potline_document IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT potline_source IF NOT EXISTS FOR (n:Source) REQUIRE n.source IS UNIQUE",
    "CREATE CONSTRAINT potline_statement IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT potline_observation IF NOT EXISTS FOR (n:Observation) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT potline_judgement IF NOT EXISTS FOR (n:Judgement) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX potline_source_id IF NOT EXISTS FOR (n:Source) ON (n.id)",
    "CREATE INDEX potline_sha256 IF NOT EXISTS FOR (n:Document) ON (n.sha256)",
    "CREATE INDEX potline_statement_document IF NOT EXISTS FOR (n:Statement) ON (n.document)",
    "CREATE INDEX potline_relation IF NOT EXISTS FOR (n:Statement) ON (n.subject, n.predicate, n.object)",
    "CREATE INDEX potline_said IF NOT EXISTS FOR (n:Statement) ON (n.subject, n.predicate)",
    "CREATE INDEX potline_subject IF NOT EXISTS FOR (n:Statement) ON (n.subject)",
    "CREATE INDEX potline_object IF NOT EXISTS FOR (n:Statement) ON (n.object)",
    "CREATE INDEX potline_predicate IF NOT EXISTS FOR (n:Statement) ON (n.predicate)",
    "CREATE INDEX potline_figure IF NOT EXISTS FOR (n:Observation) ON (n.entity, n.metric)",
    "CREATE INDEX potline_mentions IF NOT EXISTS FOR ()-[r:MENTIONS]-() ON (r.entity)",
    "CREATE INDEX potline_change IF NOT EXISTS FOR (n:Change) ON (n.revision)",
    "CREATE INDEX potline_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE FULLTEXT INDEX potline_search IF NOT EXISTS FOR (n:Entity) ON EACH [n.folded] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}",
    "CREATE INDEX potline_many_names IF NOT EXISTS FOR (n:Entity) ON (n.cut)",
)
"""Each has a name of ours. An index over several properties serves only where all of them are asked for."""
IMPORTED = tuple(
    f"MATCH (:Record {{key: 'record'}}) MATCH (n:{label}) WHERE n.{name} IS NULL "
    f"CALL {{ WITH n SET n.{name} = [] }} IN TRANSACTIONS OF 10000 ROWS"
    for label, name in (("Document", "also_at"), ("Entity", "names"), ("Entity", "identifiers"))
)
"""What makes an imported record whole: its files cannot tell an empty list from none (`graph.neo4j_csv`)."""


OURS: Mapping[str, str] = {
    "PotlineSchema": "n.name = 'potline'",
    "Record": "n.key IN ['record', 'held'] AND n.revision IS NOT NULL",
    "Change": "n.revision IS NOT NULL AND n.kind IS NOT NULL",
    "Judgement": "n.verdict IS NOT NULL AND n.left IS NOT NULL",
    "Source": "n.source IS NOT NULL AND n.id IS NOT NULL",
    "Statement": "n.predicate IS NOT NULL AND n.document IS NOT NULL",
    "Observation": "n.metric IS NOT NULL AND n.entity IS NOT NULL",
    "Document": "n.source IS NOT NULL AND n.sha256 IS NOT NULL",
    "Entity": "n.folded IS NOT NULL AND n.ids IS NOT NULL",
}
"""The labels of our nodes, and by what ours are told from another's with the same label."""


def own_labels(ontology: Ontology, prefix: str = "") -> set[str]:
    """Every label that a node of ours can have."""
    every = {*OURS, *(label for name in entity_classes(ontology) for label in labels(ontology, name))}
    return {prefix + label for label in every}


def prepare(connection: Connection, ontology: Ontology) -> str:
    """Bring the schema to this version where it is older; the id of the record, which is made where there is none.

    An empty database needs none of the steps from older versions: only planning them would take seconds.

    Raises StoreTooOld where the schema is newer, StoreClash where what others keep in this database stands in the way.
    """
    version, record = connection.transaction(found)
    if version > VERSION:
        raise StoreTooOld(f"the record has schema {version}, this Potline knows {VERSION}: upgrade Potline")
    if version == VERSION and record is not None:
        return record
    try:
        _refuse_clashes(connection, ontology, fresh=record is None)
    except StoreClash:
        if record is None and connection.transaction(found)[1] is not None:  # another one made it in between
            return prepare(connection, ontology)
        raise
    if record is None:
        connection.schema(SCHEMA)
    else:
        connection.schema((*SCHEMA, *IMPORTED))
        for step in range(max(version, 1), VERSION):
            MIGRATIONS[step](connection, ontology)
    return connection.transaction(_settle)


def found(run: Run) -> tuple[int, str | None]:
    """The version that a database is at, 0 for none, and the id of its record."""
    rows = run(
        "OPTIONAL MATCH (r:Record {key: 'record'}) OPTIONAL MATCH (s:PotlineSchema {name: 'potline'}) "
        "RETURN r.id AS id, coalesce(r.schema, 0) AS old, coalesce(s.version, 0) AS version"
    )
    return max(rows[0]["old"], rows[0]["version"]), rows[0]["id"]


def _settle(run: Run) -> str:
    """Note the version, last; an older Potline reads it from the Record node."""
    query = (
        "MERGE (r:Record {key: 'record'}) ON CREATE SET r.id = $id, r.revision = 0 SET r.schema = $version "
        "MERGE (s:PotlineSchema {name: 'potline'}) SET s.version = $version RETURN r.id AS id"
    )
    return str(run(query, id=str(uuid.uuid4()), version=VERSION)[0]["id"])


# What others keep in the same database


def _ask(connection: Connection, query: str, **parameters: object) -> list[Row]:
    return connection.transaction(lambda run: run(query, **parameters))


def _refuse_clashes(connection: Connection, ontology: Ontology, fresh: bool) -> None:
    """StoreClash where constraints, indexes or nodes of others have labels of ours."""
    mend = "give Potline a database of its own (POTLINE_STORE_DATABASE) or a label prefix (POTLINE_NEO4J_LABEL_PREFIX)"
    ours = own_labels(ontology, connection.prefix)
    for kind in ("CONSTRAINTS", "INDEXES"):
        query = f"SHOW {kind} YIELD name, labelsOrTypes, properties RETURN name, labelsOrTypes AS on, properties"
        for row in _ask(connection, query):
            if not named_by(row["name"], connection.prefix) and ours & set(row["on"] or ()):
                place = f":{'|'.join(row['on'])}({', '.join(row['properties'] or ())})"
                what = kind.lower().rstrip("s").removesuffix("e")
                raise StoreClash(f"{connection.url}: the {what} {row['name']} on {place} is not this Potline's; {mend}")
    there = {row["label"] for row in _ask(connection, "CALL db.labels()")} if fresh else set()
    for label in sorted(own_labels(ontology)):
        if connection.prefix + label in there and (count := _count(connection, f"MATCH (n:{label}) ")):
            what = f"{count} nodes with the label {connection.prefix}{label}"
            raise StoreClash(f"{connection.url}: {what} are not this Potline's; {mend}")


# From older versions


def _evidence(connection: Connection, ontology: Ontology) -> None:
    """From 1 to 2: the sentences and documents of each relationship; those that have them are passed over."""
    for type in relationship_types(ontology):
        while connection.transaction(partial(_tell, type=type)):
            pass


def _tell(run: Run, *, type: str) -> int:
    rows = run(
        f"MATCH (:Entity)-[r:{type}]->(:Entity) WHERE r.document IS NULL AND r.statements IS NOT NULL "
        "WITH r LIMIT $most UNWIND range(0, size(r.statements) - 1) AS n "
        "MATCH (s:Statement {id: r.statements[n]}) MATCH (d:Document {id: s.document}) "
        "WITH r, n, s, d ORDER BY n RETURN elementId(r) AS r, collect({s: s{.*}, title: d.title, source: d.source, "
        "published: d.published}) AS said",
        most=BATCH,
    )
    run(
        "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row.r SET r += row.evidence",
        rows=[{"r": row["r"], "evidence": _told(row["said"])} for row in rows],
    )
    return len(rows)


def _told(said: list[Row]) -> Row:
    statements = {x["s"]["id"]: to_statement(x["s"]) for x in said}
    titles = {x["s"]["document"]: titled(x["title"], x["source"], undated(x["published"])) for x in said}
    return evidence(statements, statements, titles)


def _names(connection: Connection, _: Ontology) -> None:
    """From 2 to 3: the text index of names made way for the full-text index; words too long for it are marked."""
    connection.schema(["DROP INDEX potline_names IF EXISTS"])
    mark = "MATCH (e:Entity) WHERE any(word IN split(replace(e.folded, '\n', ' '), ' ') WHERE size(word) > $most) "
    connection.transaction(lambda run: run(mark + "SET e.cut = true", most=TOKEN))


def _sure(connection: Connection, _: Ontology) -> None:
    """From 3 to 4: how sure each observation is, by the surest of its statements."""
    query = (
        "MATCH (o:Observation) WHERE o.confidence IS NULL AND o.statements IS NOT NULL WITH o LIMIT $most "
        "UNWIND o.statements AS id MATCH (s:Statement {id: id}) WITH o, max(s.confidence) AS sure "
        "SET o.confidence = sure RETURN count(o) AS done"
    )
    while connection.transaction(lambda run: run(query, most=BATCH))[0]["done"]:
        pass


MIGRATIONS: Mapping[int, Callable[[Connection, Ontology], None]] = {1: _evidence, 2: _names, 3: _sure}
"""The way from each version to the next; done twice it does nothing more."""


# Taking it all away


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds: nodes of ours by label, others', relationships of others at ours, names in the schema."""

    nodes: Mapping[str, int]
    others: int
    tied: int
    names: tuple[str, ...]


def holdings(connection: Connection, ontology: Ontology) -> Holdings:
    """Count what is ours and what is not."""
    nodes = {label: _count(connection, f"MATCH (n:{label}) WHERE {test} ") for label, test in OURS.items()}
    every = _count(connection, "MATCH (n) ")
    own = " OR ".join(f"(n:{label} AND {test})" for label, test in OURS.items())
    tied = _count(connection, f"MATCH (n)-[r]-(m) WHERE ({own}) AND none(l IN labels(m) WHERE l IN $labels) ", ontology)
    return Holdings(nodes, every - sum(nodes.values()), tied, tuple(name for _, name in _own_names(connection)))


def _count(connection: Connection, match: str, ontology: Ontology | None = None) -> int:
    known = sorted(own_labels(ontology, connection.prefix)) if ontology else []
    (row,) = _ask(connection, f"{match}RETURN count(*) AS count", labels=known)
    return int(row["count"])


def _own_names(connection: Connection) -> Iterator[tuple[str, str]]:
    """CONSTRAINT or INDEX, and the name, of all in the schema that is ours."""
    queries = {
        "CONSTRAINT": "SHOW CONSTRAINTS YIELD name RETURN name",
        "INDEX": "SHOW INDEXES YIELD name, owningConstraint WHERE owningConstraint IS NULL RETURN name",
    }
    for kind, query in queries.items():
        every = (row["name"] for row in _ask(connection, query))
        yield from ((kind, name) for name in every if named_by(name, connection.prefix))


def drop(connection: Connection) -> None:
    """Take away every node of ours, with its relationships, and our constraints and indexes; nothing else."""
    connection.schema(
        f"MATCH (n:{label}) WHERE {test} CALL {{ WITH n DETACH DELETE n }} IN TRANSACTIONS OF {BATCH} ROWS"
        for label, test in reversed([*OURS.items()])
    )
    connection.schema(f"DROP {kind} `{name}` IF EXISTS" for kind, name in [*_own_names(connection)])
