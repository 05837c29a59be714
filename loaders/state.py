"""What the sentences of a document leave for later ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loaders.check import Candidate
from loaders.en.meant.antecedents import together
from loaders.en.meant.lumped import lumped
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import Lexicon, clue, read
from loaders.mentions import Mention

TICKER = re.compile(r"\s*\([^()]*\)\W*$")  # behind a name that stands alone: "SURALCO (NYSE: SUR)."


class State:
    """What earlier sentences leave for later ones: the topic, the only product, the last candidates."""

    def __init__(self, topic: Mention | None, owners: Mapping[str, Mention] | None = None) -> None:
        self.topic = topic
        self.owners = dict(owners or {})
        self.products: set[str] = set()
        self.last: list[Candidate] = []
        self.latest: dict[str, Candidate] = {}
        self.figured: list[Candidate] = []  # the figures of the last sentence
        self.here: set[str] = set()  # whom the paragraph has named so far
        self.thing: Mention | None = None
        self.paragraph = -1
        self.plant: Mention | None = None
        """The one plant of the last sentence that named any; None where it named several."""
        self.named: Counter[str] = Counter()
        self.signer: Mention | None = None
        """The person whose name was all that the last line said."""
        self.signing: Mention | None = None
        """The firm of the last line that named nothing else: "For Suralco Ltd"."""
        self.site: Mention | None = None  # the plant that was named last
        self.speaker: Mention | None = None
        """The company that the last sentence with one as its subject speaks of."""
        self.sites: dict[str, Mention] = {}
        """The plants named so far."""
        self.places: dict[str, set[str]] = {}
        """The plants that the text has placed so far, by their places."""
        self.keepers: dict[str, Mention] = dict(self.owners)
        """Who runs or owns each plant, as far as the text has told."""
        self.introduced: Mention | None = None
        """Of whom the sentence spoke that ended with a colon."""
        self.makes: dict[str, set[str]] = {}
        """What each firm or plant makes, as far as the text has told."""
        self.near: tuple[Mention, ...] = ()
        """The firms and plants of the last sentence, as it names them."""
        self.around: frozenset[str] = frozenset()
        """The firms and plants of the last sentence that named any."""
        self.held: Mention | None = None
        """The firm whose owners the paragraph speaks of."""
        self.about: Mention | None = None
        """The firm or plant of which the last sentence spoke that has one as its subject; None where it had several."""
        self.heading: Mention | None = None
        """What the heading of the paragraph names."""
        self.headed = False
        """Whether the last sentence was a heading."""
        self.stuff: Mention | None = None
        """The one product that the last sentence named."""
        self.asked = False
        """Whether the last sentence was a question."""

    def note(self, sentence: Sentence, rows: Sequence[Candidate]) -> None:
        """Takes in a sentence once it has been read."""
        if rows:
            self.last = list(rows)
        self.near = tuple(m for k in sentence.mentions for m in k.each if m.entity.startswith(("org/", "site/")))
        self.around = frozenset(m.entity for m in self.near) or self.around
        self._standing_alone(sentence)
        sites = [m for m in sentence.mentions if m.entity.startswith("site/") and not m.group]
        self.site = sites[-1] if sites else self.site
        plants = {m.entity: m for k in sentence.mentions for m in k.each if m.entity.startswith("site/")}
        self._sited(plants, rows)
        fresh = self.paragraph != sentence.paragraph
        self.paragraph = sentence.paragraph
        self.here = {m.entity for m in self.near} | (set() if fresh else self.here)
        self.introduced = (speaker(sentence) or self.topic) if sentence.text.endswith(":") else self.introduced
        if plants:
            self.plant = next(iter(plants.values())) if len(plants) == 1 and not _goal(sentence) else None
        self.latest.update((c.predicate, c) for c in rows)
        self._kept(rows)
        for made, firm in ((c.object, c.subject) for c in rows if c.predicate == "produces"):
            if made is not None and made.product:
                self.makes.setdefault(firm.entity, set()).add(made.product)
        self.named.update(m.product for m in sentence.mentions if m.product)
        things = [m for m in (self.thing, *sentence.mentions) if m is not None and m.product and m.entity]
        self.thing = max(reversed(things), key=lambda m: self.named[m.product], default=None)
        self.products |= {m.product for m in sentence.mentions if m.product}
        subject = next((m for t, m in _named(sentence) if t.dep.startswith("nsubj")), None)
        self.speaker = None if _unknown(sentence) else speaker(sentence) or self.speaker
        self.heading = self.about if self.headed else None if fresh else self.heading
        gone = self.stuff is not None and not fresh and sentence.text.startswith("They ")  # "They go to X": anodes
        before = self.about if self.headed or not fresh else None
        self.about = self.about if gone else about(sentence, before, self.heading is not None)
        self.headed = _heads(sentence)
        self.asked = sentence.text.rstrip().endswith("?")
        self.stuff = _stuff(sentence, self.asked)
        if self.topic is None and subject is not None and subject.entity and subject.type == "Company":
            self.topic = subject
        if self.topic is None and not sentence.tokens:  # Chinese
            self.topic = next((m for m in sentence.mentions if m.type == "Company" and m.entity), None)
        elif self.topic is None:
            rest = (m for t, m in _named(sentence) if m.type == "Company" and m.entity and t.dep != "pobj")
            self.topic = next(rest, None) if any(t.tag.startswith("VB") for t in sentence.tokens) else None

    def _kept(self, rows: Sequence[Candidate]) -> None:
        """Remembers who runs each plant, else which firm alone it belongs to."""
        now = [(c, c.object) for c in rows if c.status == "actual" and c.object is not None]
        for c, plant in now:
            whole = c.predicate == "owns" and "share" not in c.qualifiers and c.subject.type == "Company"
            if whole and plant.entity.startswith("site/") and plant.entity not in self.keepers:
                self.keepers[plant.entity] = self.owners[plant.entity] = c.subject
        for c, plant in now:
            if c.predicate == "operates" and self.keepers.get(plant.entity) == self.owners.get(plant.entity):
                self.keepers[plant.entity] = c.subject

    def goes_on(self, sentence: Sentence) -> bool:
        """Whether the sentence is of the same paragraph, or of the one below a heading."""
        return self.headed or self.paragraph == sentence.paragraph

    def over(self, sentence: Sentence) -> Mention | None:
        """What the heading over the sentence names."""
        return self.about if self.headed else self.heading if self.goes_on(sentence) else None

    def _standing_alone(self, sentence: Sentence) -> None:
        """Remembers the name that is all of a line."""
        alone = [m for m in sentence.mentions if _alone(sentence, m)]
        self.signer = next((m for m in alone if m.type == "Person" and m.entity), None)
        self.signing = next((m for m in alone if m.type == "Company" and m.entity), self.signing)

    def _sited(self, plants: dict[str, Mention], rows: Sequence[Candidate]) -> None:
        """Remembers the plants of a sentence, and where they lie."""
        self.sites.update({id: m for id, m in plants.items() if id not in self.sites})
        for mention in plants.values():
            for place in (m for m in mention.inside if m.type == "Place" and m.entity):
                self.places.setdefault(place.entity, set()).add(mention.entity)
        for c in rows:
            if c.predicate == "locatedIn" and c.object is not None and c.subject.entity in self.sites:
                self.places.setdefault(c.object.entity, set()).add(c.subject.entity)

    @property
    def sole(self) -> Mention | None:
        """The one plant that the text has named so far; None where there are more."""
        return next(iter(self.sites.values())) if len(self.sites) == 1 else None

    def lying(self, place: str) -> Mention | None:
        """The one plant that the text has placed there."""
        found = self.places.get(place) or {id for id in self.sites if _called(id, place)}
        one = self.sites.get(next(iter(found))) if len(found) == 1 else None
        return None if one is not None and lumped(one, self.sites.values()) else one

    def product(self, sentence: Sentence) -> str:
        """The one product that the text has named so far, this sentence included; "" where there are more."""
        named = self.products | {m.product for m in sentence.mentions if m.product}
        return next(iter(named)) if len(named) == 1 else ""

    def continues(self, sentence: Sentence, words: Lexicon) -> bool:
        """Whether the sentence goes on with a part of what the last one said."""
        opening = sentence.text[:40].lower()
        return any(opening.startswith(c) for c in words.words("syntax", "continues"))


def _goal(sentence: Sentence) -> bool:
    """Whether a plant is only where something goes to or comes from: "200,000 tonnes go to the Lynemouth smelter"."""
    sites = [t for t, m in _named(sentence) if m.entity.startswith("site/")]
    return bool(sites) and all(t.dep == "pobj" and sentence.tokens[t.head].lemma in ("to", "from") for t in sites)


def _named(sentence: Sentence) -> Iterator[tuple[Token, Mention]]:
    return ((t, sentence.mentions[t.mention]) for t in sentence.tokens if t.mention is not None)


def _unknown(sentence: Sentence) -> bool:
    """Whether the sentence is about a company that nobody could tell."""
    firms = [sentence.mentions[t.mention] for t in _tops(sentence) if t.mention is not None]
    return any(m.type == "Company" and m.nominal and not m.entity for m in firms)


def speaker(sentence: Sentence) -> Mention | None:
    """The company that is the subject of the main clause, or whose plants or products are; None of several."""
    return next((m for m in _foremost(sentence) if m.type == "Company" and m.entity and not m.group), None)


def told_by(sentence: Sentence) -> Mention | None:
    """The firm that somebody speaks of: X in "X is not selling, chief executive Y said"; no part of another."""
    said = (c for c in sentence.children(_root(sentence)) if c.dep == "ccomp")
    clause = next((c for c in said if c.i < _root(sentence)), None)
    tops = [c for c in sentence.children(clause.i) if c.dep in ("nsubj", "nsubjpass")] if clause is not None else []
    firms = [sentence.mentions[t.mention] for t in tops if t.mention is not None]
    firm = firms[0] if len(firms) == 1 else None
    related = firm is not None and clue("state.part").search(sentence.text, 0, firm.start - sentence.start) is not None
    return firm if firm is not None and firm.type == "Company" and firm.entity and not (related or firm.group) else None


def employer(sentence: Sentence, house: Mention | None, speaks: bool) -> Mention | None:
    """Whose officer somebody is that the sentence itself names, or what stands over it; `speaks` says that he may."""
    if (known := house or at_house(sentence)) is not None:
        return known
    own = (speaker(sentence) or told_by(sentence)) if speaks else None
    return own if own is not None and not own.nominal else None


def others(sentence: Sentence, topic: Mention | None) -> bool:
    """Whether firms, none that somebody came from, are named and the text is about another: "X will gain, said Y"."""
    here = (m for m in sentence.mentions if m.type == "Company" and m.entity and not m.nominal)
    firms = {m.entity for m in here if not clue("state.formerly").search(sentence.text[: m.start - sentence.start])}
    return topic is not None and bool(firms) and topic.entity not in firms


def about(sentence: Sentence, before: Mention | None, under: bool = False) -> Mention | None:
    """The firm or plant that is the subject of the main clause, or whose it is; else the one `before`.

    Of a group, a place or a name that nobody knows it has no entity. What a heading names stays through the sentences
    `under` it of which "we" or "the company" is the subject.
    """
    if _heads(sentence):
        return next((m for m in sentence.mentions if m.entity and m.type != "Product"), before)
    if any(clue("state.related").fullmatch(c.lemma) and c.dep == "attr" for c in sentence.children(_root(sentence))):
        return before  # "Airbus is the best known customer" speaks of the firm whose customer it is
    rows = _foremost(sentence)
    told = next((m for m in rows if m.type not in ("Product", "Person")), None)
    if told is None:
        return _stranger(sentence) or before
    if under and told.nominal and told.type == "Company":
        return before
    if told.type == "Company" and together(sentence, _tops(sentence)):
        return replace(told, entity="")  # "A and B have formed X": what comes next may be said of any of them
    return told if told.entity.startswith(("org/", "site/")) and not told.group else replace(told, entity="")


def _heads(sentence: Sentence) -> bool:
    """Whether a line only names what the next ones are about: "Mt. Holly.", "The Alumar smelter"."""
    verbs = any(t.tag.startswith(("VB", "MD")) for t in sentence.tokens)
    named = [m for m in sentence.mentions if m.type != "Exchange"]  # the ticker's
    short = 0 < len(sentence.tokens) < 6 and ":" not in sentence.text.rstrip(" :")  # "Auditor: Foobar" tells a fact
    return not verbs and len(named) == 1 and (short or _alone(sentence, named[0]))


def _stuff(sentence: Sentence, asked: bool) -> Mention | None:
    """The one product of a sentence; in a question also power and fuel: "And power?", "What about the gas?"."""
    stuff = {m.product: m for m in sentence.mentions if m.product}
    if stuff or not asked:
        return next(iter(stuff.values())) if len(stuff) == 1 else None
    called = read()["flows"]["called"]
    found = ((t, called[t.lemma.lower()]) for t in sentence.tokens if t.mention is None and t.lemma.lower() in called)
    return next((Mention(t.start, t.end, t.text, "Product", product=stuff) for t, stuff in found), None)


def _alone(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name is all of a line, but for its ticker and what introduces a signer."""
    line = TICKER.sub("", clue("state.alone").sub("", sentence.text)).rstrip(" .:,")
    return line == mention.text.rstrip(".")


