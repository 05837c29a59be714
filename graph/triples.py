"""Pattern look-ups over the merged view, for people who do not write SPARQL.

A row is a relationship (an object) or a figure (a value), of any status, with the statements and
documents behind it. What is asked for may be written as an IRI, as a prefixed name or as an id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph import merge, views
from graph.as_of import standing
from graph.effective import PREDICATE
from graph.judgements import Canon
from graph.nodes import prefixes
from graph.statement import Figure, Qualifiers, Relationship, Scalar, Statement
from graph.store import Store
from graph.terms import unsegment
from ontology.errors import InvalidQuery
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class Row:
    """A merged triple. `object` is an entity's id, or None for a figure, which has `value` and `unit`.

    `shown` says whether it is a plain triple in SPARQL; ids are canonical.
    """

    subject: str
    predicate: str
    object: str | None
    status: str
    shown: bool
    period: str | None
    qualifiers: Qualifiers
    documents: tuple[str, ...]
    statements: tuple[str, ...]
    value: float | None = None
    max: float | None = None
    unit: str | None = None
    product: str | None = None
    conflict: bool = False
    subject_label: str = ""
    object_label: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of `total` rows, in the order of subject, predicate, object, status and period."""

    rows: tuple[Row, ...]
    total: int


def triples(
    store: Store,
    ontology: Ontology,
    *,
    s: str | None = None,
    p: str | None = None,
    o: str | None = None,
    status: str | None = None,
    document: str | None = None,
    as_of: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Rows:
    """The merged triples that fit: subject `s`, predicate or metric `p`, object `o`, None for any.

    `as_of` merges only what counts on that day by its own dates. `document` keeps those that this document states,
    beside whatever others do. A symmetric predicate fits either way round. Raises InvalidQuery for a predicate that the
    ontology does not have.
    """
    base, canonical = ontology.base, views.canon(store)
    subject, object = (canonical(entity(term, base)) if term else None for term in (s, o))
    name = predicate(p, ontology) if p else None
    if name in ontology.derived:
        merged = _effective(store)
    else:
        said = _statements(store, canonical, subject, object, name)
        counted = said if as_of is None else standing(said, views.published(store), as_of)
        merged = _merged(counted, store, ontology, canonical)
    fitting = [
        row
        for row in merged
        if _fits(row, subject, object, ontology)
        and status in (None, row.status)
        and (document is None or named(document, base, "doc") in row.documents)
    ]
    fitting.sort(key=lambda r: (r.subject, r.predicate, r.object or "", r.status, r.period or "", r.value or 0.0))
    return Rows(tuple(_labelled(fitting[offset : offset + limit], store, ontology)), len(fitting))


def entity(term: str, base: str) -> str:
    """The id of an entity written as an IRI, as `id:org/…` or as `org/…`."""
    return named(term, base, "id")


def predicate(term: str, ontology: Ontology) -> str:
    """The name of a predicate or metric written as an IRI, as `alu:owns` or as `owns`; else InvalidQuery.

    Also that of a derived predicate, whose rows come only where it is asked for by name.
    """
    name = named(term, ontology.base, "alu", "ns#").removeprefix("metric-")
    known = [*ontology.predicates, *ontology.metrics, *ontology.derived]
    if name not in known:
        raise InvalidQuery(f"there is no predicate or metric {term!r}; there are {', '.join(known)}")
    return name


def named(term: str, base: str, prefix: str, path: str | None = None) -> str:
    """The last part of an IRI under `base`, or of a prefixed name; anything else as it stands."""
    text = term.strip().removeprefix("<").removesuffix(">")
    start = base + (path or f"{prefix}/")
    if text.startswith(start):
        return unsegment(text[len(start) :])
    if text.startswith(("http://", "https://")):
        raise InvalidQuery(f"{text} is not one of ours; an IRI here begins with {start}")
    head, colon, tail = text.partition(":")
    if not colon or head not in prefixes(base):
        return text
    if head != prefix:
        raise InvalidQuery(f"{text} does not fit here; write {prefix}:…")
    return unsegment(tail.replace("\\", ""))


def _statements(
    store: Store, canonical: Canon, subject: str | None, object: str | None, name: str | None
) -> Iterator[Statement]:
    """All statements of the keys that may fit: those of the rarer end, if one is given."""
    one = subject or object
    return store.statements(entities=canonical.members(one) if one else None, predicate=name)


def _merged(said: Iterable[Statement], store: Store, ontology: Ontology, canonical: Canon) -> Iterator[Row]:
    statements, published = list(said), views.published(store)
    for r in merge.relationships(statements, ontology, canonical, published):
        yield _relation(r)
    for f in merge.figures(statements, canonical, published):
        yield _figure(f)


def _effective(store: Store) -> Iterator[Row]:
    """Effective ownership: its status is `derived`, and no statement of its own is behind it."""
    effective = store.effective()
    if effective is None:
        return
    about: dict[str, Scalar] = {"rule": effective.rule, "as_of": effective.as_of, "revision": effective.revision}
    if effective.known_by is not None:
        about["known_by"] = effective.known_by
    for h in effective.holdings:
        qualifiers = Qualifiers({"low": h.low, "high": h.high, **about})
        yield Row(h.owner, PREDICATE, h.owned, "derived", True, None, qualifiers, (), ())


def _relation(r: Relationship) -> Row:
    return Row(
        subject=r.subject,
        predicate=r.predicate,
        object=r.object,
        status=r.status,
        shown=r.shown,
        period=r.period,
        qualifiers=r.qualifiers,
        documents=r.documents,
        statements=r.statements,
        conflict=bool(r.qualifiers.get("conflict", False)),
    )


def _figure(f: Figure) -> Row:
    return Row(
        subject=f.entity,
        predicate=f.metric,
        object=None,
        status=f.status,
        shown=False,
        period=f.period,
        qualifiers=f.qualifiers,
        documents=f.documents,
        statements=f.statements,
        value=f.value,
        max=f.max,
        unit=f.unit,
        product=f.product,
        conflict=f.conflict,
    )


def _fits(row: Row, subject: str | None, object: str | None, ontology: Ontology) -> bool:
    if subject in (None, row.subject) and object in (None, row.object):
        return True
    known = ontology.predicates.get(row.predicate)
    either = known is not None and known.symmetric and row.object is not None
    return either and subject in (None, row.object) and object in (None, row.subject)


def _labelled(rows: list[Row], store: Store, ontology: Ontology) -> Iterator[Row]:
    ids = {id for row in rows for id in (row.subject, row.object) if id}
    names = {id: e.name for id, e in views.entities(store, ontology, ids).items()} if ids else {}
    for row in rows:
        label = None if row.object is None else names.get(row.object, row.object)
        yield replace(row, subject_label=names.get(row.subject, row.subject), object_label=label)
