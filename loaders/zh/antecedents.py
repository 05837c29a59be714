"""Who 公司, 该厂, 项目 and 全市 are in a Chinese text: decided once, in the order of the text, else left open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from graph.resolve import Resolver
from graph.statement import Entity
from loaders.definitions import Definition
from loaders.en.nominal import same
from loaders.en.parse import Sentence
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.zh.nominals import Nominals
from ontology.errors import InvalidName
from ontology.model import Ontology

PROJECT = "项目"
OPENING = re.compile(r"[^一-鿿]*(?:其中|目前|此外|另外|同时|据悉|近日|日前|截至目前)?")
BRANCH = ("分公司", "子公司")
LYING = re.compile(r"(?:总部)?(?:位于|设在|坐落于)[^,，]*的$")
LIST = re.compile(r"[、和与及]|以及")
COUNTS = {"两": 2, "双": 2, "三": 3}


@dataclass
class Tracker:
    """What has been spoken of so far in one document."""

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

    def __post_init__(self) -> None:
        common = {*self.words["chinese"]["nominals"]["topic"]}
        self.nominals = Nominals(self.text, self.words)
        self.named_topic = {d.long.start for d in self.definitions if d.short in common}
        for m in self.titles:
            done = self._safe(m, m.start, -1, self.heads)
            owned = any(h.type == "Company" and h.end == m.start for h in self.heads)
            self.heads += [done] if done.entity and (owned or not self._bare(m)) else []

    def _bare(self, mention: Mention) -> bool:
        """Whether a title's project has no name of its own: the text says whose "电解铝项目" it is."""
        return mention.text.removesuffix(PROJECT) in self.words["chinese"]["plants"]["makes"]

    def resolve(self, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
        """The sentences with every mention's entity and rung, "" where there is no antecedent."""
        for sentence in sentences:
            done: list[Mention] = []
            for mention in sentence.mentions:
                made = self._safe(mention, sentence.start, sentence.paragraph, done)
                done.append(made)
                self.seen += [(sentence.paragraph, m) for m in made.each if m.entity]
            self._note(sentence, done)
            yield replace(sentence, mentions=tuple(done))

    def titled(self) -> Mention | None:
        """The firm that the document is about: so defined, else the first of the title of which the body speaks too."""
        bodies = {m.entity: m for _, m in reversed(self.seen) if m.type == "Company" and not m.nominal}
        found = next((bodies[m.entity] for m in self.heads if m.type == "Company" and m.entity in bodies), None)
        return self.topic or found

    def thing(self) -> Mention | None:
        """The one project that the whole text is about."""
        named = [m for _, m in self.seen if m.text.endswith(PROJECT) and m.head == PROJECT]
        rows = [m for m in (*named, *self.heads) if m.text.endswith(PROJECT) and m.entity]
        return rows[0] if len({m.entity for m in rows}) == 1 and any(m in self.heads for m in rows) else None

    def where(self) -> Mention | None:
        """The place that a plan or report of a government is about: that of the title."""
        firm = any(m.type == "Company" for m in self.heads)
        return None if firm else next((m for m in self.heads if m.type == "Place"), None)

    def _safe(self, mention: Mention, start: int, paragraph: int, done: Sequence[Mention] = ()) -> Mention:
        try:
            return self._resolved(mention, start, paragraph, done)
        except InvalidName:
            return mention

    def _resolved(self, mention: Mention, start: int, paragraph: int, done: Sequence[Mention]) -> Mention:
        if mention.group:
            return replace(mention, group=tuple(map(self._member, mention.group)))
        if self._site(mention):
            return self._plant(mention, paragraph, done)
        if mention.nominal:
            return self._nominal(mention, paragraph, done)
        return self._named(mention, done)

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

    # Nominals

    def _nominal(self, mention: Mention, paragraph: int, done: Sequence[Mention]) -> Mention:
        rows = [m for p, m in self.seen if p == paragraph]
        rules: Mapping[str, Callable[..., Mention | None]] = {
            "topic": self._topic,
            "last": self._last,
            "former": partial(self._pair, at=0),
            "latter": partial(self._pair, at=1),
            "venture": self._venture,
            "builder": self._builder,
            "plant": self._thing,
            "group": self._group,
            "place": self._place,
            "body": self._body,
        }
        found = rules.get(mention.head)
        if mention.head == "several":
            return replace(mention, group=tuple(same(mention, m) for m in self._several(mention, rows)))
        return same(mention, found(mention, rows, done)) if found is not None else mention

    def _topic(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The company": as defined, else the sentence's first firm, else the one that opened a sentence last."""
        if self.topic is not None:
            return self.topic
        if (own := self.nominals.announcing(self.heads)) is not None:
            return own
        if self.nominals.reflexive(mention):
            titled = self.titled() or self.company
            return titled if titled is not None and all(titled.entity != m.entity for m in done) else None
        firms = [m for m in done if m.type == "Company" and m.entity]
        if firms and self.nominals.object(mention):
            others = (m for m in (self.company, self.titled()) if m is not None and m.entity != firms[-1].entity)
            return next(others, None)
        if firms and self.nominals.another(mention):
            rest = [m for m in firms if m.entity != firms[0].entity]
            return rest[0] if len({m.entity for m in rest}) == 1 else None
        if firms:
            return firms[0]
        known = {m.entity for m in rows}
        opened = self.company is not None and self.company.entity in known
        return self.company if opened else self.titled() or self.company

    def _pair(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention], at: int) -> Mention | None:
        """ "The former", "the latter" of two that were named side by side; the latter also of two in a sentence."""
        pair = self._several(mention, rows, 2)
        if pair:
            return pair[at]
        here = [m for m in done if m.type == "Company" and m.entity]
        return here[-1] if at and here else None

    def _venture(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The venture", "the target": the only firm that the text says is founded or bought."""
        firms = [m for _, m in self.seen if m.type == "Company" and not m.nominal and self.nominals.founded(m)]
        return firms[-1] if len({m.entity for m in firms}) == 1 else None

    def _builder(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The builder": the firm that the notice so names."""
        return next((m for _, m in self.seen if m.type == "Company" and self.nominals.builder(m)), None)

    def _last(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "That company": the last firm of the sentence, else the one that opened a sentence of the paragraph."""
        here = [m for m in done if m.type == "Company" and m.entity]
        if here:
            return here[-1]
        known = {m.entity for m in rows}
        return self.company if self.company is not None and self.company.entity in known else None

    def _thing(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The plant", "the project": the last of the paragraph, a project also from further up."""
        project = PROJECT in mention.text
        if project:
            every = [*self.heads, *(m for _, m in self.seen)]
            every = [m for m in every if m.text.endswith(PROJECT) and m.head == PROJECT and m.entity]
            here = [m for m in rows if m.text.endswith(PROJECT)]
            return here[-1] if here else every[-1] if len({m.entity for m in every}) == 1 else None
        here = [m for m in rows if self._site(m) and not m.text.endswith(PROJECT)]
        firm = self._last(mention, rows, done)
        return here[-1] if here and mention.text.startswith("该") else firm if mention.text == "该厂" else None

    def _group(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        found = [m for _, m in self.seen if m.type == "Company" and "集团" in m.text and not m.nominal]
        often = Counter(m.entity for m in found)
        return max(reversed(found), key=lambda m: often[m.entity], default=None)

    def _place(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The whole city": the place of the title or the last one of this level."""
        level = next((c for c in "省市县区州旗盟" if c in mention.text), "")
        heads = [m for m in self.heads if m.type == "Place"]
        places = [m for _, m in reversed(self.seen) if m.type == "Place" and not m.nominal]
        said = [m for m in places if level and m.text.endswith(level)]
        return next((m for m in (*heads, *said, *places) if not level or self._level(m, level)), None)

    def _level(self, place: Mention, level: str) -> bool:
        entity = self.resolver.entity(place.entity)
        names = [place.text, *(entity.names if entity else ()), (entity.name_zh or "") if entity else ""]
        if any(n.endswith(level) for n in names):
            return True
        kind = entity.level if entity else None
        return kind in {"省": ("province", "state"), "市": ("prefecture", "city"), "县": ("county",)}.get(level, ())

    def _body(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        heads = [m for m in self.heads if m.type == "GovernmentBody" and m.text.endswith(mention.text[-1])]
        return heads[0] if heads else None

    def _several(self, mention: Mention, rows: Sequence[Mention], count: int = 0) -> tuple[Mention, ...]:
        """The firms that the paragraph named last side by side, as many as the words say."""
        count = count or COUNTS.get(next((c for c in mention.text if c in COUNTS), ""), 0)
        firms = [m for m in rows if m.type == "Company" and not m.nominal]
        for k in range(len(firms) - count, -1, -1):
            run = firms[k : k + count]
            if len({m.entity for m in run}) == count and all(map(self._joined, run, run[1:])):
                return tuple(run)
        return ()

    def _joined(self, a: Mention, b: Mention) -> bool:
        gap = re.sub(r"[(（][^()（）]*[)）]", "", self.text[a.end : b.start])
        return LIST.fullmatch(gap) is not None

    # Plants

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
        inside = tuple(self._named(m, ()) for m in mention.inside)
        if known is not None and not mention.indefinite:
            return replace(same(mention, known), inside=inside, name="", rung=known.rung)
        firm = next((m for m in inside if m.type == "Company"), None)
        place = next((m for m in inside if m.type == "Place"), None)
        if not mention.nominal:
            entity, rung = self.resolver.resolve(mention.form, mention.type)
            return replace(mention, entity=entity.id, rung=rung, type=entity.type, inside=inside)
        if mention.indefinite or mention.text.endswith(PROJECT):
            firm = firm or self._owner(done, mention.indefinite)
            inside = (firm, *inside) if firm is not None and mention.indefinite else inside
        if mention.text.endswith(PROJECT):
            place = place or next((m for m in reversed(done) if m.type == "Place" and m.entity), None)
        if mention.indefinite and firm is None:
            return mention
        ends, new = (self._entity(firm), self._entity(place)), mention.text.endswith(PROJECT)
        entity, rung = self.resolver.plant(*ends, mention.type, mention.text, new)
        led = done[-1] if done and done[-1].type == "Place" and done[-1].end == mention.start and new else None
        text = mention.text if led is None else led.text + mention.text  # "万州特铝新材料项目"
        return replace(mention, entity=entity.id, rung=rung, inside=inside, text=text)

    def _titled(self, mention: Mention) -> Mention | None:
        """The project of the title, where the text says more of what it is."""
        rows = [m for m in self.heads if m.text.endswith(PROJECT)]
        fits = len(rows) == 1 and mention.head == PROJECT and rows[0].type == mention.type
        return rows[0] if fits else None

    def _owner(self, done: Sequence[Mention], own: bool) -> Mention | None:
        """Whose a nameless plant is: "its own" that of whom the sentence speaks, a project that of the last firm."""
        here = [m for m in done if m.type == "Company" and m.entity]
        return here[0 if own else -1] if here else self.company

    def _entity(self, mention: Mention | None) -> Entity | None:
        return None if mention is None else self.resolver.entity(mention.entity)

    def _note(self, sentence: Sentence, done: Sequence[Mention]) -> None:
        """Remembers the firm that opens a sentence: what "the company" is next."""
        first = next((m for m in done if m.type == "Company"), None)
        if first is None or not first.entity or first.head == "venture":
            return  # "公司与X签订协议" of nobody known: X is not "the company" next
        advisers = tuple(self.words["chinese"]["organisations"]["advisers"])
        if not first.text.endswith((*BRANCH, *advisers)):
            gap = self.text[sentence.start : first.start]
            gap = LYING.sub("", gap)
            near = "子公司" not in gap and OPENING.fullmatch(re.sub(r"[^,，]*[,，]", "", gap)) is not None
            owned = next((m for m in done if m.head == "topic" and m.entity and m.entity != first.entity), None)
            self.company = owned or (first if near or self.company is None else self.company)
