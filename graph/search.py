"""How a name fits what somebody typed: one ranking for both stores and the registry.

A store only hands over candidates; why one of them is meant, and how surely, is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

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
        return tuple(dict.fromkeys((self.text, self.key)))

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Parts of which a name that differs by a typo still holds some: four letters, or two characters."""
        size = 2 if names.han(self.key) else 4
        cuts = range(0, max(1, len(self.key) - size + 1), max(1, len(self.key) // 8))
        return tuple(dict.fromkeys(p for k in cuts if len(p := self.key[k : k + size].strip()) >= min(size, 3)))

    def meant_by(self, form: str) -> bool:
        """Whether a compared form holds the text, or all its words, or has it as initials."""
        if self.key in form or all(word in form for word in self.words):
            return True
        return form[:1] == self.key[:1] and self._initials(form)

    def fit(self, name: str) -> Fit | None:
        """How a name fits; None where it does not."""
        here = key(name)
        if here == self.key or name == self.text:
            return Fit(name, 100.0, "exact")
        if self._translated and self._translated == _translated(name):
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
        letters = self.key.replace(" ", "")
        return letters.isalpha() and 2 <= len(letters) <= 6 and forms.acronym(letters, tuple(name.split()))

    def _in_any_order(self, found: list[str]) -> bool:
        rest = list(found)
        for word in sorted(self.words, key=len, reverse=True):
            hit = next((w for w in rest if w.startswith(word)), None)
            if hit is None:
                return False
            rest.remove(hit)
        return True


def key(text: str) -> str:
    """A name as search compares it, legal forms dropped; the text in small letters where it is no name."""
    try:
        return names.normalise(text)
    except InvalidName:
        return text.casefold().strip()


def _translated(text: str) -> str:
    try:
        return names.translated(text)
    except InvalidName:
        return ""
