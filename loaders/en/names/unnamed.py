"""Bodies that have no name: "the county governor", "the municipal ecology bureau", "the antitrust office".

Where the text names a body of the same matter, it is that one: "the Ministry of Energy ... the energy ministry".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence

from loaders.lexicon import Lexicon, alternation
from loaders.mentions import Mention
from loaders.quick import Quick

STEM = 5
"""Letters that two forms of one matter share: "environment", "Environmental"."""
BESIDE = 3
"""Characters between an unnamed body and the name behind it: "the antitrust office, Foobaramt"."""


@functools.lru_cache(maxsize=4)
def _pattern(lexicon: Lexicon) -> Quick:
    public = lexicon["names"]["government"]
    levels, matters = alternation(public["levels"]), alternation([*public["matters"], *public["deals"]])
    heads, offices = alternation(public["heads"]), alternation([*public["offices"], *public["seats"]])
    run = rf"(?:(?:{matters})(?:,|\sand)?\s)"
    whole = rf"(?:{levels})\s(?:{run}{{1,4}}(?:{offices})|(?:{alternation(public['seats'])}))|{run}{{1,3}}(?:{heads})"
    watched = rf"(?:{alternation(public['deals'])})\soffice"
    return Quick(rf"(?<=\b[Tt]he\s)(?:{whole}|{watched})(?![\w-])(?!\s(?:[A-Z]|of\b|in\b|for\b|secretary))")


def bodies(
    text: str, body: Collection[tuple[int, int]], names: Sequence[Mention], lexicon: Lexicon
) -> Iterator[Mention]:
    """All of them in the paragraphs `body` of a text with these names."""
    pattern = _pattern(lexicon)
    found = [m for a, b in body for m in pattern.inside(text, a, b)]
    named = [m for m in names if m.type == "GovernmentBody"] if found else []
    for m in found:
        own = next((k for k in named if m.end() <= k.start <= m.end() + BESIDE and text[m.end()] in ", "), None)
        known = own or _same(m.group(), named)
        yield Mention(*m.span(), m.group(), "GovernmentBody", name=known.form if known is not None else "")


def _same(form: str, bodies: Sequence[Mention]) -> Mention | None:
    """The body that the text names and that looks after the same matter; None of several."""
    stems = {w[:STEM].lower() for w in re.findall(r"[a-z]{4,}", form)[:-1]}
    alike = {k.form: k for k in bodies if stems and stems <= {w[:STEM].lower() for w in re.findall(r"\w{4,}", k.text)}}
    return next(iter(alike.values())) if len(alike) == 1 else None
