"""Where documents disagree on one thing: both sides kept, none chosen.

A document's own figures never disagree with one another (they may be a total and its parts), and a
document that gives both figures disagrees with nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import log10

from graph import merge
from graph.dates import span, valid
from graph.registry import Registry
from graph.statement import Entity, Statement
from ontology.model import Ontology

SLIPS = (10, 100, 1_000, 10_000)
"""Factors that a wrong unit makes: a digit, percent, kilo, and 万 taken for a thousand of tens."""
NEAR = 0.03
"""How far from such a factor still counts, as a part of it."""

Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of two documents that cannot both be right.

    `about` is a metric, `share`, `place` or `class`; `factor` is the greater figure through the
    lesser one, `slip` the factor of a wrong unit that it is close to.
    """

    about: str
    entity: str
    left: Statement
    right: Statement
    said: tuple[str, str] = ("", "")
    """What each says, where that is no figure: ids of places, classes."""
    factor: float | None = None
    slip: int | None = None


def slip(factor: float) -> int | None:
    """The factor of a wrong unit that this one is close to.

    >>> slip(9.9), slip(1000.0), slip(3.0)
    (10, 1000, None)
    """
    return next((s for s in SLIPS if abs(factor / s - 1) <= NEAR), None)


def figures(statements: Iterable[Statement], canonical: Canonical) -> Iterator[Conflict]:
    """Figures of one entity, metric, product, unit and status that differ over a common period."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.figure:
            groups[canonical(s.subject), s.predicate, s.product or "", s.unit or "", s.status].append(s)
    for (entity, metric, *_), group in sorted(groups.items()):
        for left, right in _differing(group, _same_figure):
            yield _numbers(metric, entity, left, right, left.value or 0.0, right.value or 0.0)


def shares(statements: Iterable[Statement], canonical: Canonical) -> Iterator[Conflict]:
    """Shares of one owner in one firm that differ over a common period; the entity is the firm."""
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.predicate == "owns" and s.object is not None and _share(s) is not None:
            kind = str(s.qualifiers.get("share_of", ""))
            groups[canonical(s.subject), canonical(s.object), kind, s.status].append(s)
    for (_, owned, *_), group in sorted(groups.items()):
        for left, right in _differing(group, lambda a, b: _share(a) == _share(b)):
            yield _numbers("share", owned, left, right, _share(left) or 0.0, _share(right) or 0.0)


def places(statements: Iterable[Statement], canonical: Canonical, registry: Registry) -> Iterator[Conflict]:
    """Plants that two documents put in two places, neither of which lies in the other."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.predicate == "locatedIn" and s.status == "actual" and s.subject.startswith("site/"):
            groups[canonical(s.subject)].append(s)

    def fit(a: Statement, b: Statement) -> bool:
        one, other = canonical(a.object or ""), canonical(b.object or "")
        return registry.within(one, other) or registry.within(other, one)

    for entity, group in sorted(groups.items()):
        for left, right in _differing(group, fit):
            said = (canonical(left.object or ""), canonical(right.object or ""))
            yield Conflict("place", entity, left, right, said)


def classes(
    known: Iterable[tuple[str, Entity]], statements: Iterable[Statement], ontology: Ontology, canonical: Canonical
) -> Iterator[Conflict]:
    """Entities that two documents hold to be of two classes, neither of which is the other's kind.

    `known` are document ids with an entity that each uses. The statements are the first of each document.
    """
    first: dict[tuple[str, str], Statement] = {}
    for s in statements:
        for end in (s.subject, s.object):
            if end is not None:
                first.setdefault((s.document, canonical(end)), s)
    groups: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for document, entity in known:
        id = canonical(entity.id)
        if (document, id) in first:
            groups[id].append((entity.type, first[document, id]))
    for id, group in sorted(groups.items()):
        for (one, left), (other, right) in combinations(dict(group).items(), 2):
            if not ontology.is_a(one, other) and not ontology.is_a(other, one):
                yield Conflict("class", id, left, right, (one, other))


def _differing(
    group: list[Statement], same: Callable[[Statement, Statement], bool]
) -> Iterator[tuple[Statement, Statement]]:
    """Two statements of two documents that say two things of a common time; one pair for two documents.

    A document that says both is left out.
    """
    by_document: dict[str, list[Statement]] = defaultdict(list)
    for s in sorted(group, key=lambda s: (s.document, s.start or 0, s.id)):
        by_document[s.document].append(s)
    for (_, ours), (_, theirs) in combinations(by_document.items(), 2):
        pairs = [(a, b) for a in ours for b in theirs if _together(a, b)]
        if pairs and not any(same(a, b) for a, b in pairs):
            yield pairs[0]


def _same_figure(a: Statement, b: Statement) -> bool:
    """Whether two figures agree; one inside the range of the other does not contradict it."""
    low, high = sorted((a, b), key=lambda s: s.value or 0.0)
    within = low.max is not None and (high.max or high.value or 0.0) <= low.max
    return merge.close(a, b) or within


def _together(a: Statement, b: Statement) -> bool:
    """Whether both speak of one time: an amount of one period, a rate or a share of a common day."""
    if a.period is None or b.period is None or not (valid(a.period) and valid(b.period)):
        return a.period == b.period
    (start, end), (first, last) = span(a.period), span(b.period)
    if a.figure and "/" not in (a.unit or ""):
        return (start, end) == (first, last)
    return start <= last and first <= end


def _share(s: Statement) -> float | None:
    share = s.qualifiers.get("share")
    return float(share) if isinstance(share, int | float) else None


def _numbers(about: str, entity: str, left: Statement, right: Statement, one: float, other: float) -> Conflict:
    low, high = sorted((abs(one), abs(other)))
    factor = high / low if low and one * other > 0 else None
    return Conflict(about, entity, left, right, factor=factor, slip=slip(factor) if factor else None)


def order(conflict: Conflict) -> tuple[bool, float, str, str, str]:
    """Likely unit slips first, then the greatest factors."""
    size = abs(log10(conflict.factor)) if conflict.factor else 0.0
    return conflict.slip is None, -size, conflict.entity, conflict.about, conflict.left.id
