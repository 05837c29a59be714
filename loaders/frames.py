"""Frames: which words, in which roles, say which relation. All of it is data: data/frames/*.toml."""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph.statement import Scalar
from loaders import claimed
from loaders.check import Candidate
from loaders.context import APART, Context
from loaders.en.parsing.roles import Filled, Use
from loaders.en.relations.fitting import acting, fits, governed, of_kind, purposed
from loaders.lexicon import DATA, clue
from loaders.mentions import Mention
from loaders.qualify import qualify
from loaders.status import Reading
from ontology.errors import OntologyError
from ontology.model import Ontology

DEALT = frozenset({"acquires", "sells"})
"""What is denied, and no mere lack of a plan, where it was meant to be: a deal that failed."""
JOINS = frozenset({"while", "whereas"})
"""What joins two clauses that each stand on their own."""


@dataclass(frozen=True)
class Frame:
    """A verb or noun with roles that says one predicate.

    `subject` and `object` are lists of roles, the first that is filled counts. `needs` and `bars` are words one of
    which must, or none of which may, stand in the trigger's phrase, `tags` the forms of a verb that count ("VBD" for
    "built"), `unless` roles that no company may fill, nor any plant as patient. `status` is the default; `fixed` keeps
    it whatever stands around, `near` looks at the trigger's own words alone, `reads` turns one status into another (a
    plant to be closed still runs), and into silence where it is "". `fixes` gives qualifiers, `when` gives them where a
    word stands in the phrase, `required` ones must be found. `through` wants the object behind a word such as "stake",
    `foreign` one that is none of the subject's own, `other` ends that fill none of these roles. `party` lets a place
    act as an organisation. `topic` and `topic_object` take what the document is about for an end that the sentence does
    not name; `elliptic` takes the object of what was said last with this predicate ("A holds 75 % of X; B has 25 %"),
    and so do nouns in `refers` ("took the business over"). `purpose` takes for a subject the plant that is built to do
    so.
    """

    file: str
    id: str
    predicate: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    subject_types: tuple[str, ...] = ()
    object_types: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[str, Scalar] = field(default_factory=dict)
    when: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    status: str = "actual"
    fixed: bool = False
    planned: bool = True
    party: bool = False
    topic: bool = False
    topic_object: bool = False
    through: bool = False
    near: bool = False
    reads: Mapping[str, str] = field(default_factory=dict)
    elliptic: bool = False
    foreign: bool = False
    other: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    purpose: bool = False
    confidence: float = 0.9

    def alike(self, subject: Mention, object: Mention) -> bool:
        """Whether the two ends are one thing, or the object is the subject's own where it must not be."""
        own = self.foreign and any(m.entity == subject.entity for m in object.inside)
        return own or (bool(subject.entity) and subject.entity == object.entity)

    @property
    def extractor(self) -> str:
        """Where it is written: `frames/owns.toml#subsidiary`."""
        return f"frames/{self.file}#{self.id}"


@dataclass(frozen=True)
class Pattern:
    """A run of words and mentions that says one predicate; its form is that of loaders/patterns.py. Chinese
    patterns read clauses (loaders/zh/clauses.py), or with `scope` "sentence" the whole one, with "document" the
    whole one behind the one project that the document is about, with "firm" behind the firm of its title, with "swap"
    only where that title is on an exchange of capacity. `topic` takes what the document is about for an end
    that the pattern does not name, `speaker` the company that was the subject last; with both the company of the
    title goes first, else whichever of the two the text names most often. `plant` takes the plant spoken of last in
    the paragraph before these, `kept` for a subject whoever runs the object, `buyer` for an object who buys in the
    deal told last, `nation` the country of the text, which `town` wants to be a town.
    With `fixed` false the words of the clause, in English of the match, tell the status. `zip` pairs subjects with
    as many quantities, `units` are those of `{q}`, `plans` lets a plan of an earlier clause hold, `last` takes the
    last of a run, `counted` wants that the last sentence counted plants: "has two mills".
    Of an object with a word in `fresh` ("its new mill") it yields to whatever rule tells a plan.
    """

    file: str
    id: str
    predicate: str
    text: str
    language: str = "en"
    subject_types: tuple[str, ...] = ()
    object_types: tuple[str, ...] = ()
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[str, Scalar] = field(default_factory=dict)
    status: str = "actual"
    fixed: bool = True
    party: bool = False
    topic: bool = False
    nation: bool = False
    speaker: bool = False
    plant: bool = False
    buyer: bool = False
    kept: bool = False
    town: bool = False
    carries: bool = False
    split: bool = False
    carried: tuple[str, ...] = ()
    narrower: bool = False
    yields_to: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    object_words: tuple[str, ...] = ()
    object_tails: tuple[str, ...] = ()
    subject_tails: tuple[str, ...] = ()
    object_bars: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    scope: str = "clause"
    zip: bool = False
    counted: bool = False
    last: bool = False
    plans: bool = False
    confidence: float = 0.95

    @property
    def extractor(self) -> str:
        """Where it is written: `frames/locatedIn.toml#in`."""
        return f"frames/{self.file}#{self.id}"


