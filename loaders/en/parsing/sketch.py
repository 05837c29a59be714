"""What the parser sees in place of a sentence: names as one word, sums as two, a headline in small letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.bounds import within
from loaders.en.parsing.masks import Masker, Words, amount
from loaders.en.parsing.model import ordinary, words
from loaders.headings import subhead
from loaders.lending import Quantity
from loaders.mentions import Mention

if TYPE_CHECKING:
    from loaders.en.parsing.parse import Sentence

Span = tuple[int, int]
TITLED = re.compile(r"\b[A-Z][a-z]+\b")
LIST = re.compile(r",?\s+(?:and|or)\s+|,\s+")
PICTURES = "\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Emoji and their like, for a regex: no part of a sentence's grammar."""
STOP = re.compile(r"\.(?=,|\s+[a-z(])")
"""What closes a short form inside a sentence, and no clause: "Foobar Co., which"."""
PICTURE = re.compile(f"[{PICTURES}]+")
Piece = tuple[int, int, Words | None]
"""A span and the words in its place; None where its own are to be told by the tokenizer."""
PARTING = "\n\n"
"""Parts what has nothing to do with each other; no exception of the tokenizer holds it, so none reaches across."""


@dataclass(frozen=True)
class Sketch:
    """Puts together the words that the parser is to see in place of a sentence."""

    text: str
    silent: Sequence[Span]
    amounts: Sequence[Quantity]
    masker: Masker

    def words(self, sentences: Sequence[Sentence]) -> list[Words]:
        """The words of each sentence; the tokenizer is called once, its start costs as much as a dozen words."""
        parts = [list(self._parts(s)) for s in sentences]
        heads = [subhead(s.text) for s in sentences]
        bare = [(a, b, head) for row, head in zip(parts, heads, strict=True) for a, b, words in row if words is None]
        plain = self._plain(bare)
        return [[w for *_, words in row for w in (next(plain) if words is None else words)] for row in parts]

    def _parts(self, sentence: Sentence) -> Iterator[Piece]:
        """The whole sentence in pieces."""
        at = sentence.start
        for start, end, row in [*self._pieces(sentence), (sentence.end, sentence.end, [])]:
            if start >= at:
                if start > at:
                    yield at, start, None
                yield start, end, row
                at = max(at, end)

    def _pieces(self, sentence: Sentence) -> list[Piece]:
        """What is not taken as it stands, in order; what lies in an earlier piece is passed over."""
        first = bisect_left(self.silent, (sentence.start,)) - 1
        near = self.silent[max(0, first) : bisect_left(self.silent, (sentence.end,))]
        inside = [s for s in near if sentence.start < s[1]]
        rows: list[Piece] = [(a, b, []) for a, b in inside]
        taken = [(m.start, m.end) for m in sentence.mentions] + inside
        for k, mention in enumerate(sentence.mentions):
            if state := self._state(sentence, k):
                rows.append((*state, []))
            elif not any(a <= mention.start and mention.end <= b for a, b in inside):
                rows.append((mention.start, mention.end, self._mention(mention, k)))
                if STOP.match(self.text, mention.end, sentence.end):
                    rows.append((mention.end, mention.end + 1, []))
        for q in within(self.amounts, sentence.start, sentence.end):
            free = not any(a < q.end and q.start < b for a, b in taken)
            if free and (row := amount(q)):
                rows.append((q.start, q.end, row))
        return sorted(rows, key=lambda r: (r[0], -r[1]))

    def _state(self, sentence: Sentence, k: int) -> Span | None:
        """The span of ", Washington," after a town, which parts what belongs together; no item of a list."""
        before, here = sentence.mentions[k - 1], sentence.mentions[k]
        town = k > 0 and (before.type == "Place" or any(m.type == "Place" for m in before.inside))
        if not town or here.type != "Place" or not re.fullmatch(r",\s+", self.text[before.end : here.start]):
            return None
        after = sentence.mentions[k + 1 : k + 2]
        if after and after[0].type == "Place" and LIST.fullmatch(self.text[here.end : after[0].start]):
            return None
        return before.end, here.end + self.text.startswith(",", here.end)

    def _mention(self, mention: Mention, k: int) -> Words:
        word = self.masker(mention)
        if mention.nominal and mention.head and mention.text[:4].lower() == "the ":
            the = mention.start, mention.start + 3, None
            return [("the", the), (word, (mention.start + 4, mention.end, k))]
        return [(word, (mention.start, mention.end, k))]

    def _plain(self, spans: Sequence[tuple[int, int, bool]]) -> Iterator[Words]:
        """The words of each of the spans, those of headlines in small letters where they are words of the language."""
        texts = (_small(self.text[a:b]) if head else self.text[a:b] for a, b, head in spans)
        tokens = [(at, word) for at, word in words(PARTING.join(texts)) if not PICTURE.fullmatch(word)]
        at = k = 0
        for start, end, _ in spans:
            row, back = Words(), start - at
            while k < len(tokens) and tokens[k][0] + back < end:
                here, word = tokens[k][0] + back, tokens[k][1]
                row.append((word, (here, here + len(word), None)))
                k += 1
            at += end - start + len(PARTING)
            yield row


def _small(text: str) -> str:
    """The text of a headline with the words of the language in small letters; as long as before."""
    return TITLED.sub(lambda m: m[0].lower() if ordinary(m[0]) else m[0], text)
