"""Lists of firms in which the parser hangs one on a place or makes it an aside: "from A, B of Adelaide and C"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.en.parsing.parse import Sentence, Token

PARTIES = frozenset({"Company", "Institute", "Association"})
AT = frozenset({"of", "in", "at", "near"})


def listed(tokens: list[Token], sentence: Sentence) -> None:
    """Hangs the firms of a list on the first of them, in place."""
    kinds = {t.i: sentence.mentions[t.mention].type for t in tokens if t.mention is not None}
    for t in list(tokens):
        if kinds.get(t.i) in PARTIES and t.dep == "conj" and _counted(tokens, t, kinds):
            tokens[t.i] = t._replace(dep="appos")
    if sum(k in PARTIES for k in kinds.values()) < 3:
        return
    for t in list(tokens):
        if kinds.get(t.i) in PARTIES and t.dep == "conj" and (firm := _lying(tokens, t, kinds)) is not None:
            tokens[t.i] = t._replace(head=firm)
    for t in list(tokens):
        if kinds.get(t.i) in PARTIES and t.dep == "appos" and _goes_on(tokens, t, kinds):
            tokens[t.i] = t._replace(dep="conj")


def _counted(tokens: Sequence[Token], token: Token, kinds: Mapping[int, str]) -> bool:
    """Whether a name is the first of so many that a noun counts: A in "set up two subsidiaries, A and B"."""
    if token.head > token.i:
        return False
    noun, comma = tokens[token.head], tokens[token.head + 1]
    counts = any(t.head == noun.i and t.dep == "nummod" for t in tokens[: noun.i])
    between = [t for t in tokens[noun.i + 1 : token.i] if t.i in kinds or t.dep == "cc"]
    return noun.tag == "NNS" and noun.i not in kinds and comma.text == "," and counts and not between


def _lying(tokens: Sequence[Token], token: Token, kinds: Mapping[int, str]) -> int | None:
    """The firm of whose place the parser makes the token another one: A in "A of Venezuela and B"."""
    place = tokens[token.head]
    at = tokens[place.head]
    if kinds.get(place.i) != "Place" or place.dep != "pobj" or at.lemma not in AT or at.i != place.i - 1:
        return None
    return at.head if at.head == at.i - 1 and kinds.get(at.head) in PARTIES else None


def _goes_on(tokens: Sequence[Token], token: Token, kinds: Mapping[int, str]) -> bool:
    """Whether a name behind a comma is an item of a list that another one ends: B in "A, B and C"."""
    first = tokens[token.head]
    if kinds.get(first.i) not in PARTIES or tokens[token.i - 1].text != ",":
        return False
    between = (t for t in tokens[first.i + 1 : token.i - 1] if t.dep != "punct")
    plain = all(t.i in kinds or t.lemma in AT for t in between)
    return plain and any(t.head == token.i and t.dep == "conj" and kinds.get(t.i) in PARTIES for t in tokens)
