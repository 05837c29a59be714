"""The one Record node of a Neo4j database: its locks, its revision and what changed when.

Neo4j shows a reader what others commit meanwhile, even half of it while it is being applied; so a reader keeps
writers out, and writers stand in line. `share` matches the node by its unique key with MERGE, which locks that key
for reading; `hold` turns the key to and fro, which locks it, and the node, for writing. Both last until the
transaction ends, and no reader waits for a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph import neo4j_effective
from graph.judgements import admit
from graph.neo4j_driver import Run
from graph.neo4j_rows import Row, judgement_row, to_judgement
from graph.statement import Judgement
from graph.store import Changes
from ontology.errors import StoreUnavailable


def share(run: Run, record: str) -> None:
    """Keep writers out until this transaction ends; other readers are welcome."""
    _still(record, run("MERGE (r:Record {key: 'record'}) RETURN r.id AS id"))


def hold(run: Run, record: str) -> tuple[Judgement, ...]:
    """Keep everybody else out until this transaction ends; all judgements, oldest first."""
    rows = run(
        "MATCH (r:Record {key: 'record'}) SET r.key = 'held' SET r.key = 'record' "
        "WITH r OPTIONAL MATCH (j:Judgement) WITH r, j ORDER BY j.position RETURN r.id AS id, collect(j{.*}) AS log"
    )
    _still(record, rows)
    return tuple(map(to_judgement, rows[0]["log"]))


def _still(record: str, rows: list[Row]) -> None:
    """Whether this is the record that was opened: what hangs on its revisions must not go on with another one."""
    if not rows or rows[0]["id"] != record:
        raise StoreUnavailable("the record was deleted or replaced while it was open; open it again")


def revision(run: Run) -> int:
    """How many commits changed something."""
    return int(run("MATCH (r:Record {key: 'record'}) RETURN r.revision AS revision")[0]["revision"])


def note(run: Run, steps: Sequence[Iterable[tuple[str, str]]]) -> None:
    """Raise the revision by one for each step, and note what changed with it: document or judgement, and its id."""
    run(
        "MATCH (r:Record {key: 'record'}) WITH r, r.revision AS before SET r.revision = before + $count "
        "WITH before UNWIND $rows AS row CREATE (:Change {revision: before + row.step, kind: row.kind, id: row.id})",
        count=len(steps),
        rows=[{"step": n, "kind": kind, "id": id} for n, step in enumerate(steps, 1) for kind, id in sorted(set(step))],
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
    return tuple(to_judgement(row["row"]) for row in rows)


def append(run: Run, judgement: Judgement, before: tuple[Judgement, ...]) -> None:
    """Put a judgement behind those that were there before, if it may stand beside them."""
    admit(judgement, before)
    run("CREATE (j:Judgement) SET j = $row", row=judgement_row(judgement, len(before)))
