"""Reading the record in Neo4j: the queries of the contract, over a `run` of one transaction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter

from graph.merge import initialled, merged_entity, sought
from graph.neo4j_driver import Run
from graph.neo4j_rows import to_document, to_mention, to_resolved, to_statement
from graph.sound import storable
from graph.sources import Plan, Sequel, put_sequel, remove_plan, sequel_of, source_of
from graph.statement import Document, Entity, Extraction, Statement, ordered
from graph.store import Brief, Outcome
from ontology.errors import NotFound
from ontology.model import Ontology


def news(run: Run, extractions: Sequence[Extraction]) -> bool:
    """Whether one of these has a source that no document has."""
    rows = run(
        "UNWIND $sources AS source OPTIONAL MATCH (s:Source {source: source}) USING INDEX s:Source(source) "
        "WITH s WHERE s IS NULL RETURN count(*) AS new",
        sources=[e.document.source for e in extractions],
    )
    return bool(rows[0]["new"])


def planned(run: Run, extractions: Sequence[Extraction]) -> Sequel:
    """What putting these, one after another, means beside what is there."""
    rows = run(
        "UNWIND $sources AS source MATCH (s:Source {source: source}) USING INDEX s:Source(source) "
        "MATCH (d:Document)-[:ALSO_AT]->(s) RETURN d.id AS id "
        "UNION UNWIND $bytes AS sha256 MATCH (d:Document {sha256: sha256}) USING INDEX d:Document(sha256) "
        "RETURN d.id AS id",
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


def reread(run: Run, source: str) -> Plan:
    """What writing a document again means, by the id of one of its sources: nothing where there is none."""
    rows = run("MATCH (d)-[:ALSO_AT]->(:Source {id: $id}) RETURN d.id AS id", id=source)
    if not rows:
        return Plan(Outcome.UNCHANGED)
    return Plan(Outcome.CHANGED, (rows[0]["id"],), (whole(run, rows[0]["id"]),))


def whole(run: Run, id: str) -> Extraction:
    """A document with all that it was resolved to say; NotFound where there is none."""
    found = list(wholes(run, [id]))
    if not found:
        raise missing(id)
    return found[0]


def wholes(run: Run, ids: Collection[str]) -> Iterator[Extraction]:
    """Documents with all that they were resolved to say, in id order; those that are not there are passed over."""
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
    for row in sorted((row["row"] for row in rows), key=itemgetter("id")):
        d = to_document(row)
        yield to_resolved(row) or Extraction(d, tuple(known[d.id]), ordered(said[d.id]))


def documents(run: Run, ids: Collection[str] | None) -> tuple[Document, ...]:
    """All documents, or some, in id order, without their texts."""
    some = "" if ids is None else "WHERE d.id IN $ids "
    rows = run(
        f"MATCH (d:Document) {some}RETURN d{{.*, text: null, resolved: null}} AS row ORDER BY d.id", ids=kept(ids)
    )
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
    """Ids with a name that begins with the text, that holds it, that holds its words; the shortest such name first."""
    wanted = sought(text)
    words = wanted.split()
    if not wanted or not storable(wanted):
        return ()
    rows = run(
        "CALL { CALL db.index.fulltext.queryNodes('potline_search', $lucene) YIELD node RETURN node AS e "
        "UNION MATCH (e:Entity) WHERE e.cut = true RETURN e } MATCH ()-[m:MENTIONS]->(e) "
        "UNWIND m.folded AS name "
        "WITH m.entity AS id, name WHERE all(word IN $words WHERE name CONTAINS word) OR name = $letters "
        "WITH id, CASE WHEN name STARTS WITH $text THEN 0 WHEN name CONTAINS $text THEN 1 WHEN name = $letters THEN 3 "
        "ELSE 2 END AS how, name "
        "WITH id, min([how, size(name)]) AS fit RETURN id ORDER BY fit, id LIMIT $limit",
        text=wanted,
        words=words if min(map(len, words)) >= 3 else [wanted],
        letters=initialled(wanted),
        lucene=fulltext(wanted),
        limit=limit,
    )
    return tuple(row["id"] for row in rows)


def fulltext(text: str) -> str:
    """The query of the full-text index for names that hold the longest words of a text, or have it as initials.

    >>> fulltext("alu (asia)")
    '*\\\\(asia\\\\)* AND *alu*'
    """
    words = sorted(set(text.split()), key=lambda word: (-len(word), word))[:3]
    held = " AND ".join(f"*{_LUCENE.sub(_ESCAPED, word[:60])}*" for word in words)
    letters = initialled(text)
    return f"({held}) OR {letters}" if letters else held


_LUCENE, _ESCAPED = re.compile(r"""[-+&|!(){}\[\]^"~*?:\\/]"""), r"\\\g<0>"


def kept(ids: Collection[str] | None) -> list[str]:
    """The ids that a store can hold at all, each once."""
    return sorted({id for id in ids or () if storable(id)})


def missing(document: str) -> NotFound:
    """The error for a document that is not there."""
    shown = document if storable(document) else ascii(document)
    return NotFound(f"there is no document {shown}; potline documents lists them")
