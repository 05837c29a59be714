"""Splits: in one document a name means another one than it was resolved to, because a person says so.

A split is applied to what a document was resolved to, as a whole, whenever that is written or a split comes or goes;
so what a record shows is a function of its documents and of the judgements that stand, in whatever order they came
(docs/decisions/0022).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph import names
from graph.ids import document_id
from graph.plain import as_dict, from_dict
from graph.sources import sources
from graph.statement import Document, Entity, Extraction, Judgement, Statement, Verdict, ordered

RUNG = "judged"
"""The rung of a statement of which an end was split off."""

Forms = dict[str, str]
"""The forms under which a document speaks of an entity, as they are compared, to one as it is written."""


def forms(resolved: Extraction) -> Mapping[str, Forms]:
    """Under which forms the statements of a document speak of each entity, and as it first writes each of them.

    First in its text: a record does not keep in what order an extraction had its statements.
    """
    known = {e.id: e.name for e in resolved.entities}
    found: dict[str, Forms] = defaultdict(dict)
    for s in ordered(resolved.statements):
        for id, mention in ((s.subject, s.subject_mention), (s.object, s.object_mention)):
            if id is not None:
                written = mention or known[id]
                found[id].setdefault(names.exact(written), written)
    return found


class Splits:
    """The splits that stand, by document. They speak of ids as resolved, so that one never moves what another made."""

    def __init__(self, standing: Iterable[Judgement] = ()) -> None:
        self._by_document: dict[str, list[Judgement]] = defaultdict(list)
        for j in standing:
            if j.verdict is Verdict.SPLIT and j.document is not None:
                self._by_document[j.document].append(j)

    def __call__(self, resolved: Extraction) -> Extraction:
        """What a document says, with each name meaning what it was said to mean; itself where nothing was said."""
        found = self._of(resolved)
        if not found:
            return resolved
        known = {e.id: e for e in resolved.entities}
        said = forms(resolved)
        moves = {id: _Move(known[id], said.get(id, {}), group) for id, group in _by_left(found).items() if id in known}
        entities = {id: e for id, e in known.items() if id not in moves or not moves[id].empty}
        for meant in _meant_instead(moves):
            entities[meant.id] = _joined(entities.get(meant.id), meant)
        statements = tuple(_moved(s, moves, known) for s in resolved.statements)
        return replace(resolved, entities=tuple(entities[id] for id in sorted(entities)), statements=statements)

    def _of(self, resolved: Extraction) -> list[Judgement]:
        """What was said of a document, by whatever of its sources."""
        if not self._by_document:
            return []
        return [j for source in sources(resolved) for j in self._by_document.get(document_id(source), ())]


def as_resolved(resolved: Extraction) -> dict[str, Any]:
    """What a document was resolved to, as plain values, to be kept where its statements show another reading."""
    return {
        "entities": [as_dict(e) for e in resolved.entities],
        "statements": [as_dict(s) for s in resolved.statements],
    }


def from_resolved(document: Document, plain: Mapping[str, Any]) -> Extraction:
    """The inverse of `as_resolved`, in the order of a record."""
    entities = sorted((from_dict(Entity, row) for row in plain["entities"]), key=lambda e: e.id)
    return Extraction(document, tuple(entities), ordered(from_dict(Statement, row) for row in plain["statements"]))


class _Move:
    """Where the forms of one entity of one document go."""

    def __init__(self, entity: Entity, said: Forms, splits: Iterable[Judgement]) -> None:
        self._entity = entity
        own = {names.exact(name) for name in (entity.name, *entity.names)}
        self._by_name: dict[str, Judgement] = {}
        self._whole: Judgement | None = None
        for j in sorted(splits, key=lambda j: (j.at, j.right, j.id)):  # of two on one name, by two sources, the first
            if j.name is None:
                self._whole = self._whole or j
            else:
                self._by_name.setdefault(names.exact(j.name), j)
        if not said:  # it is only named, and by what name cannot be told: the first that was judged
            written = next((j.name for j in self._by_name.values() if j.name), entity.name)
            said = {names.exact(written): written}
        self._forms = said
        self._names = [form for form in said if form in own]

    def __call__(self, form: str) -> Judgement | None:
        """What was said of a form. "The company" goes with the name where the document has one name only."""
        found = self._by_name.get(form)
        if found is None and form not in self._names and len(self._names) == 1:
            found = self._by_name.get(self._names[0])
        return found or self._whole

    @property
    def empty(self) -> bool:
        """Whether the document means the entity by nothing any more."""
        return all(self(form) is not None for form in self._forms)

    def entities(self) -> Iterator[tuple[Judgement, Entity]]:
        """Those who are meant instead, with the names that moved, each with the judgement that says so."""
        for form, written in self._forms.items():
            j = self(form)
            if j is not None:
                named = form in self._names or form in self._by_name
                yield j, _meant(j, self._entity, {written} if named else set())


def _meant_instead(moves: Mapping[str, _Move]) -> Iterator[Entity]:
    """Those who are meant instead, several times where several names move to one.

    The first tells what is known of it, so they come in an order that the judgements themselves give, not the log:
    whom the registry knew when it was judged, whom anybody knew, a name alone; then by the id that was not meant.
    """
    told = [pair for _, move in sorted(moves.items()) for pair in move.entities()]
    return (meant for j, meant in sorted(told, key=lambda pair: (not pair[1].registered, pair[0].meant is None)))


def _meant(j: Judgement, instead: Entity, moved: set[str]) -> Entity:
    """Who a split means: as it was known then, else by the name alone, of the class of the one it was taken for."""
    name = j.name or min(moved, default=instead.name)
    chinese = name if names.han(name) else None
    known = j.meant or Entity(j.right, instead.type, name, (name,), chinese)
    return replace(known, id=j.right, names=tuple(sorted({*known.names, known.name, *moved})))


def _joined(there: Entity | None, meant: Entity) -> Entity:
    """The entity where the document speaks of it besides."""
    return meant if there is None else replace(there, names=tuple(sorted({*there.names, *meant.names})))


def _by_left(splits: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = defaultdict(list)
    for j in splits:
        found[j.left].append(j)
    return found


def _moved(s: Statement, moves: Mapping[str, _Move], known: Mapping[str, Entity]) -> Statement:
    """The statement with its ends where they are meant to be; its id stays that of what was resolved."""

    def end(id: str, mention: str) -> str:
        j = moves[id](names.exact(mention or known[id].name)) if id in moves else None
        return id if j is None else j.right

    subject = end(s.subject, s.subject_mention)
    object = None if s.object is None else end(s.object, s.object_mention)
    return s if (subject, object) == (s.subject, s.object) else replace(s, subject=subject, object=object, rung=RUNG)
