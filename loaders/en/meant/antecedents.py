"""Which mentions of a sentence something may be said of: its subjects, what is joined to them, whose clause it is."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from loaders.en.parsing.parse import Sentence, Token
from loaders.en.parsing.syntax import WH
from loaders.lexicon import clue, read
from loaders.mentions import Mention

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
LETS = frozenset({"let", "make", "help", "have", "see", "get"})
NAMED = frozenset({"compound", "nmod", "appos"})
"""How a name hangs on the noun that says what it is: "the Dutch trader X"."""


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
    token = sentence.token(k)
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
    token = sentence.token(k)
    found = set()
    while token is not None and token.head != token.i:
        above = sentence.tokens[token.head]
        if token.dep == "relcl" and above.mention is not None:
            found.add(above.mention)
        token = above
    return frozenset(found)


def relative(sentence: Sentence, k: int) -> int | None:
    """The mention of whom the clause around mention `k` is said: A in "A, which draws metal for its works"."""
    token = sentence.token(k)
    while token is not None and token.dep != "relcl" and token.head != token.i:
        token = sentence.tokens[token.head]
    if token is None or token.dep != "relcl":
        return None
    subjects = [c for c in sentence.children(token.i) if c.dep in SUBJECTS]
    whose = next((g for c in subjects for g in sentence.children(c.i) if g.tag == "WP$"), None)
    if whose is not None:
        return _before(sentence, whose)
    named = any(c.tag in WH for c in subjects)
    top = sentence.tokens[token.head]
    if named and top.mention is None and top.dep == "appos":  # "X, a recycler that casts billet at its foundry"
        return _before(sentence, sentence.tokens[min(sentence.subtree(top.i))])
    return top.mention if named else None


def speaking(sentence: Sentence, k: int) -> bool:
    """Whether mention `k` is the subject of what a relative clause says: "it" in "X, which says it makes metal"."""
    token = sentence.token(k)
    verb = sentence.tokens[token.head] if token is not None and token.dep in SUBJECTS else None
    says = sentence.tokens[verb.head] if verb is not None and verb.dep == "ccomp" else None
    if verb is None or says is None or says.dep != "relcl" or says.lemma in LETS:
        return False
    return any(c.dep in SUBJECTS and c.tag in WH for c in sentence.children(verb.head))


def leading(sentence: Sentence, limit: int) -> int | None:
    """The mention on which all hangs where the parser saw no verb: A in "A, the other miner, ships to its smelter".

    Also the one that a sentence says is meant: A in "For A, bauxite is a part of its business".
    """
    start, first = sentence.start, sentence.mentions[0] if limit else None
    aside = first is not None and sentence.text.startswith(",", first.end - start)
    if first is not None and aside and clue("outright.regarding").fullmatch(sentence.text[: first.start - start]):
        return 0
    root = next((t for t in sentence.tokens if t.head == t.i), None)
    return root.mention if root is not None and root.mention is not None and root.mention < limit else None


def _before(sentence: Sentence, token: Token) -> int | None:
    """The name before ", whose", also behind a bracket or an aside: "X, 60 pct owned by Y, whose share" is of X."""
    at, inside = token.i - 1, False
    while at > 0 and (inside or sentence.tokens[at].text in (",", ")", "(")):
        inside = sentence.tokens[at].text == ")" or (inside and sentence.tokens[at].text != "(")
        at -= 1
    return sentence.tokens[outside(sentence, at)].mention


def outside(sentence: Sentence, at: int) -> int:
    """The name that an aside is said of: X for Y in "X, 60 pct owned by Y", else the same token."""
    tokens = sentence.tokens
    if at < 3 or tokens[at - 1].text != "by" or tokens[at - 2].tag != "VBN":
        return at
    start = next((i for i in range(at - 3, 0, -1) if tokens[i].text == ","), 0)
    return start - 1 if tokens[start - 1].mention is not None and at - start < 7 else at


def ordered(sentence: Sentence, k: int, control: frozenset[str]) -> int | None:
    """Who is told to do the thing in which mention `k` stands: Y in "X ordered Y to cut output at its smelter"."""
    token = sentence.token(k)
    while token is not None and token.head != token.i:
        above = sentence.tokens[token.head]
        told = [c.mention for c in sentence.children(above.i) if c.dep == "dobj" and c.i < token.i]
        if token.dep in ("xcomp", "ccomp") and above.lemma in control:
            return next((m for m in told if m is not None and m < k), None)
        token = above
    return None


def closed(sentence: Sentence, k: int) -> frozenset[int]:
    """The mentions of relative clauses that ended before mention `k`: B in "A, of which B owns 46 pct, at its mine"."""
    token = sentence.token(k)
    found: set[int] = set()
    for clause in sentence.tokens:
        if token is not None and clause.dep == "relcl":
            below = sentence.subtree(clause.i)
            if token.i not in below and max(below) < token.i:
                found |= {m for i in below if (m := sentence.tokens[i].mention) is not None}
    return frozenset(found)


def aside(sentence: Sentence, token: Token) -> bool:
    """Whether it only stands in a clause that says what another is: A in "X, in which A has 39 pct"."""
    while token.head != token.i:
        if token.dep == "relcl":
            return True
        token = sentence.tokens[token.head]
    return False


def going_on(sentence: Sentence, k: int) -> int | None:
    """What the verb before was done to, where the next one goes on with it: Y in "X bought Y and will restart it"."""
    token = sentence.token(k)
    if token is None or token.dep not in ("dobj", "dative"):
        return None
    verb = sentence.tokens[token.head]
    while verb.dep == "xcomp" and not any(c.dep in SUBJECTS for c in sentence.children(verb.i)):
        verb = sentence.tokens[verb.head]
    if verb.dep != "conj" or any(c.dep in SUBJECTS for c in sentence.children(verb.i)):
        return None
    doing = {
        verb.head,
        *(c.i for c in sentence.children(verb.head) if c.dep == "xcomp"),
    }  # "used to take Y, now buys it"
    rows = [c for i in sorted(doing) for c in sentence.children(i) if c.dep == "dobj" and c.i < verb.i]
    rows += [g for c in rows for p in sentence.children(c.i) if p.lemma == "of" for g in sentence.children(p.i)]
    return next((c.mention for c in rows if c.mention is not None and c.mention < k), None)


def material(sentence: Sentence, k: int, mentions: Sequence[Mention]) -> bool:
    """Whether it is what the verb before was done to, and that is no firm and no plant: "took alumina and sold it".

    Nor is it one in "For X it is the second purchase".
    """
    if k == 1 and clue("outright.regarding").fullmatch(sentence.text[: mentions[0].start - sentence.start]):
        return clue("outright.nothing").match(sentence.text, mentions[0].end - sentence.start) is not None
    at = going_on(sentence, k)
    at = traded(sentence, k) if at is None else at
    return at is not None and at < len(mentions) and mentions[at].type == "Product"


def traded(sentence: Sentence, k: int) -> int | None:
    """What the verb before was done to, where the clause of "it" is on trade: Y in "sends Y to X, which buys it"."""
    token = sentence.token(k)
    verb = sentence.tokens[token.head] if token is not None and token.dep == "dobj" else None
    if verb is None or verb.dep not in ("relcl", "advcl", "acl") or verb.lemma not in _trade():
        return None
    before = [t for t in sentence.tokens[: verb.i] if t.dep in ("dobj", "nsubjpass") and t.mention is not None]
    return before[-1].mention if before else None


@functools.cache
def _trade() -> frozenset[str]:
    """The verbs of what is done to material."""
    table = read()["flows"]
    return frozenset(w for kind in ("gives", "takes", "brings", "uses") for w in table[kind])


def fellow(sentence: Sentence, k: int) -> frozenset[int]:
    """The subjects of the verb that mention `k` is an object of: "A and B have 50 pct of it" is of neither."""
    token = sentence.token(k)
    steps = ("dobj", "pobj", "prep", "dative", "attr", "agent")
    while token is not None and token.dep in steps and token.head != token.i and not token.tag.startswith("VB"):
        token = sentence.tokens[token.head]
    if token is None or not token.tag.startswith("VB") or token.mention == k:
        return frozenset()
    while token.dep in ("xcomp", "conj") and not any(c.dep in SUBJECTS for c in sentence.children(token.i)):
        token = sentence.tokens[token.head]  # "A had agreed to sell it", "A has a stake and sells it ore": not A
    doers = [c for c in sentence.children(token.i) if c.dep in SUBJECTS]
    named = [g for c in doers if c.mention is None for g in sentence.children(c.i) if g.dep in NAMED]
    return frozenset(c.mention for c in (*doers, *named) if c.mention is not None)


def meant(mentions: Sequence[Mention], several: frozenset[int]) -> frozenset[int]:
    """The mentions of those whom "they" among some mentions stands for: "when they sold it" is of none of them."""
    firms = {m.entity for i in several if i < len(mentions) for m in mentions[i].group}
    return frozenset(i for i, m in enumerate(mentions) if m.entity and m.entity in firms)


def undergoing(sentence: Sentence, k: int) -> bool:
    """Whether a mention is what the verb itself does something to: "Noranda supplies it with bauxite"."""
    token = sentence.token(k)
    return token is not None and token.dep in ("dobj", "dative") and sentence.tokens[token.head].tag.startswith("VB")


def together(sentence: Sentence, tops: Sequence[Token]) -> bool:
    """Whether two firms side by side are the subject: "A and B have formed X"."""
    kids = (c for t in tops if t.mention is not None for c in sentence.children(t.i) if c.dep == "conj")
    firms = (sentence.mentions[c.mention] for c in kids if c.mention is not None)
    return any(m.type == "Company" and m.entity for m in firms)


def parallel(before: Sentence | None, sentence: Sentence, k: int) -> Mention | None:
    """What "it" stood for in the last sentence, where both tell what is done to it: "A sells it ore. B lends it"."""
    if before is None or before.paragraph != sentence.paragraph or not undergoing(sentence, k):
        return None
    told = [(i, m) for i, m in enumerate(before.mentions) if m.text == "it" and m.entity and undergoing(before, i)]
    return told[0][1] if len(told) == 1 else None


def buyers(sentence: Sentence, k: int, deals: frozenset[str]) -> frozenset[int]:
    """Who buys what mention `k` has: nobody buys "its smelter" of himself."""
    owner = sentence.token(k)
    thing = sentence.tokens[owner.head] if owner is not None and owner.dep == "poss" else None
    verb = sentence.tokens[thing.head] if thing is not None and thing.dep == "dobj" else None
    if verb is None or verb.lemma == "sell" or verb.lemma not in deals:
        return frozenset()
    return frozenset(c.mention for c in sentence.children(verb.i) if c.dep in SUBJECTS and c.mention is not None)


def possessors(sentence: Sentence, limit: int) -> list[int]:
    """The mentions whose something the sentence speaks of: "the smelter's loss"."""
    return [t.mention for t in sentence.tokens if t.dep == "poss" and t.mention is not None and t.mention < limit]


def depth(sentence: Sentence, token: Token) -> int:
    steps = 0
    while token.head != token.i and steps < 50:
        token, steps = sentence.tokens[token.head], steps + 1
    return steps


def about_plants(
    sentence: Sentence, done: Sequence[Mention], stages: frozenset[str], site: Callable[[str], bool]
) -> bool:
    """Whether a sentence is about a plant: what that has beside it is its owner's, too."""
    about = [done[i] for i in subjects(sentence, len(done), stages)]
    return bool(about) and all(site(m.type) and m.entity for m in about)


def precedes(sentence: Sentence, mention: Mention, site: Callable[[str], bool]) -> bool:
    """Whether a plant follows right behind: "its smelter" is a company's."""
    after = next((m for m in sentence.mentions if m.start > mention.start), None)
    return after is not None and site(after.type) and after.start - mention.end < 3
