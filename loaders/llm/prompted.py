"""The rules with a language model beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.registry import Registry
from graph.statement import Extraction, Rejection, digest
from loaders.check import Candidate
from loaders.llm.told import Scene, Teller, beside
from loaders.pipeline import Extractor
from loaders.reading import Reading
from ontology.model import Ontology


class PromptedExtractor(Extractor):
    """An extractor that adds what a teller says; the rules' statements and entities are those without it."""

    def __init__(
        self, registry: Registry, ontology: Ontology, teller: Teller, seconds: float = 300, least: float = 0
    ) -> None:
        super().__init__(registry, ontology, seconds, least)
        self.teller = teller
        self.version = digest(self.version, teller.version, length=16)

    def _made(self, reading: Reading, found: Iterable[Candidate | Rejection]) -> Extraction:
        rules = super()._made(reading, found)
        aside = replace(reading, resolver=reading.resolver.branch())
        mentions = [m for s in reading.sentences for k in s.mentions for m in (k, *k.inside)]
        document = replace(rules.document, text=reading.flow.text)
        scene = Scene(document, mentions, aside.resolver, reading.amounts, reading.times)
        return beside(rules, super()._made(aside, self.teller(scene)), self.ontology)
