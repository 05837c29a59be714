"""From what people type to entities: an id, a name in any language, or the candidates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api.workspace import Workspace
from graph import views
from graph.registry import Entry
from graph.search import Fit, Query
from graph.statement import Entity
from ontology.errors import Ambiguous, NotFound
from ontology.model import Kind

PLAIN = 85.0
"""From this score on a name holds what was typed; below, names that are like it are looked at too."""
CANDIDATES = 60
"""How many the record's name index hands over for ranking, or as many as are asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found: which name fitted, how well (0 to 100), and why."""

    entity: Entity
    name: str
    score: float
    reason: str
    known: tuple[str, ...]
    why: str = ""
    """What that name is to the entity: "former name of …", "initials of …"."""


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
    if views.entity(work.store, work.ontology, canonical) is None and unused(work, id) is None:
        raise NotFound(f"there is no {id}; try: potline search NAME")
    return canonical


def is_id(work: Workspace, id: str) -> bool:
    """Whether the record, the registry or the ontology knows this id."""
    try:
        find_id(work, id)
    except NotFound:
        return False
    return True


def unused(work: Workspace, id: str) -> Entity | None:
    """What the registry knows by this id, or a product of the ontology, whether or not a document speaks of it."""
    product = next((p for p in work.ontology.products.values() if p.id == id), None)
    if product is None:
        return work.registry.entity(id)
    names = {product.name, *(label for labels in product.labels.values() for label in labels)}
    return Entity(id, "Product", product.name, tuple(sorted(names)), product.labels.get("zh", (None,))[0])


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
    """Entities of the record and the registry by name, best first, each with the reason."""
    query = Query(text)
    most = max(limit, CANDIDATES)
    hits = _hits(work, query, _ids(work, query, most))
    if not any(h.score >= PLAIN for h in hits):
        hits |= _hits(work, query, _similar(work, query, most))
    fits = [
        h
        for h in hits
        if (not types or any(work.ontology.is_a(h.entity.type, t) for t in types))
        and (country is None or h.entity.country == country)
    ]
    return sorted(fits, key=_rank)[:limit]


def _rank(hit: Hit) -> tuple[float, bool, int, str]:
    """The best first; of equals those of the record, with the shorter name, by id."""
    return -hit.score, "record" not in hit.known, len(hit.name), hit.entity.id


def _ids(work: Workspace, query: Query, most: int) -> set[str]:
    """Candidates whose names hold the text, or all its words, or have it as initials."""
    return work.forms.holding(query).union(*(work.store.search(probe, most) for probe in query.probes))


def _similar(work: Workspace, query: Query, most: int) -> set[str]:
    """Candidates whose names are like the text."""
    return work.forms.like(query, 20).union(*(work.store.search(piece, most) for piece in query.pieces))


def _hits(work: Workspace, query: Query, ids: Iterable[str]) -> set[Hit]:
    canonical = views.canon(work.store)
    wanted = {canonical(id) for id in ids}
    recorded = views.entities(work.store, work.ontology, wanted)
    found = ((id, recorded.get(id) or work.registry.entity(id)) for id in wanted)
    hits = (_hit(work, query, entity, id in recorded) for id, entity in found if entity is not None)
    return {hit for hit in hits if hit is not None}


def _hit(work: Workspace, query: Query, entity: Entity, recorded: bool) -> Hit | None:
    entry = work.registry.entries.get(entity.id)
    more = (*entry.translated, *entry.ambiguous) if entry is not None else ()
    fits = [fit for name in (*entity.names, *more) if (fit := query.fit(name)) is not None]
    if not fits:
        return None
    best = min(fits, key=lambda f: (-f.score, f.name != entity.name, len(f.name), f.name))
    known = [word for word, yes in (("record", recorded), ("registry", entry is not None)) if yes]
    return Hit(entity, best.name, best.score, best.reason, tuple(known), _why(entity, entry, best))


def _why(entity: Entity, entry: Entry | None, fit: Fit) -> str:
    """What the name that fitted is to the entity, in words."""
    if entry is not None and fit.name in entry.former:
        return f"former name of {entity.name}"
    if fit.reason == "initials":
        return f"initials of {fit.name}"
    if entry is not None and fit.name in entry.translated:
        return f"name of {entity.name} in pinyin or word by word"
    return "name" if fit.name == entity.name else f"other name of {entity.name}"
