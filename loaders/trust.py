"""How far a statement can be trusted: the share of its like that was right on texts nobody had seen."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.statement import Rejection, Statement
from loaders.lexicon import read
from ontology.load import ontology

BASE = "base"
"""What the rule says of itself, as log odds."""
MODEL = "llm/"
"""How the extractor of a language model's statements begins."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the trust in a statement rests on.

    `base` is the rule's own confidence, `firm` whether the subject is a firm or person and not a plant, `subject` and
    `object` whether the quote names the ends ("it" and "the company" do not); `object` is None for a figure. `rung` is
    the weakest rung on which the ends were resolved.
    """

    predicate: str
    firm: bool
    subject: bool
    object: bool | None
    base: float
    rung: str

    def signs(self) -> Iterator[tuple[str, float]]:
        """What is weighed, by its name in trust.toml."""
        yield BASE, math.log(self.base / (1 - self.base))
        yield self.predicate, 1
        yield f"rung {self.rung}", 1
        if self.object is None:
            whose = "firm" if self.firm else "plant"
            yield f"{self.predicate} of a {whose}", 1
            if not self.subject:
                yield "bearer unnamed", 1
                yield f"{self.predicate} of a {whose} unnamed", 1
            return
        for end, named in (("subject", self.subject), ("object", self.object)):
            if not named:
                yield f"{end} unnamed", 1
                yield f"{self.predicate} {end} unnamed", 1


def firm(type: str) -> bool:
    """Whether what is of a class acts: a firm, a body, a person, and no plant."""
    return ontology().is_a(type, "Agent")


def kind(statement: Statement, type: str) -> Kind:
    """The kind of a statement whose subject is of an ontology class."""
    named = [form in statement.quote for form in (statement.subject_mention, statement.object_mention)]
    object = None if statement.figure else named[1]
    return Kind(statement.predicate, firm(type), named[0], object, statement.confidence, statement.rung)


@functools.cache
def confidence(kind: Kind) -> float:
    """The share, 0 to 1, of statements of a kind that was right where it was measured; two digits."""
    table = read()["trust"]
    weights: Mapping[str, float] = table["weights"]
    odds = table["start"] + sum(weights.get(name, 0.0) * value for name, value in kind.signs())
    return round(1 / (1 + math.exp(-odds)), 2)


def weighed(statement: Statement, type: str) -> Statement:
    """The statement with a confidence that was measured; that of a language model was not, and stays."""
    known = 0 < statement.confidence < 1 and not statement.extractor.startswith(MODEL)
    return replace(statement, confidence=confidence(kind(statement, type))) if known else statement


def sure(statements: Iterable[Statement], least: float) -> tuple[list[Statement], list[Rejection]]:
    """Those with a confidence of at least `least`, and why there are no others."""
    rows = list(statements)
    return [s for s in rows if s.confidence >= least], [_unsure(s, least) for s in rows if s.confidence < least]


def _unsure(s: Statement, least: float) -> Rejection:
    end = s.object_mention or f"{s.value} {s.unit or ''}".strip()
    told = f"{s.subject_mention} {s.predicate} {end} ({s.confidence})"
    return Rejection(s.document, f"confidence below {least}", told, s.quote, s.start)
