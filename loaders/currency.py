"""Whose money a word means that several countries share: the riyals of a text about Qatar are Qatari."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from loaders.lending import Quantity
from loaders.lexicon import alternation, read

CODE = 3
"""Letters of a currency's code."""


@functools.cache
def shared() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """By each word that several countries have for their money: how a text names the country of each currency."""
    data = read()["units"]
    return {word: _nations(word, data["currencies"]) for word in data["shared"]}


def _nations(word: str, currencies: Mapping[str, Mapping[str, list[str]]]) -> Mapping[str, re.Pattern[str]]:
    rows = {code: row["of"] for code, row in currencies.items() if word in row.get("named", ())}
    return {code: re.compile(rf"\b(?:{alternation(names)})\b") for code, names in rows.items()}


@functools.cache
def _word() -> re.Pattern[str]:
    words = alternation(w for w in shared() if w.isalpha())
    signs = alternation(w for w in shared() if not w.isalpha())
    return re.compile(rf"\b(?:{words})\b|(?<![A-Za-z])(?:{signs})", re.IGNORECASE)


def settled(found: Sequence[Quantity], text: str) -> Iterator[Quantity]:
    """The figures; amounts whose words leave open whose money they are in that of the country named most often.

    Where the text names none, they keep the currency that the word means by itself; between two others none is guessed.
    """
    known: dict[str, str | None] = {}
    for q in found:
        word = _word().search(q.text)
        if word is None or (rows := shared()[word[0].lower()]).get(q.unit[:CODE]) is None or _told(rows, q.text):
            yield q
            continue
        code = known.setdefault(word[0].lower(), _most(rows, text, q.unit[:CODE]))
        if code is not None:
            yield replace(q, unit=code + q.unit[CODE:])


def _told(rows: Mapping[str, re.Pattern[str]], amount: str) -> bool:
    """Whether an amount says itself whose money it is: "3 million Qatari riyals"."""
    return any(pattern.search(amount) for pattern in rows.values())


def _most(rows: Mapping[str, re.Pattern[str]], text: str, default: str) -> str | None:
    """The currency of the country that a text names most often; None where two that are not the default's are."""
    counts = {code: sum(1 for _ in pattern.finditer(text)) for code, pattern in rows.items()}
    most = max(counts.values())
    first = [code for code, count in counts.items() if count == most]
    if most and len(first) == 1:
        return first[0]
    return default if default in first else None
