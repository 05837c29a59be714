"""Effective ownership in Neo4j: relationships between entities, and a property of the Record node.

Whoever writes a set, or takes entities away, holds the lock of the record (`graph.neo4j_record`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from graph.effective import PREDICATE, Effective, Holding, Kept, kept, read
from graph.neo4j_driver import Run
from graph.neo4j_rows import Row, dated
from ontology.model import Ontology

BATCH = 10_000
"""Relationships that one query makes."""


def noted(run: Run) -> Kept | None:
    """What is noted of the set; None where there is none."""
    (row,) = run("MATCH (r:Record {key: 'record'}) RETURN r.effective AS text")
    return None if row["text"] is None else read(row["text"])


def _note(run: Run, note: Kept | None) -> None:
    run("MATCH (r:Record {key: 'record'}) SET r.effective = $text", text=None if note is None else note.text())


def whole(run: Run, ontology: Ontology) -> Effective | None:
    """The set with its holdings."""
    note = noted(run)
    if note is None:
        return None
    rows = run(
        f"MATCH (a:Entity)-[x:{_type(ontology)}]->(b:Entity) "
        "RETURN a.id AS owner, b.id AS owned, x.low AS low, x.high AS high"
    )
    return replace(note.about, holdings=tuple(sorted(Holding(**row) for row in rows)))


def write(run: Run, ontology: Ontology, effective: Effective | None) -> None:
    """Put a set in the place of the one that was there; None leaves none."""
    type = _type(ontology)
    run(f"MATCH (:Entity)-[x:{type}]->(:Entity) DELETE x")
    _note(run, None if effective is None else kept(effective))
    for rows in _batches(effective) if effective is not None else ():
        run(
            "UNWIND $rows AS h MATCH (a:Entity {id: h.owner}), (b:Entity {id: h.owned}) "
            f"CREATE (a)-[x:{type}]->(b) SET x = h.row",
            rows=rows,
        )


def _type(ontology: Ontology) -> str:
    return ontology.derived[PREDICATE].type


def _batches(e: Effective) -> Iterator[list[Row]]:
    about: Row = {"rule": e.rule, "as_of": dated(e.as_of), "known_by": dated(e.known_by)}
    about |= {"revision": e.revision, "derived": True}
    rows = ({"owner": h.owner, "owned": h.owned, "row": {"low": h.low, "high": h.high, **about}} for h in e.holdings)
    while batch := list(islice(rows, BATCH)):
        yield batch


def prune(run: Run, ontology: Ontology, ids: Collection[str]) -> None:
    """Take the holdings of entities away that are gone, or are another thing now."""
    note = noted(run) if ids else None
    if note is None:
        return
    (row,) = run(
        f"UNWIND $ids AS id MATCH (:Entity {{id: id}})-[x:{_type(ontology)}]-() WITH collect(DISTINCT x) AS gone "
        "FOREACH (x IN gone | DELETE x) RETURN size(gone) AS count",
        ids=sorted(ids),
    )
    if row["count"]:
        _note(run, note.without(ids))
