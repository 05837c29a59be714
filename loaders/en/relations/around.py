"""What stands beside a deal or a supply in its sentence and is no part of it: reasons, asides, trades."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.check import Candidate
from loaders.context import Context
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention


def reason(c: Candidate, context: Context) -> int:
    """Where a clause begins that only says when or why it is so: "its customer X, unless power gets cheaper"."""
    end = max(m.end for m in (c.subject, c.object) if m is not None) - context.sentence.start
    why = clue("fuller.reason").search(context.sentence.text, max(0, end))
    return context.sentence.end if why is None else why.start() + context.sentence.start


def beyond(c: Candidate, paid: Quantity, context: Context) -> bool:
    """Whether a sum stands behind a clause that tells the deal: "A, which wants X, will pay 20 million for"."""
    text, at = context.sentence.text, (c.object or c.subject).start - context.sentence.start
    aside = at > 0 and clue("fuller.which").search(text, 0, at) is not None
    return aside and "," in text[at : max(at, paid.start - context.sentence.start)]


def trade(mention: Mention, c: Candidate, context: Context) -> bool:
    """Whether a product only says what those make who get something: "supplies aluminium producers A and B"."""
    text, base = context.sentence.text, context.sentence.start
    between = c.object is not None and c.subject.end <= mention.start < c.object.start
    return between and clue("qualify.maker").match(text, mention.end - base) is not None


def jointly(c: Candidate, rows: Sequence[Candidate], context: Context) -> bool:
    """Whether what is sold is all of several sellers, who may have any part of it each."""
    same = {r.ends[0] for r in rows if r.predicate == c.predicate == "sells" and r.ends[1] == c.ends[1]}
    return undivided(len(same), context)


def undivided(sellers: int, context: Context) -> bool:
    """Whether several sell one thing and the sentence does not say how much each."""
    return sellers > 1 and not any(t.lemma == "each" for t in context.sentence.tokens)
