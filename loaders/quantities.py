"""Numbers with units in a text, in base units: `3.96 million mt` is 3960000 `t`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.lexicon import read

AHEAD = r"(?:(?<![\w.,$€£/-])|(?<=[\u4e00-\u9fff]))"
LENT = 120
"""Characters within which a figure without a unit takes that of the one before."""
FAR = 320
"""The same across sentences, as in "Revenue rose to 300.9 mln"."""
COMPARED = re.compile(
    r"\b(?:(?:from|against|compared\s+(?:with|to)|versus|vs\.?)\s+(?:\w+\s+)?"
    r"|(?:grow|rise|fall|increase|drop|climb|recover|decline|expand)\s+to\s+(?:about\s+|some\s+)?"
    r"|reach\s+(?:about\s+|some\s+)?)$"
)
"""What parts two amounts of one thing: only then the second may lack its tonnes."""
SHARED = re.compile(
    r"(?: (?:of|in) [A-Z][\w&.,' -]{1,60})?,?(?: and)? [A-Z][\w&.,'<> -]{1,60}"
    r" (?:(?:with|has|holds|owns|the (?:other|remaining)) )?"
)
"""Between shares where the second may lack its unit: "A with 30.3 pct, B with 28.3 and C", "and B the other 10"."""
ENDED = re.compile(r"(?=[,;]|\.(?:\s|$)| and )")
COUNTED = re.compile(r"[^\S\n]*(?:[.,;:)\n]|$|(?:and|at|by|from|in|on|there|here|worldwide|across|after|last|this)\b)")
"""What follows a bare number of persons: "employs 165 and last year ..."."""
YEAR = re.compile(r"\s(?:in|a year (?:earlier|before|ago)|the year before)\s?(?:19|20)?\d{0,2}\b")
LENT_UNITS = frozenset({"t", "t/a", "persons", "people"})
LENDS = re.compile(r"\s*(?:in|on|the|from|to|a|last|this|against|compared|and|for|year|of|profit|loss|deficit)\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at [start, end) of a text; `unit` is a base unit (`t`, `t/a`, `CNY`, `USD/lb`, `ha` …).

    `max` is the upper end of a range. `bound` is the word before it: "at least", "over", "about", "".
    """

    value: float
    max: float | None
    unit: str
    start: int
    end: int
    text: str
    bound: str = ""


@dataclass(frozen=True)
class Units:
    """The grammar of figures, made from data/units.toml."""

    pattern: re.Pattern[str]
    scales: Mapping[str, Decimal]
    words: Mapping[str, Decimal]
    before: Mapping[str, str]
    forms: Mapping[str, tuple[Decimal, str]]
    exact: Mapping[str, tuple[Decimal, str]]
    denominators: Mapping[str, str]


@functools.cache
def units() -> Units:
    """The units of data/units.toml."""
    data = read()["units"]
    forms = {f.lower(): (Decimal(1), unit) for unit, rows in data["units"].items() for f in rows}
    forms |= {f.lower(): (_decimal(factor), unit) for f, (factor, unit) in data["scaled"].items()}
    exact = {f: (_decimal(factor), unit) for f, (factor, unit) in data["case"].items()}
    numbers = {k: _decimal(v) for k, v in data["words"].items()}
    scales = {k.lower(): _decimal(v) for k, v in data["scales"].items()}
    pattern = re.compile(_grammar({**data, "forms": [*forms], "exact": [*exact]}))
    return Units(pattern, scales, numbers, data["before"], forms, exact, data["denominators"])


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _words(forms: Iterable[str]) -> str:
    """A group body that matches whole words, the longest first; a Chinese form may stand anywhere."""
    return "|".join(_whole(f) for f in sorted(forms, key=lambda f: (-len(f), f)))


def _whole(form: str) -> str:
    ends = r"(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return re.escape(form).replace(r"\ ", r"[\s-]{1,3}") + ends


def _connector(word: str) -> str:
    return (
        rf"\s{{1,3}}{word}\s{{1,3}}" if word.isalpha() and word.isascii() else rf"\s{{0,3}}{re.escape(word)}\s{{0,3}}"
    )


