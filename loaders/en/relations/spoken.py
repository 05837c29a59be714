"""Of whom a paragraph speaks where the sentence leaves an end of what it tells to the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.context import Context
from loaders.mentions import Mention


def spoken_of(context: Context, giving: bool = False) -> Iterator[Mention]:
    """Of whom the words before speak, the nearest first.

    Who was last said to get material, what is being built, whom the last sentence is about, the firm of the title.
    """
    near = [c for c in context.last if context.follows and context.sentence.start - c.end < 3]
    for predicate in ("supplies", "develops"):
        last = {c.object.entity: c.object for c in near if c.predicate == predicate and c.object is not None}
        if len(last) == 1 and not giving:
            yield next(iter(last.values()))
    heading, about = context.heading, context.about
    if heading is not None and heading.type == "Place":
        yield from (plant,) if (plant := context.lying(heading.entity)) is not None else ()
        return
    if heading is not None and heading.entity.startswith("site/"):
        yield heading
    if about is not None and not about.entity:
        return
    if about is not None:
        yield about
    led = context.topic if context.topic is not None and context.topic.entity == context.leading else None
    firm = context.titled or (None if giving else led)
    if firm is not None and (context.single or context.own):
        yield firm


def either(topic: Mention, speaker: Mention, context: Context) -> Mention | None:
    """Of the firm of the text and the one spoken of last the one that is meant; None where that is unclear.

    Where the title names several firms it is the one that the sentence before speaks of, if the text does so most.
    """
    near = context.follows and speaker.entity in {m.entity for m in context.near}
    if near and not context.single and speaker.entity == context.leading:
        return speaker
    likely = {topic.entity, speaker.entity} & {context.leading}
    if context.titled is not None or topic.entity in (*likely, speaker.entity):
        return context.titled or topic
    return speaker if likely else None


def beside(context: Context, roots: Iterable[int]) -> set[int]:
    """What a clause tells of a name besides: the mill in "a permit for Foobar, which is building a mill"."""
    tokens = context.sentence.tokens
    below = (tokens[k] for i in roots for k in context.sentence.subtree(i))
    clauses = [t for t in below if t.dep == "relcl" and tokens[t.head].mention is not None]
    return {k for t in clauses for k in context.sentence.subtree(t.i)}
