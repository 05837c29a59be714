"""What belongs to a noun and not to its verb, and participles that only say of which kind a noun is.

"The takeover of A by B, told in May, was completed": B takes over, it completes nothing. "From controlling
shareholder A": nothing is controlled there.
"""

from __future__ import annotations

from loaders.en.parsing.parse import Token
from loaders.lexicon import read

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
ENDS = frozenset({"by", "to", "from"})
"""Prepositions that name who takes part in what a noun tells."""


def whole(tokens: list[Token]) -> None:
    """Mends the phrases of the nouns of a sentence."""
    kinds = read()["syntax"]["attributive"]
    for t in tokens[:-1]:
        if t.tag == "VBG" and t.text.lower() in kinds["participles"] and tokens[t.i + 1].lemma in kinds["nouns"]:
            _attributive(tokens, t, tokens[t.i + 1])
    for t in tokens[2:]:
        if t.lemma in ENDS and t.dep in ("prep", "agent"):
            _of_subject(tokens, t)
        if t.lemma == "by" and tokens[t.head].mention is not None:
            _of_noun(tokens, t)


def _attributive(tokens: list[Token], participle: Token, noun: Token) -> None:
    """Makes the participle an adjective of the noun, whose phrase takes its place."""
    top = noun
    for _ in range(len(tokens)):
        if top.head in (participle.i, top.i):
            break
        top = tokens[top.head]
    if top.head == participle.i:
        for t in tokens:
            if t.head == participle.i and t.i not in (top.i, participle.i):
                tokens[t.i] = t._replace(head=top.i)
        root = participle.head == participle.i
        dep = "pobj" if participle.dep == "pcomp" else participle.dep
        tokens[top.i] = top._replace(dep=dep, head=top.i if root else participle.head)
    tokens[participle.i] = participle._replace(tag="JJ", dep="amod", head=noun.i)


def _of_subject(tokens: list[Token], prep: Token) -> None:
    """Hangs "by B" on the noun before the verb: "the takeover of A by B was completed"."""
    verb, before = tokens[prep.head], tokens[prep.i - 1]
    if verb.i <= prep.i or not verb.tag.startswith("VB") or before.dep == "punct" or before.tag.startswith("VB"):
        return
    noun = next((t for t in tokens[: prep.i] if t.head == verb.i and t.dep in SUBJECTS), None)
    if noun is None or noun.mention is not None or not noun.tag.startswith("NN"):
        return
    at = before
    while at.head != at.i and at.i != noun.i and at.head >= noun.i:
        at = tokens[at.head]
    if at.i == noun.i:
        tokens[prep.i] = prep._replace(head=noun.i, dep="prep")


def _of_noun(tokens: list[Token], by: Token) -> None:
    """Hangs "by B" on the noun whose "of A" it stands behind: nobody is done by anyone."""
    name = tokens[by.head]
    of = tokens[name.head]
    noun = tokens[of.head]
    if name.dep == "pobj" and of.lemma == "of" and noun.tag.startswith("NN") and noun.mention is None:
        tokens[by.i] = by._replace(head=noun.i, dep="prep")
