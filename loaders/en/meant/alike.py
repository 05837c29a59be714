"""Which plants of a text may be one: by their class and noun, by owner and town."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.resolve import Resolver
from graph.statement import Entity
from loaders.en.meant.aged import Ages
from loaders.en.meant.nominal import FAR, Sites
from loaders.en.meant.worded import sided
from loaders.en.names.facilities import one, plural
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import Lexicon, clue
from loaders.mentions import WIDE, Mention
from ontology.model import Ontology

BROUGHT = frozenset({"dobj", "nsubjpass"})


@dataclass
class Alike:
    """What the plants of one document have in common; `seen` are all mentions resolved so far, in their order."""

    resolver: Resolver
    ontology: Ontology
    words: Lexicon
    found: Callable[[Mention, Entity | None], Mention]
    seen: list[Mention] = field(default_factory=list)
    owners: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """The firms of plants that have names, by the plants' ids."""
    brought: set[str] = field(default_factory=set)
    """The nouns of plants that the text brings up and nobody could tell: "opened a factory"."""

    planned: set[str] = field(default_factory=set)
    """The plants that the text brings up as what somebody builds or plans."""

    ages: Ages = field(default_factory=Ages)
    passing: set[str] = field(default_factory=set)
    """The plants that were last named as where something comes from."""

    def __post_init__(self) -> None:
        self.sites = Sites(self.site, self.seen)
        self.general = self.words.words("facilities", "grammar", "general")
        nouns = self.words["facilities"]["nouns"]
        self.wishes = self.words.words("facilities", "grammar", "wishes")
        self.into = {p: frozenset(rows) for p, rows in self.words["facilities"]["into"].items()}
        self.apart = self.words.words("facilities", "grammar", "apart")
        self.built = self.words.words("facilities", "grammar", "built")
        self.special = {n for n, kind in nouns.items() if kind == "Facility"} - self.general

    def site(self, type: str) -> bool:
        """Whether a class is a plant's."""
        return type in self.ontology.classes and self.ontology.is_a(type, "Site")

    def _whose(self, plant: Mention) -> str:
        """The id of the firm that a plant is said to belong to, or ""."""
        return self.owners.get(plant.entity) or self.named.get(plant.entity, "")

    def _narrow(self, place: Mention | None) -> bool:
        """Whether a place is smaller than a province, or a town that is one."""
        town = place is not None and place.text in self.words.words("facilities", "grammar", "cities")
        return town or (e := self._entity(place)) is None or e.level not in WIDE

    def _apart(self, mention: Mention, place: Mention | None) -> bool:
        """Whether its town tells one of several plants from others: "scrap is melted at plants in Konin and Opole"."""
        grammar = self.words["facilities"]
        vast = place is None or place.form in grammar["places"]["vast"]
        return self._narrow(place) and not vast and mention.head not in grammar["grammar"]["placed"]

    def _earlier(self, mention: Mention, owner: Mention | None, place: Mention | None = None) -> Mention | None:
        """The last plant of the same class (any class for "the plant") that fits the owner, and lies nowhere else."""
        if owner is not None or clue("nominal.new").search(mention.text):
            return None
        passed = None
        for other in reversed(self.sites()[-FAR:]):
            if not self._alike(mention, other) or plural(other) != plural(mention):
                continue
            if other.entity not in self.passing:
                return self._fitting(mention, other, place)
            passed = passed or other
        return None if passed is None else self._fitting(mention, passed, place)

    def _fitting(self, mention: Mention, other: Mention, place: Mention | None) -> Mention | None:
        """The plant found for a phrase, if it can be that one alone and lies where the phrase says."""
        if plural(mention) and self._one_of_several(other):
            return None  # "It has smelters at A and B. The plants": both of them, not the last
        return other if place is None or not self._elsewhere(other, place) else None

    def _one_of_several(self, plant: Mention) -> bool:
        """Whether a phrase that names a plant names another one too: that of "smelters at A and B"."""
        return any(m.start == plant.start and m.entity != plant.entity for m in self.sites())

    def _elsewhere(self, plant: Mention, place: Mention) -> bool:
        """Whether a plant is said to lie in another town than this one."""
        self.sites()
        named = self.sites.named.get(plant.entity, ())
        towns = {p.entity for m in named for p in m.inside if self._is_town(p)}
        return self._is_town(place) and bool(towns) and place.entity not in towns

    def _is_town(self, place: Mention) -> bool:
        """Whether a place is neither a part of a country nor called one: "Baldwin County"."""
        parts, entity = self.words.words("facilities", "places", "after"), self._entity(place)
        part = place.text.split()[-1] in parts
        return place.type == "Place" and not part and (entity is None or entity.level in (None, "city"))

    def _alike(self, mention: Mention, other: Mention) -> bool:
        """Whether one may be the other by class and noun: the works may be a smelter, a wharf is only a wharf."""
        nouns = {one(m.head) for m in (mention, other) if m.head and m.head not in self.general}
        other_part = len(nouns) > 1 and bool(nouns & self.apart)
        if mention.type == "Facility" != other.type and mention.head in self.brought and mention.head != other.head:
            return False  # "He opened a factory next to the smelter. The factory"
        if self.ages.apart(mention, other.entity):
            return False
        if (side := sided(mention)) and sided(other) not in ("", side):
            return False  # "its north plant", "the south plant"
        if "IndustrialPark" in (mention.type, other.type) and mention.type != other.type and mention.head in self.built:
            return False  # "bought land in a free zone. The plant"
        return self._may_be(mention, other.type) and self._noun(mention) == self._noun(other) and not other_part

    def _introduced(self, mention: Mention, sentence: Sentence, k: int) -> Mention:
        """The same; where nobody knows which plant it is, its noun means no plant of another kind from here on."""
        token = sentence.token(k)
        if not mention.entity and mention.type == "Facility" and token is not None and token.dep in BROUGHT:
            self.brought.add(mention.head)
        return mention

    def _other(self, mention: Mention, other: Mention, sentence: Sentence, fresh: bool) -> bool:
        """Whether a word before "plant" tells another kind: "a wire plant in Lyon" is not the foundry in Lyon.

        Where it need be `fresh`, only behind the indefinite article.
        """
        if mention.type != "Facility" or other.type == "Facility":
            return False
        at = mention.start - sentence.start + max(0, mention.text.lower().find(mention.head))
        kind = re.search(r"([A-Za-z][\w’'-]*)\s$", sentence.text[max(0, at - 30) : at])
        if kind is None or clue("alike.plain").fullmatch(kind[1]) or kind[1].lower() in other.text.lower():
            return False
        return not fresh or clue("alike.fresh").search(sentence.text[max(0, at - 60) : at]) is not None

    def _noun(self, mention: Mention) -> str:
        noun = mention.head or mention.form.split()[-1].lower()
        return noun if noun in self.special else ""

    def _may_be(self, mention: Mention, type: str) -> bool:
        return mention.type in ("Facility", "Site", type) or type == "Facility"

    def _same_place(
        self, mention: Mention, place: Mention | None, owner: Mention | None, sentence: Sentence
    ) -> Mention | None:
        """A plant of this class at this place spoken of before, and nobody else's where the place is wide."""
        level = entity.level if (entity := self._entity(place)) is not None else None
        for other in reversed(self.sites()) if place is not None else ():
            alike = other.nominal and self._alike(mention, other) and not self._other(mention, other, sentence, True)
            whose = self.owners.get(other.entity)
            apart = level in WIDE and owner is not None and whose is not None and owner.entity != whose
            if alike and not apart and place is not None and place.entity in {m.entity for m in other.inside}:
                return other
        return None

    def _vague(self, mention: Mention) -> bool:
        """Whether plants are told apart by no more than a country, or by nothing: "its refineries"."""
        places = [e for m in mention.inside if m.type == "Place" and (e := self._entity(m)) is not None]
        return all(e.level == "country" for e in places) and mention.rung != "coreference"

    def _entity(self, mention: Mention | None) -> Entity | None:
        return None if mention is None else self.resolver.entity(mention.entity)
