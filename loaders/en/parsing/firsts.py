"""Whose an infinitive behind a noun is: "is the first firm in the world to make it", "signed a deal to supply"."""

from __future__ import annotations

from collections.abc import Container

from loaders.en.parsing.parse import Sentence, Token

FIRST = frozenset({"first", "second", "third", "fourth", "last", "latest", "only", "sole", "earliest", "next"})
BEING = frozenset({"be", "become", "remain"})
HANGS = frozenset({"pobj", "prep", "compound", "nmod", "conj"})
"""How the parser hangs an infinitive on a word behind the noun that it belongs to: "the first firm in the world to"."""


def being_first(sentence: Sentence, verb: Token) -> Token | None:
    """The "be" whose subject does what the infinitive says, None where nobody is said to be the first to do it."""
    if verb.tag != "VB" or verb.dep not in ("relcl", "acl", "xcomp", "advcl"):
        return None
    noun = sentence.tokens[verb.head]
    if noun.lemma in BEING:
        noun = next((c for c in sentence.children(noun.i) if c.dep in ("attr", "acomp") and c.i < verb.i), noun)
    seen: set[int] = set()
    while noun.dep in HANGS and noun.i not in seen:
        seen.add(noun.i)
        noun = sentence.tokens[noun.head]
    being = sentence.tokens[noun.head]
    if noun.dep not in ("attr", "acomp") or being.lemma not in BEING:
        return None
    told = noun.lemma in FIRST or any(c.lemma in FIRST for c in sentence.children(noun.i))
    return being if told else None


def purpose(sentence: Sentence, verb: Token, firms: Container[str]) -> bool:
    """Whether an infinitive says what a plan or a deal is for; none of the `firms` is meant: "the company to build"."""
    head = sentence.tokens[verb.head]
    to = verb.tag == "VB" and any(c.tag == "TO" for c in sentence.children(verb.i))
    return to and head.mention is None and head.lemma not in firms
