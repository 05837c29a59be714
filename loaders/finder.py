"""All mentions of a document: registry, products, names by shape, plants, definitions, nominals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.resolve import Registry
from loaders import chinese, definitions, facilities
from loaders.bounds import within
from loaders.definitions import Definition
from loaders.lexicon import Lexicon, alternation
from loaders.mentions import LOCATED, Gazetteer, Mention, longest
from loaders.organisations import Lister, confirmed
from loaders.trie import Trie
from ontology.model import Ontology

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Mentions in order of the text, what the document defines, brackets that define, and tickers."""

    mentions: tuple[Mention, ...]
    definitions: tuple[Definition, ...]
    brackets: tuple[Span, ...]
    tickers: tuple[Span, ...]
    titles: tuple[Mention, ...] = ()

    @property
    def silent(self) -> tuple[Span, ...]:
        """What the parser need not see, in order."""
        return tuple(sorted({*self.brackets, *self.tickers}))


class Finder:
    """Finds mentions; one for all documents."""

    def __init__(self, registry: Registry, ontology: Ontology, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.ontology = ontology
        self.gazetteer = Gazetteer(registry, ontology, lexicon)
        self.lister = Lister(lexicon)
        places = lexicon["facilities"]["places"]
        self.after = re.compile(rf"\s(?:{alternation(places['after'])})\b")
        self.before = re.compile(rf"\b(?:{alternation(places['before'])})\s$")
        names = lexicon["names"]
        held, roles = alternation(names["runs"]["held"]), alternation(names["persons"]["roles"])
        firms = rf"(?:{held})\s+in|(?:{roles})\b[a-z\s-]*\sat"
        self.employed = re.compile(rf"(?:\b|(?=%))(?:{firms})\s$", re.IGNORECASE)
        self.datelines = [re.compile(p) for p in lexicon["names"]["dateline"]["patterns"]]
        opening = alternation(lexicon["syntax"]["openings"])
        self.openers = re.compile(rf"(?:(?<=^)|(?<=[.\n]\s)|(?<=\n))(?:{opening})\b,?\s", re.IGNORECASE)
        self.asides = re.compile(lexicon["syntax"]["aside"])
        nominals = lexicon["names"]["nominals"]
        nations, adjectives = alternation(lexicon["names"]["nations"]), alternation(nominals["adjectives"])
        other, alone = r"|\b(?=both\s)|(?<=-based\s))", r"\b(?!\s+(?-i:[A-Z<])|\s+of\b)"
        said = {"Company": rf"(?:(?:{nations})\s+)?(?:(?:{adjectives})\s+)?"}
        self.nominals = {
            kind: re.compile(rf"(?:\bthe\s+{said.get(kind, '')}{other}(?:{alternation(ws)}){alone}", re.IGNORECASE)
            for kind, ws in nominals.items()
            if kind not in ("Site", "zh", "adjectives")
        }
        self.nominals[""] = re.compile(r"\b(?:its?|they|their)\b", re.IGNORECASE)
        self.chinese = re.compile(rf"(?<![一-鿿])(?:{alternation(nominals['zh'])})(?!章|法)")

    def find(self, text: str, spans: Iterable[Span], titles: Iterable[Span] = ()) -> Found:
        """All mentions in the spans (paragraphs of the body, see `paragraph`), and the names of titles."""
        body = list(spans)
        names = [m for a, b in body for m in self._names(text, a, b)]
        names = confirmed([self._settled(text, m) for m in names])
        headline = [m for a, b in titles for m in self._headline(text, a, b)]
        defined = definitions.find(text, names, self.lexicon)
        names = longest([*names, *self._short(text, body, defined)])
        names = [m for m in names if not any(d.start <= m.start and m.end <= d.end for d in defined)]
        plants = [m for a, b in body for m in facilities.find(text, a, b, names, self.lexicon)]
        plants += [m for a, b in body for m in chinese.find(text, a, b, within(names, a, b), self.lexicon)]
        pronouns = [m for a, b in body for m in self._references(text, a, b)]
        mentions = longest([*plants, *names, *pronouns])
        unsaid = [m.span() for a, b in body for m in self.openers.finditer(text, a, b)]
        asides = [m.span("aside") for a, b in body for m in self.asides.finditer(text, a, b)]
        silent = [*definitions.brackets(text, defined, names), *unsaid], [*definitions.tickers(text), *asides]
        return Found(tuple(mentions), tuple(defined), tuple(silent[0]), tuple(silent[1]), tuple(headline))

    def paragraph(self, text: str, start: int, end: int) -> Span:
        """The span of a paragraph without its dateline."""
        return self._after_dateline(text, start, end), end

    def _after_dateline(self, text: str, start: int, end: int) -> int:
        for pattern in self.datelines:
            if match := pattern.match(text[start : min(end, start + 120)]):
                return start + match.end()
        return start

    def _names(self, text: str, start: int, end: int) -> list[Mention]:
        known = [self._widened(text, m) for m in self.gazetteer.find(text, start, end)]
        known = longest([*known, *self.gazetteer.abbreviated(text, start, end)])
        return longest([*known, *(self._sited(m) for m in self.lister.find(text, start, end, known))])

    def _headline(self, text: str, start: int, end: int) -> list[Mention]:
        names = [m for m in self._names(text, start, end) if not m.guess or not text[start:end].isupper()]
        return longest([*facilities.find(text, start, end, names, self.lexicon), *names])

    def _widened(self, text: str, mention: Mention) -> Mention:
        """A place with the words that belong to it: `city of Weihai`, `Wenshan prefecture`."""
        if mention.type != "Place":
            return mention
        after = self.after.match(text, mention.end)
        before = self.before.search(text[max(0, mention.start - 16) : mention.start])
        start = mention.start - (len(before.group()) if before else 0)
        end = after.end() if after else mention.end
        return replace(mention, start=start, end=end, text=text[start:end], name=mention.text)

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
        placed = (_places(text, mention) and not self.employed.search(before)) or self.gazetteer.abbreviation(
            text, mention.end
        )
        if mention.guess and mention.type and placed:
            return replace(mention, type="Place", guess=False)
        return mention

    def _short(self, text: str, body: list[Span], defined: list[Definition]) -> list[Mention]:
        forms = {d.short: d.long.type for d in defined}
        trie = Trie(forms.items())
        return [Mention(a, b, text[a:b], t[0]) for s, e in body for a, b, t in trie.find(text, s, e)]

    def _references(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Pronouns and "the company": type "" or the class that the noun tells, to be resolved later."""
        for m in self.chinese.finditer(text, start, end):
            yield Mention(m.start(), m.end(), m.group(), "Company", nominal=True, head=m.group())
        for kind, pattern in self.nominals.items():
            for m in pattern.finditer(text, start, end):
                head = m.group().split()[-1].lower() if kind else ""
                yield Mention(m.start(), m.end(), m.group(), kind, nominal=True, head=head)


def _places(text: str, mention: Mention) -> bool:
    """Whether the words around say that a name is a place's: "at Moengo", "Liaoyang-based"."""
    return bool(LOCATED.search(text[max(0, mention.start - 14) : mention.start])) or text.startswith(
        "-based", mention.end
    )
