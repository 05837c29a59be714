"""The examples inside the frame and measure files, run through the extractor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.statement import Document, Extraction, document_id
from loaders import measure
from loaders.pipeline import Extractor
from loaders.read.metadata import language as language_of


def check_frames(extractor: Extractor) -> tuple[int, list[str]]:
    """How many examples there are, and what is wrong with them or with frames that none of them fires."""
    faults: list[str] = []
    fired: set[str] = set()
    for example in extractor.frames.examples:
        extraction = read(extractor, example["text"])
        taken = {s.extractor for s in extraction.statements}
        taken |= {r.candidate.partition(" ")[0] for r in extraction.rejections if r.reason == "said already"}
        fired |= taken
        faults += relation_faults(extraction, example)
        if f"frames/{example['file']}#{example['frame']}" not in taken:
            faults.append(f"{example['file']}: {example['frame']} is not fired by its example {example['text']!r}")
    rules = {r.extractor for r in extractor.frames.frames} | {r.extractor for r in extractor.frames.patterns}
    faults += [f"{rule}: no example fires it" for rule in sorted(rules - fired)]
    figures = measure.examples()
    faults += [f for metric, text, rows in figures for f in figure_faults(read(extractor, text), metric.name, rows)]
    return len(extractor.frames.examples) + len(figures), faults


def read(extractor: Extractor, text: str) -> Extraction:
    """The sentence as the body of a document of its own."""
    return extractor(Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language=language_of(text)))


def relation_faults(extraction: Extraction, example: Mapping[str, Any]) -> Iterator[str]:
    """What an example promises and its sentence does not give."""
    names = {e.id: {e.name, *e.names} for e in extraction.entities}
    for subject, object, status, *more in example["expect"]:
        wanted = more[0] if more else {}
        fitting = [
            s
            for s in extraction.statements
            if s.object is not None
            and (s.predicate, s.status) == (example["predicate"], status)
            and subject in {s.subject_mention, *names[s.subject]}
            and object in {s.object_mention, *names[s.object]}
        ]
        if not any({k: s.qualifiers.get(k) for k in wanted} == wanted for s in fitting):
            told = ", ".join([status, *(f"{k} {v}" for k, v in wanted.items())])
            claim = f"{subject} {example['predicate']} {object} ({told})"
            yield f"{example['file']}: {example['text']!r} does not say that {claim}"


def figure_faults(extraction: Extraction, metric: str, expected: list[list[object]]) -> Iterator[str]:
    """Figures that a metric's example promises and its sentence does not give, or gives besides."""
    names = {e.id: {e.name, *e.names} for e in extraction.entities}
    found = [s for s in extraction.statements if s.predicate == metric and s.object is None]
    for subject, value, unit, status, *period in expected:
        if not any(
            (s.value, s.unit or "", s.status) == (value, unit, status)
            and subject in {s.subject_mention, *names[s.subject]}
            and (not period or s.period == period[0])
            for s in found
        ):
            yield f"measures/{metric}.toml: no {metric} of {subject} = {value} {unit} ({status}); found {len(found)}"
    if len(found) > len(expected):
        yield f"measures/{metric}.toml: {len(found)} figures where {len(expected)} are promised"
