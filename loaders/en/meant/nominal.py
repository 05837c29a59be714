"""Nominals in their sentence: what they stand for, their token, what tells them from others, who chose their site."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.statement import Entity
from loaders.en.meant.antecedents import outside
from loaders.en.names.facilities import behind, plural
from loaders.en.parsing.parse import Sentence, Token
from loaders.en.parsing.syntax import Syntax
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention

TOWN = re.compile(r"([A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})\s[a-z][a-z\s-]+$")
OF_FIRM = re.compile(r"(?:\s(?:in|at|near)\s[^,;.]{2,30})?\sof\s(?:the\s)?")


FAR = 400
"""Mentions back that a noun is looked up in: more than a text of ordinary length has."""


@dataclass
class Sites:
    """The plants among the mentions `seen`, which grow: a long text names thousands of others."""

    site: Callable[[str], bool]
    seen: Sequence[Mention]
    rows: list[Mention] = field(default_factory=list)
    towns: dict[str, dict[str, Mention]] = field(default_factory=dict)
    """Those of a name and a noun, by the name: "Foobar" of "Foobar smelter"."""
    named: dict[str, list[Mention]] = field(default_factory=dict)
    """Those of an entity, by its id."""
    firms: set[str] = field(default_factory=set)
    """The ids of the firms among what was seen."""
    told: int = 0
    """How many of `seen` were gone through."""

    def __call__(self) -> list[Mention]:
        """Those of now, in their order."""
        added = self.seen[self.told :]
        fresh = [m for m in added if self.site(m.type)]
        self.rows += fresh
        self.firms.update(m.entity for m in added if m.type == "Company")
        for m in fresh:
            self.named.setdefault(m.entity, []).append(m)
            if town := TOWN.match(m.text):
                self.towns.setdefault(town[1], {})[m.entity] = m
        self.told = len(self.seen)
        return self.rows


def same(mention: Mention, other: Mention | None) -> Mention:
    """The mention as one of what another one means."""
    if other is None:
        return mention
    return replace(
        mention,
        entity=other.entity,
        type=other.type,
        rung="coreference",
        name=other.name if other.rung == "coreference" else other.text,
    )


def counted(mention: Mention, sentence: Sentence) -> bool:
    """Whether the text gives the number of the plants, "two sites, in Tuzla and in Dilovasi", or says who has them."""
    several = clue("nominal.count").search(sentence.text[: max(0, mention.start - sentence.start)])
    return several is not None and (bool(mention.group) or _worked(mention, sentence))


def _worked(mention: Mention, sentence: Sentence) -> bool:
    """Whether something is made there: "melts scrap at two plants in Coldwater"."""
    token = sentence.standing(mention)
    above = sentence.tokens[token.head] if token is not None and token.dep == "pobj" else None
    return above is not None and above.lemma in ("at", "in") and sentence.tokens[above.head].tag.startswith("VB")


def phrase_of(mention: Mention, sentence: Sentence, token: Token) -> str:
    """The words that tell a new plant from others: "refinery that it never built", "with an output of 2 Mt"."""
    if plural(mention):  # "three smelters with a joint capacity": how many is what tells
        count = next((c.text + " " for c in sentence.children(token.i) if c.dep == "nummod"), "")
        return count + mention.text
    if re.match(r"\d", mention.text):  # "600,000-tonne smelter that it wants": its size tells it
        return mention.text
    telling = [c for c in sentence.children(token.i) if c.dep == "relcl" or c.lemma == "with"]
    last = max((sentence.tokens[i].end for c in telling[:1] for i in sentence.subtree(c.i)), default=mention.end)
    words = sentence.text[mention.start - sentence.start : last - sentence.start]
    cut = re.search(r"(?<!\d)[,;]|[,;](?!\d)|\.(?=\s+[A-Z]|$)", words)  # not the stops of "Foobar S.A. has"
    told = words[: cut.start()].rstrip() if cut else words
    return told if told.count(" ") < 12 else mention.text  # what is long tells of the plant, it does not name it


def explained(sentence: Sentence, k: int) -> int | None:
    """The mention right before that a superlative explains: X in "X, the largest mill", "X in Neuss, its only mill"."""
    base, plant = sentence.start, sentence.mentions[k]
    if k == 0 or not clue("nominal.new").match(plant.text):
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


def chosen_for(sentence: Sentence, token: Token) -> Token | None:
    """The verb in "picked A as the site of a mill"."""
    as_ = token
    for _ in range(2):
        as_ = sentence.tokens[as_.head] if as_.dep == "pobj" else as_
        if as_.lemma == "as":
            return sentence.tokens[as_.head]
        as_ = sentence.tokens[as_.head]
    return None


def state_of(mention: Mention, sentence: Sentence, k: int) -> Mention | None:
    """The state right after the plant's town: "its smelter at Tacoma, Wash."."""
    after = sentence.mentions[k + 1] if k + 1 < len(sentence.mentions) and not mention.group else None
    if after is None or after.type != "Place":
        return None
    gap = sentence.text[mention.end - sentence.start : after.start - sentence.start]
    beyond = sentence.text[after.end - sentence.start :]
    return after if gap == ", " and not re.match(r"(?:,?\s+and|,)\s+(?:the\s+)?[A-Z]", beyond) else None


