"""The clauses that tell whose a plant is, right behind its noun: "that X built", "being built by X", "planned by X"."""

from __future__ import annotations

from loaders.en.parsing.parse import Sentence, Token

RAISED = frozenset({"build", "construct", "erect"})
"""What a contractor has done too: only what is being built is the builder's own."""


def clauses(sentence: Sentence, noun: Token) -> list[Token]:
    """Their verbs."""
    kids = sentence.children(noun.i)
    found = [c for c in kids if c.dep == "relcl"]
    found += [x for c in found for x in sentence.children(c.i) if x.dep == "xcomp"]
    return found + [c for c in kids if c.dep == "acl" and c.tag == "VBN" and _own(sentence, c)]


def _own(sentence: Sentence, verb: Token) -> bool:
    below = sentence.children(verb.i)
    being = any(c.text.lower() == "being" for c in below)
    return any(c.lemma == "by" for c in below) and (being or verb.lemma not in RAISED)
