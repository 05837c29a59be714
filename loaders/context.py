"""What a rule may look at while it reads one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from graph.statement import Scalar
from loaders.check import Candidate
from loaders.en.parsing.parse import Sentence, Token
from loaders.en.parsing.roles import Reader, Use
from loaders.lending import Quantity
from loaders.lexicon import clue
from loaders.mentions import Mention
from loaders.periods import Period
from loaders.status import Judge

APART = frozenset({"relcl", "advcl", "ccomp", "parataxis", "csubj"})
DEALS = frozenset({"owns", "acquires", "sells"})
"""What is said of shares."""
AMOUNTED = DEALS | {"supplies"}
"""What has an amount that the next sentence may tell."""
GAP = 12
"""More characters than part one sentence from the next, in the next paragraph too."""


@dataclass
class Context:
    """One sentence with its roles, quantities and periods, and what the document is about.

    `topic` is the company that the text speaks of, `product` the only product that it has named so
    far and `thing` the product named most often, `plant` the one spoken of last, `follows` whether the
    sentence before is of the same paragraph, `sole` the only plant so far, `lying` that at a place;
    `name` gives an entity's preferred name, `within` says whether one place lies in another, `based`
    whether a firm or plant lies in a country.
    `leading` is the company named most often. `signer` and `signing` are the person who stood alone on
    the line before, and the firm that did so last.
    `site` is the plant named last, `titled` the company of the title, `single` whether it names no other,
    `head` its plant where it names none, `speaker` the company that was the subject last,
    `about` the firm or plant that was, `heading` what stands over the paragraph, `stuff` the one product of the
    sentence before.
    `sites` are the plants named so far, by their ids.
    `own` says whether a firm speaks for itself, `asked` whether the sentence before is a question.
    `last` are the relations of the last sentence that told any, `latest` the last of each predicate, `figured` the
    figures of the sentence before.
    `country` is the one that the document speaks of most, `home` the same where its title
    names it, `nation` where it is named more than once.
    `keepers` are those who run the plants, by the plants' ids, `makes` what each firm or plant is said to make.
    `around` are the firms and plants of the last sentence that named any, and the firm named most often; `near` those
    of the last sentence alone, as it names them, and `here` whom its paragraph has named.
    `places` are those that the document names on their own, `level` tells a place's level.
    `lined` is what a line of a list is about.
    `refused` collects what was not taken and why.
    """

    sentence: Sentence
    reader: Reader
    judge: Judge
    quantities: Sequence[Quantity]
    periods: Sequence[Period]
    name: Callable[[str], str]
    within: Callable[[str, str], bool]
    topic: Mention | None = None
    signer: Mention | None = None
    signing: Mention | None = None
    site: Mention | None = None
    leading: str = ""
    titled: Mention | None = None
    single: bool = True
    head: Mention | None = None
    speaker: Mention | None = None
    about: Mention | None = None
    heading: Mention | None = None
    stuff: Mention | None = None
    product: str = ""
    thing: Mention | None = None
    plant: Mention | None = None
    sole: Mention | None = None
    lying: Callable[[str], Mention | None] = lambda _: None
    follows: bool = False
    asked: bool = False
    own: bool = False
    sites: Mapping[str, Mention] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    based: Callable[[str, str], bool] = lambda _id, _country: False
    level: Callable[[str], str | None] = lambda _: None
    last: Sequence[Candidate] = ()
    figured: Sequence[Candidate] = ()
    latest: Mapping[str, Candidate] = field(default_factory=dict)
    continues: bool = False
    around: frozenset[str] = frozenset()
    near: Sequence[Mention] = ()
    here: Set[str] = frozenset()
    keepers: Mapping[str, Mention] = field(default_factory=dict)
    makes: Mapping[str, set[str]] = field(default_factory=dict)
    country: Mention | None = None
    home: Mention | None = None
    nation: Mention | None = None
    lined: Mention | None = None
    refused: list[tuple[str, str]] = field(default_factory=list)

    said: list[Candidate] = field(default_factory=list)
    """The relations that frames have found in the sentence so far."""

    dropped: set[tuple[str, str, str]] = field(default_factory=set)
    """Rule and ends of what was refused because the sentence denies a plan."""

    _clauses: dict[int, frozenset[int]] = field(default_factory=dict)
    _phrases: dict[tuple[int, bool], frozenset[str]] = field(default_factory=dict)

    @property
    def priced(self) -> bool:
        """Whether a sum follows right behind a deal or a supply: "The price is 24 million", "Deliveries are 300 MW"."""
        return bool(self.quantities) and self.follows and any(c.predicate in AMOUNTED for c in self.last)

    @property
    def house(self) -> Mention | None:
        """The firm that the heading names: "ALUAR. Anna Holm steps up"."""
        return self.heading if self.heading is not None and self.heading.entity.startswith("org/") else None

    def relation(
        self,
        subject: Mention,
        predicate: str,
        object: Mention,
        extractor: str,
        confidence: float,
        status: str = "actual",
        qualifiers: Mapping[str, Scalar] | None = None,
    ) -> Candidate:
        """A relation of which the whole sentence is the evidence."""
        return Candidate(
            subject=subject,
            predicate=predicate,
            object=object,
            start=self.sentence.start,
            end=self.sentence.end,
            status=status,
            qualifiers=qualifiers or {},
            confidence=confidence,
            extractor=extractor,
        )

    def refuse(self, reason: str, rule: str) -> None:
        """Notes a reading that was not taken."""
        self.refused.append((reason, rule))

    def before(self, predicate: str, but: frozenset[str] = frozenset(), far: bool = False) -> list[Candidate]:
        """The last relation of a predicate in this sentence, there of other subjects, else in the one before.

        What is named by a noun may have been told longer ago (`far`): "will hold 25 pct of the venture".
        Of holdings it may be a deal: "A has sold half of X to B. A keeps the other half".
        """
        if predicate == "owns" and any(c.predicate == "listedOn" for c in self.said):
            return []  # "X is listed in Oslo; A holds 34 percent of the shares": of no firm that was told of before
        kin = DEALS if predicate == "owns" else {predicate}
        here = (c for c in self.said if c.subject.entity not in but)
        near = far or self.follows or (not self.own and any(self.sentence.start - c.end < GAP for c in self.last))
        rows = [c for c in (*(self.last if near else ()), *here) if c.predicate in kin]
        if predicate == "owns":  # "A buys 25 % of X, the owner of a refinery. B will hold 46 %": of X
            rows = [c for c in rows if c.qualifiers.get("share", 100) != 100] or rows
        return [c for c in rows[-1:] if not self._left(c, but)]

    def _left(self, c: Candidate, but: frozenset[str]) -> bool:
        """Whether the sentence has gone over to another firm: "A owns half of B. C is small; the rest is held by"."""
        before = self.sentence.text.rpartition(";")[0]
        named = [m for m in self.sentence.mentions if m.entity and m.end - self.sentence.start <= len(before)]
        others = (m for m in named if m.type == "Company" and not m.nominal and m.entity not in but)
        return c.object is not None and c.end <= self.sentence.start and any(m.entity not in c.ends for m in others)

    @property
    def spoken(self) -> list[Mention]:
        """The plant that the sentence before, of the same paragraph, spoke of, where this one names none."""
        plant = self.plant if self.follows else None
        named = any(m.entity.startswith("site/") for m in self.sentence.mentions)
        return [plant] if plant is not None and not plant.group and not named and plant.entity in self.around else []

    @property
    def owned(self) -> Mention | None:
        """The firm whose shares the sentence before told: X in "A owns half of X. B sold its 20 percent"."""
        rows = [c.object for c in self.last if c.predicate == "owns" and c.object is not None and self.follows]
        return rows[-1] if rows and rows[-1].type == "Company" else None

    @property
    def dealt(self) -> Mention | None:
        """The firm of which alone the deals and holdings before speak, where the title names its buyer or seller."""
        rows = [self.latest[p] for p in DEALS if p in self.latest]
        things = {c.object.entity: c.object for c in rows if c.object is not None}
        parties = {c.subject.entity for c in rows}
        sure = len(things) == 1 and (self.titled is None or self.titled.entity in parties)
        return next(iter(things.values())) if sure and any(c.predicate != "owns" for c in rows) else None

    def clause(self, i: int) -> frozenset[int]:
        """The tokens below `i` without those of other clauses."""
        if i not in self._clauses:
            kept, todo = {i}, [i]
            while todo:
                for c in self.sentence.children(todo.pop()):
                    if not self._apart(c):
                        kept.add(c.i)
                        todo.append(c.i)
            self._clauses[i] = frozenset(kept)
        return self._clauses[i]

    def _apart(self, token: Token) -> bool:
        return token.dep in APART or (token.dep == "conj" and token.tag.startswith("VB"))

    def phrase(self, use: Use) -> frozenset[str]:
        """Lemmas, words and products around a trigger; `^have` stands for a verb that governs it."""
        if (use.token, use.verb) not in self._phrases:
            self._phrases[use.token, use.verb] = self._phrase(use)
        return self._phrases[use.token, use.verb]

    def _phrase(self, use: Use) -> frozenset[str]:
        tokens = self.sentence.tokens
        ids = set(self.clause(use.token))
        if use.verb:
            ids -= self._explaining(ids)
        if not use.verb and tokens[use.token].dep == "compound":
            ids |= {c.i for c in self.sentence.children(tokens[use.token].head)}
            ids |= {g.i for i in tuple(ids) for g in self.sentence.children(i) if g.dep == "advmod"}
        kept = [tokens[i] for i in ids if tokens[i].mention is None and i != use.token]
        named = [self.sentence.mentions[m] for i in ids if (m := tokens[i].mention) is not None]
        products = {w for m in named if m.product for w in (m.product, *m.text.lower().split())}
        above = {f"^{t.lemma}" for t in self._governors(tokens[use.token])}
        return frozenset({t.lemma for t in kept} | {t.text.lower() for t in kept} | products | above)

    def _explaining(self, ids: set[int]) -> set[int]:
        """The tokens that only say what a name is: "Hindalco, the metals flagship of the group, bought"."""
        tokens = self.sentence.tokens
        said = (i for i in ids if tokens[i].dep == "appos" and tokens[i].mention is None)
        tops = [i for i in said if tokens[tokens[i].head].mention is not None]
        return {k for i in tops for k in self.sentence.subtree(i)}

    def _governors(self, token: Token) -> list[Token]:
        found = []
        for _ in range(6):
            above = self.sentence.tokens[token.head]
            if above.i == token.i:
                break
            found.append(above)
            if above.tag.startswith("VB"):
                break
            token = above
        return found

    def above(self, i: int) -> frozenset[int]:
        """The tokens from `i` up to the root."""
        path = [i]
        while (head := self.sentence.tokens[path[-1]].head) not in path:
            path.append(head)
        return frozenset(path)

    @cached_property
    def asks(self) -> bool:
        """Whether the sentence asks if something is so: "Did A buy B?"; "why did A buy B?" says that it did."""
        text = self.sentence.text
        return text.rstrip(" \n)”’\"'").endswith("?") and clue("contrast.asks").match(text) is not None

    @cached_property
    def amounts(self) -> tuple[tuple[Quantity, frozenset[int]], ...]:
        """Each quantity of the sentence with its tokens."""
        return tuple((q, frozenset(t.i for t in self.sentence.at(q.start, q.end))) for q in self.quantities)

    @cached_property
    def times(self) -> tuple[tuple[Period, frozenset[int]], ...]:
        """Each period of the sentence with its tokens."""
        return tuple((p, frozenset(t.i for t in self.sentence.at(p.start, p.end))) for p in self.periods)
