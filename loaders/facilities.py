"""Plants without a registered name: "alumina refinery in Wenshan", "its smelter", "the plant"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from loaders.lexicon import Lexicon, alternation
from loaders.mentions import Mention

POSSESSIVE = re.compile(r"(?:\b(?:its|their|his|our)|[’']s?)\s+$", re.IGNORECASE)
DEFINITE = re.compile(r"\b(?:the|this|that)\s+$", re.IGNORECASE)
NAMES = frozenset({"Company", "Place", "Product", "Organization"})


@dataclass(frozen=True)
class Grammar:
    """The regexes that facilities.toml makes."""

    noun: re.Pattern[str]
    classes: dict[str, str]
    modifiers: frozenset[str]
    after: re.Pattern[str]
    blocked: re.Pattern[str]


@functools.lru_cache(maxsize=4)
def _compile(lexicon: Lexicon) -> Grammar:
    table = lexicon["facilities"]
    classes = {**table["nouns"], **{_plural(n): c for n, c in table["nouns"].items()}}
    rules = table["grammar"]
    fill = alternation(rules["fillers"])
    return Grammar(
        noun=re.compile(rf"\b(?:{alternation(classes)})\b", re.IGNORECASE),
        classes=classes,
        modifiers=frozenset(rules["modifiers"]) | {d.lower() for d in lexicon["names"]["runs"]["demonyms"]},
        after=re.compile(rf"\s+(?:{alternation(rules['prepositions'])})\s+(?:(?:{fill})\s+)*", re.IGNORECASE),
        blocked=re.compile(rf"(?:\s+(?:{alternation(rules['not_before'])})\b|-\w)", re.IGNORECASE),
    )


def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled grammar of a lexicon."""
    return _compile(lexicon)


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def facility_class(form: str, lexicon: Lexicon) -> str | None:
    """The class of a name that ends with a plant's noun: `Jinlian smelter` is an AluminiumSmelter."""
    rules = grammar(lexicon)
    best = max((n for n in rules.classes if form.lower().endswith(n)), key=len, default=None)
    return rules.classes[best] if best else None


def find(text: str, start: int, end: int, known: Iterable[Mention], lexicon: Lexicon) -> list[Mention]:
    """All plants in text[start:end], the names in them taken from `known`."""
    rules = grammar(lexicon)
    rows = list(known)
    ends, starts = {m.end: m for m in rows}, {m.start: m for m in rows}
    found = []
    for noun in rules.noun.finditer(text, start, end):
        if not rules.blocked.match(text, noun.end()) and not _covered(noun, rows):
            found.append(_facility(text, noun, ends, starts, rules, start))
    return [m for m in found if m is not None]


def _covered(noun: re.Match[str], rows: list[Mention]) -> bool:
    return any(m.start <= noun.start() and noun.end() <= m.end and m.type != "Product" for m in rows)


def _facility(
    text: str, noun: re.Match[str], ends: dict[int, Mention], starts: dict[int, Mention], rules: Grammar, limit: int
) -> Mention | None:
    start, inside = _left(text, noun.start(), ends, rules, limit)
    end, place = _right(text, noun.end(), starts, rules)
    before = text[max(limit, start - 40) : start]
    names = [m for m in inside if m.type != "Product"]
    kind = _class(text[start : noun.end()], rules)
    mention = Mention(start, end, text[start:end], kind, head=noun.group().lower(), nominal=True)
    if any(m.guess for m in names):
        named = replace(mention, nominal=False, name=text[start : noun.end()])
        return replace(named, inside=(*[m for m in names if not m.guess], *([place] if place else [])))
    if place is not None:
        return replace(mention, inside=(*[m for m in names if not m.guess], place))
    if names:
        return replace(mention, inside=tuple(names))
    if POSSESSIVE.search(before) or DEFINITE.search(before):
        return replace(mention, name="")
    return None


def _class(form: str, rules: Grammar) -> str:
    words = form.lower().split()
    for k in range(len(words)):
        if (kind := rules.classes.get(" ".join(words[k:]))) is not None:
            return kind
    return "Facility"


def _left(text: str, at: int, ends: dict[int, Mention], rules: Grammar, limit: int) -> tuple[int, tuple[Mention, ...]]:
    """The start of the noun phrase, without determiner, and the mentions in it."""
    inside: list[Mention] = []
    while at > limit:
        state = _with_state(text, at, ends)
        if state:
            inside[:0] = state
            at = state[0].start
            continue
        unit = ends.get(at - 1) if text[at - 1].isspace() else None
        if unit is not None and unit.type in NAMES:
            inside.insert(0, unit)
            at = unit.start
            continue
        word = re.search(r"([^\s,;:.()]+)\s$", text[max(limit, at - 40) : at])
        if word is None or not _modifies(word.group(1), rules):
            break
        at -= len(word.group())
    return at, tuple(inside)


def _modifies(word: str, rules: Grammar) -> bool:
    return (
        word.lower() in rules.modifiers
        or re.fullmatch(r"[\d.,]+-(?:tonne|ton|t|mt|kt|metric-ton)\w*", word) is not None
    )


def _with_state(text: str, at: int, ends: dict[int, Mention]) -> list[Mention]:
    """The two places of "Laterriere, Quebec, smelter", read backwards from the noun."""
    if text[max(0, at - 2) : at] != ", ":
        return []
    state = ends.get(at - 2)
    if state is None or state.type != "Place" or text[max(0, state.start - 2) : state.start] != ", ":
        return []
    town = ends.get(state.start - 2)
    return (
        [replace(town, type="Place", guess=False), state]
        if town is not None and (town.guess or town.type == "Place")
        else []
    )


def _right(text: str, at: int, starts: dict[int, Mention], rules: Grammar) -> tuple[int, Mention | None]:
    """The end of the phrase with its place: "in Holingol City", "at Moengo"."""
    gap = rules.after.match(text, at)
    if gap is None:
        return at, None
    for end in (gap.end(), *_shorter(gap)):
        place = starts.get(end)
        if place is not None and (place.type == "Place" or place.guess):
            wide = re.match(r"\s(?:state|region|area)\b", text[place.end : place.end + 8])
            return place.end + (wide.end() if wide else 0), replace(place, type="Place", guess=False)
    return at, None


def _shorter(gap: re.Match[str]) -> list[int]:
    """Earlier word starts in the gap: "city of Weihai" may be the place's own form."""
    return [gap.start() + m.end() for m in re.finditer(r"\s+", gap.group()) if m.end() < len(gap.group())]
