"""Every frame file's examples: the sentence gives the statements that the file promises, by the rule it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.statement import Document, Extraction, document_id
from loaders import frames
from loaders.pipeline import Extractor
from loaders.read.metadata import language as language_of
from ontology.errors import OntologyError
from ontology.model import Ontology

FRAMES = frames.read()


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor(Document(document_id(text), text, "", text=f"Title\n\n{text}\n", language=language_of(text)))


def said(extraction: Extraction) -> list[tuple[str, str, str, str, Mapping[str, Any], str]]:
    names = {e.id: {e.name, *e.names} for e in extraction.entities}
    return [
        (s.predicate, *pair, s.status, s.qualifiers, s.extractor)
        for s in extraction.statements
        if s.object is not None
        for pair in (
            (a, b) for a in {s.subject_mention, *names[s.subject]} for b in {s.object_mention, *names[s.object]}
        )
    ]


@pytest.mark.parametrize("example", FRAMES.examples, ids=lambda e: f"{e['file']}-{e['frame']}-{e['text'][:40]}")
def test_example(example: Mapping[str, Any], extractor: Extractor) -> None:
    found = said(read(extractor, example["text"]))
    for subject, object, status, *more in example["expect"]:
        fitting = [q for p, s, o, st, q, _ in found if (p, s, o, st) == (example["predicate"], subject, object, status)]
        assert fitting, f"not said: {subject} {example['predicate']} {object} ({status}); found {found}"
        wanted = more[0] if more else {}
        assert any({k: q.get(k) for k in wanted} == wanted for q in fitting), f"qualifiers {fitting}"


@pytest.mark.parametrize("example", FRAMES.examples, ids=lambda e: f"{e['file']}-{e['frame']}-{e['text'][:40]}")
def test_example_fires_its_frame(example: Mapping[str, Any], extractor: Extractor) -> None:
    extraction = read(extractor, example["text"])
    rule = f"frames/{example['file']}#{example['frame']}"
    taken = {s.extractor for s in extraction.statements}
    twice = {r.candidate.partition(" ")[0] for r in extraction.rejections if r.reason.startswith("said already")}
    assert rule in taken | twice


def test_every_predicate_has_a_file_with_examples(model: Ontology) -> None:
    assert {f.predicate for f in FRAMES.frames} | {p.predicate for p in FRAMES.patterns} == set(model.predicates)
    assert {e["predicate"] for e in FRAMES.examples} == set(model.predicates)


def test_every_rule_has_an_example() -> None:
    named = {f"frames/{e['file']}#{e['frame']}" for e in FRAMES.examples}
    assert {rule.extractor for rule in (*FRAMES.frames, *FRAMES.patterns)} == named


def test_frames_say_only_what_the_ontology_has(model: Ontology) -> None:
    for rule in (*FRAMES.frames, *FRAMES.patterns):
        assert rule.status in model.relation_statuses
        assert set(rule.qualifiers) | set(rule.fixes) <= set(model.qualifiers)
        assert set(rule.subject_types) | set(rule.object_types) <= set(model.classes)


def test_ids_are_unique() -> None:
    ids = [rule.extractor for rule in (*FRAMES.frames, *FRAMES.patterns)]
    assert len(ids) == len(set(ids))


def test_a_key_that_no_frame_has_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        'predicate = "owns"\n[[frame]]\nid = "a"\nverb = ["own"]\nsubject = []\nobject = []\n'
    )
    with pytest.raises(OntologyError, match=r"x\.toml.*verb"):
        frames.read(tmp_path)
