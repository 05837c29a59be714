"""Facts in boxes and lists of a text: which lines are items, and what their key or heading says of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.lexicon import alternation, read

BULLET = re.compile(r"\s*(?:[-•*·▪■●○◦‣✓»–—]|\(?\d{1,2}[.)]|\([a-z]\))\s+")
ENDS = re.compile(r"[.!?][\"”’')]*$")
PARTS = re.compile(r"[,;/]\s+|\s+(?:and|&)\s+|,?\s+and\s+")
"""What parts the values of one line."""
OPENING = re.compile(r"(?:(?!(?:not|no|without|formerly|until)\b)[a-z][a-z-]*\s+){0,3}")
Span = tuple[int, int]


@dataclass(frozen=True)
class Role:
    """What a key says of its values: a predicate, and on which side stands `whose` box or list it is.

    `types` are the classes of values; a bare place is a plant of the class `plants`, where that is not "".
    """

    id: str
    predicate: str
    whose: str
    types: tuple[str, ...]
    plants: str = ""
    product: str = ""
    role: str = ""
    status: str = "actual"


@dataclass(frozen=True)
class Item:
    """The values of one line at [start, end), in a `list` below a heading or beside their key.

    `lead` is the sentence that the list belongs to, where that is one: "It runs three smelters:".
    """

    start: int
    end: int
    role: Role
    listed: bool
    lead: Span | None = None


@dataclass(frozen=True)
class Rules:
    """The keys and words of data/facts.toml."""

    roles: dict[str, Role]
    beside: re.Pattern[str]
    heading: re.Pattern[str]
    leading: re.Pattern[str]
    keyed: re.Pattern[str]
    words: int
    line: int
    items: int


@functools.cache
def rules() -> Rules:
    """The table data/facts.toml."""
    data = read()["facts"]
    roles: dict[str, Role] = {}
    for row in data["role"]:
        told = {k: v for k, v in row.items() if k not in ("keys", "types")}
        role = Role(types=tuple(row["types"]), **told)
        roles.update(dict.fromkeys(row["keys"], role))
    key, lead, behind = alternation(roles), data["lead"], data["behind"]
    stated = rf"(?: (?:are|is|include|includes|as follows|being)|{behind})*"
    return Rules(
        roles,
        re.compile(rf"\W*{lead}(?P<key>{key})(?:\s\([^()\n]{{1,30}}\))?\s?[:|]\s*(?=\S)", re.IGNORECASE),
        re.compile(rf"{lead}(?P<key>{key}){behind}(?:\s\([^()\n]{{1,40}}\))?(?: {{2,}}.*)?\s*:?", re.IGNORECASE),
        re.compile(rf".*\b(?P<key>{key}){stated}:", re.IGNORECASE),
        re.compile(rf"\W*{lead}(?:{keys()})(?:\s\([^()\n]{{1,30}}\))?\s?:\s*\S", re.IGNORECASE),
        *(data[k] for k in ("words", "line", "items")),
    )


@functools.cache
def naming() -> re.Pattern[str]:
    """The key of whose box it is, up to the name."""
    return re.compile(rf"^\W*(?:{alternation(read()['facts']['named'])}): (?=\S)", re.IGNORECASE | re.MULTILINE)


@functools.cache
def keys() -> str:
    """A regex group body of all keys that may stand before a colon."""
    data = read()["facts"]
    return alternation([*data["single"], *(k for row in data["role"] for k in row["keys"])])


@functools.cache
def words_of() -> dict[str, re.Pattern[str]]:
    """The words of a line that tell a status, an office, an owner."""
    data = read()["facts"]
    return {k: re.compile(data[k], re.IGNORECASE) for k in ("ended", "planned", "affiliated", "offices", "above")}


def facts(text: str, spans: Sequence[Span]) -> list[Item]:
    """The lines among `spans` that list something, in order; each with what is said of its values."""
    found: list[Item] = []
    k = 0
    while k < len(spans):
        start, end = spans[k]
        line = text[start:end].strip()
        beside = rules().beside.match(text, start, end)
        if beside is not None:
            found.append(Item(beside.end(), end, _role(beside), False))
        elif (role := over(line)) is not None:
            lead = spans[k] if len(line.split()) > rules().words or not rules().heading.fullmatch(line) else None
            rows = list(_below(text, spans[k + 1 :], end))
            found += [Item(a, b, role, True, lead) for a, b in rows]
            k += len(rows)
        k += 1
    return found


@functools.lru_cache(maxsize=64)
def over(line: str) -> Role | None:
    """What a heading or the sentence before a list says of its lines."""
    heading = rules().heading.fullmatch(line) if len(line.split()) <= rules().words else None
    told = heading or (rules().leading.fullmatch(line) if line.endswith(":") else None)
    return _role(told) if told is not None else None


def _role(match: re.Match[str]) -> Role:
    return rules().roles[" ".join(match["key"].lower().split())]


def _below(text: str, spans: Sequence[Span], before: int) -> Iterator[Span]:
    """The lines of the list that begins below `before`: without an empty line between them, or each with a bullet."""
    bulleted = None
    for k, (start, end) in enumerate(spans[: rules().items]):
        line = text[start:end].strip()
        bullet = BULLET.match(text, start, end)
        parted = text.count("\n", before, start + len(text[start:end]) - len(text[start:end].lstrip())) > 1
        bulleted = bullet is not None if bulleted is None else bulleted
        if bulleted != (bullet is not None) or (k and parted and not bulleted):
            return
        if bullet is None and (over(line) or rules().keyed.match(line) or _sentence(line)):
            return
        at = bullet.end() if bullet else start
        yield at + len(text[at:end]) - len(text[at:end].lstrip()), end
        before = end


def _sentence(line: str) -> bool:
    return ENDS.search(line) is not None and len(line.split()) > rules().line
