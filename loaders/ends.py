"""Which patterns a sentence has ends for: one that asks for a person is not tried where nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loaders.frames import Pattern
from loaders.mentions import Mention
from ontology.model import Ontology

SITE = "site/"
"""What stands for a plant of any class: where one is named, its firm may act."""


class Ends:
    """The classes that the ends of patterns may have; `sources` are their regexes, in the same order."""

    def __init__(self, ontology: Ontology, patterns: Sequence[Pattern], sources: Sequence[str]) -> None:
        self.needs = [
            tuple(_allowed(ontology, p, end) for end in ("s", "o") if f"(?P<{end}>" in source and _named(p, end))
            for p, source in zip(patterns, sources, strict=True)
        ]
        self._live: dict[frozenset[str], frozenset[int]] = {}

    def live(self, mentions: Iterable[Mention]) -> frozenset[int]:
        """The numbers of the patterns whose ends some of the mentions may be."""
        each = [m for k in mentions for m in k.each]
        kinds = frozenset([m.type for m in each] + [SITE for m in each if m.entity.startswith(SITE)])
        if kinds not in self._live:
            fitting = (k for k, ends in enumerate(self.needs) if not any(kinds.isdisjoint(end) for end in ends))
            self._live[kinds] = frozenset(fitting)
        return self._live[kinds]


def _named(pattern: Pattern, end: str) -> bool:
    """Whether the mentions of a match alone tell this end: not the text around, nor the sentence before."""
    elsewhere = pattern.topic or pattern.carries
    return not elsewhere and not (pattern.kept if end == "s" else pattern.nation or pattern.buyer)


def _allowed(ontology: Ontology, pattern: Pattern, end: str) -> frozenset[str]:
    predicate = ontology.predicates[pattern.predicate]
    types = (pattern.subject_types or predicate.domain) if end == "s" else (pattern.object_types or predicate.range)
    found = {c for c in ontology.classes if any(ontology.is_a(c, t) for t in types)}
    return frozenset(found | ({"Place"} if pattern.party else set()) | ({SITE} if end == "s" else set()))
