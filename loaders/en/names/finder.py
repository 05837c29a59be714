"""All mentions of a document: registry, products, names by shape, plants, definitions, nominals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from graph.names import peoples
from graph.resolve import Registry
from loaders import definitions
from loaders.definitions import Definition
from loaders.en.names import divisions, facilities, plantwords, runin, unnamed
from loaders.en.names.at_firms import firm_at
from loaders.en.names.branches import branches
from loaders.en.names.called import called
from loaders.en.names.guesses import confirmed, worded
from loaders.en.names.larger import towns
from loaders.en.names.longer import Longer, named_after
from loaders.en.names.organisations import Lister
from loaders.en.names.persons import aged
from loaders.en.names.plantfirms import contracting, named, whole
from loaders.en.names.sides import explained
from loaders.grammar import datelines
from loaders.headings import subhead
from loaders.lexicon import Lexicon, alternation, clue, read
from loaders.mentions import LOCATED, Gazetteer, Mention, longest
from loaders.quick import Quick
from loaders.trie import Trie
from ontology.model import Ontology

HOME = re.compile(r">?(?:\s<[A-Z.]+>)?,?\sof\s")
HERE = re.compile(r"(?<=[a-z]\s)here\b(?=[\s,.;])")
INSIDE = re.compile(r"[a-z),]\s(?:in|at|near|of)\s$")
OTHER = frozenset(
    ["Site", "adjectives", "own", "told", "makers", "kin", "general", "whole", "deals", "acts", "latter", "to_us"]
)
Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Mentions in order of the text, what the document defines, brackets that define in order, and tickers."""

    mentions: tuple[Mention, ...]
    definitions: tuple[Definition, ...]
    brackets: tuple[Span, ...]
    tickers: tuple[Span, ...]
    titles: tuple[Mention, ...] = ()
    heading: str = ""

    def beside(self, start: int, end: int) -> tuple[Span, ...]:
        """The brackets that overlap [start, end)."""
        first = bisect_left(self.brackets, (start - self._widest,))
        rows = self.brackets[first : bisect_left(self.brackets, (end,))]
        return tuple((a, b) for a, b in rows if start < b)

    @cached_property
    def _widest(self) -> int:
        return max((b - a for a, b in self.brackets), default=0)

    @cached_property
    def silent(self) -> tuple[Span, ...]:
        """What the parser need not see, in order."""
        return tuple(sorted({*self.brackets, *self.tickers}))


