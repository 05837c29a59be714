"""Names that no registry knows: capitalised runs, typed by legal form, head word or context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.names import peoples
from loaders.en.names.bodies import Bodies
from loaders.en.names.edges import generic, landed, lettered, two, unnamed, without
from loaders.en.names.handed import Handed
from loaders.en.names.persons import Persons
from loaders.en.parsing.model import ordinary
from loaders.grammar import MOUNT, grammar, trimmed
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention
from loaders.quick import Quick

PERIODS, PERIOD_END = re.compile(r"(?:FY|CY|[QH][1-4])[\d/'’-]*"), re.compile(r"(?:^|[.!?:\"”“)\n]|[-*•·>])\s*$")
TICKER = re.compile(r"<[A-Z0-9]+(?:\.[A-Z]+)?>|\([A-Z]{2,6}:\s?[\w.; :]+\)")
OPENS = re.compile(r"(?:^|[.\n]\s*)(?:In|At|Near)\s$")
MOUNTAIN = re.compile(MOUNT)
JOINED, LEADS = re.compile(r"-[a-z]"), re.compile(r"\s+(?:chair|head|lead|chaired|headed|led|founded|told|said)s?\b")
KINDS, AND = ("vast", "lands", "waters"), re.compile(r"\sand\s")
COLUMN = re.compile(r"(?<=[A-Z]{3})[^\S\n]{2,}(?=[A-Z][a-z])|[^\S\n]{3,}")  # what parts two columns of a layout


class Lister:
    """Lists the unknown names of a span of text, given the known ones in it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.grammar = grammar(lexicon)
        self.persons = Persons(lexicon)
        self.breaks = lexicon.words("names", "runs", "breaks")
        self.public = Bodies(lexicon)
        self.demonyms = frozenset(peoples())
        self.countries = frozenset(peoples().values())
        self.explaining = lexicon.words("names", "runs", "explaining")
        self.company = lexicon.words("names", "company")
        self.trades = lexicon.words("names", "runs", "trades")
        names = lexicon["names"]
        self.exchanges = ["Stock", *names["heads"]["Exchange"]]
        self.keeps = re.compile(rf"(?:{alternation(names['runs']['keeps'])})\b")
        bodies = names["government"]
        self.inner = bodies["inner"]
        self.wordless = self.breaks.union(self.inner, *(names["runs"][k] for k in ("regions", "techniques", "parts")))
        self.bodies = frozenset(bodies["national"])
        heads = names["heads"]
        self.heads = {w: t for t, ws in heads.items() for w in ws}
        common = alternation([*names["runs"]["trades"], *names["company"], *self.exchanges])
        self.handed = Handed(lexicon, self.grammar.closing, common)
        self.generic = generic(common, alternation(self.countries), self.grammar.closing)
        self.of_heads = lexicon.words("names", "government", "of")
        self.common = lexicon.words("names", "runs", "common")
        self.makes = re.compile(rf"\s+(?:{alternation(lexicon.words('facilities', 'places', 'makes'))})\b")
        self.plants = {n.split()[-1] for n in lexicon["facilities"]["nouns"]}
        plant = rf"(?:the|an?|its)\s+(?:[\w-]+\s+){{0,5}}?(?:{alternation(self.plants)})\b"
        self.told = re.compile(rf",\s+(?:{plant}|(?:\w+ly\s+)?owned\s)")
        codes = alternation(names["exchanges"]["codes"])
        coded = r":|\s(?:[Ss]hare|[Ss]tock|[Tt]icker|[Ss]crip)\s(?:[Cc]ode|[Ss]ymbol)"
        self.quoted = Quick(
            rf"(?<=\()(?:{codes})(?=:)|(?<=[;,/|]\s)(?:{codes})(?=:)|(?<=\bthe\s)(?:{codes})(?![\w-])"
            rf"|(?<=\bon\s)(?:{codes})(?![\w-])|(?m:^)(?:{codes})(?={coded})"
        )
        self.provinces = {w for w in lexicon.words("facilities", "places", "after") if w.istitle()}
        self.papers, self.fronted = (lexicon.words("names", "runs", k) for k in ("papers", "fronted"))
        self.vast, self.lands, self.waters = (lexicon.words("facilities", "places", k) for k in KINDS)
        posts = alternation(names["persons"]["portfolios"])
        kept = rf"{posts}|{alternation(names['runs']['lists'])}"  # nor is a firm what a list is called by
        self.posts, self.portfolio = re.compile(rf"\s+(?:{posts})\b"), re.compile(rf"\b(?:{kept})\s+(?:of|for)\s+$")

    def find(self, text: str, start: int, end: int, known: Iterable[Mention]) -> list[Mention]:
        """Runs in text[start:end] that are names; `guess` is set where only the shape says so."""
        inner = [m for m in known if m.type != "Product"]
        typed = [m for run in self._runs(text, start, end, inner) if (m := self._typed(text, *run, inner))]
        public = self.public.find(text, start, end, inner)
        return [*self._bourses(text, start, end), *(self.public.national(text, m, inner) for m in typed), *public]

    def _bourses(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """An exchange that a town names, or letters before a ticker: "the Bombay bourse", "(JSE: HLM)", "on B3"."""
        for m in self.grammar.bourse.inside(text, start, end):
            yield Mention(m.start(), m.end(), m.group(), "Exchange")
        for m in self.quoted.inside(text, start, end):
            yield Mention(m.start(), m.end(), m.group(), "Exchange")

    def _runs(self, text: str, start: int, end: int, known: list[Mention]) -> Iterator[tuple[int, int]]:
        feasts = [m.span() for m in self.grammar.feasts.finditer(text, start, end)]
        for match in self.grammar.run.found(text, start, end):
            if TICKER.match(text, max(start, match.start() - 1)) or any(a <= match.start() < b for a, b in feasts):
                continue
            for a, b in self._split(text, match.start(), match.end(), known):
                whole = any(m.start == a and m.end == b and m.type == "Company" for m in known)
                yield a, self._branch(text, b, known) or (b if whole else self._with_of(text, a, b, end))

    def _split(self, text: str, start: int, end: int, known: list[Mention]) -> Iterator[tuple[int, int]]:
        """The parts of a run between words that break names and role words."""
        proud = [m.span() for m in self.grammar.proud.finditer(text, start, end) if not self._titled(text, m.start())]
        cuts = [m.span() for m in self.grammar.role_words.finditer(text, start, end)]
        cuts += [
            (start + m.start(), start + m.end())
            for m in re.finditer(r"[^\s()]+", text[start:end])
            if m.group() in self.breaks
            and not self.keeps.match(text, start + m.start())
            and not MOUNTAIN.match(text, start + m.start())
        ]
        cuts += [m.span() for m in COLUMN.finditer(text, start, end)]
        # "Chairman of the Planning Committee Ivan Petrov"
        cuts += self.handed.cuts(text, start, end)
        cuts += [
            m.span()
            for m in AND.finditer(text, start, end)
            if text[m.end() : end].split(" ", 1)[0] in self.fronted
            or (any(m.start() == k.end or m.end() == k.start for k in known) and not self._kinds(text[m.end() : end]))
        ]
        cuts = [
            c
            for c in cuts
            if not landed(text, c[0], known)
            and not any((m.start < c[0] and c[1] <= m.end) or (m.start <= c[0] and c[1] < m.end) for m in known)
            and not any(a <= c[0] and c[1] < b for a, b in proud)
        ]
        at = start
        for a, b in [*sorted(cuts), (end, end)]:
            own = self._body(text[at:a]) or lettered(text, at, a)
            kept = frozenset() if own else self.demonyms
            if part := trimmed(text, at, a, kept, self.generic):
                yield part
            at = max(at, b)

    def _body(self, words: str) -> bool:
        """Whether a nation belongs to a body: "Norwegian Environment Agency", not "Indian Ministry of Mines"."""
        rest = words.split()[1:]
        return len(rest) > 1 and rest[-1] in self.bodies

    def _titled(self, text: str, at: int) -> bool:
        """Whether a capitalised word or a role stands before: the "General" of "Director General"."""
        before = re.search(r"([^\s.,;:]+)\s$", text[max(0, at - 30) : at])
        return before is not None and (before[1][0].isupper() and before[1] not in self.breaks)

    def _kinds(self, rest: str) -> bool:
        """Whether what follows "and" is no name of its own: "Kaiser Aluminum and Chemical Corp"."""
        legal = self.grammar.legal.search(rest)
        words = rest[: legal.start()].split() if legal else []
        return bool(words) and all(w in self.trades for w in words)

    def _branch(self, text: str, end: int, known: list[Mention]) -> int | None:
        """The end of a firm's name that a place and a legal form close: "Suralco of South Carolina, Inc."."""
        place = next((m for m in known if m.type == "Place" and m.start == end + 4), None)
        legal = self.grammar.closed.match(text, place.end) if place and text.startswith(" of ", end) else None
        return legal.end() if legal else None

    def _with_of(self, text: str, start: int, end: int, limit: int) -> int:
        """The end of a name that goes on with "of": Ministry of Mines and Geology."""
        for _ in range(2):
            words = set(re.findall(r"\w+", text[start:end]))
            more = self.grammar.of.match(text, end, limit)
            if (
                more is None
                or not words & self.of_heads
                or self.grammar.legal.search(text[start:end].replace("Corporation", ""))
            ) and not (more is not None and self._nameless(text[start:end])):
                return end
            end = more.end() if "Bank" not in words else more.start() + len(more[0].partition(",")[0])
        return end

    def _nameless(self, form: str) -> bool:
        """Whether only what stands behind "of" tells the firm from others: "Aluminium Corp of India"."""
        legal = self.grammar.legal.search(form)
        return legal is not None and bool(form[: legal.start()]) and self.generic.fullmatch(form) is not None

    def _typed(self, text: str, start: int, end: int, known: list[Mention]) -> Mention | None:
        start = self._without_opening(text, start, end, known)
        form = without(text[start:end], self.inner)
        end = start + len(form)
        mention = Mention(start, end, form, "Company")
        if self.grammar.legal.search(form) and " " in form:
            return mention
        words = re.findall(r"[^\W_]+", form)
        if self._wordless(form, words) or words[-1] in self.papers or self.posts.match(text, end):
            return None
        above = text[max(0, start - 24) : start]
        if (
            self.grammar.streets.search(form)
            or self.portfolio.search(above)
            or self.public.part(above, form)
            or unnamed(form, text, start)
        ):
            return None
        province = len(words) == 2 and words[-1] in self.provinces
        mountain = MOUNTAIN.match(form) and words[-1] not in self.heads and words[-1].lower() not in self.plants
        if mountain or form in self.vast or province:
            return replace(mention, type="Place")
        heads = [h for w in words if (h := self.heads.get(w)) and (w not in ("Project", "Service") or w == words[-1])]
        if heads:  # alone it is no name: "consumption in the Union"
            typed = mention if self.grammar.utility.search(form) else replace(mention, type=heads[0])
            return typed if len(words) > 1 else None
        if body := self.public.told(text, mention):
            return body
        if self.makes.match(text[end : end + 16]):
            return replace(mention, type="Place")
        if person := self._person(text, start, end, words) or self._patron(mention, words, text, known):
            return person
        if venture := self.grammar.venture.match(text, end):
            return replace(mention, end=venture.end(), text=text[start : venture.end()])
        return self._shaped(mention, words, text)

    def _wordless(self, form: str, words: list[str]) -> bool:
        """Whether there is no name in the words: "The", "Germans", "Q3"."""
        return (
            not words or form in self.wordless or bool(self.grammar.nobody.fullmatch(form) or PERIODS.fullmatch(form))
        )

    def _without_opening(self, text: str, start: int, end: int, known: list[Mention]) -> int:
        """Drops a first word that is capital only because a sentence begins with it."""
        named = next((m for m in known if m.end == end and start < m.start and m.type != "Place"), None)
        if named is not None and all(w in self.explaining for w in text[start : named.start].split()):
            return named.start
        place = next((m for m in known if m.start == start and m.type == "Place" and m.end < end), None)
        if place is not None and OPENS.search(text[max(0, start - 6) : start]):  # "In Iceland Alcoa runs"
            return start if self.generic.fullmatch(text[place.end + 1 : end]) else place.end + 1
        first = re.match(r"[^\W_]+\s+", text[start:end])
        if first is None or not PERIOD_END.search(text[max(0, start - 3) : start]):
            return start
        rest = start + first.end()
        begun = next((m for m in known if m.start == rest), None)
        word = first[0].strip()
        proper = any(m.start == start for m in known) or self.public.explained(text, end)
        if begun is None or proper or self._proper(text, word, begun, end):
            return start
        told = LEADS.match(text, end) or self._nameless(begun.text)  # "Foobar Alumina Ltd" is not Alumina Ltd
        return start if begun.end == end and not ordinary(word) and told else rest

    def _proper(self, text: str, word: str, place: Mention, end: int) -> bool:
        """Whether a first word before a place belongs to a firm that is named after it too: "Huatong Angola Industria".

        Words that only open a sentence end in "ly", or stand in lower case elsewhere.
        """
        inner = place.type == "Place" and (place.end < end or place.text in self.company)  # "Foobar Aluminio"
        return inner and not word.endswith("ly") and re.search(rf"\b{re.escape(word.lower())}\b", text) is None

    def _person(self, text: str, start: int, end: int, words: list[str]) -> Mention | None:
        before, after = text[max(0, start - 60) : start], text[end : end + 90]
        named = self.persons.announced(before)
        firm = set(words) & self.company or words[-1] in self.countries or "&" in text[start:end]
        personal = 1 < len(words) < (6 if self.grammar.role_after.match(after) else 4) and not firm
        hired = self.persons.employer(after) and not self.persons.named(before, after)
        if personal and not named and (hired or self.persons.employed(before)):
            return None
        posted = personal and (self.persons.named(before, after) or self.persons.called_so(before, words, after))
        acts = personal and (self.grammar.role_after.match(after) or self.grammar.speaks.match(after))
        if posted or acts or (named and not firm):
            return Mention(start, end, text[start:end], "Person") if len(words) < 6 else None
        return None

    def _patron(self, mention: Mention, words: list[str], text: str, known: list[Mention]) -> Mention | None:
        """ "Sanjeev Gupta's GFG Alliance": two unknown words that have a known firm."""
        owned = any(m.type == "Company" and m.start - mention.end == 3 for m in known)
        if len(words) == 2 and owned and text[mention.end] in "'’" and not set(words) & self.company:
            return replace(mention, type="Person")
        return None

    def _shaped(self, mention: Mention, words: list[str], text: str) -> Mention | None:
        if words[-1] in self.company and len(words) > 1:
            return mention
        if (len(mention.text) < 3 and not two(mention.text, text, mention.start)) or mention.text.isdigit():
            return None
        if text[max(0, mention.start - 4) : mention.start].lower() == "the " and words[-1] in self.lands | self.waters:
            return replace(mention, type="Place") if words[-1] in self.lands else None
        if re.match(r"[’']s\s", text[mention.end : mention.end + 3]) and words[-1] not in self.company:
            return replace(mention, guess=True)  # only a name has something: "Etibank's plant"
        opening = PERIOD_END.search(text[max(0, mention.start - 3) : mention.start])
        if text.startswith("-based", mention.end):
            return replace(mention, type="Place")
        if opening and JOINED.match(text, mention.end) and len(words) == 1 and ordinary(mention.text):
            return None
        told = self.told.match(text, mention.end) is not None or self._strange(mention, text)
        sure = not opening or len(words) > 1 or told or self._inner(mention, text)
        return replace(mention, guess=True) if sure else replace(mention, guess=True, type="")

    def _strange(self, mention: Mention, text: str) -> bool:
        """Whether a sentence begins with a word that the language does not have: "Vimetco sold", "Amcor, which"."""
        if self.grammar.acting.match(text, mention.end):
            return True
        form = mention.text
        common = form.lower() in self.common or not form.isalpha() or len(form) < 4 or ordinary(form)
        return not common and clue("organisations.starts").match(text, mention.end) is not None

    def _inner(self, mention: Mention, text: str) -> bool:
        """Whether capitals inside tell a name from the first word of a sentence: "KPMG has", "QatarEnergy holds"."""
        form = mention.text
        return (
            form.isalpha()
            and not form[1:].islower()
            and re.match(r"\s+[a-z(]", text[mention.end : mention.end + 3]) is not None
        )
