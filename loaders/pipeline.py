"""From a document to its statements: find, parse, match, judge, resolve, check. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from graph.resolve import Registry, Resolver
from graph.statement import Document, Extraction, Rejection, Statement, digest
from loaders import carried_periods, frames, lexicon, lines, patterns, quads
from loaders.amounts import units
from loaders.bounds import Deadline, apart, pieces, within
from loaders.boxed import flowing
from loaders.check import Candidate, check
from loaders.clean import blocks, markers
from loaders.context import Context
from loaders.distinct import distinct
from loaders.en.meant import entitled
from loaders.en.meant.coreference import Tracker
from loaders.en.meant.gist import explaining
from loaders.en.names.finder import Finder, Found
from loaders.en.names.planted import planted
from loaders.en.parsing.mended import mended
from loaders.en.parsing.parse import Sentence, parse, split
from loaders.en.parsing.roles import Reader
from loaders.en.relations import contrast, holders, unbuilt
from loaders.en.relations.datelined import datelined
from loaders.en.relations.deals import deals
from loaders.en.relations.fuller import fuller
from loaders.en.relations.headlined import headlined
from loaders.en.relations.kept import kept
from loaders.en.relations.quoted import quoted
from loaders.en.relations.rosters import head_of, listed
from loaders.en.relations.signed import signed
from loaders.en.relations.verbs import verbs
from loaders.facts import facts
from loaders.lending import Quantity
from loaders.llm.told import used
from loaders.measure import measures
from loaders.original import original
from loaders.parties import placed
from loaders.periods import periods
from loaders.quantities import quantities
from loaders.read import Limits, documents, readable
from loaders.read.metadata import language as language_of
from loaders.reading import Reading, described, named, reporter_of
from loaders.rendered import render
from loaders.results import headline, results
from loaders.sited import sited
from loaders.state import State, first_firm
from loaders.status import Judge
from loaders.tabled import tabled
from loaders.tables import tables
from loaders.thinned import both
from loaders.trust import sure, weighed
from loaders.zh.finder import Finder as ChineseFinder
from loaders.zh.reader import opened
from ontology.model import Ontology

CODE = "17"
"""Raised with every change of code that changes statements; a part of the extractor's version."""