def _grammar(data: Mapping[str, Iterable[str]]) -> str:
    """The pattern of a figure: bound, sign, number, scale, perhaps a second number, unit, rate."""
    letters = [s for s in data["scales"] if s.isascii() and len(s) == 1]
    longer = _words(s for s in data["scales"] if s not in letters)
    scale = rf"(?:[\s-]{{0,3}}(?i:{longer})|(?:{'|'.join(letters)})(?![A-Za-z0-9]))"
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"  # "2,38,496" in India
    number = rf"{digits}|(?i:{_spelled(data['words'], longer)})"
    sign = rf"(?:{_words(data['before'])})\s{{0,3}}"
    unit = rf"(?:{_words(data['exact'])}|(?i:{_words(data['forms'])}))"
    fillers = rf"(?:(?:{_words(data['fillers'])})[\s-]{{1,3}})*"
    # "345,000 tonnes a year earlier" is no rate.
    below = rf"(?P<per>(?i:{_words(data['denominators'])}))(?!\s+(?:{_words(data['apart'])}))"
    of = rf"(?:\s{{1,3}}of\s{{1,3}}(?i:{_words(data['spent'])}))?"
    per = rf"(?:\s{{0,3}}/\s{{0,3}}|{of}[\s-]{{1,3}}(?:{_words(data['per'])})[\s-]{{1,3}}){below}"
    join = "|".join(_connector(c) for c in data["connectors"])
    bound = rf"(?:(?P<open>(?i:between|from))\s{{1,3}})?(?:(?P<bound>(?i:{_words(data['bounds'])}))\s{{0,3}})?"
    annual = rf"(?:(?P<annual>{'|'.join(data['annual'])})\s{{0,3}})?"
    counted = rf"(?:(?P<counted>(?i:{_words(data['counted'])}|{'|'.join(data['counting'])}))\s{{1,3}})?"
    first = rf"(?P<sign>{sign})?(?P<minus>-)?(?P<n>{number})(?P<scale>{scale})?"
    middle = rf"(?P<mid>[\s-]{{0,3}}{unit})?"
    second = rf"(?P<sign2>{sign})?(?P<n2>{number})(?P<scale2>{scale})?"
    pair = rf"(?:{middle}(?P<join>{join})(?:(?i:about|around|some)\s{{1,3}})?{second})?"
    inexact = rf"(?:{'|'.join(data['inexact'])})?"
    tail = rf"(?:[\s-]{{0,3}}{inexact}{fillers}(?P<unit>{unit})(?:{per})?|(?:{per.replace('?P<per>', '?P<per2>')}))?"
    return AHEAD + counted + bound + annual + first + pair + tail


def _spelled(words: Iterable[str], scales: str) -> str:
    """Numbers in words: "forty-five", "a hundred and eighty", "half a" and "a" right before a scale."""
    plain = _words(words)
    below = rf"(?:{plain})(?:[\s-](?:{plain}))?"
    hundred = rf"(?:an?|{plain})[\s-]hundred(?:(?:\s+and)?\s+{below})?"
    return rf"{hundred}|(?:half[\s-])?an?(?=[\s-]+(?:{scales}))|half(?=[\s-]+(?:{scales}))|{below}"


def quantities(text: str, units: Units) -> tuple[Quantity, ...]:
    """All figures with a unit in order; bare numbers, years and dates are none."""
    found: list[Quantity] = []
    at = 0
    while match := units.pattern.search(text, at):
        rows = list(_read(match, units)) or list(_lent_unit(match, units, found))
        found += rows
        at = max(rows[-1].end, match.start() + 1) if rows else match.end("n")
    return tuple(found)


def _read(m: re.Match[str], units: Units) -> Iterator[Quantity]:
    """The figures of one match: one, a range, or both ends of "from 10 to 20 tons"."""
    linked = m["n2"] is not None and not (_joins(m) and _unit(m, units) and _same(m, units))
    if linked and not _unit_of(m, units, m["mid"]) and not m["sign"]:
        return
    found = _persons(m, _unit(m, units) if not linked else _alone(m, units))
    if found is None:
        return
    factor, unit = found
    low = _number(m["n"], units) * _scale(m["scale"] or (None if linked else _lent(m)), units) * factor
    end = _middle(m) if linked else m.end()
    start = next(m.start(g) for g in ("bound", "sign", "n") if m[g])
    value = float(-low if m["minus"] else low)
    if linked or m["n2"] is None:
        yield Quantity(value, None, unit, start, end, m.string[start:end], (m["bound"] or "").lower())
        return
    high = float(_number(m["n2"], units) * _scale(m["scale2"] or m["scale"], units) * factor)
    bound = (m["bound"] or "").lower()
    changed = m["join"].strip() == "to" and m.string[: m.start()].rstrip().endswith("by")
    if high >= value and (m["open"] or "").lower() != "from" and not changed:
        yield Quantity(value, high, unit, start, end, m.string[start:end], bound)
        return
    half, other = _middle(m), m.start("sign2") if m["sign2"] else m.start("n2")
    if (high >= value or m["scale"]) and not changed:  # "by 5,000 to 190,000 tonnes" is one figure
        yield Quantity(value, None, unit, start, half, m.string[start:half], bound)
    yield Quantity(high, None, unit, other, end, m.string[other:end])


def _middle(m: re.Match[str]) -> int:
    """Where the first of two numbers ends."""
    return next(m.end(g) for g in ("mid", "scale", "n") if m[g])


