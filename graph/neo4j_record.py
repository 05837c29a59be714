"""The one Record node of a Neo4j database: its schema, its locks, its revision and what changed when.

Neo4j shows a reader what others commit meanwhile, even half of it while it is being applied; so a reader keeps
writers out, and writers stand in line. `share` matches the node by its unique key with MERGE, which locks that key
for reading; `hold` turns the key to and fro, which locks it, and the node, for writing. Both last until the
transaction ends, and no reader waits for a reader.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from graph import neo4j_effective
from graph.judgements import admit
from graph.neo4j_driver import Run
from graph.neo4j_rows import Row, judgement_row
from graph.statement import Judgement, from_dict
from graph.store import Changes
from ontology.errors import StoreTooOld, StoreUnavailable

VERSION = 1
SCHEMA = (
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
    "CREATE TEXT INDEX potline_names IF NOT EXISTS FOR (n:Entity) ON (n.folded)",
    "CREATE INDEX potline_many_names IF NOT EXISTS FOR (n:Entity) ON (n.cut)",
)
"""Each has a name of ours. An index over several properties serves only where all of them are asked for."""
IMPORTED = tuple(
    f"MATCH (:Record {{key: 'record'}}) MATCH (n:{label}) WHERE n.{name} IS NULL "
    f"CALL {{ WITH n SET n.{name} = [] }} IN TRANSACTIONS OF 10000 ROWS"
    for label, name in (("Document", "also_at"), ("Entity", "names"), ("Entity", "identifiers"))
)
"""What makes an imported record whole: its files cannot tell an empty list from none (`graph.neo4j_csv`)."""


def find(run: Run) -> str | None:
    """The id of the record; None where there is none with this schema yet, StoreTooOld where it has a newer one."""
    rows = run("MATCH (r:Record {key: 'record'}) RETURN r.id AS id, r.schema AS schema")
    if not rows or (rows[0]["schema"] or 0) < VERSION:
        return None
    if rows[0]["schema"] > VERSION:
        raise StoreTooOld(f"the record has schema {rows[0]['schema']}, this Potline knows {VERSION}: upgrade Potline")
    return str(rows[0]["id"])


def create(run: Run) -> str:
    """The id of the record, which is made where there is none yet; its schema is this one."""
    query = (
        "MERGE (r:Record {key: 'record'}) ON CREATE SET r.id = $id, r.revision = 0 "
        "SET r.schema = $schema RETURN r.id AS id"
    )
    return str(run(query, id=str(uuid.uuid4()), schema=VERSION)[0]["id"])


def share(run: Run, record: str) -> None:
    """Keep writers out until this transaction ends; other readers are welcome."""
    _still(record, run("MERGE (r:Record {key: 'record'}) RETURN r.id AS id"))


def hold(run: Run, record: str) -> None:
    """Keep everybody else out until this transaction ends."""
    rows = run("MATCH (r:Record {key: 'record'}) SET r.key = 'held' SET r.key = 'record' RETURN r.id AS id")
    _still(record, rows)


def _still(record: str, rows: list[Row]) -> None:
    """Whether this is the record that was opened: what hangs on its revisions must not go on with another one."""
    if not rows or rows[0]["id"] != record:
        raise StoreUnavailable("the record was deleted or replaced while it was open; open it again")


def revision(run: Run) -> int:
    """How many commits changed something."""
    return int(run("MATCH (r:Record {key: 'record'}) RETURN r.revision AS revision")[0]["revision"])


def note(run: Run, kind: str, ids: Iterable[str]) -> None:
    """Raise the revision and note what changed with it."""
    run(
        "MATCH (r:Record {key: 'record'}) SET r.revision = r.revision + 1 WITH r UNWIND $ids AS id "
        "CREATE (:Change {revision: r.revision, kind: $kind, id: id})",
        kind=kind,
        ids=sorted(set(ids)),
    )


def changes(run: Run, since: int) -> Changes:
    """What changed after a revision."""
    rows = run("MATCH (c:Change) WHERE c.revision > $since RETURN DISTINCT c.kind AS kind, c.id AS id", since=since)
    documents, judgements = (
        tuple(sorted(row["id"] for row in rows if row["kind"] == kind)) for kind in ("document", "judgement")
    )
    note = neo4j_effective.noted(run)
    return Changes(revision(run), documents, judgements, None if note is None else note.mark)


def log(run: Run) -> tuple[Judgement, ...]:
    """All judgements, oldest first."""
    rows = run("MATCH (j:Judgement) RETURN j{.*} AS row ORDER BY j.position")
    return tuple(from_dict(Judgement, row["row"]) for row in rows)


def append(run: Run, judgement: Judgement) -> tuple[Judgement, ...]:
    """Put a judgement behind the others if it may stand beside them; those that were there before."""
    before = log(run)
    admit(judgement, before)
    run("CREATE (j:Judgement) SET j = $row", row=judgement_row(judgement, len(before)))
    return before
