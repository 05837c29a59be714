"""Asides and clauses with "which" that the parser hangs on the wrong word, hung on the name before them.

"Novelis is a unit of Hindalco, the metals arm of Birla": the arm is Hindalco. "The refinery, which belongs to Alum, a
company held by Alro, makes alumina": what is held is the company, and what makes alumina is the refinery. "It will join
those who work at the mill, which is shared by A and B": the mill is shared. "X, 60 % owned by Y, makes alumina" and
"X (60 % Y) makes alumina": X makes it, neither Y nor the share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.en.parsing.joined_clauses import joined_clauses, used
from loaders.en.parsing.listed import listed
from loaders.en.parsing.parse import Sentence, Token
from loaders.en.parsing.phrases import whole
from loaders.lexicon import read

UNNAMED = frozenset({"Place", "Product"})
ADDED = ("DT", "JJ", "NN", "NNS", "VBN", "CD", "HYPH", "RB", "JJS", "NNP")
"""Tags of what may stand between "," and the noun of an aside."""
TELLING = frozenset({"VBN", "VBD"})
PERCENT = frozenset({"%", "percent", "pct", "cent"})
ENDS = {",": ",", "(": ")"}
ASIDE = 12
"""How many words an aside has at most."""


def mended(sentence: Sentence) -> Sentence:
    """The sentence with its asides and clauses on the names they explain."""
    tokens = list(sentence.tokens)
    for which in (t for t in sentence.tokens if t.text in ("which", "whom") and t.i > 1):
        if which.text == "which" and tokens[which.i - 1].text == ",":
            _clause(tokens, which, sentence)
            _lying(tokens, which, sentence)
        _piped(tokens, which)
    for noun in sentence.tokens:
        if noun.dep in ("appos", "attr", "nsubj", "npadvmod") and noun.tag == "NN" and noun.mention is None:
            name = _name(tokens, noun, sentence)
            if name is not None and _astray(tokens, noun, name):
                _rehung(tokens, noun, name)
    for name in sentence.tokens:
        if name.dep == "appos" and name.mention is not None:
            _called(tokens, name, sentence)
    for share in sentence.tokens:
        if share.lemma in PERCENT and share.i > 2:
            _held(tokens, share, sentence)
    joined_clauses(tokens, sentence)
    used(tokens, sentence)
    listed(tokens, sentence)
    whole(tokens)
    return replace(sentence, tokens=tuple(tokens)) if tokens != list(sentence.tokens) else sentence


def _piped(tokens: list[Token], which: Token) -> None:
    """Hangs "on which" on the verb that it belongs to: "a mill on which it hopes to spend 12 million"."""
    if which.dep != "pobj" or which.head != which.i - 1:
        return
    prep = tokens[which.head]
    verb = tokens[prep.head]
    while verb.i > prep.i and (below := [t for t in tokens if t.head == verb.i and t.dep == "xcomp" and t.tag == "VB"]):
        verb = below[0]
    if verb.i != prep.head and verb.i > prep.i:
        tokens[prep.i] = prep._replace(head=verb.i)


def _name(tokens: Sequence[Token], noun: Token, sentence: Sentence) -> Token | None:
    """The name that stands right before ", a", no town's: X in "X, a company", also in "X of Rome, a company"."""
    at = noun.i - 1
    while at > 1 and tokens[at].tag in ADDED and tokens[at].tag != "DT" and tokens[at].head > at:
        at -= 1
    if at < 2 or tokens[at].tag != "DT" or tokens[at - 1].text != ",":
        return None
    name = tokens[at - 2]
    if name.mention is not None and sentence.mentions[name.mention].type == "Place" and name.dep == "pobj":
        name = tokens[tokens[name.head].head]
    named = name.mention is not None and sentence.mentions[name.mention].type not in UNNAMED
    return name if named else None


def _astray(tokens: Sequence[Token], noun: Token, name: Token) -> bool:
    """Whether the noun hangs on some word before the name that already has what the parser makes of it."""
    head = tokens[noun.head]
    if head.i == name.i or (noun.dep == "appos" and (head.mention is not None or head.i > name.i)):
        return False
    if noun.dep == "npadvmod":
        return any(t.head == noun.i and t.dep == "acl" for t in tokens)
    twice = any(t.head == head.i and t.dep == noun.dep and t.i < name.i for t in tokens)
    return (
        noun.dep == "appos"
        or twice
        or (noun.dep == "nsubj" and head.i == noun.i + 1 and _main(tokens, head) is not None)
    )