def _lent_unit(m: re.Match[str], units: Units, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """ "20.2 mln dollars from 0.8 mln": the unit is that of the figure before in the sentence."""
    if (
        m["n2"]
        or m["unit"]
        or m["mid"]
        or not found
        or not (_scaled(m) or "," in m["n"] or found[-1].unit == "percent")
    ):
        return
    gap, unit = m.string[found[-1].end : m.start("n")], found[-1].unit
    if unit == "percent" and SHARED.fullmatch(gap) and ENDED.match(m.string, m.end("n")):
        yield Quantity(float(m["n"]), None, unit, m.start("n"), m.end("n"), m["n"])
        return
    ends = re.search(r"[.;!?\n]\s", gap + " ") is not None
    if gap.strip() == "(" and unit in LENT_UNITS and m.string[m.end("n") : m.end("n") + 1] == ")":
        yield Quantity(float(_number(m["n"], units)), None, unit, m.start("n"), m.end("n"), m["n"])
        return
    money = len(unit) == 3 and unit.isupper() and len(gap) < (FAR if ends else LENT) and m["scale"]
    again = gap.endswith(" and ") and YEAR.match(m.string, m.end("n"))  # "124,600 tonnes in 1986 and 48,500 in 1985"
    if money or (unit in LENT_UNITS and not ends and (COMPARED.search(gap) or again)):
        start, end = m.start("n"), m.end("scale") if m["scale"] else m.end("n")
        value = float(_number(m["n"], units) * _scale(m["scale"], units))
        if not re.match(r"\s+[A-Za-z]", m.string[end:]) or LENDS.match(m.string, end):
            yield Quantity(value, None, found[-1].unit, start, end, m.string[start:end])


def _scaled(m: re.Match[str]) -> bool:
    """Whether a word, and not a single letter, says how many times the number is."""
    return m["scale"] is not None and len(m["scale"].strip()) > 1


def _joins(m: re.Match[str]) -> bool:
    """Whether two numbers are one range: "and" only after "between"."""
    return m["join"].strip() != "and" or (m["open"] or "").lower() == "between"


def _lent(m: re.Match[str]) -> str | None:
    """The scale of the upper end serves both: "12-13 million", not "650,000 to 2 million"."""
    return m["scale2"] if m["n2"] is not None and "," not in m["n"] else None


def _same(m: re.Match[str], units: Units) -> bool:
    """Whether a unit between the numbers is that of the end: "10 tons to 20 tons", not "12% to NOK 340 million"."""
    between = _unit_of(m, units, m["mid"])
    if between is not None and m["sign2"]:
        return between[1] == units.before[m["sign2"].strip()]
    last = _unit_of(m, units, m["unit"])
    return between is None or last is None or between == last


def _alone(m: re.Match[str], units: Units) -> tuple[Decimal, str] | None:
    found = _unit_of(m, units, m["mid"])
    if found is not None:
        return found
    return (Decimal(1), units.before[m["sign"].strip()]) if m["sign"] else None


def _unit(m: re.Match[str], units: Units) -> tuple[Decimal, str] | None:
    """Factor and base unit of a match; None where it has none, or one that nobody stores."""
    found = _unit_of(m, units, m["unit"]) or _unit_of(m, units, m["mid"])
    sign = m["sign"] or m["sign2"]
    if sign:
        found = (Decimal(1), units.before[sign.strip()])
    if found is None or m.string[m.end() : m.end() + 7].lower().strip().startswith("point"):
        return None
    per = m["per"] or m["per2"]
    unit = _over(found[1], units.denominators[_plain(per)]) if per else found[1]
    return (found[0], "t/a" if m["annual"] and unit == "t" else unit) if unit else None


def _persons(m: re.Match[str], found: tuple[Decimal, str] | None) -> tuple[Decimal, str] | None:
    """What is counted by the words before it: "a workforce of 1,000"."""
    bare = found is None and m["counted"] and not m["scale"] and COUNTED.match(m.string, m.end())
    return (Decimal(1), "persons") if bare else found


def _plain(word: str) -> str:
    return re.sub(r"[\s-]+", " ", word.strip(" \n\t-")).lower()


def _unit_of(m: re.Match[str], units: Units, word: str | None) -> tuple[Decimal, str] | None:
    if not word:
        return None
    plain = word.strip(" \n\t-")
    return units.exact.get(plain) or units.forms.get(_plain(word))


def _over(unit: str, below: str) -> str | None:
    """The unit of a rate: tons a year, dollars a ton; a time under money or power is dropped."""
    if unit == "t":
        return {"a": "t/a", "d": "t/d"}.get(below)
    if below == "a":
        return unit
    rate = f"{unit}/{below}"
    return rate if (_money(unit) and below in ("t", "lb", "kWh")) or rate in ("kWh/t", "tCO2e/t") else None


def _money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _number(text: str, units: Units) -> Decimal:
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    words = [w for w in re.split(r"[\s-]+", text.lower()) if w not in ("and", "a", "an")]
    if words[:1] == ["half"]:
        return Decimal("0.5")
    if "hundred" not in words:
        return sum((units.words[w] for w in words), Decimal(0)) or Decimal(1)
    at = words.index("hundred")
    return 100 * (units.words[words[0]] if at else Decimal(1)) + sum(units.words[w] for w in words[at + 1 :])


def _scale(text: str | None, units: Units) -> Decimal:
    return units.scales[_plain(text)] if text else Decimal(1)
