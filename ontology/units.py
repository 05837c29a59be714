"""Units of figures: which base unit a written one has, what fits a metric, how people read a figure.

All facts are data of potline.ttl: base units, their scales, QUDT's names for them.
"""

from __future__ import annotations

import re
from functools import cache

from ontology.load import ontology
from ontology.model import Metric, Scale

_CODE = re.compile(r"(?:^|(?<= ))[A-Z]{3}(?=/|$)")
QUDT = "http://qudt.org/vocab/unit/"


@cache
def pattern(unit: str) -> str:
    """The unit with `currency` for a currency code.

    >>> pattern("USD/t"), pattern("bn CNY"), pattern("t/a")
    ('currency/t', 'bn currency', 't/a')
    """
    return _CODE.sub("currency", unit)


def known(unit: str) -> bool:
    """Whether figures may be stored in this unit: a base unit, or one in a currency."""
    return pattern(unit) in ontology().units


def fits(metric: Metric, unit: str | None) -> bool:
    """Whether a figure of this metric may be in this unit; None is the unit of a bare number.

    >>> fits(ontology().metrics["rank"], None), fits(ontology().metrics["price"], "USD/t")
    (True, True)
    """
    return not metric.units if unit is None else pattern(unit) in metric.units


def base(value: float, unit: str) -> tuple[float, str]:
    """A figure in its base unit; a unit that is none of the scales stays.

    >>> base(3.96, "Mt/a"), base(63.518, "bn CNY"), base(84, "%")
    ((3960000.0, 't/a'), (63518000000.0, 'CNY'), (84.0, 'percent'))
    """
    scale = ontology().scales.get(pattern(unit))
    if scale is None:
        return float(value), unit
    return round(float(value) * scale.factor, 6), _with_code(scale.unit, unit)


def display(value: float, unit: str | None, max: float | None = None) -> str:
    """A figure for people, in the greatest scale that it fills.

    >>> display(3960000, "t/a"), display(63518000000, "CNY"), display(84, "percent")
    ('3.96 Mt/a', '63.518 bn CNY', '84 %')
    >>> display(1500000, "t", 2000000), display(12, None)
    ('1.5 to 2 Mt', '12')
    """
    ends = [value] if max is None else [value, max]
    if unit is None:
        return " to ".join(digits(v) for v in ends)
    scale = _scale(ends, unit)
    factor, name = (scale.factor, _with_code(scale.name, unit)) if scale else (1, unit)
    return f"{' to '.join(digits(v / factor) for v in ends)} {name}"


def digits(value: float) -> str:
    """A number with thousands separated, to six decimals, without idle zeros.

    >>> digits(3750.0), digits(0.25), digits(-0.0000001)
    ('3,750', '0.25', '0')
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def qudt(unit: str) -> str | None:
    """QUDT's IRI of a base unit, a scale or a currency, where one fits exactly.

    >>> qudt("t/a"), qudt("CNY"), qudt("tCO2e")
    ('http://qudt.org/vocab/unit/TONNE-PER-YR', 'http://qudt.org/vocab/unit/CCY_CNY', None)
    """
    words = ontology()
    if unit in words.units["currency"].codes:
        return f"{QUDT}CCY_{unit}"
    found = words.units.get(unit) or words.scales.get(unit)
    return found.qudt if found else None


def _scale(values: list[float], unit: str) -> Scale | None:
    least = min((abs(v) for v in values if v), default=0.0)
    return next((s for s in _scales(pattern(unit)) if s.factor <= least or s.factor == 1), None)


@cache
def _scales(unit: str) -> tuple[Scale, ...]:
    """The scales of a base unit, the greatest first."""
    return tuple(sorted((s for s in ontology().scales.values() if s.unit == unit), key=lambda s: -s.factor))


def _with_code(name: str, unit: str) -> str:
    """`bn currency` and `CNY` give `bn CNY`."""
    code = _CODE.search(unit)
    return name.replace("currency", code[0]) if code else name
