"""Names as text: what may be stored, and the keys under which two spellings of a name meet.

`clean` makes a name fit to be stored, or refuses it. `fold` and `normalise` give keys, which are
never shown: `fold` for places, persons and sites, `normalise` for organisations, where legal forms
are dropped too. Equal keys mean "the same name", never "a similar one". The words that they know
are data: graph/data/names.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from graph.statement import digest
from ontology.errors import InvalidName

LIMIT = 500
"""The longest name that is kept, in characters."""

_APOSTROPHES = re.compile("['’‘ʼ`´＇]")
_POSSESSIVE = re.compile("(?:['’‘ʼ`´＇]s)+$")
_DOT = re.compile(r"\.")
_TOKEN = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003134f]")

_SIMPLIFIED = Path(__file__).parent / "data" / "simplified.tsv"

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What graph/data/names.toml says; `version` is its hash."""

    version: str
    articles: frozenset[str]
    ends: Mapping[str, tuple[Tokens, ...]]
    """Legal forms at the end, by their last token, the longest first."""
    starts: Mapping[str, tuple[Tokens, ...]]
    """Legal forms at the start, by their first token, the longest first."""
    glued: tuple[str, ...]
    spellings: Mapping[str, str]
    letters: Mapping[int, str]
    common: frozenset[str]
    places: Mapping[str, tuple[str, ...]]
    """A noun beside a place's name to the levels that it may stand for."""
    nations: Mapping[str, str]
    """An adjective of a nation to its country's name."""
    translations: Mapping[Tokens, str]
    """A word in any language to the first of its row, both folded."""


@cache
def words() -> Words:
    """The words of graph/data/names.toml, read once."""
    raw = (Path(__file__).parent / "data" / "names.toml").read_bytes()
    data = tomllib.loads(raw.decode("utf-8"))
    rows = data["translations"]["rows"]
    return Words(
        version=digest(raw.decode("utf-8"), _SIMPLIFIED.read_text(encoding="utf-8")),
        articles=frozenset(data["articles"]),
        ends=_by_edge(data["legal"]["end"], -1),
        starts=_by_edge(data["legal"]["start"], 0),
        glued=tuple(sorted(data["legal"]["glued"], key=len, reverse=True)),
        spellings=data["spellings"],
        letters=str.maketrans(_simplified() | data["letters"]),
        common=frozenset(data["common"]["words"]),
        nations=data["nations"],
        places={noun: tuple(levels) for noun, levels in data["places"].items()},
        translations={tuple(word.split()): row[0] for row in rows for word in row},
    )


def peoples() -> Mapping[str, str]:
    """Adjectives of nations, "Chinese" among them, with the names of their countries."""
    return words().nations


def _simplified() -> dict[str, str]:
    """A traditional character to the simplified one that means it."""
    lines = _SIMPLIFIED.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {old: new for new, olds in rows for old in olds}


@cache
def _respelling() -> dict[int, str]:
    return str.maketrans(_simplified())


def simplified(text: str) -> str:
    """A text with its traditional characters as simplified ones, as long as before.

    >>> simplified("雲南鋁業")
    '云南铝业'
    """
    return text.translate(_respelling()) if han(text) else text


def _by_edge(forms: list[str], edge: int) -> dict[str, tuple[Tokens, ...]]:
    found: dict[str, list[Tokens]] = {}
    for form in forms:
        tokens = tuple(form.split())
        found.setdefault(tokens[edge], []).append(tokens)
    return {word: tuple(sorted(group, key=len, reverse=True)) for word, group in found.items()}


def clean(name: str) -> str:
    """The name as it is stored: NFC, no control or zero-width characters, white space folded.

    Quotes, braces and whatever looks like a query stay: a name is only ever passed as a parameter.
    Raises InvalidName where nothing is left, where more than `LIMIT` characters are left, or where
    a lone surrogate makes it no text at all.

    >>> clean("  Chuangxin\\u200b Industries\\x00\\n Holdings ")
    'Chuangxin Industries Holdings'
    """
    if name.isascii() and name.isprintable():
        text = name
    else:
        text = unicodedata.normalize("NFC", "".join(c for c in map(_storable, name) if c))
    text = " ".join(text.split())
    if not text:
        raise InvalidName("a name is empty, or holds nothing but spaces and control characters")
    if len(text) > LIMIT:
        raise InvalidName(f"a name has {len(text):,} characters, the limit is {LIMIT}: {text[:40]!r} …")
    return text


def _storable(char: str) -> str:
    """The character, a space for white space, "" for what cannot be seen."""
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cs":
        raise InvalidName(f"a name holds a lone surrogate (U+{ord(char):04X}), which is no character")
    return "" if category in ("Cc", "Cf") or ord(char) & 0xFFFE == 0xFFFE else char


