"""Mentions: surface forms of a document with a type, found by registry, grammar and shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.resolve import Entry, Registry
from loaders.lexicon import Lexicon, alternation
from loaders.trie import Trie
from ontology.model import Ontology

WIDE = frozenset({"country", "province", "state", "region"})
"""Levels of the places that are larger than a town or a county."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A surface form at [start, end) of a document.

    `type` is an ontology class, or `Product`. `entity` is the id it resolved to and `rung` how;
    both are filled before roles, frames and measures see it. `product` is the canonical product
    name where `type` is Product. `nominal` marks what has no name of its own: "the company", "it",
    "its smelter in X". `guess` marks a type that rests on nothing but the shape.
    """

    start: int
    end: int
    text: str
    type: str
    entity: str = ""
    rung: str = ""
    nominal: bool = False
    product: str = ""
    inside: tuple[Mention, ...] = ()
    """Mentions inside this one: the place of "its smelter in Ohio", the firm of "the Alcoa smelter"."""
    name: str = ""
    """The form under which it is resolved, where it differs from `text`."""
    head: str = ""
    """The noun of a nominal plant: `smelter`."""
    guess: bool = False
    indefinite: bool = False
    """Whether a nominal plant is new to the text ("a smelter"): only what is done to it tells whose it is."""
    group: tuple[Mention, ...] = ()
    """What one form stands for together: the firms of "they", the plants of "smelters at A and B"."""

    @property
    def each(self) -> tuple[Mention, ...]:
        """The members of a group, else the mention itself."""
        return self.group or (self,)

    @property
    def form(self) -> str:
        """The name to resolve."""
        return self.name or self.text


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest; of equally long ones the first given. In order of the text."""
    rows = list(mentions)
    order = sorted(range(len(rows)), key=lambda i: (rows[i].start - rows[i].end, i))
    taken: list[Mention] = []
    used: set[int] = set()
    for i in order:
        span = range(rows[i].start, rows[i].end)
        if used.isdisjoint(span):
            used.update(span)
            taken.append(rows[i])
    return sorted(taken, key=lambda m: m.start)


LOCATED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|of the city of|based in|located in|situated in|outside)\s$")


class Gazetteer:
    """What registry and ontology know by name: organisations, sites, places, products."""

    def __init__(self, registry: Registry, ontology: Ontology, lexicon: Lexicon) -> None:
        self.products = _product_forms(ontology, lexicon)
        self.types = {**_known(lexicon), **_registry_types(registry)}
        self.states = {a: _plain_name(registry, e) for e in registry.entries.values() for a in e.abbreviations}
        self.states |= {a + ".": name for a, name in self.states.items() if not a.endswith(".")}
        short = (
            rf",\s+({alternation(self.states)})(?!\w)(?:(?<=\.)|(?!\s[A-Z]))"  # no state in "from A, ON Power and B"
        )
        self.short = re.compile(short) if self.states else re.compile(r"(?!)()")
        whole = [e.entity.name for e in registry.entries.values() if e.entity.level in ("state", "province")]
        self.provinces = frozenset(whole) - lexicon.words("facilities", "grammar", "cities")
        self.full = re.compile(rf",\s+(?:{alternation(whole)})(?=[,.;:)]|$|\s[a-z])") if whole else re.compile(r"(?!)")
        nouns = {n.split()[-1] for n in lexicon["facilities"]["nouns"]}
        lying = alternation(lexicon["facilities"]["grammar"]["lying"])
        self.stands = re.compile(rf"\b(?:(?:{alternation(nouns)})s?|{lying})\sat\s$", re.IGNORECASE)
        self.trie = Trie(
            [*((f, t) for f, ts in self.types.items() for t in ts), *((f, "Product") for f in self.products)]
        )

    def find(self, text: str, start: int, end: int) -> list[Mention]:
        """All known names in text[start:end]."""
        found = (self._mention(text, *hit) for hit in self.trie.find(text, start, end))
        return [m for m in found if m is not None]

    def abbreviation(self, text: str, at: int) -> re.Match[str] | None:
        """A state's abbreviation or whole name after a comma at `at`: ", Ky.", ", Texas"."""
        match = self.short.match(text, at)
        return match if match and match.group(1) in self.states else self.full.match(text, at)

    def abbreviated(self, text: str, start: int, end: int) -> list[Mention]:
        """The states of "Goldendale, Wash." in text[start:end]."""
        found = (
            m
            for m in self.short.finditer(text, start, end)
            if m.group(1) in self.states and text[m.start() - 1].isalpha()
        )
        return [Mention(m.start(1), m.end(1), m.group(1), "Place", name=self.states[m.group(1)]) for m in found]

    def _mention(self, text: str, start: int, end: int, types: tuple[str, ...]) -> Mention | None:
        form = text[start:end]
        if text[end : end + 1] == "." and (form + ".") in self.types:
            end, form = end + 1, form + "."
        if _inside_word(text, start, end):
            return None
        if "Product" in types:
            product = self.products.get(form) or self.products.get(form.lower(), "")
            return Mention(start, end, form, "Product", product=product, name=product) if product else None
        types = self.types.get(form, types)
        whose = re.match(r"[’']s?\s", text[end : end + 3]) is not None
        located = "Place" in types and not whose and LOCATED.search(text[max(0, start - 14) : start]) is not None
        if types[0] == "Company" and text[max(0, start - 4) : start].endswith(" at "):  # "workers at Alcoa"
            located = located and self.stands.search(text[max(0, start - 40) : start]) is not None
        return Mention(start, end, form, "Place" if located else types[0])


