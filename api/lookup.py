"""From what people type to entities: an id, a name in any language, or the candidates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from api.workspace import Workspace
from graph import views
from graph.names import normalise
from graph.statement import Entity
from ontology.errors import Ambiguous, InvalidName, NotFound
from ontology.model import Kind

CANDIDATES = 200
"""How many the record's name index may hand over for ranking."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: which name fitted, how well (0 to 100), and why."""

    entity: Entity
    name: str
    score: float
    reason: str
    known: tuple[str, ...]


def find(work: Workspace, text: str) -> str:
    """The canonical id that `text` (an id or an unambiguous name) stands for.

    Raises NotFound, or Ambiguous with the candidates.
    """
    if text.partition("/")[0] in tuple(Kind) and "/" in text:
        return find_id(work, text)
    exact = _named(work, text)
    if not exact:
        hits = [h for h in search(work, text, limit=5) if h.reason != "similar"]
        exact = hits if len({h.entity.id for h in hits}) == 1 else []
        if not exact:
            raise _unknown(work, text, hits)
    ids = sorted({h.entity.id for h in exact})
    if len(ids) > 1:
        raise Ambiguous(f"{text!r} is the name of {len(ids)} things; use an id:", ids)
    return ids[0]


def find_id(work: Workspace, id: str) -> str:
    """The canonical id of an id that the record or the registry knows; NotFound for others."""
    canonical = views.canon(work.store)(id)
    if views.entity(work.store, work.ontology, canonical) is None and work.registry.entity(id) is None:
        raise NotFound(f"there is no {id}; try: potline search NAME")
    return canonical


def _named(work: Workspace, text: str) -> list[Hit]:
    """Those of the record that bear exactly this name; else those of the registry."""
    hits = [h for h in search(work, text, limit=CANDIDATES) if h.reason == "exact"]
    recorded = [h for h in hits if "record" in h.known]
    return recorded or hits


def _unknown(work: Workspace, text: str, hits: Iterable[Hit]) -> NotFound | Ambiguous:
    near = [h.entity.id for h in hits] or [h.entity.id for h in search(work, text, limit=5)]
    if near:
        return Ambiguous(f"nothing is called {text!r}; the nearest names are those of:", near)
    return NotFound(f"nothing is called {text!r}")


def search(
    work: Workspace, text: str, *, types: Collection[str] = (), country: str | None = None, limit: int = 20
) -> list[Hit]:
    """Entities of the record and the registry by name, best first."""
    entities = _candidates(work, text)
    fits = [
        e
        for e in entities.values()
        if (not types or any(work.ontology.is_a(e.type, t) for t in types))
        and (country is None or e.country == country)
    ]
    recorded = {e.id for e in work.store.entities([e.id for e in fits])}
    hits = [_hit(work, e, text, e.id in recorded) for e in fits]
    return sorted(hits, key=lambda h: (-h.score, "record" not in h.known, h.entity.id))[:limit]


def _candidates(work: Workspace, text: str) -> dict[str, Entity]:
    canonical = views.canon(work.store)
    ids = {canonical(i) for i in work.store.search(text, CANDIDATES)}
    found = {i: e for i in ids if (e := views.entity(work.store, work.ontology, i)) is not None}
    for form, id, _ in _near(work, text):
        entity = views.entity(work.store, work.ontology, canonical(id)) or work.registry.entity(id)
        if form and entity is not None:
            found.setdefault(entity.id, entity)
    return found


def _near(work: Workspace, text: str) -> Iterable[tuple[str, str, float]]:
    """Registry forms that hold the text or are like it: (form, entity id, score)."""
    folded = text.casefold()
    for form, id in work.registry.forms():
        if folded in form.casefold():
            yield form, id, 100.0
    names = {i: form.casefold() for i, (form, _) in enumerate(work.registry.forms())}
    ids = [id for _, id in work.registry.forms()]
    for form, score, i in process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=80, limit=20):
        yield form, ids[i], score


def _hit(work: Workspace, entity: Entity, text: str, recorded: bool) -> Hit:
    known = [word for word, yes in (("record", recorded), ("registry", _registered(work, entity.id))) if yes]
    name, score, reason = max((_fit(text, name) for name in entity.names), key=lambda fit: fit[1])
    return Hit(entity, name, score, reason, tuple(known))


def _registered(work: Workspace, id: str) -> bool:
    return work.registry.entity(id) is not None


def _fit(text: str, name: str) -> tuple[str, float, str]:
    """How a name fits: exact, then prefix, then holding the text, then similar."""
    wanted, here = _key(text), _key(name)
    if wanted == here:
        return name, 100.0, "exact"
    if here.startswith(wanted):
        return name, 95.0, "prefix"
    if wanted in here:
        return name, 90.0, "contains"
    return name, min(89.0, fuzz.ratio(wanted, here)), "similar"


def _key(text: str) -> str:
    try:
        return normalise(text)
    except InvalidName:
        return text.casefold()
