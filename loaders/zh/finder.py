"""All mentions of a Chinese document: registry, names by form, definitions, plants, "the company"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from graph.resolve import Registry
from loaders.bounds import within
from loaders.definitions import Definition, tickers
from loaders.en.names.finder import Found
from loaders.lexicon import Lexicon, alternation
from loaders.mentions import Gazetteer, Mention, longest
from loaders.trie import Trie
from loaders.zh import grammar, names, plants, shortnames

Span = tuple[int, int]
BRACKET = re.compile(r"\s*[(（]([^()（）]{1,60})[)）]")
OFFICE = "(?:自治区|省|市|县|旗|盟|州)(?:BODY)"
"""A body of a place that is not named: 省生态环境厅."""
LATIN = re.compile(r"[A-Za-z]")
CAPITALS, GLUED = re.compile(r"[A-Z]+"), re.compile(r"[A-Za-z0-9]")
TYPES = {"plant": "Site", "bare": "Site", "place": "Place", "body": "GovernmentBody", "institute": "Institute"}
"""Classes of what nominals stand for; the others are firms."""


class Finder:
    """Finds mentions in Chinese texts; one for all documents."""

    def __init__(self, registry: Registry, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.registry = registry
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        data = lexicon["chinese"]["definitions"]
        self.defining = re.compile(data["pattern"])
        self.more = re.compile(data["more"])
        self.latin = re.compile(data["latin"])
        self.header = re.compile(data["header"])
        self.offices = re.compile(
            rf"(?<![一-鿿])(?:{OFFICE})|(?<=[经由向获报与和及]){OFFICE}".replace("BODY", placed(lexicon))
        )
        self.nominals = {k: _bare(words) if k == "bare" else _nominal(words) for k, words in _tables(lexicon).items()}

    def paragraph(self, text: str, start: int, end: int) -> Span:
        """The span of a paragraph."""
        return start, end

    def find(self, text: str, body: Collection[Span], titles: Iterable[Span] = ()) -> Found:
        """All mentions in `body` (its paragraphs), and the names of titles."""
        heads = list(titles)
        found = [m for a, b in body for m in self._names(text, a, b)]
        headline = [m for a, b in heads for m in self._names(text, a, b)]
        defined = list(self._definitions(text, found))
        short = self._short(text, [*headline, *found], defined, body)
        found = longest([*found, *names.again(text, found, body, self.registry)])
        found = longest([*shortnames.abroad(text, short, found, self.lexicon), *short, *found])
        found = [m for m in found if not any(d.start <= m.start and m.end <= d.end for d in defined)]
        sites = [m for a, b in body for m in plants.find(text, a, b, within(found, a, b), self.lexicon)]
        found = longest([*self._cores(text, sites, body), *found])
        pronouns = [m for a, b in body for m in self._references(text, a, b)]
        pronouns = [m for m in pronouns if not any(d.start <= m.start < d.end for d in defined)]
        mentions = longest([*sites, *found, *pronouns])
        titled = [m for a, b in heads for m in plants.find(text, a, b, within(headline, a, b), self.lexicon)]
        silent = tuple((d.start, d.end) for d in defined)
        return Found(
            tuple(mentions), tuple(defined), silent, tuple(tickers(text)), tuple(longest([*titled, *headline]))
        )

    def _names(self, text: str, start: int, end: int) -> list[Mention]:
        return names.find(text, start, end, self._known(text, start, end), self.registry, self.lexicon)

    def _known(self, text: str, start: int, end: int) -> list[Mention]:
        """What registry and ontology know; a word of Latin letters stands alone."""
        rows = self.gazetteer.find(text, start, end)
        glued = self.lexicon["chinese"]["firms"]["glued"]
        for m in [m for m in rows if m.text[0] == "中" and text[m.start - 1 : m.start] in (*glued,)]:
            rows.remove(m)
            rows += [r for r in self.gazetteer.find(text, m.start + 1, min(end, m.end + 8)) if r not in rows]
        spot = self.lexicon["chinese"]["products"]
        cut = [m for m in rows if m.product and m.text.startswith(spot["lead"])]
        for m in (m for m in cut if text[m.end : m.end + 1] in (*spot["goods"],)):
            rows.remove(m)  # 现货铝锭: the ingot
            rows += [r for r in self.gazetteer.find(text, m.start + 2, min(end, m.end + 2)) if r not in rows]
        alone = (m for m in rows if not LATIN.match(m.text) or not re.match(r"[A-Za-z0-9]", text[m.end : m.end + 1]))
        return [m for m in alone if len(m.text) > 1]

    def _definitions(self, text: str, found: list[Mention]) -> Iterator[Definition]:
        """Short forms in brackets after a firm, a body or a plant."""
        for mention in found:
            bracket = BRACKET.match(text, mention.end)
            if bracket is None or mention.type in ("Place", "Product", "Person"):
                continue
            inner = bracket.group(1)
            if (m := self.defining.search(inner)) is not None:
                rows = [m["name"], *(o["name"] for o in self.more.finditer(inner, m.end()))]
                yield from (Definition(mention, name, bracket.start(), bracket.end()) for name in rows)
            elif self.latin.fullmatch(inner):
                yield Definition(mention, inner, bracket.start(), bracket.end())

    def _short(
        self, text: str, rows: list[Mention], defined: list[Definition], body: Collection[Span]
    ) -> list[Mention]:
        """Later mentions of short forms: defined ones, and those that a full name gives."""
        firms = [m for m in rows if m.type == "Company"]
        forms = {d.short: d.long for d in defined if d.short not in self._common()}
        given = shortnames.shortened(firms, lambda name: self._known(name, 0, len(name)), self.lexicon)
        header = self.header.search(text)
        main = [m for m in firms if header and _abbreviates(header["name"], m.text)]
        given = {f: m for f, m in given.items() if not self._place(f) and not shortnames.before(text, f, m, rows, body)}
        given |= {header["name"]: main[0]} if header and main else {}
        given |= {m.text: m for m in firms if CAPITALS.fullmatch(m.text)}
        forms = {**{f: m for f, m in given.items() if not self.registry.exact(f)}, **forms}
        trie = Trie((form, long.type) for form, long in forms.items())
        return [
            Mention(a, b, text[a:b], t[0], name=forms[text[a:b]].text)
            for s, e in body
            for a, b, t in trie.find(text, s, e)
            if not (
                CAPITALS.fullmatch(text[a:b]) and re.search(r"[A-Za-z0-9]", text[max(0, a - 1) : a] + text[b : b + 1])
            )
        ]

    def _cores(self, text: str, sites: list[Mention], body: Iterable[Span]) -> list[Mention]:
        """Later mentions of a named plant by its name alone: 阿尔帕特 for 阿尔帕特氧化铝厂."""
        nouns = self.lexicon["chinese"]["plants"]["nouns"]
        forms: dict[str, Mention] = {}
        for m in (m for m in sites if not m.nominal and not m.group and not m.inside):
            noun = max((n for n in nouns if m.text.endswith(n)), key=len, default="")
            core = m.text.removesuffix(noun)
            kind = any(k.text == core for k in self._known(core, 0, len(core)))
            if len(core) > 2 and not kind and not self._place(core) and not self.registry.exact(core):
                forms[core] = m
        trie = Trie((form, m.type) for form, m in forms.items())
        hits = [(a, b, t[0]) for s, e in body for a, b, t in trie.find(text, s, e)]
        inside = {(m.start, m.end) for m in sites}
        return [
            Mention(a, b, text[a:b], t, name=forms[text[a:b]].text)
            for a, b, t in hits
            if not any(x <= a and b <= y for x, y in inside)
        ]

    def _place(self, form: str) -> bool:
        """Whether a short form is nothing but a place's name."""
        rows = [names.widened(form, m, self.lexicon) for m in self._known(form, 0, len(form))]
        left = form
        for m in (m for m in rows if m.type == "Place"):
            left = left.replace(m.text, "", 1)
        return not left or grammar.names(self.lexicon).lower.fullmatch(form) is not None

    def _common(self) -> frozenset[str]:
        data = self.lexicon["chinese"]["nominals"]
        return frozenset([*data["topic"], *data["group"]])

    def _references(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """ "The company", "the plant", "the whole city": resolved later."""
        for m in self.offices.finditer(text, start, end):
            yield Mention(m.start(), m.end(), m.group(), "GovernmentBody", nominal=True, head="office")
        for kind, pattern in self.nominals.items():
            for m in pattern.finditer(text, start, end):
                type = TYPES.get(kind, "Company")
                yield Mention(m.start(), m.end(), m.group(), type, nominal=True, head=kind)


def placed(lexicon: Lexicon) -> str:
    """What bodies of a place are called."""
    return str(lexicon["chinese"]["bodies"]["placed"])


def _tables(lexicon: Lexicon) -> dict[str, list[str]]:
    data = lexicon["chinese"]
    rows = {k: v for k, v in data["nominals"].items() if isinstance(v, list)}
    return {**rows, "place": data["places"]["own"], "body": data["bodies"]["nominal"]}


def _nominal(words: list[str]) -> re.Pattern[str]:
    """A nominal is no part of a longer word: not 子公司, not 公司法, not 项目名称."""
    ends = r"(?![章法级化们业园])(?!名称|治理|债|股东大会|建设内容|概况)"
    ends += r"(?!(?:名称)?(?:[:：]|为(?!了|主|期)))" if "建设单位" in words else ""
    plain = [w for w in words if len(w) < 3 and w in ("公司", "集团", "项目", "老厂", "园区")]
    rest = [w for w in words if w not in plain]
    kinds = [rf"(?<!第)(?:{alternation(rest)}){ends}"] if rest else []
    kinds += (
        [
            rf"(?:(?<![一-鿿\d])|(?<=[的和与及对由向经为将年日月称给是让其后前现从中时据有在占把]))(?:{alternation(plain)}){ends}"
        ]
        if plain
        else []
    )
    return re.compile("|".join(kinds))


def _bare(words: list[str]) -> re.Pattern[str]:
    """A plant that nothing tells but its kind, at the head of a clause."""
    return re.compile(rf"(?<![一-鿿\d“])(?:{alternation(words)})(?=的|现有|年产|目前|所需|所用|用电|由|占地|将|已|于)")


def _abbreviates(short: str, name: str) -> bool:
    """Whether the characters of a short name stand in this order in the full one."""
    rest = iter(name)
    return all(c in rest for c in short)
