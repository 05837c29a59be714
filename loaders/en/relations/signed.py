"""Who signs a filing: a line with a name, a line with a post, and before them the firm for which it is signed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import Lexicon, alternation

EXTRACTOR = "mentions#signature"


@functools.lru_cache(maxsize=4)
def _post(words: Lexicon) -> re.Pattern[str]:
    """A line that is nothing but a post."""
    roles = rf"(?:[A-Z][a-z]+ )?(?:{alternation(words['names']['persons']['roles'])})"
    return re.compile(rf"(?P<role>{roles})(?:\s*(?:&|and|,|/)\s*[A-Z][\w &,-]{{2,40}})?$", re.IGNORECASE)


def signed(context: Context, words: Lexicon) -> Iterator[Candidate]:
    """The signer as officer of the firm, where the line is nothing but a post, below a name on a line of its own."""
    firm, person = context.signing or context.titled or context.topic, context.signer
    post = _post(words).match(context.sentence.text) if firm is not None and person is not None else None
    if firm is None or person is None or post is None:
        return
    yield Candidate(
        subject=person,
        predicate="officerOf",
        object=firm,
        start=person.start,
        end=context.sentence.end,
        qualifiers={"role": post["role"]},
        confidence=0.85,
        extractor=EXTRACTOR,
    )