@dataclass(frozen=True)
class Frames:
    """All frames and patterns, and an index from lemma to the frames that it triggers."""

    frames: tuple[Frame, ...]
    patterns: tuple[Pattern, ...]
    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    examples: tuple[Mapping[str, Any], ...]


@functools.cache
def read(folder: Path = DATA / "frames") -> Frames:
    """All frame files of a folder; OntologyError where one says what it must not."""
    frames: list[Frame] = []
    patterns: list[Pattern] = []
    examples: list[Mapping[str, Any]] = []
    for file in sorted(folder.glob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        common = {"file": file.name, "predicate": table["predicate"]}
        frames += [_made(Frame, {**common, **row}) for row in table.get("frame", ())]
        patterns += [_made(Pattern, {**common, **row}) for row in table.get("pattern", ())]
        examples += [{**common, **row} for row in table.get("example", ())]
    return Frames(tuple(frames), tuple(patterns), _index(frames, "verbs"), _index(frames, "nouns"), tuple(examples))


def _made(cls: Any, row: Mapping[str, Any]) -> Any:
    unknown = set(row) - {f.name for f in fields(cls)}
    if unknown:
        raise OntologyError(
            f"loaders/data/frames/{row['file']}: {row.get('id')} has unknown keys {', '.join(sorted(unknown))}"
        )
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})


def _index(frames: Iterable[Frame], kind: str) -> Mapping[str, tuple[Frame, ...]]:
    rows: dict[str, list[Frame]] = {}
    for frame in frames:
        for word in getattr(frame, kind):
            rows.setdefault(word, []).append(frame)
    return {word: tuple(found) for word, found in rows.items()}