def _called(site: str, place: str) -> bool:
    """Whether a plant bears the name of a place."""
    return f"-{site.partition('/')[2]}-".find(f"-{place.partition('/')[2]}-") >= 0


def _stranger(sentence: Sentence) -> Mention | None:
    """The subject where it bears a name that nobody knows."""
    named = (t for t in _tops(sentence) if t.mention is None and t.tag == "NNP")
    return next((Mention(t.start, t.end, t.text, "Company") for t in named), None)


def _root(sentence: Sentence) -> int:
    """The verb of the main clause; -1 where there is none."""
    return next((t.i for t in sentence.tokens if t.head == t.i and t.tag.startswith(("VB", "MD"))), -1)


def _tops(sentence: Sentence) -> list[Token]:
    """The subjects of the main clause."""
    return [c for c in sentence.children(_root(sentence)) if c.dep.startswith("nsubj")]


def _foremost(sentence: Sentence) -> list[Mention]:
    """The mentions that are the subject of the main clause, then those whose it is or that stand behind its "of"."""
    top = _tops(sentence)
    rows = [*top, *(g for c in top for g in sentence.children(c.i) if g.dep == "poss" or g.lemma == "of")]
    rows += [g for c in rows if c.lemma == "of" for g in sentence.children(c.i)]
    return [sentence.mentions[t.mention] for t in rows if t.mention is not None]


def at_house(sentence: Sentence) -> Mention | None:
    """The firm that a sentence says where it is: "At Suralco, a miner, A takes over as chairman"."""
    first = next(iter(sentence.mentions), None)
    opens = first is not None and sentence.text[: first.start - sentence.start] in ("At ", "At the ")
    return first if opens and first is not None and first.entity.startswith("org/") else None


def first_firm(sentence: Sentence) -> Mention | None:
    """The first company of a sentence."""
    return next((m for m in sentence.mentions if m.type == "Company" and m.entity), None)
