"""Splits: from what people say of a name in a document to a judgement."""

from __future__ import annotations

from dataclasses import dataclass

from api.lookup import find
from api.workspace import Workspace
from graph import names, splits, views
from graph.judgements import SPLIT, judgement_id
from graph.resolve import Resolver
from graph.sound import allowed
from graph.splits import RUNG, Splits
from graph.statement import Entity, Extraction, Judgement, Verdict, entity_id
from ontology.errors import Ambiguous, InputError, NotFound


@dataclass(frozen=True, slots=True)
class Split:
    """What somebody says: in `document` (an id, or a source) what is called `name` is another one.

    `left` is the id that the document was resolved to; without `name`, whatever it is called by there. Who is meant
    is `right` (an id or a name that is known), else a thing that is `called` so, else a new one of that name.
    """

    document: str
    name: str | None = None
    left: str | None = None
    right: str | None = None
    called: str | None = None


def judgement(work: Workspace, said: Split, by: str, at: str, reason: str = "") -> Judgement:
    """The judgement that says so.

    Raises NotFound or Ambiguous where the document does not have the name, or has it for several things, and
    InvalidStatement where the document would say what the ontology does not allow.
    """
    resolved = work.store.extraction(_document(work, said.document))
    taken_for = _taken_for(work, resolved, said)
    if taken_for.kind not in SPLIT:
        raise InputError(f"{taken_for.id}: only names of {', '.join(SPLIT)} can be split off")
    name = None if said.name is None else names.clean(said.name)
    meant = _meant(work, resolved, taken_for, said, name)
    if meant.kind != taken_for.kind:
        raise InputError(f"{meant.id} is no thing of the kind of {taken_for.id}")
    made = Judgement("", Verdict.SPLIT, taken_for.id, meant.id, by, at, reason, None, resolved.document.id, name, meant)
    _sensible(work, Splits([made])(resolved))
    return judgement_id(made)


def _document(work: Workspace, text: str) -> str:
    """The id of the document with this id or source."""
    for d in views.documents(work.store).values():
        if text in (d.id, d.source, *d.also_at):
            return d.id
    raise NotFound(f"there is no document {text}; potline documents lists them")


def _taken_for(work: Workspace, resolved: Extraction, said: Split) -> Entity:
    """The entity of the document, as resolved, that the name was taken for."""
    if said.left is not None:
        members = views.canon(work.store).members(said.left)
        found = [e for e in resolved.entities if e.id in members]
    elif said.name is not None:
        found = _called(resolved, names.exact(said.name))
    else:
        raise InputError("say which name is meant, or which id")
    if not found:
        raise NotFound(f"{resolved.document.id} calls nothing {said.name or said.left}")
    if len(found) > 1:
        raise Ambiguous(f"{resolved.document.id} calls several things so; use an id:", [e.id for e in found])
    return found[0]


def _called(resolved: Extraction, form: str) -> list[Entity]:
    """The entities whose statements have this form; else those that are only named so."""
    said = splits.forms(resolved)
    found = [e for e in resolved.entities if form in said.get(e.id, {})]
    return found or [e for e in resolved.entities if form in map(names.exact, (e.name, *e.names))]


def _meant(work: Workspace, resolved: Extraction, taken_for: Entity, said: Split, name: str | None) -> Entity:
    """Who is meant, as it is known now."""
    if said.right is not None:
        id = find(work, said.right)
        known = work.registry.entity(id) or views.entity(work.store, work.ontology, id)
        assert known is not None, f"{id} was found"
        return Entity(known.id, known.type, known.name, (known.name,)) if not known.registered else known
    if said.called is not None:
        entity, _ = Resolver(work.registry, work.ontology).resolve(said.called, taken_for.type)
        return entity
    title = name or taken_for.name
    chinese = title if names.han(title) else None
    id = entity_id(taken_for.kind, f"{title} {resolved.document.id}")
    return Entity(id, taken_for.type, title, (title,), chinese)


def _sensible(work: Workspace, reading: Extraction) -> None:
    entities = {e.id: e for e in reading.entities}
    for s in reading.statements:
        if s.rung == RUNG:
            allowed(s, entities, work.ontology)
