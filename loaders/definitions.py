"""Short forms that a document defines: `Emirates Global Aluminium (EGA)`, `(hereinafter referred to as "X")`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.names import peoples
from loaders.lexicon import Lexicon, alternation, clue
from loaders.mentions import Mention

BRACKETS = re.compile(r"\s*[(（<]([^()（）<>]{1,90})[)）>]")
CODE = re.compile(r"[A-Z0-9.]{1,12}\.[A-Z]{1,4}|\d{3,6}(?:\.[A-Z]{2})?|(?:[A-Z]{2,8}\s?:\s?[\w.]+[;,]?\s?)+")
QUOTES = r"[\"“”'‘’「」]"
SEVERAL = re.compile(
    rf"(?:the\s+)?{QUOTES}[^\"“”]{{2,50}}{QUOTES}(?:,?\s+(?:or|and)\s+|,\s+)(?:the\s+)?{QUOTES}[^\"“”]{{2,50}}{QUOTES}"
)
"""Two short forms in one bracket: `("Suralco" or "the Company")`."""
QUOTED = re.compile(rf"{QUOTES}(?P<name>(?:the\s+)?[A-Z][\w&.\s-]{{1,40}}){QUOTES}")
COINED = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z][A-Za-z]{0,5}")
DEFINABLE = frozenset({"Place", "Product", "Person"})


@dataclass(frozen=True, slots=True)
class Definition:
    """`short` stands for `long` from here on; [start, end) is the bracket that says so."""

    long: Mention
    short: str
    start: int
    end: int


@functools.lru_cache(maxsize=4)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    openers = alternation(lexicon["names"]["definitions"]["openers"])
    return re.compile(
        rf"(?P<open>(?:{openers}|简称|以下简称|下称)[\s:：,]*)*[\"“”'‘「]?(?P<name>(?:the\s+)?[A-Z一-鿿][\w&.\s-]{{0,50}}?)[\"“”'’」]?"
    )


@functools.lru_cache(maxsize=4)
def _spoken(lexicon: Lexicon) -> re.Pattern[str]:
    known = alternation(lexicon["names"]["definitions"]["spoken"])
    return re.compile(
        rf",?\s+(?:{known})\s+(?:the\s+)?(?P<name>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){{0,3}})(?!\w)(?:,(?=\s[a-z]))?"
    )


def find(text: str, mentions: list[Mention], lexicon: Lexicon) -> list[Definition]:
    """All definitions of organisations and sites; a bracket with a place, date or ticker defines nothing."""
    known = {m.start: m for m in mentions}
    pattern = _pattern(lexicon)
    found = []
    for mention in mentions:
        told = _spoken(lexicon).match(text, mention.end) if mention.type not in DEFINABLE else None
        told = told or _or(text, mention, known)
        if told is not None and not mention.nominal:
            found.append(Definition(mention, told["name"], told.start(), told.end()))
            continue
        bracket = BRACKETS.match(text, mention.end)
        if bracket is not None and CODE.fullmatch(bracket.group(1)):
            bracket = BRACKETS.match(text, bracket.end())
        if bracket is None or mention.type in DEFINABLE or mention.nominal:
            continue
        if SEVERAL.fullmatch(bracket.group(1).strip()):
            forms = (m["name"] for m in QUOTED.finditer(bracket.group(1)))
            found += [Definition(mention, form, bracket.start(), bracket.end()) for form in forms]
            continue
        inner = pattern.fullmatch(bracket.group(1).strip())
        if inner is None or CODE.fullmatch(inner["name"]) or _named(known, bracket):
            continue
        other = known.get(bracket.start(1) + bracket.group(1).index(inner["name"]))
        if other is None or _may_be_short(other, inner["open"]) or _coined(other, mention):
            found.append(Definition(mention, inner["name"], bracket.start(), bracket.end()))
    return found


def _or(text: str, mention: Mention, known: dict[int, Mention]) -> re.Match[str] | None:
    """A second name behind "or" that begins like a word of the first: "Light Metal Corp of Norway, or Nolmet"."""
    end = text.find(", or ", mention.end, mention.end + 30) if mention.type == "Company" else -1
    home = text[mention.end : end].rstrip()
    if end < 0 or (home and not re.fullmatch(r" of [A-Z]\w+(?: [A-Z]\w+)?", home)):
        return None
    words = [w for w in (mention.text + home).split() if w[0].isupper()]
    told = clue("definitions.or").match(text, end) if len(words) > 2 else None
    other = known.get(told.start("name")) if told is not None else None
    alike = told is not None and told["name"][0] in {w[0] for w in words} and (other is None or other.guess)
    return told if alike else None


def _named(known: dict[int, Mention], bracket: re.Match[str]) -> bool:
    """Whether somebody's name stands in the bracket, or an exchange's: "Suralco (chairman Anna Holm)"."""
    return any(known[k].type in ("Person", "Exchange") for k in range(*bracket.span(1)) if k in known)


def _may_be_short(other: Mention, opener: str | None) -> bool:
    return other.type not in DEFINABLE or opener is not None


def _coined(other: Mention, long: Mention) -> bool:
    """Whether what reads like a place has capitals inside, as a short form has: "Foobar Aluminium Combine (FAlK)"."""
    form = other.text
    return COINED.fullmatch(form) is not None and other.type == "Place" and form[0] == long.text[0] and not other.name


def brackets(text: str, definitions: list[Definition], mentions: list[Mention]) -> list[tuple[int, int]]:
    """Spans that say nothing but a short form or a code: defining brackets, `<AL.N>`, brackets around one name."""
    spans = [(d.start, d.end) for d in definitions]
    alone = [m for m in mentions if text[m.start - 1 : m.start] == "(" and text[m.end : m.end + 1] == ")"]
    defining = {k for a, b in spans for k in range(a, b)}
    alone = [m for m in alone if m.start not in defining]
    towns = {m.end for m in mentions if m.type not in ("Product", "Person")}  # "Slovalco (Slovakia)"
    alone = [m for m in alone if m.type != "Place" or m.guess or m.start - 2 not in towns]
    spans += [s for m in alone for s in ((m.start - 1, m.start), (m.end, m.end + 1))]
    spans += [m.span() for m in re.finditer(r"\s?<[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?>", text)]
    spans += [m.span() for m in re.finditer(r"[<>]", text)]
    return sorted(set(spans))


def explained(text: str, mentions: list[Mention], nouns: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Nouns behind a firm's name that say what it is: "the <Frialco> consortium", "the Birla group"."""
    for m in mentions:
        if (
            m.type == "Company"
            and not m.nominal
            and clue("definitions.the").search(text, max(0, m.start - 24), m.start)
        ):
            noun = nouns.match(text, m.end)
            if noun is not None:
                yield noun.span("noun")


def tickers(text: str) -> list[tuple[int, int]]:
    """Brackets with an exchange and a code, which the parser need not see: `(NYSE: AA)`."""
    return [m.span() for m in re.finditer(rf"\s?[(（](?:{CODE.pattern})[)）]", text)]


def abroad(text: str, names: list[Mention]) -> Iterator[Mention]:
    """What "British Alcan Aluminium Plc" is called for short, "British Alcan": no "Alcan"."""
    longer = [m for m in names if m.type == "Company" and m.text.count(" ") > 1 and m.text.split()[0] in peoples()]
    forms = {" ".join(m.text.split()[:2]): m for m in longer}
    for m in names if forms else ():
        nation = text[max(0, m.start - 20) : m.start].rpartition("\n")[2].split()[-1:]
        full = forms.get(f"{nation[0]} {m.text}") if nation else None
        if full is not None and text[m.start - 1] == " ":
            start = m.start - len(nation[0]) - 1
            yield Mention(start, m.end, text[start : m.end], "Company", name=full.text)
