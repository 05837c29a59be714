"""The grammar of figures: how numbers, scales, units and rates are written, made from data/units.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from loaders.lexicon import alternation, lettered, read

AHEAD = r"(?:(?<![\w.,$€£/-])|(?<=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff%],))"


@dataclass(frozen=True)
class Units:
    """The grammar of figures, made from data/units.toml."""

    pattern: re.Pattern[str]
    scales: Mapping[str, Decimal]
    words: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    before: Mapping[str, str]
    forms: Mapping[str, tuple[Decimal, str]]
    exact: Mapping[str, tuple[Decimal, str]]
    denominators: Mapping[str, str]
    below: Mapping[str, Decimal]
    sized: frozenset[str]
    large: Decimal
    whose: re.Pattern[str]


@functools.cache
def units() -> Units:
    """The units of data/units.toml."""
    data = read()["units"]
    forms = {f.lower(): (Decimal(1), unit) for unit, rows in data["units"].items() for f in rows}
    forms |= {f.lower(): (_decimal(factor), unit) for f, (factor, unit) in data["scaled"].items()}
    exact = {f: (_decimal(factor), unit) for f, (factor, unit) in data["case"].items()}
    money = data["currencies"]
    forms |= {plain(f): (Decimal(1), code) for code, row in money.items() for f in _called(row)}
    exact |= {code: (Decimal(1), code) for code in money}
    summed = {f: (Decimal(1), code) for code, row in money.items() for f in row.get("scaled", [])}
    before = {code: code for code in money} | data["before"]
    numbers, parts = ({k: _decimal(v) for k, v in data[table].items()} for table in ("words", "parts"))
    scales = {k.lower(): _decimal(v) for k, v in data["scales"].items()}
    sized, large = frozenset(data["sized"]["words"]), _decimal(data["sized"]["large"])
    below = {k: _decimal(v) for k, v in data["below"].items()}
    nations = alternation(w for row in money.values() for w in row.get("of", []))
    whose = re.compile(rf"U\.?S|\$|(?-i:\b[A-Z]{{3}}\b)|\b(?:{nations})\b", re.IGNORECASE)
    told = {**data, "parts": [*parts], "forms": [*forms], "exact": [*exact], "summed": [*summed], "before": [*before]}
    pattern, forms = re.compile(_grammar(told)), summed | forms
    return Units(
        pattern, scales, numbers, parts, before, forms, exact, data["denominators"], below, sized, large, whose
    )


def _called(currency: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """What stands after a number for a currency that other words do not mean: "Saudi riyals", "riyals"."""
    yield from (f"{whose} {name}" for whose in currency.get("of", ()) for name in currency.get("named", ()))
    yield from currency.get("alone", ())


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _words(forms: Iterable[str]) -> str:
    """A group body that matches whole words, the longest first; a Chinese form may stand anywhere."""
    return lettered(forms, _whole)


def _whole(form: str) -> str:
    ends = r"(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return re.escape(form).replace(r"\ ", r"[\s-]{1,3}") + ends


def _signs(forms: Iterable[str], worded: Iterable[str], scales: str) -> str:
    """The same of what stands before a number, perhaps without a space: "R128 million"; a word only before a sum."""
    large = rf"\s{{0,3}}(?:\d[\d.,]{{0,9}}\s?(?:(?i:{scales})|[mb]\b)|\d{{1,3}}(?:,\d{{3}})+)"
    words = dict.fromkeys(worded)
    plain = lettered((form for form in forms if form not in words), _apart)
    # A word with more behind it ("R$") is followed by no digit: which of the two is tried first is all the same.
    return f"(?:{lettered(words, _apart)})(?={large})|{plain}"


def _apart(form: str) -> str:
    return re.escape(form) + (r"(?![A-Za-z])" if form[-1].isalpha() else "")


def _connector(word: str) -> str:
    return (
        rf"\s{{1,3}}{word}\s{{1,3}}" if word.isalpha() and word.isascii() else rf"\s{{0,3}}{re.escape(word)}\s{{0,3}}"
    )


def _grammar(data: Mapping[str, Iterable[str]]) -> str:
    """The pattern of a figure: bound, sign, number, scale, perhaps a second number, unit, rate."""
    small = [s for s in data["scales"] if s.isascii() and len(s) == 1]
    longer = _words(s for s in data["scales"] if s not in small)
    letters = [*small, *map(str.upper, small)]  # "$75M", "447K metric tons"
    # A letter may stand apart between a sign or tonnes: "$ 1.5 M", "1.5 M tonnes".
    apart = rf" ?(?:{'|'.join(letters)})(?=\s(?:metric\s)?t(?:ons?|onnes?|pa|py|/\w+)?\b)"
    scale = rf"(?:[\s-]{{0,3}}(?i:{longer})|{apart}|(?(sign) ?)(?:{'|'.join(letters)})(?![A-Za-z0-9]))"
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"  # "2,38,496" in India
    gap = "[ \u00a0\u202f]"
    digits += rf"|(?<!\d{gap})\d{{1,3}}(?:{gap}\d{{3}})+(?![.,]?{gap}?\d)"  # "88 000 tons"
    digits += r"|\d{1,3}(?:['’]\d{3})+|\d{1,3}(?:\.\d{3}){2,}"  # "460'000 tonnes", "1.200.000 tonnes"
    digits += rf"|\d+,\d{{1,2}}(?=[\s-](?i:{longer}))|(?!000\b)\d+(?:\.\d+)?(?![,'’]\d)"  # "1,2 billion"
    digits = rf"\d{{1,3}} ?[{''.join(p for p in data['parts'] if len(p) == 1)}]|{digits}"
    number = rf"{digits}|(?i:{_spelled(data['words'], data['parts'], longer)})"
    sign = rf"(?:{_signs(data['before'], data['worded'], longer)})\s{{0,3}}"
    behind = "|".join(rf"(?<={re.escape(s)}[\s-])" for s in data["scales"] if s.isascii() and len(s) > 1)
    scaled = rf"(?:{behind})(?:{_words(data['summed'])})"
    unit = rf"(?:{_words(data['exact'])}|(?i:{_words(data['forms'])}|{scaled}))"
    fillers = rf"(?:(?:{_words(data['fillers'])})[\s-]{{1,3}})*"
    # "345,000 tonnes a year earlier" is no rate.
    below = rf"(?P<per>(?i:{_words(data['denominators'])}))(?!\s+(?:{_words(data['apart'])}))"
    of = rf"(?:\s{{1,3}}of\s{{1,3}}(?i:{_words(data['spent'])}))?"
    per = rf"(?:\s{{0,3}}/\s{{0,3}}|{of}[\s-]{{1,3}}(?:{_words(data['per'])})[\s-]{{1,3}}){below}"
    join = "|".join(_connector(c) for c in data["connectors"])
    bound = rf"(?:(?P<open>(?i:between|from))\s{{1,3}})?(?:(?P<bound>(?i:{_words(data['bounds'])}))\s{{0,3}})?"
    annual = rf"(?:(?P<annual>{'|'.join(data['annual'])})\s{{0,3}})?"
    before = f"{_words(data['counted'])}|{'|'.join(data['counting'])}"
    counted = rf"(?:(?P<counted>(?i:{before}))(?:\s{{1,3}}|(?<=[\u4e00-\u9fff])))?"
    first = rf"(?P<sign>{sign})?(?P<minus>[-−])?(?P<n>{number})(?P<scale>{scale})?"
    middle = rf"(?P<mid>[\s-]{{0,3}}{unit})?"
    second = rf"(?P<sign2>{sign})?(?P<n2>{number})(?P<scale2>{scale})?"
    pair = rf"(?:{middle}(?P<join>{join})(?:(?i:about|around|some)\s{{1,3}})?{second})?"
    inexact = rf"(?:{'|'.join(data['inexact'])})?"
    label = r"(?![^\S\n]*\n[^\n:;.]{1,40}:)"  # the next line of a list of facts: "310 million", "Staff: 415"
    told = rf"{label}[\s-]{{0,3}}{inexact}{fillers}(?P<unit>{unit})(?:{per})?"
    tail = rf"(?:{told}|(?:{per.replace('?P<per>', '?P<per2>')}))?"
    return AHEAD + counted + bound + annual + first + pair + tail


def _spelled(words: Iterable[str], parts: Iterable[str], scales: str) -> str:
    """Numbers in words: "forty-five", "a hundred and eighty", "half a" and "a" right before a scale."""
    plain = _words(words)
    below = rf"(?:{plain})(?:[\s-](?:{plain}))?"
    hundred = rf"(?:an?|{plain})[\s-]hundred(?:(?:\s+and)?\s+{below})?"
    ahead = rf"(?=[\s-]+(?:{scales}))"
    part = alternation(p for p in parts if len(p) > 1)
    of = rf"(?:(?:an?|{plain})[\s-])?(?:{part})s?\s+of\s+an?"
    halves = rf"(?:{plain})[\s-]and[\s-]a[\s-](?:{part})"
    scaled = rf"(?:{of}|{halves}|(?:half[\s-])?an?|half){ahead}"
    dozen = rf"(?:half[\s-]a|an?|{plain})[\s-]dozen(?![\w-])"
    thousand = rf"{below}[\s-]thousand,?\s+(?:and\s+)?(?:{hundred}|{below})"
    return rf"{thousand}|{dozen}|{hundred}|{scaled}|{below}"


def number_of(text: str, units: Units) -> Decimal:
    """The number that a text writes in digits or words."""
    if text[0].isdigit():
        part = units.parts.get(text[-1])
        return Decimal(_pointed(text if part is None else text[:-1].rstrip())) + (part or 0)
    high, thousand, low = text.lower().partition("thousand")
    if thousand:
        return 1000 * number_of(high.strip(" -"), units) + number_of(low.strip(" ,-"), units)
    words = [w for w in re.split(r"[\s-]+", text.lower()) if w not in ("and", "a", "an")]
    if words and words[-1] == "dozen":
        return 12 * (units.parts.get(words[0]) or units.words.get(words[0], Decimal(1)))
    if words and words[0] in units.parts:  # "half a million", "a quarter of a million"
        return units.parts[words[0]]
    if "of" in words:  # "three quarters of a million"
        return units.words[words[0]] * units.parts[words[1].rstrip("s")]
    if words and words[-1] in units.parts:  # "two and a half"
        return units.words[words[0]] + units.parts[words[-1]]
    if "hundred" not in words:
        return sum((units.words[w] for w in words), Decimal(0)) or Decimal(1)
    at = words.index("hundred")
    return 100 * (units.words[words[0]] if at else Decimal(1)) + sum(units.words[w] for w in words[at + 1 :])


def _pointed(digits: str) -> str:
    """The digits with a decimal point and nothing else: "1.200.000" and "460'000" are whole, "1,2" is not."""
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return digits.replace(",", ".")
    return re.sub(r"[,\s'’]", "", digits.replace(".", "") if digits.count(".") > 1 else digits)


def scale_of(text: str | None, units: Units) -> Decimal:
    """How many times: "million", "lakh"; 1 where there is nothing."""
    return units.scales[plain(text)] if text else Decimal(1)


def plain(word: str) -> str:
    """A unit or scale with single spaces and small letters."""
    return re.sub(r"[\s-]+", " ", word.strip(" \n\t-")).lower()
