"""A rendered sentence without what stands between a name and what is said of it: small words and asides."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.check import Candidate
from loaders.context import Context
from loaders.lexicon import alternation, read
from loaders.patterns import Finder
from loaders.rendered import Rendered
from loaders.wording import MENTION


@functools.cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Small words with the space or commas that part them off, and asides behind a name."""
    data = read()["syntax"]["thin"]
    words, phrases = alternation(data["words"]), alternation(data["phrases"])
    small = re.compile(rf"(?<=[a-z{MENTION}]) (?:{words})(?= [a-z])|, (?:{phrases}),(?= )")
    opening, bracket = alternation(data["asides"]), r"(?: \([^()]{1,40}\))?"
    inside = r"[^,;.:()]{2,70},(?= [a-z])(?! (?:which|who|whose)\b)"
    aside = re.compile(rf"(?<=[{MENTION}]){bracket}, (?:{opening}) {inside}")
    return small, aside


def thinned(rendered: Rendered) -> Rendered | None:
    """The sentence without small words and asides; None where it has none."""
    small, aside = _forms()
    text = small.sub("", aside.sub("", rendered.text))
    return None if text == rendered.text else replace(rendered, text=text)


def both(look: Finder, context: Context, rendered: Rendered, said: Sequence[Candidate]) -> list[Candidate]:
    """What the English patterns find in the sentence, and what more in it when it is thinned, given what frames say."""
    here = list(said)
    for c in look.candidates(context, rendered, "en", here):
        here.append(c)  # patterns yield to what others have said before them
    thin = thinned(rendered)
    if thin is not None:
        known = {(c.predicate, *c.ends) for c in here} | {(c.predicate, *reversed(c.ends)) for c in here}
        here += [c for c in look.candidates(context, thin, "en", list(here)) if (c.predicate, *c.ends) not in known]
    return here[len(said) :]
