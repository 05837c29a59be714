"""The rules of the merge (DESIGN, section 6), written once, as functions over values.

Both stores, the RDF projection and the API derive relationships, figures and merged entities with
these. A `Canon` maps ids to canonical ones; `published` maps document ids to publication dates.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from graph import forms
from graph.dates import published_key
from graph.statement import Entity, Figure, Qualifiers, Relationship, Scalar, Statement, digest, number
from ontology.model import Kind, Ontology, Predicate

Published = Mapping[str, str | None]
Canonical = Callable[[str], str]

IS = frozenset({"actual", "ended", "denied"})
MAY = frozenset({"planned", "rumoured"})
TOLERANCE = 0.005
"""Figures that differ by no more than this part are one observation."""


def ends(statement: Statement, predicate: Predicate, canonical: Canonical) -> tuple[str, str]:
    """Canonical subject and object; for symmetric predicates the lesser id first."""
    subject, object = canonical(statement.subject), canonical(statement.object or "")
    return (object, subject) if predicate.symmetric and object < subject else (subject, object)


def relationships(
    statements: Iterable[Statement], ontology: Ontology, canonical: Canonical, published: Published
) -> Iterator[Relationship]:
    """Merge relations into one relationship per key and track, in the order of their keys."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if not s.figure:
            p = ontology.predicates[s.predicate]
            subject, object = ends(s, p, canonical)
            groups[subject, s.predicate, object, *(_key_part(s, name) for name in p.key)].append(s)
    for (subject, name, object, *_), group in sorted(groups.items()):
        predicate = ontology.predicates[name]
        for track in _tracks(group, predicate, published):
            yield _relationship(subject, object, predicate, track)


def _key_part(statement: Statement, name: str) -> str:
    if name == "period":
        return statement.period or ""
    return str(statement.qualifiers.get(name, ""))


def _tracks(group: list[Statement], predicate: Predicate, published: Published) -> Iterator[list[Statement]]:
    """For what is and for what may come: the statements that share the status of the latest word."""

    def date_of(s: Statement) -> tuple[int, date]:
        return published_key(published.get(s.document))

    if len(group) == 1:
        yield group
        return
    is_, may = ([s for s in group if s.status in track] for track in (IS, MAY))
    if predicate.event and is_ and may:
        done = [date_of(s) for s in is_ if s.status == "actual"]
        may = [s for s in may if not any(d > date_of(s) for d in done)]
    for track in (is_, may):
        if track:
            newest = max(date_of(s) for s in track)
            # In a tie actual counts first, then the least statement id.
            word = min((s for s in track if date_of(s) == newest), key=lambda s: (s.status != "actual", s.id))
            yield [s for s in track if s.status == word.status]


def _relationship(subject: str, object: str, predicate: Predicate, track: list[Statement]) -> Relationship:
    periods = {s.period for s in track if s.period}
    status = track[0].status
    return Relationship(
        subject=subject,
        predicate=predicate.name,
        object=object,
        status=status,
        shown=status in predicate.shown,
        qualifiers=agreed(track),
        period=periods.pop() if len(periods) == 1 else None,
        confidence=max(s.confidence for s in track),
        documents=tuple(sorted({s.document for s in track})),
        statements=tuple(sorted(s.id for s in track)),
    )


