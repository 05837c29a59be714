"""The optional language model: asked paragraph by paragraph, believed only in what stands in the document."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from pathlib import Path
from string import Template
from time import monotonic
from typing import Any

from graph.statement import Document, Rejection, digest
from loaders.bounds import pieces
from loaders.check import Candidate
from loaders.clean import blocks, markers
from loaders.llm import answers
from loaders.llm.answers import Answer, Figure, Relation
from loaders.llm.cache import Cache
from loaders.llm.client import Client, Json
from loaders.llm.grounding import FAR, Ground
from loaders.llm.told import EXTRACTOR, UNANSWERED, Scene
from loaders.llm.verbatim import Span
from ontology.answer import answer_schema, vocabulary
from ontology.errors import InvalidStatement, ModelError
from ontology.model import Ontology

CODE = "1"
"""Raised with every change of code that changes what is made of an answer; a part of the version."""
PROMPTS = Path(__file__).parent / "prompts" / "statements.toml"


@dataclass
class LanguageModel:
    """Tells statements of a document.

    `seconds` are for all questions about one document; 0 is no limit. `options` are further fields of each
    request, such as `temperature`.
    """

    client: Client
    cache: Cache
    ontology: Ontology
    seconds: float = 600.0
    options: Mapping[str, Any] | None = None

    @cached_property
    def version(self) -> str:
        """A hash of the model, the prompt, the schema and the options."""
        return digest(CODE, self._request(self._system, ""), self._prompts, length=16)

    def __call__(self, scene: Scene) -> Iterator[Candidate | Rejection]:
        """What it tells, in order of the text; for a paragraph without an answer one Rejection that says why."""
        ground = Ground(scene, self.ontology, EXTRACTOR + self.client.endpoint.model)
        until = monotonic() + (self.seconds or inf)
        for k, span in enumerate(paragraphs(scene.document.text), 1):
            try:
                answer = self._answer(scene.document, span, until)
            except ModelError as error:
                yield _unanswered(scene.document, span, k, error)
            else:
                yield from _found(ground, answer, span)

    def _answer(self, document: Document, span: Span, until: float) -> Answer:
        """The kept answer, else the model's, which is kept once it is one."""
        request = self.request(document, span)
        key = digest(request, length=64)
        kept = self.cache.read(key)
        if kept is not None:
            return answers.answer(kept)
        told = self.client.ask(request, until - monotonic())
        answer = answers.answer(told)
        self.cache.write(key, told)
        return answer

    def request(self, document: Document, span: Span) -> Json:
        """The whole request for a paragraph: what it is known by in the cache."""
        start, end = span
        text = document.text
        framed = Template(self._prompts["paragraph"]).substitute(
            mark=digest(document.title, text[:end], length=16),
            title=" ".join((document.title or "unknown").split()),
            published=document.published or "unknown",
            before=text[max(0, start - FAR) : start].strip(),
            paragraph=text[start:end].strip(),
        )
        return self._request(self._system, framed)

    def _request(self, system: str, paragraph: str) -> Json:
        form = {"name": "statements", "strict": True, "schema": self._schema}
        return {
            **(self.options or {}),
            "model": self.client.endpoint.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": paragraph}],
            "response_format": {"type": "json_schema", "json_schema": form},
        }

    @cached_property
    def _prompts(self) -> dict[str, Any]:
        return tomllib.loads(PROMPTS.read_text(encoding="utf-8"))

    @cached_property
    def _system(self) -> str:
        return Template(self._prompts["system"]).substitute(vocabulary=vocabulary(self.ontology))

    @cached_property
    def _schema(self) -> Json:
        return answer_schema(self.ontology)


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of the body; titles and boilerplate state nothing."""
    for block in blocks(text, markers()):
        if block.kind == "body":
            yield from ((a, b) for a, b in pieces(text, block.start, block.end) if text[a:b].strip())


def _found(ground: Ground, answer: Answer, span: Span) -> Iterator[Candidate | Rejection]:
    for row in answer.relations:
        try:
            yield ground.relation(answers.item(Relation, row), span)
        except InvalidStatement as error:
            yield _refused(ground.scene.document, span, row, error)
    for row in answer.figures:
        try:
            yield ground.figure(answers.item(Figure, row), span)
        except InvalidStatement as error:
            yield _refused(ground.scene.document, span, row, error)


def _refused(document: Document, span: Span, row: object, error: InvalidStatement) -> Rejection:
    """What the model said and the document does not."""
    said = row if isinstance(row, dict) else {}
    ends = [str(e.get("name", "") if isinstance(e, dict) else e) for e in (said.get("subject"), said.get("object"))]
    end = ends[1] if said.get("object") else f"{said.get('value', '')} {said.get('unit') or ''}"
    words = (ends[0], str(said.get("predicate") or said.get("metric") or ""), end)
    candidate = " ".join(_plain(w)[:120] for w in words).strip()
    return Rejection(document.id, str(error), candidate, _plain(str(said.get("evidence") or ""))[:1000], span[0])


def _plain(text: str) -> str:
    """Without what cannot be printed or written, such as half a character."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _unanswered(document: Document, span: Span, number: int, error: ModelError) -> Rejection:
    where = f"paragraph {number} of {document.source}"
    return Rejection(document.id, f"{UNANSWERED}: {error}", where, document.text[slice(*span)].strip(), span[0])
