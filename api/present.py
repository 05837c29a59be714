"""From values to answers: entities named, evidence attached. Both the routes and the commands use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from api.lookup import Hit, unused
from api.models import (
    DocumentOut,
    EntityOut,
    EvidenceOut,
    FigureOut,
    JudgementOut,
    MatchOut,
    Ref,
    RelationshipOut,
    StatementOut,
)
from api.workspace import Workspace
from graph import export, views
from graph.statement import Document, Entity, Figure, Judgement, Relationship, Statement, number
from ontology.errors import NotFound
from ontology.units import display


def ref(entity: Entity) -> Ref:
    """An entity by id, name and class."""
    return Ref(id=entity.id, name=entity.name, type=entity.type)


def refs(work: Workspace, ids: Iterable[str]) -> dict[str, Ref]:
    """Canonical ids to named entities."""
    found = views.entities(work.store, work.ontology, set(ids))
    return {id: ref(e) for id, e in found.items()}


def entity(work: Workspace, id: str) -> EntityOut:
    """An entity of the record or the registry, by canonical id."""
    recorded = views.entity(work.store, work.ontology, id)
    members = views.canon(work.store).members(id)
    registered = next((e for m in (id, *members) if (e := unused(work, m)) is not None), None)
    e = recorded or (registered and replace(registered, id=id))
    if e is None:  # it was removed since it was looked up
        raise NotFound(f"there is no {id}")
    apart = "ontology" if e.type == "Product" else "registry"
    return _entity(work, e, [k for k, there in (("record", recorded), (apart, registered)) if there is not None])


def hit(work: Workspace, found: Hit) -> EntityOut:
    """An entity that a search found, with the reason."""
    return _entity(work, found.entity, list(found.known)).model_copy(update={"match": match(found)})


def match(found: Hit) -> MatchOut:
    """Why a search found it."""
    values = {"found": found.name, "score": found.score, "reason": found.reason, "why": found.why}
    return MatchOut.model_validate(values)


def _entity(work: Workspace, e: Entity, known: list[str]) -> EntityOut:
    fields = ("id", "name", "type", "name_zh", "country", "parent", "level")
    values: dict[str, object] = {name: getattr(e, name) for name in fields}
    members = list(views.canon(work.store).members(e.id))
    more = {"names": list(e.names), "identifiers": list(e.identifiers), "members": members, "known": known}
    return EntityOut.model_validate(values | more)


def evidence(work: Workspace, ids: Iterable[str]) -> dict[str, EvidenceOut]:
    """Statement ids to the sentence and document of each."""
    found = list(views.evidence(work.store, list(ids)))
    pages = views.pages(work.store, (s for s, _ in found))
    return {s.id: _evidence(s, d, pages[s.id]) for s, d in found}


def _evidence(s: Statement, d: Document, page: int | None) -> EvidenceOut:
    return EvidenceOut(
        statement=s.id,
        quote=s.quote,
        document=d.id,
        title=d.title,
        url=d.url,
        published=d.published,
        start=s.start,
        end=s.end,
        page=page,
        rung=s.rung or None,
        confidence=s.confidence,
    )


def relationships(work: Workspace, found: list[Relationship]) -> list[RelationshipOut]:
    """Relationships with their ends named and their evidence."""
    named = refs(work, {end for r in found for end in (r.subject, r.object)})
    said = evidence(work, {s for r in found for s in r.statements})
    return [_relationship(r, named, said) for r in found]


def _relationship(r: Relationship, named: Mapping[str, Ref], said: Mapping[str, EvidenceOut]) -> RelationshipOut:
    return RelationshipOut(
        subject=named[r.subject],
        predicate=r.predicate,
        object=named[r.object],
        status=r.status,
        shown=r.shown,
        period=r.period,
        qualifiers=plain(r.qualifiers),
        confidence=r.confidence,
        sources=len(r.documents),
        evidence=[said[s] for s in r.statements if s in said],
    )


def figures(work: Workspace, found: list[Figure]) -> list[FigureOut]:
    """Figures with their entity named and their evidence."""
    named = refs(work, {f.entity for f in found})
    said = evidence(work, {s for f in found for s in f.statements})
    return [_figure(f, named, said) for f in found]


def _figure(f: Figure, named: Mapping[str, Ref], said: Mapping[str, EvidenceOut]) -> FigureOut:
    return FigureOut(
        id=f.id,
        entity=named[f.entity],
        metric=f.metric,
        value=f.value,
        max=f.max,
        unit=f.unit,
        display=display(f.value, f.unit, f.max),
        product=f.product,
        period=f.period,
        status=f.status,
        qualifiers=plain(f.qualifiers),
        confidence=f.confidence,
        conflict=f.conflict,
        sources=len(f.documents),
        evidence=[said[s] for s in f.statements if s in said],
    )


def plain(qualifiers: Mapping[str, Any]) -> dict[str, Any]:
    """Qualifiers with integral numbers as whole numbers."""
    return {k: number(v) if isinstance(v, float) else v for k, v in qualifiers.items()}


def described(qualifiers: Mapping[str, Any]) -> list[str]:
    """Qualifiers as people read them: a quantity with its unit, a share in percent."""
    rest = dict(qualifiers)
    words = []
    quantity, unit = rest.pop("quantity", None), rest.pop("unit", None)
    if isinstance(quantity, int | float):
        words.append(display(quantity, str(unit) if unit else None))
    if isinstance(share := rest.pop("share", None), int | float):
        words.append(display(share, "percent"))
    return words + [f"{name} {value}" for name, value in rest.items()]


def document(d: Document) -> DocumentOut:
    """A document without its text."""
    names = DocumentOut.model_fields
    values = {n: getattr(d, n) for n in names if n != "also_at"}
    return DocumentOut(**values, also_at=list(d.also_at))


def statements(work: Workspace, found: list[Statement]) -> list[StatementOut]:
    """Statements as JSON lines have them, with their ids."""
    ends = {end for s in found for end in (s.subject, s.object) if end}
    entities = {e.id: e for e in work.store.entities(ends)}
    pages = views.pages(work.store, found)
    return [StatementOut(id=s.id, **export.line(s, entities, s.document, pages[s.id])) for s in found]


def judgement(j: Judgement) -> JudgementOut:
    """A judgement of the log."""
    return JudgementOut(
        id=j.id,
        verdict=j.verdict.value,
        left=j.left,
        right=j.right,
        by=j.by,
        at=j.at,
        reason=j.reason,
        undoes=j.undoes,
        document=j.document,
        name=j.name,
    )
