"""What stands right beside a word, whatever the parser hangs it on."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from loaders.en.parsing.parse import Sentence, Token

GAPS = (["as", "its"], *(["the", w] for w in ("rest", "remainder", "balance", "other", "remaining")))
"""What follows a name that begins a clause without its verb: "A has 58 pct and B the rest"."""
AMOUNTS = frozenset({"million", "mln", "billion", "tonnes", "tons", "mw", "megawatts", "t"})
"""The same: "A takes 3 million tonnes and B 2 million"."""
SHARES = frozenset({"pct", "percent", "%", "per"})


def explained(tokens: Sequence[Token], token: Token) -> int | None:
    """The firm that the noun explains, whoever's it is: "X Ltd, the Noble subsidiary that holds"."""
    head, at = tokens[token.head], token.i - 1
    while at > 0 and tokens[at].mention is not None:
        at -= 1
    beside = at > 1 and tokens[at].tag == "DT" and tokens[at - 1].text == ","
    if at < token.i - 1 and beside and tokens[at - 2].mention is not None:
        return at - 2
    return head.i if token.dep == "appos" and head.mention is not None and head.i < token.i else None


def beside(tokens: Sequence[Token], verb: Token) -> int | None:
    """The name right before a participle: "run by Suralco, jointly owned by Alcoa"."""
    at = verb.i - 1
    while at > 0 and tokens[at].tag == "RB":
        at -= 1
    named = at > 0 and tokens[at].text == "," and tokens[at - 1].mention is not None
    return at - 1 if named and verb.tag == "VBN" else None


def founded(tokens: Sequence[Token], verb: Token, undertakings: frozenset[str]) -> int | None:
    """What is set up to do it: the venture of "form a venture to make can sheet", not those who form it."""
    noun = tokens[verb.i - 2] if verb.i > 1 and tokens[verb.i - 1].tag == "TO" else None
    near = noun is not None and noun.dep == "dobj" and verb.head in (noun.head, noun.i)
    made = noun is not None and near and noun.lemma in undertakings
    return noun.i if noun is not None and made else None


def named_before(tokens: Sequence[Token], token: Token) -> int | None:
    """The name right before ", in which", whatever the parser hangs the clause on."""
    at = token.i - 2
    near = at > 0 and tokens[at].text == "," and tokens[at - 1].mention is not None
    return at - 1 if near else None


def which(tokens: Sequence[Token], i: int) -> int | None:
    """The name right before ", which": of it the clause tells, as "which" is no person's."""
    named = tokens[i].text == "which" and i > 1 and tokens[i - 1].text == "," and tokens[i - 2].mention is not None
    return i - 2 if named else None


def instanced(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the name is an instance of what stands before: "five plants, among them A and B"."""
    before = [t.text.lower() for t in tokens[max(0, token.i - 3) : token.i] if t.text != ","]
    return before[-2:] == ["among", "them"] or before[-1:] == ["including"] or apart(tokens, token)


def apart(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the name is no item of a list but begins a clause, with its verb or without."""
    return gapped(tokens, token) or begins_clause(tokens, token)


def begins_clause(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the name is the subject of a clause that follows: "X advised A and B advised C"."""
    after = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
    if after is None or after.tag not in ("VBD", "VBZ", "VBP") or token.mention is None:
        return False
    top = token
    while top.dep == "conj" and top.head != top.i:
        top = tokens[top.head]
    alone = not any(t.head == after.i and t.dep in ("nsubj", "nsubjpass") for t in tokens)
    return top.dep in ("dobj", "pobj", "dative") and alone and after.head <= token.i


def gapped(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the name begins a clause without its verb: "A owns 58 pct of X and B 20 pct", "B as its counsel".

    What says who it is may stand between: "and B, a C unit, the balance".
    """
    at = token.i
    if [t.text for t in tokens[at + 1 : at + 2]] == ["of"] and at + 3 < len(tokens):
        at += 2  # "and B of Canada 20 pct"
    if [t.text for t in tokens[at + 1 : at + 2]] == [","]:
        close = next((t.i for t in tokens[at + 3 : at + 11] if t.text == ","), at)
        goes_on = [t.text.lower() for t in tokens[close + 1 : close + 3]]
        at = (
            close
            if goes_on in GAPS[1:] or (goes_on[1:] and goes_on[1] in SHARES and tokens[close + 1].tag == "CD")
            else at
        )
    after = [t.text.lower() for t in tokens[at + 1 : at + 3]]
    counted = len(after) == 2 and tokens[at + 1].tag == "CD"
    share = counted and after[1] in SHARES | AMOUNTS
    # "A owns 76 pct, B 18 and C the rest"
    share = share or (counted and after[1] in ("and", ",", ".", ";") and tokens[token.i - 1].text in (",", "and"))
    own = after[:1] == ["its"] and tokens[token.i - 1].text == "and"  # "the auditor of A and B its sponsor"
    return token.mention is not None and (share or own or after in GAPS)


def first(tokens: Sequence[Token], token: Token) -> Token:
    """The first of what is coordinated with a token."""
    while token.dep == "conj" and token.head != token.i:
        token = tokens[token.head]
    return token


def bare(tokens: Sequence[Token], noun: Token) -> bool:
    """Whether a noun may be the share in "owned 51 pct by Y": it has no article, as in "cleared the sale by Y"."""
    return not any(t.head == noun.i and t.dep in ("det", "poss") for t in tokens)


def parted(tokens: Sequence[Token], noun: Token, name: Token) -> bool:
    """Whether a verb stands between, whose list the name is in: "a company owned by A with 30 pct, B and C"."""
    return any(t.tag.startswith("VB") for t in tokens[noun.i + 1 : name.i])


def share_owners(kids: Sequence[Token], noun: Token, held: Container[str]) -> list[int]:
    """Whose share it is by the name right before it: A of "the A stake in X"; of "an A stake" it is what it is in.

    `kids` are the words below the noun, `held` the words for a share.
    """
    behind = noun.lemma in held and any(c.dep == "prep" and c.lemma in ("of", "in") and c.i > noun.i for c in kids)
    beside = (c.i for c in kids if c.dep in ("compound", "nmod") and c.mention is not None and c.i < noun.i)
    return list(beside) if behind else []


def parts_of(children: Callable[[int], Sequence[Token]], noun: Token, whose: Container[str]) -> list[int]:
    """What a noun for a part is a part of: X in "a stake of X"; but A has "the stake of A", a noun in `whose`."""
    kids = children(noun.i)
    before = [c.text.lower() for c in kids if c.i < noun.i]
    ways = ("in", "at") if noun.lemma in whose and before == ["the"] else ("of", "in", "at")
    return [g.i for c in kids if c.dep == "prep" and c.lemma in ways for g in children(c.i) if g.dep == "pobj"]


def unplaced(sentence: Sentence, ids: Sequence[int]) -> list[int]:
    """Of names beside a noun those that are no places, where there are such: X in "the Sarawak investment fund X"."""
    kinds = {i: sentence.mentions[k].type for i in ids if (k := sentence.tokens[i].mention) is not None}
    return [i for i in ids if kinds.get(i) != "Place"] or list(ids)
