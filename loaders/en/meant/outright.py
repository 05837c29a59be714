"""Who is meant where the words right beside a pronoun or "the company" say it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from loaders.en.meant.gist import actor
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention


def divided(text: str, mention: Mention) -> bool:
    """Whether "it" is stuff of which a part is spoken of: "most of it"."""
    return clue("outright.some").search(text[max(0, mention.start - 16) : mention.start]) is not None


def explained(text: str, sentence: Sentence, k: int) -> Mention | None:
    """The name that says who mention `k` is: "the company, Foobar Co, will be", "Foobar Ltd, the trader owned by"."""
    mention, before = sentence.mentions[k], sentence.mentions[k - 1] if k else None
    if before is not None and mention.nominal and {mention.type, before.type} == {"Company"} and not before.nominal:
        aside = text[before.end : mention.start] == ", " and clue("outright.said").match(text, mention.end)
        return before if aside else None
    after = sentence.mentions[k + 1] if mention.nominal and k + 1 < len(sentence.mentions) else None
    if after is None or {mention.type, after.type} != {"Company"} or after.nominal:
        return None
    return after if text[mention.end : after.start] == ", " and text[after.end : after.end + 1] == "," else None


def of_whole(text: str, plant: Mention, mention: Mention, words: Lexicon) -> bool:
    """Whether "its" tells the whole of the plant before: "bring the plant down to a quarter of its capacity"."""
    between = text[plant.end : mention.start]
    if mention.text != "its" or not re.fullmatch(r"[^,;.]{0,50}\b(?:of|to|at)\s", between):
        return False
    nouns, after = alternation(words["names"]["nominals"]["whole"]), text[mention.end : mention.end + 40]
    return re.match(rf"\s(?:[a-z-]+\s){{0,2}}(?:{nouns})\b", after) is not None


def joined(text: str, before: Sequence[Mention], mention: Mention) -> Mention | None:
    """The firm right before "its" whose plant it is: "from Foobar, from its mill", "made by Foobar at its mill".

    So is the firm before "and" whose kin it is, "from Foobar and its parent Quuxal", and the one that is bought "from
    its owner".
    """
    firm = before[-1] if before else None
    if firm is None or not firm.entity:
        return None
    vendor = text[firm.end : mention.start] == " from " and clue("outright.vendor").match(text, mention.end) is not None
    if firm.type != "Company":
        return firm if vendor and firm.entity.startswith("site/") else None
    lead, gap = text[max(0, firm.start - 24) : firm.start], text[firm.end : mention.start]
    beside = gap == " and " and clue("outright.akin").match(text, mention.end) is not None
    return firm if beside or vendor or clue("outright.joined").search(f"{lead}|{gap}") else None


def opening(sentence: Sentence, before: Sequence[Mention]) -> Mention | None:
    """The firm that opens a sentence in which the parser saw no subject: "Foobar mines bauxite at its pits"."""
    firm = before[0] if before else None
    if firm is None or firm.type != "Company" or not firm.entity or firm.nominal or firm.start != sentence.start:
        return None
    return firm if re.match(r" [a-z]+(?:s|ed|d)\b", sentence.text[firm.end - sentence.start :]) else None


def heading(sentence: Sentence) -> Mention | None:
    """The firm under whose name a paragraph or an item stands: "FOOBAR. The company", "(1) Foobar Co - owned by"."""
    firm = sentence.mentions[0] if sentence.mentions else None
    if firm is None or firm.type != "Company" or not firm.entity:
        return None
    lead, rest = sentence.text[: firm.start - sentence.start], sentence.text[firm.end - sentence.start :]
    if clue("outright.regarding").fullmatch(lead) and _befalling(sentence, firm, rest):
        return firm  # "For X it is the second purchase this year. It": what is said is of X, and "it" is nobody
    if firm.nominal:
        return None
    return firm if clue("outright.numbered").fullmatch(lead) and clue("outright.headed").match(rest) else None


def stays(
    told: Sequence[Sentence], sentence: Sentence, company: Mention | None, titled: Mention | None
) -> Mention | None:
    """The firm spoken of; of a new paragraph that has not named it the text's own: "the company" is that."""
    if company is None or titled is None:
        return company
    here = [s for s in reversed(told[-8:]) if s.paragraph == sentence.paragraph]
    named = (e for s in (*here, sentence) for m in s.mentions for e in m.each)
    return company if any(m.entity == company.entity or m.text == company.text for m in named) else titled