def doers(sentence: Sentence, verb: Token, words: Lexicon) -> list[int]:
    """Who does what a verb tells, as numbers of mentions: X in "another customer, X, runs a mill"."""
    syntax = Syntax(sentence, words)
    found = (sentence.tokens[i].mention for i, _ in syntax.filled(syntax.doers(verb.i)))
    return [m for m in found if m is not None]


def begun(sentence: Sentence, token: Token, into: Mapping[str, Container[str]]) -> Token | None:
    """The verb of putting money or work into what is not there yet: "spend 90 mln on a mill", "began work on"."""
    above = sentence.tokens[token.head]
    if token.dep != "pobj" or above.lemma not in into:
        return _pointed(sentence, token, into)
    verb = sentence.tokens[above.head]
    if any(c.dep == "dobj" and c.lemma in into[above.lemma] and c.i < above.i for c in sentence.children(verb.i)):
        return verb  # "broke ground in Moengo on a mill"
    if verb.tag.startswith("N") and verb.lemma in into[above.lemma]:
        verb = sentence.tokens[verb.head]
        return verb if verb.tag.startswith("VB") else None
    return verb if verb.tag.startswith("VB") and verb.lemma in into[above.lemma] else None


def _pointed(sentence: Sentence, token: Token, into: Mapping[str, Container[str]]) -> Token | None:
    """The same in a clause behind it: "a washing plant, on which it hopes to spend 12 million"."""
    for clause in (c for c in sentence.children(token.i) if c.dep == "relcl"):
        verbs = [clause, *(c for c in sentence.children(clause.i) if c.dep == "xcomp")]
        preps = [c for v in verbs for c in sentence.children(v.i) if c.lemma in into]
        for prep in (p for p in preps if any(g.tag == "WDT" for g in sentence.children(p.i))):
            if (verb := next((v for v in verbs if v.lemma in into[prep.lemma]), None)) is not None:
                return verb
    return None


def sellers(sentence: Sentence, token: Token | None, limit: int, deals: Container[str]) -> list[int]:
    """From whom somebody buys it: "agreed to buy four extrusion plants from Howmet"."""
    verb = sentence.tokens[token.head] if token is not None and token.dep == "dobj" else None
    if verb is None or token is None or verb.lemma not in deals:
        return []
    beside = [*sentence.children(token.i), *sentence.children(verb.i)]
    below = [g for c in beside if c.lemma == "from" for g in sentence.children(c.i)]
    return [g.mention for g in below if g.dep == "pobj" and g.mention is not None and g.mention < limit]


def held(sentence: Sentence, k: int) -> bool:
    """Whether somebody has or does something to the plants: "has smelters at Bintulu"."""
    return any(t.mention == k and t.dep == "dobj" for t in sentence.tokens)


def without_states(members: Sequence[Mention], wide: Callable[[Mention | None], bool]) -> tuple[Mention, ...]:
    """Plants at towns, without the states of those: "smelters in Jharsuguda, Odisha, and Korba"."""
    places = [next((m for m in k.inside if m.type == "Place"), None) for k in members]
    broad = [
        wide(p) and not (p and re.search(r"\band\s", k.text[: p.start - k.start][-9:]))
        for p, k in zip(places, members, strict=True)
    ]
    return tuple(m for k, m in enumerate(members) if not (broad[k] and k and not broad[k - 1]))


def with_place(mention: Mention, sentence: Sentence, k: int) -> Mention:
    """The plant with the place, mention `k`, behind its firm: "the refinery of Suralco in Moengo"."""
    place = sentence.mentions[k] if k < len(sentence.mentions) else None
    if place is None or place.type != "Place" or any(m.type == "Place" for m in mention.inside):
        return mention
    gap = sentence.text[sentence.mentions[k - 1].end - sentence.start : place.start - sentence.start]
    return replace(mention, inside=(*mention.inside, place)) if gap in (" in ", " at ", " near ") else mention


def owner_behind(
    sentence: Sentence, k: int, done: Sequence[Mention], found: Callable[[Mention, Entity | None], Mention]
) -> Mention | None:
    """The firm behind plant `k`: "the alumina refinery of Suralco", "a casthouse of its own"."""
    after = sentence.mentions[k + 1] if k + 1 < len(sentence.mentions) else None
    if after is None or not sentence.mentions[k].nominal:
        return None
    base, end = sentence.start, sentence.mentions[k].end - sentence.start
    if after.type == "" and clue("nominal.of_own").match(sentence.text, end):
        own = done[k + 1] if k + 1 < len(done) else None
        return own if own is not None and own.entity and own.type == "Company" else None
    sure = not after.guess or with_place(sentence.mentions[k], sentence, k + 2).inside
    behind = after.type == "Company" and not after.nominal and sure
    return found(after, None) if behind and OF_FIRM.fullmatch(sentence.text, end, after.start - base) else None


