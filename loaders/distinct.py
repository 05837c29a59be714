"""Each thing said once: of statements with the same ends and evidence the one that says more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.statement import Rejection, Statement


def distinct(statements: Sequence[Statement]) -> tuple[list[Statement], list[Rejection]]:
    """Each thing said once a sentence: of two with the same ends the one that says more, in order of the text."""
    best: dict[tuple[object, ...], Statement] = {}
    doubles = []
    for s in statements:
        key = _key(s)
        other = best.get(key)
        winner, loser = (s, other) if other is None or _rank(s) > _rank(other) else (other, s)
        best[key] = winner
        if loser is not None:
            candidate = f"{loser.extractor} (said by {winner.extractor})"
            doubles.append(Rejection(s.document, "said already", candidate, loser.quote, loser.start))
    return sorted(best.values(), key=_order(best.values())), doubles


def _order(rows: Iterable[Statement]) -> Callable[[Statement], tuple[object, ...]]:
    """In order of the text; what is said several times stands together, the fullest first."""
    first: dict[tuple[object, ...], int] = {}
    for s in rows:
        ends = s.subject, s.predicate, s.object
        first[ends] = min(first.get(ends, s.start or 0), s.start or 0)

    def place(s: Statement) -> tuple[object, ...]:
        ends = s.subject, s.predicate, s.object
        fuller = -len(s.qualifiers) if s.object is not None else 0
        return first[ends], s.predicate, s.subject, s.object or "", fuller, s.start or 0, s.id

    return place


def _key(s: Statement) -> tuple[object, ...]:
    if s.figure:
        return (s.id,)
    amount = s.qualifiers.get("quantity"), s.qualifiers.get("share"), s.period
    return s.subject, s.predicate, s.object, s.start, amount if s.predicate in ("transfersCapacityTo",) else None


def _rank(s: Statement) -> tuple[int, bool, float, str]:
    return len(s.qualifiers) + (s.period is not None), s.status != "actual", s.confidence, s.extractor
