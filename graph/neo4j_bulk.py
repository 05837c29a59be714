"""The record as files for `neo4j-admin database import full`: what `graph.neo4j_write` would write, in one go.

Both make their rows with the functions of `graph.neo4j_rows`, from values that `graph.merge` derived. The record is
read once, document by document; what several documents say of one thing meets in `Buckets` on disk, so that memory
grows with the number of documents, the largest of them, and a 256th of what is merged.

Constraints, indexes and what such files cannot say come when the record is opened the first time
(`graph.neo4j_record`), for its node has no schema yet.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from graph.batches import Step
from graph.buckets import COUNT, Buckets
from graph.judgements import Canon, reread
from graph.merge import Published, canonical_entities, figures, relationships
from graph.neo4j_csv import Kind, Tables, nodes, ties
from graph.neo4j_labels import prefixed
from graph.neo4j_rows import (
    Row,
    change_row,
    document_row,
    entity_row,
    judgement_row,
    mention_row,
    observation_row,
    relationship_row,
    source_rows,
    statement_row,
    titled,
    to_mention,
)
from graph.packed import from_row, to_row
from graph.splits import Splits
from graph.statement import Entity, Extraction, Statement, document_id
from graph.store import Store
from graph.whole.frozen import Frozen, freeze
from ontology.derive import labels
from ontology.errors import InputError
from ontology.model import Ontology

ARGUMENTS = "import.args"
GUIDE = "README.txt"
COMMAND = f"neo4j-admin database import full @{ARGUMENTS} --overwrite-destination=true neo4j"
"""What is run in the folder while the server is stopped."""

DOCUMENT, SOURCE = nodes("Document", group="Document"), nodes("Source", group="Source")
STATEMENT, OBSERVATION = nodes("Statement", group="Statement"), nodes("Observation", group="Observation")
RECORD, CHANGE, JUDGEMENT = nodes("Record"), nodes("Change"), nodes("Judgement")
ALSO_AT, MENTIONS = ties("ALSO_AT", "Document", "Source"), ties("MENTIONS", "Document", "Entity")
STATED_IN, SUBJECT = ties("STATED_IN", "Statement", "Document"), ties("SUBJECT", "Statement", "Entity")
OBJECT, FIGURE = ties("OBJECT", "Statement", "Entity"), ties("OBJECT", "Statement", "Observation")
HAS_OBSERVATION = ties("HAS_OBSERVATION", "Entity", "Observation")


def export(store: Store, ontology: Ontology, folder: Path, step: Step, prefix: str = "") -> int:
    """Write the record into a new or empty folder, its labels behind a prefix; the number of its statements.

    The record in the files has an id of its own, and the revision that loading its documents one by one, and then
    the judgements, would have led to. Raises InputError where the folder is not empty. What others write meanwhile
    is not in the files.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and not an empty folder; name a new one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix="sorting-") as scratch:
            tables = Tables(folder)
            bulk = Bulk(freeze(store, Path(scratch), step), ontology, tables, Path(scratch))
            bulk.write(step)
        _finish(folder, tables, prefix)
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}; name a folder that can be written, with room") from error
    return bulk.count


def _finish(folder: Path, tables: Tables, prefix: str) -> None:
    """The options of the importer, last, so that a folder without them is not whole; and what to do with them."""
    options = [prefixed(option, prefix) for option in tables.close()]
    guide = Path(__file__).with_name("data") / "neo4j_import.txt"
    lines = " \\\n".join(f"  '{option}'" for option in options)
    text = guide.read_text(encoding="utf-8").replace("OPTIONS", lines).replace("COMMAND", COMMAND)
    (folder / GUIDE).write_text(text, encoding="utf-8")
    (folder / ARGUMENTS).write_text("".join(f"{option}\n" for option in options), encoding="utf-8")


class Sink(Protocol):
    """Where nodes and relationships go."""

    def add(self, kind: Kind, ends: Sequence[str] = (), row: Row | None = None) -> None:
        """Take a node or a relationship: what its ends are called, and its properties."""


