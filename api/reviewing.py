"""The review queue: pairs of entities that may be one, with what is said of both."""

from __future__ import annotations

from collections.abc import Mapping

from api import present
from api.models import EvidenceOut, Ref, ReviewOut, ReviewSide
from api.workspace import Workspace
from graph import review, views
from graph.review import Pair
from graph.statement import Entity

SENTENCES = 3
"""How many sentences are shown of each entity."""


def queue(work: Workspace) -> list[Pair]:
    """The pairs of the record worth a look, and those of the record with the registry; the likeliest first."""
    canonical = views.canon(work.store)
    known = {e.entity.id: e.entity for e in work.registry.entries.values() if canonical(e.entity.id) == e.entity.id}
    recorded = views.entities(work.store, work.ontology)
    around = review.neighbours(work.store.statements(), canonical)
    found = review.pairs(known | recorded, around, review.apart(canonical, work.registry))
    return [p for p in found if p.left.id in recorded or p.right.id in recorded]


def open_still(work: Workspace, pair: Pair) -> bool:
    """Whether no judgement has decided the pair, or merged one of the two, since the queue was made."""
    canonical = views.canon(work.store)
    ids = (pair.left.id, pair.right.id)
    return all(canonical(id) == id for id in ids) and not review.apart(canonical, work.registry)(*ids)


def shown(work: Workspace, pairs: list[Pair]) -> list[ReviewOut]:
    """Pairs with the evidence of both."""
    named = present.refs(work, {id for p in pairs for id in p.shared})
    return [_shown(work, pair, named) for pair in pairs]


def _shown(work: Workspace, pair: Pair, named: Mapping[str, Ref]) -> ReviewOut:
    return ReviewOut(
        left=_side(work, pair.left),
        right=_side(work, pair.right),
        score=pair.score,
        alike=pair.names,
        shared=[named[id] for id in pair.shared if id in named],
    )


def _side(work: Workspace, entity: Entity) -> ReviewSide:
    head = present.entity(work, entity.id)
    return ReviewSide(
        id=head.id,
        name=head.name,
        type=head.type,
        names=head.names,
        country=head.country,
        known=head.known,
        evidence=_sentences(work, head.members),
    )


def _sentences(work: Workspace, members: list[str]) -> list[EvidenceOut]:
    quotes = dict[str, str]()
    for s in work.store.statements(entities=members):
        quotes.setdefault(s.quote, s.id)
    ids = list(quotes.values())[:SENTENCES]
    found = present.evidence(work, ids)
    return [found[id] for id in ids if id in found]
