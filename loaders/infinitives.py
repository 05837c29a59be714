"""What is a fact though it stands in the infinitive: a contract that was signed, what somebody was the first to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from loaders.en.parsing.firsts import being_first
from loaders.en.parsing.parse import Sentence, Token

CLIMBED = frozenset({"acl", "xcomp", "dobj", "pobj", "prep"})
CLAIMS = frozenset({"claim", "say", "believe", "appear", "seem", "know", "prove", "turn", "happen"})


def bound(sentence: Sentence, token: int, predicate: str, signed: Mapping[str, Sequence[str]]) -> bool:
    """Whether a contract that was signed binds to what the verb says: "has signed an agreement to deliver".

    A letter of intent, a memorandum and the like bind to nothing.
    """
    at, seen = sentence.tokens[token], set[int]()
    while predicate in signed["predicates"] and at.dep in CLIMBED and at.i not in seen:
        seen.add(at.i)
        if at.lemma.lower() in signed["loose"]:
            return False
        if any(c.lemma in signed["bars"] for c in sentence.children(at.i)):
            return False
        at = sentence.tokens[at.head]
        if at.lemma in signed["verbs"] and at.tag.startswith("VB"):  # no "contract" that is signed
            kids = sentence.children(at.i)
            return at.tag in ("VBD", "VBN") and not any(c.dep in ("neg", "aux") and c.lemma != "have" for c in kids)
    return False


def was_first(sentence: Sentence, token: int) -> bool:
    """Whether somebody is, or was, the first to do what a verb says; not who "will be"."""
    being = being_first(sentence, sentence.tokens[token])
    if being is None:
        return False
    kids = sentence.children(being.i)
    if being.dep == "xcomp" and sentence.tokens[being.head].lemma in CLAIMS:
        kids = tuple(c for c in kids if c.text != "to")  # "claims to be the first to make it"
    return all(c.tag != "MD" and c.lemma != "to" for c in kids)


def was_able(sentence: Sentence, token: int) -> bool:
    """Whether it is over that a plant could do so: "could make 90,000 tonnes until its pots were switched off"."""
    kids = sentence.children(token)
    able = any(c.dep == "aux" and c.lemma == "could" for c in kids)
    return able and any(t.lemma in ("until", "till") and t.i > token for t in sentence.tokens)


def closed(sentence: Sentence, deal: Token, verbs: Collection[str]) -> Token | None:
    """The past that says that a deal was closed: "the purchase, agreed in May, closed in June"."""
    if deal.dep not in ("nsubj", "nsubjpass"):
        return None
    main = {deal.head, sentence.tokens[deal.head].head}
    rows = (t for t in sentence.tokens[deal.i :] if t.lemma in verbs and t.tag in ("VBD", "VBN"))
    return next((t for t in rows if t.i in main or t.head == deal.head), None)