class Matcher:
    """Applies frames to one sentence after the other."""

    def __init__(self, frames: Frames, ontology: Ontology) -> None:
        self.frames = frames
        self.ontology = ontology
        self.lemmas = frozenset(frames.verbs) | frozenset(frames.nouns)

    def candidates(self, context: Context) -> Iterator[Candidate]:
        """What the frames find in the sentence of the context."""
        for use in context.reader.uses(self.lemmas):
            for frame in (self.frames.verbs if use.verb else self.frames.nouns).get(use.lemma, ()):
                if self._applies(frame, use, context):
                    yield from self._filled(frame, use, context)

    def _applies(self, frame: Frame, use: Use, context: Context) -> bool:
        if frame.tags and context.sentence.tokens[use.token].tag not in frame.tags:
            return False
        others = ((r, m) for r in frame.unless for _, m in context.reader.filled(use.roles.get(r, ())))
        if any(m.type == "Company" or (r == "patient" and of_kind(m, ("Site",))) for r, m in others):
            return False
        if not frame.needs and not frame.bars:
            return True
        near = context.phrase(use)
        return (not frame.needs or not near.isdisjoint(frame.needs)) and near.isdisjoint(frame.bars)

    def _filled(self, frame: Frame, use: Use, context: Context) -> Iterator[Candidate]:
        subjects = self._ends(frame, frame.subject, frame.subject_types, "domain", use, context)
        objects = self._ends(frame, frame.object, frame.object_types, "range", use, context)
        subjects = (frame.purpose and purposed(context, use.token)) or subjects
        others = {m.entity for r in frame.other for _, m in context.reader.filled(use.roles.get(r, ()))}
        subjects, objects = ([(i, m) for i, m in rows if m.entity not in others] for rows in (subjects, objects))
        if frame.topic and context.topic is not None and not any(use.roles.get(r) for r in frame.subject):
            subjects = [(use.token, context.topic)]
        if frame.topic_object and context.topic is not None and not objects:
            objects = [(use.token, context.topic)]
        own = context.sentence.tokens[use.token].dep not in APART - {"ccomp"} or self._beside(use, context)
        if frame.elliptic and own and not objects and not self._named_object(frame, use, context):
            whose = frozenset(s.entity for _, s in subjects)
            rows = context.before(frame.predicate, whose, self._meant(frame, use, context))
            objects = [(use.token, c.object) for c in rows if c.object is not None]
        if not objects and {context.sentence.tokens[i].lemma for i in use.roles.get("patient", ())} & set(frame.refers):
            latest = context.latest.get(frame.predicate)
            objects = [(use.token, latest.object)] if latest is not None and latest.object is not None else []
        if frame.elliptic and not own and not objects:
            whose = frozenset(s.entity for _, s in subjects)
            rows = [c for c in context.said if c.predicate == frame.predicate and c.subject.entity in whose]
            objects = [(use.token, c.object) for c in rows[:1] if c.object is not None]
        reading = context.judge.read(context.sentence, use.token, frame.status, frame.near)
        if reading.negated and not frame.fixed and not (reading.unreal and frame.predicate in DEALT):
            context.refuse("no plan", frame.extractor)
            context.dropped |= {(frame.extractor, s.entity, o.entity) for _, s in subjects for _, o in objects}
            return
        status = self._status(frame, use, reading, context)
        for (_, subject), (at, object) in itertools.product(subjects if status else (), objects):
            found = qualify(frame, use, at, context)
            if frame.alike(subject, object):
                continue
            if found is not None:
                row = claimed.candidate(frame, subject, object, status, found, context)
                context.said.append(row)
                yield row

    def _status(self, frame: Frame, use: Use, reading: Reading, context: Context) -> str:
        """The frame's own status, or what the words tell; what is done to none is denied: "sells no alumina to"."""
        if any(context.judge.none(context.sentence, i, only=True) for i in use.roles.get("patient", ())):
            return "denied"
        status = frame.status if frame.fixed else frame.reads.get(reading.status, reading.status)
        return context.judge.fitting(status, context.sentence, use.token, frame.predicate)

    def _beside(self, use: Use, context: Context) -> bool:
        """Whether a clause stands on its own feet: "A holds 60 %, while B has 40 %"."""
        tokens = context.sentence.tokens
        kids = context.sentence.children(use.token)
        return tokens[use.token].dep == "advcl" and any(c.dep == "mark" and c.lemma in JOINS for c in kids)

    def _meant(self, frame: Frame, use: Use, context: Context) -> bool:
        """Whether a noun without a name stands for the object: "a stake in the venture"."""
        nouns = (context.sentence.tokens[i] for role in frame.object for i in use.roles.get(role, ()))
        return any(clue("frames.whole").fullmatch(t.lemma) for t in nouns)

    def _named_object(self, frame: Frame, use: Use, context: Context) -> bool:
        """Whether the words name an object after all, though none that fits."""
        return any(context.reader.filled(use.roles.get(role, ())) for role in frame.object)

    def _ends(
        self, frame: Frame, roles: tuple[str, ...], types: tuple[str, ...], side: str, use: Use, context: Context
    ) -> list[Filled]:
        predicate = self.ontology.predicates[frame.predicate]
        allowed = types or (predicate.domain if side == "domain" else predicate.range)
        for role in roles:
            tokens = use.roles.get(role, ())
            if frame.through and side == "range" and role == "patient":
                tokens = tuple(i for i in tokens if context.reader.stands_for(i))
            filled = context.reader.filled(tokens)
            if frame.party:
                filled = [(i, governed(i, m, context)) for i, m in filled]
            if side == "domain":
                filled = [(i, acting(self.ontology, m, predicate.domain, context)) for i, m in filled]
            fitting = [(i, m) for i, m in filled if fits(self.ontology, m, allowed, frame.party)]
            if frame.through and side == "range" and role == "patient":
                fitting = [(i, m) for i, m in fitting if i not in use.roles[role]]
            if fitting:
                return [(i, m) for i, m in fitting if not context.judge.none(context.sentence, i)]
        return []