def _plain_name(registry: Registry, entry: Entry) -> str:
    """The name that means no other: that of the state of Washington is "Washington state"."""
    sure = (n for n in (entry.entity.name, *entry.entity.names) if entry in registry.exact(n))
    return next(sure, entry.entity.name)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a hyphen glues the form to a longer name (Alba-Daiki), not to a suffix (Montreal-based)."""
    return bool(
        re.match(r"-[A-Z]|\$", text[end : end + 2]) or re.search(r"[A-Za-z]-$", text[max(0, start - 2) : start])
    )


def _known(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """Bodies and exchanges that the registry need not know, by their names."""
    rows = ((form, kind) for kind, names in lexicon["names"]["known"].items() for form in names)
    return {variant: (kind,) for form, kind in rows for variant in _variants(form, kind)}


def _registry_types(registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Each form with the classes that it may have: sure forms before ambiguous ones, firms first, places last."""
    rows: dict[str, set[tuple[bool, bool, bool, str]]] = {}
    for entry in registry.entries.values():
        for form in (*entry.entity.names, *entry.ambiguous):
            for variant in _variants(form, entry.entity.type):
                if len(variant) > 1:
                    kind = entry.entity.type
                    known = form in entry.ambiguous, kind == "Place", kind != "Company", kind
                    rows.setdefault(variant, set()).add(known)
    return {form: tuple(kind for *_, kind in sorted(ranked)) for form, ranked in rows.items()}


def _variants(form: str, type: str) -> tuple[str, ...]:
    """The form, for exchanges also with its common nouns in lower case: "Hong Kong stock exchange".

    A short name in capitals is read as a word too: VALCO, Valco.
    """
    if type == "Company" and form.isupper() and form.isascii() and form.isalpha() and len(form) > 3:
        return form, form.capitalize()
    lower = re.sub(r"\b(?:Stock|Metal|Futures|Exchange)\b", lambda m: m[0].lower(), form)
    return (form, lower) if type == "Exchange" and " " in form else (form,)


def _product_forms(ontology: Ontology, lexicon: Lexicon) -> Mapping[str, str]:
    """Surface form to canonical product name, "" for what is none; also with a capital, and in capitals by the trie."""
    rows: dict[str, str] = {}
    for product in ontology.products.values():
        for labels in product.labels.values():
            rows.update(dict.fromkeys(labels, product.name))
        rows[product.name] = product.name
    table = {form: name for name, forms in lexicon["products"].items() for form in forms}
    table |= {form.replace("aluminium", "aluminum"): name for form, name in table.items()}
    rows.update({form: name if name in ontology.products else "" for form, name in table.items()})
    wide = {**{f[:1].upper() + f[1:]: n for f, n in rows.items()}, **{f.title(): n for f, n in rows.items()}}
    return {**wide, **rows}
