"""The clauses of a Chinese sentence, each with its subject: its own, else the one carried on from before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.context import Context
from loaders.lexicon import Lexicon
from loaders.mentions import Mention
from loaders.rendered import Rendered
from loaders.wording import MENTION
from loaders.zh.cuts import BRACKET, Span, spans
from loaders.zh.holders import Holders
from loaders.zh.plants import PARKS
from loaders.zh.sections import Sections
from loaders.zh.sites import is_site
from loaders.zh.spelling import Spelling, texts

JOIN = re.compile(r"、|和|与|及|以及")
TOPIC = "|"
"""Stands between the topic and the clause in what patterns read."""
PHASE = re.compile(r"[ “\"]*(?:[一二三四]期)?")
FAR = 12
DESCRIBED = re.compile(rf"[^|]*\|[{MENTION}](?:系|为|是|由)[{MENTION}]")
"""What a clause says to be founded or owned by others is what the next speaks of: "X系A与B合资设立,A持股65%"."""
UNFOUNDED = ("Place", "Product", "Person")
PARTS = "其中"
"""At the head of a clause: its places part a figure of whom the clause before speaks of."""


@dataclass(frozen=True)
class Clause:
    """A clause at [start, end) of the document.

    `subjects` are who it speaks of, `own` whether it names them itself, `topic` what the sentence
    or the paragraph began with where that is another. `text` is what patterns read: the sign of
    the topic, a bar, the signs of carried subjects, and the clause with signs for what stands in it.
    """

    start: int
    end: int
    subjects: tuple[Mention, ...]
    own: bool
    topic: Mention | None
    text: str
    plan: str = ""
    bracket: bool = False
    plain: str = ""
    """The same with the subject right behind the bar and nothing before it, where that differs."""


@dataclass
class Reader:
    """Reads clauses in the order of a document; what one paragraph carries on ends with it."""

    lexicon: Lexicon
    paragraph: int = -1
    carried: tuple[Mention, ...] = ()
    main: tuple[Mention, ...] = ()
    plan: str = ""
    owners: frozenset[str] = frozenset()
    thing: Mention | None = None
    firm: Mention | None = None
    spelling: Spelling = field(default_factory=Spelling)

    def __post_init__(self) -> None:
        data = self.lexicon["chinese"]["clauses"]
        self.lead = re.compile(data["lead"])
        self.barrier = re.compile(data["barrier"])
        self.agent = re.compile(data["agent"].replace("%s", f"[{MENTION}]"))
        self.key = re.compile(data["key"])
        self.form = re.compile(data["form"])
        self.bullet = re.compile(data["bullet"])
        self.others = re.compile(data["others"])
        self.chain = re.compile(data["chain"])
        self.lying = re.compile(data["lying"])
        self.aside = re.compile(data["aside"])
        self.founded = re.compile(data["founded"])
        self.relative = re.compile(data["relative"])
        self.holders = Holders(data)
        self.sections = Sections(self.lexicon["chinese"]["sections"])
        self.mutual = re.compile(data["mutual"])
        self.nobody = re.compile(data["nobody"])
        self.stranger = re.compile(data["stranger"])
        self.keys = tuple(data["keys"])
        self.advisers = tuple(self.lexicon["chinese"]["organisations"]["advisers"])
        self.plans = re.compile(self._words("planned"))

    def _words(self, status: str) -> str:
        return str(next(r["words"] for r in self.lexicon["chinese"]["status"] if r["status"] == status))

    def read(self, context: Context, silent: Sequence[Span]) -> tuple[list[Clause], Rendered]:
        """The clauses of a sentence, and the mentions that the signs in them stand for."""
        sentence = context.sentence
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.carried, self.main, self.owners = sentence.paragraph, (), (), frozenset()
        self.spelling, self.plan = Spelling(), ""
        self.holders.begin()
        self.sections.note(context)
        self.carried = self.main
        rows = []
        first: tuple[Mention, ...] = ()
        for start, end, bracket in spans(context, silent, self.key, self.keys, self.form):
            clause = self._clause(context, start, end, first, bracket, silent)
            named = clause.own and clause.subjects[0].type != "Person" and not self.holders.has(clause.subjects[0])
            first = first or (clause.subjects if named else ())
            rows.append(clause)
        return rows, Rendered("", tuple(self.spelling.mentions))

    def _clause(
        self, context: Context, start: int, end: int, first: tuple[Mention, ...], bracket: bool, silent: Sequence[Span]
    ) -> Clause:
        inside = [m for m in context.sentence.mentions if start <= m.start and m.end <= end]
        if bracket:
            before = [m for m in context.sentence.mentions if m.end <= start and m.type != "Product"]
            holder = (before[-1],) if before and start - before[-1].end < 3 else ()
            return self._made(context, start, end, holder, False, None, silent, bracket=True)
        own = self._subject(context, start, end, inside)
        if self.thing is not None and start == context.sentence.start and self.key.match(context.sentence.text):
            self.carried = (self.thing,)
        elif start == context.sentence.start and self.form.match(context.sentence.text):
            self.carried = tuple(m for m in (self.sections.firm or context.topic,) if m is not None) or self.carried
        if not own and self._strange(context, start, end, inside):
            self.carried = ()
        words = context.sentence.text[start - context.sentence.start : end - context.sentence.start]
        topic = self.holders.of(words, own)
        if topic is None and not (own and self.holders.nameless):
            topic = self._topic(context, own, first)
        others = self.others.search(self._head(context, start, end))
        subjects = own or self.holders.rest(words) or (() if others else self.carried)
        clause = self._made(context, start, end, subjects, bool(own), topic, silent)
        self._carry(clause, own)
        self.holders.note(words, start, inside)
        return clause

    def _strange(self, context: Context, start: int, end: int, inside: Sequence[Mention]) -> bool:
        """Whether the clause begins with a firm that is none of the known: 其中高精铝材公司."""
        base = context.sentence.start
        found = self.stranger.match(context.sentence.text[start - base : end - base])
        return found is not None and not any(
            m.end > start + found.end() - 2 for m in inside if m.start < start + found.end()
        )

    def _head(self, context: Context, start: int, end: int) -> str:
        base = context.sentence.start
        return context.sentence.text[start - base : min(end, start + FAR) - base]

    def _topic(self, context: Context, own: tuple[Mention, ...], first: tuple[Mention, ...]) -> Mention | None:
        """What the sentence began with, else the paragraph, else the document, where that is another."""
        ids = {e.entity for m in own or self.carried for e in m.each}
        if own and own[0].type == "Person" and not first:
            firm = next((m for m in self.main if m.type == "Company"), None)
            return self.firm or firm or (context.topic if not self.main else None)
        before = [m for m in self.carried[:1] if own and m.entity not in self.owners]
        rows = [*before, *first[:1], *(self.main[:1] if not first else ()), *([context.topic] if context.topic else [])]
        return next((m for m in rows if m.entity and m.entity not in ids | self.holders.told), None)

    def _carry(self, clause: Clause, own: tuple[Mention, ...]) -> None:
        aside = clause.topic is not None and self.aside.search(clause.text) is not None
        aside = aside and not DESCRIBED.match(clause.text)
        if aside:
            self.owners |= {e.entity for m in clause.subjects for e in m.each}
        part = bool(own) and own[0].type == "Place" and clause.text.partition(TOPIC)[2].startswith(PARTS)
        if own and own[0].type != "Person" and not aside and not part:
            self.carried = own = own if not self._with(clause, own) else own[:1]
            if not own[0].text.endswith(self.advisers):
                self.main = self.main or own
        found = self.agent.search(clause.text)
        if found is not None and not own:
            self.carried = (self.spelling.mentions[ord(found["m"] or found["head"]) - 0xE000],)
        said = clause.text.partition(TOPIC)[2]
        if own and own[0].type != "Person":
            self.plan = ""
        self.plan = (m.group() if (m := self.plans.search(said)) else self.plan) if said else self.plan

    def _with(self, clause: Clause, own: tuple[Mention, ...]) -> bool:
        """Whether the second only joins in what the first does: "A与B签订协议"."""
        signs = clause.text.partition(TOPIC)[2]
        after = re.match(rf"[^{MENTION}]*[{MENTION}](?:与|和|同)[{MENTION}]", signs)
        return len(own) == 2 and after is not None and self.mutual.match(signs, after.end()) is not None

    def _subject(self, context: Context, start: int, end: int, inside: Sequence[Mention]) -> tuple[Mention, ...]:
        """Who the clause itself speaks of: the first name, with nothing before it that governs it."""
        text, base = context.sentence.text, context.sentence.start
        rows = [m for m in inside if m.type != "Product"]
        while (
            len(rows) > 1 and rows[0].type == "Place" and text[rows[0].end - base : rows[1].start - base] in ("", "的")
        ):
            rows = rows[1:]
        rows = self._related(text[start - base : end - base], start, rows) or rows
        if not rows or (rows[0].type == "Place" and self._bare(text[start - base : end - base], inside)):
            return ()
        first = rows[0]
        if first.type == "Place" and self.nobody.match(text, first.end - base):
            return ()
        at = start
        if start == base and (self.key.match(text) or self.form.match(text)):
            return ()
        if (bullet := self.bullet.match(text, start - base)) is not None and start == base:
            at = base + bullet.end()
        gap = text[at - base : first.start - base]
        if self.relative.match(self.lead.sub("", gap.strip(' “”"《'))):
            gap = ""
        for said in texts(context, inside, at, first.start):
            gap = gap.replace(said, "", 1)
        gap = self.lead.sub("", gap.strip(' “”"《'))
        if len(gap) > FAR or self.barrier.search(gap):
            return ()
        return self._listed(context, first, rows)

    def _related(self, text: str, start: int, rows: Sequence[Mention]) -> list[Mention]:
        """The names from the one that a relative clause is said of: "隶属于X的Y"."""
        found = (k for k, m in enumerate(rows) if m.type not in ("Place", "Person"))
        first = next((k for k in found if self.relative.match(text[: rows[k].start - start])), None)
        return [] if first is None else list(rows[first:])

    def _bare(self, text: str, inside: Sequence[Mention]) -> bool:
        """Whether a clause is nothing but a place: the heading of what follows, or a cell of a line."""
        for place in (m.text for m in inside if m.type == "Place"):
            text = text.replace(place, "", 1)
        return re.search("[一-鿿]", text) is None

    def _apposed(self, gap: str, first: Mention, second: Mention) -> bool:
        """Whether two names in a row are one thing said more exactly: 公司全资子公司X, X年产50万吨项目."""
        if first.type != "Company":
            return False
        project = second.text.endswith("项目") and PHASE.fullmatch(gap) is not None
        told = second.type not in ("Place", "Person") and len(gap) > 1 and self.chain.fullmatch(gap) is not None
        lying = (
            is_site(second) and second.type != PARKS and bool(second.inside) and self.lying.fullmatch(gap) is not None
        )
        return project or told or lying

    def _next(self, text: str, base: int, rows: Sequence[Mention]) -> int | None:
        """Which of the names behind the first is the same thing said more exactly, places between them apart."""
        k = next((k for k, m in enumerate(rows) if k and m.type not in UNFOUNDED), 0)
        if not k:
            return None
        gap = text[rows[0].end - base : rows[k].start - base]
        for m in rows[1:k]:
            gap = gap.replace(m.text, "", 1)
        return k if self._apposed(BRACKET.sub("", gap), rows[0], rows[k]) else None

    def _listed(self, context: Context, first: Mention, rows: Sequence[Mention]) -> tuple[Mention, ...]:
        """The subject and those joined to it: "A、B和C"."""
        text, base = context.sentence.text, context.sentence.start
        while (next_ := self._next(text, base, rows)) is not None:
            rows = rows[next_:]
            first = rows[0]
        found = [first]
        for m in rows[1:]:
            gap = BRACKET.sub("", text[found[-1].end - base : m.start - base])
            if JOIN.fullmatch(gap) is None or (m.type == "Place") != (first.type == "Place"):
                break
            found.append(m)
        after = next((m for m in rows if m.start > found[-1].end and m.type not in UNFOUNDED), None)
        gap = BRACKET.sub("", text[found[-1].end - base : after.start - base]) if after is not None else ""
        if after is not None and self.founded.fullmatch(gap):
            return (after,)
        return tuple(found)

    def _made(
        self,
        context: Context,
        start: int,
        end: int,
        subjects: tuple[Mention, ...],
        own: bool,
        topic: Mention | None,
        silent: Sequence[Span],
        bracket: bool = False,
    ) -> Clause:
        head = (self.spelling.sign(topic) if topic is not None else "") + TOPIC
        head += "" if own else "、".join(self.spelling.sign(m) for m in subjects)
        if bracket:
            head += "("
        body = self.spelling.rendered(context, start, end, silent, bracket).lstrip()
        plain = ""
        if own and not bracket and subjects[-1].end < end:
            rest = self.spelling.rendered(context, subjects[-1].end, end, silent, bracket)
            plain = head + "、".join(self.spelling.sign(m) for m in subjects) + rest
        return Clause(start, end, subjects, own, topic, head + body, self.plan, bracket, plain)
