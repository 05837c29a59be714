"""Which mentions of a sentence something may be said of: its subjects, what is joined to them, whose clause it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.mentions import Mention
from loaders.parse import Sentence, Token
from loaders.syntax import WH

SUPERLATIVE = re.compile(r"\b(?:big|larg|new|only)\w*\s")
"""What tells a plant from others, or that it is another one."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def subjects(sentence: Sentence, limit: int, stages: frozenset[str] = frozenset()) -> list[int]:
    """The mentions that are subjects, also as the name of one ("its <X> unit") and behind a part ("a phase of it")."""
    found = []
    for token in sentence.tokens:
        if token.dep not in SUBJECTS:
            continue
        rows = [token]
        if token.mention is None:
            kids = sentence.children(token.i)
            rows = [c for c in kids if c.dep in ("compound", "nmod", "appos")]
            if token.lemma in stages:
                rows += [g for c in kids if c.lemma == "of" for g in sentence.children(c.i) if g.dep == "pobj"]
        found += [t.mention for t in rows if t.mention is not None and t.mention < limit]
    return found


def coordinated(sentence: Sentence, mentions: Sequence[Mention], k: int) -> tuple[Mention, ...]:
    """The mention and those joined to it by "and": the firms of "A and its partner B"."""
    token = next((t for t in sentence.tokens if t.mention == k), None)
    if token is None or token.i > len(sentence.tokens):
        return ()
    found, todo = [k], [token]
    while todo:
        for c in sentence.children(todo.pop().i):
            if c.dep == "conj":
                todo.append(c)
                names = [c, *(g for g in sentence.children(c.i) if g.dep in ("compound", "nmod", "appos"))]
                found += [t.mention for t in names if t.mention is not None and t.mention < len(mentions)][:1]
    return tuple(m for i in found for m in mentions[i].each)


def modified(sentence: Sentence, k: int) -> frozenset[int]:
    """The mentions that a relative clause around mention `k` is said of: not meant by its "it"."""
    token = next((t for t in sentence.tokens if t.mention == k), None)
    found = set()
    while token is not None and token.head != token.i:
        above = sentence.tokens[token.head]
        if token.dep == "relcl" and above.mention is not None:
            found.add(above.mention)
        token = above
    return frozenset(found)


def relative(sentence: Sentence, k: int) -> int | None:
    """The mention of whom the clause around mention `k` is said: A in "A, which draws metal for its works"."""
    token = next((t for t in sentence.tokens if t.mention == k), None)
    while token is not None and token.dep != "relcl" and token.head != token.i:
        token = sentence.tokens[token.head]
    if token is None or token.dep != "relcl":
        return None
    named = any(c.dep in SUBJECTS and c.tag in WH for c in sentence.children(token.i))
    return sentence.tokens[token.head].mention if named else None


def aside(sentence: Sentence, k: int) -> frozenset[int]:
    """The mentions in relative clauses that mention `k` is not in: Y in "X, of which Y owns half, shut its mine"."""
    around = set(_clauses(sentence, k))
    here = {t.mention for t in sentence.tokens if t.mention is not None}
    return frozenset(m for m in here if set(_clauses(sentence, m)) - around)


def _clauses(sentence: Sentence, k: int) -> tuple[int, ...]:
    """The verbs of the relative clauses around mention `k`."""
    token = next((t for t in sentence.tokens if t.mention == k), None)
    found = []
    while token is not None and token.head != token.i:
        found += [token.i] if token.dep == "relcl" else []
        token = sentence.tokens[token.head]
    return tuple(found)


def possessors(sentence: Sentence, limit: int) -> list[int]:
    """The mentions whose something the sentence speaks of: "the smelter's loss"."""
    return [t.mention for t in sentence.tokens if t.dep == "poss" and t.mention is not None and t.mention < limit]


def depth(sentence: Sentence, token: Token) -> int:
    steps = 0
    while token.head != token.i and steps < 50:
        token, steps = sentence.tokens[token.head], steps + 1
    return steps


def explained(sentence: Sentence, k: int) -> int | None:
    """The mention right before that a superlative explains: X in "X, the largest mill", "X in Neuss, its only mill"."""
    base, plant = sentence.start, sentence.mentions[k]
    if k == 0 or not SUPERLATIVE.match(plant.text):
        return None
    gap = sentence.text[sentence.mentions[k - 1].end - base : plant.start - base]
    if not re.fullmatch(r",\s(?:the|its)\s", gap):
        return None
    for i in range(k - 1, -1, -1):
        if sentence.mentions[i].type != "Place":
            return i
        before = sentence.text[max(0, sentence.mentions[i - 1].end - base) : sentence.mentions[i].start - base]
        if i == 0 or not re.fullmatch(r",\s|\s(?:in|at|near)\s", before):
            return None
    return None


def phrase(mention: Mention, sentence: Sentence, token: Token) -> str:
    """The words that tell a new plant from others: "refinery that it never built", "with an output of 2 Mt"."""
    telling = [c for c in sentence.children(token.i) if c.dep == "relcl" or c.lemma == "with"]
    last = max((sentence.tokens[i].end for c in telling[:1] for i in sentence.subtree(c.i)), default=mention.end)
    words = sentence.text[mention.start - sentence.start : last - sentence.start]
    cut = re.search(r"(?<!\d)[,;]|[,;](?!\d)|\.(?=\s+[A-Z]|$)", words)  # not the stops of "Foobar S.A. has"
    return words[: cut.start()].rstrip() if cut else words
