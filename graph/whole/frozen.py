"""One revision of a record, kept in a file: what is exported, while others go on writing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from graph.batches import Step, read
from graph.judgements import Canon
from graph.packed import compact, packed, unpacked
from graph.plain import as_dict, from_dict
from graph.splits import Splits
from graph.statement import Document, Entity, Extraction, Judgement, Statement
from graph.store import Store
from ontology.errors import NotFound, StoreUnavailable

ROUNDS = 1000
"""How often the documents that changed meanwhile are read again."""


class Frozen:
    """A record at one revision. Its documents are on the disk; in memory are their ids and dates alone.

    Documents come in id order, their entities by id, their statements by place and id, whatever store they are from.
    """

    def __init__(self, url: str, path: Path) -> None:
        self.url = url
        self.published: dict[str, str | None] = {}
        """When each document was published, by its id."""
        self._path = path
        self._places: dict[str, int] = {}
        self._judgements: tuple[Judgement, ...] = ()
        self._revision = 0

    def revision(self) -> int:
        """The revision that it is of."""
        return self._revision

    def judgements(self) -> tuple[Judgement, ...]:
        """The whole log, oldest first."""
        return self._judgements

    def documents(self) -> Iterator[Document]:
        """All documents, without their texts."""
        with self._path.open("rb") as file:
            for place in self._places.values():
                file.seek(place)
                yield from_dict(Document, json.loads(file.readline()))

    def extraction(self, document: str) -> Extraction:
        """A document with its text, its entities and its statements; NotFound where there is none."""
        if document not in self._places:
            raise NotFound(f"there is no document {document}")
        with self._path.open("rb") as file:
            return self._read(file, document)

    def each(self) -> Iterator[Extraction]:
        """All documents with what they say."""
        with self._path.open("rb") as file:
            for document in self._places:
                yield self._read(file, document)

    def readings(self) -> Iterator[Extraction]:
        """All documents with what they say, each name meaning what people said that it means there."""
        return map(Splits(Canon(self._judgements).standing), self.each())

    def __len__(self) -> int:
        return len(self._places)

    def _read(self, file: IO[bytes], document: str) -> Extraction:
        file.seek(self._places[document])
        about, text, entities, count = (json.loads(file.readline()) for _ in range(4))
        return Extraction(
            from_dict(Document, about | {"text": text}),
            tuple(from_dict(Entity, row) for row in entities),
            tuple(unpacked(file.readline().decode()) for _ in range(count)),
        )

    # Freezing

    def take(self, store: Store, documents: Iterable[str], step: Step) -> None:
        """Read these documents from the store, for the first time or again; those that are gone go here too."""
        wanted = list(documents)
        with self._path.open("ab") as file:
            for id in wanted:
                self._places.pop(id, None)
                self.published.pop(id, None)
            for n, found in enumerate(read(store, wanted)):
                id = found.document.id
                step(n, len(wanted), id)
                self._places[id], self.published[id] = file.tell(), found.document.published
                file.writelines(line.encode() + b"\n" for line in _lines(found))

    def settle(self, revision: int, judgements: tuple[Judgement, ...]) -> None:
        """Nothing changed while this was read: it is of this revision."""
        self._revision, self._judgements = revision, judgements
        self._places = dict(sorted(self._places.items()))


def _lines(e: Extraction) -> Iterator[str]:
    about = as_dict(e.document)
    text = about.pop("text")
    yield from (compact(about), compact(text))
    yield compact([as_dict(entity) for entity in sorted(e.entities, key=lambda entity: entity.id)])
    yield compact(len(e.statements))
    yield from map(packed, sorted(e.statements, key=_place))


def _place(s: Statement) -> tuple[int, str]:
    return -1 if s.start is None else s.start, s.id


def freeze(store: Store, folder: Path, step: Step, rounds: int = ROUNDS) -> Frozen:
    """The record as it is at one revision, kept in a folder.

    StoreUnavailable where it is written to faster than it can be read.
    """
    frozen = Frozen(store.url, folder / "record")
    at, wanted = store.revision(), [d.id for d in store.documents()]
    for _ in range(rounds):
        frozen.take(store, wanted, step)
        judgements, changes = store.judgements(), store.changes(at)
        if changes.revision == at:
            frozen.settle(at, judgements)
            return frozen
        if changes.revision < at:
            break
        at, wanted = changes.revision, list(changes.documents)
    raise StoreUnavailable(f"{store.url} is written to faster than it can be read; export it again later")
