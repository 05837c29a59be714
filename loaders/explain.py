"""Why a sentence gives what it gives: its mentions, roles, what fired, what nearly did and why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.statement import Document, Extraction, Rejection, Statement
from loaders.boxed import flowing
from loaders.clean import blocks, markers
from loaders.context import Context
from loaders.en.parsing.roles import Use
from loaders.en.relations.fitting import fits
from loaders.frames import Frame, Matcher
from loaders.mentions import Mention
from loaders.pipeline import Extractor
from loaders.wrapped import Flow


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell a relation, with the words in its roles: `agent: Alcoa`."""

    word: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A frame whose word is there but which said nothing, and why."""

    rule: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence; `statements` and `rejections` are the document's that rest on it.

    It stands at [start, end) of the document; `text` is how it is read, in one line where the document has several.
    """

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    triggers: tuple[Trigger, ...]
    near: tuple[Near, ...]
    statements: tuple[Statement, ...]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that states nothing: a title, or what cleaning removed and why."""

    start: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document's sentences in order of the text, what is none of them, and the extraction that they make together."""

    document: Document
    asides: tuple[Aside, ...]
    sentences: tuple[Explained, ...]
    extraction: Extraction


def explain(extractor: Extractor, document: Document) -> Explanation:
    """What the extractor sees in each sentence of a document; UnreadableDocument as in extraction."""
    extraction = extractor(document)
    matcher = Matcher(extractor.frames, extractor.ontology)
    flow = flowing(document.text)
    rows = tuple(_sentence(c, flow, matcher, extraction) for c in extractor.contexts(document))
    return Explanation(extraction.document, tuple(_asides(flow)), rows, extraction)


def _asides(flow: Flow) -> Iterator[Aside]:
    for block in blocks(flow.text, markers()):
        text = flow.text[block.start : block.end].strip()
        if text and block.kind != "body":
            yield Aside(flow.origin(block.start), text, block.why or block.kind)


def _sentence(context: Context, flow: Flow, matcher: Matcher, extraction: Extraction) -> Explained:
    sentence = context.sentence
    start, end = flow.span(sentence.start, sentence.end)
    said = tuple(s for s in extraction.statements if s.start == start)
    uses = list(context.reader.uses(matcher.lemmas))
    return Explained(
        start=start,
        end=end,
        text=sentence.text,
        mentions=tuple(_stored(m, flow) for m in sentence.mentions),
        triggers=tuple(_trigger(context, u) for u in uses),
        near=tuple(_near(context, matcher, uses, {s.extractor for s in said})),
        statements=said,
        rejections=tuple(r for r in extraction.rejections if r.start == start),
    )


def _stored(mention: Mention, flow: Flow) -> Mention:
    """The mention with its offsets in the document."""
    start, end = flow.span(mention.start, mention.end)
    inside, group = (tuple(_stored(m, flow) for m in ms) for ms in (mention.inside, mention.group))
    return replace(mention, start=start, end=end, inside=inside, group=group)


def _trigger(context: Context, use: Use) -> Trigger:
    tokens, mentions = context.sentence.tokens, context.sentence.mentions

    def word(i: int) -> str:
        m = tokens[i].mention
        return tokens[i].text if m is None else mentions[m].text

    roles = ((name, ", ".join(word(i) for i in ids)) for name, ids in use.roles.items())
    return Trigger(tokens[use.token].text, tuple(roles))


def _near(context: Context, matcher: Matcher, uses: Sequence[Use], fired: set[str]) -> Iterator[Near]:
    for use in uses:
        table = matcher.frames.verbs if use.verb else matcher.frames.nouns
        for frame in table.get(use.lemma, ()):
            if frame.extractor not in fired:
                yield Near(frame.extractor, context.sentence.tokens[use.token].text, _why(context, matcher, frame, use))


def _why(context: Context, matcher: Matcher, frame: Frame, use: Use) -> str:
    """The first thing that stood against a frame."""
    around = context.phrase(use)
    if frame.needs and not around & set(frame.needs):
        return f"needs one of: {', '.join(frame.needs[:6])}"
    if barred := around & set(frame.bars):
        return f"barred by: {', '.join(sorted(barred))}"
    predicate = matcher.ontology.predicates[frame.predicate]
    ends = (
        ("subject", frame.subject, frame.subject_types or predicate.domain),
        ("object", frame.object, frame.object_types or predicate.range),
    )
    for side, roles, types in ends:
        if reason := _end(context, matcher, frame, use, (side, roles, types)):
            return reason
    return "refused later, or said more fully by another rule; see the rejections"


def _end(
    context: Context, matcher: Matcher, frame: Frame, use: Use, end: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> str | None:
    side, roles, types = end
    there = [r for r in roles if use.roles.get(r)]
    if not there:
        return f"no {side}: nothing in {' or '.join(roles)}"
    found = [m for r in there for _, m in context.reader.filled(use.roles[r])]
    if not found:
        return f"no {side}: what is in {' or '.join(there)} is no mention"
    if not any(fits(matcher.ontology, m, types, frame.party) for m in found):
        given = ", ".join(f"{m.text} is a {m.type or 'pronoun without antecedent'}" for m in found[:2])
        return f"no {side}: {given}; wanted {' or '.join(types)}"
    return None
