"""Lists that give each its share: "A (40 %), B with 30 % and 30 % by C". The forms are data in syntax.toml."""

from __future__ import annotations

import functools
import re

from loaders.lexicon import read

WHOLE = 100.5
"""What the shares of all come to at most, in percent; rounding included."""
MENTION = "[\ue000-\ue7ff]"
BARE = r"(?<![\d.])\d{1,2}(?:\.\d{1,2})?(?=[,;.)]?(?:\s|$))(?!\s(?!and\b|while\b|with\b)[a-z])"
"""A share whose unit stands elsewhere: "Shareholders (per cent): A 40, B 60"."""
AMOUNT = rf"(?:[\ue800-\uefff]|{BARE})"


@functools.cache
def _items() -> tuple[str, str]:
    """One item, with `whose` and `share` to be numbered, and what parts it from the next."""
    table = read()["syntax"]["shares"]
    forms = "|".join(f"(?:{form})" for form in table["items"])
    item = rf"(?:{table['lead']})(?:{forms})".replace("{m}", MENTION)
    return item, table["between"]


@functools.cache
def _one() -> re.Pattern[str]:
    """One item with the groups `whose` and `share`, numbered because each form has its own."""
    count = iter(range(100))
    named = re.sub(r"\{(whose|share)\}", lambda m: f"(?P<{m[1]}{next(count)}>{_sign(m[1])})", _items()[0])
    return re.compile(named)


def _sign(kind: str) -> str:
    return MENTION if kind == "whose" else AMOUNT


@functools.cache
def listed() -> str:
    """The regex of a whole list."""
    item, between = _items()
    plain = f"(?:{re.sub(r'{(whose|share)}', lambda m: _sign(m[1]), item)})"
    return f"{plain}(?:{between}{plain})*"


def paired(text: str) -> dict[str, str]:
    """The sign of each name of a list with that of its share, "" where it has none."""
    rows: dict[str, str] = {}
    for match in _one().finditer(text):
        found = {k.rstrip("0123456789"): v for k, v in match.groupdict().items() if v}
        if "whose" in found:
            rows[found["whose"]] = found.get("share", "")
    return rows