class Finder:
    """Finds mentions; one for all documents."""

    def __init__(self, registry: Registry, ontology: Ontology, lexicon: Lexicon) -> None:
        self.lexicon, self.registry, self.ontology = lexicon, registry, ontology
        self.legal = re.compile(rf"\s(?:{alternation(lexicon['names']['legal'])})\.?$")
        self.gazetteer = Gazetteer(registry, ontology, lexicon)
        self.lister, self.longer = Lister(lexicon), Longer(registry, lexicon)
        places = lexicon["facilities"]["places"]
        self.after = re.compile(rf"\s(?:{alternation(places['after'])})\b")
        self.endings = re.compile(rf"(?:\s(?:{alternation(places['endings'])}))+\b(?!\s[A-Z])")
        self.before = re.compile(rf"\b(?:{alternation(places['before'])})\s$")
        self.parts = re.compile(rf"\b(?:{alternation([*places['makes'], *places['parts']])})\sof\s$")
        names = lexicon["names"]
        held, roles = alternation(names["runs"]["held"]), alternation(names["persons"]["roles"])
        at = rf"(?:\b|(?=%))(?:(?:{held})\s+in|(?:{roles})\b[a-z\s-]*\sat)\s$"
        self.employed = re.compile(at, re.IGNORECASE)
        opening = alternation(lexicon["syntax"]["openings"])
        self.openers = re.compile(rf"(?:(?<=^)|(?<=[.\n]\s)|(?<=\n))(?:{opening})\b,?\s", re.IGNORECASE)
        self.unread = re.compile(rf"\b(?:{alternation(lexicon['syntax']['unread'])})\s(?=<?[A-Z])")
        self.kinds = re.compile(lexicon["syntax"]["kinds"])
        self.asides = re.compile(lexicon["syntax"]["aside"])
        self.follows = re.compile(lexicon["syntax"]["follows"])
        nominals = lexicon["names"]["nominals"]
        nations, adjectives = alternation(peoples()), alternation(nominals["adjectives"])
        self.hails = re.compile(rf"\b(?:{alternation([*nominals['Company'], *nominals['makers']])})\sfrom\s$")
        told = "|".join(rf"(?<=-{w}\s)" for w in nominals["told"])
        other, alone = rf"|\b(?=both\s)|{told})", r"\b(?!\s+(?-i:[A-Z<])|\s+of\b|\s+secretar)"
        said = {"Company": rf"(?:(?:{nations})\s+)?(?:(?:{adjectives})\s+)?"}
        self.nominals = {
            kind: Quick(rf"(?:\bthe\s+{said.get(kind, '')}{other}(?:{alternation(ws)}){alone}", re.IGNORECASE)
            for kind, ws in nominals.items()
            if kind not in OTHER
        }
        one = rf"the\s(?:former|latter)(?=[,.;’']|\s(?:{alternation(nominals['latter'])})\b)"
        behind = "|".join(f"(?<={w} )" for w in nominals["to_us"])
        to_us = f"(?:{behind})(?-i:us)"  # "the US" is a land
        self.nominals[""] = Quick(
            rf"\b(?:its?|they|(?<!mong )(?<!of )them|their|we|ours?|{one}|{to_us})\b", re.IGNORECASE
        )

    def find(self, text: str, body: Collection[Span], titles: Iterable[Span] = ()) -> Found:
        """All mentions in `body` (its paragraphs, see `paragraph`), and the names of titles."""
        titles = list(titles)
        names = list(divisions.parts(text, (m for a, b in body for m in self._names(text, a, b))))
        names = confirmed(text, _homes(text, [self._settled(text, m) for m in names]))
        names = called(text, names, titles, self.lexicon)
        headline = [m for a, b in titles for m in self._headline(text, a, b)]
        defined = definitions.find(text, names, self.lexicon)
        shorts = {d.short for d in defined}
        names = [m for m in names if m.type != "Place" or m.text not in shorts]  # "worked at FAlK"
        names = longest(
            [*names, *self._here(text, body), *self._short(text, body, defined), *definitions.abroad(text, names)]
        )
        ends = {k: d.end for d in sorted(defined, key=lambda d: d.end) for k in range(d.start, d.end)}
        names = [m for m in names if m.end > ends.get(m.start, -1)]
        names = list(branches(text, longest([*names, *unnamed.bodies(text, body, names, self.lexicon)]), self.lexicon))
        names = list(whole(text, names, lambda form: bool(self.registry.normalised(form)), self.lexicon))
        plants = facilities.find(text, body, named(names, shorts), self.lexicon, self.gazetteer.provinces)
        pronouns = [m for a, b in body for m in self._references(text, a, b)]
        mentions = longest([*plants, *names, *pronouns])
        unsaid = [m.span() for a, b in body for p in (self.openers, self.unread) for m in p.finditer(text, a, b)]
        unsaid += [*definitions.explained(text, names, self.kinds), *aged(text, names)]
        asides = [m.span("aside") for a, b in body for m in self.asides.finditer(text, a, b)]
        asides += towns(text, mentions, self.follows)
        silent = [*definitions.brackets(text, defined, names), *unsaid], [*definitions.tickers(text), *asides]
        heading = text[slice(*next(iter(titles), (0, 0)))]
        return Found(
            tuple(mentions), tuple(defined), tuple(sorted(silent[0])), tuple(silent[1]), tuple(headline), heading
        )

    def _here(self, text: str, body: Collection[Span]) -> Iterator[Mention]:
        """The town of the dateline where the text points to it: "the smelter here"."""
        first = text[: next(iter(body))[0]].rpartition("\n")[2] if body else ""
        town = re.match(r"[A-Z][A-Z.’' -]+(?=,|\s+[A-Z][a-z]+\.?\s+\d)", first)
        if town is not None:
            name = town.group().strip().title()
            for a, b in body:
                for m in HERE.finditer(text, a, b):
                    yield Mention(m.start(), m.end(), name, "Place")

    def paragraph(self, text: str, start: int, end: int) -> Span:
        """The span of a paragraph without its dateline and a heading that runs into it."""
        return runin.behind(text, self._after_dateline(text, start, end), end), end

    def _after_dateline(self, text: str, start: int, end: int) -> int:
        for pattern in datelines(self.lexicon):
            if match := pattern.match(text[start : min(end, start + 120)]):
                return start + match.end()
        return start

    def _names(self, text: str, start: int, end: int) -> list[Mention]:
        known = [self._widened(text, m) for m in self.gazetteer.find(text, start, end)]
        known = [self.longer.numbered(text, self.longer.namesake(text, m, start)) for m in known]
        known = named_after(text, longest([*known, *self.gazetteer.abbreviated(text, start, end)]))
        listed = self.lister.find(text, start, end, known)
        listed = worded(text, listed) if subhead(text[start:end].strip()) else listed
        town = self.gazetteer.abbreviation  # "at Jones Mills, Ark."
        listed = [self.longer.numbered(text, m) for m in listed]
        sited = (m if town(text, m.end) or contracting(text, m.start, m.end) else self._sited(m) for m in listed)
        return longest([*known, *sited])

    def _headline(self, text: str, start: int, end: int) -> list[Mention]:
        names = self._names(text, start, end)
        if text[start:end].isupper():  # "SMELTER IN TEXAS": capitals tell no name, and places are known as words only
            names = self.gazetteer.find(text, start, end)
            title = re.sub(r"(?<= )(?:Of|And|The|For|In)(?= )", lambda m: m[0].lower(), text[start:end].title())
            small = text[:start] + title + text[end:]
            places = (m for m in self.gazetteer.find(small, start, end) if m.type == "Place")
            rows = [*self._names(small, start, end), *self.lister.find(small, start, end, ())]
            heads = [m for m in rows if self._letterhead(m, text[start:end])]
            names = longest([*names, *(replace(m, text=text[m.start : m.end], name=m.text) for m in (*places, *heads))])
        return longest([*facilities.find(text, [(start, end)], names, self.lexicon, self.gazetteer.provinces), *names])

    def _letterhead(self, mention: Mention, line: str) -> bool:
        """Whether a line of capitals is a firm's or a body's name and nothing else: "SURALCO METALS LIMITED"."""
        whole = len(mention.text) == len(line.strip())
        legal = mention.type == "Company" and self.legal.search(mention.text) is not None
        return whole and (legal or mention.type == "GovernmentBody")

    def _widened(self, text: str, mention: Mention) -> Mention:
        """A place with the words that belong to it: `city of Weihai`, `Wenshan prefecture`."""
        if mention.type != "Place":
            return mention
        located = LOCATED.search(text[max(0, mention.start - 14) : mention.start])
        if located and (town := self.endings.match(text, mention.end)):
            return replace(mention, end=town.end(), text=text[mention.start : town.end()], name="")
        after = self.after.match(text, mention.end)
        before = self.before.search(text[max(0, mention.start - 16) : mention.start])
        start = mention.start - (len(before.group()) if before else 0)
        end = after.end() if after else mention.end
        whole = any(e.entity.type == "Place" for e in self.registry.normalised(text[start:end]))
        name = "" if whole else mention.text  # "Olt county" is in the registry, "Bulungan regency" is Bulungan
        return replace(mention, start=start, end=end, text=text[start:end], name=name)

    def _sited(self, mention: Mention) -> Mention:
        kind = facilities.facility_class(mention.text, self.lexicon)
        plain = mention.text.split()[-1]
        if kind is None or mention.type not in ("Company", "") or " " not in mention.text or plain.islower():
            return mention
        return replace(mention, type=kind, guess=False)

    def _settled(self, text: str, mention: Mention) -> Mention:
        """A guess after "in" or "at" is a place; a place that the text calls a city too."""
        if mention.type == "Place" and not mention.name:
            return self._widened(text, mention)
        before = text[max(0, mention.start - 60) : mention.start]
        located = (
            _places(text, mention)
            and not self.employed.search(before)
            and not firm_at(text, mention, self.registry, self.lexicon)
        )
        placed = (
            located
            or self.parts.search(before)
            or self.hails.search(before[-24:])
            or self.gazetteer.abbreviation(text, mention.end)
        )
        whose = re.match(r"[’']s?\s", text[mention.end : mention.end + 3])
        firm = whose and plantwords.owned(text, mention.end + len(whose[0]), mention.text, self.lexicon)
        if mention.guess and mention.type and placed and not firm and not (whose and self.parts.search(before)):
            return self._widened(text, replace(mention, type="Place", guess=False))
        return mention

    def _short(self, text: str, body: Iterable[Span], defined: list[Definition]) -> list[Mention]:
        forms = {form: d.long.type for d in defined for form in (d.short, d.short[:1].upper() + d.short[1:])}
        trie = Trie(forms.items())
        if not forms:
            return []
        return [Mention(a, b, text[a:b], t[0]) for s, e in body for a, b, t in trie.find(text, s, e)]

    def _references(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Pronouns and "the company": type "" or the class that the noun tells, to be resolved later."""
        for kind, pattern in self.nominals.items():
            for m in pattern.inside(text, start, end):
                head = m.group().split()[-1].lower() if kind else ""
                if m.group().count(" ") > 1 and m.group().split()[-1].istitle():
                    continue  # "the British Aluminium Company" is a name
                if explained(text, m, head):
                    continue
                yield Mention(m.start(), m.end(), m.group(), kind, nominal=True, head=head)


def _homes(text: str, names: list[Mention]) -> list[Mention]:
    """The names, a guess behind "of" as a place where a firm stands before: "<Hadleigh Extrusions Ltd> of Tibshelf".

    So is a guess that stands in a bracket right behind a place, or that the text calls a place elsewhere.
    """
    done: list[Mention] = []
    firms = {m.text for m in names if m.type == "Company" and not m.guess}
    placed = {m.text for m in names if m.type == "Place"} - firms
    for m in names:
        before = done[-1] if done else None
        bracketed = before is not None and before.type == "Place" and text[before.end : m.start] == " ("
        bracketed &= clue("finder.desk").search(m.text) is None
        parted = before is not None and before.type == "Place" and text[before.end : m.start] == ", "
        if (
            m.guess
            and parted
            and m.text.count(" ") < 2
            and clue("finder.stated").match(text, m.end)
            and _within(text, before)
        ):
            m = replace(m, type="Place", guess=False)
        if m.guess and ((bracketed and text[m.end : m.end + 1] == ")") or m.text in placed):
            m = replace(m, type="Place", guess=False)
        last = done[-1] if done and done[-1].text not in read().words("names", "runs", "abstract") else None
        firm = last if last is not None and last.type in ("Company", "") else None
        follows = firm is not None and HOME.fullmatch(text[firm.end : m.start])
        if m.guess and firm and follows and not clue("finder.deed").search(text[max(0, firm.start - 60) : firm.start]):
            m = replace(m, type="Place", guess=False)
        done.append(m)
    return done


def _within(text: str, place: Mention | None) -> bool:
    """Whether it stands behind its preposition: "at Leominster, Herefordshire", not "its unit in Kladno, Foobar"."""
    before = text[max(0, place.start - 40) : place.start] if place is not None else ""
    return INSIDE.search(before[-16:]) is not None and clue("finder.kind_at").search(before) is None


def _places(text: str, mention: Mention) -> bool:
    """Whether the words around say that a name is a place's: "at Moengo", "Liaoyang-based"."""
    return bool(LOCATED.search(text[max(0, mention.start - 14) : mention.start])) or text.startswith(
        "-based", mention.end
    )