@functools.lru_cache(maxsize=4)
def spoken_own(words: Lexicon) -> re.Pattern[str]:
    """What only a firm says of its own: "our refinery"."""
    own = alternation(words["names"]["nominals"]["own"])
    return re.compile(rf"\b(?:our|we)\s+(?:[a-z]+\s+)?(?:{own})\b", re.IGNORECASE)


def attribute(sentence: Sentence, k: int) -> bool:
    """Whether the phrase only says what another thing is: "is the largest smelter in Asia"."""
    token = sentence.token(k)
    if token is None or token.dep != "attr":
        return False
    subject = next((c for c in sentence.children(token.head) if c.dep in ("nsubj", "expl")), None)
    plain = subject is not None and subject.mention is None and subject.tag in ("NN", "EX")
    return not plain  # "there is a mine", "its next project is a mill"


def whose_firm(sentence: Sentence, token: Token, done: Sequence[Mention]) -> Mention | None:
    """The firm before "whose": "Alba, whose smelter stands at Askar"."""
    while token.dep != "relcl" and token.head != token.i:
        token = sentence.tokens[token.head]
    at = sentence.tokens[outside(sentence, token.head)].mention
    firm = done[at] if at is not None and at < len(done) else None
    return firm if firm is not None and firm.entity and firm.type == "Company" else None


def there(
    mention: Mention, sentence: Sentence, seen: Sequence[Mention], near: Callable[[Mention], bool]
) -> Mention | None:
    """The town spoken of last, where the plant is "there": "the recycling centre there", "a mill at the same place"."""
    if not clue("nominal.there").match(sentence.text, mention.end - sentence.start):
        return None
    told = (p for m in reversed(seen) for p in (m, *m.inside) if p.type == "Place" and p.entity)
    return next((p for p in told if near(p)), None)


def which(sentence: Sentence, verb: Token) -> bool:
    """Whether a clause says what the noun before it does: "at Steg, which makes"."""
    return any(c.tag == "WDT" and c.dep == "nsubj" for c in sentence.children(verb.i))


def right_before(sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention | None:
    """The owner whose name or "its" stands right before plant `k`, however the parser read it."""
    owner = done[k - 1] if 0 < k <= len(done) else None
    if owner is None or not owner.entity or owner.group:
        return None
    gap = sentence.text[owner.end - sentence.start : sentence.mentions[k].start - sentence.start]
    said = gap in ("'s ", "’s ") if owner.text.lower() != "its" else gap == " "
    return owner if said and owner.type == "Company" else None


def beside(mention: Mention, sentence: Sentence, k: int) -> Mention:
    """The plant with the place of the one that is joined to it: "its smelter and rolling mill in Hannibal"."""
    after = sentence.mentions[k + 1] if k + 1 < len(sentence.mentions) and not mention.group else None
    if after is None or not after.head or after.group or after.type == "Company" or mention.inside:
        return mention
    place = after.inside[-1] if after.inside and behind(after, after.inside[-1]) else None
    gap = sentence.text[mention.end - sentence.start : after.start - sentence.start]
    return replace(mention, inside=(place,)) if place is not None and gap == " and " else mention


def aside(mention: Mention, sentence: Sentence) -> bool:
    """Whether an aside says where the plant is that was spoken of: "the plant, near Bluff"."""
    parted = re.search(r",\s(?:in|at|near|outside|just outside)\s", mention.text)
    return parted is not None and bool(re.search(r"\b[Tt]he\s$", sentence.text[: mention.start - sentence.start]))


def set_in(sentence: Sentence, verb: Token, done: Sequence[Mention], wishes: Container[str]) -> Mention | None:
    """The place of the clause that tells of a plant: "At Moengo X runs a mill", "broke ground in X on a mill"."""
    if verb.lemma in wishes and verb.lemma not in ("build", "construct", "erect", "put_up"):
        return None
    near = [c for c in sentence.children(verb.i) if c.lemma.lower() in ("in", "at", "near") and c.dep == "prep"]
    ends = [g.mention for c in near for g in sentence.children(c.i) if g.dep == "pobj" and g.mention is not None]
    places = [done[k] for k in ends if k < len(done) and done[k].type == "Place" and done[k].entity]
    chain = all(b.start - a.end < 14 for a, b in itertools.pairwise(places))  # "At Abasto, in Buenos Aires province,"
    return places[0] if places and chain else None
