"""One document from several sources: what a put or a removal means for those that are there.

Pure functions over extractions, so that every store decides alike (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.statement import Document, Extraction, document_id, rekeyed
from graph.store import Outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What a store has to do: drop these documents, then keep these extractions."""

    outcome: Outcome
    drop: tuple[str, ...] = ()
    keep: tuple[Extraction, ...] = ()

    @property
    def touched(self) -> tuple[str, ...]:
        """The documents that change with it; none where it writes nothing."""
        ids = {*self.drop, *(e.document.id for e in self.keep)}
        return () if self.outcome is Outcome.UNCHANGED else tuple(sorted(ids))


@dataclass(frozen=True, slots=True)
class Sequel:
    """What several plans, one after another, come to: drop and keep these once, and each plan is a revision."""

    plans: tuple[Plan, ...]
    drop: tuple[str, ...] = ()
    keep: tuple[Extraction, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One for each plan."""
        return tuple(plan.outcome for plan in self.plans)

    @property
    def revisions(self) -> tuple[tuple[str, ...], ...]:
        """The documents that change with each revision."""
        return tuple(plan.touched for plan in self.plans if plan.touched)


def sources(extraction: Extraction) -> tuple[str, ...]:
    """All sources of a document, the least first."""
    return tuple(sorted({extraction.document.source, *extraction.document.also_at}))


def each(extraction: Extraction) -> Iterator[Extraction]:
    """The extraction once for each of its sources: putting them all into another record copies it."""
    return (at(extraction, (source,)) for source in sources(extraction))


def at(extraction: Extraction, places: tuple[str, ...]) -> Extraction:
    """The extraction with these sources: the least is its own, the others are noted."""
    least, *others = sorted(set(places))
    moved = extraction if extraction.document.source == least else rekeyed(extraction, least)
    return replace(moved, document=replace(moved.document, also_at=tuple(others)), rejections=())


def put_plan(new: Extraction, holder: Extraction | None, twin: Extraction | None) -> Plan:
    """What putting `new` means.

    `holder` is the document that has the source of `new` among its sources, `twin` the one with the
    same bytes; either may be None, and they may be one.
    """
    source = new.document.source
    if holder is not None and twin is not None and holder.document.id == twin.document.id:
        wanted = _reading(new, holder, sources(holder))
        if same(wanted, holder):
            return Plan(Outcome.UNCHANGED)
        return Plan(Outcome.CHANGED, (holder.document.id,), (wanted,))
    left = remove_plan(holder, source) if holder is not None else Plan(Outcome.NEW)
    if twin is None:
        return replace(left, keep=(*left.keep, at(new, (source,))))
    joined = _reading(new, twin, (*sources(twin), source))
    return Plan(Outcome.ALSO_AT, (*left.drop, twin.document.id), (*left.keep, joined))


def sequel_of(plan: Plan) -> Sequel:
    """One plan alone."""
    return Sequel((plan,), plan.drop, plan.keep)


def put_sequel(new: Iterable[Extraction], there: Sequence[Extraction]) -> Sequel:
    """What putting all of `new` means, one after another.

    `there` are the documents that have the source or the bytes of one of them.
    """
    before = {e.document.id: e for e in there}
    now = dict(before)
    by_source = {source: id for id, e in now.items() for source in sources(e)}
    by_bytes = {e.document.sha256: id for id, e in now.items()}
    plans = []
    for one in new:
        holder, twin = by_source.get(one.document.source), by_bytes.get(one.document.sha256)
        plan = put_plan(one, now.get(holder or ""), now.get(twin or ""))
        plans.append(plan)
        for id in plan.drop:
            by_bytes.pop(now.pop(id).document.sha256)
        for e in plan.keep:
            now[e.document.id] = e
            by_source.update(dict.fromkeys(sources(e), e.document.id))
            by_bytes[e.document.sha256] = e.document.id
    drop = tuple(id for id, e in before.items() if now.get(id) is not e)
    return Sequel(tuple(plans), drop, tuple(e for id, e in now.items() if before.get(id) is not e))


def _reading(new: Extraction, old: Extraction, places: tuple[str, ...]) -> Extraction:
    """Which reading of the same bytes counts: the least source's, and the newest after a new extractor.

    A name may tell how bytes are read (x.txt, x.html); so the order of loading never shows.
    """
    stays = new.document.source != min(places) and _versions(new.document) == _versions(old.document)
    return at(old if stays else new, places)


def _versions(d: Document) -> tuple[str, str]:
    return d.extractor, d.registry


def remove_plan(holder: Extraction, source: str) -> Plan:
    """What removing one source of a document means: the others still say what it says."""
    rest = tuple(s for s in sources(holder) if s != source)
    return Plan(Outcome.CHANGED, (holder.document.id,), (at(holder, rest),) if rest else ())


def source_of(holder: Extraction, id: str) -> str:
    """Which of a document's sources an id stands for: its own, or one that it is also at."""
    return next((s for s in sources(holder) if document_id(s) == id), holder.document.source)


def same(a: Extraction, b: Extraction) -> bool:
    """Whether two extractions say the same of the same document."""
    return (
        a.document == b.document
        and {e.id: e for e in a.entities} == {e.id: e for e in b.entities}
        and {s.id: s for s in a.statements} == {s.id: s for s in b.statements}
    )
