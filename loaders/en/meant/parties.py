"""Who "the buyer", "the seller", "the venture", "the latter" and "both companies" are."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.en.meant.gist import kindred
from loaders.en.names.sides import BUYERS, SELLERS
from loaders.en.parsing.parse import Sentence, Token
from loaders.en.parsing.syntax import Syntax
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention


@dataclass(frozen=True)
class Parties:
    """Who bought from whom in the last deal of a text; None where it is not told, or not of one firm."""

    buyer: Mention | None = None
    seller: Mention | None = None

    def of(self, head: str) -> Mention | None:
        """Who "the buyer" or "the seller" is."""
        return self.buyer if head in BUYERS else self.seller if head in SELLERS else None


def dealt(sentence: Sentence, deals: frozenset[str], words: Lexicon) -> Parties | None:
    """The parties of a deal that the sentence tells; None where it tells none."""
    for verb in sentence.tokens:
        if verb.lemma in deals and verb.tag.startswith("VB"):
            doer = _firm(sentence, [sentence.tokens[i] for i in Syntax(sentence, words).doers(verb.i)])
            side = "to" if verb.lemma == "sell" else "from"
            other = _firm(sentence, _behind(sentence, verb, side))
            if doer is not None or other is not None:
                return Parties(other, doer) if side == "to" else Parties(doer, other)
        elif verb.lemma == "pay" and any(c.lemma == "for" for c in sentence.children(verb.i)):
            doer = _firm(sentence, [sentence.tokens[i] for i in Syntax(sentence, words).doers(verb.i)])
            if doer is not None:
                return Parties(doer)
    return next((p for t in sentence.tokens if (p := _named(sentence, t, words)) is not None), None)


def _named(sentence: Sentence, noun: Token, words: Lexicon) -> Parties | None:
    """The parties of a deal that a noun tells: "completed the purchase of X", "the sale of X to Y by Z"."""
    table = words["permits"]
    if not noun.tag.startswith("NN") or noun.lemma not in table["turns"] or noun.mention is not None:
        return None
    above = sentence.tokens[noun.head]
    whose = [c for c in sentence.children(noun.i) if c.dep == "poss"] or _behind(sentence, noun, "by")
    if not whose and noun.dep == "dobj" and above.lemma in table["makes"]:
        whose = [sentence.tokens[i] for i in Syntax(sentence, words).doers(above.i)]
    sale = noun.lemma in table["sales"]
    beside = above if noun.dep == "dobj" else noun
    doer, other = _firm(sentence, whose), _firm(sentence, _behind(sentence, beside, "to" if sale else "from"))
    other = other or _firm(sentence, _behind(sentence, noun, "to" if sale else "from"))
    if doer is None and other is None:
        return None
    return Parties(other, doer) if sale else Parties(doer, other)


def _behind(sentence: Sentence, verb: Token, side: str) -> list[Token]:
    """The names behind "to" or "from", of the verb or of what it is done to."""
    kids = sentence.children(verb.i)
    near = [*kids, *(g for c in kids if c.dep in ("dobj", "nsubjpass") for g in sentence.children(c.i))]
    return [g for c in near if c.lemma == side for g in sentence.children(c.i) if g.dep == "pobj"]


def _firm(sentence: Sentence, tokens: Sequence[Token]) -> Mention | None:
    """The one firm among tokens."""
    named = [sentence.mentions[t.mention] for t in tokens if t.mention is not None]
    firms = {m.entity: m for m in named if m.type == "Company" and m.entity and not m.group}
    return next(iter(firms.values())) if len(firms) == 1 else None


def by_noun(
    text: str, head: str, parties: Parties, seen: Sequence[Mention], words: Lexicon
) -> tuple[bool, Mention | None]:
    """Whether a noun tells by itself which firm is meant ("the buyer", "the venture", "the utility"), and that firm.

    `seen` are all mentions before it.
    """
    if head in BUYERS | SELLERS:
        return True, parties.of(head)
    nominals = words["names"]["nominals"]
    kin: Mapping[str, Sequence[str]] = nominals["kin"]
    firms = (m for m in reversed(seen) if m.type == "Company")
    named = (m for m in firms if called(text, m, head) or (head in kin and kindred(text, m, kin[head])))
    firm = None if head in nominals["general"] else next(named, None)
    return head in kin or firm is not None, firm


def called(text: str, mention: Mention, noun: str) -> bool:
    """Whether the text says what a firm is where it names it: "the trader A", "A, a fund based in Oslo,"."""
    before, behind = _said(noun)
    lead = text[max(0, mention.start - 40) : mention.start]
    return before.search(lead) is not None or behind.match(text, mention.end) is not None


@functools.cache
def _said(noun: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sides = (clue("parties.before"), clue("parties.behind"))
    before, behind = (re.compile(side.pattern.replace("NOUN", re.escape(noun))) for side in sides)
    return before, behind


def pair(rows: Sequence[Mention]) -> list[Mention]:
    """The two firms that are named, in their order; [] where there are fewer or more."""
    firms = {m.entity: m for m in reversed(rows) if m.type == "Company" and m.entity and not m.nominal}
    return list(reversed(firms.values())) if len(firms) == 2 else []


def counted(mention: Mention, group: Sequence[Mention], seen: Sequence[Mention]) -> Sequence[Mention]:
    """The group that "they" and "both companies" are; "both" are the two that were named."""
    two = mention.type == "several" and re.search(r"\b(?:two|both)\b", mention.text.lower()) is not None
    return pair(seen) if two and len(group) != 2 else group