def han(name: str) -> bool:
    """Whether the name has a Chinese character."""
    return not name.isascii() and _HAN.search(name) is not None


def exact(name: str) -> str:
    """The key of "the same name, letter by letter": case, width, spaces and kind of apostrophe do not count."""
    if name.isascii():
        return " ".join(name.lower().replace("`", "'").split())
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(_APOSTROPHES.sub("'", text).split())


def fold(name: str) -> str:
    """The key of a name that is no firm's: case, diacritics, aluminum, &, article, punctuation.

    >>> fold("The Côte d’Ivoire"), fold("Sept-Îles Aluminum")
    ('cote divoire', 'sept iles aluminium')
    """
    return " ".join(tokens(name)) or exact(clean(name))


def normalise(name: str) -> str:
    """The key of an organisation's name: `fold`, and its legal forms dropped.

    Country adjectives, "Group" and "Holdings" stay: they tell firms apart. Raises InvalidName as
    `clean` does. Idempotent.

    >>> normalise("The Weiqiao Aluminum & Power Co., Ltd.")
    'weiqiao aluminium and power'
    >>> normalise("创新实业集团有限公司")
    '创新实业集团'
    """
    return " ".join(unlegal(tokens(name))) or exact(clean(name))


@lru_cache(maxsize=1 << 15)
def tokens(name: str) -> Tokens:
    """The words of a name, folded, without article and final possessive; () where there is no word."""
    known = words()
    text = clean(name)
    if not text.isalnum():
        text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text)).replace("&", " and ").replace("＆", " and ")
    text = _plain(text)
    found = [known.spellings.get(t, t) for t in _TOKEN.findall(_dotless(text))]
    while len(found) > 1 and found[0] in known.articles:
        del found[0]
    return tuple(found)


def _plain(text: str) -> str:
    """Lower case without diacritics; the same again gives the same."""
    if text.isascii():
        return text.lower()
    before = None
    while before != text:
        before = text
        text = unicodedata.normalize("NFKD", text.casefold().translate(words().letters))
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", _APOSTROPHES.sub("", text))
    return text


def _dotless(text: str) -> str:
    """Dots out of abbreviations (U.A.E. is uae), elsewhere a space."""
    if "." not in text:
        return text
    return _DOT.sub(" ", re.sub(r"(?<![^\W_][^\W_])(?<=[^\W_])\.(?=[^\W_](?![^\W_])|$|[\s,)])", "", text))


def unlegal(found: Tokens) -> Tokens:
    """The tokens without legal forms at either end; never nothing."""
    before: Tokens = ()
    while before != found:
        before = found
        found = _cut_end(_cut_start(found))
    return found


def _cut_end(found: Tokens) -> Tokens:
    if not found:
        return found
    for form in words().ends.get(found[-1], ()):
        if len(form) < len(found) and found[-len(form) :] == form:
            return found[: -len(form)]
    if not found[-1].isascii():
        return _unglued(found)
    return found


def _unglued(found: Tokens) -> Tokens:
    last = found[-1]
    for form in words().glued:
        if last.endswith(form):
            rest = last[: -len(form)]
            return (*found[:-1], rest) if rest else (found[:-1] or found)
    return found


def _cut_start(found: Tokens) -> Tokens:
    if not found:
        return found
    if len(found) > 1 and found[0] in words().articles:
        return found[1:]
    for form in words().starts.get(found[0], ()):
        if len(form) < len(found) and found[: len(form)] == form:
            return found[len(form) :]
    return found


def translated(name: str) -> str:
    """The key of generated aliases: each known word in the first language of its row.

    >>> translated("Innovation Industry Co., Ltd.") == translated("创新实业有限公司")
    True
    """
    parts = [p for token in unlegal(tokens(name)) for p in (_segments(token) if han(token) else [token])]
    table, longest, out, at = words().translations, 3, [], 0
    while at < len(parts):
        size = next((n for n in range(longest, 0, -1) if tuple(parts[at : at + n]) in table), 0)
        out.append(table[tuple(parts[at : at + size])] if size else parts[at])
        at += size or 1
    return " ".join(out)


def translatable(folded: str) -> bool:
    """Whether folded words may have another word for one of them in another language; False is sure."""
    return han(folded) or not _begins().isdisjoint(folded.split())


@cache
def _begins() -> frozenset[str]:
    """The first tokens of all words that have one in another language."""
    return frozenset(word[0] for word in words().translations)


def _segments(text: str) -> list[str]:
    """Chinese text cut at the known words, the longest first; the rest in one piece each."""
    table, out, at, start = words().translations, list[str](), 0, 0
    while at < len(text):
        size = next((n for n in range(4, 0, -1) if (text[at : at + n],) in table), 0)
        if size:
            out += [text[start:at]] * (start < at) + [text[at : at + size]]
            start = at + size
        at += size or 1
    return out + [text[start:]] * (start < len(text))
