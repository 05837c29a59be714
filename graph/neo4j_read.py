"""Reading the record in Neo4j: the queries of the contract, over a `run` of one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from graph.merge import merged_entity, spelled
from graph.neo4j_driver import Run
from graph.neo4j_rows import to_document, to_mention, to_statement
from graph.sound import storable
from graph.sources import Sequel, put_sequel, remove_plan, sequel_of, source_of
from graph.statement import Document, Entity, Extraction, Statement
from graph.store import Brief
from ontology.errors import NotFound
from ontology.model import Ontology


def planned(run: Run, extractions: Sequence[Extraction]) -> Sequel:
    """What putting these, one after another, means beside what is there."""
    rows = run(
        "UNWIND $sources AS source MATCH (d:Document)-[:ALSO_AT]->(:Source {source: source}) RETURN d.id AS id "
        "UNION UNWIND $bytes AS sha256 MATCH (d:Document {sha256: sha256}) RETURN d.id AS id",
        sources=[e.document.source for e in extractions],
        bytes=[e.document.sha256 for e in extractions],
    )
    return put_sequel(extractions, list(wholes(run, [row["id"] for row in rows])) if rows else [])


def planned_removal(run: Run, document: str) -> Sequel:
    """What removing a document, or one of its sources, means; NotFound where there is none."""
    rows = run("MATCH (d)-[:ALSO_AT]->(:Source {id: $id}) RETURN d.id AS id", id=document)
    if not rows:
        raise missing(document)
    holder = whole(run, rows[0]["id"])
    return sequel_of(remove_plan(holder, source_of(holder, document)))


def whole(run: Run, id: str) -> Extraction:
    """A document with all that it says; NotFound where there is none."""
    found = list(wholes(run, [id]))
    if not found:
        raise missing(id)
    return found[0]


def wholes(run: Run, ids: Collection[str]) -> Iterator[Extraction]:
    """Documents with all that they say, in id order; those that are not there are passed over."""
    rows = run("MATCH (d:Document) WHERE d.id IN $ids RETURN d{.*} AS row", ids=kept(ids))
    known: dict[str, list[Entity]] = defaultdict(list)
    for row in run(
        "MATCH (d:Document)-[m:MENTIONS]->() WHERE d.id IN $ids RETURN d.id AS id, m.data AS data ORDER BY m.entity",
        ids=kept(ids),
    ):
        known[row["id"]].append(to_mention(row["data"]))
    said: dict[str, list[Statement]] = defaultdict(list)
    for row in run("MATCH (s:Statement) WHERE s.document IN $ids RETURN s{.*} AS row", ids=kept(ids)):
        said[row["row"]["document"]].append(to_statement(row["row"]))
    for d in sorted((to_document(row["row"]) for row in rows), key=lambda d: d.id):
        yield Extraction(d, tuple(known[d.id]), ordered(said[d.id]))


def documents(run: Run, ids: Collection[str] | None) -> tuple[Document, ...]:
    """All documents, or some, in id order, without their texts."""
    some = "" if ids is None else "WHERE d.id IN $ids "
    rows = run(f"MATCH (d:Document) {some}RETURN d{{.*, text: null}} AS row ORDER BY d.id", ids=kept(ids))
    return tuple(to_document(row["row"]) for row in rows)


def statements(
    run: Run,
    ids: Collection[str] | None,
    document: str | None,
    entities: Collection[str] | None,
    predicate: str | None,
) -> tuple[Statement, ...]:
    """Statements that fit all that is given, by document, place and id."""
    if not storable(document, predicate):
        return ()
    given = {"ids": ids, "document": document, "predicate": predicate}
    texts = {"ids": "s.id IN $ids", "document": "s.document = $document", "predicate": "s.predicate = $predicate"}
    tests = [texts[name] for name, value in given.items() if value is not None]
    # One look-up by index for each end; an OR over both would look at every statement.
    match = "MATCH (s:Statement)"
    ends = [(match, "true")]
    if entities is not None:
        ends = [(f"{match} USING INDEX s:Statement({end})", f"s.{end} IN $entities") for end in ("subject", "object")]
    query = " UNION ".join(f"{m} WHERE {' AND '.join([end, *tests])} RETURN s{{.*}} AS row" for m, end in ends)
    rows = run(query, ids=kept(ids), entities=kept(entities), document=document, predicate=predicate)
    return ordered(to_statement(row["row"]) for row in rows)


def briefs(run: Run, predicate: str, documents: Collection[str] | None) -> list[Brief]:
    """The relations of one predicate in brief; one list a row, as each column costs the driver more."""
    if not storable(predicate):
        return []
    some = "" if documents is None else "AND s.document IN $documents "
    rows = run(
        f"MATCH (s:Statement) WHERE s.predicate = $predicate {some}AND s.object IS NOT NULL "
        "RETURN [s.id, s.document, s.subject, s.object, s.status, s.qualifiers, "
        "CASE WHEN s.qualifiers CONTAINS '\"share\":' THEN '' ELSE s.quote END] AS brief",
        predicate=predicate,
        documents=kept(documents),
    )
    return [Brief._make(row["brief"]) for row in rows]


def entities(run: Run, ids: Collection[str] | None, ontology: Ontology) -> tuple[Entity, ...]:
    """Entities as resolved, each merged over its documents, in id order."""
    every = "MATCH ()-[m:MENTIONS]->()" if ids is None else "UNWIND $ids AS id MATCH ()-[m:MENTIONS {entity: id}]->()"
    query = f"{every} WITH m.entity AS id, collect(DISTINCT m.data) AS data RETURN id, data ORDER BY id"
    rows = run(query, ids=kept(ids))
    return tuple(merged_entity(row["id"], [to_mention(d) for d in row["data"]], ontology) for row in rows)


def search(run: Run, text: str, limit: int) -> tuple[str, ...]:
    """Ids with a name that holds the text, then those that hold its words; the shortest such name first."""
    wanted = spelled(text)
    if not wanted.strip() or not storable(wanted):
        return ()
    words = wanted.split()
    if len(words) < 2 or any(len(w) < 3 for w in words):
        words = [wanted]
    rows = run(
        "MATCH (e:Entity) WHERE e.folded CONTAINS $longest OR e.cut = true MATCH ()-[m:MENTIONS]->(e) "
        "UNWIND m.folded AS name WITH m.entity AS id, name WHERE all(word IN $words WHERE name CONTAINS word) "
        "RETURN id, min(CASE WHEN name CONTAINS $text THEN 0 ELSE 1 END) AS apart, min(size(name)) AS length "
        "ORDER BY apart, length, id LIMIT $limit",
        text=wanted,
        words=words,
        longest=max(words, key=len),
        limit=limit,
    )
    return tuple(row["id"] for row in rows)


def ordered(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """By document, place in it, and id."""
    return tuple(sorted(statements, key=lambda s: (s.document, -1 if s.start is None else s.start, s.id)))


def kept(ids: Collection[str] | None) -> list[str]:
    """The ids that a store can hold at all, each once."""
    return sorted({id for id in ids or () if storable(id)})


def missing(document: str) -> NotFound:
    """The error for a document that is not there."""
    shown = document if storable(document) else ascii(document)
    return NotFound(f"there is no document {shown}; potline documents lists them")
