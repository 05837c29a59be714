"""What has been spoken of so far in a Chinese text, and which thing a name or a plant is among it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.resolve import Resolver
from graph.statement import Entity
from loaders.definitions import Definition
from loaders.en.meant.nominal import same
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention
from loaders.zh.plants import BUILDING
from ontology.errors import InvalidName
from ontology.model import Ontology

PROJECT = "项目"
LINE = "生产线"
NEW = (PROJECT, LINE)
GOVERNED = re.compile(r"[由向从自给](?:[^,，。;；\n]{0,8}的)?$")
"""Before a firm that a sentence is not about."""
NEAR = 10
CUT = re.compile("[,，;；]")


@dataclass
class Spoken:
    """The names and plants of one document in its order; `heads` are those of its titles."""

    resolver: Resolver
    ontology: Ontology
    text: str
    words: Lexicon
    definitions: Sequence[Definition] = ()
    titles: Sequence[Mention] = ()
    topic: Mention | None = None
    company: Mention | None = None
    seen: list[tuple[int, Mention]] = field(default_factory=list)
    heads: list[Mention] = field(default_factory=list)
    before: list[Mention] = field(default_factory=list)
    """What the sentence before named."""
    nameless: bool = False
    """Whether the title speaks of a project that has no name of its own there."""
    units: set[str] = field(default_factory=set)
    """The firms that the text calls somebody's: none of them is "the company" next."""
    named_topic: set[int] = field(default_factory=set)
    """Where the firms stand that the text defines as "the company"."""

    def titled(self) -> Mention | None:
        """The firm that the document is about: so defined, else the first of the title of which the body speaks too."""
        bodies = {m.entity: m for _, m in reversed(self.seen) if m.type == "Company" and not m.nominal}
        found = next((bodies[m.entity] for m in self.heads if m.type == "Company" and m.entity in bodies), None)
        return self.topic or found

    def _site(self, mention: Mention) -> bool:
        known = mention.type in self.ontology.classes and self.ontology.is_a(mention.type, "Site")
        return known and mention.head != "plant"

    def _named(self, mention: Mention, done: Sequence[Mention]) -> Mention:
        before = done[-1] if done and done[-1].end == mention.start else None
        larger = before.entity if before is not None and before.type == mention.type == "Place" else None
        try:
            entity, rung = self.resolver.resolve(mention.form, mention.type, parent=larger or None)
        except InvalidName:
            entity, rung = self.resolver.resolve(mention.form, mention.type)
        for d in self.definitions:
            if d.long.start == mention.start and d.long.text == mention.text:
                self.resolver.define(d.short, entity)
        made = replace(mention, entity=entity.id, rung=rung, type=entity.type)
        if mention.start in self.named_topic:
            self.topic = made
        return made

    def _member(self, mention: Mention) -> Mention:
        """One of several plants that share a form: the one at its place."""
        inside = tuple(self._named(m, ()) for m in mention.inside)
        try:
            entity, rung = self.resolver.plant(None, self._entity(inside[0]), mention.type, mention.text)
        except InvalidName:
            return mention
        return replace(mention, entity=entity.id, rung=rung, inside=inside)

    def _plant(self, mention: Mention, paragraph: int, done: Sequence[Mention]) -> Mention:
        known = next((m for _, m in self.seen if m.text == mention.text and self._site(m)), None)
        known = known or next((m for m in self.heads if m.text == mention.text), None) or self._titled(mention)
        line = self._line(mention) if known is None else None
        inside = tuple(self._named(m, ()) for m in mention.inside)
        if line is not None:
            return replace(same(mention, line), inside=inside, name="", rung=line.rung, text=line.text)
        if known is not None and not mention.indefinite:
            return replace(same(mention, known), inside=inside, name="", rung=known.rung)
        firm = next((m for m in inside if m.type == "Company"), None)
        place = next((m for m in inside if m.type == "Place"), None)
        if not mention.nominal:
            entity, rung = self.resolver.resolve(mention.form, mention.type)
            return replace(mention, entity=entity.id, rung=rung, type=entity.type, inside=inside)
        if mention.head == BUILDING and not inside and not any(m.type == "Company" for m in done):
            mention = replace(mention, head=PROJECT, indefinite=False)  # no one in the sentence builds it
        new = mention.text.endswith(NEW) or mention.head == PROJECT
        if mention.indefinite or new:
            firm = firm or self._owner(done, mention, paragraph)
            inside = (firm, *inside) if firm is not None and mention.indefinite else inside
        if new:
            place = place or next((m for m in reversed(done) if m.type == "Place" and m.entity), None)
        if mention.indefinite and firm is None:
            return mention
        ends = (self._entity(firm), self._entity(place))
        entity, rung = self.resolver.plant(*ends, mention.type, mention.text, new)
        led = done[-1] if done and done[-1].type == "Place" and done[-1].end == mention.start and new else None
        text = mention.text if led is None else led.text + mention.text  # "万州特铝新材料项目"
        return replace(mention, entity=entity.id, rung=rung, inside=inside, text=text)

    def _line(self, mention: Mention) -> Mention | None:
        """The project of the title, or the one spoken of, to which a production line belongs."""
        rows = [m for m in (*self.heads, *(m for _, m in self.seen)) if m.text.endswith(PROJECT) and m.entity]
        fit = [m for m in rows if m.type == mention.type]
        return fit[-1] if fit and mention.text.endswith(LINE) and len({m.entity for m in fit}) == 1 else None

    def _titled(self, mention: Mention) -> Mention | None:
        """The project of the title, where the text says more of what it is."""
        rows = [m for m in self.heads if m.text.endswith(PROJECT)]
        fits = len(rows) == 1 and mention.head == PROJECT and rows[0].type == mention.type
        return rows[0] if fits else None

    def _owner(self, done: Sequence[Mention], mention: Mention, paragraph: int) -> Mention | None:
        """Whose a nameless plant is: "its own" that of whom the sentence speaks, a project that of the last firm."""
        here = [m for m in done if m.type == "Company" and m.entity]
        here = here or [k for m in done for k in m.inside if k.type == "Company" and k.entity]
        own = mention.indefinite
        if own:  # "由X供应,自备电厂 ..." is not of X
            here = [m for m in here if GOVERNED.search(self.text[max(0, m.start - NEAR) : m.start]) is None]
            if len(here) > 1 and clue("zh.spoken.unit").fullmatch(self.text, here[0].end, here[1].start):
                here = here[1:]  # "X旗下企业Y在A新建厂" is of Y
            beside = [m for m in here if not CUT.search(self.text, m.end, mention.start)]
            here = beside or here  # "X总部在B,子公司Y在A建有厂" is of Y
        if here:
            return here[0 if own else -1]
        near = self.company is not None and any(
            p == paragraph and m.entity == self.company.entity for p, m in self.seen
        )
        return self.company if near else self.titled() or self.company

    def _entity(self, mention: Mention | None) -> Entity | None:
        return None if mention is None else self.resolver.entity(mention.entity)