def _rehung(tokens: list[Token], noun: Token, name: Token) -> None:
    """Makes the noun an aside of the name; a participle that was read as the main verb becomes a part of it."""
    verb = tokens[noun.head]
    tokens[noun.i] = noun._replace(dep="appos", head=name.i)
    after = _main(tokens, verb) if noun.dep == "nsubj" and verb.i == noun.i + 1 else None
    if after is None:
        return
    first = (
        min(_below(tokens, after.i) - _below(tokens, verb.i)) if after.i == verb.head else min(_below(tokens, after.i))
    )
    for t in list(tokens):
        if t.head == verb.i and t.i not in (verb.i, after.i) and (t.i < noun.i or t.i >= first):
            tokens[t.i] = t._replace(
                head=after.i, dep="nsubj" if t.dep == "npadvmod" and t.mention is not None else t.dep
            )
    if after.i != verb.head:
        tokens[after.i] = after._replace(dep=verb.dep, head=after.i if verb.head == verb.i else verb.head)
    tokens[verb.i] = verb._replace(tag="VBN", dep="acl", head=noun.i)


def _main(tokens: Sequence[Token], verb: Token) -> Token | None:
    """The main verb behind a participle that was read as one: "makes" in "X, a company held by Y, makes"."""
    kids = [t for t in tokens if t.head == verb.i and t.i != verb.i]
    if verb.tag not in TELLING or any(t.dep in ("cc", "aux", "auxpass") for t in kids):
        return None
    above = tokens[verb.head]
    if verb.dep == "ccomp" and above.i > verb.i and tokens[above.i - 1].tag in ("MD", ","):
        own = any(t.head == above.i and t.dep.startswith("nsubj") for t in tokens)
        return None if own else above
    return next((t for t in kids if t.dep == "conj" and t.i > verb.i and t.tag.startswith("VB")), None)


def _called(tokens: list[Token], name: Token, sentence: Sentence) -> None:
    """Hangs a firm's name that the parser takes for the town's on its noun: "its unit in Kladno, <Foobar>, makes"."""
    place = tokens[name.head]
    noun = tokens[tokens[place.head].head]
    firm = name.mention is not None and sentence.mentions[name.mention].type == "Company"
    if firm and _is_place(place, sentence) and place.dep == "pobj" and noun.tag == "NN" and noun.mention is None:
        root = noun.head == noun.i
        tokens[name.i] = name._replace(dep=noun.dep, head=name.i if root else noun.head)
        tokens[noun.i] = noun._replace(dep="appos", head=name.i)


def _held(tokens: list[Token], share: Token, sentence: Sentence) -> None:
    """Makes the name before an aside that opens with a share the subject of the verb behind the aside."""
    at = share.i - (2 if tokens[share.i - 1].text == "per" else 1)
    if at < 2 or tokens[at].tag != "CD" or (end := ENDS.get(tokens[at - 1].text)) is None:
        return
    name = tokens[at - 2]
    after = next((t.i for t in tokens[share.i : share.i + ASIDE] if t.text == end), len(tokens))
    verb = next((t for t in tokens[after + 1 : after + 2] if t.tag.startswith(("VB", "MD")) and t.tag != "VBG"), None)
    if verb is None or name.mention is None or sentence.mentions[name.mention].type in UNNAMED:
        return
    verb = tokens[verb.head] if verb.dep.startswith("aux") else verb
    subjects = [t for t in tokens if t.head == verb.i and t.dep.startswith("nsubj") and t.i < verb.i]
    if verb.tag == "VBN" and not any(t.head == verb.i and t.dep.startswith("aux") for t in tokens):
        return
    if any(t.i not in (share.i, name.i) for t in subjects):
        return
    passive = any(t.head == verb.i and t.dep == "auxpass" for t in tokens)
    tokens[name.i] = name._replace(dep="nsubjpass" if passive else "nsubj", head=verb.i)
    held = tokens[share.i + 1]
    if held.tag in TELLING:
        tokens[held.i] = held._replace(tag="VBN", dep="acl", head=name.i)
        tokens[share.i] = share._replace(dep="npadvmod", head=held.i)
    else:
        tokens[share.i] = share._replace(dep="appos", head=name.i)


