"""Sentences with tokens: tags, lemmas and dependencies over text whose mentions were masked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from loaders.en.parsing.masks import Masker, Words
from loaders.en.parsing.model import BATCH, lemma, parsed
from loaders.en.parsing.sketch import PICTURES, Sketch
from loaders.lending import Quantity
from loaders.lexicon import Lexicon, read
from loaders.mentions import Mention

LONGEST = 1500
"""Characters of the longest sentence; what goes on is cut."""
Span = tuple[int, int]


class Token(NamedTuple):
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


@dataclass(frozen=True)
class Sentence:
    """One sentence of a block. `kind` is the block's: `title` or `body`; `paragraph` counts blocks of text."""

    text: str
    start: int
    end: int
    kind: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    paragraph: int = 0

    def naming(self, mentions: tuple[Mention, ...]) -> Sentence:
        """The same sentence with other mentions in the same places; what its tokens tell stays."""
        made = replace(self, mentions=mentions)
        made.__dict__["_below"] = self._below
        return made

    @cached_property
    def _below(self) -> dict[int, tuple[Token, ...]]:
        rows: dict[int, list[Token]] = {}
        for t in self.tokens:
            if t.head != t.i:
                rows.setdefault(t.head, []).append(t)
        return {i: tuple(ts) for i, ts in rows.items()}

    def children(self, i: int) -> tuple[Token, ...]:
        """The tokens that depend on token `i`, in order."""
        return self._below.get(i, ())

    def subtree(self, i: int) -> tuple[int, ...]:
        """The indices of token `i` and all that hangs below it, in order."""
        below, todo = {i}, [i]
        while todo:
            fresh = [t.i for t in self.children(todo.pop()) if t.i not in below]
            below.update(fresh)
            todo.extend(fresh)
        return tuple(sorted(below))

    def token(self, k: int) -> Token | None:
        """The token that stands for mention `k`; None where the parser has made it a part of another."""
        return next((t for t in self.tokens if t.mention == k), None)

    def standing(self, mention: Mention) -> Token | None:
        """The same for a mention of the sentence whose number is not known."""
        return next((t for t in self.at(mention.start, mention.end) if t.mention is not None), None)

    def at(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that overlap [start, end) of the document."""
        return tuple(t for t in self.tokens if t.start < end and start < t.end)

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of [start, end) whose head lies outside it; None where there is no token."""
        inside = self.at(start, end)
        ids = {t.i for t in inside}
        return next((t for t in inside if t.head not in ids or t.head == t.i), inside[0] if inside else None)


UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, range(0x100, 0x530)) if c.isupper())
"""Capital letters of Latin, Greek and Cyrillic script, for a regex."""
_END = re.compile(
    rf"(?:(?:[!?。！？]|(?<!\.)\.(?!\.))+[\"”’'）)]*)(?=\s+[\"“‘'(<{PICTURES}]?[{UPPER}0-9\u4e00-\u9fff{PICTURES}]|\s*$)|[。！？]|\n+"
)


def split(text: str, start: int, end: int, mentions: Sequence[Mention], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Sentence spans of text[start:end]; no sentence ends inside a mention or after an abbreviation."""
    inner = [(m.start, m.end) for m in mentions]
    short, opening = lexicon.words("syntax", "abbreviations"), lexicon.words("names", "runs", "breaks")
    spans, at = [], start
    for match in _END.finditer(text, start, end):
        word = re.search(r"(\S+)$", text[at : match.start() + 1])
        if match.group()[0] == "." and word is not None and word.group(1).lstrip('("“') in short:
            after = re.match(r"\s+(\w+)\s", text[match.end() : match.end() + 20])
            if after is None or after.group(1) not in opening:
                continue
        if not any(a < match.end() < b or (a < match.end() == b and not _closes(text, b)) for a, b in inner):
            spans.append((at, match.end()))
            at = match.end()
    spans.append((at, end))
    parts = (part for a, b in spans for part in _bounded(text, a, b, mentions))
    return [_stripped(text, a, b) for a, b in parts if text[a:b].strip()]


def _bounded(text: str, start: int, end: int, inner: Sequence[Mention]) -> Iterator[Span]:
    """A run without a full stop in parts that a parser can hold, cut where no mention stands."""
    while end - start > LONGEST:
        here = [(m.start, m.end) for m in inner if m.start < start + LONGEST and start < m.end]
        cuts = [start + m.end() for m in re.finditer(r"[;,:，、；]\s*|\s+", text[start : start + LONGEST])]
        cut = next((c for c in reversed(cuts) if not any(a < c < b for a, b in here)), start + LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _closes(text: str, end: int) -> bool:
    """Whether a mention that ends with a full stop (Corp.) may also end the sentence."""
    return re.match(rf"\s+[{UPPER}{PICTURES}“\"]", text[end : end + 3]) is not None or not text[end:].strip()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def parse(
    rows: Iterable[Sentence],
    text: str,
    silent: Sequence[Span],
    amounts: Sequence[Quantity] = (),
    lexicon: Lexicon | None = None,
) -> Iterator[Sentence]:
    """The same sentences with their tokens.

    `text` is the document's; `silent` spans are left out, and tonnes and sums of money (`amounts`)
    stand as two plain words, because the parser stumbles over "3.96 million mt".
    """
    sketch, pending = Sketch(text, silent, amounts, Masker(lexicon or read())), iter(rows)
    while batch := list(itertools.islice(pending, BATCH)):
        placed = sketch.words(batch)
        done = parsed([word for word, _ in row] for row in placed)
        for sentence, row, told in zip(batch, placed, done, strict=True):
            yield replace(sentence, tokens=_tokens(*told, row))


def _tokens(tags: Sequence[str], deps: Sequence[str], heads: Sequence[int], row: Words) -> tuple[Token, ...]:
    """The tokens of a sentence."""
    return tuple(
        Token(i, text, lemma(text, tags[i]), tags[i], deps[i], i + heads[i], *at) for i, (text, at) in enumerate(row)
    )
