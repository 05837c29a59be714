"""The nouns of plants and the words around them, as the regexes that facilities.toml makes."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from graph.names import peoples
from loaders.en.parsing.model import tagged
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention

WORD = re.compile(r"([a-z][a-z-]*)\s")
PLAIN = re.compile(r"(?:[a-z][\w-]*\s?){1,5}")

HALF = re.compile(r"\b[A-Za-z]{2,12}-$")


@dataclass(frozen=True)
class Grammar:
    """The regexes that facilities.toml makes."""

    noun: re.Pattern[str]
    classes: dict[str, str]
    nouns: tuple[str, ...]
    modifiers: frozenset[str]
    placed: frozenset[str]
    parts: frozenset[str]
    """Nouns of parts: beside a plant of the same place they are of it."""
    after: re.Pattern[str]
    blocked: re.Pattern[str]
    harbour: re.Pattern[str]
    annex: re.Pattern[str]
    aside: re.Pattern[str]
    scope: re.Pattern[str]
    lands: frozenset[str]
    vast: frozenset[str]
    size: re.Pattern[str]
    sized: re.Pattern[str]
    joined: re.Pattern[str]
    cost: re.Pattern[str]
    land: re.Pattern[str]


@functools.lru_cache(maxsize=4)
def _compile(lexicon: Lexicon) -> Grammar:
    table = lexicon["facilities"]
    nouns, parts = ({noun.lower(): kind for noun, kind in table[k].items()} for k in ("nouns", "parts"))
    classes = {**nouns, **{_plural(n): c for n, c in nouns.items()}, **parts}
    initials = "".join(sorted({noun[0] for noun in classes}))
    rules = table["grammar"]
    fill = alternation([*rules["fillers"], *peoples()])
    told = rf"(?P<told>,?\s+(?:{alternation(rules['lying'])}))?"
    tonnes = (
        rf"(?:\s(?:{alternation(rules['multiples'])}))?[ -](?:{alternation(rules['tonnes'])})\b"
        rf"(?:{alternation(rules['yearly'])})?"
    )
    cost = clue("plantwords.cost").pattern  # "The smelter cost 800 million euros"
    return Grammar(
        noun=re.compile(rf"\b(?=[{initials}])(?:{alternation(classes)})\b", re.IGNORECASE),
        classes=classes,
        nouns=tuple(classes),
        placed=frozenset([*rules["placed"], *parts]),
        parts=frozenset(parts),
        modifiers=frozenset(rules["modifiers"]) | {d.lower() for d in peoples()},
        after=re.compile(rf"{told}\s+(?:{alternation(rules['prepositions'])})\s+(?:(?:{fill})\s+)*", re.IGNORECASE),
        annex=re.compile(
            rf"\s+and\s+(?:(?!an?\b|its?\b)\w+\s+)?(?:{alternation(rules['annexes'])})\b(?!-)", re.IGNORECASE
        ),
        aside=re.compile(
            rf"(?P<parts>,|(?:\s+(?:are|lie|stand)))\s+(?:{alternation(rules['prepositions'])})\s+(?:(?:{fill})\s+)*"
        ),
        blocked=re.compile(rf"(?!{cost})(?:\s+(?:{alternation(rules['not_before'])})\b|-\w)", re.IGNORECASE),
        harbour=re.compile(rf"\b(?:in|at|of|from|near)\sthe\s(?P<noun>{alternation(rules['ofs'])})\sof\s(?=[A-Z])"),
        size=re.compile(rf"(\b\d[\d.,]*{tonnes})\s$"),
        sized=re.compile(
            rf"\sof\s(?:about\s|some\s|up\sto\s)?\d[\d.,]*{tonnes}"
            r"|,?\s(?:worth|costing|valued\sat|budgeted\sat)\s(?:about\s|some\s|up\sto\s|around\s|an?\sestimated\s)?"
            r"(?:[A-Z]{0,3}[$€£¥]\s?|(?:USD|EUR|RMB|Rs\.?)\s?)?\d[\d.,]*(?:[\s-]?(?:mln|million|billion|bln|bn|m|crore))?\b"
            rf"(?:\s(?:U\.?S\.?\s)?(?:dollars|USD|EUR|{alternation(rules['moneys'])})s?\b)?,?"
        ),
        joined=re.compile(rf"\b(?P<first>{alternation(rules['modifiers'])})\s(?:and|or)\s$", re.IGNORECASE),
        cost=re.compile(
            r"\b\d[\d.,]*[ -](?:mln|million|billion|bln|bn)[ -](?:[A-Z]\w+ )?"
            rf"(?:{alternation(rules['moneys'])})s?,?\s$"
        ),
        land=re.compile(
            rf"\s(?:on|near|by|beside)\s(?:the\s)?(?:[A-Z][\w-]+\s)+(?:{alternation(rules['landmarks'])})\b"
        ),
        scope=re.compile(rf"\s+(?:{alternation(rules['scopes'])})\b", re.IGNORECASE),
        vast=frozenset(table["places"]["vast"]),
        lands=frozenset(peoples().values()) | frozenset(rules["lands"]),
    )


def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled grammar of a lexicon."""
    return _compile(lexicon)