def _clause(tokens: list[Token], which: Token, sentence: Sentence) -> None:
    """Hangs the clause of ", which" on the name before, where it hangs on no noun or on one that has such a clause."""
    verb = tokens[which.head]
    if not verb.tag.startswith("VB") or which.dep not in ("nsubj", "nsubjpass") or verb.i < which.i:
        return
    head = tokens[verb.head]
    if verb.dep == "relcl" and (name := _fronted(tokens, head, which.i - 2, sentence)) is not None:
        tokens[verb.i] = verb._replace(head=name.i)
        main = next((t for t in tokens[which.i :] if t.tag.startswith("VB") and t.head == t.i), None)
        if main is not None and not any(t.head == main.i and t.dep.startswith("nsubj") for t in tokens):
            tokens[name.i] = name._replace(dep="nsubj", head=main.i)
        return
    if verb.dep == "relcl" and (whole := _whole(tokens, which.i - 2, sentence)) is not None:
        tokens[verb.i] = verb._replace(head=whole)
        return
    others = [t for t in tokens if t.dep == "relcl" and t.head == head.i and t.i < which.i]
    if verb.dep == "relcl" and (not others or head.mention is not None):
        return
    if verb.dep not in ("relcl", "advcl"):
        return
    first = which.i - 2 if tokens[which.i - 2].text != "." else which.i - 3
    near = _below(tokens, others[0].i) if verb.dep == "relcl" else {first}
    named = [i for i in near if i < which.i and tokens[i].mention is not None]
    at = max((i for i in named if sentence.mentions[tokens[i].mention or 0].type not in UNNAMED), default=None)
    if at is not None:
        tokens[verb.i] = verb._replace(dep="relcl", head=at)


def _fronted(tokens: Sequence[Token], head: Token, at: int, sentence: Sentence) -> Token | None:
    """The name behind what opens a sentence, on which its clause hangs: X in "On part of it X, which"."""
    name = tokens[at]
    parted = head.tag == "PRP" or (head.i == at - 1 and head.dep == "pobj")
    if name.mention is None or head.i >= at or not parted or sentence.mentions[name.mention].type in UNNAMED:
        return None
    return name


def _whole(tokens: Sequence[Token], at: int, sentence: Sentence) -> int | None:
    """The firm right before ", which" of which a noun says that it is a part: P in "S, a unit of P, which"."""
    name = tokens[at]
    of = tokens[name.head]
    part = tokens[of.head]
    if name.mention is None or name.dep != "pobj" or of.lemma not in ("of", "to", "at") or part.mention is not None:
        return None
    whose = part.lemma in read().words("syntax", "parted")
    return at if whose and sentence.mentions[name.mention].type not in UNNAMED else None


def _lying(tokens: list[Token], which: Token, sentence: Sentence) -> None:
    """Hangs on a plant or firm what the parser hangs on its place: "the mill in X province, which rolls 731,000 t"."""
    verb = tokens[which.head]
    if verb.dep != "relcl" or verb.lemma not in read().words("facilities", "grammar", "output"):
        return
    name = tokens[verb.head]
    if not _is_place(name, sentence):
        return
    while _is_place(name, sentence) and name.dep == "pobj" and tokens[name.head].i > 0:
        name = tokens[tokens[name.head].i - 1]  # whatever the preposition hangs on
    if name.mention is not None and sentence.mentions[name.mention].type not in UNNAMED:
        tokens[verb.i] = verb._replace(head=name.i)


def _is_place(token: Token, sentence: Sentence) -> bool:
    return token.mention is not None and sentence.mentions[token.mention].type == "Place"


def _below(tokens: Sequence[Token], i: int) -> set[int]:
    found = {i}
    while more := {t.i for t in tokens if t.head in found} - found:
        found |= more
    return found
