"""A trie over words: all known forms that begin at a word, the longest one wins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(r"[一-鿿]|[^\W_一-鿿]+|[^\w\s]")
_LOOSE = frozenset(".")
_SHORT = 4
"""Letters of the longest word that a full stop may abbreviate inside a name: "Corp. of"."""


@dataclass(slots=True)
class Node:
    """One step of the trie; `types` are the types of the form that ends here, None where none does."""

    next: dict[str, Node] = field(default_factory=dict)
    types: tuple[str, ...] | None = None


class Word(NamedTuple):
    """A word or sign of the text with its offsets."""

    text: str
    start: int
    end: int


class Trie:
    """Known forms and their types. Case counts, but a form in capitals is found too."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        self.root = Node()
        for form, type in sorted(set(forms)):
            self._add(form, type)
            if not form.isupper() and len(form) > 4:
                self._add(form.upper(), type)

    def _add(self, form: str, type: str) -> None:
        node = self.root
        for word in words(form):
            if word.text not in _LOOSE:
                node = node.next.setdefault(word.text, Node())
        if node is not self.root:
            node.types = (*(node.types or ()), type)

    def longest(self, text: list[Word], i: int) -> tuple[int, tuple[str, ...]] | None:
        """The index after the longest form that begins at word `i`, and its types."""
        node, best, k = self.root, None, i
        while k < len(text):
            step = node.next.get(text[k].text)
            if step is None:
                if k > i and text[k].text in _LOOSE and _abbreviates(text, k):
                    k += 1
                    continue
                break
            node, k = step, k + 1
            if node.types is not None:
                best = k, node.types
        return best

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, tuple[str, ...]]]:
        """All longest, non-overlapping forms in text[start:end] as (start, end, types)."""
        found, row, i = [], words(text, start, end), 0
        while i < len(row):
            hit = self.longest(row, i) if row[i].text in self.root.next else None
            if hit is None:
                i += 1
            else:
                found.append((row[i].start, row[hit[0] - 1].end, hit[1]))
                i = hit[0]
        return found


def _abbreviates(text: list[Word], k: int) -> bool:
    """Whether the full stop at `k` is a part of its word ("Co. Ltd"), no sentence's end ("from Henan. Shenhuo")."""
    before = text[k - 1]
    glued = k + 1 < len(text) and text[k + 1].start == text[k].end
    return text[k].start == before.end and (glued or len(before.text) <= _SHORT)


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and signs of text[start:end]; each Chinese character is a word."""
    return [
        Word(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]
