"""Plants that only the whole text tells: "the smelter" of a text that has one, or whose title names its firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.en.meant.nominal import attribute, same
from loaders.en.meant.plants import Plants
from loaders.en.meant.serving import serving
from loaders.en.names.facilities import plural
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue
from loaders.mentions import Mention
from ontology.errors import InvalidName


@dataclass
class Settled(Plants):
    """Resolves the plants of a document in the order of the text, and what is left once all of it is known."""

    stations: set[str] = field(default_factory=set)
    """The power stations of which the text tells more than whom they serve."""

    def resolve(self, mention: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention:
        """The plant with its entity; one from which something only comes is not what "the plant" means next."""
        found = super().resolve(mention, sentence, k, done)
        if found.entity:
            token = sentence.token(k)
            verb = self._keeper(sentence, token) if token is not None else None
            self.ages.note(replace(mention, entity=found.entity), verb, self.wishes)
            source = token is not None and token.dep == "pobj" and sentence.tokens[token.head].lemma == "from"
            aside = bool(mention.head) and mention.head not in mention.text.lower()  # "A third, at Xtown, is idle"
            (self.passing.add if source or aside else self.passing.discard)(found.entity)
        return found

    def noted(self, found: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention:
        """The mention as it is; a power station that only serves another plant is not what "the plant" means next."""
        found = super().noted(found, sentence, k, done)
        if found.type == "PowerPlant" and found.entity:
            token = sentence.token(k)
            serves = token is not None and serving(sentence, token, self.words)
            if not serves:
                self.stations.add(found.entity)
            (self.passing.add if found.entity not in self.stations else self.passing.discard)(found.entity)
        return found

    def settle(
        self, sentences: Sequence[Sentence], titles: Sequence[Mention], firm: Mention | None = None
    ) -> list[Sentence]:
        """The sentences with what could not be told in the order of the text: "the smelter" of a text that has one.

        It is the only plant of its class that the text or its title names, else the plant of whoever runs it, else,
        where the text has no other of its class, that of the `firm` that the title names.
        """
        done = list(sentences)
        for keep in (self._only, self._kept):
            for k, sentence in enumerate(done):
                if any(self._open(m) for m in sentence.mentions):
                    rows = tuple(keep(m, sentence, i) if self._open(m) else m for i, m in enumerate(sentence.mentions))
                    self.seen += [m for m in rows if m.entity and m not in sentence.mentions]
                    done[k] = sentence.naming(rows)
        rest = [m for m in titles if self.site(m.type) and not m.group]
        self.seen += [t for t in map(self.titled, rest) if t.entity]
        for k, sentence in enumerate(done):
            if any(self._open(m) for m in sentence.mentions):
                rows = tuple(self._last(m, sentence, i, firm) for i, m in enumerate(sentence.mentions))
                self.seen += [m for m in rows if m.entity and m not in sentence.mentions]
                done[k] = sentence.naming(rows)
        return done

    def whose(self) -> dict[str, Mention]:
        """The firm of each plant that is told by it, by the plants' ids."""
        firms = {m.entity: m for m in reversed(self.seen) if m.type == "Company" and not m.nominal}
        return {plant: firms[firm] for plant, firm in self.owners.items() if firm in firms}

    def titled(self, mention: Mention) -> Mention:
        """The plant of a title with its entity, "" where the title names none."""
        if mention.nominal and not mention.inside:
            return mention  # "loses its only smelter" names none
        try:
            return self._made(mention, None, next((m for m in self._inside(mention) if m.type == "Place"), None))
        except InvalidName:
            return mention

    def _last(self, mention: Mention, sentence: Sentence, k: int, firm: Mention | None) -> Mention:
        """The one plant of its class, of the title too; without one that of the title's firm, if no other is near."""
        if not self._open(mention):
            return mention
        found = self._only(mention, sentence, k)
        others = (m for k in sentence.mentions for m in k.each if m.type == "Company")
        near = firm is None or any(m.entity != firm.entity for m in others)
        if found.entity or near or mention.inside or mention.name != "" or attribute(sentence, k):
            return found
        if mention.type == "Facility" or any(self._alike(mention, m) for m in self.sites()):
            return found
        return self._made(mention, firm, None)

    def _open(self, mention: Mention) -> bool:
        known = mention.entity or mention.indefinite or mention.group
        return mention.nominal and self.site(mention.type) and not known and not plural(mention)

    def _only(self, mention: Mention, sentence: Sentence, k: int) -> Mention:
        """The one plant of this class in the whole text, for "its largest smelter" also "the plant" named later."""
        praised = self._epithet(mention, sentence, k, sentence.mentions)
        rows = (m for m in reversed(self.sites()) if self._alike(mention, m) and not (m.inside and plural(m)))
        fresh = clue("plants.fresh").match(mention.text)
        found = dict[str, Mention]()
        for m in (m for m in rows if praised or m.type == mention.type or m.start < mention.start):
            found[m.entity] = m
            if len(found) > 1 and not fresh:  # a long text names thousands: two are enough
                break
        if len(found) > 1 and fresh:  # the one that is being built
            found = {k: m for k, m in found.items() if k in self.planned}
        tells = mention.inside or attribute(sentence, k) or len(found) != 1
        return mention if tells else same(mention, next(iter(found.values())))

    def _kept(self, mention: Mention, sentence: Sentence, k: int) -> Mention:
        if not attribute(sentence, k) and self._epithet(mention, sentence, k, sentence.mentions):
            return self._made(mention, self._owner(sentence, k, sentence.mentions), None)
        return self._new(mention, sentence, k, sentence.mentions)
