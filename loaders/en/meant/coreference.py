"""Who "it", "the company", "the plant" and "its smelter" are: decided once, in the order of the text.

Conservative: the nearest subject before, of the right kind; nothing where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.en.meant import antecedents, outright
from loaders.en.meant.ahead import ahead
from loaders.en.meant.antecedents import (
    about_plants,
    aside,
    buyers,
    closed,
    coordinated,
    depth,
    fellow,
    going_on,
    meant,
    modified,
    ordered,
    possessors,
    precedes,
    relative,
    subjects,
)
from loaders.en.meant.gist import (
    actor,
    alone,
    bare_post,
    by_person,
    deal,
    hired,
    matter,
    owner,
    reported,
    sayer,
    told,
    unsettled,
    whose,
)
from loaders.en.meant.held import Held
from loaders.en.meant.nations import of_nation
from loaders.en.meant.nominal import FAR, same
from loaders.en.meant.openings import Opening
from loaders.en.meant.outright import counterpart, explained, heading, joined, of_whole, opening, somebody
from loaders.en.meant.parties import Parties, by_noun, counted, dealt, pair
from loaders.en.meant.seated import employer, seat, seated
from loaders.en.meant.settled import Settled
from loaders.en.meant.staked import staked
from loaders.en.meant.voice import Voice
from loaders.en.names.divisions import DIVISION, opens
from loaders.en.parsing.parse import Sentence
from loaders.mentions import Mention
from ontology.errors import InvalidName

PRONOUNS = frozenset({"it", "its"})
FIRST = frozenset({"we", "our", "ours", "us"})
ORDER = ("the former", "the latter")


@dataclass
class Tracker(Voice):
    """What has been spoken of so far in one document."""

    subject: Mention | None = None
    lead: Mention | None = None  # the company that was the first to be the subject of a sentence
    before: Mention | None = None
    """The subject before a sentence that is about an undertaking: it counts again after the next one."""
    several: tuple[Mention, ...] = ()
    shared: bool = False  # whether the last sentence spoke of firms side by side: "the company" is none of them
    parties: Parties = field(default_factory=Parties)
    last: tuple[Mention, ...] = ()  # the mentions of the last sentence
    paragraph: int = -1  # that of the last sentence
    held: Held = field(default_factory=Held)
    opening: Opening = field(default_factory=Opening)
    dealt: bool = False  # whether the last sentence told of a purchase: "the company" may be either

    def __post_init__(self) -> None:
        super().__post_init__()
        self.plants = Settled(self.resolver, self.ontology, self.words, self._found, self.seen)

    def resolve(self, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """The sentences with every mention's entity and rung, "" where there is no antecedent."""
        for sentence in sentences:
            done: list[Mention] = []
            for k, mention in enumerate(sentence.mentions):
                done.append(self._resolved(mention, sentence, k, done))
                self.seen += [m for m in done[-1].each if m.entity]
            for k, mention in enumerate(done):  # "a refinery that it built": whose it is stands after it
                if mention.indefinite and not mention.entity:
                    done[k] = self._resolved(mention, sentence, k, done)
            resolved = sentence.naming(tuple(ahead(sentence, done)))
            if self.subject is None or not outright.holding(resolved):
                self._note(resolved)
            self.subject = matter(resolved) or self.subject
            self.held.note(resolved, self.plants.site)
            self.dealt = deal(resolved, self.deals)
            self.parties = dealt(resolved, self.deals, self.words) or self.parties
            if sentence.paragraph != self.paragraph:
                self.opening = Opening(self._titled(), self.lead, self.company)
            self.last, self.paragraph = resolved.mentions, sentence.paragraph
            self.told.append(resolved)
            yield resolved

    def _resolved(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention:
        try:
            if mention.type == "" or mention.type == "several":
                return self._pronoun(mention, sentence, k, done)
            if (name := explained(self.text, sentence, k)) is not None:
                return same(mention, self._found(name, None))
            if mention.nominal and mention.head and not self.plants.site(mention.type):
                return same(mention, self._named(mention, sentence, done))
            if mention.nominal:
                return self.plants.noted(self.plants.resolve(mention, sentence, k, done), sentence, k, done)
            found = self.plants.noted(self._found(mention, self._parent(mention, sentence, k)), sentence, k, done)
            plant = self.plants.stands_for(found, sentence, k)
            return found if plant is None else same(mention, plant)
        except InvalidName:
            return mention

    def _pronoun(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention:
        if mention.text.lower() in PRONOUNS:
            found = self._antecedent(mention, sentence, k, done)
            acts = found is not None and self.plants.site(found.type) and outright.builds(sentence, k)
            return same(mention, (self.company or found) if acts else found)
        if mention.text.lower() in FIRST:
            return same(mention, self._speaker(mention, sentence))
        if mention.text.lower() in ORDER:
            two = pair(done) or pair(self.last)
            return same(mention, two[ORDER.index(mention.text.lower())]) if two else mention
        here = max((coordinated(sentence, done, i) for i in subjects(sentence, len(done))), key=len, default=())
        group = tuple(m for m in here if actor(m)) if len(here) > 1 else self.several
        return replace(mention, group=tuple(same(mention, m) for m in counted(mention, group, self.seen)))

    def _antecedent(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention | None:
        owner = precedes(sentence, mention, self.plants.site)
        whole = mention.text.lower() == "it"
        if whole and (outright.divided(self.text, mention) or antecedents.material(sentence, k, done)):
            return None
        who = relative(sentence, k) if not whole or antecedents.speaking(sentence, k) else None
        if who is not None and who < len(done) and actor(done[who]):
            return done[who] if done[who].type == "Company" or not owner else None
        if (sure := self._outright(mention, sentence, k, done)) is not None:
            return sure
        beside = fellow(sentence, k) if whole else frozenset()
        barred = closed(sentence, k) | buyers(sentence, k, self.deals) | beside | meant(done, beside)
        barred |= modified(sentence, k) if whole else frozenset()
        if whole and outright.stranger(sentence, sentence.token(k), self.strangers):
            return None
        doer, unknown = outright.doer(
            done, (i for i in subjects(sentence, len(done), self.stages) if i not in barred), owner
        )
        if doer is not None or unknown:
            return doer
        head = antecedents.leading(sentence, len(done))
        if head is not None and not whole and done[head].type == "Company" and actor(done[head]):
            return done[head]
        whose = [done[i] for i in possessors(sentence, len(done)) if actor(done[i])]
        if (
            whose
            and not (owner and not about_plants(sentence, done, self.stages, self.plants.site))
            and len({m.entity for m in whose}) == 1
        ):
            return whose[-1]
        if owner and (firm := opening(sentence, done)) is not None:
            return firm
        if owner and somebody(sentence, sentence.token(k), self.unnamed):
            return None
        return self._carried(sentence, k, owner, bool(beside))

    def _carried(self, sentence: Sentence, k: int, owner: bool, beside: bool) -> Mention | None:
        """What the text spoke of last, where the sentence itself names nothing that is meant."""
        before = self.told[-1] if self.told else None
        if (plant := self.held.meant(sentence, k) or antecedents.parallel(before, sentence, k)) is not None:
            return plant
        if owner and (firm := self._speaks_for(sentence)) is not None:
            return firm
        if owner and (self.subject is None or self.subject.type != "Company"):
            return self.company or next((m for m in reversed(self.seen) if m.type == "Company"), None)
        if (
            beside
            and not antecedents.undergoing(sentence, k)
            and self.subject is not None
            and not self.plants.site(self.subject.type)
        ):
            return None  # "A will have half of it": not what the text spoke of last, but some other thing
        return (self.passed if sentence.mentions[k].text.lower() == "its" else None) or self.subject

    def _outright(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention | None:
        """The plant whose capacity "its" tells, or the firm that is told to do what is said."""
        last = done[-1] if done and self.plants.site(done[-1].type) and done[-1].entity else None
        if last is not None and of_whole(self.text, last, mention, self.words):
            return last
        if mention.text == "its" and (beside := joined(self.text, done, mention)) is not None:
            return beside
        if mention.text == "it" and (at := going_on(sentence, k)) is not None and actor(done[at]):
            return done[at]
        told = ordered(sentence, k, self.control)
        firm = done[told] if told is not None and told < len(done) else None
        return firm if firm is not None and firm.type == "Company" and firm.entity else None

    def _named(self, mention: Mention, sentence: Sentence, done: list[Mention]) -> Mention | None:
        """The antecedent of "the company", "the Group", "the ministry"."""
        if nation := self._nation(mention):
            return of_nation(self.text, nation, reversed(self.seen), self.told, self.resolver.registry)
        if mention.type != "Company":
            return self._body(mention)
        if mention.head == DIVISION:
            return (self._titled() or self.lead) if opens(self.text, mention, sentence.start) else None
        if (town := seat(self.text, done, mention)) is not None:
            around = (m for m in (self._titled(), self.lead, self.company, *reversed(self.seen)) if m is not None)
            return seated(town, around, self.resolver.registry)
        settled, firm = by_noun(self.text, mention.head, self.parties, [*self.seen[-FAR:], *done], self.words)
        if settled:
            return firm
        return self._firm(mention, sentence, done)

    def _firm(self, mention: Mention, sentence: Sentence, done: Sequence[Mention]) -> Mention | None:
        """The firm that any firm's noun stands for: "the company", "the group", "the producer"."""
        if mention.text[4:].istitle() and (filer := self._titled()) is not None:
            return filer  # "the Company" of a filing
        if (own := self._own(mention, sentence) or staked(self.text, mention, reversed(self.seen))) is not None:
            return own
        if self.dealt and self.text[mention.end : mention.end + 12].split()[:1] not in self.acts:
            self.subject = None  # nor is "it" in the next sentence
            return None
        if self.shared and mention.head not in self.words["names"]["nominals"]["general"]:
            return None
        anew = sentence.paragraph != self.paragraph
        if mention.head == "group":
            return self._group(mention, sentence, anew, self.subject) or self.lead
        firms = {m.entity: m for m in done if m.type == "Company" and m.entity}
        about = self.opening.about(self.text, sentence, self.company) if anew and not firms else None
        known = about or outright.stays(self.told, sentence, self.company, self._titled())
        return known or (next(iter(firms.values())) if len(firms) == 1 else None)

    def _note(self, sentence: Sentence) -> None:
        """Remembers the subject of the sentence: the main clause's first, else the first actor that is one."""
        if (firm := heading(sentence)) is not None:
            self.subject, self.company, self.shared = firm, firm, False
            return
        end = sentence.text.find("; ") % (len(sentence.text) + 1)  # "A runs it; B has a stake": the company is A
        limit = sum(m.start - sentence.start < end for m in sentence.mentions)
        said = reported(sentence, self.speech)
        ids = subjects(sentence, limit, self.stages)
        at = {t.mention: t for t in sentence.tokens if t.mention is not None}
        actors = [(at[k], sentence.mentions[k]) for k in ids]
        actors = [(t, m) for t, m in actors if actor(m) and (t.i < t.head or t.dep in ("pobj", "appos"))]
        actors = [(t, m) for t, m in actors if not aside(sentence, t)] or told(sentence, self.roles)
        rows = [coordinated(sentence, sentence.mentions, k) for k in ids]
        self.several = next((r for r in rows if len(r) > 1 and all(actor(m) for m in r)), self.several)
        before, self.before, self.passed = self.before, None, None
        if unsettled(sentence, self.plants.site, self.ventures | self.empty):
            self.before, self.subject = self.subject or before, alone(sentence, self.empty)
        elif actors:
            leader = min(actors, key=lambda row: (depth(sentence, row[0]), row[0].i))
            self.shared = False
            joined = next((r for r in rows if len({m.entity for m in r}) > 1 and leader[1] in r), None)
            if joined is not None:
                if self.company is None or not counterpart(sentence, self.roles):
                    self._beside(sentence, joined)
                return
            self.passed = outright.going_by(sentence, leader[1], self.seen, self.words["names"]["nominals"]["general"])
            self.subject = leader[1]
            firm = self.passed or next(
                (m for _, m in sorted(actors, key=lambda row: depth(sentence, row[0])) if m.type == "Company"), None
            )
            known = (
                (bare_post(sentence) and self.lead) or self.company if said else outright.writer(sentence, leader[0])
            )
            beside = self.company is not None and counterpart(sentence, self.roles)
            beside = beside or outright.related(sentence, self.company, self.kin, self._titled())
            self.company = self.company if beside else known or firm or owner(sentence) or self.company
            self.lead = self.lead or self.company
        else:
            self.subject = self.subject or before
            if (done_to := by_person(sentence) or whose(sentence) or opening(sentence, sentence.mentions)) is not None:
                self.subject = self.company = done_to
        speaks = employer(self.text, sentence, actors) if said else None
        self.company = sayer(self.text, sentence, self.speech) or speaks or self.company
        for m in sentence.mentions:
            if m.type == "Person" and m.entity and actors and self.company is not None:
                self.staff.setdefault(m.entity, self.company)
        if not self.shared and self.company is None:
            firms = {m.entity: m for m in reversed(sentence.mentions) if m.entity and m.type == "Company"}
            self.company = next(iter(firms.values())) if len(firms) == 1 else None

    def _beside(self, sentence: Sentence, joined: Sequence[Mention]) -> None:
        """After "A and B close C" one thing alone is C, or nobody."""
        others = {m.entity: m for m in sentence.mentions if actor(m) and m.entity not in {j.entity for j in joined}}
        firms = [m for m in others.values() if m.type == "Company"]
        firm = (self._titled() or self.lead) if hired(sentence, self.roles) else None  # "the auditor is C"
        self.shared = firm is None
        self.subject = firm or (next(iter(others.values())) if len(others) == 1 else None)
        self.company = firm or (firms[0] if len(firms) == 1 else None)
