"""Chinese names of the registry in English letters: `python -m loaders.romanise` writes seeds/registry/translated.tsv.

Of Chinese firms. A name is cut at the words and places of seeds/registry/glossary.toml and at the
places of the registry; what is left is read in pinyin. Two forms come of it, one with the words
translated and one with them in pinyin: 山东宏拓实业有限公司 gives "Shandong Hongtuo Industrial" and
"Shandong Hongtuo Shiye". Only what tells something new goes into the file, and only what can mean
nobody else: not a town and a trade ("Jinzhong Lvye"), nor a town beside a province ("Yunnan Honghe").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from graph import names
from graph.registry import Entry, Registry
from loaders.registry import DEFAULT, read_registry

GLOSSARY = DEFAULT / "glossary.toml"
TABLE = DEFAULT / "translated.tsv"
SOURCES = ("organizations.tsv", "places.tsv", "sites.tsv")


@dataclass(frozen=True, slots=True)
class Glossary:
    """How to write the parts of a Chinese name."""

    words: Mapping[str, str]
    places: Mapping[str, str]
    readings: Mapping[str, str]

    def pieces(self, name: str) -> Iterator[tuple[str, str]]:
        """The parts of a name, each with what it is: a word, a place, a name of its own, or the rest."""
        rest = ""
        while name:
            part, kind = self._start(name)
            if kind == "rest":
                rest += part
            else:
                yield from [(rest, "rest")] * bool(rest)
                yield part, kind
                rest = ""
            name = name[len(part) :]
        yield from [(rest, "rest")] * bool(rest)

    def _start(self, name: str) -> tuple[str, str]:
        for size in range(min(8, len(name)), 1, -1):
            for kind, table in (("word", self.words), ("own", self.readings), ("place", self.places)):
                if name[:size] in table:
                    return name[:size], kind
        return name[0], "rest"

    def forms(self, name: str) -> tuple[str, ...]:
        """A name with its words translated, and with them in pinyin.

        >>> glossary().forms("陕西宏拓实业")
        ('Shaanxi Hongtuo Industrial', 'Shaanxi Hongtuo Shiye')
        """
        parts = list(self.pieces(name))
        translated = (self.words[p] if k == "word" else self._plain(p, k) for p, k in parts)
        spoken = (self._plain(p, k) for p, k in parts)
        return tuple(dict.fromkeys((" ".join(translated), " ".join(spoken))))

    def telling(self, name: str, registry: Registry) -> bool:
        """Whether a name has words of its own, beside places and what many names share."""
        parts = list(self.pieces(name))
        own = [self._plain(part, kind) for part, kind in parts if kind in ("rest", "own") and len(part) > 1]
        words = any(kind == "word" for _, kind in parts)
        return bool(own) and (words or not any(registry.is_place(part.lower()) for part in own))

    def _plain(self, part: str, kind: str) -> str:
        table = {"place": self.places, "own": self.readings}.get(kind)
        return table[part] if table else "".join(lazy_pinyin(part, style=Style.NORMAL)).replace("ü", "v").capitalize()


def glossary(registry: Registry | None = None) -> Glossary:
    """The glossary, with the places of a registry behind its own."""
    data = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))
    entries = registry.entries.values() if registry is not None else ()
    places = (e.entity for e in entries if e.entity.kind == "place")
    towns = {form: place.name for place in places for form in place.names if names.han(form) and len(form) > 1}
    return Glossary(data["words"], towns | data["places"], data["readings"])


def rows(registry: Registry) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Slug, class, name and the translated forms of each organisation that has some, by slug."""
    wording = glossary(registry)
    firms = [e for e in registry.entries.values() if e.entity.type == "Company" and e.entity.country == "CN"]
    made = {e.entity.id: _forms(e, wording, registry) for e in firms}
    owners: dict[str, set[str]] = {}
    for id, forms in made.items():
        for form in forms:
            owners.setdefault(names.translated(form), set()).add(id)
    for id, forms in sorted(made.items()):
        own = tuple(f for f in forms if len(owners[names.translated(f)]) == 1)
        if own:
            entity = registry.entries[id].entity
            yield id.partition("/")[2], entity.type, entity.name, own


def _forms(entry: Entry, wording: Glossary, registry: Registry) -> list[str]:
    """The forms that the registry does not know yet, one a key."""
    known = {names.translated(f) for f in entry.entity.names}
    doubted = {names.translated(f) for f, _ in registry.ambiguous_forms()}
    found: dict[str, str] = {}
    for name in sorted(n for n in entry.entity.names if names.han(n)):
        bare = "".join(c for c in names.normalise(name) if names.han(c))
        for form in wording.forms(bare) if wording.telling(bare, registry) else ():
            key = names.translated(form)
            if " " in form and key not in known | doubted and not registry.translated(form):
                found.setdefault(key, form)
    return sorted(found.values())


def table() -> str:
    """The file's text."""
    registry = read_registry(*(DEFAULT / name for name in SOURCES))
    lines = ("\t".join((slug, type, name, "|".join(forms))) for slug, type, name, forms in rows(registry))
    return "\n".join(("slug\tclass\tname\ttranslated", *lines)) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