def owned(text: str, at: int, owner: str, lexicon: Lexicon) -> bool:
    """Whether plain words from there on lead to a plant that a firm has: "recycling plant in", "new cold mill".

    A plant's own name has none: "at Foobarwerk's casthouse".
    """
    rules = grammar(lexicon)
    words = PLAIN.match(text, at) if clue("finder.plant").search(owner) is None else None
    nouns = rules.noun.finditer(text, at, words.end()) if words else ()
    harbours = lexicon.words("facilities", "grammar", "harbours")
    return any(rules.classes[n[0].lower()] != "IndustrialPark" and n[0].lower() not in harbours for n in nouns)


def leads(text: str, at: int, lexicon: Lexicon) -> bool:
    """Whether nothing but words of plants stand there up to a plant's noun: "rolling and forging works"."""
    rules = grammar(lexicon)
    while rules.noun.match(text, at) is None:
        word = WORD.match(text, at)
        if word is None or (word[1] != "and" and word[1] not in rules.modifiers):
            return False
        at = word.end()
    return True


def hyphened(text: str, noun: re.Match[str]) -> int:
    """Where a noun begins whose first word is the second half of one: "flat-rolling mill", "die-casting plant"."""
    at = noun.start()
    half = HALF.search(text, max(0, at - 14), at) if noun[0].lower().split()[0].endswith("ing") else None
    return half.start() if half is not None else at


def compound(before: str, noun: str) -> int:
    """How long the words are that stand between a determiner and a plant's noun: "coke calcining " before "plant".

    They are nouns and gerunds; before several plants, and before "works", one gerund: "a unit running mills" is none.
    """
    found = clue("facilities.trade").search(before)
    words = found[1].split() if found is not None else []
    gerunds = [w.endswith(("ing", "powered")) for w in words]
    if not words or (noun.lower().endswith("s") and gerunds != [True]):
        return 0
    return len(found[1]) if found and all(g or _noun(w) for w, g in zip(words, gerunds, strict=True)) else 0


@functools.lru_cache(maxsize=10_000)
def _noun(word: str) -> bool:
    """Whether a word may be the first noun of two: "battery", no plural, no verb, no word of grammar."""
    return not word.endswith(("s", "ed")) and tagged(word, "noun") and not tagged(word, "adj")


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def begun(unit: Mention, rules: Grammar) -> bool:
    """Whether a plant's name begins that of another: "the BC Works smelter", "the Bayside casthouse"."""
    bare = unit.text.split()[-1].lower() not in rules.classes
    return (unit.type == "Facility") != bare and not unit.nominal and unit.type in rules.classes.values()