class Bulk:
    """One export on its way."""

    def __init__(self, record: Frozen, ontology: Ontology, tables: Sink, scratch: Path) -> None:
        self.record = record
        self.ontology = ontology
        self.tables = tables
        self.count = 0
        self._judgements = record.judgements()
        self._published: Published = record.published
        self._titles = {d.id: titled(d.title, d.source, d.published) for d in record.documents()}
        self._canon = Canon(self._judgements)
        self._splits = Splits(self._canon.standing)
        self._known = Buckets(scratch / "known")
        self._said = Buckets(scratch / "said")

    def write(self, step: Step) -> None:
        """Write everything."""
        total = len(self.record) + 2 * COUNT
        for n, resolved in enumerate(self.record.each()):
            step(n, total, resolved.document.id)
            self._document(self._splits(resolved), resolved, n + 1)
        for n, rows in enumerate(self._known.each(), len(self.record)):
            step(n, total, "entities")
            self._entities(data for (data,) in rows)
        for n, rows in enumerate(self._said.each(), len(self.record) + COUNT):
            step(n, total, "relationships")
            self._merged([from_row(row) for row in rows])
        self._log()
        step(total, total, "done")

    def _document(self, extraction: Extraction, resolved: Extraction, revision: int) -> None:
        """A document with all that hangs on it alone."""
        d = extraction.document
        self.tables.add(DOCUMENT, (d.id,), document_row(d, None if extraction is resolved else resolved))
        self.tables.add(CHANGE, (), change_row(revision, "document", d.id))
        for row in source_rows(extraction):
            self.tables.add(SOURCE, (row["source"],), row)
            self.tables.add(ALSO_AT, (d.id, row["source"]))
        for e in extraction.entities:
            self._mention(d.id, e)
        for s in extraction.statements:
            self._statement(s)

    def _mention(self, document: str, e: Entity) -> None:
        row, canonical = mention_row(e), self._canon(e.id)
        self.tables.add(MENTIONS, (document, canonical), row)
        self._known.add(canonical, (row["data"],))

    def _statement(self, s: Statement) -> None:
        self.count += 1
        self.tables.add(STATEMENT, (s.id,), statement_row(s))
        self.tables.add(STATED_IN, (s.id, s.document))
        subject, object = self._canon(s.subject), self._canon(s.object or "")
        self.tables.add(SUBJECT, (s.id, subject))
        if object:
            self.tables.add(OBJECT, (s.id, object))
        # All that may be one relationship, either way round, or one figure, meets.
        self._said.add(" ".join((*sorted((subject, object)), s.predicate)), to_row(s))

    def _entities(self, lines: Iterable[str]) -> None:
        known: dict[str, list[Entity]] = defaultdict(list)
        for line in dict.fromkeys(lines):
            entity = to_mention(line)
            known[entity.id].append(entity)
        for e in canonical_entities(known, self._canon, self.ontology):
            kind = nodes(*labels(self.ontology, e.type), group="Entity")
            self.tables.add(kind, (e.id,), entity_row(e, self._canon.members(e.id)))

    def _merged(self, said: list[Statement]) -> None:
        """Relationships and observations of some keys, from all that was said of them."""
        by_id = {s.id: s for s in said}
        for r in relationships(said, self.ontology, self._canon, self._published):
            if r.shown:
                kind = ties(self.ontology.predicates[r.predicate].type, "Entity", "Entity")
                self.tables.add(kind, (r.subject, r.object), relationship_row(r, by_id, self._titles))
        for f in figures(said, self._canon, self._published):
            self.tables.add(OBSERVATION, (f.id,), observation_row(f))
            self.tables.add(HAS_OBSERVATION, (f.entity, f.id))
            for id in f.statements:
                self.tables.add(FIGURE, (id, f.id))

    def _log(self) -> None:
        """The judgements, and the record's own node."""
        revision = len(self.record)
        holders = {document_id(s): d.id for d in self.record.documents() for s in (d.source, *d.also_at)}
        for position, j in enumerate(self._judgements):
            revision += 1
            self.tables.add(JUDGEMENT, (), judgement_row(j, position))
            self.tables.add(CHANGE, (), change_row(revision, "judgement", j.id))
            document = holders.get(reread(j, self._judgements) or "")
            if document is not None:
                self.tables.add(CHANGE, (), change_row(revision, "document", document))
        self.tables.add(RECORD, (), {"key": "record", "id": str(uuid.uuid4()), "revision": revision})
