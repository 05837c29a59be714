"""What a sentence as a whole is about: its main subject, a deal, who says it, what a firm is called."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container, Sequence

from loaders.en.meant.antecedents import possessors
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon, alternation, read
from loaders.mentions import Mention

ABOUT = "about|over|on|for|of|in|around"


def actor(mention: Mention) -> bool:
    return bool(mention.entity) and mention.entity.partition("/")[0] in ("org", "site")


def deal(sentence: Sentence, deals: frozenset[str]) -> bool:
    """Whether one firm has bought or sold another in it."""
    for verb in sentence.tokens:
        if verb.lemma in deals and verb.tag.startswith("VB") and verb.dep in ("ROOT", "ccomp", "xcomp", "conj"):
            at = [t.mention for t in sentence.children(verb.i) if t.dep == "dobj" and t.mention is not None]
            if any((m := sentence.mentions[k]).type == "Company" and not m.nominal for k in at):
                return True
    return False


def hired(sentence: Sentence, roles: Container[str]) -> frozenset[int]:
    """The mentions that the words only say to serve another: "the auditor is X"."""
    rows = [t for t in sentence.tokens if t.dep == "attr" and t.mention is not None]
    kids = ((t, c) for t in rows for c in sentence.children(t.head) if c.dep == "nsubj" and c.mention is None)
    return frozenset(t.mention for t, c in kids if c.lemma in roles and t.mention is not None)


def told(sentence: Sentence, roles: Container[str]) -> list[tuple[Token, Mention]]:
    """The firm that a nameless subject is: "The worst placed is X", but not "The auditor is X"."""
    top = root(sentence)
    heads = {top, *(t.i for t in sentence.tokens if t.head == top and t.dep == "auxpass")}
    found = [t for t in sentence.tokens if t.dep == "attr" and t.head in heads and t.mention is not None]
    found = [t for t in found if t.mention not in hired(sentence, roles)]
    return [(t, m) for t in found if (m := sentence.mentions[t.mention or 0]).type == "Company" and m.entity]


def alone(sentence: Sentence, empty: frozenset[str]) -> Mention | None:
    """The one firm or plant of a sentence that is about nothing: "Nothing has been settled on Alunorte"."""
    at, named = main(sentence), {m.entity: m for m in sentence.mentions if actor(m)}
    about = at is not None and at.lemma.lower() in empty
    return next(iter(named.values())) if about and len(named) == 1 else None


def sayer(text: str, sentence: Sentence, speech: frozenset[str]) -> Mention | None:
    """The firm that a sentence ends with as its source: "the smelter will close, South32 said"."""
    for m in sentence.mentions:
        after = text[m.end : sentence.end].split()
        ends = text[sentence.start : m.start].rstrip().endswith((",", ',"', ",”"))
        if m.type == "Company" and m.entity and not m.nominal and ends and after and len(after) < 5:
            return m if after[0].strip(".") in speech else None
    return None


def by_person(sentence: Sentence) -> Mention | None:
    """ "Liu founded Zhongwang": what a person does something to is what "it" is next."""
    person = any(
        t.mention is not None and sentence.mentions[t.mention].type == "Person" and t.dep == "nsubj"
        for t in sentence.tokens
    )
    firm = next(
        (sentence.mentions[t.mention] for t in sentence.tokens if t.mention is not None and t.dep == "dobj"), None
    )
    fits = person and firm is not None and firm.type == "Company" and bool(firm.entity)
    return firm if fits else None


def reported(sentence: Sentence, speech: frozenset[str]) -> bool:
    """Whether a person says it: what firm his words are about is not "the company" of the next sentence."""
    at = main(sentence)
    person = at is not None and at.mention is not None and sentence.mentions[at.mention].type == "Person"
    return person and at is not None and sentence.tokens[at.head].text.lower() in speech


def bare_post(sentence: Sentence) -> bool:
    """Whether a post without a firm opens the sentence: "Chairman X" is that of the firm that the text is about."""
    opening = sentence.text[: sentence.mentions[0].start - sentence.start].split()
    return sentence.mentions[0].type == "Person" and 0 < len(opening) < 4


def owner(sentence: Sentence) -> Mention | None:
    """The only firm of a sentence about its plant: "X's smelter has had cuts. The company earned"."""
    firms = {m.entity for m in sentence.mentions if m.type == "Company"}
    whose = [sentence.mentions[k] for k in possessors(sentence, len(sentence.mentions))]
    owners = [m for m in whose if m.type == "Company" and m.entity and not m.nominal]
    return owners[0] if len(firms) == 1 and owners else None


def whose(sentence: Sentence) -> Mention | None:
    """The firm whose something that is neither plant nor firm the sentence is about: "X's business also includes Y"."""
    at = main(sentence)
    if at is None or at.mention is not None:
        return None
    owners = [c.mention for c in sentence.children(at.i) if c.dep == "poss" and c.mention is not None]
    firms = [m for k in owners if (m := sentence.mentions[k]).type == "Company" and m.entity and not m.nominal]
    return firms[0] if firms else None


def matter(sentence: Sentence) -> Mention | None:
    """The plant or firm that is talked or decided about: X in "Talks about X have come down to one name"."""
    told = _matters().match(sentence.text) if sentence.mentions else None
    at = sentence.start + told.end() if told is not None else -1
    thing = next((m for m in sentence.mentions if m.start == at), None)
    return thing if thing is not None and actor(thing) and not thing.group else None


@functools.cache
def _matters() -> re.Pattern[str]:
    """What opens a sentence on what is talked or decided about a thing, up to its name: "The sale of the "."""
    nouns = alternation(read()["syntax"]["matters"])
    return re.compile(
        rf"(?:(?:The|An?|Its?|New|Further|First|Any|No)\s)*(?:(?i:{nouns})s?\s(?:{ABOUT})\s(?:(?:the|an?|its)\s)?){{1,2}}"
    )


def kindred(text: str, mention: Mention, words: Sequence[str]) -> bool:
    """Whether a firm is one of a trade by its name, or by what it is called right before it."""
    called = text[max(0, mention.start - 30) : mention.start].rpartition(",")[2]
    said = f"{called.rpartition('.')[2]} {mention.form}".lower()
    return mention.type == "Company" and not mention.nominal and any(w in said for w in words)


def explaining(sentence: Sentence, words: Lexicon) -> bool:
    """Whether a sentence only says what a firm is, without naming it: "Maker of foil in Rugby, part of the X group"."""
    at = root(sentence)
    top = sentence.tokens[at] if at >= 0 else None
    if top is None or top.mention is not None or main(sentence) is not None:
        return False
    nouns = words["names"]["nominals"]
    return top.lemma.lower() in {*nouns["Company"], *nouns["makers"], "specialist", "operator", "owner"}


def root(sentence: Sentence) -> int:
    return next((t.i for t in sentence.tokens if t.head == t.i), -1)


def main(sentence: Sentence) -> Token | None:
    """The subject of the main clause."""
    top = root(sentence)
    return next((t for t in sentence.tokens if t.dep in ("nsubj", "nsubjpass", "expl") and t.head == top), None)


def unsettled(sentence: Sentence, site: Callable[[str], bool], empty: Container[str]) -> bool:
    """Whether the sentence is about a plant that nobody could tell from others: then "it" is no one else."""
    at = main(sentence)
    if at is None or at.mention is None:
        return at is not None and at.lemma.lower() in empty
    about = sentence.mentions[at.mention]
    return site(about.type) and not about.entity and not about.group