def builds(sentence: Sentence, k: int) -> bool:
    """Whether mention `k` does what no plant does: "a complex that it is building"."""
    token = sentence.token(k)
    if token is None or token.dep != "nsubj" or token.text.lower() != "it":
        return False
    verb = sentence.tokens[token.head]
    return verb.lemma in ("build", "construct", "erect", "acquire", "own", "lease", "found") and (
        verb.dep == "relcl" or any(c.dep == "dobj" or c.text == "that" for c in sentence.children(verb.i))
    )


def _befalling(sentence: Sentence, firm: Mention, rest: str) -> bool:
    """Whether what a sentence says of a firm is said of nothing else with a name: "For X the sale ends an era"."""
    if clue("outright.nothing").match(rest):
        return not firm.nominal
    told = clue("outright.befalls").match(rest)
    return told is not None and not any(firm.end < m.start < firm.end + told.end() for m in sentence.mentions)


def doer(done: Sequence[Mention], subjects: Iterable[int], owner: bool) -> tuple[Mention | None, bool]:
    """The last of the subjects that a pronoun may mean, and whether a firm that nobody knows comes first.

    "The Swiss trader has shut its foundry" is of none of the firms that are known. `owner` says that a plant is had.
    """
    for i in reversed(list(subjects)):
        other = done[i]
        if other.nominal and other.type == "Company" and not other.entity:
            return None, True
        if actor(other) and (not owner or other.type == "Company"):
            return other, False
    return None, False


def counterpart(sentence: Sentence, roles: Container[str]) -> bool:
    """Whether the sentence only says what a firm is to the one spoken of: "Foobar is consultant to the project".

    So it does where the subject is told by what it is to that one: "The auditor, Foobar, gave an opinion".
    """
    top = next((t for t in sentence.tokens if t.head == t.i), None)
    if top is not None and any(_serving(sentence, c, roles) for c in sentence.children(top.i) if c.dep == "nsubj"):
        return True
    if top is None or top.lemma not in ("be", "remain", "become", "act"):
        return False
    kids = list(sentence.children(top.i))
    below = [g for c in kids if c.lemma == "as" for g in sentence.children(c.i)]
    return any(c.lemma in roles and c.mention is None for c in (*kids, *below) if c.dep in ("attr", "pobj"))


def _serving(sentence: Sentence, subject: Token, roles: Container[str]) -> bool:
    """Whether a subject is a firm with its role for another, and no one's whose it is: "The auditor, Foobar"."""
    kids = sentence.children(subject.i)
    if any(c.dep == "poss" or c.lemma in ("of", "to") for c in kids):
        return False
    if subject.mention is None:
        return subject.lemma in roles and any(c.dep == "appos" and c.mention is not None for c in kids)
    role = [c for c in kids if c.dep in ("compound", "nmod") and c.i < subject.i and c.mention is None]
    return sentence.mentions[subject.mention].type == "Company" and any(c.lemma in roles for c in role)


def related(sentence: Sentence, company: Mention | None, kin: Container[str], titled: Mention | None) -> bool:
    """Whether the sentence only brings in a firm that is kin to the one spoken of: "Its parent is Foobar".

    Where the text is that one's (`titled`) also where the words do not say whose: "Foobar is a subsidiary in Ohio".
    """
    top = next((t for t in sentence.tokens if t.head == t.i), None)
    if top is None or company is None:
        return False
    for noun in (c for c in sentence.children(top.i) if c.mention is None and c.lemma.lower() in kin):
        kids = list(sentence.children(noun.i))
        whose = [sentence.mentions[c.mention] for c in kids if c.dep == "poss" and c.mention is not None]
        above = noun.lemma.lower() in ("parent", "owner") and noun.dep == "nsubj"
        free = titled is not None and titled.entity == company.entity and not any(c.lemma == "of" for c in kids)
        if any(m.entity == company.entity for m in whose) if whose else free:
            return top.lemma == "be" or above
    return False


