"""How names are spelled: the regexes that the word lists make."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.names import peoples
from loaders.lexicon import Lexicon, alternation
from loaders.quick import Quick

UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, range(0x100, 0x250)) if c.isupper())
SMALL = r"(?:(?:sur|sous|le|la|les|de|du|des|en|aux|am|an|der|im|ob|di|del|da|do|upon|by|on|the)[-–]){0,2}"
"""The small words of "Saint-Paul-sur-Mer"."""
SYLLABLE = r"(?:a[ino]|e[inr]|ou)(?![^\W_])"
"""What an apostrophe parts from the syllable before: "Xing'an"."""
CAP = (
    rf"[{UPPER}][^\W_]*(?:[’'](?:[A-Z][^\W_]+|[^\W\d_]{{3,}}|{SYLLABLE}))?(?:[-–]{SMALL}[A-Z0-9][^\W_]*)*(?:\+(?=\s))?"
)
FOREIGN = r"(?<=[ß-ÿĀ-ɏ])\s+(?=[^\W\d_]*[ß-ÿĀ-ɏ])[a-zß-ÿ][^\W\d_]{3,}"
"""A lower-case word with a letter that English lacks, after another: "Slovenské elektrárne"."""
INITIALS = r"(?:[A-Z]\.){1,4}(?=\s?[A-Z])"
LETTERS = r"[A-Z]{1,2}&[A-Z]{1,2}(?![\w&-])"
"""Initials of two founders: "R&W"."""
MOUNT = r"(?<!\d\s)(?:Mt|Ft)\.?\s(?=[A-Z])"
"""What opens the name of a place: "Mt. Holly", "Mt Holly"; not "4 Mt Alumina"."""
BRACKET = r"\([A-Z][\w&. -]{0,24}\)"
AFTER = r"^,?\s+(?:(?:is|was|the|an?|its|our)\s+){0,2}(?:[^,.;]{0,40}?[’']s?\s+)?(?:new\s+|current\s+|former\s+)?"


@dataclass(frozen=True)
class Grammar:
    """The regexes that the word lists make."""

    run: Quick
    legal: re.Pattern[str]
    closing: str
    of: re.Pattern[str]
    closed: re.Pattern[str]
    role_after: re.Pattern[str]
    role_words: re.Pattern[str]
    government: Quick
    speaks: re.Pattern[str]
    venture: re.Pattern[str]
    proud: re.Pattern[str]
    acting: re.Pattern[str]
    nation: Quick
    bourse: Quick
    placed: Quick
    ruled: re.Pattern[str]
    local: re.Pattern[str]
    feasts: re.Pattern[str]
    streets: re.Pattern[str]
    utility: re.Pattern[str]
    nobody: re.Pattern[str]


def _run(names: Mapping[str, Any], legal: str) -> str:
    """The regex of a run of words that may be one name; `legal` that of the legal forms."""
    # These close a name and are no word of it: "S.p.A."
    dotted = alternation(form for form in names["legal"] if "." in form or "/" in form)
    joint = rf"(?:\s+(?:&\s+)?|\s+(?:{alternation(names['runs']['inner'])})\s+|(?<=\.))(?!(?:{dotted})(?!\w))"
    trade = rf"(?:{alternation(names['runs']['trades'])})"
    paired = rf"(?:{alternation(names['runs']['paired'])})\s+and(?=\s+[A-Z])|{trade}\s+and(?=\s+(?:{trade}\s+)+{legal})"
    bodies = alternation([*names["heads"]["GovernmentBody"], *names["heads"]["Institute"]])
    paired += rf"|(?:{alternation(names['runs']['matters'])})\s+and(?=\s+(?:{CAP}\s+){{1,2}}(?:{bodies}|Trust)\b)"
    paired += rf"|(?:{alternation(names['runs']['twins'])})\s+and(?=\s+{trade}\b)"
    utility = rf"(?:{alternation(names['runs']['supplied'])})"  # "Foobar Electricity and Water Authority"
    paired += rf"|{utility}\s+and(?=\s+{utility}\s+(?:{CAP}\s+){{0,2}}(?:{bodies}|{legal}))"
    two = rf"{trade}\s+and(?=\s+{trade}(?!\s+[A-Z]|[\w’'-]))"  # "Revere Copper and Brass"
    lands = alternation(set(filter(None, peoples().values())))  # "Foobar Metals (Canada) (30 %)"
    inner = rf"(?:{paired}|{two}|{INITIALS}|(?:[dl][’'])?{CAP}|{BRACKET}(?=\s+[A-Z])|\((?:{lands})\)(?=\s\(\d))"
    opening = alternation(names["runs"]["opening"])
    dotted_pair = rf"[A-Z][a-z]{{1,3}}\.(?!(?:{opening})\b)[A-Z][a-z]{{1,4}}\b"  # "Det.Al"
    first = rf"{paired}|{LETTERS}|{dotted_pair}|{CAP}{FOREIGN}|{CAP}"
    run = rf"(?:(?:[A-Z]\.\s){{2,3}}|{INITIALS}\s?|{MOUNT})?(?:{first})(?:{joint}{inner})*"
    house = rf"(?:\s+and\s+(?:{alternation(names['runs']['house'])})\b(?!\s+[A-Z]))?"  # "Foobar and Sons"
    return rf"{run}{house}(?:\.?,?\s+and\s+{legal}|\.?,?\s+{legal})*"


def _post(names: Mapping[str, Any]) -> str:
    """A post behind a name: ", a senior partner at"."""
    idle = rf"(?:is|was|will|has|{alternation(names['persons']['becomes'])})"
    post = rf",\s+(?:an?\s+|the\s+)?(?!{idle}\b)(?-i:[a-z]+\s+){{1,3}}(?:{alternation(names['persons']['posts'])})\b"
    return post + r"(?=,|\s+(?:of|at|with|for|in)\b|\.)"


def _local(lexicon: Lexicon) -> tuple[str, str]:
    """What makes a body of a place behind its name: " county's environment bureau"; and its matters with an office."""
    public = lexicon["names"]["government"]
    parts = alternation(w for w in lexicon["facilities"]["places"]["after"] if w.islower())
    local = rf"\s(?:{alternation(public['local'])})\b(?!\s(?:in|of)\s)"
    local += rf"|\s(?:{parts})[’']s(?:\s[a-z]+)?\s(?:{alternation(public['bodies'])})\b"
    kinds, offices = alternation(public["matters"]), alternation(public["offices"])
    return local, rf"(?:[’']s)?(?:\s(?:(?:{kinds})(?:,|\sand)?\s)+(?:{offices}))\b"


@functools.lru_cache(maxsize=4)
def _compile(lexicon: Lexicon) -> Grammar:
    names = lexicon["names"]
    legal = rf"(?:{alternation(names['legal'])})\b(?!-(?:{alternation(names['runs']['joint'])}))\.?"
    roles = alternation(names["persons"]["roles"])
    piece = rf"{CAP}(?:[\s-]+{CAP})*"
    demonyms = alternation(peoples())
    plants = alternation([*names["nominals"]["Site"], *lexicon["facilities"]["nouns"], *names["government"]["grounds"]])
    local, matters = _local(lexicon)
    states = [*names["government"]["lower"], *names["government"]["upper"]]
    held = rf"(?:{alternation(names['persons']['grades'])})[\s-]+"
    matter = r"(?:the\s+(?=(?:Environment|Economy|Interior|Budget|Sea)\b))?"  # "of Energy, the Environment and Water"
    public = names["government"]
    return Grammar(
        utility=re.compile(
            rf"\b(?:{alternation(public['utilities'])})(?:\s+and\s+[A-Z]\w+)?\s+(?:{alternation(public['runs'])})$"
            rf"|\b(?:{alternation(public['powers'])})$"
            rf"|^(?!.*\b(?:{alternation([*public['funds'], *peoples()])})\b)(?:\S+\s)+Fund$"
            rf"|^(?!.*\b(?:{alternation([*public['services'], *peoples()])})\b)(?:\S+\s)+Service$"
        ),
        nobody=re.compile(rf"(?:(?:{alternation(names['runs']['counts'])})\s)?(?:{demonyms})s?"),
        run=Quick(_run(names, legal)),
        legal=re.compile(rf"(?:^|,?\s){legal}$"),
        closing=legal,
        of=re.compile(
            rf"\s+(?:of|for(?!\s+(?:the\s+|an?\s+)?{piece}(?:[’']s)?\s+(?:[a-z]+\s+)?(?:{plants})\b))\s+(?:the\s+)?{piece}"
            rf"(?:(?:,\s+{matter}{piece})*,?\s+and\s+{matter}{piece})?"
        ),
        closed=re.compile(rf",?\s+{legal}"),
        role_after=re.compile(rf"{AFTER}(?:{held})?(?:{roles})\b|{_post(names)}", re.IGNORECASE),
        role_words=re.compile(rf"\b(?:{roles})\b", re.IGNORECASE),
        government=Quick(rf"\b(?:(?:Western|Eastern|South|North|New|West|East)\s)?(?:{demonyms})\s+(?:[a-z]+\s+)?(?:{alternation(states)})\b"),
        speaks=re.compile(rf",?\s+(?:{alternation(names['persons']['speech'])})\b"),
        placed=Quick(
            rf"(?:[A-Z][a-z-]+\s+|\b(?:{alternation(names['government']['courts'])})\s+(?=court))?"
            rf"\b(?:{alternation(names['government']['placed'])})\s+(?:in|of)\s+(?:the\s+(?:[a-z]+\s+of\s+)?)?{piece}"
            rf"(?:(?:,\s+{piece})*,?\s+and\s+{piece})?"
        ),
        ruled=re.compile(rf"(?:[’']s)?(?:\s[a-z]+)?\s(?:{alternation(names['government']['bodies'])})\b|{local}|{matters}"),
        local=re.compile(local),
        bourse=Quick(rf"\b{CAP}(?:\s{CAP})?(?:[’']s)?\s(?:{alternation(names['exchanges']['lower'])})(?![\w-])"),
        nation=Quick(rf"\b(?:{demonyms})(?=\s+(?:[a-z]+\s+)?(?:{alternation(names['national'])})\b)"),
        proud=re.compile(
            rf"(?:{alternation(names['runs']['proud'])})\s(?:{CAP}\s(?:&\s)?){{0,4}}"
            rf"(?:(?:{alternation(names['company'])})\b(?!\s{CAP})|{legal})"
        ),
        acting=re.compile(rf"\s+(?:{alternation(names['runs']['acting'])})\b"),
        feasts=re.compile(rf"\b(?:{alternation(names['runs']['feasts'])})(?!\w)".replace("'", "[’']")),
        streets=re.compile(rf"(?<!Finance)(?<!Banking)(?<!Trading)(?<!Merchant)(?<!Investment)\s(?:{alternation(names['runs']['streets'])})$"),
        venture=re.compile(r"\s+(?:joint\s+)?venture\b"),
    )  # fmt: skip


def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled grammar of a lexicon."""
    return _compile(lexicon)


