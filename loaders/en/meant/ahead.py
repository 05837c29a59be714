"""Whose "its" is that stands before the firm it means: "With its partner A, B formed C"."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.en.meant.antecedents import SUBJECTS
from loaders.en.meant.nominal import same
from loaders.en.parsing.parse import Sentence
from loaders.mentions import Mention

FRONT = 40
"""How many characters behind the head of a sentence its first phrase may say whose something is."""
BESIDE = frozenset({"with", "through", "via", "besides", "alongside", "beside", "under", "by"})


def ahead(sentence: Sentence, done: Sequence[Mention]) -> list[Mention]:
    """The mentions, "its" of a fronted phrase as the firm whose sentence it is: "With its partner A, B formed C"."""
    rows = list(done)
    for k, mention in enumerate(done):
        if mention.text != "its" or mention.start - sentence.start > FRONT:
            continue
        at = _fronted(sentence, k)
        firm = done[at] if at is not None and at > k else None
        if firm is not None and firm.type == "Company" and firm.entity and not firm.nominal:
            rows[k] = same(mention, firm)
    return rows


def _fronted(sentence: Sentence, k: int) -> int | None:
    """The mention that is the subject behind a phrase in which mention `k` says whose a firm or a thing is."""
    token = sentence.token(k)
    if token is None or token.dep != "poss":
        return None
    noun = sentence.tokens[token.head]
    above = sentence.tokens[noun.head]
    verb = sentence.tokens[above.head]
    if noun.dep != "pobj" or above.dep != "prep" or above.lemma not in BESIDE or not verb.tag.startswith("VB"):
        return None
    doers = [c for c in sentence.children(verb.i) if c.dep in SUBJECTS and c.i > noun.i]
    return doers[0].mention if doers else None
