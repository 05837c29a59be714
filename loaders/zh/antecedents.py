"""Who 公司, 该厂, 项目 and 全市 are in a Chinese text: decided once, in the order of the text, else left open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from loaders.en.meant.nominal import same
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.zh.about import About
from loaders.zh.nominals import Nominals
from loaders.zh.plants import PARKS
from loaders.zh.spoken import PROJECT
from ontology.errors import InvalidName

HEADED = re.compile(r"^[^,，。]{1,10}[:：]")
"""The place or the word over what a line says: "▌印度:韦丹塔 ..."."""
NEAR = 4
"""Characters before a firm that say that it is somebody's."""
KINDS = {"矿": "BauxiteMine", "园": PARKS}


def _suits(words: str, kind: str) -> bool:
    """Whether "the mine", "the park", "the plant" may be of a class."""
    wanted = next((k for word, k in KINDS.items() if word in words), "")
    return kind == wanted if wanted else kind not in KINDS.values()


@dataclass
class Tracker(About):
    """What has been spoken of so far in one document."""

    def __post_init__(self) -> None:
        common = {*self.words["chinese"]["nominals"]["topic"]}
        self.nominals = Nominals(self.text, self.words)
        self.named_topic |= {d.long.start for d in self.definitions if d.short in common}
        for m in self.titles:
            done = self._safe(m, m.start, -1, self.heads)
            owned = self._led(m.start)
            self.heads += [done] if done.entity and (owned or not self._bare(m)) else []
            self.nameless = self.nameless or (not owned and self._bare(m))

    def _led(self, at: int) -> bool:
        """Whether a firm of the title, or a firm and its places, stand right before."""
        before = next((h for h in self.heads if h.end == at and h.type in ("Company", "Place")), None)
        return before is not None and (before.type == "Company" or self._led(before.start))

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
                if clue("zh.antecedents.owned").search(self.text[max(0, made.start - NEAR) : made.start]):
                    self.units.add(made.entity)
            self._note(sentence, done)
            yield replace(sentence, mentions=tuple(done))

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
            "bare": self._bare_plant,
            "group": self._group,
            "place": self._place,
            "body": self._body,
            "office": self._office,
            "institute": self._institute,
        }
        found = rules.get(mention.head)
        if mention.head == "several":
            rows = [m for _, m in self.seen] if clue("zh.antecedents.above").search(mention.text) else rows
            return replace(mention, group=tuple(same(mention, m) for m in self.nominals.several(mention, rows)))
        return same(mention, found(mention, rows, done)) if found is not None else mention

    def _topic(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The company": as defined, else the sentence's first firm, else the one that opened a sentence last."""
        if self.topic is not None:
            return self.topic
        if (own := self.nominals.announcing(self.heads)) is not None:
            return own
        if (own := self._reported(mention, done)) is not None:
            return own
        if self.nominals.reflexive(mention):
            titled = self.titled() or self.company
            return titled if titled is not None and all(titled.entity != m.entity for m in done) else None
        firms = [m for m in done if m.type == "Company" and m.entity]
        firms = firms or [k for m in done for k in m.inside if k.type == "Company" and k.entity]
        if firms and self.nominals.object(mention) and not self.nominals.office(mention):
            if any(m.head == mention.head and not m.entity for m in done):
                return None  # one sentence has one company: not who is said to be a subsidiary of it
            whose = (self.company, self.titled(), firms[0])
            others = (m for m in whose if m is not None and m.entity != firms[-1].entity)
            return next(others, None)
        if firms and self.nominals.another(mention):
            rest = [m for m in firms if m.entity != firms[0].entity]
            return rest[0] if len({m.entity for m in rest}) == 1 else None
        if firms:
            return firms[0]
        known = {m.entity for m in rows}
        opened = self.company is not None and self.company.entity in known
        return self.company if opened else self.titled() or self.company or self._headline()

    def _headline(self) -> Mention | None:
        """The only firm of the title, where the text has named none."""
        firms = [m for m in self.heads if m.type == "Company"]
        named = any(m.type == "Company" and not m.nominal for _, m in self.seen)
        return firms[0] if len({m.entity for m in firms}) == 1 and not named else None

    def _reported(self, mention: Mention, done: Sequence[Mention]) -> Mention | None:
        """The firm that the body begins with, the only one of the title too, where "the company" begins a clause.

        A title that names no firm will do where the body begins with the full name of one.
        """
        heads = {m.entity for m in self.heads if m.type == "Company"}
        first = next((m for _, m in self.seen if m.type == "Company"), None)
        if first is None or heads - {first.entity}:
            return None
        sure = bool(heads) and self.nominals.leading(next(m for m in self.heads if m.type == "Company"))
        ours = mention.text[0] in "本我"
        opens = self.nominals.opening(mention) and not any(m.type == "Company" for m in done)
        return first if (ours or opens) and (sure or self.nominals.presented(first)) else None

    def _pair(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention], at: int) -> Mention | None:
        """ "The former", "the latter" of two that were named side by side; the latter also of two in a sentence."""
        pair = self.nominals.several(mention, rows, 2)
        if pair:
            return pair[at]
        here = [m for m in (done or rows) if m.type == "Company" and m.entity]
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
        if (other := self._other(rows)) is not None:
            return other
        known = {m.entity for m in rows}
        return self.company if self.company is not None and self.company.entity in known else None

    def _other(self, rows: Sequence[Mention]) -> Mention | None:
        """The firm of which the sentence before told what "the company" did: it is "that company" next."""
        first = next((m for m in self.before if m.type == "Company"), None)
        if first is None or first.head not in ("topic", "group") or first not in rows:
            return None
        firms = [m for m in self.before if m.type == "Company" and m.entity and m.entity != first.entity]
        bought = [m for m in firms if self.nominals.founded(m)] or firms
        return bought[0] if len({m.entity for m in bought}) == 1 else None

    def _thing(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The plant", "the project": the last of the paragraph, a project also from further up."""
        project = PROJECT in mention.text
        if project:
            every = [*self.heads, *(m for _, m in self.seen)]
            every = [m for m in every if m.text.endswith(PROJECT) and m.head == PROJECT and m.entity]
            told = [m for m in every if m not in self.heads]  # the title may call it otherwise
            every = told if len({m.entity for m in told}) == 1 else every
            here = [m for m in rows if m.text.endswith(PROJECT)]
            every = every or self._plants()
            return here[-1] if here else every[-1] if len({m.entity for m in every}) == 1 else None
        every = self._plants()
        lone = every if len({m.entity for m in every}) == 1 and every[0].inside else []
        near = [m for m in rows if self._site(m)] or [m for m in every if not m.nominal] or lone
        mine = "矿" in mention.text  # also a mine that is a project still
        here = [m for m in near if (mine or not m.text.endswith(PROJECT)) and _suits(mention.text, m.type)]
        here = here if here and (here[0] in rows or len({m.entity for m in here}) == 1) else []
        # "海德鲁持有该厂62%的股权" is of a plant, "X扭亏,该厂年产能12万吨" of the firm
        firm = self._last(mention, rows, done) if not near or self.nominals.opening(mention) else None
        sure = mention.text.startswith("该") or mention.text == "园区"
        return here[-1] if here and sure else firm if mention.text == "该厂" else None

    def _bare_plant(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "电解铝厂的氧化铝": the only one of its kind of which the text has told."""
        kind = self.words["chinese"]["plants"]["nouns"][mention.text]
        every = [m for m in self._plants() if m.type == kind and not m.group]
        return every[-1] if len({m.entity for m in every}) == 1 else None

    def _plants(self) -> list[Mention]:
        """The plants of a text that names no project, those that serve others left out."""
        rows = [m for _, m in self.seen if self._site(m)] or [m for m in self.heads if self._site(m)]
        return [m for m in rows if m.entity and m.type not in (PARKS, "PowerPlant")]

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

    def _institute(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "That institute", "that court": the last one of the paragraph, else the only one of the text."""
        every = [m for m in (*(m for _, m in self.seen), *done) if m.entity and self.nominals.institute(m, mention)]
        here = [m for m in (*rows, *done) if m in every]
        return here[-1] if here else every[-1] if len({m.entity for m in every}) == 1 else None

    def _office(self, mention: Mention, rows: Sequence[Mention], done: Sequence[Mention]) -> Mention | None:
        """ "The provincial department": one named in full before, else that of the place that is spoken of."""
        named = [*self.heads, *(m for _, m in reversed(self.seen))]
        full = next((m for m in named if m.type == "GovernmentBody" and m.text.endswith(mention.text)), None)
        if full is not None:
            return full
        level = re.match("自治区|省|市|县|旗|盟|州", mention.text)
        place = next((m for m in named if m.type == "Place" and level and self._leveled(m, level[0])), None)
        if place is None or level is None:
            return None
        return self._named(replace(mention, name=place.text + mention.text[level.end() :]), ())

    def _leveled(self, place: Mention, level: str) -> bool:
        return place.text.endswith(level) or (level == "自治区" and self._level(place, level))

    def _note(self, sentence: Sentence, done: Sequence[Mention]) -> None:
        """Remembers the firm that opens a sentence: what "the company" is next."""
        self.before = list(done)
        first = next((m for m in done if m.type == "Company"), None)
        if first is None or not first.entity or first.head == "venture":
            return  # "公司与X签订协议" of nobody known: X is not "the company" next
        if first.entity in self.units and self.company is not None:
            return
        data = self.words["chinese"]
        if not first.text.endswith((*data["firms"]["branches"], *data["organisations"]["advisers"])):
            gap = self.text[sentence.start : first.start]
            gap = clue("zh.antecedents.lying").sub("", HEADED.sub("", gap))
            near = (
                clue("zh.antecedents.unit").search(gap) is None
                and clue("zh.antecedents.opening").fullmatch(re.sub(r"[^,，]*[,，]", "", gap)) is not None
            )
            owned = next((m for m in done if m.head == "topic" and m.entity and m.entity != first.entity), None)
            self.company = owned or (first if near or self.company is None else self.company)