@functools.lru_cache(maxsize=4)
def datelines(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    """What may stand at the head of a paragraph before its first sentence: town, date, the service that spreads it."""
    table = lexicon["names"]["dateline"]
    agency = alternation(table["agencies"])
    return tuple(re.compile(p.replace("{agency}", agency)) for p in table["patterns"])


def trimmed(
    text: str, start: int, end: int, demonyms: frozenset[str], generic: re.Pattern[str]
) -> tuple[int, int] | None:
    """The span without white space, brackets, joints and nations at its ends; None where nothing is left.

    A nation stays where nothing else tells the name from others: "Indian Aluminium Co Ltd".
    """
    part = text[start:end]
    body = re.sub(r"^[\s&,(]+|[\s&,]+$", "", part)
    while (
        body not in demonyms
        and (first := re.match(r"(?:(?:West|East|South|North|Saudi|Sri|Sierra|Costa)\s+(?=[A-Z]))?\w+\s+", body))
        and first.group().strip() in demonyms
    ):
        if generic.fullmatch(body[first.end() :]) and body[first.end() :] != body[first.end() :].split()[0]:
            break
        body = body[first.end() :]
    body = re.sub(r"\s+(?:and|de|da|do|la|le|of)$", "", body)
    if body.endswith(")") and "(" not in body:
        body = body[:-1]
    if not body:
        return None
    at = start + part.index(body)
    return at, at + len(body)
