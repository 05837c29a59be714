"""Who "it", "the company", "the plant" and "its smelter" are: decided once, in the order of the text.

Conservative: the nearest subject before, of the right kind; nothing where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.resolve import Resolver
from graph.statement import Entity
from loaders.definitions import Definition
from loaders.mentions import Mention
from loaders.parse import Sentence, Token
from ontology.errors import InvalidName
from ontology.model import Ontology

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PRONOUNS = frozenset({"it", "its"})
BETWEEN = re.compile(r",\s+|\s+in\s+(?:(?:the|northern|southern|eastern|western|central|north|south|east|west)\s+)*")


@dataclass
class Tracker:
    """What has been spoken of so far in one document."""

    resolver: Resolver
    ontology: Ontology
    text: str
    definitions: Sequence[Definition] = ()
    subject: Mention | None = None
    company: Mention | None = None
    seen: list[Mention] = field(default_factory=list)

    def resolve(self, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """The sentences with every mention's entity and rung, "" where there is no antecedent."""
        for sentence in sentences:
            done: list[Mention] = []
            for k, mention in enumerate(sentence.mentions):
                done.append(self._resolved(mention, sentence, k, done))
                if done[-1].entity:
                    self.seen.append(done[-1])
            resolved = replace(sentence, mentions=tuple(done))
            self._note(resolved)
            yield resolved

    def _resolved(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention:
        try:
            if mention.type == "":
                return self._taken(mention, self._antecedent(mention, sentence, done))
            if mention.nominal and mention.head and not self._site(mention.type):
                return self._taken(mention, self._named(mention, sentence, done))
            if mention.nominal:
                return self._plant(mention, sentence, k, done)
            return self._found(mention, self._parent(mention, sentence, k))
        except InvalidName:
            return mention

    def titled(self, mentions: Iterable[Mention]) -> Mention | None:
        """The first company of the title of which the body speaks too: what the document is about."""
        bodies = {m.entity: m for m in reversed(self.seen) if m.type == "Company"}
        for mention in mentions:
            if mention.type != "Company":
                continue
            try:
                entity, _ = self.resolver.resolve(mention.text, "Company")
            except InvalidName:
                continue
            if entity.id in bodies:
                return bodies[entity.id]
        return None

    def _site(self, type: str) -> bool:
        return type in self.ontology.classes and self.ontology.is_a(type, "Site")

    def _taken(self, mention: Mention, other: Mention | None) -> Mention:
        if other is None:
            return mention
        return replace(
            mention,
            entity=other.entity,
            type=other.type,
            rung="coreference",
            name=other.name if other.rung == "coreference" else other.text,
        )

    def _found(self, mention: Mention, parent: Entity | None) -> Mention:
        entity, rung = self.resolver.resolve(mention.form, mention.type, parent=parent.id if parent else None)
        inside = tuple(self._found(m, None) for m in mention.inside)
        for definition in self.definitions:
            if definition.long.start == mention.start:
                self.resolver.define(definition.short, entity)
        return replace(mention, entity=entity.id, rung=rung, type=entity.type, inside=inside)

    def _parent(self, mention: Mention, sentence: Sentence, k: int) -> Entity | None:
        """The larger place that stands right after: "Portland, Victoria", "Loon-Plage in northern France"."""
        if mention.type != "Place" or k + 1 >= len(sentence.mentions):
            return None
        after = sentence.mentions[k + 1]
        gap = self.text[mention.end : after.start]
        if (
            after.type != "Place"
            or not BETWEEN.fullmatch(gap)
            or (gap.startswith(",") and k + 2 < len(sentence.mentions) and self._listed(sentence, k))
        ):
            return None
        entity, _ = self.resolver.resolve(after.form, "Place")
        return entity

    def _listed(self, sentence: Sentence, k: int) -> bool:
        """Whether a comma parts items of a list ("Brazil, China and Austria")."""
        a, b = sentence.mentions[k + 1 : k + 3]
        return b.type == "Place" and re.fullmatch(r",?\s+and\s+|,\s+", self.text[a.end : b.start]) is not None

    def _plant(self, mention: Mention, sentence: Sentence, k: int, done: list[Mention]) -> Mention:
        if self._attribute(sentence, k):
            return mention
        inside = tuple(self._found(m, None) for m in mention.inside)
        place = next((m for m in inside if m.type == "Place"), None)
        owner = self._owner(sentence, k, done) or next((m for m in inside if m.type != "Place"), None)
        if place is None and (earlier := self._earlier(mention, owner)) is not None:
            return self._taken(mention, earlier)
        if owner is None and (place is None or (_plural(mention) and not self._held(sentence, k))):
            return mention
        known = self._same_place(mention, place, owner)
        if known is not None:
            return replace(self._taken(mention, known), inside=inside)
        entity, rung = self.resolver.plant(self._entity(owner), self._entity(place), mention.type, mention.text)
        return replace(mention, entity=entity.id, rung=rung, inside=inside)

    def _held(self, sentence: Sentence, k: int) -> bool:
        """Whether somebody has or does something to the plants: "has smelters at Bintulu"."""
        return any(t.mention == k and t.dep == "dobj" for t in sentence.tokens)

    def _attribute(self, sentence: Sentence, k: int) -> bool:
        """Whether the phrase only says what another thing is: "is the largest smelter in Asia"."""
        token = next((t for t in sentence.tokens if t.mention == k), None)
        return token is not None and token.dep == "attr"

    def _entity(self, mention: Mention | None) -> Entity | None:
        if mention is None:
            return None
        return self.resolver.entity(mention.entity)

    def _owner(self, sentence: Sentence, k: int, done: list[Mention]) -> Mention | None:
        token = next((t for t in sentence.tokens if t.mention == k), None)
        for child in sentence.children(token.i) if token else ():
            if (
                child.dep == "poss"
                and child.mention is not None
                and child.mention < len(done)
                and done[child.mention].entity
            ):
                return done[child.mention]
        return None

    def _earlier(self, mention: Mention, owner: Mention | None) -> Mention | None:
        """The last plant of the same class (any class for "the plant") that fits the owner."""
        if owner is not None or re.search(r"\b(?:big|larg|new|only)\w*\s", mention.text):
            return None
        for other in reversed(self.seen):
            if self._site(other.type) and self._may_be(mention, other.type) and _plural(other) == _plural(mention):
                return other
        return None

    def _may_be(self, mention: Mention, type: str) -> bool:
        return mention.type in ("Facility", "Site", type) or type == "Facility"

    def _same_place(self, mention: Mention, place: Mention | None, owner: Mention | None) -> Mention | None:
        """A plant of this class at this place, or of this owner, that was spoken of before."""
        for other in reversed(self.seen):
            if not (other.nominal and self._site(other.type) and self._may_be(mention, other.type)):
                continue
            at = {m.entity for m in other.inside}
            if place is not None and place.entity in at:
                return other
        return None

    def _antecedent(self, mention: Mention, sentence: Sentence, done: list[Mention]) -> Mention | None:
        if mention.text.lower() not in PRONOUNS:
            return None
        owner = self._owns_site(mention, sentence)
        for k in reversed(_subjects(sentence, len(done))):
            other = done[k]
            if self._actor(other) and (not owner or other.type == "Company"):
                return other
        if owner and (self.subject is None or self.subject.type != "Company"):
            return next((m for m in reversed(self.seen) if m.type == "Company"), None)
        return self.subject

    def _owns_site(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether a plant follows: "its smelter" is a company's."""
        after = next((m for m in sentence.mentions if m.start > mention.start), None)
        return after is not None and self._site(after.type) and after.start - mention.end < 3

    def _actor(self, mention: Mention) -> bool:
        return bool(mention.entity) and mention.entity.partition("/")[0] in ("org", "site")

    def _named(self, mention: Mention, sentence: Sentence, done: list[Mention]) -> Mention | None:
        """The antecedent of "the company", "the Group", "the ministry"; in Chinese the clause's first firm."""
        if not sentence.tokens:
            return next((m for m in done if m.type == "Company" and m.entity), self.company)
        if mention.type == "Company":
            if mention.head == "group":
                group = next(
                    (m for m in reversed(self.seen) if m.type == "Company" and "group" in m.form.lower()), None
                )
                return group or self.company
            return self.company
        return next((m for m in reversed(self.seen) if m.type == mention.type), None)

    def _note(self, sentence: Sentence) -> None:
        """Remembers the subject of the sentence: the main clause's first, else the first actor that is one."""
        actors = [
            (t, sentence.mentions[t.mention]) for t in sentence.tokens if t.mention is not None and t.dep in SUBJECTS
        ]
        actors = [(t, m) for t, m in actors if self._actor(m) and t.i < t.head]
        if actors:
            main = min(actors, key=lambda row: (_depth(sentence, row[0]), row[0].i))
            self.subject = main[1]
            firm = next(
                (m for _, m in sorted(actors, key=lambda row: _depth(sentence, row[0])) if m.type == "Company"), None
            )
            self.company = firm or self.company
            return
        self._by_person(sentence)
        if self.company is None:
            self.company = next((m for m in sentence.mentions if m.entity and m.type == "Company"), None)

    def _by_person(self, sentence: Sentence) -> None:
        """ "Liu founded Zhongwang": what a person does something to is what "it" is next."""
        person = any(
            t.mention is not None and sentence.mentions[t.mention].type == "Person" and t.dep == "nsubj"
            for t in sentence.tokens
        )
        firm = next(
            (sentence.mentions[t.mention] for t in sentence.tokens if t.mention is not None and t.dep == "dobj"), None
        )
        if person and firm is not None and firm.type == "Company" and firm.entity:
            self.subject = self.company = firm


def _subjects(sentence: Sentence, limit: int) -> list[int]:
    """The mentions that are subjects, also as the name of one: "its <X> unit has agreed"."""
    found = []
    for token in sentence.tokens:
        if token.dep in SUBJECTS:
            rows = (
                [token]
                if token.mention is not None
                else [c for c in sentence.children(token.i) if c.dep in ("compound", "nmod")]
            )
            found += [t.mention for t in rows if t.mention is not None and t.mention < limit]
    return found


def _plural(mention: Mention) -> bool:
    return mention.head.endswith("s") and not mention.head.endswith("works")


def _depth(sentence: Sentence, token: Token) -> int:
    depth = 0
    while token.head != token.i and depth < 50:
        token, depth = sentence.tokens[token.head], depth + 1
    return depth
