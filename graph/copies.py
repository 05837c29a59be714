"""A record into another store, whole or by its changes; what is there already is passed over.

Judgements go first, so that each document is merged once. Effective ownership is derived, and not copied.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.batches import Batch, Step, read
from graph.plain import as_dict
from graph.sources import each
from graph.statement import Document, Extraction, document_id
from graph.store import Store
from ontology.errors import InputError


@dataclass(frozen=True, slots=True)
class Sum:
    """What a record holds: counts, and one hash over documents with their texts, entities, statements, judgements."""

    documents: int
    entities: int
    """Entities as documents know them, counted once in each."""
    statements: int
    judgements: int
    sha256: str


def total(store: Store, step: Step) -> Sum:
    """Count and hash a record, document by document in id order, so that two stores can be compared."""
    found, entities, statements = hashlib.sha256(), 0, 0
    documents = list(store.documents())
    for n, whole in enumerate(read(store, (d.id for d in documents))):
        step(n, len(documents), f"comparing {whole.document.id}")
        entities, statements = entities + len(whole.entities), statements + len(whole.statements)
        found.update(_bytes(whole))
    judgements = store.judgements()
    for judgement in judgements:
        found.update(json.dumps(as_dict(judgement)).encode())
    return Sum(len(documents), entities, statements, len(judgements), found.hexdigest())


def _bytes(e: Extraction) -> bytes:
    rows = [as_dict(e.document)]
    rows += sorted(map(as_dict, e.entities), key=_id) + sorted(map(as_dict, e.statements), key=_id)
    return b"\n".join(json.dumps(row).encode() for row in rows)


def _id(row: dict[str, Any]) -> str:
    return str(row["id"])


def copy(source: Store, target: Store, step: Step) -> int:
    """Put into `target` what `source` has and `target` has not; how many documents that were.

    Done again after it was broken off, it goes on where it stopped. InputError where the target holds documents or
    judgements that the source does not know: they would make it another record than a copy.
    """
    known = {d.id for d in source.documents()}
    strange = [d.id for d in target.documents() if d.id not in known]
    _refuse(target, source, strange)
    return _bring(source, target, _differing(source, target), step)


def _refuse(target: Store, source: Store, strange: Collection[str]) -> None:
    if strange:
        raise InputError(
            f"{target.url} holds {len(strange)} documents that {source.url} does not have, {min(strange)} among them; "
            "name an empty record, or one that holds a part of this one"
        )


def _differing(source: Store, target: Store) -> list[Document]:
    """The documents of the source that the target has not, or not in this version."""
    there = {d.id: replace(d, text="") for d in target.documents()}
    return [d for d in source.documents() if there.get(d.id) != replace(d, text="")]


def _bring(source: Store, target: Store, documents: Collection[Document], step: Step) -> int:
    _judgements(source, target)
    places = {d.id: {d.source, *d.also_at} for d in documents}
    for old in target.documents(places.keys()):  # before anything else may come to be at such a place
        for place in {old.source, *old.also_at} - places[old.id]:
            target.remove(document_id(place))
    batch, done = Batch[Extraction](), 0
    for whole in read(source, [d.id for d in documents]):
        step(done, len(documents), whole.document.id)
        if batch.add(whole):
            done += _put(target, batch.take())
    _put(target, batch.take())
    step(len(documents), len(documents), "done")
    return len(documents)


def _judgements(source: Store, target: Store) -> None:
    log, there = source.judgements(), target.judgements()
    if log[: len(there)] != there:
        raise InputError(
            f"{target.url} holds judgements that {source.url} does not have, or in another order; "
            "name a record without judgements of its own"
        )
    for judgement in log[len(there) :]:
        target.judge(judgement)


def _put(target: Store, batch: Sequence[Extraction]) -> int:
    """Put documents, each at all its places; how many they are."""
    target.put_all([one for whole in batch for one in each(whole)])
    return len(batch)


def _remove(target: Store, document: Document) -> None:
    """Take a document away, with all places that it is at."""
    for place in (document.source, *document.also_at):
        target.remove(document_id(place))


class Follower:
    """Keeps a record the same as another one, which is the master: `once` brings over what changed since."""

    def __init__(self, source: Store, target: Store) -> None:
        self.source = source
        self.target = target
        self.revision: int | None = None
        """The revision of the source that the target is at; None before the first time."""

    def once(self, step: Step) -> int:
        """Bring over what changed; how many documents that were. The first time all documents are compared.

        What the source once had and has no more is removed. InputError where the target holds what the source never
        had. After an error nothing is lost: the next call does it again.
        """
        changes = self.source.changes(self.revision or 0)
        if changes.revision == self.revision:
            return 0
        now = {d.id: d for d in self.source.documents()}
        if self.revision is None:
            there = list(self.target.documents())
            _refuse(self.target, self.source, [d.id for d in there if d.id not in {*now, *changes.documents}])
            wanted = _differing(self.source, self.target)
        else:
            there = list(self.target.documents(changes.documents))
            wanted = [now[id] for id in changes.documents if id in now]
        gone = [d for d in there if d.id not in now]
        for document in gone:
            _remove(self.target, document)
        count = _bring(self.source, self.target, wanted, step)
        self.revision = changes.revision
        return count + len(gone)
