"""For whom a text speaks, and what its names mean: "we", "the Company" of a filing, "our plant" of an officer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.names import peoples
from graph.resolve import Resolver
from graph.statement import Entity
from loaders.definitions import Definition
from loaders.en.meant.nominal import spoken_own
from loaders.en.meant.openings import grouped
from loaders.en.meant.outright import belonging, whole
from loaders.en.meant.shortened import known_by
from loaders.en.names.larger import larger
from loaders.en.parsing.parse import Sentence
from loaders.lexicon import Lexicon, clue
from loaders.mentions import Mention
from ontology.model import Ontology

QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")

INTRODUCED = 6
"""Sentences in which an interview says whom it is with."""


@dataclass
class Voice:
    """One document with its names resolved; `seen` are all mentions so far, in the order of the text."""

    resolver: Resolver
    ontology: Ontology
    text: str
    words: Lexicon
    definitions: Sequence[Definition] = ()
    titles: Sequence[Mention] = ()
    company: Mention | None = None
    passed: Mention | None = None
    """"The company" of the last sentence where that only brought in another firm: whose "its" is next."""
    letterhead: Mention | None = None
    staff: dict[str, Mention] = field(default_factory=dict)
    """Whose officers the persons are, as far as the sentence that named them first tells."""
    seen: list[Mention] = field(default_factory=list)
    told: list[Sentence] = field(default_factory=list)
    """The sentences before."""

    _looked: int = 0
    _entitled: Mention | None = None

    def __post_init__(self) -> None:
        self.defined: dict[int, list[str]] = {}
        for definition in self.definitions:
            self.defined.setdefault(definition.long.start, []).append(definition.short)
        self.early = self._early()
        self.quoted = [m.span() for m in QUOTED.finditer(self.text)]
        spoken = (m.start() for p in (spoken_own(self.words), clue("voice.firm")) for m in p.finditer(self.text))
        self.firsthand = any(not self._is_quoted(at) for at in spoken)
        self.control = self.words.words("syntax", "object_control")
        self.ventures = self.words.words("syntax", "ventures")
        self.empty = self.words.words("syntax", "empty")
        nominals = self.words["names"]["nominals"]
        self.deals, self.acts = frozenset(nominals["deals"]), [[w] for w in nominals["acts"]]
        self.roles, self.unnamed = self.words.words("syntax", "roles"), self.words.words("syntax", "somebody")
        self.strangers = self.words.words("syntax", "strangers")
        self.kin = self.words.words("syntax", "kin")
        self.stages = self.words.words("syntax", "stages")
        self.speech = self.words.words("names", "persons", "speech")

    def speaks(self, firm: Mention | None) -> None:
        """Notes the firm of the letterhead: "the Company" and "we" are that one, before the text names it."""
        self.company = self.letterhead = firm
        self.seen += [firm] if firm is not None else []

    def _is_quoted(self, at: int) -> bool:
        before = bisect_left(self.quoted, (at,))
        return before > 0 and at < self.quoted[before - 1][1]

    def _speaker(self, mention: Mention, sentence: Sentence) -> Mention | None:
        """The firm that a filing or a firm's own page speaks for, in quotes that of the officer who is quoted."""
        if self._is_quoted(mention.start):
            return self._speaks_for(sentence) or self._interviewed(mention.start)
        if self.text.startswith("A: ", self.text.rfind("\n", 0, mention.start) + 1):
            firms = {m.entity: m for m in self.staff.values()}  # an answer is of whoever is asked
            if len(firms) == 1:
                return next(iter(firms.values()))
        if clue("voice.reporter").search(self.text[max(0, mention.start - 24) : mention.start]):
            return None  # "She spoke to us in Perth"
        first = next((m for m in self.seen if m.type == "Company"), None)
        if first is not None and belonging(self.text, first):
            first = None
        return (self._titled() or first) if self.firsthand else None

    def _interviewed(self, at: int) -> Mention | None:
        """The firm of the one officer of an interview, whose answers stand as whole lines in quotes."""
        before = bisect_left(self.answers, (at,))
        if len(self.answers) < 2 or before == 0 or at >= self.answers[before - 1][1]:
            return None
        firms = self._introduced_with()
        return next(iter(firms.values())) if len(firms) == 1 else None

    def _introduced_with(self) -> dict[str, Mention]:
        """The firms beside the first person that is named."""
        for sentence in self.told[:INTRODUCED]:
            if any(m.type == "Person" for m in sentence.mentions):
                return {m.entity: m for m in sentence.mentions if m.type == "Company" and m.entity}
        return {}

    @cached_property
    def answers(self) -> list[tuple[int, int]]:
        """The quotes that are whole lines."""
        ends = ("\n", "")
        return [(a, b) for a, b in self.quoted if self.text[a - 1 : a] in ends and self.text[b : b + 1] in ends]

    def _own(self, mention: Mention, sentence: Sentence) -> Mention | None:
        """The firm that reports of itself: "Our unit X makes foil. The shares of the company"."""
        plain = mention.text.lower() in ("the company", "the group") and not self._is_quoted(mention.start)
        return self._speaker(mention, sentence) if plain and self.firsthand else None

    def _group(self, mention: Mention, sentence: Sentence, anew: bool, subject: Mention | None) -> Mention | None:
        """Which firm "the group" is; `anew` where a paragraph begins with the sentence."""
        opens = mention.start == sentence.start and not self.text.startswith(("’", "'"), mention.end)
        firm = whole(self.text, self.company, self.seen)
        group = grouped(self.seen, (self.company, subject), anew and self._titled() is not None)
        return group or (firm if opens and not anew else None) or self._titled() or firm

    def _nation(self, mention: Mention) -> str:
        """The country's id of "the Swiss trader"; "" where the form names none."""
        nations = peoples()
        name = next((nations[w] for w in mention.text.split() if w in nations), "")
        found = [e.entity.id for e in self.resolver.registry.exact(name) if e.entity.type == "Place"] if name else []
        return found[0] if found else ""

    def _body(self, mention: Mention) -> Mention | None:
        """The body or exchange named last, "the ministry" one that is called so; else that of the letterhead."""

        def called(rows: Iterable[Mention]) -> Mention | None:
            return next((m for m in rows if m.type == mention.type and mention.head in m.form.lower()), None)

        if (named := called(reversed(self.seen))) is not None:
            return named
        if (headed := called(self.titles)) is not None:
            return self._found(headed, None)
        return next((m for m in reversed(self.seen) if m.type == mention.type), None)

    def _titled(self) -> Mention | None:
        """The firm of the letterhead, else that of the title where the text has named it too."""
        if self.letterhead is not None:
            return self.letterhead
        if self._entitled is None:  # what is seen only grows, to thousands in a long text: each is looked at once
            ids, forms = self._headed
            firms = (m for m in self.seen[self._looked :] if m.type == "Company")
            self._entitled = next((m for m in firms if m.entity in ids or m.text.casefold() in forms), None)
            self._looked = len(self.seen)
        return self._entitled

    @cached_property
    def _headed(self) -> tuple[set[str], set[str]]:
        """Ids and forms of the names in the title."""
        known = (e for m in self.titles for e in self.resolver.registry.exact(m.form))
        return {e.entity.id for e in known}, {m.text.casefold() for m in self.titles if m.type == "Company"}

    def _parent(self, mention: Mention, sentence: Sentence, k: int) -> Entity | None:
        """The larger place that stands right after: "Portland, Victoria", "Loon-Plage in northern France"."""
        after = larger(self.text, mention, sentence, k, self.resolver.registry)
        return self.resolver.resolve(after.form, "Place")[0] if after is not None else None

    def _early(self) -> dict[str, Mention]:
        """The firms whose short forms the text uses before it tells what they are short for; no known names."""
        rows: dict[str, Mention] = {}
        for d in self.definitions:
            long = d.long
            plain = long.type == "Company" and " " not in d.short and len(d.short) > 2
            if plain and self.text.find(d.short, 0, long.start) >= 0 and not self.resolver.registry.exact(d.short):
                rows.setdefault(d.short, long)
        count = Counter(d.short for d in self.definitions)
        return {short: m for short, m in rows.items() if count[short] == 1}

    def _found(self, mention: Mention, parent: Entity | None) -> Mention:
        long = self.early.get(mention.text)
        if long is not None and mention.start < long.start and mention.type == "Company":
            entity, _ = self.resolver.resolve(long.form, long.type)
            return replace(mention, entity=entity.id, rung="short", type=entity.type)
        entity, rung = self.resolver.resolve(mention.form, mention.type, parent=parent.id if parent else None)
        if rung == "provisional" and mention.type == "Company" and mention.start in self.defined:
            entity = known_by(mention, self.defined[mention.start], self.resolver.registry) or entity
        inside = tuple(self._found(m, None) for m in mention.inside)
        for short in self.defined.get(mention.start, ()):
            self.resolver.define(short, entity)
            self.resolver.define(short[:1].upper() + short[1:], entity)
        return replace(mention, entity=entity.id, rung=rung, type=entity.type, inside=inside)

    def _speaks_for(self, sentence: Sentence) -> Mention | None:
        """The firm of the officer whose words a sentence reports: "Work on its refinery will go on, Zraick said"."""
        for m in (m for m in sentence.mentions if m.type == "Person"):
            after = self.text[m.end : sentence.end].split()
            ends = self.text[sentence.start : m.start].rstrip().endswith((",", ',"', ",”"))
            if ends and 0 < len(after) < 3 and after[0].strip(".,") in self.speech:
                return self.staff.get(self._found(m, None).entity)
        return None