def agreed(statements: Sequence[Statement]) -> Qualifiers:
    """The qualifiers where all that state one agree; else `_min`, `_max` and `conflict`."""
    if len(statements) == 1:
        return statements[0].qualifiers
    values: dict[str, set[Scalar]] = defaultdict(set)
    for s in statements:
        for name, value in s.qualifiers.items():
            values[name].add(value)
    merged: dict[str, Scalar] = {}
    ranges: list[tuple[str, float, float]] = []
    for name, found in values.items():
        numbers = [v for v in found if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(found) == 1:
            merged[name] = found.pop()
            continue
        merged["conflict"] = True
        if len(numbers) == len(found):
            ranges.append((re.sub("_(min|max)$", "", name), min(numbers), max(numbers)))
    for name, low, high in ranges:  # last, for a range may widen one that the statements agree on
        merged[f"{name}_min"] = min(low, _number_of(merged.get(f"{name}_min"), low))
        merged[f"{name}_max"] = max(high, _number_of(merged.get(f"{name}_max"), high))
    return Qualifiers(merged)


def _number_of(value: Scalar | None, default: float) -> float:
    return value if isinstance(value, int | float) else default


def figures(statements: Iterable[Statement], canonical: Canonical, published: Published) -> Iterator[Figure]:
    """Merge observations: equal within 0.5 % is one figure with many sources, others stand apart."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.figure:
            key = (s.predicate, s.product or "", s.period or "", s.status, s.unit or "")
            groups[canonical(s.subject), *key].append(s)
    for (entity, *_), group in sorted(groups.items()):
        clusters = _clusters(group)
        for cluster in clusters:
            yield _figure(entity, cluster, _disputed(cluster, clusters), published)


def _clusters(group: list[Statement]) -> list[list[Statement]]:
    """Each figure joins the first cluster whose least one it is close to; ranges stand between points.

    Two different figures of one document stay two: the tolerance is for rounding between documents.
    """
    clusters: list[list[Statement]] = []
    for s in sorted(group, key=lambda s: (s.value or 0.0, s.max or 0.0, s.id)):
        home = next((c for c in clusters if close(c[0], s) and not _parted(c, s)), None)
        if home is None:
            clusters.append([s])
        else:
            home.append(s)
    return clusters


def _parted(cluster: list[Statement], s: Statement) -> bool:
    """Whether the document of a figure states another one of the cluster."""
    return any(t.document == s.document and (t.value, t.max) != (s.value, s.max) for t in cluster)


def close(a: Statement, b: Statement) -> bool:
    """Whether two figures are the same within the tolerance; a range and a point are not."""
    return _near(a.value, b.value) and (a.max is None) == (b.max is None) and _near(a.max, b.max)


def _near(a: float | None, b: float | None) -> bool:
    return abs((a or 0.0) - (b or 0.0)) <= TOLERANCE * max(abs(a or 0.0), abs(b or 0.0))


def _disputed(cluster: list[Statement], clusters: list[list[Statement]]) -> bool:
    """Whether a document that does not state this figure states another one in its place.

    One document's figures may be a total and its parts, so they never dispute each other.
    """
    ours = {s.document for s in cluster}
    theirs = ({s.document for s in other} for other in clusters if other is not cluster)
    return any(t - ours and ours - t for t in theirs)


def _figure(entity: str, cluster: list[Statement], conflict: bool, published: Published) -> Figure:
    word = max(cluster, key=lambda s: (published_key(published.get(s.document)), s.id))
    least = cluster[0]
    value = number(word.value or 0.0)
    key = (entity, word.predicate, word.product, word.period, word.status, word.unit)
    return Figure(
        id=digest("figure", *key, number(least.value or 0.0), None if least.max is None else number(least.max)),
        entity=entity,
        metric=word.predicate,
        value=value,
        max=word.max,
        unit=word.unit,
        product=word.product,
        period=word.period,
        status=word.status,
        qualifiers=agreed(cluster),
        confidence=max(s.confidence for s in cluster),
        conflict=conflict,
        documents=tuple(sorted({s.document for s in cluster})),
        statements=tuple(sorted(s.id for s in cluster)),
    )


def merged_entity(id: str, parts: Iterable[Entity], ontology: Ontology) -> Entity:
    """One entity from what several documents (or several ids judged the same) say of it.

    The registry's word on name, class and place counts first; then the most exact class; ties are
    broken by text, so that no order of loading shows.
    """

    def rank(e: Entity) -> tuple[bool, bool, int, str]:
        return not e.registered, e.id != id, -len(ontology.classes[e.type].ancestors), repr(e)

    ordered = list(parts)
    if len(ordered) > 1:
        ordered.sort(key=rank)
    first = ordered[0]

    def known(field: str) -> str | None:
        return next((v for e in ordered if (v := getattr(e, field)) is not None), None)

    names = {n for e in ordered for n in (*e.names, e.name)}
    return replace(
        first,
        id=id,
        names=tuple(sorted(names)),
        name_zh=known("name_zh"),
        country=known("country"),
        parent=known("parent"),
        level=known("level"),
        identifiers=tuple(sorted({i for e in ordered for i in e.identifiers})),
    )


def canonical_entities(
    known: Mapping[str, Iterable[Entity]], canonical: Canonical, ontology: Ontology
) -> Iterator[Entity]:
    """The canonical entities of what documents know by id, in id order.

    First merged by id, then over the ids judged the same, as everywhere: the order of merging may show.
    """
    parts: dict[str, list[Entity]] = defaultdict(list)
    for id, group in known.items():
        parts[canonical(id)].append(merged_entity(id, group, ontology))
    return (merged_entity(id, group, ontology) for id, group in sorted(parts.items()))


def spelled(text: str) -> str:
    """A text as the search of a record compares it: composed, any case."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def sought(text: str) -> str:
    """A text to search for: spelled as names are, single spaces and none at the ends."""
    return spelled(" ".join(text.split()))


def spellings(entity: Entity) -> tuple[str, ...]:
    """All names of an entity as the search compares them, sorted; and what only looks like one: its initials.

    Those of the registry's things the registry's own index has.
    """
    every = {spelled(name) for name in (entity.name, *entity.names, entity.name_zh or entity.name)}
    if entity.kind in (Kind.ORG, Kind.SITE) and not entity.registered:
        every |= {initialled(letters) for name in entity.names for letters in forms.initials(name)} - {""}
    return tuple(sorted(every))


def initialled(text: str) -> str:
    """Initials as they stand among the names: in characters that nobody types, so that they are met only whole.

    "" for a text that cannot be the initials of a name.
    """
    fit = 3 <= len(text) <= 6 and text.isascii() and text.isalpha()
    return "".join(chr(_PRIVATE + ord(letter)) for letter in text.casefold()) if fit else ""


_PRIVATE = 0xE000
"""Where the private use area begins."""
