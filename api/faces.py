"""The things that have addresses: entities, documents, statements, figures, judgements, the ontology, as faces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, TypeVar

from api import present
from api.errors import Refused
from api.linked import Face
from api.models import DocumentText, FigureOut, RelationshipOut, StatementOut
from api.webpage import Content, stretches
from api.workspace import Workspace
from graph import views
from graph.describe import Descriptions
from graph.engine import Engine
from graph.nodes import Iris, prefixes
from graph.statement import Judgement, Statement
from ontology.errors import NotFound
from ontology.load import TTL
from ontology.model import Ontology
from ontology.units import display

T = TypeVar("T")
SHOWN = 100
"""How many relations, and how many figures, a page shows; the rest are on the pages behind it."""


def entity(work: Workspace, id: str, offset: int = 0) -> Face:
    """An entity, by canonical id; its page begins with the relation and the figure at `offset`."""
    members = views.canon(work.store).members(id)
    return Face(
        path=f"entities/{id}",
        iri=_bare(Iris(work.ontology.base).entity(id)),
        quads=lambda: Descriptions(work.index).entity(id, members),
        json=lambda: present.entity(work, id),
        page=lambda: _entity_page(work, id, offset),
    )


def _entity_page(work: Workspace, id: str, offset: int) -> Content:
    about = present.entity(work, id)
    links = list(views.relationships(work.store, work.ontology, entity=id))
    values = list(views.figures(work.store, entity=id))
    end = offset + SHOWN
    shown = {
        "entity": about,
        "parent": present.refs(work, [about.parent]).get(about.parent) if about.parent else None,
        "organisation": about.id.startswith("org/"),
        "groups": _groups(work, id, present.relationships(work, links[offset:end])),
        "figures": present.figures(work, values[offset:end]),
        "metrics": work.ontology.metrics,
        "offset": offset,
        "totals": (len(links), len(values)),
        "before": max(offset - SHOWN, 0) if offset else None,
        "after": end if end < max(len(links), len(values)) else None,
    }
    return Content("entity.html", about.name, shown)


def _groups(work: Workspace, id: str, links: Iterable[RelationshipOut]) -> list[tuple[str, list[RelationshipOut]]]:
    """Relations under what they are to this entity: owns, owned by …"""
    groups: dict[str, list[RelationshipOut]] = defaultdict(list)
    for r in links:
        predicate = work.ontology.predicates[r.predicate]
        outward = r.subject.id == id or predicate.symmetric
        groups[predicate.label if outward else predicate.inverse_label].append(r)
    return list(groups.items())


def document(work: Workspace, id: str) -> Face:
    """A document; NotFound where there never was one, Refused (410) where it was removed."""
    if not any(True for _ in work.store.documents([id])):
        raise _gone(work, id)
    return Face(
        path=f"documents/{id}",
        iri=_bare(Iris(work.ontology.base).document(id)),
        quads=lambda: Descriptions(work.index).document(id),
        json=lambda: _document(work, id),
        page=lambda: _document_page(work, id),
    )


def _gone(work: Workspace, id: str) -> NotFound | Refused:
    if id in work.store.changes(0).documents:
        return Refused(HTTPStatus.GONE, f"document {id} was removed")
    return NotFound(f"there is no document {id}")


def _document(work: Workspace, id: str) -> DocumentText:
    found = work.store.extraction(id).document
    return DocumentText(**present.document(found).model_dump(), text=found.text)


def _document_page(work: Workspace, id: str) -> Content:
    told, about = list(work.store.statements(document=id)), _document(work, id)
    rows = present.statements(work, told)
    lines = [
        {"id": r.id, "words": words(r), "status": r.status, "start": s.start} for r, s in zip(rows, told, strict=True)
    ]
    parts = stretches(about.text, told)
    return Content("document.html", about.title or id, {"document": about, "lines": lines, "parts": parts})


def statement(work: Workspace, id: str) -> Face:
    """One statement with its sentence."""
    found = _one(list(work.store.statements(ids=[id])), f"there is no statement {id}")
    return Face(
        path=f"statements/{id}",
        iri=_bare(Iris(work.ontology.base).statement(id)),
        quads=lambda: Descriptions(work.index).statement(id),
        json=lambda: present.statements(work, [found])[0],
        page=lambda: _statement_page(work, found),
    )


def _statement_page(work: Workspace, found: Statement) -> Content:
    row, told = present.statements(work, [found])[0], present.evidence(work, [found.id])
    shown = {
        "row": row,
        "words": words(row),
        "evidence": _one(list(told.values()), f"statement {found.id} was removed"),
        "figure": display(found.value or 0, found.unit, found.max),
    }
    return Content("statement.html", words(row), shown)


def words(row: StatementOut) -> str:
    """A statement in a line: subject, predicate, object or figure."""
    told = row.model_dump()
    subject, object = told["subject"]["name"], told.get("object")
    what = object["name"] if object else display(told["value"], told["unit"], told.get("max"))
    return f"{subject} {row.predicate} {what}"


def observation(work: Workspace, id: str) -> Face:
    """A merged figure, which is found by the index."""
    of = Descriptions(work.index).observed(id)
    values = [f for f in views.figures(work.store, entity=of) if f.id == id] if of else []
    figure = present.figures(work, [_one(values, f"there is no figure {id}")])[0]
    return Face(
        path=f"observations/{id}",
        iri=_bare(Iris(work.ontology.base).observation(id)),
        quads=lambda: Descriptions(work.index).observation(id),
        json=lambda: figure,
        page=lambda: _figure_page(work, figure),
    )


def _figure_page(work: Workspace, figure: FigureOut) -> Content:
    label = work.ontology.metrics[figure.metric].label
    return Content(
        "observation.html", f"{figure.entity.name}: {label} {figure.display}", {"shown": figure, "label": label}
    )


def judgement(work: Workspace, id: str) -> Face:
    """A judgement of the log."""
    found = _one([j for j in work.store.judgements() if j.id == id], f"there is no judgement {id}")
    return Face(
        path=f"judgements/{id}",
        iri=_bare(Iris(work.ontology.base).judgement(id)),
        quads=lambda: Descriptions(work.index).judgement(id),
        json=lambda: present.judgement(found),
        page=lambda: Content("judgement.html", _verdict(found), {"judgement": found}),
    )


def ontology(work: Workspace) -> Face:
    """The ontology; it needs no record."""
    o, graph = work.ontology, f"{work.ontology.base}ns"
    return Face(
        path="ontology",
        iri=graph,
        quads=lambda: _vocabulary(o).match(None, None, None, f"<{graph}>"),
        write=lambda media: _vocabulary(o).graph(graph).serialise(media),
        json=lambda: _terms(o),
        page=lambda: Content("ontology.html", "Potline ontology of the aluminium value chain", {"o": o}),
        version=o.version,
    )


def _vocabulary(o: Ontology) -> Engine:
    engine = Engine(o.base, prefixes(o.base))
    engine.load_turtle(TTL, f"<{o.base}ns>")
    return engine


def _terms(o: Ontology) -> dict[str, Any]:
    return {
        "base": o.base,
        "version": o.version,
        "classes": [asdict(c) for c in o.classes.values()],
        "predicates": [asdict(p) | {"shown": sorted(p.shown), "type": p.type} for p in o.predicates.values()],
        "derived": [asdict(d) | {"type": d.type} for d in o.derived.values()],
        "metrics": [asdict(m) for m in o.metrics.values()],
        "products": [asdict(p) | {"id": p.id} for p in o.products.values()],
        "relation_statuses": list(o.relation_statuses),
        "observation_statuses": list(o.observation_statuses),
    }


def _verdict(j: Judgement) -> str:
    return f"{j.left} and {j.right}: {j.verdict.value}"


def _one(found: Sequence[T], missing: str) -> T:
    if not found:
        raise NotFound(missing)
    return found[0]


def _bare(term: str) -> str:
    return term[1:-1]
