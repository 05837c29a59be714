"""How a name fits what somebody typed: one ranking for both stores and the registry.

A store only hands over candidates; why one of them is meant, and how surely, is decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from rapidfuzz import fuzz, process

from graph import forms, names
from ontology.errors import InvalidName

CUTOFF = 70.0
"""Names less alike than this, of 100, are not what was meant."""
CERTAIN = frozenset({"exact", "translated"})
"""The reasons that mean the same name."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A name that fits: how well (0 to 100), and why in a word."""

    name: str
    score: float
    reason: str


@dataclass(frozen=True)
class Query:
    """What somebody typed."""

    text: str

    @cached_property
    def key(self) -> str:
        """The text as names are compared."""
        return key(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, compared."""
        return tuple(self.key.split())

    @cached_property
    def _translated(self) -> str:
        return _translated(self.text)

    @cached_property
    def probes(self) -> tuple[str, ...]:
        """What to ask a store for: the text as typed, and as it is compared."""
        return tuple(dict.fromkeys((self.text.strip().casefold(), self.key)))

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What to ask a store for where nothing fits as it is typed: the first halves of all words, and the last ones.

        One letter too many, too few or wrong leaves one of the two whole.
        """
        words = [w for w in self.words if len(w) > 2] or self.words
        if not words:
            return ()
        halves = ((w[: max(3, len(w) // 2)], w[-max(3, len(w) // 2) :]) for w in words)
        return tuple(dict.fromkeys(" ".join(half) for half in zip(*halves, strict=True)))

    def fit(self, name: str) -> Fit | None:
        """How a name fits; None where it does not."""
        here = key(name)
        if here == self.key or name == self.text:
            return Fit(name, 100.0, "exact")
        if self._translated and self._translated in (here, _translated(name) if names.translatable(here) else here):
            return Fit(name, 97.0, "translated")
        if here.startswith(self.key):
            return Fit(name, 95.0, "prefix")
        if self._initials(here):
            return Fit(name, 92.0, "initials")
        if self._in_any_order(here.split()):
            return Fit(name, 90.0, "words")
        if self.key in here:
            return Fit(name, 85.0, "contains")
        alike = max(fuzz.ratio(self.key, here), 0.98 * fuzz.token_sort_ratio(self.key, here))
        return Fit(name, round(0.84 * alike, 1), "similar") if alike >= CUTOFF else None

    def _initials(self, name: str) -> bool:
        return bool(self.letters) and self.letters in initials(name)

    @cached_property
    def letters(self) -> str:
        """The text where it may be the initials of a name, else ""."""
        letters = self.key.replace(" ", "")
        return letters if letters.isalpha() and 2 <= len(letters) <= 6 else ""

    def _in_any_order(self, found: list[str]) -> bool:
        rest = list(found)
        for word in sorted(self.words, key=len, reverse=True):
            hit = next((w for w in rest if w.startswith(word)), None)
            if hit is None:
                return False
            rest.remove(hit)
        return True


def initials(compared: str) -> tuple[str, ...]:
    """The initials of a compared name of several words, small words counted or not."""
    words = tuple(compared.split())
    return forms.heads(words, "org")[1:] if len(words) > 1 else ()


class Forms:
    """Names that stay as they are, to be looked through quickly: those of the registry."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        pairs = [(key(name), id) for name, id in rows]
        self._names = [name for name, _ in pairs]
        self._ids = [id for _, id in pairs]
        self._text = "\n".join(self._names)
        self._starts = [0, *accumulate(len(name) + 1 for name in self._names)]
        self._initials: dict[str, set[str]] = {}
        for name, id in pairs:
            for letters in initials(name):
                self._initials.setdefault(letters, set()).add(id)

    def holding(self, query: Query) -> set[str]:
        """Ids with a name that holds the text, or all its words, or has it as initials."""
        longest = max(query.words, key=len, default="")
        near = self._with(longest) if longest else ()
        found = {self._ids[at] for at in near if all(word in self._names[at] for word in query.words)}
        return found | self._initials.get(query.letters, set())

    def _with(self, word: str) -> Iterator[int]:
        """The places of the names that hold a word, which has no line break."""
        place = self._text.find(word)
        while place >= 0:
            at = bisect_right(self._starts, place) - 1
            yield at
            place = self._text.find(word, self._starts[at + 1])

    def like(self, query: Query, limit: int) -> set[str]:
        """Ids with a name that is like the text."""
        hits = process.extract(query.key, self._names, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=limit)
        return {self._ids[at] for _, _, at in hits}


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """A name as search compares it, legal forms dropped; the text in small letters where it is no name."""
    try:
        return names.normalise(text)
    except InvalidName:
        return text.casefold().strip()


@lru_cache(maxsize=1 << 16)
def _translated(text: str) -> str:
    try:
        return names.translated(text)
    except InvalidName:
        return ""
