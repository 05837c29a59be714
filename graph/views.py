"""What the record says together, over any store: canonical entities, relationships, figures.

These read the statements that concern what was asked and merge them by `graph.merge`. What they need
each time (the judgements, the documents without their texts) is read again when the revision rose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph import merge
from graph.batches import read
from graph.dates import span, valid
from graph.judgements import Canon
from graph.statement import Document, Entity, Figure, Relationship, Statement
from graph.store import Store
from ontology.errors import NotFound
from ontology.model import Ontology

T = TypeVar("T")


def _by_revision(derive: Callable[[Store], T]) -> Callable[[Store], T]:
    """Keep what is derived from a store until another commit, of any process, was made."""
    kept: WeakKeyDictionary[Store, tuple[int, T]] = WeakKeyDictionary()

    @wraps(derive)
    def current(store: Store) -> T:
        revision = store.revision()  # first, so that what is kept is never older than it says
        found = kept.get(store)
        if found is None or found[0] != revision:
            found = kept[store] = revision, derive(store)
        return found[1]

    return current


@_by_revision
def canon(store: Store) -> Canon:
    """Which ids are one thing, by the judgements of this moment."""
    return Canon(store.judgements())


@_by_revision
def documents(store: Store) -> Mapping[str, Document]:
    """All documents by id, without their texts."""
    return {d.id: d for d in store.documents()}


def published(store: Store) -> dict[str, str | None]:
    """When each document was published."""
    return {id: d.published for id, d in documents(store).items()}


def evidence(store: Store, ids: Collection[str]) -> Iterator[tuple[Statement, Document]]:
    """Statements with their documents; those that have gone meanwhile are left out."""
    found = list(store.statements(ids=ids))
    known = documents(store)
    return ((s, known[s.document]) for s in found if s.document in known)


def entities(store: Store, ontology: Ontology, ids: Collection[str] | None = None) -> dict[str, Entity]:
    """Canonical entities of the record, by canonical id; all of them, or those of `ids` (any member)."""
    canonical = canon(store)
    wanted = None if ids is None else {m for id in ids for m in canonical.members(id)}
    parts: dict[str, list[Entity]] = defaultdict(list)
    for e in store.entities(wanted):
        parts[canonical(e.id)].append(e)
    return {id: merge.merged_entity(id, group, ontology) for id, group in sorted(parts.items())}


def entity(store: Store, ontology: Ontology, id: str) -> Entity | None:
    """The canonical entity that `id` is a member of; None where no document uses it."""
    return next(iter(entities(store, ontology, [id]).values()), None)


def relationships(
    store: Store, ontology: Ontology, *, entity: str | None = None, predicate: str | None = None
) -> Iterator[Relationship]:
    """Merged relationships; all, or those of one entity (either end) or one predicate."""
    canonical = canon(store)
    members = None if entity is None else canonical.members(entity)
    statements = store.statements(entities=members, predicate=predicate)
    return merge.relationships(statements, ontology, canonical, published(store))


def holds(r: Relationship, day: date) -> bool:
    """Whether a relationship holds, or may hold, on a day, by its own `since` and `until`."""
    since, until = (str(r.qualifiers.get(name, "")) for name in ("since", "until"))
    began = not valid(since) or span(since)[0] <= day
    return began and (not valid(until) or day <= span(until)[1])


def figures(store: Store, *, entity: str | None = None, metric: str | None = None) -> Iterator[Figure]:
    """Merged figures; all, or those of one entity or one metric."""
    canonical = canon(store)
    members = None if entity is None else canonical.members(entity)
    statements = store.statements(entities=members, predicate=metric)
    return merge.figures(statements, canonical, published(store))


def whole(store: Store, ontology: Ontology) -> Mapping[str, object]:
    """Everything that a record holds and shows, in a fixed order: two records are equal if these are."""
    documents = list(read(store, (d.id for d in store.documents())))
    return {
        "documents": [e.document for e in documents],
        "entities": [e for extraction in documents for e in extraction.entities],
        "statements": sorted((s for e in documents for s in e.statements), key=lambda s: s.id),
        "known": list(store.entities()),
        "canonical": list(entities(store, ontology).values()),
        "relationships": list(relationships(store, ontology)),
        "figures": list(figures(store)),
        "standing": canon(store).standing,
    }


def paged(document: Document) -> bool:
    """Whether a document has pages: only PDF has."""
    return document.format.startswith("application/pdf")


def page(document: Document, offset: int | None) -> int | None:
    """The page, from 1, on which an offset into the text lies; None for documents without pages, or without a text."""
    known = offset is not None and paged(document) and document.text
    return document.text.count("\f", 0, offset) + 1 if known else None


@_by_revision
def _breaks(_: Store) -> dict[str, list[int] | None]:
    """Where the pages of each document end; filled as documents are asked for, since it takes their texts."""
    return {}


def pages(store: Store, statements: Iterable[Statement]) -> dict[str, int | None]:
    """The page of each statement, by its id; None where its document has no pages or has gone meanwhile."""
    known, breaks = documents(store), _breaks(store)
    found = dict[str, int | None]()
    for s in statements:
        if s.document not in breaks and s.document in known and paged(known[s.document]):
            breaks[s.document] = _page_ends(store, s.document)
        ends = breaks.get(s.document)
        found[s.id] = None if ends is None or s.start is None else bisect_left(ends, s.start) + 1
    return found


def _page_ends(store: Store, document: str) -> list[int] | None:
    try:
        text = store.extraction(document).document.text
    except NotFound:  # removed meanwhile, by another process
        return None
    return [k for k, c in enumerate(text) if c == "\f"] if text else None