def holding(sentence: Sentence) -> bool:
    """Whether the sentence only says how much of the thing spoken of somebody has: "Foobar owns 60 percent"."""
    top = next((t for t in sentence.tokens if t.head == t.i), None)
    if top is None or top.lemma not in ("own", "hold", "have", "control", "keep"):
        return False
    share = next((c for c in sentence.children(top.i) if c.dep == "dobj"), None)
    if share is None or share.mention is not None or not clue("outright.share").fullmatch(share.lemma):
        return False
    below = sentence.subtree(share.i)
    return not any(t.mention is not None and t.dep == "pobj" for t in (sentence.tokens[i] for i in below))


def writer(sentence: Sentence, token: Token) -> Mention | None:
    """Whose firm or plant the subject is where a text speaks for its firm: "our unit X sells in Austria"."""
    apposed = [c.i for c in sentence.children(token.i) if c.dep == "appos"]
    hosts = {token.i, *apposed, *([token.head] if token.dep in ("appos", "compound", "nmod") else [])}
    whose = [t.mention for t in sentence.tokens if t.dep == "poss" and t.head in hosts and t.text.lower() == "our"]
    found = [sentence.mentions[k] for k in whose if k is not None]
    return next((m for m in found if m.type == "Company" and m.entity), None)


def belonging(text: str, firm: Mention) -> bool:
    """Whether a firm is called the writer's own, and so is not the writer: "our subsidiary Foobar"."""
    before = clue("outright.ours").search(text[max(0, firm.start - 40) : firm.start])
    return before is not None or clue("outright.is_ours").match(text, firm.end) is not None


def whole(text: str, firm: Mention | None, seen: Sequence[Mention]) -> Mention | None:
    """The firm, where nothing calls it a part of a group: "Foobar Foil, a subsidiary, made a loss. The group"."""
    same = [m for m in seen if firm is not None and m.entity == firm.entity]
    before = any(clue("outright.unit_of").search(text[max(0, m.start - 40) : m.start]) for m in same)
    return None if before or any(clue("outright.is_unit").match(text, m.end) for m in same) else firm


def going_by(sentence: Sentence, leader: Mention, seen: Sequence[Mention], nouns: Container[str]) -> Mention | None:
    """Whom a sentence still speaks of that only brings in another firm: "Foobar provides power to the company"."""
    known = leader.nominal or any(m.entity == leader.entity and m.start < sentence.start for m in seen)
    named = (m for m in sentence.mentions if m.type == "Company" and m.nominal and m.head in nouns)
    others = (m for m in named if m.start > leader.start or sentence.text[m.end - sentence.start :][:1] not in "'’")
    return None if known else next((m for m in others if m.entity and m.entity != leader.entity), None)


def somebody(sentence: Sentence, token: Token | None, nouns: Container[str]) -> bool:
    """Whether the clause of a token has a doer without a name: "the applicant plans a line at its mill"."""
    while token is not None and token.head != token.i:
        token = sentence.tokens[token.head]
        for child in sentence.children(token.i):
            if child.dep in ("nsubj", "nsubjpass"):
                return child.mention is None and child.lemma.lower() in nouns
    return False


def stranger(sentence: Sentence, token: Token | None, nouns: Container[str]) -> bool:
    """Whether a firm without a name is a subject before a token: "The customer was called Foobar; X bought it"."""
    for t in sentence.tokens[: token.i] if token is not None else ():
        if t.mention is None and t.dep.startswith("nsubj") and t.lemma.lower() in nouns:
            return all(c.mention is None or c.dep == "poss" for c in sentence.children(t.i))
    return False
