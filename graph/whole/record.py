"""What a frozen record says together: entities, relationships and figures, merged without holding it in memory.

What belongs together meets by sorting. Everything comes in the order of its ids, so that an export follows
from what the record says and from nothing else.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from pathlib import Path

from graph.batches import Step
from graph.judgements import Canon
from graph.merge import canonical_entities, ends, figures, relationships
from graph.packed import compact, packed, unpacked
from graph.plain import as_dict, from_dict
from graph.registry import Registry
from graph.statement import Entity, Figure, Relationship, Statement
from graph.whole.frozen import Frozen
from graph.whole.ordered import RUN, Ordered
from ontology.model import Ontology

Key = tuple[str, str, str]
"""Subject, predicate and object; entity, metric and "" for a figure."""


class Whole:
    """A frozen record with the ontology and the registry that it is read by."""

    def __init__(
        self, frozen: Frozen, ontology: Ontology, registry: Registry, scratch: Path, step: Step, run: int = RUN
    ) -> None:
        self.frozen = frozen
        self.ontology = ontology
        self.registry = registry
        self._scratch, self._run = scratch, run
        self.step = step
        self.canon = Canon(frozen.judgements())

    def folder(self) -> Path:
        """A new empty folder; it goes with the export."""
        return Path(tempfile.mkdtemp(dir=self._scratch))

    def ordered(self) -> Ordered:
        """Lines to be sorted."""
        return Ordered(self.folder(), self._run)

    @cached_property
    def _sorted(self) -> tuple[Ordered, Ordered]:
        """What documents know of entities, and what they say, each by its key."""
        known, said = self.ordered(), self.ordered()
        for n, extraction in enumerate(self.frozen.readings()):
            self.step(n, len(self.frozen), "sorting")
            for e in extraction.entities:
                known.add(f"{self.canon(e.id)}\t{compact(as_dict(e))}")
            for s in extraction.statements:
                said.add("\t".join((*self.key(s), packed(s))))
        return known, said

    def key(self, s: Statement) -> Key:
        """What may be one relationship, either way round, or one figure, has one key; ids are canonical."""
        if s.object is None:
            return self.canon(s.subject), s.predicate, ""
        left, right = ends(s, self.ontology.predicates[s.predicate], self.canon)
        return left, s.predicate, right

    def entities(self) -> Iterator[Entity]:
        """Canonical entities, in id order."""
        for _, lines in groupby(self._sorted[0], key=lambda line: line.partition("\t")[0]):
            known: dict[str, list[Entity]] = defaultdict(list)
            for line in lines:
                entity = from_dict(Entity, json.loads(line.partition("\t")[2]))
                known[entity.id].append(entity)
            yield from canonical_entities(known, self.canon, self.ontology)

    def _said(self, figures: bool) -> Iterator[list[Statement]]:
        """All figures, or all relations, of a key, key by key."""
        for key, lines in groupby(self._sorted[1], key=lambda line: line.split("\t", 3)[:3]):
            if (key[2] == "") == figures:
                yield [unpacked(line.split("\t", 3)[3]) for line in lines]

    def relationships(self) -> Iterator[Relationship]:
        """Merged relationships of every status, in the order of subject, predicate and object."""
        for said in self._said(figures=False):
            yield from relationships(said, self.ontology, self.canon, self.frozen.published)

    def figures(self) -> Iterator[Figure]:
        """Merged figures, in the order of entity and metric."""
        for said in self._said(figures=True):
            yield from figures(said, self.canon, self.frozen.published)