class Extractor:
    """Makes statements of documents of a confidence of at least `least`; `version` tells code, data and `least`."""

    weigh = staticmethod(weighed)

    def __init__(self, registry: Registry, ontology: Ontology, seconds: float = 300, least: float = 0) -> None:
        self.seconds = seconds
        self.least = least
        self.registry = registry
        self.ontology = ontology
        self.words = lexicon.read()
        self.frames = frames.read()
        self.version = digest(CODE, self.words.version, ontology.version, least, length=16)

    @cached_property
    def finder(self) -> Finder:
        """Finds mentions; made with the first document."""
        return Finder(self.registry, self.ontology, self.words)

    @cached_property
    def chinese(self) -> ChineseFinder:
        """Finds mentions in Chinese texts."""
        return ChineseFinder(self.registry, self.finder.gazetteer, self.words)

    @cached_property
    def rules(self) -> tuple[frames.Matcher, patterns.Finder, Judge]:
        """What reads one sentence after the other and keeps nothing of them."""
        look = patterns.Finder(self.frames, self.ontology, self.words)
        return frames.Matcher(self.frames, self.ontology), look, Judge(self.words)

    def __call__(self, document: Document) -> Extraction:
        """All statements and rejections of a document, the same ones on every run.

        UnreadableDocument where it takes longer than the extractor's `seconds`.
        """
        in_time = Deadline(self.seconds, document.source)
        reading = self._read(document, in_time)
        rows = (c for _, told in self._judged(reading, in_time) for c in told)
        found = [*unbuilt.settled(reading, carried_periods.carried(reading, rows), self.words), *self._beside(reading)]
        return self._made(reading, (*found, *kept(reading, found)))

    def _beside(self, reading: Reading) -> Iterator[Candidate]:
        """What stands beside the sentences: tables, and the headline of an English text."""
        text, whose = reading.document.text, reading.reporter
        name = partial(named, reading, self.registry, self.ontology)
        yield from tables(text, name, whose)
        if reading.language != "zh":
            yield from tabled(text, name, whose, lambda a, b: self._within(reading.resolver, a, b))
            yield from headlined(reading)
            yield from datelined(reading, self.finder.gazetteer)

    def _made(self, reading: Reading, found: Iterable[Candidate | Rejection]) -> Extraction:
        """What becomes of the candidates of a document."""
        document = replace(reading.document, text=reading.flow.stored)
        rows = [original(reading.flow, placed(c, reading, self.registry, self.ontology, self.words)) for c in found]
        refused = [r for r in rows if isinstance(r, Rejection)]
        checked = [check(c, document, self.ontology) for c in rows if isinstance(c, Candidate)]
        statements, doubles = distinct([s for s in checked if isinstance(s, Statement)])
        known = {e.id: e for e in reading.resolver.entities()}
        weigh = self.weigh if reading.language != "zh" else lambda s, _: s  # nothing was measured on Chinese texts
        statements, unsure = sure([weigh(s, known[s.subject].type) for s in statements], self.least)
        refused += [*(s for s in checked if isinstance(s, Rejection)), *doubles, *unsure]
        entities = used(statements, known)
        done = replace(document, extractor=self.version, registry=self.registry.version)
        return Extraction(done, tuple(entities[id] for id in sorted(entities)), tuple(statements), tuple(refused))

    def _read(self, stored: Document, in_time: Deadline) -> Reading:
        flow = flowing(stored.text)
        text = flow.text
        spans = [b for b in blocks(text, markers()) if b.kind != "boilerplate"]
        language = language_of("".join(text[b.start : b.end] for b in spans))
        document = described(stored, flow, spans, language)
        finder = self.chinese if language == "zh" else self.finder
        whole = [finder.paragraph(text, b.start, b.end) for b in spans if b.kind == "body"]
        body = [part for start, end in whole for part in pieces(text, start, end)]
        found = finder.find(text, in_time.every(body), [(b.start, b.end) for b in spans if b.kind == "title"])
        items = facts(text, body) if language != "zh" else []
        found = replace(found, mentions=planted(text, found.mentions, items, self.words))
        resolver = Resolver(self.registry, self.ontology)
        amounts, times = quantities(text, units()), periods(text, document.published)
        sentences = list(in_time(self._sentences(text, body, found, amounts, language)))
        if language == "zh":
            resolved, topic, reader = opened(sentences, found, resolver, self.ontology, text, self.words)
            return Reading(document, flow, resolved, found, resolver, amounts, times, language, topic, chinese=reader)
        tracker = Tracker(resolver, self.ontology, text, self.words, found.definitions, found.titles)
        tracker.speaks(entitled.speaking(resolver, found, text, self.finder.legal, sentences, self.words))
        told = tuple(in_time(tracker.resolve(sentences)))
        firms = entitled.firms(tracker, found, self.finder.legal)
        topic = firms[0] if firms else None
        resolved = tuple(tracker.plants.settle(told, found.titles, topic))
        reading = Reading(document, flow, resolved, found, resolver, amounts, times, language, topic)
        own = tracker.letterhead is not None or tracker.firsthand
        reporter = reporter_of(reading, self.registry)
        topic = topic or (reporter if headline(document.text) else None)
        head = None if topic is not None else entitled.plant(tracker, found.titles)
        made = replace(reading, reporter=reporter, topic=topic, head=head, single=len(firms) < 2, own=own, items=items)
        return replace(made, owners=tracker.plants.whose())

    def _sentences(
        self, text: str, body: list[tuple[int, int]], found: Found, amounts: Sequence[Quantity], language: str
    ) -> Iterable[Sentence]:
        rows = []
        for k, (start, end) in enumerate(body):
            inner = apart(within(found.mentions, start, end), amounts)
            for a, b in split(text, start, end, inner, self.words):
                rows.append(Sentence(text[a:b], a, b, "body", (), tuple(within(inner, a, b)), k))
        return map(mended, parse(rows, text, found.silent, amounts, self.words)) if language != "zh" else rows

    def contexts(self, document: Document) -> Iterator[Context]:
        """What the rules look at, sentence by sentence; for those who want to know why."""
        in_time = Deadline(self.seconds, document.source)
        return (context for context, _ in self._judged(self._read(document, in_time), in_time))

    def _judged(self, reading: Reading, in_time: Deadline) -> Iterator[tuple[Context, Sequence[Candidate | Rejection]]]:
        """Each sentence with all that the rules find in it."""
        match, look, judge = self.rules
        state = State(reading.topic, reading.owners)
        for sentence in in_time(reading.sentences):
            context = self._context(reading, sentence, judge, state)
            if reading.chinese is not None:
                rows = list(reading.chinese.relations(context, look))
                state.note(sentence, rows)
                yield context, [*rows, *reading.chinese.figures(context), *self._refused(reading, context)]
                continue
            about = reading.topic if explaining(sentence, self.words) else None
            rendered = render(context, reading.document.text, reading.found.beside(sentence.start, sentence.end), about)
            speaks = bool(sentence.mentions) or context.continues or context.priced
            rows = list(match.candidates(context)) if speaks else []
            rows = verbs(context, rows + (both(look, context, rendered, rows) if speaks else []), self.words, speaks)
            dealt = fuller(list(deals(context, rows, state.held, self.words)) if speaks else [], context)
            context.lined = head_of(context, item := reading.item(sentence), reading.document.text)
            told = listed(context, item, state.introduced if item is not None and item.lead else reading.whose)
            rows = [*fuller([*rows, *signed(context, self.words)], context), *told]
            rows += quoted(context, rows, self.words)
            rows = [*holders.holders(context, rendered, rows, state.held, self.words), *rows, *dealt]
            state.note(sentence, rows := contrast.told(context, rows))
            state.held = holders.spoken_of(rendered, rows, self.words) or state.held
            tabled = list(results(sentence, reading.reporter, lambda: reading.currency, context.based))
            in_table = any(a <= sentence.start < b for a, b in reading.tables)
            state.figured = tabled or ([] if in_table else list(measures(sentence, context)))
            found = [*rows, *sited(context), *state.figured]
            yield context, [*found, *self._refused(reading, context)]

    def _refused(self, reading: Reading, context: Context) -> list[Rejection]:
        told = context.sentence.text, context.sentence.start
        return [Rejection(reading.document.id, *why, *told) for why in context.refused]

    def _context(self, reading: Reading, sentence: Sentence, judge: Judge, state: State) -> Context:
        return Context(
            sentence,
            Reader(sentence, self.words),
            judge,
            within(reading.amounts, sentence.start, sentence.end),
            within(reading.times, sentence.start, sentence.end),
            lambda id: _name(reading.resolver, id),
            lambda place, larger: self._within(reading.resolver, place, larger),
            topic=state.topic or reading.reporter or first_firm(sentence),
            keepers=state.keepers,
            makes=state.makes,
            signer=state.signer,
            signing=state.signing,
            site=state.site,
            leading=reading.leading,
            titled=reading.topic,
            single=reading.single,
            head=reading.head,
            speaker=state.speaker,
            about=state.about if state.goes_on(sentence) else None,
            heading=state.over(sentence),
            stuff=state.stuff if state.asked or state.goes_on(sentence) else None,
            asked=state.asked,
            own=reading.own,
            sites=state.sites,
            product=state.product(sentence),
            thing=state.thing,
            plant=state.plant,
            sole=state.sole,
            lying=state.lying,
            follows=state.paragraph == sentence.paragraph,
            places=reading.places,
            based=partial(self._based, reading),
            level=lambda id: entity.level if (entity := reading.resolver.entity(id)) else None,
            last=tuple(state.last),
            figured=state.figured,
            latest=state.latest,
            continues=state.continues(sentence, self.words),
            country=reading.country,
            home=reading.home,
            near=state.near,
            here=state.here,
            nation=reading.nation,
            around=state.around | {reading.leading, reading.topic.entity if reading.topic else ""},
        )

    def _based(self, reading: Reading, id: str, country: str) -> bool:
        """Whether a firm is at home in a country, by the registry or by its own name: "Foobar Australia Ltd"."""
        called = (
            id.startswith("org/") and id.endswith(country.removeprefix("place/")) and id not in self.registry.entries
        )
        return called or self.registry.based(id, country) or reading.homes.get(id) == country

    def _within(self, resolver: Resolver, place: str, larger: str) -> bool:
        """Whether a place lies in a larger one: by the registry, or as far as the text alone can say."""
        if place in self.registry.entries:
            return place != larger and self.registry.within(place, larger)
        entity = resolver.entity(place)
        return entity is not None and (entity.parent is None or entity.parent == larger)


def _name(resolver: Resolver, id: str) -> str:
    return entity.name if (entity := resolver.entity(id)) is not None else id


def load(
    path: Path, source: str, extractor: Extractor, limits: Limits, current: Callable[[Document], bool] | None = None
) -> Iterator[Extraction | Document]:
    """What a file gives: an extraction for each document, or the document itself where it is `current` already.

    A file of JSON lines holds ready-made statements, an export as N-Quads or TriG whole documents, one or more. Raises
    UnreadableDocument for what cannot be read.
    """
    if path.suffix.lower() in quads.SUFFIXES:
        o, r = extractor.ontology, extractor.registry
        found: Iterable[Extraction | Document] = quads.read_rdf(path, source, o, extractor.version, r.version)
    elif path.suffix.lower() == ".jsonl":
        raw = readable(path, source, limits).splitlines()
        found = lines.read_lines(raw, source, extractor.registry, extractor.ontology, extractor.version)
    else:
        found = documents(path, source, limits)
    for item in found:
        document = item.document if isinstance(item, Extraction) else item
        if current is not None and current(document):
            yield document
        else:
            yield item if isinstance(item, Extraction) else extractor(item)
