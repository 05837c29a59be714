"""Sentences with tokens: tags, lemmas and dependencies over text whose mentions were masked."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.mentions import Mention


@dataclass(frozen=True, slots=True)
class Token:
    """One token; a whole mention is one token. `head` is an index into the sentence's tokens (itself at the root).

    `start` and `end` are offsets into the document's text, `mention` an index into the sentence's mentions.
    """

    i: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    mention: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block. `kind` is the block's: `title` or `body`."""

    text: str
    start: int
    end: int
    kind: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    def children(self, i: int) -> tuple[Token, ...]:
        """The tokens that depend on token `i`, in order."""
        return tuple(t for t in self.tokens if t.head == i and t.i != i)

    def subtree(self, i: int) -> tuple[int, ...]:
        """The indices of token `i` and all that hangs below it, in order."""
        below, todo = {i}, [i]
        while todo:
            fresh = [t.i for t in self.children(todo.pop()) if t.i not in below]
            below.update(fresh)
            todo.extend(fresh)
        return tuple(sorted(below))

    def at(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that overlap [start, end) of the document."""
        return tuple(t for t in self.tokens if t.start < end and start < t.end)
