"""One document on its way: what stands in it, who is who, and what it speaks of most."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.names import peoples
from graph.resolve import Registry, Resolver
from graph.statement import Document
from loaders.clean import Block
from loaders.en.meant.homes import homes
from loaders.en.names.finder import Found
from loaders.en.parsing.parse import Sentence
from loaders.facts import Item
from loaders.lending import Quantity
from loaders.mentions import Mention
from loaders.periods import Period
from loaders.read.metadata import language as language_of
from loaders.read.metadata import title as title_of
from loaders.results import currency, headline
from loaders.tables import find as find_tables
from loaders.wrapped import Flow
from loaders.zh.reader import Reader as ChineseReader
from ontology.errors import InvalidName
from ontology.model import Ontology


@dataclass
class Reading:
    """One document on its way: its sentences with what stands in them, and who is who.

    Its text, and all offsets, are those of the text of `flow`, which is read in place of what is stored.
    """

    document: Document
    flow: Flow
    sentences: tuple[Sentence, ...]
    found: Found
    resolver: Resolver
    amounts: Sequence[Quantity]
    times: Sequence[Period]
    language: str
    topic: Mention | None
    reporter: Mention | None = None
    """Whose results the tables of the document are."""
    chinese: ChineseReader | None = None
    head: Mention | None = None
    """The plant that the title names, where it names no firm."""
    single: bool = True
    """Whether the title names no more than one company of which the text speaks."""
    own: bool = False
    """Whether it is the page of the firm that it is about, or speaks for it: "our plants"."""
    owners: Mapping[str, Mention] = field(default_factory=dict)
    """Whose the nameless plants are, by the plants' ids."""
    items: Sequence[Item] = ()
    """The lines that list something, and those with a key."""

    def item(self, sentence: Sentence) -> Item | None:
        """The line of a list or box that a sentence begins."""
        k = bisect_left(self.items, sentence.start, key=lambda i: i.start)
        return self.items[k] if k < len(self.items) and self.items[k].start < sentence.end else None

    @property
    def whose(self) -> Mention | None:
        """Whose lists and boxes those are of which no sentence tells it."""
        return self.head if self.topic is None and self.head is not None else self.topic or self.reporter

    @cached_property
    def places(self) -> frozenset[str]:
        """The places that the document speaks of on their own."""
        return frozenset(m.entity for s in self.sentences for m in s.mentions if m.type == "Place" and m.entity)

    @cached_property
    def currency(self) -> str:
        """The currency of its tables; "" where none is named."""
        return currency(self.document.text, self.amounts)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """Where the firms are at home that the registry does not place."""
        return homes(self.document.text, self.sentences, self.resolver.registry) if self.language != "zh" else {}

    @cached_property
    def tables(self) -> tuple[tuple[int, int], ...]:
        """Where the tables stand."""
        return tuple((t[0].start, t[-1].end) for t in find_tables(self.document.text))

    @cached_property
    def country(self) -> Mention | None:
        """The country of which the document speaks more often than of any other, by its towns and provinces too."""
        return self._lands[0]

    @cached_property
    def nation(self) -> Mention | None:
        """That country, where it is named more than once: whose biggest "the country's biggest" is."""
        land, times = self._lands
        return land if times > 1 else None

    @cached_property
    def _lands(self) -> tuple[Mention | None, int]:
        rows = [m for s in self.sentences for m in s.mentions if m.type == "Place"]
        lands = [m for m in rows if self._level(m) == "country"]
        named = [m.entity for m in lands] + [self._land(m) for m in rows if self._level(m) != "country"]
        first = Counter(n for n in [*named, *self._titled] if n).most_common(2)
        sure = first and (len(first) == 1 or first[0][1] > first[1][1])
        found = next((m for m in lands if m.entity == first[0][0]), None) if sure else None
        return found, first[0][1] if sure else 0

    @cached_property
    def home(self) -> Mention | None:
        """That country, where the title names it or its people."""
        return self.country if self.country is not None and self.country.entity in self._titled else None

    @cached_property
    def _titled(self) -> tuple[str, ...]:
        """The countries that the title names, also by their people: "YUGOSLAV SMELTERS"."""
        registry = self.resolver.registry
        title = (self.document.title or "").title()
        names = [m.form for m in self.found.titles if m.type == "Place"]
        names += [land for people, land in peoples().items() if people in title and re.search(rf"\b{people}\b", title)]
        found = (e.entity for name in names for e in registry.exact(name) if e.entity.type == "Place")
        return tuple(dict.fromkeys(e.id for e in found if e.level == "country"))

    def _land(self, place: Mention) -> str:
        """The country in which the registry puts a town; "" where it does not know it."""
        above = self.resolver.registry.parents(place.entity)
        return next((e.entity.id for e in above if e.entity.level == "country"), "")

    def _level(self, place: Mention) -> str | None:
        entity = self.resolver.entity(place.entity)
        return entity.level if entity is not None else None

    @cached_property
    def leading(self) -> str:
        """The company of which the document speaks most often; "" where it is two."""
        named = Counter(m.entity for s in self.sentences for m in s.mentions if m.type == "Company" and m.entity)
        first = named.most_common(2)
        return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else ""


def reporter_of(reading: Reading, registry: Registry) -> Mention | None:
    """The firm of the headline of a table of results, else the one that the document is about."""
    who = headline(reading.document.text)
    if who:
        known = next((w for w in (who, who.title()) if registry.exact(w)), who)
        try:
            entity, rung = reading.resolver.resolve(known, "Company")
        except InvalidName:
            return None
        return Mention(0, len(who), who, "Company", entity=entity.id, rung=rung)
    firms = (m for s in reading.sentences for m in s.mentions if m.type == "Company")
    return reading.topic or next((m for m in firms if m.entity and m.entity == reading.leading), None)


def named(reading: Reading, registry: Registry, ontology: Ontology, cell: str, kind: str) -> Mention | None:
    """The plant or firm of a table's row: one that the text names, else one of the registry or a new one."""

    def fits(type: str) -> bool:
        wanted = ("Place",) if kind == "Place" else ("Site", "Company")
        return type in ontology.classes and any(ontology.is_a(type, k) for k in wanted)

    for m in (m for s in reading.sentences for m in s.mentions if m.text == cell and m.entity):
        if fits(m.type):
            return m
    kinds = (e.entity.type for e in registry.exact(cell) if fits(e.entity.type))
    try:
        entity, rung = reading.resolver.resolve(cell, next(kinds, kind))
    except InvalidName:
        return None
    return Mention(0, len(cell), cell, entity.type, entity=entity.id, rung=rung)


def described(stored: Document, flow: Flow, spans: Sequence[Block], language: str) -> Document:
    """The document as it is read: a title and a language that were taken from its text are those of the article."""
    heading = next((flow.text[b.start : b.end] for b in spans if b.kind == "title"), None)
    title = title_of(heading) if heading and stored.title == title_of(stored.text) else stored.title
    known = stored.language is None or stored.language == language_of(stored.text)
    return replace(stored, text=flow.text, title=title, language=language if known else stored.language)
