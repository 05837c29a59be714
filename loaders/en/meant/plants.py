"""Plants without a name: which one "its smelter", "the Yunnan plant" or "a refinery that it built" is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.en.meant.alike import Alike
from loaders.en.meant.claused import clauses
from loaders.en.meant.hosted import hosted
from loaders.en.meant.nominal import (
    aside,
    attribute,
    begun,
    beside,
    chosen_for,
    counted,
    doers,
    explained,
    held,
    owner_behind,
    phrase_of,
    right_before,
    same,
    sellers,
    set_in,
    state_of,
    there,
    which,
    whose_firm,
    with_place,
    without_states,
)
from loaders.en.meant.towned import towned
from loaders.en.meant.worded import behind_land, sided, worded
from loaders.en.names.facilities import one, plural
from loaders.en.parsing.parse import Sentence, Token
from loaders.lexicon import clue
from loaders.mentions import WIDE, Mention

OWNED = re.compile(r"[’']s? (?:[a-z-]+ ){0,2}")


@dataclass
class Plants(Alike):
    """Resolves the nominal plants of one document; `seen` are all mentions resolved so far, in their order."""

    def resolve(self, mention: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention:
        """The plant with its entity, "" where nothing tells it from others. `done` are the mentions before it."""
        if mention.group:
            owner = self._owner(sentence, k, done)
            members = tuple(self._one(m, sentence, k, owner) for m in mention.group)
            members = without_states(members, lambda p: not self._narrow(p))
            return replace(mention, group=() if any(map(self._vague, members)) else members, entity="")
        if attribute(sentence, k):
            return mention
        owner = self._owner(sentence, k, done)
        if owner is None and (both := self._counted(mention, sentence)) is not None:
            return replace(mention, group=both, entity="", indefinite=False)
        mention = mention if owner and self._bears(owner, mention.head) else beside(mention, sentence, k)
        if (named := self._called(mention, sentence, k, done)) is not None:
            return replace(named, inside=self._inside(mention))
        if (firm := self._firm(sentence, k, done)) is not None:
            return replace(same(mention, firm), inside=self._inside(mention))
        if (behind := owner_behind(sentence, k, done, self.found)) is not None:
            found = self._one(with_place(mention, sentence, k + 2), sentence, k, behind)
            last = sentence.mentions[k + 1]  # whose it is tells the plant from others, and is a part of its name
            form = f"{mention.text} of {last.text}" if last.type else f"{mention.text} of {last.text} own"
            return found if plural(mention) else replace(found, text=form)
        if mention.indefinite:
            return self._introduced(self._new(mention, sentence, k, done), sentence, k)
        first = not any(self._may_be(mention, m.type) for m in self.sites())
        if first and self._epithet(mention, sentence, k, done):
            return mention
        found = self._one(mention, sentence, k, owner)
        lands = plural(mention) and self._vague(found) and not (owner and behind_land(mention))
        return mention if lands else found

    def noted(self, found: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention:
        """The mention as it is; of a plant with a name it is kept whose it is, for "its smelter" later on."""
        if found.entity and self.site(found.type) and found.entity not in self.named:
            token = sentence.token(k)
            verb = self._keeper(sentence, token) if token else None
            ids = [m for m in doers(sentence, verb, self.words) if m < len(done)] if verb else []
            firms = (self._owner(sentence, k, done), *(done[m] for m in ids))
            firm = next((m for m in firms if m is not None and m.entity and m.type == "Company"), None)
            if firm is not None:
                self.named[found.entity] = firm.entity
        return found

    def _again(
        self, mention: Mention, owner: Mention | None, place: Mention | None, sentence: Sentence
    ) -> Mention | None:
        """The one plant of this class that the text has named as this owner's: "its smelter", told by nothing else."""
        if owner is None or place is not None or plural(mention) or clue("plants.other").search(mention.text):
            return None
        own = {m.entity: m for m in self.sites() if self._whose(m) == owner.entity and self._alike(mention, m)}
        one_of = next(iter(own.values()), None)
        if len(own) != 1 or one_of is None or plural(one_of) or self._other(mention, one_of, sentence, False):
            return None
        return one_of

    def _counted(self, mention: Mention, sentence: Sentence) -> tuple[Mention, ...] | None:
        """The plants that "both plants" or "the three mills" are, where the text has named so many and no more."""
        before = clue("plants.counted").search(sentence.text[: max(0, mention.start - sentence.start)])
        if before is None or not plural(mention) or mention.inside:
            return None
        known = {m.entity: m for m in reversed(self.sites()) if m.entity and self._alike(mention, m) and not plural(m)}
        wanted = {"three": 3, "four": 4}.get((before["count"] or "").lower(), 2)
        rows = (replace(same(mention, m), text=m.text, inside=()) for m in reversed(known.values()))
        return tuple(rows) if len(known) == wanted else ()

    def _epithet(self, mention: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> bool:
        """Whether the phrase may stand for a plant named only later: "Australia's largest aluminium smelter"."""
        country = (
            self._entity(self._owner(sentence, k, done)) if clue("plants.superlative").match(mention.text) else None
        )
        return country is not None and country.level in WIDE and not mention.inside

    def stands_for(self, place: Mention, sentence: Sentence, k: int) -> Mention | None:
        """The plant that its town's name stands for: "Neuf-Brisach makes can stock and has 1,500 employees"."""
        if place.type not in ("Place", "Company"):
            return None
        if (plant := towned(place, sentence, k, self.sites, self.words)) is not None:
            return plant
        token, entity = sentence.token(k), self._entity(place)
        verb = sentence.tokens[token.head] if token is not None and token.dep == "nsubj" else None
        clauses = sentence.children(token.i) if token is not None and token.dep == "pobj" else ()
        verb = verb or next(
            (c for c in clauses if c.dep == "relcl" and which(sentence, c)), None
        )  # "at Steg, which makes 48,000 tonnes"
        works = verb is not None and verb.lemma in self.words.words("facilities", "grammar", "doings")
        if not works or entity is None or entity.level in WIDE or place.type != "Place":
            return None
        named = f"{place.form} "  # "the Kitimat smelter"
        sites = (m for m in self.sites() if m.text.startswith(named) or place.entity in {p.entity for p in m.inside})
        rows = {m.entity: m for m in sites}
        return next(iter(rows.values())) if len(rows) == 1 else None

    def _one(self, mention: Mention, sentence: Sentence, k: int, whose: Mention | None) -> Mention:
        inside = self._inside(mention, state_of(mention, sentence, k))
        place = next((m for m in inside if m.type == "Place"), None)
        if place is None and (place := there(mention, sentence, self.seen, self._narrow)) is not None:
            inside = (*inside, place)
        owner = whose or next((m for m in inside if m.type != "Place"), None)
        again = place is None or aside(mention, sentence)
        if again and (earlier := self._earlier(mention, owner, place)) is not None:
            plain = mention.text.partition(", ")[0]  # where it is, is no part of its name
            return replace(same(mention, earlier), inside=inside, text=plain)
        if owner is None and place is None and (firm := self._namesake(mention)) is not None:
            return replace(same(mention, firm), inside=inside)
        told = held(sentence, k) or counted(sentence.mentions[k], sentence)
        told = told or (bool(sentence.mentions[k].group) and self._apart(mention, place))
        told = told or (
            place is not None
            and self._town(mention, place, sentence.text[: max(0, sentence.mentions[k].start - sentence.start)])
        )
        if owner is None and (place is None or (plural(mention) and not told)):
            return mention
        known = self._same_place(mention, place, owner, sentence)
        known = known or self._again(mention, owner, place, sentence)
        if known is not None:
            return replace(same(mention, known), inside=inside)
        made = self._made(mention, owner, place, several=bool(sentence.mentions[k].group))
        token = sentence.token(k)
        if token is not None and (verb := self._keeper(sentence, token)) and verb.lemma in self.wishes:
            self.planned.add(made.entity)
        return replace(made, inside=inside)

    def _town(self, mention: Mention, place: Mention, before: str) -> bool:
        """Whether plants share one town, which tells them from others: "the casthouses at Neuss"."""
        parts = self.words.words("facilities", "grammar", "placed")
        near = self._entity(place) is not None and self._narrow(place) and mention.head not in parts
        return near and clue("plants.definite").search(before) is not None

    def _inside(self, mention: Mention, after: Mention | None = None) -> tuple[Mention, ...]:
        """What stands in the plant's own words; a town before its state lies in it: "its A, Quebec, smelter"."""
        done: list[Mention] = []
        for m in reversed(mention.inside):
            larger = done[0] if done and m.type == done[0].type == "Place" else None
            if not done and after is not None and m.type == "Place" and m.end == mention.end:
                larger = self.found(after, None)
            done.insert(0, self.found(m, self._entity(larger)))
        return tuple(done)

    def _new(self, mention: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention:
        """ "A refinery": the plant of whoever runs or builds it, which may stand after it."""
        token = sentence.token(k)
        verb = self._keeper(sentence, token) if token else None
        ids = [m for m in doers(sentence, verb, self.words) if m < len(done)] if verb else []
        ids = ids or sellers(sentence, token, len(done), self.words["names"]["nominals"]["deals"])
        owner = next((done[m] for m in ids if done[m].entity and done[m].type == "Company"), None)
        inside = mention.inside
        place = there(mention, sentence, self.seen, self._narrow)
        mention = mention if place is None or inside else replace(mention, inside=(place,))
        if place is None and verb is not None and not inside:
            place = set_in(sentence, verb, done, self.words.words("facilities", "grammar", "wishes"))
            mention = replace(mention, inside=(place,)) if place is not None else mention
        if token is not None and owner is None and place is None and (host := hosted(sentence, k, done)) is not None:
            whose = self._whose(host)
            owner = next((m for m in reversed(self.seen) if m.type == "Company" and m.entity == whose), None)
            place = next((p for p in host.inside if p.type == "Place" and p.entity), None) if owner is None else None
            if mention.type in ("Facility", host.type):
                return mention
        if token is None or (owner is None and place is None):
            return mention
        new = place is None and verb is not None and verb.lemma in self.wishes
        set_before = mention.inside != inside and mention.inside[0].start < mention.start
        told = mention.text if set_before else phrase_of(mention, sentence, token)
        return replace(self._made(mention, owner, place, new), text=told)

    def _keeper(self, sentence: Sentence, token: Token) -> Token | None:
        """The verb that does to the plant what only its owner does: "runs a refinery", "a mine that it built"."""
        keepers = self.words.words("facilities", "grammar", "keepers")
        while token.dep == "conj" and sentence.tokens[token.head].dep == "dobj":
            token = sentence.tokens[token.head]
        if (verb := chosen_for(sentence, token)) is not None:
            return verb if verb.lemma in keepers else None
        above = [sentence.tokens[token.head]] if token.dep in ("dobj", "nsubjpass") else []
        rows = [v for v in (*above, *clauses(sentence, token)) if v.lemma in keepers]
        said = (v for v in rows if doers(sentence, v, self.words))  # "leave to build the plant, which X plans"
        return next(said, rows[0] if rows else None) or begun(sentence, token, self.into)

    def _made(
        self, mention: Mention, owner: Mention | None, place: Mention | None, new: bool = False, several: bool = False
    ) -> Mention:
        ends = self._entity(owner), self._entity(place)
        told = worded(mention, owner, *ends, several)
        head = one(mention.head)
        exact = head in self.apart or (mention.type == "Facility" and head in self.special)
        noun = head if exact else "" if place else sided(mention)
        entity, rung = self.resolver.plant(*ends, mention.type, mention.text, new, told, noun)
        if age := self.ages.told(mention, entity.id):
            told, noun = f"{age} {told}", f"{age} {noun or head}"
            entity, rung = self.resolver.plant(*ends, mention.type, mention.text, True, told, noun)
        if owner is not None:
            self.owners[entity.id] = owner.entity
        return replace(mention, entity=entity.id, rung=rung)

    def _called(self, mention: Mention, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention | None:
        """The plant that is named before its owner: "Worsley, South32's refinery in Western Australia"."""
        if k < 2 or k > len(done) or plural(mention):
            return None
        name, owner = done[k - 2], done[k - 1]
        gaps = (name.end, owner.start), (owner.end, mention.start)
        first, second = (sentence.text[x - sentence.start : y - sentence.start] for x, y in gaps)
        if owner.type != "Company" or first != ", " or not OWNED.fullmatch(second):
            return None
        known = self.resolver.registry.exact(f"{name.form} {mention.head}")
        site = next((e.entity for e in known if e.entity.type == mention.type), None)
        if site is not None:
            return replace(mention, entity=self.resolver.refer(site)[0].id, rung="alias", text=name.text)
        town = self._entity(name)
        if name.type != "Place" or town is None or town.level in WIDE:
            return None
        return replace(self._made(mention, None, name), text=name.text)

    def _firm(self, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention | None:
        """The firm or plant that the phrase explains: "X Ltd, the Shanxi refinery of Y", "the mill, its first"."""
        token, above = sentence.token(k), explained(sentence, k)
        if above is None and token is not None and token.dep == "appos":
            above = sentence.tokens[token.head].mention
        if above is None or above >= min(k, len(done)):
            return None
        firm, plant = done[above], sentence.mentions[k]
        between = sentence.text[firm.end - sentence.start : plant.start - sentence.start]
        told = firm.type == "Company" or (self.site(firm.type) and self._may_be(plant, firm.type))
        told = told and (not between.strip() or bool(set(between) & set(",–—-’'")))  # "A has a mine, B a mill at X"
        return firm if firm.entity and told and not firm.group and not set(between) & set(":(|") else None

    def _owner(self, sentence: Sentence, k: int, done: Sequence[Mention]) -> Mention | None:
        token = sentence.token(k)
        kept = ("poss", "det")
        while token is not None and token.dep == "conj" and not any(c.dep in kept for c in sentence.children(token.i)):
            token = sentence.tokens[token.head]
        for child in sentence.children(token.i) if token else ():
            known = child.mention is not None and child.mention < len(done) and done[child.mention].entity
            if child.dep == "poss" and child.mention is not None and known:
                return done[child.mention]
            if child.tag == "WP$" and (firm := whose_firm(sentence, child, done)) is not None:
                return firm
        return right_before(sentence, k, done)

    def _namesake(self, mention: Mention) -> Mention | None:
        """The firm spoken of last whose one plant bears its name: Mozal, by the registry that of the Mozal smelter.

        "The works" is that of the only firm of which the text has spoken that bears its plant's name.
        """
        firms = [m for m in reversed(self.seen) if m.type == "Company" and not plural(mention)]
        if mention.type == "Facility" and mention.head in self.general - self.brought:
            found = [m for m in firms if any(self._bears(m, noun) for noun in ("smelter", "refinery"))]
            return found[0] if len({m.entity for m in found}) == 1 else None
        return next((m for m in firms if self._bears(m, mention.head, mention.type)), None)

    def _bears(self, firm: Mention, noun: str, type: str = "") -> bool:
        known = self.resolver.registry.exact(f"{firm.form} {noun}")
        return any(self.site(e.entity.type) and type in ("", e.entity.type) for e in known)
